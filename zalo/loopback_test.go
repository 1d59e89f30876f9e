package zalo_test

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

// Over a real socket, once.
func TestWebhookAndAPIOverLoopback(t *testing.T) {
	r := newRig(t)
	api := httptest.NewServer(r.sim)
	defer api.Close()
	hook := httptest.NewServer(r.ch)
	defer hook.Close()
	tr := &http.Transport{}
	defer tr.CloseIdleConnections()
	r.sim.Connect(hook.URL+"/webhook/zalo", tr)
	r.sim.SendText(anh, "a")
	if got := r.deliver(); len(got) != 1 {
		t.Fatalf("kept %d", len(got))
	}
	r.cfg.APIURL, r.cfg.OAuthURL = api.URL, api.URL
	r.env.Transport = tr
	ch := r.open()
	if _, e := sendOn(t, ch, began, chat.Outbound{To: to(anh), Text: "b"}); e != nil {
		t.Fatal(e)
	}
	r.sim.Inject(func(f *zalosim.Faults) { f.LostAnswers = 1 })
	if _, e := sendOn(t, ch, began, chat.Outbound{To: to(anh), Text: "c"}); e == nil || !e.Maybe || e.Reaction != chat.Retry {
		t.Errorf("lost answer: %+v", e)
	}
	api.Close()
	tr.CloseIdleConnections()
	if _, e := sendOn(t, ch, began, chat.Outbound{To: to(anh), Text: "d"}); e == nil || e.Maybe || e.Reaction != chat.Retry {
		t.Errorf("refused dial: %+v", e)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ch.Send(ctx, began, chat.Outbound{To: to(anh), Text: "e"}); err == nil {
		t.Error("sent after the end")
	}
}

func FuzzWebhook(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add([]byte(v.body), "mac="+v.mac, false)
		f.Add([]byte(v.body), "", true)
	}
	f.Add([]byte(`{"timestamp":1,"event_name":"follow"}`), "mac=", true)
	f.Fuzz(func(t *testing.T, body []byte, sig string, sign bool) {
		in := &inbox{}
		ch, err := zalo.Open(zalo.Config{AppID: appID, AppSecret: appSecret, OAID: oaID, OASecretKey: oaSecret}, chat.Env{
			Inbox: in, Vault: &vault{}, Transport: via(nil), Now: func() time.Time { return began },
		})
		if err != nil {
			t.Fatal(err)
		}
		if sign {
			sig = zalo.Sign(appID, body, "1", oaSecret)
		}
		req, err := http.NewRequest(http.MethodPost, webhook, bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header["X-Zevent-Signature"] = []string{sig}
		w := httptest.NewRecorder()
		ch.ServeHTTP(w, req)
		switch w.Code {
		case 200, 400, 401, 413:
		default:
			t.Errorf("answered %d", w.Code)
		}
		for _, e := range in.events {
			if w.Code != 200 || len(e.Key) >= 200 || !bytes.Equal(e.Body, body) {
				t.Errorf("answered %d, kept %q", w.Code, e.Key)
			}
		}
	})
}
