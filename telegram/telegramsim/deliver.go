package telegramsim

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const (
	idle     = time.Hour        // until the next look when nothing waits
	maxDelay = 60 * time.Second // the platform takes a random 60 to 120
	goneFor  = 23 * time.Hour   // of nothing but 410, and the webhook is removed
)

const goneAnswer = "Wrong response from the webhook: 410 Gone"

// Step delivers the webhooks that are due at now, one after the other: the
// heads of all lanes in order of when they are due, then what stood behind
// them. next is when to be called again, unless Wake receives earlier.
func (s *Sim) Step(ctx context.Context, now time.Time) (next time.Time, did bool) {
	s.step.Lock()
	defer s.step.Unlock()
	for ctx.Err() == nil {
		s.mu.Lock()
		if s.hook.url == "" || len(s.queue.due) == 0 {
			s.mu.Unlock()
			return now.Add(idle), did
		}
		l := s.queue.due[0]
		if l.due.After(now) {
			next = l.due
			s.mu.Unlock()
			return next, did
		}
		u, hook := l.updates[0], s.hook
		if now.After(u.expires) {
			s.queue.pop(l, now)
			s.mu.Unlock()
			continue
		}
		s.mu.Unlock()
		did = true
		s.attempt(ctx, now, l, u, hook)
	}
	return now, did
}

// attempt delivers u once, twice when it is to be duplicated.
func (s *Sim) attempt(ctx context.Context, now time.Time, l *lane, u *update, hook webhook) {
	ok, wait, why := s.post(ctx, hook, u.body)
	if ok {
		s.mu.Lock()
		twice := s.happens(&s.faults.Duplicate, "duplicate")
		s.mu.Unlock()
		if twice {
			_, _, _ = s.post(ctx, hook, u.body)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case why != goneAnswer:
		s.hook.gone = time.Time{}
	case s.hook.gone.IsZero():
		s.hook.gone = now
	case now.Sub(s.hook.gone) >= goneFor:
		s.hook = webhook{allowed: s.hook.allowed}
		return
	}
	if len(l.updates) == 0 || l.updates[0] != u {
		return // dropped or polled meanwhile
	}
	if ok {
		s.queue.pop(l, now)
		return
	}
	s.hook.lastError, s.hook.errorAt = why, now
	l.tries++
	delay := time.Duration(0) // the first time at once
	if l.tries > 1 {
		delay = min(maxDelay, time.Second<<min(l.tries-1, 10))
	}
	if wait >= 0 {
		delay = min(wait, time.Hour)
	}
	if due := now.Add(delay); due.After(u.expires) {
		s.queue.pop(l, now) // given up, silently
	} else {
		s.queue.postpone(l, due)
	}
}

// post makes the request; wait is the bot's Retry-After, negative when absent.
func (s *Sim) post(ctx context.Context, hook webhook, body []byte) (ok bool, wait time.Duration, why string) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.url, bytes.NewReader(body))
	if err != nil {
		return false, -1, "invalid address"
	}
	r.Header.Set("Content-Type", "application/json")
	if hook.secret != "" {
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", hook.secret)
	}
	rt := s.cfg.Deliver
	if rt == nil {
		rt = http.DefaultTransport
	}
	resp, err := rt.RoundTrip(r)
	if err != nil {
		return false, -1, "Connection refused or closed"
	}
	defer func() { _ = resp.Body.Close() }()
	said, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if resp.StatusCode >= 200 && resp.StatusCode < 300 {
		s.answered(said)
		return true, -1, ""
	}
	wait = -1
	if n, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && n >= 0 {
		wait = time.Duration(n) * time.Second
	}
	if resp.StatusCode == http.StatusGone {
		return false, wait, goneAnswer
	}
	return false, wait, "Wrong response from the webhook: " + resp.Status
}

// answered does the call that the body of a webhook's answer names, if any.
// What comes of it nobody is told.
func (s *Sim) answered(body []byte) {
	var m map[string]json.RawMessage
	if json.Unmarshal(body, &m) != nil {
		return
	}
	p := fromJSON(m)
	method := lower(p["method"])
	do, ok := methods[method]
	if !ok || strings.HasPrefix(method, "get") || method == "setwebhook" || method == "deletewebhook" {
		return
	}
	s.mu.Lock()
	_, refusal := do(s, p)
	s.mu.Unlock()
	s.record(method, p, refusal)
}
