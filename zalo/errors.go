package zalo

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"langnghe/bot/chat"
)

// rule is our reaction to one of Zalo's codes.
type rule struct {
	reaction chat.Reaction
	scope    chat.Scope
	after    func(now time.Time) time.Duration
	reason   string
	means    string // in operators' words
	alert    bool   // a human must mend something
}

// hanoi is where the night rule counts; Vietnam has one zone and no summer time.
var hanoi = time.FixedZone("+07", 7*60*60)

// nextMinute waits for Zalo's next counting minute, with a little slack for
// clocks that differ.
func nextMinute(now time.Time) time.Duration {
	return now.Truncate(time.Minute).Add(time.Minute + 500*time.Millisecond).Sub(now)
}

// morning waits for 06:00 in Hanoi.
func morning(now time.Time) time.Duration {
	l := now.In(hanoi)
	at := time.Date(l.Year(), l.Month(), l.Day(), 6, 0, 0, 0, hanoi)
	if !at.After(now) {
		at = at.AddDate(0, 0, 1)
	}
	return at.Sub(now)
}

func pause(d time.Duration) func(time.Time) time.Duration {
	return func(time.Time) time.Duration { return d }
}

func stop(reason, means string) rule {
	return rule{reaction: chat.Stop, scope: chat.ScopeChannel, reason: reason, means: means, alert: true}
}

func invalid(reason, means string, alert bool) rule {
	return rule{reaction: chat.Invalid, reason: reason, means: means, alert: alert}
}

func unreachable(reason, means string, alert bool) rule {
	return rule{reaction: chat.Unreachable, reason: reason, means: means, alert: alert}
}

// codes is the one table of what Zalo refuses and how we react. The codes of
// the token endpoint are beside it (oauth.go): they concern no message.
var codes = map[int]rule{
	-32:                   {reaction: chat.Wait, scope: chat.ScopeChannel, after: nextMinute, reason: "rate", means: "too many requests this minute"},
	codeAttachmentExpired: invalid("attachment_expired", "an uploaded attachment has expired", false),
	-200:                  {reaction: chat.Retry, reason: "platform", means: "sending failed on Zalo's side"},
	-201:                  invalid("parameter", "a parameter is invalid", true),
	-204:                  stop("oa_deleted", "the OA was deleted"),
	-205:                  stop("oa_unknown", "the OA does not exist"),
	-209:                  stop("app_inactive", "the app is not activated or lacks the API"),
	-210:                  invalid("over_limit", "a parameter is over its limit", true),
	-211:                  {reaction: chat.Wait, scope: chat.ScopeChannel, after: pause(time.Hour), reason: "quota", means: "the OA is out of quota", alert: true},
	-212:                  stop("api_not_registered", "the API is not registered for the app"),
	-213:                  unreachable("not_follower", "the person does not follow the OA", false),
	-214:                  {reaction: chat.Retry, reason: "processing", means: "still being processed"},
	-216:                  stop("token", "the access token is refused after a renewal too"),
	-217:                  unreachable("blocked", "the person has blocked the OA", false),
	-218:                  {reaction: chat.Wait, scope: chat.ScopeChat, after: pause(24 * time.Hour), reason: "person_quota", means: "the person's receiving quota is used up"},
	-219:                  stop("app_disabled", "the app was removed or disabled"),
	-220:                  stop("token", "the access token is expired after a renewal too"),
	-221:                  stop("oa_unverified", "the OA is not verified"),
	-223:                  stop("not_authorised", "the OA has not authorised the app for this API"),
	-224:                  stop("package", "the OA's package is too low or has lapsed"),
	-227:                  unreachable("inactive", "the person's account is banned or inactive", false),
	-230:                  {reaction: chat.Closed, reason: "window", means: "no interaction within seven days"},
	-232:                  {reaction: chat.Closed, reason: "window", means: "no interaction yet, or it expired"},
	-233:                  invalid("type", "the message's type is not supported", true),
	-234:                  {reaction: chat.Wait, scope: chat.ScopeChat, after: morning, reason: "night", means: "not at night for this type"},
	-235:                  stop("oa_type", "this type of OA is not supported"),
	-237:                  unreachable("group_disabled", "the group is disabled: its asset has expired", true),
	-238:                  invalid("group_asset", "the group asset is used or wrong", true),
	-240:                  stop("api_shut", "this API was shut down"),
	-241:                  invalid("group_asset", "the group asset is used or wrong", true),
	-242:                  stop("proof", "appsecret_proof is wrong or missing"),
	-244:                  unreachable("restricted", "the person restricts messages of this kind", false),
	-248:                  stop("policy", "Zalo sees a violation of its policy"),
	-249:                  invalid("template", "the template cannot be used by user id", true),
	-320:                  stop("cloud_account", "the Zalo Cloud Account is missing"),
	-321:                  stop("cloud_account", "the Zalo Cloud Account has no balance"),
	-403:                  unreachable("not_member", "the OA is not a member of the group", true),

	-124:  stop("token", "the access token is refused after a renewal too"),
	-1340: stop("undocumented", "a code of unknown meaning"),
	-1341: stop("undocumented", "a code of unknown meaning"),
}

var unknownCode = invalid("unknown", "a code that is not in our table", true)

// codeAttachmentExpired is what a message gets whose upload was more than seven
// days ago.
const codeAttachmentExpired = -100

// tokenCode reports whether a new access token may mend the refusal.
func tokenCode(code int) bool { return code == -216 || code == -220 || code == -124 }

// typeCode reports whether plain text may mend the refusal of buttons.
func typeCode(code int) bool { return code == -233 || code == -201 }

// blamesRecipient reports whether Zalo's message is about who, not about what.
func blamesRecipient(message string) bool {
	f := named(message)
	return f == ": user_id" || f == ": recipient"
}

// httpRule is our reaction to a status without a usable code in the body.
func httpRule(status int) (r rule, maybe bool) {
	switch {
	case status == http.StatusTooManyRequests:
		return codes[-32], false
	case status == http.StatusRequestEntityTooLarge:
		return codes[-210], false
	case status == http.StatusRequestTimeout, status < 300, status >= 500:
		// After 200 without sense, or a failure behind Zalo's door, the
		// message may have gone out.
		return rule{reaction: chat.Retry, reason: "platform", means: "no usable answer"}, true
	case status == http.StatusBadRequest:
		return invalid("http", "the request was refused", true), false
	}
	return stop("http", "the address or our access to it is refused"), false
}

// sendError makes r an error of a send at now, and tells the operator.
func (c *Channel) sendError(r rule, code string, now time.Time, hint string) *chat.SendError {
	c.env.Count(countRefused)
	return c.judge(r, code, now, hint)
}

// judge makes r an error of any call at now, and tells the operator.
func (c *Channel) judge(r rule, code string, now time.Time, hint string) *chat.SendError {
	e := &chat.SendError{Reaction: r.reaction, Scope: r.scope, Reason: r.reason, Code: code, Err: errors.New(r.means + hint)}
	if r.after != nil {
		e.After = r.after(now)
	}
	if r.alert {
		c.env.Alert("zalo_"+r.reason, "Zalo refuses: "+r.means+hint+" (code "+code+").")
	}
	return e
}

// refusal classifies a code of Zalo's. Of Zalo's own message only the names of
// fields are taken over: it might repeat what we sent.
func (c *Channel) refusal(code int, message string, now time.Time) *chat.SendError {
	r, ok := codes[code]
	if !ok {
		r = unknownCode
	}
	return c.sendError(r, strconv.Itoa(code), now, named(message))
}

// fieldNames are the words that we look for in Zalo's messages.
var fieldNames = []string{"recipient", "user_id", "group_id", "attachment", "template_type", "buttons", "payload", "title", "text"}

// named says which of our fields Zalo's message mentions.
func named(message string) string {
	message = strings.ToLower(message)
	for _, f := range fieldNames {
		if strings.Contains(message, f) {
			return ": " + f
		}
	}
	return ""
}
