package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// carry delivers a platform's webhooks while the server is up. What a killed
// server did not answer is delivered again at once, not after the platform's
// half minute: nothing else waits for that.
func (k *kill) carry(ctx context.Context, wake <-chan struct{}, step func(context.Context, time.Time) (time.Time, bool)) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-tick.C:
		}
		if !k.post.up.Load() {
			continue
		}
		now := time.Now()
		next, _ := step(ctx, now)
		if ahead := next.Sub(now); ahead > 0 && ahead < 55*time.Minute && k.post.up.Load() {
			step(ctx, next)
		}
	}
}

// courier carries webhooks to the server, each over its own connection, and
// remembers what was answered 200.
type courier struct {
	up    atomic.Bool
	mu    sync.Mutex
	acked map[string]bool
	kept  []delivered
}

// delivered is a webhook that got its 200.
type delivered struct {
	path   string
	header http.Header
	body   []byte
}

var killDial = &http.Transport{DisableKeepAlives: true}

func (c *courier) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	resp, err := killDial.RoundTrip(r)
	if err == nil && resp.StatusCode == http.StatusOK {
		c.mu.Lock()
		c.acked[messageOf(body)] = true
		c.kept = append(c.kept, delivered{r.URL.Path, r.Header.Clone(), body})
		c.mu.Unlock()
	}
	return resp, err
}

func (c *courier) has(id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.acked[id]
}

// messageOf is the platform's name of the message in a webhook.
func messageOf(body []byte) string {
	var m struct {
		Message struct {
			MsgID     string `json:"msg_id"`
			MessageID int    `json:"message_id"`
			Chat      struct {
				ID int64 `json:"id"`
			} `json:"chat"`
		} `json:"message"`
	}
	if json.Unmarshal(body, &m) != nil {
		return ""
	}
	if m.Message.MsgID != "" {
		return m.Message.MsgID
	}
	return strconv.FormatInt(m.Message.Chat.ID, 10) + ":" + strconv.Itoa(m.Message.MessageID)
}

// killReminded is somebody on Telegram who files nothing of what he is reminded of.
const killReminded = "k2"

// traps make sure that some kills come at the worst moment: the platform has
// taken a message, and the program dies before it hears so.
type traps struct {
	mu    sync.Mutex
	parts []string // of reminders and notices to wait for
	freed chan struct{}
}

// set waits for the next message that holds each of the parts.
func (t *traps) set(parts ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.parts, t.freed = parts, make(chan struct{})
}

func (t *traps) sprung() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.parts) == 0
}

// release lets go of the calls caught, after the program has died.
func (t *traps) release() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.freed != nil {
		close(t.freed)
	}
	t.parts, t.freed = nil, nil
}

// catch takes the trap that a call runs into, nil for none.
func (t *traps) catch(body []byte) chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, p := range t.parts {
		if bytes.Contains(body, []byte(p)) && (bytes.Contains(body, []byte("giao ban")) || bytes.Contains(body, []byte("Kính nhắc"))) {
			t.parts = slices.Delete(t.parts, i, i+1)
			return t.freed
		}
	}
	return nil
}

// under puts the traps before a platform.
func (t *traps) under(platform http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		freed := t.catch(body)
		if freed == nil {
			platform.ServeHTTP(w, r)
			return
		}
		platform.ServeHTTP(&statusOnly{header: http.Header{}}, r)
		<-freed
		panic(http.ErrAbortHandler)
	})
}

// logTail keeps the end of the server's log.
type logTail struct {
	mu    sync.Mutex
	lines []string
}

func (l *logTail) add(s string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.lines = append(l.lines, s); len(l.lines) > 500 {
		l.lines = l.lines[250:]
	}
}

func (l *logTail) last(n int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines[max(0, len(l.lines)-n):], "\n")
}
