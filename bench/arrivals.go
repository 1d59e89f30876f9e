package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"
)

// arrivals notes when the platform was called to deliver a message to a chat.
type arrivals struct {
	mu    sync.Mutex
	now   func() time.Time
	due   map[string]time.Time // by chat: when the person wrote
	took  []time.Duration
	sends int
	first time.Time
	last  time.Time
	all   chan struct{} // closed when nobody waits any more and none is to come
	left  int
}

func newArrivals(now func() time.Time, expected int) *arrivals {
	return &arrivals{now: now, due: map[string]time.Time{}, all: make(chan struct{}), left: expected}
}

// expect says that chat's person wrote at a moment and waits for an answer.
func (a *arrivals) expect(chat string, wrote time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.due[chat] = wrote
}

func (a *arrivals) arrived(chat string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	if a.sends == 0 {
		a.first = now
	}
	a.sends, a.last = a.sends+1, now
	wrote, ok := a.due[chat]
	if !ok {
		return
	}
	delete(a.due, chat)
	a.took = append(a.took, now.Sub(wrote))
	if a.left--; a.left == 0 {
		close(a.all)
	}
}

// look reads from a request who is written to, and hands the body on.
func (a *arrivals) look(r *http.Request) error {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	_ = r.Body.Close()
	r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	switch {
	case strings.HasSuffix(strings.ToLower(r.URL.Path), "/sendmessage"):
		a.arrived(between(body, "name=\"chat_id\"\r\n\r\n", "\r\n"))
	case strings.HasSuffix(r.URL.Path, "/message/cs"):
		a.arrived(between(body, `"user_id":"`, `"`))
	}
	return nil
}

func between(body []byte, before, after string) string {
	_, rest, _ := bytes.Cut(body, []byte(before))
	found, _, _ := bytes.Cut(rest, []byte(after))
	return string(found)
}

// server notes what reaches a platform over a socket.
func (a *arrivals) server(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := a.look(r); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}

// transport notes what reaches a platform without one.
func (a *arrivals) transport(rt http.RoundTripper) http.RoundTripper { return noting{a, rt} }

type noting struct {
	a  *arrivals
	rt http.RoundTripper
}

func (n noting) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		if err := n.a.look(r); err != nil {
			return nil, err
		}
	}
	return n.rt.RoundTrip(r)
}
