package telegram

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"langnghe/telegram/telegramsim"
)

const goodUpdate = `{"update_id":5,"message":{"message_id":1,"from":{"id":7,"is_bot":false,"first_name":"A"},"chat":{"id":7,"type":"private"},"date":1700000000,"text":"chào"}}`

// post calls the webhook with the secret, unless edit changes that.
func (r *rig) post(body io.Reader, edit func(*http.Request)) *httptest.ResponseRecorder {
	q := httptest.NewRequest(http.MethodPost, testHook, body)
	q.Header.Set(secretHeader, testSecret)
	if edit != nil {
		edit(q)
	}
	w := httptest.NewRecorder()
	r.ch.ServeHTTP(w, q)
	return w
}

func TestWebhook(t *testing.T) {
	huge := `{"update_id":6,"message":{"text":"` + strings.Repeat("a", 10<<20) + `"}}`
	deep := `{"update_id":7,"message":` + strings.Repeat(`{"reply_to_message":`, 5000) + `1` + strings.Repeat(`}`, 5001)
	for _, c := range []struct {
		name, body string
		edit       func(*http.Request)
		status     int
		key        string // prefix of what is kept, "" when nothing
		counter    string
	}{
		{"good", goodUpdate, nil, 200, "update:5", "accepted"},
		{"no secret", goodUpdate, func(q *http.Request) { q.Header.Del(secretHeader) }, 401, "", "webhook_no_secret"},
		{"wrong secret", goodUpdate, func(q *http.Request) { q.Header.Set(secretHeader, testSecret+"x") }, 401, "", "webhook_bad_secret"},
		{"empty secret", goodUpdate, func(q *http.Request) { q.Header.Set(secretHeader, "") }, 401, "", "webhook_bad_secret"},
		{"two secrets", goodUpdate, func(q *http.Request) { q.Header.Add(secretHeader, testSecret) }, 401, "", "webhook_bad_secret"},
		{"get", "", func(q *http.Request) { q.Method = http.MethodGet }, 405, "", "webhook_bad_method"},
		{"cut JSON", goodUpdate[:60], nil, 200, "raw:", "undecodable"},
		{"cut connection", "", func(q *http.Request) {
			q.Body = io.NopCloser(io.MultiReader(strings.NewReader(goodUpdate[:60]), broken{}))
		}, 400, "", "webhook_truncated"},
		{"10 MB", huge, nil, 413, "", "webhook_too_large"},
		{"10 MB, wrong secret", huge, func(q *http.Request) { q.Header.Set(secretHeader, "x") }, 401, "", "webhook_bad_secret"},
		{"not UTF-8", strings.Replace(goodUpdate, "chào", "ch\xc3", 1), nil, 200, "raw:", "undecodable"},
		{"deep", deep, nil, 200, "raw:", "undecodable"},
		{"empty", "", nil, 200, "raw:", "undecodable"},
		{"no update_id", `{"message":{"text":"x"}}`, nil, 200, "raw:", "undecodable"},
		{"wrong type", `{"update_id":8,"message":{"message_id":"một"}}`, nil, 200, "raw:", "undecodable"},
		{"unknown kind", `{"update_id":9,"managed_bot":{"x":1}}`, nil, 200, "", "ignored_update_kind"},
		{"unknown variant inside", strings.Replace(goodUpdate, `"text"`, `"forward_origin":{"type":"from_mars"},"text"`, 1), nil, 200, "update:5", "accepted"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, ModeWebhook)
			w := r.post(strings.NewReader(c.body), c.edit)
			if w.Code != c.status || w.Body.Len() > 0 {
				t.Errorf("answered %d %q, want %d and nothing", w.Code, w.Body, c.status)
			}
			switch keys := r.box.keys(); {
			case c.key == "" && len(keys) > 0:
				t.Errorf("kept %v", keys)
			case c.key != "" && (len(keys) != 1 || !strings.HasPrefix(keys[0], c.key)):
				t.Errorf("kept %v, want %s", keys, c.key)
			case c.key != "":
				e := r.box.events[0]
				if !bytes.Equal(e.Body, []byte(c.body)) || e.Channel != Name || !e.Received.Equal(r.now()) {
					t.Errorf("kept %q", e.Body)
				}
				if _, err := r.ch.Decode(e.Body); (err != nil) != (c.key == "raw:") {
					t.Errorf("decoded later: %v", err)
				}
			}
			if r.count(c.counter) != 1 {
				t.Errorf("counters %v, want %s", r.counts, c.counter)
			}
		})
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestWebhookDuplicate(t *testing.T) {
	r := newRig(t, ModeWebhook)
	for range 2 {
		if w := r.post(strings.NewReader(goodUpdate), nil); w.Code != 200 {
			t.Fatal(w.Code)
		}
	}
	if len(r.box.events) != 1 || r.count("duplicate") != 1 {
		t.Errorf("kept %v", r.box.keys())
	}
}

func TestWebhookStoreRefuses(t *testing.T) {
	r := newRig(t, ModeWebhook)
	for _, set := range []func(){func() { r.box.full = true }, func() { r.box.broken = true }} {
		r.box.full = false
		set()
		w := r.post(strings.NewReader(goodUpdate), nil)
		if w.Code != 503 || w.Header().Get("Retry-After") != "5" {
			t.Errorf("answered %d %v", w.Code, w.Header())
		}
	}
	if r.count("store_refused") != 1 || r.count("webhook_panic") != 1 {
		t.Errorf("counters %v", r.counts)
	}
}

func TestWebhookOffInPollMode(t *testing.T) {
	r := newRig(t, ModePoll)
	if w := r.post(strings.NewReader(goodUpdate), nil); w.Code != 404 || len(r.box.events) > 0 {
		t.Error(w.Code)
	}
}

// TestDeliveryFaults: what the platform does to us, it does without loss.
func TestDeliveryFaults(t *testing.T) {
	r := started(t)
	r.person(7)
	r.sim.SetFaults(telegramsim.Faults{Duplicate: 1, Reorder: 1})
	for _, text := range []string{"một", "hai", "ba"} {
		_, err := r.sim.SendText(7, text)
		r.must(err)
	}
	var texts []string
	for _, in := range r.take() {
		texts = append(texts, in.Text)
	}
	if s := strings.Join(texts, " "); s != "hai một ba" || r.count("duplicate") != 1 {
		t.Errorf("%s, counters %v", s, r.counts)
	}

	r.box.full = true
	_, err := r.sim.SendText(7, "bốn")
	r.must(err)
	if len(r.take()) != 0 {
		t.Fatal("accepted by a full box")
	}
	r.box.full = false
	if len(r.take()) != 0 {
		t.Fatal("delivered again before Retry-After")
	}
	r.pass(5 * time.Second)
	if in := r.one(); in.Text != "bốn" {
		t.Errorf("%+v", in)
	}
}

// TestLoopback goes the whole way over real sockets.
func TestLoopback(t *testing.T) {
	r := newRig(t, ModeWebhook)
	r.sim = telegramsim.New(telegramsim.Config{Token: testToken, Username: testName, Now: r.now, AllowHTTP: true, Deliver: plainTransport(t)})
	platform := httptest.NewServer(r.sim)
	defer platform.Close()
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { r.ch.ServeHTTP(w, q) }))
	defer hook.Close()
	cfg := testConfig(ModeWebhook)
	cfg.APIURL, cfg.PublicURL = platform.URL, hook.URL+"/webhook/telegram"
	env := r.env()
	env.Transport = plainTransport(t)
	var err error
	r.ch, err = Open(cfg, env)
	r.must(err)
	r.must(r.ch.Start(t.Context(), r.now()))
	to := r.person(7)
	_, err = r.send(chatText(to, "Xin chào"))
	r.must(err)
	r.sim.SetFaults(telegramsim.Faults{LostAnswers: 1})
	_, err = r.send(chatText(to, "Mất hồi âm"))
	if e := asSendError(t, err); !e.Maybe {
		t.Error(e)
	}
	platform.CloseClientConnections()
	platform.Close()
	_, err = r.send(chatText(to, "x"))
	if e := asSendError(t, err); e.Maybe {
		t.Errorf("nothing was written: %v", e)
	}
	if shown := r.sim.Chat(7); len(shown) != 3 {
		t.Errorf("%+v", shown)
	}
}

func plainTransport(t *testing.T) *http.Transport {
	tr := &http.Transport{DisableKeepAlives: true}
	t.Cleanup(tr.CloseIdleConnections)
	return tr
}
