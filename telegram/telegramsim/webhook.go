package telegramsim

import (
	"encoding/json"
	"net"
	"net/url"
	"regexp"
	"slices"
	"time"
)

// webhook is where updates go.
type webhook struct {
	url       string
	secret    string
	max       int64
	allowed   []string // nil: all but the rare ones
	changed   time.Time
	lastError string
	errorAt   time.Time
	gone      time.Time // since when every answer was 410
}

var secretShape = regexp.MustCompile(`^[A-Za-z0-9_-]{0,256}$`)

func (s *Sim) setWebhook(p params) (any, *apiError) {
	if p["url"] == "" {
		return s.deleteWebhook(p)
	}
	if e := s.address(p["url"]); e != nil {
		return nil, e
	}
	if !secretShape.MatchString(p["secret_token"]) {
		return nil, bad("secret token contains unallowed characters")
	}
	next := webhook{url: p["url"], secret: p["secret_token"], max: 40, allowed: s.hook.allowed, changed: s.now()}
	if p.has("max_connections") {
		next.max = min(max(1, p.int("max_connections")), 100)
	}
	if p.has("allowed_updates") { // absent, the former list stays
		next.allowed = nil
		if json.Unmarshal([]byte(p["allowed_updates"]), &next.allowed) != nil {
			return nil, bad("can't parse allowed_updates")
		}
	}
	if p.bool("drop_pending_updates") {
		s.queue.clear()
	}
	h := s.hook
	if h.url == next.url && h.secret == next.secret && h.max == next.max && slices.Equal(h.allowed, next.allowed) {
		return true, nil // "Webhook is already set"
	}
	if !h.changed.IsZero() && s.now().Sub(h.changed) < time.Second {
		return nil, tooMany(time.Second)
	}
	s.hook = next
	s.polled.turn, s.polled.by = s.polled.turn+1, "setWebhook"
	s.awake()
	return true, nil
}

// address refuses what the platform cannot or will not call.
func (s *Sim) address(text string) *apiError {
	u, err := url.Parse(text)
	if err != nil || u.Hostname() == "" {
		return bad("bad webhook: invalid webhook URL specified")
	}
	ip := net.ParseIP(u.Hostname())
	loopback := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	switch {
	case loopback && s.cfg.AllowHTTP && (u.Scheme == "http" || u.Scheme == "https"):
		return nil
	case u.Scheme != "https":
		return bad("bad webhook: An HTTPS URL must be provided for webhook")
	case loopback || ip != nil && (ip.IsPrivate() || ip.To4() == nil):
		return bad("bad webhook: IP address is reserved")
	}
	switch u.Port() {
	case "", "443", "80", "88", "8443":
		return nil
	}
	return bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
}

func (s *Sim) deleteWebhook(p params) (any, *apiError) {
	if p.bool("drop_pending_updates") {
		s.queue.clear()
	}
	s.hook = webhook{allowed: s.hook.allowed}
	return true, nil
}

func (s *Sim) getWebhookInfo(params) (any, *apiError) {
	s.queue.expire(s.now())
	info := obj{"url": s.hook.url, "has_custom_certificate": false, "pending_update_count": s.queue.len()}
	if s.hook.url != "" {
		info["max_connections"] = s.hook.max
	}
	if s.hook.allowed != nil {
		info["allowed_updates"] = s.hook.allowed
	}
	if s.hook.lastError != "" {
		info["last_error_message"] = s.hook.lastError
		info["last_error_date"] = s.hook.errorAt.Unix()
	}
	return info, nil
}
