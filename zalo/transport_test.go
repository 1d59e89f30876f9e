package zalo_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

func TestTransportFailures(t *testing.T) {
	for name, tc := range map[string]struct {
		do    func(f *zalosim.Faults)
		maybe bool
	}{
		"503":          {func(f *zalosim.Faults) { f.Unavailable = 1 }, true},
		"not JSON":     {func(f *zalosim.Faults) { f.Garbled = 1 }, true},
		"lost answer":  {func(f *zalosim.Faults) { f.LostAnswers = 1 }, true},
		"refused dial": {func(f *zalosim.Faults) { f.Down = true }, false},
	} {
		r := newRig(t)
		r.sim.Follow(anh)
		r.spend(1) // has a token
		r.sim.Inject(tc.do)
		_, e := r.say("chào")
		if e == nil || e.Reaction != chat.Retry || e.Maybe != tc.maybe {
			t.Errorf("%s: %+v, want retry, maybe %v", name, e, tc.maybe)
		}
	}
}

// canned answers each send with one status and body; the token endpoint works.
func canned(next http.RoundTripper, status int, body string) http.RoundTripper {
	return via(func(req *http.Request) (*http.Response, error) {
		if strings.Contains(req.URL.Path, "access_token") {
			return next.RoundTrip(req)
		}
		_, _ = io.Copy(io.Discard, req.Body)
		return &http.Response{
			StatusCode: status, Header: http.Header{"Location": {"https://elsewhere.example/"}},
			Body: io.NopCloser(strings.NewReader(body)), Request: req,
		}, nil
	})
}

type via func(*http.Request) (*http.Response, error)

func (f via) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestHTTPStatuses(t *testing.T) {
	for _, tc := range []struct {
		status int
		body   string
		want   chat.Reaction
		maybe  bool
	}{
		{200, ``, chat.Retry, true},
		{200, `{}`, chat.Retry, true},
		{200, `[]`, chat.Retry, true},
		{200, `{"error":"x"}`, chat.Retry, true},
		{200, `{"error":"-230"}`, chat.Closed, false},
		{200, `{"error":0,"data":[]}`, "", false},
		{200, strings.Repeat("a", 2<<20), chat.Retry, true},
		{302, ``, chat.Stop, false},
		{307, ``, chat.Stop, false},
		{400, ``, chat.Invalid, false},
		{400, `{"error":-213}`, chat.Unreachable, false},
		{401, ``, chat.Stop, false},
		{404, `{"error":0}`, chat.Stop, false},
		{408, ``, chat.Retry, true},
		{413, ``, chat.Invalid, false},
		{429, ``, chat.Wait, false},
		{500, `{"error":-213}`, chat.Retry, true},
		{504, ``, chat.Retry, true},
	} {
		r := newRig(t)
		r.env.Transport = canned(r.sim.Transport(), tc.status, tc.body)
		r.ch = r.open()
		_, e := r.say("chào")
		switch {
		case tc.want == "" && e != nil:
			t.Errorf("%d %.20q: %v", tc.status, tc.body, e)
		case tc.want != "" && (e == nil || e.Reaction != tc.want || e.Maybe != tc.maybe):
			t.Errorf("%d %.20q: %+v, want %s, maybe %v", tc.status, tc.body, e, tc.want, tc.maybe)
		}
	}
}

func TestErrorsNameNoSecret(t *testing.T) {
	r := newRig(t)
	leak := errors.New("connection reset")
	r.env.Transport = via(func(req *http.Request) (*http.Response, error) { return nil, leak })
	r.ch = r.open()
	_, e := r.say("bí mật")
	for _, word := range []string{"bí mật", appSecret, "rt-first", anh} {
		if strings.Contains(e.Error()+r.log.String(), word) {
			t.Errorf("%q is told in %v", word, e)
		}
	}
}

func TestMorning(t *testing.T) {
	hanoi := time.FixedZone("", 7*3600)
	for at, want := range map[time.Time]time.Duration{
		time.Date(2026, 12, 31, 23, 0, 0, 0, hanoi): 7 * time.Hour,
		time.Date(2026, 12, 31, 5, 59, 0, 0, hanoi): time.Minute,
		time.Date(2026, 12, 31, 6, 0, 0, 0, hanoi):  24 * time.Hour,
	} {
		if got := zalo.Morning(at.UTC()); got != want {
			t.Errorf("%v: %v, want %v", at, got, want)
		}
	}
	if got := zalo.NextMin(began.Add(59 * time.Second)); got != 1500*time.Millisecond {
		t.Errorf("next minute in %v", got)
	}
}
