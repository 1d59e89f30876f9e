package main

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
)

// How long a part may do nothing before the program is called stuck.
const (
	beatLate  = 3 * time.Minute
	inboxLate = 5 * time.Minute
)

// health is what the parts last told of themselves.
type health struct {
	mu      sync.Mutex
	opened  time.Time            // the start; set once
	beat    time.Time            // the last heartbeat that ended well
	known   map[string]bool      // channels that were made known to their platform
	ailing  map[string]bool      // channels whose own work failed last time (a token, polling)
	stopped map[string]time.Time // channels that send nothing until then
}

func (h *health) note(f func(*health)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.known == nil {
		h.known, h.ailing, h.stopped = map[string]bool{}, map[string]bool{}, map[string]time.Time{}
	}
	f(h)
}

func (h *health) beaten(now time.Time) { h.note(func(h *health) { h.beat = now }) }

func (h *health) started(channel string) { h.note(func(h *health) { h.known[channel] = true }) }

func (h *health) stepped(channel string, err error) {
	h.note(func(h *health) { h.ailing[channel] = err != nil })
}

func (h *health) lanes(stopped map[string]time.Time) {
	h.note(func(h *health) { h.stopped = stopped })
}

// state is one look at the program: whether it does its work, and a line about
// each part. Only the first can make a machine restart it or stop sending to
// it, so a platform that is away does not count.
type state struct {
	ready bool
	lines []string
}

func (s *state) say(ok bool, format string, args ...any) {
	s.ready = s.ready && ok
	mark := "ok   "
	if !ok {
		mark = "FAIL "
	}
	s.lines = append(s.lines, mark+fmt.Sprintf(format, args...))
}

func (s *state) warn(format string, args ...any) {
	s.lines = append(s.lines, "warn "+fmt.Sprintf(format, args...))
}

// look asks every part. The lines hold names from the code, counts and times.
func (n *node) look(ctx context.Context) state {
	now := n.env.Now()
	s := state{ready: true}
	var oldest []chat.Event
	if err := n.store.View(ctx, func(v bot.View) error { oldest = v.Waiting(1); return nil }); err != nil {
		s.say(false, "store: cannot be read")
	} else {
		s.say(true, "store")
		age := time.Duration(0)
		if len(oldest) > 0 {
			age = now.Sub(oldest[0].Received).Truncate(time.Second)
		}
		s.say(age <= inboxLate, "inbox: %d waiting, oldest for %s", n.store.Sizes().Waiting, age)
	}
	n.health.note(func(h *health) {
		switch {
		case !h.beat.IsZero():
			ago := now.Sub(h.beat).Truncate(time.Second)
			s.say(ago <= beatLate, "heartbeat: %s ago", ago)
		case now.Sub(h.opened) > beatLate:
			s.say(false, "heartbeat: not yet")
		default:
			s.warn("heartbeat: not yet")
		}
		for _, c := range n.channels {
			name := c.Name()
			_, starts := c.(chat.Starter)
			until := h.stopped[name]
			switch {
			case starts && !h.known[name]:
				s.warn("%s: not known to its platform yet", name)
			case h.ailing[name]:
				s.warn("%s: its token or polling fails, see the log", name)
			case until.After(now):
				s.warn("%s: sends nothing for %s", name, until.Sub(now).Truncate(time.Second))
			default:
				s.say(true, "%s", name)
			}
		}
	})
	return s
}

// adminPages are for the operator's machines: alive, ready, figures.
func (n *node) adminPages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte("ok\n"))
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		s := n.look(r.Context())
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		first := "ready"
		if !s.ready {
			first = "not ready"
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = w.Write([]byte(strings.Join(slices.Concat([]string{first}, s.lines), "\n") + "\n" + n.standing()))
	})
	mux.Handle("GET /metrics", n.meters.handler())
	return mux
}
