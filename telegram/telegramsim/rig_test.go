package telegramsim

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	token = "42:abc"
	hook  = "https://bot.example/webhook/telegram"
)

// rig is a platform with a person 7 who started, a clock that stands still and
// a webhook that notes what it gets.
type rig struct {
	t      *testing.T
	sim    *Sim
	mu     sync.Mutex
	at     time.Time
	got    []string // bodies delivered
	secret []string
	status []int // answers to give in turn, then 200
	after  string
	answer string // body of the answer
}

func newRig(t *testing.T) *rig {
	t.Helper()
	r := &rig{t: t, at: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)}
	r.sim = New(Config{
		Token: token, Username: "our_bot", Now: r.now,
		Deliver: InProcess(http.HandlerFunc(r.webhook)),
	})
	r.sim.AddUser(7, "Bà Tư")
	r.must(r.sim.Start(7, ""))
	return r
}

func (r *rig) now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.at
}

func (r *rig) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = r.at.Add(d)
}

func (r *rig) webhook(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	b, _ := io.ReadAll(q.Body)
	r.got = append(r.got, string(b))
	r.secret = append(r.secret, q.Header.Get("X-Telegram-Bot-Api-Secret-Token"))
	if len(r.status) > 0 {
		if r.after != "" {
			w.Header().Set("Retry-After", r.after)
		}
		w.WriteHeader(r.status[0])
		r.status = r.status[1:]
	}
	_, _ = io.WriteString(w, r.answer)
}

func (r *rig) must(_ any, err ...error) {
	r.t.Helper()
	for _, e := range err {
		if e != nil {
			r.t.Fatal(e)
		}
	}
}

func (r *rig) ok(err error) { r.t.Helper(); r.must(nil, err) }

type result struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
	header http.Header
}

// call calls a method with JSON.
func (r *rig) call(method, body string) result {
	r.t.Helper()
	return r.ask("/bot"+token+"/"+method, "application/json", body)
}

func (r *rig) ask(path, kind, body string) result {
	r.t.Helper()
	q := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	q.Header.Set("Content-Type", kind)
	w := httptest.NewRecorder()
	r.sim.ServeHTTP(w, q)
	res := result{header: w.Header()}
	if err := json.Unmarshal(w.Body.Bytes(), &res); err != nil {
		r.t.Fatalf("%s: %v in %q", path, err, w.Body)
	}
	if !res.OK && res.Code != w.Code {
		r.t.Errorf("%s: status %d, error_code %d", path, w.Code, res.Code)
	}
	return res
}

// hooked sets the webhook and delivers what waits.
func (r *rig) hooked() {
	r.t.Helper()
	if res := r.call("setWebhook", `{"url":"`+hook+`","secret_token":"s-1"}`); !res.OK {
		r.t.Fatal(res.Description)
	}
	r.step()
	r.got, r.secret = nil, nil
}

func (r *rig) step() (next time.Time, did bool) { return r.sim.Step(r.t.Context(), r.now()) }
