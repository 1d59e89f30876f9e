package zalo

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"langnghe/bot/chat"
)

// Where messages of an approved text go: to somebody the OA knows, or to a
// telephone number.
const (
	pathTemplateUser  = "/v3.0/oa/message/template"
	pathTemplatePhone = "/message/template" // of Config.ZNSURL
)

// templateOn is the one state in which a text may be used.
const templateOn = "ENABLE"

// maxTrack is how long a tracking id may be.
const maxTrack = 48

// templateBody is a template message. By user id there is no tracking: Zalo
// tells of such a message what it tells of any other.
type templateBody struct {
	UserID   string            `json:"user_id,omitempty"`
	Phone    string            `json:"phone,omitempty"`
	Template string            `json:"template_id"`
	Data     map[string]string `json:"template_data"`
	Track    string            `json:"tracking_id,omitempty"`
	Mode     string            `json:"mode,omitempty"`
}

// sendTemplate posts a message of an approved text.
func (c *Channel) sendTemplate(ctx context.Context, now time.Time, m chat.Outbound) (chat.Receipt, error) {
	t := m.Template
	b := templateBody{UserID: m.To.ID, Template: t.ID, Data: t.Data}
	url, quota := c.cfg.APIURL+pathTemplateUser, quotaTemplateUser
	if t.Phone != "" {
		b.UserID, b.Phone, b.Track = "", t.Phone, t.Track
		url, quota = c.cfg.ZNSURL+pathTemplatePhone, quotaTemplatePhone
		if c.cfg.ZNSTest {
			b.Mode = "development"
		}
	}
	if len(b.Track) > maxTrack || t.ID == "" {
		return chat.Receipt{}, &chat.SendError{Reaction: chat.Invalid, Reason: "parameter"}
	}
	if b.Data == nil {
		b.Data = map[string]string{}
	}
	body, err := json.Marshal(b)
	if err != nil {
		return chat.Receipt{}, &chat.SendError{Reaction: chat.Invalid, Reason: "encoding"}
	}
	a, e := c.callWith(ctx, now, url, body)
	switch {
	case e != nil:
		return chat.Receipt{}, e
	case a.code != 0 && t.Phone != "":
		return chat.Receipt{}, c.refusalByPhone(a.code, now)
	case a.code != 0:
		return chat.Receipt{}, c.refusal(a.code, a.message, now)
	}
	c.env.Count(countTemplate)
	if t.Phone != "" && a.mode == overQuota {
		quota = quotaTemplateOver
	}
	return chat.Receipt{MessageID: a.id, Quota: quota}, nil
}

// overQuota is the sending mode of a message beyond the quota.
const overQuota = "3"

// tomorrow waits for 06:00 of the next day in Hanoi: quotas of a day are anew
// at midnight, and before six nothing is sent.
func tomorrow(now time.Time) time.Duration {
	l := now.In(hanoi)
	return time.Date(l.Year(), l.Month(), l.Day()+1, 6, 0, 0, 0, hanoi).Sub(now)
}

// phoneCodes is the table of what is refused of a message by phone; its codes
// have nothing in common with those of [codes] but the token's.
var phoneCodes = map[int]rule{
	-100:  {reaction: chat.Retry, reason: "platform", means: "an unknown failure on Zalo's side"},
	-101:  stop("app", "the app is not valid for template messages"),
	-102:  stop("app", "the app does not exist"),
	-103:  stop("app", "the app is not activated"),
	-104:  stop("app", "the app's secret is invalid"),
	-105:  stop("app", "the app is not linked to an OA"),
	-108:  invalid(chat.ReasonPhone, "the telephone number is invalid", false),
	-109:  invalid(chat.ReasonTemplate, "the template's id is invalid", true),
	-110:  unreachable("old_app", "the person's Zalo is too old", false),
	-111:  invalid("template_data", "the template's data is empty", true),
	-112:  invalid("template_data", "the template's data does not fit", true),
	-114:  unreachable("inactive", "the person cannot receive: inactive, his settings, or an old Zalo", false),
	-115:  stop("balance", "the account is out of balance or quota"),
	-117:  invalid(chat.ReasonTemplate, "the template is not permitted", true),
	-118:  unreachable("no_account", "the number has no Zalo account", false),
	-119:  unreachable("cannot_receive", "the account cannot receive", false),
	-124:  stop("token", "the access token is refused after a renewal too"),
	-125:  stop("oa", "the OA's id is invalid"),
	-126:  stop("zns_test", "the development mode sends to administrators only (zalo.zns_test)"),
	-127:  stop("zns_test", "the development mode does not take this template (zalo.zns_test)"),
	-131:  invalid(chat.ReasonTemplate, "the template is not approved", true),
	-132:  invalid(chat.ReasonTemplate, "a parameter of the template message is invalid", true),
	-133:  {reaction: chat.Wait, scope: chat.ScopeChannel, after: morning, reason: "night", means: "not at night"},
	-135:  stop("oa", "the OA has no permission for template messages"),
	-136:  stop("cloud_account", "the Zalo Cloud Account is missing"),
	-137:  stop("cloud_account", "the Zalo Cloud Account could not be charged"),
	-139:  unreachable("refuses", "the person refuses this kind of message", false),
	-140:  unreachable("refuses", "the person refuses this kind of message", false),
	-141:  unreachable("refuses", "the person refuses messages of the OA", false),
	-144:  {reaction: chat.Wait, scope: chat.ScopeChannel, after: tomorrow, reason: "daily_quota", means: "the OA's quota of the day is used up", alert: true},
	-145:  invalid(chat.ReasonTemplate, "the OA may not send this type of template", true),
	-146:  invalid(chat.ReasonTemplate, "the template is disabled", true),
	-147:  {reaction: chat.Wait, scope: chat.ScopeChat, after: tomorrow, reason: "template_quota", means: "the template's quota of the day is used up", alert: true},
	-148:  invalid(chat.ReasonTemplate, "the template belongs to a journey", true),
	-149:  invalid(chat.ReasonTemplate, "the template belongs to a journey", true),
	-150:  invalid(chat.ReasonTemplate, "the template belongs to a journey", true),
	-1121: invalid("template_data", "a parameter of the template is too long", true),
	-1122: invalid("template_data", "a parameter of the template is missing", true),
	-1124: invalid("template_data", "a parameter of the template has a wrong format", true),
	-1241: stop("proof", "appsecret_proof is wrong or missing"),
	-1351: stop("oa", "the OA may not send template messages now"),
	-1441: {reaction: chat.Wait, scope: chat.ScopeChannel, after: tomorrow, reason: "daily_quota", means: "the OA's quota of the day is used up", alert: true},

	-32:  codes[-32],
	-216: codes[-216],
	-220: codes[-220],
}

// refusalByPhone classifies a code of a message by phone. Of Zalo's own words
// nothing is taken over: they may have the number in them.
func (c *Channel) refusalByPhone(code int, now time.Time) *chat.SendError {
	r, ok := phoneCodes[code]
	if !ok {
		r = unknownCode
	}
	return c.sendError(r, strconv.Itoa(code), now, "")
}

// advice is what a change of quality or quota says, for the operator: the
// event's name and the new value, kept to letters a platform's word has.
func (e *event) advice() string {
	value := ""
	for _, v := range []loose{e.Quality.Quality, e.Quota.Quota, e.Quota.Value, e.Status.Status} {
		if v != "" {
			value = string(v)
		}
	}
	words := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == ' ' {
			return r
		}
		return -1
	}, e.Name+" "+string(e.TemplateID)+" "+value)
	return strings.Join(strings.Fields(words[:min(len(words), 120)]), " ")
}
