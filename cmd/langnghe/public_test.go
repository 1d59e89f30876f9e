package main

import (
	"bufio"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"langnghe/bot/chat"
)

// pipes is a listener whose connections are made in memory, so that they live
// on the clock of the test.
type pipes struct {
	come   chan net.Conn
	closed chan struct{}
}

func newPipes() *pipes { return &pipes{make(chan net.Conn), make(chan struct{})} }

// Accept implements [net.Listener].
func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.come:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close implements [net.Listener].
func (p *pipes) Close() error { close(p.closed); return nil }

// Addr implements [net.Listener].
func (p *pipes) Addr() net.Addr { return &net.TCPAddr{} }

// dial connects; a client whom nobody accepts waits.
func (p *pipes) dial() net.Conn {
	here, there := net.Pipe()
	p.come <- there
	return here
}

// heldFor writes head, then drip each second, and says how long the server
// bore it.
func heldFor(c net.Conn, head, drip string) time.Duration {
	began := time.Now()
	gone := make(chan struct{})
	go func() { _, _ = io.Copy(io.Discard, c); close(gone) }()
	_, err := io.WriteString(c, head)
	for err == nil && time.Since(began) < time.Hour {
		select {
		case <-gone:
			err = io.EOF
		case <-time.After(time.Second):
			_, err = io.WriteString(c, drip)
		}
	}
	_ = c.Close()
	<-gone
	return time.Since(began)
}

// TestSlowClients: who sends his head or body byte by byte, or nothing at all,
// or too much head, loses his connection soon, and does not keep others out.
func TestSlowClients(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newPipes()
		srv := boundedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			_, _ = w.Write([]byte("here"))
		}), slog.New(slog.DiscardHandler))
		go func() { _ = srv.Serve(few(l, 1)) }()
		for _, c := range []struct {
			name, head, drip string
			most             time.Duration
		}{
			{"slow head", "POST / HTTP/1.1\r\n", "a", 6 * time.Second},
			{"silent", "", "", 6 * time.Second},
			{"slow body", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", "a", 12 * time.Second},
			{"idle", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "", 2*time.Minute + 2*time.Second},
			{"endless head", "GET / HTTP/1.1\r\nHost: x\r\n" + strings.Repeat("A: "+strings.Repeat("b", 1000)+"\r\n", 64), "a", 2 * time.Second},
		} {
			if d := heldFor(l.dial(), c.head, c.drip); d > c.most {
				t.Errorf("%s: held a connection for %v, at most %v", c.name, d, c.most)
			}
		}
		slow := l.dial()
		began := time.Now()
		go func() { _, _ = io.WriteString(slow, "GET / HTTP/1.1\r\n") }()
		honest := l.dial() // taken when the slow one has lost its place
		go func() { _, _ = io.WriteString(honest, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") }()
		resp, err := http.ReadResponse(bufio.NewReader(honest), nil)
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatal(resp, err)
		}
		if d := time.Since(began); d < time.Second || d > 6*time.Second {
			t.Errorf("the second waited %v", d)
		}
		_ = slow.Close()
		_ = honest.Close()
		if err := srv.Close(); err != nil {
			t.Error(err)
		}
		synctest.Wait()
	})
}

// TestSlowReader: who does not take his answer loses it.
func TestSlowReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newPipes()
		ended := make(chan error, 1)
		srv := boundedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			_, err := w.Write(make([]byte, 1<<20))
			ended <- err
		}), slog.New(slog.DiscardHandler))
		go func() { _ = srv.Serve(l) }()
		began := time.Now()
		c := l.dial()
		_, _ = io.WriteString(c, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
		if err := <-ended; err == nil || time.Since(began) > 16*time.Second {
			t.Errorf("after %v: %v", time.Since(began), err)
		}
		_ = c.Close()
		_ = srv.Close()
		synctest.Wait()
	})
}

// TestFewConnections: a listener that is full can still be closed.
func TestFewConnections(t *testing.T) {
	l := few(newPipes(), 1)
	l.(*fewConnections).places <- struct{}{}
	done := make(chan error)
	go func() { _, err := l.Accept(); done <- err }()
	if err := l.Close(); err != nil {
		t.Error(err)
	}
	if err := <-done; !errors.Is(err, net.ErrClosed) {
		t.Error(err)
	}
	if p := newPipes(); few(p, 0) != net.Listener(p) {
		t.Error("0 is no bound")
	}
}

// TestCallers: the header of a trusted proxy tells the caller, anybody else's
// is not believed.
func TestCallers(t *testing.T) {
	who := callers{[]netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}}
	for _, c := range []struct{ remote, forwarded, want string }{
		{"203.0.113.9:1000", "", "203.0.113.9"},
		{"203.0.113.9:1000", "198.51.100.1", "203.0.113.9"},
		{"127.0.0.1:1000", "", "127.0.0.1"},
		{"127.0.0.1:1000", "198.51.100.1", "198.51.100.1"},
		{"127.0.0.1:1000", "1.1.1.1, 198.51.100.1", "198.51.100.1"},
		{"127.0.0.1:1000", "1.1.1.1, 198.51.100.1, 10.2.3.4", "198.51.100.1"},
		{"127.0.0.1:1000", "10.2.3.4", "10.2.3.4"},
		{"127.0.0.1:1000", "x, 10.2.3.4", "10.2.3.4"},
		{"127.0.0.1:1000", "nonsense", "127.0.0.1"},
		{"[::ffff:203.0.113.9]:1000", "", "203.0.113.9"},
		{"@", "198.51.100.1", "invalid IP"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := who.of(r).String(); got != c.want {
			t.Errorf("%s for %q is %s, want %s", c.remote, c.forwarded, got, c.want)
		}
	}
}

// TestAllowance: each address has its own minute; a network of IPv6 is one
// address; more addresses than are remembered get nothing.
func TestAllowance(t *testing.T) {
	now := aWorkday
	a := newAllowance(2, func() time.Time { return now })
	take := func(s string) bool { return a.take(netip.MustParseAddr(s)) }
	if !take("2001:db8::1") || !take("2001:db8::ffff") || take("2001:db8::2") {
		t.Error("a /64 is not one")
	}
	if !take("203.0.113.1") || !take("203.0.113.1") || take("203.0.113.1") || !take("203.0.113.2") {
		t.Error("addresses are not apart")
	}
	now = now.Add(30 * time.Second)
	if !take("203.0.113.1") || take("203.0.113.1") {
		t.Error("half a minute gives one back")
	}
	for i := range mostCallers {
		a.take(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}))
	}
	if take("198.51.100.7") {
		t.Error("remembers without end")
	}
	now = now.Add(2 * time.Minute)
	if !take("198.51.100.7") || len(a.left) > 1 {
		t.Errorf("does not forget: %d", len(a.left))
	}
}

// TestFailingAreThrottled: an address that keeps failing gets 429, which is
// counted; the platform's own deliveries pass from the same address, and
// another address is judged for itself.
func TestFailingAreThrottled(t *testing.T) {
	w := newTown(t)
	hooks := w.node.guarded(w.node.webhooks())
	post := func(from, channel, secret string) *httptest.ResponseRecorder {
		body := `{"update_id":1,"poll":{"id":"1"}}`
		if channel == "zalo" {
			body = `{"app_id":"4175200936218840057","event_name":"user_dances","oa_id":"2961837450127733009","timestamp":"1794362400000"}`
			if secret != "" {
				secret = zaloSign(body)
			}
		}
		r := httptest.NewRequest(http.MethodPost, "/webhook/"+channel, strings.NewReader(body))
		r.RemoteAddr = "127.0.0.1:1"
		r.Header.Set("X-Forwarded-For", from)
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
		r.Header.Set("X-ZEvent-Signature", secret)
		rec := httptest.NewRecorder()
		hooks.ServeHTTP(rec, r)
		return rec
	}
	most := w.cfg.Face.Failures
	for _, channel := range []string{"zalo", "telegram"} {
		from := map[string]string{"zalo": "203.0.113.1", "telegram": "203.0.113.2"}[channel]
		for i := range most + 5 {
			want := http.StatusUnauthorized
			if i >= most {
				want = http.StatusTooManyRequests
			}
			if rec := post(from, channel, ""); rec.Code != want || (want == 429) != (rec.Header().Get("Retry-After") != "") {
				t.Fatalf("failure %d on %s: %d", i+1, channel, rec.Code)
			}
			if rec := post(from, channel, "hook-secret"); rec.Code != http.StatusOK {
				t.Fatalf("the platform is answered %d on %s", rec.Code, channel)
			}
		}
	}
	if rec := post("203.0.113.1", "nowhere", ""); rec.Code != http.StatusTooManyRequests {
		t.Errorf("looking around: %d", rec.Code)
	}
	if rec := post("203.0.113.3", "zalo", ""); rec.Code != http.StatusUnauthorized {
		t.Errorf("somebody else: %d", rec.Code)
	}
	if n := w.counted("webhooks", "throttled"); n != 11 {
		t.Errorf("%v counted", n)
	}
	w.now = w.now.Add(time.Minute)
	if rec := post("203.0.113.1", "zalo", ""); rec.Code != http.StatusUnauthorized {
		t.Errorf("a minute later: %d", rec.Code)
	}
}

// TestPagesAreMeasured: the operator's pages are for few and rare readers.
func TestPagesAreMeasured(t *testing.T) {
	count := 0
	pages := measured(http.NotFoundHandler(), newAllowance(2, func() time.Time { return aWorkday }), func(string) { count++ })
	for _, want := range []int{404, 404, 429} {
		rec := httptest.NewRecorder()
		pages.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/metrics", nil))
		if rec.Code != want {
			t.Errorf("%d, want %d", rec.Code, want)
		}
	}
	if count != 1 {
		t.Errorf("%d counted", count)
	}
}

// TestReadiness: what is stuck makes the program not ready and says what; a
// platform that is away is told, and is no reason.
func TestReadiness(t *testing.T) {
	w := newTown(t)
	pages := w.node.adminPages()
	ask := func(status int, parts ...string) {
		t.Helper()
		rec := httptest.NewRecorder()
		pages.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/readyz", nil))
		if rec.Code != status {
			t.Errorf("%d, want %d", rec.Code, status)
		}
		for _, p := range parts {
			if !strings.Contains(rec.Body.String(), p+"\n") {
				t.Errorf("without %q:\n%s", p, rec.Body)
			}
		}
	}
	ask(200, "ready", "ok   store", "warn heartbeat: not yet", "warn zalo: not known to its platform yet", "warn telegram: not known to its platform yet")
	w.now = w.now.Add(4 * time.Minute)
	ask(503, "not ready", "FAIL heartbeat: not yet")
	w.settle()
	ask(200, "ok   heartbeat: 0s ago", "ok   inbox: 0 waiting, oldest for 0s", "ok   zalo", "ok   telegram")
	w.node.health.stepped("zalo", errors.New("no token"))
	w.node.health.lanes(map[string]time.Time{"telegram": w.now.Add(90 * time.Second)})
	ask(200, "ready", "warn zalo: its token or polling fails, see the log", "warn telegram: sends nothing for 1m30s")
	w.settle()
	if _, err := w.node.store.Accept(t.Context(), chat.Event{Channel: "zalo", Key: "k", Body: []byte("{}"), Received: w.now}); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(4 * time.Minute)
	ask(503, "not ready", "FAIL heartbeat: 4m0s ago", "ok   inbox: 1 waiting, oldest for 4m0s")
	w.now = w.now.Add(2 * time.Minute)
	ask(503, "FAIL inbox: 1 waiting, oldest for 6m0s")
	w.settle()
	ask(200, "ready")
}
