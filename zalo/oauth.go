package zalo

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// outcome is what became of one call to the token endpoint.
type outcome int

const (
	granted     outcome = iota
	consumed            // the refresh token is invalid, expired or used: only a human helps
	refused             // configuration or app state is wrong; the token is as it was
	unavailable         // no sense in the answer; try later
	lost                // sent, no answer: the token may or may not be used up
	unsent              // Zalo has seen nothing
)

// grant is a granted pair; refresh is "" when the answer had none.
type grant struct {
	access, refresh string
	life            time.Duration
}

// oauthConsumed is the code of a refresh token that will never serve again.
const oauthConsumed = -14014

// oauthMeaning says what an operator does about a refused refresh.
var oauthMeaning = map[int]string{
	-14002: "The app id is invalid or the app is not active: check zalo.app_id and the app's state in the console.",
	-14003: "The redirect address is invalid: check the callback in the console.",
	-14004: "The app secret is invalid: check zalo.app_secret.",
	-14012: "The app lacks approval or a permission: see the console.",
	-14024: "The app lacks approval or a permission: see the console.",
	-14029: "The app lacks approval or a permission: see the console.",
}

// refresh asks for a new pair. code is Zalo's, 0 when there is none.
func (t *tokens) refresh(ctx context.Context, token string) (o outcome, g grant, code int) {
	return t.trade(ctx, url.Values{
		"app_id":        {t.cfg.AppID},
		"grant_type":    {"refresh_token"},
		"refresh_token": {token},
	})
}

// trade asks the token endpoint for a pair.
func (t *tokens) trade(ctx context.Context, form url.Values) (o outcome, g grant, code int) {
	a := t.client.post(ctx, t.cfg.OAuthURL+"/v4/oa/access_token", "application/x-www-form-urlencoded",
		[]byte(form.Encode()), map[string]string{"secret_key": string(t.cfg.AppSecret)})
	switch {
	case a.err != nil && a.written:
		return lost, grant{}, 0
	case a.err != nil:
		return unsent, grant{}, 0
	case a.status == http.StatusOK && len(bytes.TrimSpace(a.body)) == 0:
		return consumed, grant{}, 0 // seen for a refresh token used before
	}
	return readGrant(a)
}

// readGrant reads an answer. Errors come with HTTP 200 and may carry an empty
// access_token, so only a token that is there counts.
func readGrant(a answer) (outcome, grant, int) {
	var w struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
		Expires loose  `json:"expires_in"`
		Error   loose  `json:"error"`
	}
	if json.Unmarshal(a.body, &w) != nil || a.status >= 500 {
		return unavailable, grant{}, 0
	}
	code, err := strconv.Atoi(string(w.Error))
	switch {
	case w.Access != "" && a.status == http.StatusOK && (err != nil || code == 0):
		return granted, grant{w.Access, w.Refresh, life(w.Expires)}, 0
	case code == oauthConsumed:
		return consumed, grant{}, code
	case code != 0:
		return refused, grant{}, code
	}
	return unavailable, grant{}, 0
}

// life reads expires_in, seconds as a string or a number.
func life(s loose) time.Duration {
	n, ok := s.integer()
	if !ok || n <= 0 || n > 400*24*3600 {
		return defaultLife
	}
	return time.Duration(n) * time.Second
}
