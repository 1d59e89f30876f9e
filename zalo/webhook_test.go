package zalo_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

// signed signs a body as the platform would, with the timestamp 1790154061234.
func signed(body string) (raw []byte, signature string) {
	return []byte(body), zalo.Sign(appID, []byte(body), "1790154061234", oaSecret)
}

const stamp = `"timestamp":"1790154061234"`

func TestWebhookRefusals(t *testing.T) {
	good, sig := signed(`{"event_name":"user_send_text","sender":{"id":"1"},"recipient":{"id":"` + oaID + `"},"message":{"msg_id":"m","text":"a"},` + stamp + `}`)
	big := []byte(`{"a":"` + strings.Repeat("x", 10<<20) + `"}`)
	deep, deepSig := signed(`{` + stamp + `,"a":` + strings.Repeat("[", 5000) + strings.Repeat("]", 5000) + `}`)
	for name, tc := range map[string]struct {
		body   []byte
		sig    string
		status int
		count  string
	}{
		"good":             {good, sig, 200, "webhook_accepted"},
		"bad signature":    {good, "mac=" + strings.Repeat("0", 64), 401, "webhook_bad_signature"},
		"no signature":     {good, "", 401, "webhook_no_signature"},
		"another byte":     {append(bytes.Clone(good), ' '), sig, 401, "webhook_bad_signature"},
		"10 MB":            {big, sig, 413, "webhook_too_large"},
		"one over":         {big[:zalo.MaxBody+1], sig, 413, "webhook_too_large"},
		"deep":             {deep, deepSig, 400, "webhook_too_deep"},
		"not JSON":         {[]byte("hello"), zalo.Sign(appID, []byte("hello"), "", oaSecret), 401, "webhook_bad_signature"},
		"empty":            {nil, sig, 401, "webhook_bad_signature"},
		"no timestamp":     {[]byte(`{}`), zalo.Sign(appID, []byte(`{}`), "", oaSecret), 401, "webhook_bad_signature"},
		"nested timestamp": {[]byte(`{"a":{` + stamp + `}}`), zalo.Sign(appID, []byte(`{"a":{`+stamp+`}}`), "1790154061234", oaSecret), 401, "webhook_bad_signature"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			if got := r.post(tc.body, tc.sig); got != tc.status || r.counted(tc.count) != 1 {
				t.Errorf("answered %d, counted %v", got, r.counts)
			}
			if kept := len(r.inbox.all()); (kept == 1) != (name == "good") {
				t.Errorf("kept %d", kept)
			}
		})
	}
}

func TestWebhookUnsignedDuringSetUp(t *testing.T) {
	r := newRig(t, func(c *zalo.Config, _ *zalosim.Config) { c.TestPass = true })
	if got := r.post([]byte(`{"event_name":"user_send_text"}`), ""); got != 200 || len(r.inbox.all()) != 0 || r.counted("webhook_test_passed") != 1 {
		t.Errorf("answered %d, kept %d", got, len(r.inbox.all()))
	}
}

func TestWebhookMethod(t *testing.T) {
	r := newRig(t)
	w := httptest.NewRecorder()
	r.ch.ServeHTTP(w, httptest.NewRequest(http.MethodGet, webhook, nil))
	if w.Code != 405 || w.Header().Get("Allow") != "POST" {
		t.Error(w.Code, w.Header())
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestWebhookTruncated(t *testing.T) {
	r := newRig(t)
	w := httptest.NewRecorder()
	r.ch.ServeHTTP(w, httptest.NewRequest(http.MethodPost, webhook, io.MultiReader(strings.NewReader(`{"a"`), brokenReader{})))
	if w.Code != 400 || r.counted("webhook_truncated") != 1 {
		t.Error(w.Code, r.counts)
	}
}

// A body whose length nobody announced is bounded too.
func TestWebhookEndlessBody(t *testing.T) {
	r := newRig(t)
	w := httptest.NewRecorder()
	r.ch.ServeHTTP(w, httptest.NewRequest(http.MethodPost, webhook, io.MultiReader(bytes.NewReader(make([]byte, 10<<20)), brokenReader{})))
	if w.Code != 413 || r.counted("webhook_too_large") != 1 {
		t.Error(w.Code, r.counts)
	}
}

// Signed and understood, but of no interest: 200, counted, not kept.
func TestWebhookIgnores(t *testing.T) {
	rest := `"recipient":{"id":"` + oaID + `"},"message":{"msg_id":"m"},` + stamp + `}`
	for body, count := range map[string]string{
		`{"event_name":"user_send_text","app_id":"99","sender":{"id":"1"},` + rest:                          "webhook_other_oa",
		`{"event_name":"user_send_text","sender":{"id":"1"},"recipient":{"id":"99"},` + stamp + `}`:         "webhook_other_oa",
		`{"event_name":"follow","oa_id":"99","follower":{"id":"1"},` + stamp + `}`:                          "webhook_other_oa",
		`{"event_name":"oa_send_text","sender":{"id":"99","admin_id":"5"},` + rest:                          "webhook_other_oa",
		`{"event_name":"oa_send_text","sender":{"id":"` + oaID + `"},"recipient":{"id":"1"},` + stamp + `}`: "webhook_ignored_event",
		`{"event_name":"user_seen_message","sender":{"id":"1"},` + rest:                                     "webhook_ignored_event",
		`{"event_name":"user_received_message","message":{"msg_id":"m","delivery_time":"1"},` + stamp + `}`: "webhook_ignored_event",
		`{"event_name":"from_the_future",` + rest:                                                           "webhook_unknown_event",
		`{` + rest: "webhook_unknown_event",
		`{"event_name":7,"x":[` + strings.Repeat("[", 30) + strings.Repeat("]", 30) + `],` + stamp + `}`:                      "webhook_unknown_event",
		`{"event_name":"user_submit_info","info":{"phone":0,"name":"B"},` + rest:                                              "webhook_ignored_event",
		`{"event_name":"add_user_to_tag","oa_id":"` + oaID + `","tag":{"name":"CTV","user_ids":["1"]},` + stamp + `}`:         "webhook_ignored_event",
		`{"event_name":"anonymous_send_text","sender":{"id":"a"},` + rest:                                                     "webhook_ignored_event",
		`{"event_name":"user_join_group","oa_id":"` + oaID + `","group_id":"g","users":[{"id":"1"}],` + stamp + `}`:           "webhook_ignored_event",
		`{"event_name":"user_reacted_message","message":{"msg_id":"m","react_icon":"/-heart"},"sender":{},` + rest:            "webhook_ignored_event",
		`{"event_name":"oa_send_group_text","oa_id":"` + oaID + `","sender":{"id":"x"},"recipient":{"id":"g"},` + stamp + `}`: "webhook_ignored_event",
	} {
		r := newRig(t)
		if got := r.post(signed(body)); got != 200 || r.counted(count) != 1 || len(r.inbox.all()) != 0 {
			t.Errorf("%s: answered %d, counted %v, kept %d", body, got, r.counts, len(r.inbox.all()))
		}
	}
}

// What is signed and of a known kind is kept even when we cannot read it: it
// goes to quarantine, where it can be read after a fix.
func TestWebhookKeepsWhatItCannotRead(t *testing.T) {
	for _, body := range []string{
		`{"event_name":"user_send_text","sender":"1","recipient":{"id":"` + oaID + `"},"message":[],` + stamp + `}`,
		`{"event_name":"user_send_text","message":{"msg_id":"` + strings.Repeat("m", 1000) + `","text":5},` + stamp + `}`,
		`{"event_name":"follow",` + stamp + `}`,
	} {
		r := newRig(t)
		if got := r.post(signed(body)); got != 200 || len(r.inbox.all()) != 1 {
			t.Errorf("%.80s: answered %d, kept %d", body, got, len(r.inbox.all()))
			continue
		}
		if _, err := zalo.Decode([]byte(body)); err == nil {
			t.Errorf("%.80s: decoded", body)
		}
		if k := r.inbox.all()[0].Key; len(k) >= 200 || !strings.Contains(k, ":") {
			t.Errorf("key %q", k)
		}
	}
}

func TestWebhookNotUTF8(t *testing.T) {
	r := newRig(t)
	body, sig := signed(`{"event_name":"user_send_text","sender":{"id":"1"},"recipient":{"id":"` + oaID + `"},"message":{"msg_id":"m","text":"a` + "\xff\xfe" + `"},` + stamp + `}`)
	if got := r.post(body, sig); got != 200 || !bytes.Equal(r.inbox.all()[0].Body, body) {
		t.Fatal(got)
	}
	in, err := zalo.Decode(body)
	if err != nil || in.Text != "a\uFFFD\uFFFD" {
		t.Errorf("%q, %v", in.Text, err)
	}
}

func TestWebhookNumberTimestamp(t *testing.T) {
	r := newRig(t)
	body := `{"event_name":"follow","oa_id":"` + oaID + `","follower":{"id":"1"},"timestamp":1790154061234}`
	if got := r.post(signed(body)); got != 200 || r.inbox.all()[0].Key != "follow:1:1790154061234" {
		t.Error(got, r.inbox.all())
	}
}

func TestWebhookDuplicate(t *testing.T) {
	r := newRig(t)
	r.sim.Inject(func(f *zalosim.Faults) { f.Duplicates = 1 })
	r.sim.SendText(anh, "a")
	if got := r.deliver(); len(got) != 1 || r.counted("webhook_duplicate") != 1 {
		t.Errorf("kept %d, counted %v", len(got), r.counts)
	}
}

// A store without room: Zalo is asked to come again, and does.
func TestWebhookStoreFull(t *testing.T) {
	for _, err := range []error{chat.ErrFull, errors.New("anything else")} {
		r := newRig(t)
		r.inbox.err = err
		r.sim.SendText(anh, "a")
		if got := r.deliver(); len(got) != 0 || r.counted("webhook_not_stored") != 1 {
			t.Fatalf("kept %d, counted %v", len(got), r.counts)
		}
		bodies, sigs := r.sim.Raw()
		w := httptest.NewRecorder()
		req := httptest.NewRequest(http.MethodPost, webhook, bytes.NewReader(bodies[0]))
		req.Header.Set(zalo.SignatureHeader, sigs[0])
		r.ch.ServeHTTP(w, req)
		if w.Code != 503 || w.Header().Get("Retry-After") == "" {
			t.Error(w.Code, w.Header())
		}
		r.inbox.err = nil
		r.clock.pass(30 * time.Second)
		if got := r.deliver(); len(got) != 1 {
			t.Errorf("kept %d after the retry", len(got))
		}
	}
}

// Nothing is dropped for its age, and a replay is taken once.
func TestWebhookReplayedAfterDays(t *testing.T) {
	r := newRig(t)
	r.sim.SendText(anh, "a")
	bodies, sigs := r.sim.Raw()
	r.clock.pass(9 * 24 * time.Hour)
	for range 3 {
		if got := r.post(bodies[0], sigs[0]); got != 200 {
			t.Fatal(got)
		}
	}
	e := r.inbox.all()
	if len(e) != 1 || !e[0].Received.Equal(r.clock.now()) {
		t.Errorf("kept %d", len(e))
	}
}

func TestWebhookSurvivesPanic(t *testing.T) {
	r := newRig(t)
	r.inbox.panics = true
	r.sim.SendText(anh, "bí mật")
	bodies, sigs := r.sim.Raw()
	if got := r.post(bodies[0], sigs[0]); got != 503 || !r.alerted("zalo_webhook_panic") {
		t.Error(got, r.alerts)
	}
	if strings.Contains(r.log.String(), "bí mật") {
		t.Error("the log tells the text")
	}
}

// One address serves all OAs that authorised the app: what is another's is
// answered 200, or Zalo would switch the address off for both.
func TestWebhookSharedByTwoOAs(t *testing.T) {
	r := newRig(t)
	other := zalosim.New(zalosim.Config{
		AppID: appID, AppSecret: appSecret, OAID: "5550000000000000555", OASecretKey: oaSecret,
		Now: r.clock.now, WebhookURL: webhook, Deliver: zalosim.InProcess(r.ch),
	})
	other.AddUser(anh, "Ánh")
	other.Follow(anh)
	other.SendText(anh, "của OA khác")
	id := other.CreateGroup("Nhóm khác", anh)
	other.SendGroupText(id, anh, "của OA khác")
	r.sim.SendText(anh, "của OA này")
	r.deliver()
	if _, did := other.Step(t.Context(), r.clock.now()); !did || len(other.Pending()) != 0 || !other.WebhookOn() {
		t.Errorf("not all answered 200: %v", other.Pending())
	}
	if got := fmt.Sprint(r.texts()); got != "[của OA này]" || r.counted("webhook_other_oa")+r.counted("webhook_ignored_event") != 5 {
		t.Error(got, r.counts)
	}
}
