package zalosim

import (
	"net/http"
	"strconv"
	"time"
)

// How long tokens live.
const (
	accessLife  = 25 * time.Hour
	refreshLife = 90 * 24 * time.Hour
)

// grant is the one pair of tokens that serves.
type grant struct {
	access       string
	until        time.Time
	refresh      string
	refreshUntil time.Time
	refreshes    int
}

// Refreshes tells how often a new pair was issued.
func (s *Sim) Refreshes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.grant.refreshes
}

// Authorise is what an administrator of the OA does when the chain of tokens
// is broken: it returns a new refresh token; both old tokens are dead.
func (s *Sim) Authorise() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.grant.access = ""
	s.grant.refresh = "rt-" + s.id("refresh")
	s.grant.refreshUntil = s.cfg.Now().Add(refreshLife)
	return s.grant.refresh
}

// serveToken is POST /v4/oa/access_token. Errors come with HTTP 200.
func (s *Sim) serveToken(w http.ResponseWriter, r *http.Request) {
	refused := func(code int, name, reason string) {
		answer(w, object{{"error", int64(code)}, {"error_name", name}, {"error_reason", reason}, {"access_token", ""}, {"message", ""}})
	}
	f := &s.faults
	switch {
	case use(&f.BrokenOAuth):
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	case f.OAuthCode != 0:
		refused(f.OAuthCode, "Injected", "injected")
		return
	case r.PostFormValue("app_id") != s.cfg.AppID:
		refused(-14002, "Invalid app id", "App is not exist")
		return
	case r.Header.Get("secret_key") != s.cfg.AppSecret:
		refused(-14004, "Invalid secret key", "Secret key is invalid")
		return
	case r.PostFormValue("grant_type") == "authorization_code":
		s.serveCode(w, r, refused)
		return
	case r.PostFormValue("grant_type") != "refresh_token":
		refused(-14005, "Invalid grant type", "Grant type is not supported")
		return
	}
	now := s.cfg.Now()
	token := r.PostFormValue("refresh_token")
	if token == "" || token != s.grant.refresh || !now.Before(s.grant.refreshUntil) {
		if f.EmptyConsumed {
			w.WriteHeader(http.StatusOK)
			return
		}
		refused(-14014, "Invalid refresh token", "Refresh token has been used")
		return
	}
	s.grant.access, s.grant.until = "at-"+s.id("access"), now.Add(accessLife)
	s.grant.refreshes++
	out := object{{"access_token", s.grant.access}}
	if !use(&f.NoRotation) {
		s.grant.refresh, s.grant.refreshUntil = "rt-"+s.id("refresh"), now.Add(refreshLife)
		out = append(out, field{"refresh_token", s.grant.refresh})
	}
	out = append(out, field{"expires_in", strconv.Itoa(int(accessLife / time.Second))})
	if use(&f.LostRefreshes) {
		panic(http.ErrAbortHandler)
	}
	answer(w, out)
}

// allowed checks the token of an API call.
func (s *Sim) allowed(r *http.Request) *refusal {
	token := r.Header.Get("access_token")
	switch {
	case token != "" && token == s.other:
		if r.URL.Path != "/v2.0/oa/getoa" {
			return &refusal{-201, "user_id is invalid"} // a person has another id at each OA
		}
		return nil
	case token == "" || token != s.grant.access:
		return &refusal{-216, "Access token is invalid"}
	case !s.cfg.Now().Before(s.grant.until):
		return &refusal{-220, "Access token has expired"}
	case s.cfg.Proof && r.Header.Get("appsecret_proof") != proofOf(token, s.cfg.AppSecret):
		return &refusal{-242, "Appsecret_proof is invalid"}
	}
	return s.oa.allows(r.URL.Path)
}
