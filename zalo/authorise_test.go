package zalo_test

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

const redirect = "https://bot.example/zalo/callback"

// The sheet's own values.
func TestChallenge(t *testing.T) {
	if got := zalo.Challenge("Q7mZ2kT9xW4sB8nL1vC6yH3pR5fD0jGaUeIoKqXzMtY"); got != "FXUxY1QPLVPF5PbZsRg9CytNNW4Eyp0icp4ftMjo-zo" {
		t.Error(got)
	}
}

func TestRandomWord(t *testing.T) {
	a, err := zalo.RandomWord(rand.NewChaCha8([32]byte{1}), zalo.VerifierLength)
	b, _ := zalo.RandomWord(rand.NewChaCha8([32]byte{2}), zalo.VerifierLength)
	if err != nil || len(a) != 43 || a == b || strings.ContainsAny(a, "-_+/=") {
		t.Error(a, b, err)
	}
	if _, err := zalo.RandomWord(bytes.NewReader(nil), 43); err == nil {
		t.Error("a word out of nothing")
	}
}

func TestReadCallback(t *testing.T) {
	for s, want := range map[string]struct {
		cb  zalo.Callback
		err error
	}{
		redirect + "?code=c1&oa_id=5&state=s":             {zalo.Callback{Code: "c1", OAID: "5"}, nil},
		"  " + redirect + "?oa_id=5&code=c%2F1%3D#frag\n": {zalo.Callback{Code: "c/1=", OAID: "5"}, nil},
		"?code=c1":                        {zalo.Callback{Code: "c1"}, nil},
		"c1-abc_":                         {zalo.Callback{Code: "c1-abc_"}, nil},
		redirect + "?code=c1&state=other": {zalo.Callback{}, zalo.ErrOtherLink},
		redirect + "?state=s":             {zalo.Callback{}, zalo.ErrNoCode},
		redirect:                          {zalo.Callback{}, zalo.ErrNoCode},
		"xin chào":                        {zalo.Callback{}, zalo.ErrNoCode},
		"":                                {zalo.Callback{}, zalo.ErrNoCode},
	} {
		if cb, err := zalo.ReadCallback(s, "s"); cb != want.cb || !errors.Is(err, want.err) {
			t.Errorf("%q: %+v, %v", s, cb, err)
		}
	}
}

const verifier = "Q7mZ2kT9xW4sB8nL1vC6yH3pR5fD0jGaUeIoKqXzMtY"

// unauthorised is an OA that never had a token.
func unauthorised(t *testing.T, opts ...option) *rig {
	opts = append([]option{func(c *zalo.Config, s *zalosim.Config) {
		c.RefreshToken, c.RedirectURL = "", redirect
		s.RefreshToken, s.RedirectURL = "", redirect
	}}, opts...)
	r := newRig(t, opts...)
	r.sim.Follow(anh)
	return r
}

// consent is the administrator who opens the link and agrees.
func (r *rig) consent() zalo.Callback {
	r.t.Helper()
	req, err := http.NewRequest(http.MethodGet, zalo.PermissionLink(r.cfg, verifier, "s"), nil)
	if err != nil {
		r.t.Fatal(err)
	}
	resp, err := r.sim.Transport().RoundTrip(req)
	if err != nil {
		r.t.Fatal(err)
	}
	cb, err := zalo.ReadCallback(resp.Header.Get("Location"), "s")
	if err != nil {
		r.t.Fatal(err)
	}
	return cb
}

func (r *rig) authorise(cb zalo.Callback) *zalo.GrantError {
	r.t.Helper()
	_, err := r.ch.Authorise(context.Background(), r.clock.now(), cb, verifier)
	var ge *zalo.GrantError
	if err != nil && !errors.As(err, &ge) {
		r.t.Fatal(err)
	}
	return ge
}

// A channel without a token works at once when the app is authorised, and so
// does a process started later.
func TestAuthorise(t *testing.T) {
	r := unauthorised(t)
	if _, e := r.say("a"); e == nil || e.Reason != "needs_authorisation" {
		t.Fatal(e)
	}
	oa, err := r.ch.Authorise(context.Background(), r.clock.now(), r.consent(), verifier)
	if err != nil || oa.Name != "OA mô phỏng" || !oa.Verified || r.counted("token_authorised") != 1 {
		t.Fatal(oa, err)
	}
	for _, ch := range []*zalo.Channel{r.ch, r.open()} {
		if _, e := sendOn(t, ch, r.clock.now(), chat.Outbound{To: to(anh), Text: "a"}); e != nil {
			t.Error(e)
		}
	}
	r.clock.pass(21 * time.Hour)
	if _, _, err := r.ch.Step(context.Background(), r.clock.now()); err != nil || r.sim.Refreshes() != 1 {
		t.Error("the new chain is not renewed:", err)
	}
	if strings.Contains(r.log.String(), verifier) {
		t.Error("the log tells the verifier")
	}
}

// While the old pair still serves, a new grant takes its place.
func TestAuthoriseAgain(t *testing.T) {
	r := unauthorised(t)
	for range 2 {
		if ge := r.authorise(r.consent()); ge != nil {
			t.Fatal(ge)
		}
		if _, e := r.say("a"); e != nil {
			t.Fatal(e)
		}
	}
}

// A refresh token in the configuration is older than the grant, and does not
// come back when the new chain dies.
func TestAuthoriseOutlivesTheSeed(t *testing.T) {
	r := newRig(t, func(c *zalo.Config, s *zalosim.Config) { c.RedirectURL, s.RedirectURL = redirect, redirect })
	if ge := r.authorise(r.consent()); ge != nil {
		t.Fatal(ge)
	}
	r.sim.RevokePermission()
	if _, e := sendOn(t, r.open(), r.clock.now(), chat.Outbound{To: to(anh), Text: "a"}); e == nil || e.Reason != "needs_authorisation" {
		t.Fatal(e)
	}
	calls := r.counted("token_refresh_failed")
	if _, e := sendOn(t, r.open(), r.clock.now(), chat.Outbound{To: to(anh), Text: "a"}); e == nil || r.counted("token_refresh_failed") != calls {
		t.Error("the old seed was tried:", e)
	}
}

func TestAuthoriseRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		do   func(r *rig) *zalo.GrantError
		want zalo.GrantError
	}{
		"code used twice": {func(r *rig) *zalo.GrantError {
			cb := r.consent()
			if ge := r.authorise(cb); ge != nil {
				return ge
			}
			return r.authorise(cb)
		}, zalo.GrantError{Step: zalo.StepExchange, Code: -14098}},
		"code too old": {func(r *rig) *zalo.GrantError {
			cb := r.consent()
			r.clock.pass(10 * time.Minute)
			return r.authorise(cb)
		}, zalo.GrantError{Step: zalo.StepExchange, Code: -14098}},
		"made up": {func(r *rig) *zalo.GrantError { return r.authorise(zalo.Callback{Code: "x"}) }, zalo.GrantError{Step: zalo.StepExchange, Code: -14098}},
		"of another OA, told": {func(r *rig) *zalo.GrantError {
			r.sim.Inject(func(f *zalosim.Faults) { f.OtherOA = true })
			return r.authorise(r.consent())
		}, zalo.GrantError{Step: zalo.StepOtherOA}},
		"of another OA, found out": {func(r *rig) *zalo.GrantError {
			r.sim.Inject(func(f *zalosim.Faults) { f.OtherOA = true })
			return r.authorise(zalo.Callback{Code: r.consent().Code})
		}, zalo.GrantError{Step: zalo.StepOtherOA}},
		"refused by code": {func(r *rig) *zalo.GrantError {
			cb := r.consent()
			r.sim.Inject(func(f *zalosim.Faults) { f.OAuthCode = -14004 })
			return r.authorise(cb)
		}, zalo.GrantError{Step: zalo.StepExchange, Code: -14004}},
		"answer lost": {func(r *rig) *zalo.GrantError {
			cb := r.consent()
			r.sim.Inject(func(f *zalosim.Faults) { f.LostRefreshes = 1 })
			return r.authorise(cb)
		}, zalo.GrantError{Step: zalo.StepExchange, Lost: true}},
		"not storable": {func(r *rig) *zalo.GrantError {
			cb := r.consent()
			r.vault.breakPut(true)
			return r.authorise(cb)
		}, zalo.GrantError{Step: zalo.StepStore}},
	} {
		r := unauthorised(t)
		if got := tc.do(r); got == nil || *got != tc.want {
			t.Errorf("%s: %+v, want %+v", name, got, tc.want)
		}
	}
}

// The wrong OA spoils nothing: the pair in use goes on.
func TestOtherOALeavesThePair(t *testing.T) {
	r := unauthorised(t)
	if ge := r.authorise(r.consent()); ge != nil {
		t.Fatal(ge)
	}
	r.sim.Inject(func(f *zalosim.Faults) { f.OtherOA = true })
	if ge := r.authorise(zalo.Callback{Code: r.consent().Code}); ge == nil || ge.Step != zalo.StepOtherOA {
		t.Fatal(ge)
	}
	for _, ch := range []*zalo.Channel{r.ch, r.open()} {
		if _, e := sendOn(t, ch, r.clock.now(), chat.Outbound{To: to(anh), Text: "a"}); e != nil {
			t.Error(e)
		}
	}
	if _, ok, err := r.open().Resume(context.Background(), r.clock.now()); ok || err != nil {
		t.Error("the other OA's pair is still there", err)
	}
}

// Granted and stored, but Zalo did not say whose it is: the pair waits, is not
// used, and is taken up later, by another process too, without a new link.
func TestResume(t *testing.T) {
	r := unauthorised(t)
	cb := r.consent()
	r.sim.Inject(func(f *zalosim.Faults) { f.Unavailable = 1 })
	if ge := r.authorise(cb); ge == nil || ge.Step != zalo.StepVerify {
		t.Fatal(ge)
	}
	if _, e := r.say("a"); e == nil || e.Reason != "needs_authorisation" {
		t.Fatal("used before it was checked:", e)
	}
	oa, ok, err := r.open().Resume(context.Background(), r.clock.now())
	if !ok || err != nil || oa.Name == "" {
		t.Fatal(ok, err)
	}
	if _, e := sendOn(t, r.open(), r.clock.now(), chat.Outbound{To: to(anh), Text: "a"}); e != nil {
		t.Error(e)
	}
	if _, ok, err := r.open().Resume(context.Background(), r.clock.now()); ok || err != nil {
		t.Error("resumed twice:", ok, err)
	}
}

// A pair that died while it waited is no grant any more.
func TestResumeTooLate(t *testing.T) {
	r := unauthorised(t)
	cb := r.consent()
	r.sim.Inject(func(f *zalosim.Faults) { f.Unavailable = 1 })
	if ge := r.authorise(cb); ge == nil || ge.Step != zalo.StepVerify {
		t.Fatal(ge)
	}
	r.sim.RevokePermission()
	if _, ok, err := r.ch.Resume(context.Background(), r.clock.now()); ok || err != nil {
		t.Error(ok, err)
	}
}

// A console that wants its own challenge only takes the configured verifier.
func TestStaticChallenge(t *testing.T) {
	static := func(v string) option {
		return func(_ *zalo.Config, s *zalosim.Config) { s.Challenge = zalo.Challenge(v) }
	}
	r := unauthorised(t, static(verifier))
	if ge := r.authorise(r.consent()); ge != nil {
		t.Error(ge)
	}
	r = unauthorised(t, static(strings.Repeat("a", 43)))
	if ge := r.authorise(r.consent()); ge == nil || ge.Code != -14099 {
		t.Error(ge)
	}
}

func TestPermissionLinkHasWhatZaloWants(t *testing.T) {
	cfg := zalo.Config{AppID: appID, RedirectURL: redirect}
	u, err := url.Parse(zalo.PermissionLink(cfg, verifier, "st"))
	if err != nil || u.Host != "oauth.zaloapp.com" || u.Path != "/v4/oa/permission" || len(u.Query()) != 4 || u.Query().Get("state") != "st" {
		t.Error(u, err)
	}
	if strings.Contains(u.String(), verifier) {
		t.Error("the link tells the verifier")
	}
}

func TestDomainProof(t *testing.T) {
	_, h := zalo.DomainProof("AbC-1")
	req, _ := http.NewRequest(http.MethodGet, "https://bot.example/zalo_verifierAbC-1.html", nil)
	resp, err := zalosim.InProcess(h).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	_, _ = b.ReadFrom(resp.Body)
	if resp.StatusCode != 200 || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") ||
		!strings.Contains(b.String(), `<meta name="zalo-platform-site-verification" content="AbC-1"`) {
		t.Error(resp.Status, resp.Header, b.String())
	}
}
