package zalo_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

var picture = append([]byte("\xff\xd8\xff\xe0"), bytes.Repeat([]byte("picture"), 2000)...)

// sent lets Ánh send a file and gives its address as the webhook told it.
func (r *rig) sent(m zalosim.Media) string {
	r.t.Helper()
	before := len(r.inbox.events)
	r.sim.SendMedia(anh, m)
	r.sim.Step(r.t.Context(), r.clock.now())
	all := r.inbox.events
	if len(all) != before+1 {
		r.t.Fatalf("%d events", len(all)-before)
	}
	in, err := zalo.Decode(all[before].Body)
	if err != nil || len(in.Media) != 1 {
		r.t.Fatalf("%+v, %v", in, err)
	}
	return in.Media[0].Ref
}

func (r *rig) fetch(ref string, limit int64) ([]byte, *chat.SendError) {
	b, err := r.ch.Fetch(context.Background(), r.clock.now(), ref, limit)
	var e *chat.SendError
	if err != nil && !errors.As(err, &e) {
		r.t.Fatalf("no SendError: %v", err)
	}
	return b, e
}

func TestFetch(t *testing.T) {
	r := newRig(t)
	for _, kind := range []string{"image", "audio", "file"} {
		ref := r.sent(zalosim.Media{Kind: kind, Name: "../../x", Bytes: picture})
		b, e := r.fetch(ref, 0)
		if e != nil || !bytes.Equal(b, picture) {
			t.Fatalf("%s: %d bytes, %v", kind, len(b), e)
		}
	}
	for _, c := range r.sim.Calls() {
		if c.Token {
			t.Error("the access token went along")
		}
	}
	if r.log.Len() > 0 {
		t.Errorf("logged: %s", r.log)
	}
}

// TestFetchRefused has one row for each way a download goes wrong.
func TestFetchRefused(t *testing.T) {
	for name, c := range map[string]struct {
		fault  func(*zalosim.Faults)
		life   time.Duration
		limit  int64
		want   chat.Reaction
		reason string
	}{
		"gone":            {fault: func(f *zalosim.Faults) { f.MediaGone = 1 }, want: chat.Invalid, reason: "media"},
		"expired":         {life: time.Minute, want: chat.Invalid, reason: "media"},
		"cut short":       {fault: func(f *zalosim.Faults) { f.MediaShort = 1 }, want: chat.Retry, reason: "media"},
		"away":            {fault: func(f *zalosim.Faults) { f.Unavailable = 1 }, want: chat.Retry, reason: "media"},
		"too large":       {limit: int64(len(picture)) - 1, want: chat.Invalid, reason: "too_big"},
		"elsewhere":       {fault: func(f *zalosim.Faults) { f.MediaAway, f.MediaTo = 1, "https://evil.example/x" }, want: chat.Invalid, reason: "media"},
		"to our own":      {fault: func(f *zalosim.Faults) { f.MediaAway, f.MediaTo = 1, "http://127.0.0.1:9090/metrics" }, want: chat.Invalid, reason: "media"},
		"to the metadata": {fault: func(f *zalosim.Faults) { f.MediaAway, f.MediaTo = 1, "http://169.254.169.254/" }, want: chat.Invalid, reason: "media"},
		"to a file":       {fault: func(f *zalosim.Faults) { f.MediaAway, f.MediaTo = 1, "file:///etc/passwd" }, want: chat.Invalid, reason: "media"},
		"in circles":      {fault: func(f *zalosim.Faults) { f.MediaAway, f.MediaTo = 9, "https://a.zdn.vn/media/x" }, want: chat.Invalid, reason: "media"},
		"network":         {fault: func(f *zalosim.Faults) { f.Down = true }, want: chat.Retry, reason: "network"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t, func(_ *zalo.Config, sc *zalosim.Config) { sc.MediaLife = c.life })
			ref := r.sent(zalosim.Media{Kind: "image", Bytes: picture})
			r.clock.pass(time.Minute)
			if c.fault != nil {
				r.sim.Inject(c.fault)
			}
			_, e := r.fetch(ref, c.limit)
			if e == nil || e.Reaction != c.want || e.Reason != c.reason || e.Maybe {
				t.Errorf("%+v", e)
			}
			if e != nil && strings.Contains(e.Error(), "zdn.vn/media") {
				t.Errorf("the address is told: %v", e)
			}
		})
	}
	r := newRig(t)
	ref := r.sent(zalosim.Media{Kind: "image", Bytes: picture})
	r.sim.Inject(func(f *zalosim.Faults) { f.MediaAway, f.MediaTo = 1, ref })
	if b, e := r.fetch(ref, 0); e != nil || len(b) != len(picture) {
		t.Errorf("within Zalo's hosts: %v", e)
	}
	r.sim.Inject(func(f *zalosim.Faults) { f.MediaPage = 1 })
	if b, e := r.fetch(ref, 0); e != nil || !bytes.HasPrefix(b, []byte("<html>")) {
		t.Errorf("a page is a file like any other here: %v", e)
	}
}

// TestFetchOnlyFromZalo: an address that is not of Zalo's hosts is never asked.
func TestFetchOnlyFromZalo(t *testing.T) {
	asked := 0
	r := newRig(t)
	env := r.env
	env.Public = roundTrip(func(*http.Request) (*http.Response, error) { asked++; return nil, errors.New("asked") })
	ch, err := zalo.Open(r.cfg, env)
	if err != nil {
		t.Fatal(err)
	}
	for _, ref := range []string{
		"", "x", "https://evil.example/a.jpg", "https://zdn.vn.evil.example/a", "https://evilzdn.vn/a", "http://127.0.0.1/a",
		"http://localhost/a", "https://[::1]/a", "https://10.0.0.1/a", "https://a.zdn.vn:8443/a", "http://a.zdn.vn:443/a", "https://u:p@a.zdn.vn/a",
		"https://a.zdn.vn@evil.example/a", "ftp://a.zdn.vn/a", "file:///a.zdn.vn", "//a.zdn.vn/a", "https://a.zdn.vn./a", "https://a_b.zdn.vn/a",
		"https://a.zdn.vn\\@evil.example/a", "https:a.zdn.vn", "https://openapi.zalo.me.evil.example/", "https://a.zdn.vn/" + strings.Repeat("a", 3000),
	} {
		var e *chat.SendError
		if _, err := ch.Fetch(t.Context(), r.clock.now(), ref, 0); !errors.As(err, &e) || e.Reaction != chat.Invalid || e.Reason != "media" {
			t.Errorf("%.60s: %v", ref, err)
		}
	}
	if asked > 0 {
		t.Errorf("asked %d times", asked)
	}
	for _, ref := range []string{"https://a.zdn.vn/x", "http://f6.photo.zadn.vn/x", "https://A.ZDN.VN:443/x", "http://zdn.vn:80/x"} {
		_, _ = ch.Fetch(t.Context(), r.clock.now(), ref, 0)
	}
	if asked != 4 {
		t.Errorf("Zalo's own were asked %d times", asked)
	}
}

// TestFetchRedirected: a host of Zalo's may send on to another of them, a few
// times; where anything else is named, that is not asked.
func TestFetchRedirected(t *testing.T) {
	for to, most := range map[string]int{
		"https://b.zdn.vn/x": 4, "https://evil.example/x": 1, "http://127.0.0.1:9090/metrics": 1, "http://169.254.169.254/": 1,
		"https://b.zdn.vn:8443/x": 1, "https://u:p@b.zdn.vn/x": 1, "ftp://b.zdn.vn/x": 1,
	} {
		r := newRig(t)
		asked := 0
		env := r.env
		env.Public = roundTrip(func(q *http.Request) (*http.Response, error) {
			if asked++; asked > 20 {
				return nil, errors.New("sent on without an end")
			}
			return &http.Response{StatusCode: http.StatusFound, Header: http.Header{"Location": {to}}, Body: http.NoBody, Request: q}, nil
		})
		ch, err := zalo.Open(r.cfg, env)
		if err != nil {
			t.Fatal(err)
		}
		var e *chat.SendError
		if _, err := ch.Fetch(t.Context(), r.clock.now(), "https://a.zdn.vn/x", 0); !errors.As(err, &e) || e.Reaction != chat.Invalid || e.Reason != "media" {
			t.Errorf("%s: %v", to, err)
		}
		if asked != most {
			t.Errorf("sent on to %s: %d were asked, want %d", to, asked, most)
		}
	}
}

// endless is a body without an end; read counts what was taken of it.
type endless struct{ read *int }

func (e endless) Read(b []byte) (int, error) { *e.read += len(b); return len(b), nil }
func (endless) Close() error                 { return nil }

// TestFetchBounded: of what is announced as too large nothing is read, and of what
// announces nothing no more than is taken.
func TestFetchBounded(t *testing.T) {
	const limit = 100_000
	for announced, most := range map[int64]int{limit + 1: 0, 1 << 50: 0, -1: 4 * limit} {
		r := newRig(t)
		read := 0
		env := r.env
		env.Public = roundTrip(func(q *http.Request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, ContentLength: announced, Body: endless{&read}, Request: q}, nil
		})
		ch, err := zalo.Open(r.cfg, env)
		if err != nil {
			t.Fatal(err)
		}
		var e *chat.SendError
		if _, err := ch.Fetch(t.Context(), r.clock.now(), "https://a.zdn.vn/x", limit); !errors.As(err, &e) || e.Reason != "too_big" {
			t.Errorf("%d announced: %v", announced, err)
		}
		if read > most {
			t.Errorf("%d announced: %d read", announced, read)
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
