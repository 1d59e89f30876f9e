package drill

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// What is seen where the program calls the platforms: who is told to wait waits;
// who cannot be written to is not tried again and again until he is back; a pair
// of tokens that was used is never lost, so it was saved before.

// wireEyes is what the judges keep of that.
type wireEyes struct {
	wait   map[string]waiting     // by chat, or "zalo" for the whole of it
	chain  map[string]int         // the number of a refresh token
	grants map[string]int         // the number of the pair an access token is of
	used   int                    // the highest of them that was used
	failed map[string][]time.Time // by chat: when a platform did not take what was for it, for a reason that passes
	sent   map[string]time.Time   // by matter and phone: when its card was first under way, though a platform may have refused it
}

// waiting is what a platform said of when it may be called again.
type waiting struct {
	until, said time.Time
	gen         int // of the program it was said to: one that was started since knows nothing of it
}

func newWireEyes() wireEyes {
	return wireEyes{wait: map[string]waiting{}, chain: map[string]int{"rt-first": 0}, grants: map[string]int{}, sent: map[string]time.Time{}, failed: map[string][]time.Time{}}
}

// tries is how often somebody who cannot be written to may be tried: what was in
// line for him when it was found out.
const tries = 6

// called looks at a call before the platform answers it.
func (j *judges) called(platform string, r *http.Request, asked call) {
	e, now := &j.wire, j.w.now
	to := recipient(asked)
	key := platform + ":" + to
	if platform == "zalo" {
		key = "zalo"
	}
	if x, ok := e.wait[key]; ok && to != "" && isSend(r.URL.Path) && !now.Equal(x.said) { // else under way already
		j.holds(invLimits, !now.Before(x.until) || x.gen != j.w.gen || j.w.faults.wrongClock(now), "%s is called %s before it may be", platform, x.until.Sub(now))
		if !now.Before(x.until) {
			delete(e.wait, key)
		}
	}
	if c := code(alertCard, asked.line); c != "" && isSend(r.URL.Path) {
		if k := c + " " + platform + ":" + to; e.sent[k].IsZero() {
			e.sent[k] = now
		}
	}
	if platform != "zalo" {
		if strings.HasPrefix(to, "-") && isSend(r.URL.Path) {
			j.groupCalled(to)
		}
		return
	}
	if n, ok := e.grants[r.Header.Get("access_token")]; ok {
		e.used = max(e.used, n)
	}
	if form, err := url.ParseQuery(asked.line); err == nil && form.Get("grant_type") == "refresh_token" {
		n, ok := e.chain[form.Get("refresh_token")]
		j.holds(invToken, ok && n >= e.used, "the %d. refresh token is used, after tokens of the %d. pair were", n, e.used)
	}
}

// answered looks at what the platform answers.
func (j *judges) answered(platform string, r *http.Request, asked call, status int, answer []byte) {
	e, now := &j.wire, j.w.now
	to := recipient(asked)
	key := platform + ":" + to
	if platform == "telegram" {
		var a struct {
			Parameters struct {
				RetryAfter int `json:"retry_after"`
			} `json:"parameters"`
		}
		if status == http.StatusTooManyRequests && json.Unmarshal(answer, &a) == nil {
			e.wait["telegram:"+to] = waiting{now.Add(time.Duration(a.Parameters.RetryAfter) * time.Second), now, j.w.gen}
		}
		if status == http.StatusTooManyRequests && now.Sub(j.w.opened) < 5*time.Second {
			j.floods["telegram"]++ // one just started does not know what the one before had sent
		}
		if status == http.StatusTooManyRequests || status >= http.StatusInternalServerError {
			e.fail(key, now)
		}
		j.turnedDown("telegram:"+to, status == http.StatusForbidden)
		return
	}
	var a struct {
		Error   int    `json:"error"`
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
	}
	if json.Unmarshal(answer, &a) != nil || status >= http.StatusInternalServerError {
		e.fail(key, now)
		return
	}
	if a.Access != "" && a.Refresh != "" {
		n := len(e.chain)
		e.chain[a.Refresh], e.grants[a.Access] = n, n
	}
	if a.Error == -32 || a.Error == -200 {
		e.fail(key, now)
	}
	if a.Error == -32 {
		e.wait["zalo"] = waiting{now.Truncate(time.Minute).Add(time.Minute), now, j.w.gen}
	}
	if a.Error == -14014 {
		j.w.operator.lostTokens()
	}
	j.turnedDown("zalo:"+to, a.Error == -213 || a.Error == -217 || a.Error == -230)
}

// fail notes that something did not get through.
func (e *wireEyes) fail(key string, at time.Time) { e.failed[key] = append(e.failed[key], at) }

// stuck reports whether something for one of the phones of somebody did not get
// through at once between two moments.
func (j *judges) stuck(p *person, from, to time.Time) bool {
	return slices.ContainsFunc(p.phones, func(ph *phone) bool {
		return slices.ContainsFunc(j.wire.failed[ph.platform+":"+ph.key()], func(at time.Time) bool { return !at.Before(from) && !at.After(to) })
	})
}

func isSend(path string) bool {
	return strings.HasSuffix(path, "/sendMessage") || strings.HasPrefix(path, "/v3.0/oa/message/")
}

// turnedDown counts how often somebody could not be written to since he last
// acted.
func (j *judges) turnedDown(key string, so bool) {
	ph := j.w.byKey[key]
	if ph == nil || !so {
		return
	}
	if acted := ph.acted(j.w.now); acted.After(ph.actedAt) {
		ph.actedAt, ph.tried = acted, 0
	}
	ph.tried++
	j.holds(invLimits, ph.tried <= tries, "%s cannot be written to on %s and was tried %d times since he last acted", ph.owner.id, ph.platform, ph.tried)
}
