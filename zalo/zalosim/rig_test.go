package zalosim_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"langnghe/zalo/zalosim"
)

var began = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// rig is a platform, and a client and a webhook that are as dumb as can be.
type rig struct {
	t     *testing.T
	sim   *zalosim.Sim
	api   http.RoundTripper
	at    time.Time
	token string

	status func() int // what the webhook answers
	got    []event
}

type event struct {
	Body      string
	Signature string
	Retry     string
	JSON      map[string]any
}

func newRig(t *testing.T, change ...func(*zalosim.Config)) *rig {
	r := &rig{t: t, at: began, status: func() int { return 200 }}
	cfg := zalosim.Config{
		AppID: "4175200936218840057", AppSecret: "app", OAID: "2961837450127733009", OASecretKey: "kZ7mPq2VxT9wLs4Rb1Yd", RefreshToken: "rt-0",
		Now: func() time.Time { return r.at }, WebhookURL: "https://bot.example/webhook",
		Deliver: zalosim.InProcess(http.HandlerFunc(r.webhook)),
	}
	for _, c := range change {
		c(&cfg)
	}
	r.sim = zalosim.New(cfg)
	r.api = r.sim.Transport()
	r.sim.AddUser("1", "Ánh")
	return r
}

func (r *rig) webhook(w http.ResponseWriter, req *http.Request) {
	b, _ := io.ReadAll(req.Body)
	e := event{Body: string(b), Signature: req.Header.Get("X-ZEvent-Signature"), Retry: req.Header.Get("num_retry")}
	if err := json.Unmarshal(b, &e.JSON); err != nil {
		r.t.Errorf("event is not JSON: %v: %s", err, b)
	}
	r.got = append(r.got, e)
	w.WriteHeader(r.status())
}

// step delivers, and returns what arrived.
func (r *rig) step() []event {
	r.got = nil
	r.sim.Step(context.Background(), r.at)
	return r.got
}

func (r *rig) names() (names []string) {
	for _, e := range r.step() {
		names = append(names, e.JSON["event_name"].(string))
	}
	return names
}

type answer struct {
	Error   int            `json:"error"`
	Message string         `json:"message"`
	Data    map[string]any `json:"data"`
	Access  string         `json:"access_token"`
	Refresh string         `json:"refresh_token"`
	Expires any            `json:"expires_in"`
	header  http.Header
	raw     string
	status  int
	err     error
}

func (r *rig) do(method, path, contentType, body string, header map[string]string) answer {
	req, err := http.NewRequest(method, "https://openapi.example"+path, strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	for k, v := range header {
		req.Header.Set(k, v)
	}
	resp, err := r.api.RoundTrip(req)
	if err != nil {
		return answer{err: err}
	}
	b, _ := io.ReadAll(resp.Body)
	a := answer{header: resp.Header, raw: string(b), status: resp.StatusCode}
	_ = json.Unmarshal(b, &a)
	return a
}

func (r *rig) refresh(token string) answer {
	form := url.Values{"app_id": {"4175200936218840057"}, "grant_type": {"refresh_token"}, "refresh_token": {token}}
	return r.do("POST", "/v4/oa/access_token", "application/x-www-form-urlencoded", form.Encode(), map[string]string{"secret_key": "app"})
}

// login gets the first token.
func (r *rig) login() *rig {
	a := r.refresh("rt-0")
	if a.Access == "" {
		r.t.Fatalf("no token: %s", a.raw)
	}
	r.token = a.Access
	return r
}

// again logs in anew, for when the clock has run past a token's life.
func (r *rig) again() {
	r.token = r.refresh(r.sim.Authorise()).Access
}

func (r *rig) call(path, body string) answer {
	return r.do("POST", path, "application/json", body, map[string]string{"access_token": r.token})
}

func (r *rig) say(to, text string) answer {
	b, _ := json.Marshal(map[string]any{"recipient": map[string]string{"user_id": to}, "message": map[string]string{"text": text}})
	return r.call("/v3.0/oa/message/cs", string(b))
}

func isBroken(a answer) bool { return errors.Is(a.err, io.ErrUnexpectedEOF) }
