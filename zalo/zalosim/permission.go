package zalosim

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// codeLife is how long the code of a callback serves.
const codeLife = 10 * time.Minute

// otherOA is the id of an OA that is not the one of the configuration.
const otherOA = "1111111111111111111"

// The sheet names no code for a code or verifier that does not fit; these only
// stand for "some refusal".
const (
	codeInvalid     = -14098
	verifierInvalid = -14099
)

// permission is what an administrator granted and nobody has traded yet.
type permission struct {
	challenge string
	until     time.Time
	other     bool // for another OA
}

// servePermission is GET /v4/oa/permission, opened and agreed to by an
// administrator of the OA in his browser: it redirects to the callback.
func (s *Sim) servePermission(w http.ResponseWriter, r *http.Request) {
	refused := func(code int, name string) {
		answer(w, object{{"error", int64(code)}, {"error_name", name}, {"error_reason", name}})
	}
	q := r.URL.Query()
	back, err := url.Parse(q.Get("redirect_uri"))
	switch {
	case q.Get("app_id") != s.cfg.AppID:
		refused(-14002, "Invalid app id")
		return
	case s.cfg.RedirectURL == "" || q.Get("redirect_uri") != s.cfg.RedirectURL || err != nil:
		refused(-14003, "Invalid redirect uri")
		return
	}
	p := &permission{challenge: q.Get("code_challenge"), until: s.cfg.Now().Add(codeLife), other: s.faults.OtherOA}
	if s.cfg.Challenge != "" {
		p.challenge = s.cfg.Challenge
	}
	code, oa := "code-"+s.id("code"), s.cfg.OAID
	if p.other {
		oa = otherOA
	}
	s.codes[code] = p
	back.RawQuery = url.Values{"code": {code}, "oa_id": {oa}, "state": {q.Get("state")}}.Encode()
	w.Header().Set("Location", back.String())
	w.WriteHeader(http.StatusFound)
}

// serveCode trades a code for the first pair; every older pair dies.
func (s *Sim) serveCode(w http.ResponseWriter, r *http.Request, refused func(code int, name, reason string)) {
	now := s.cfg.Now()
	code := r.PostFormValue("code")
	p := s.codes[code]
	delete(s.codes, code)
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	switch {
	case p == nil || !now.Before(p.until):
		refused(codeInvalid, "Invalid authorization code", "Code is expired or has been used")
		return
	case base64.RawURLEncoding.EncodeToString(sum[:]) != p.challenge:
		refused(verifierInvalid, "Invalid code verifier", "Code verifier does not match")
		return
	}
	access, refresh := "at-"+s.id("access"), "rt-"+s.id("refresh")
	if p.other {
		s.other = access
	} else {
		s.grant = grant{
			access: access, until: now.Add(accessLife), refresh: refresh, refreshUntil: now.Add(refreshLife),
			refreshes: s.grant.refreshes,
		}
	}
	if use(&s.faults.LostRefreshes) {
		panic(http.ErrAbortHandler)
	}
	answer(w, object{
		{"access_token", access}, {"refresh_token", refresh}, {"expires_in", strconv.Itoa(int(accessLife / time.Second))},
	})
}
