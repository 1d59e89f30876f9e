package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

// TestUnrulyWebhooks shows that events which come twice, in another order, or
// late make no difference.
func TestUnrulyWebhooks(t *testing.T) {
	for _, where := range []string{"zalo", "telegram"} {
		t.Run("twice on "+where, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@"+where, "pct-bd@"+where)
			lan, pct := w.phone("lan@"+where), w.phone("pct-bd@"+where)
			w.zalo.Inject(func(f *zalosim.Faults) { f.Duplicates = 1000 })
			w.telegram.SetFaults(telegramsim.Faults{Duplicate: 1000})
			id := w.urgent(lan)
			want(t, pct.taps("Đã nhận"), "đã nhận việc mã "+id)
			w.pass(time.Minute)
			if n := strings.Count(allTexts(lan), "Đã chuyển ngay"); n != 1 {
				t.Errorf("filed %d times", n)
			}
			if n := strings.Count(allTexts(pct), "VIỆC HỎA TỐC"); n != 1 {
				t.Errorf("alerted %d times", n)
			}
			if w.counted(where, map[string]string{"zalo": "webhook_duplicate", "telegram": "duplicate"}[where]) == 0 {
				t.Error("no duplicate was counted")
			}
		})
		t.Run("in another order on "+where, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@" + where)
			lan := w.phone("lan@" + where)
			for _, s := range []string{"báo cáo", "giao thông", "ùn tắc"} {
				lan.says(s)
			}
			w.zalo.Inject(func(f *zalosim.Faults) { f.Swaps = 1 })
			w.telegram.SetFaults(telegramsim.Faults{Reorder: 1})
			lan.send("Phố Đội Cấn tắc từ 7 giờ")
			lan.send("kéo dài tới ngã tư Liễu Giai")
			want(t, lan.says("xong"), "Có nhiều người")
			want(t, lan.says("xem lại"), "Phố Đội Cấn tắc từ 7 giờ", "kéo dài tới ngã tư Liễu Giai")
		})
		t.Run("late on "+where, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@" + where)
			lan := w.phone("lan@" + where)
			w.zalo.Inject(func(f *zalosim.Faults) { f.Delays, f.DelayBy = 1, 3*time.Hour })
			w.telegram.SetFaults(telegramsim.Faults{Delayed: 1, Delay: 3 * time.Hour})
			want(t, lan.says("không có gì"))
			w.pass(3*time.Hour + time.Minute)
			want(t, lan.news(), "2611-0001")
			if at := w.report("2611-0001").At; at.Sub(aWorkday) > time.Second {
				t.Errorf("said at %v, kept as of %v", aWorkday, at)
			}
		})
	}
	t.Run("polled by Telegram", func(t *testing.T) {
		w := newTown(t, polling)
		w.settleIn("lan@telegram", "pct-bd@telegram")
		lan := w.phone("lan@telegram")
		id := w.urgent(lan)
		w.restart()
		want(t, w.phone("pct-bd@telegram").taps("Đã nhận"), id)
	})
}

// TestBadWebhooks sends the node what no platform sends. Nothing is answered
// 5xx, everything is counted, and nothing reaches anybody.
func TestBadWebhooks(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@both")
	w.settle()
	lan := w.phone("lan@zalo")
	lan.send("không có gì")
	bodies, signatures := w.zalo.Raw()
	genuine, signature := string(bodies[0]), signatures[0]
	w.settle()
	filed := w.report("2611-0001")
	telegram := func(text string) string {
		return `{"update_id":7,"message":{"message_id":1,"date":1,"from":{"id":5,"is_bot":false,"first_name":"x"},"chat":{"id":5,"type":"private"},"text":` + text + `}}`
	}
	deep := strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000)
	for _, c := range []struct {
		name, channel, body, secret string
		method                      string
		status                      int
		counter                     string
	}{
		{name: "replayed", channel: "zalo", body: genuine, secret: signature, status: 200, counter: "webhook_duplicate"},
		{name: "forged", channel: "zalo", body: genuine, secret: "mac=" + strings.Repeat("0", 64), status: 401, counter: "webhook_bad_signature"},
		{name: "changed", channel: "zalo", body: strings.Replace(genuine, "user_send_text", "user_send_link", 1), secret: signature, status: 401, counter: "webhook_bad_signature"},
		{name: "unsigned", channel: "zalo", body: genuine, status: 401, counter: "webhook_no_signature"},
		{name: "truncated", channel: "zalo", body: genuine[:len(genuine)/2], secret: signature, status: 401, counter: "webhook_bad_signature"},
		{name: "10 MB", channel: "zalo", body: strings.Repeat("a", 10<<20), secret: signature, status: 413, counter: "webhook_too_large"},
		{name: "deep", channel: "zalo", body: deep, secret: signature, status: 400, counter: "webhook_too_deep"},
		{name: "not UTF-8", channel: "zalo", body: "\xff\xfe\x00", secret: signature, status: 401, counter: "webhook_bad_signature"},
		{name: "empty", channel: "zalo", secret: signature, status: 401, counter: "webhook_bad_signature"},
		{name: "fetched", channel: "zalo", method: http.MethodGet, status: 405, counter: "webhook_bad_method"},
		{name: "of another OA", channel: "zalo", body: "sign:" + `{"app_id":"4175200936218840057","event_name":"user_send_text","sender":{"id":"1"},"recipient":{"id":"999"},"message":{"text":"x","msg_id":"m1"},"timestamp":"1794362400000"}`, status: 200, counter: "webhook_other_oa"},
		{name: "of an unknown kind", channel: "zalo", body: "sign:" + `{"app_id":"4175200936218840057","event_name":"user_dances","oa_id":"2961837450127733009","timestamp":"1794362400000"}`, status: 200, counter: "webhook_unknown_event"},

		{name: "without secret", channel: "telegram", body: telegram(`"x"`), status: 401, counter: "webhook_no_secret"},
		{name: "with another secret", channel: "telegram", body: telegram(`"x"`), secret: "guess", status: 401, counter: "webhook_bad_secret"},
		{name: "10 MB", channel: "telegram", body: telegram(`"` + strings.Repeat("a", 10<<20) + `"`), secret: "hook-secret", status: 413, counter: "webhook_too_large"},
		{name: "fetched", channel: "telegram", method: http.MethodGet, status: 405, counter: "webhook_bad_method"},
		{name: "of an unknown kind", channel: "telegram", body: `{"update_id":8,"poll":{"id":"1"}}`, secret: "hook-secret", status: 200, counter: "ignored_update_kind"},
	} {
		t.Run(c.name+" on "+c.channel, func(t *testing.T) {
			before := w.counted(c.channel, c.counter)
			if got := w.post(c.channel, c.method, c.body, c.secret); got != c.status {
				t.Errorf("answered %d, want %d", got, c.status)
			}
			if n := w.counted(c.channel, c.counter) - before; n != 1 {
				t.Errorf("%s grew by %v", c.counter, n)
			}
		})
	}
	t.Run("broken off", func(t *testing.T) {
		for _, channel := range []string{"zalo", "telegram"} {
			r := httptest.NewRequest(http.MethodPost, "/webhook/"+channel, io.MultiReader(strings.NewReader("{"), failing{}))
			r.Header.Set("X-ZEvent-Signature", signature)
			r.Header.Set("X-Telegram-Bot-Api-Secret-Token", "hook-secret")
			rec := httptest.NewRecorder()
			w.ServeHTTP(rec, r)
			if rec.Code != http.StatusBadRequest || w.counted(channel, "webhook_truncated") != 1 {
				t.Errorf("%s answered %d", channel, rec.Code)
			}
		}
	})
	// What is genuine by its secret but cannot be read is put aside, and holds
	// up nothing.
	for _, body := range []string{"{", telegram("\"\xff\""), deep, `{"update_id":9,"message":"x"}`, "null"} {
		if got := w.post("telegram", "", body, "hook-secret"); got != http.StatusOK {
			t.Errorf("unreadable update answered %d", got)
		}
	}
	w.settle()
	if n := w.node.store.Sizes().Quarantined; n != 5 {
		t.Errorf("%d put aside", n)
	}
	want(t, lan.says("hạn nộp"), "đã gửi rồi")
	if got := w.report("2611-0001"); !got.At.Equal(filed.At) || len(got.Log) != 1 {
		t.Errorf("the replay changed the report: %+v", got)
	}
}

type failing struct{}

// Read implements io.Reader.
func (failing) Read([]byte) (int, error) { return 0, errors.New("broken off") }

// post delivers a body to one of the node's webhooks and gives the status. A
// body that begins with "sign:" is signed as Zalo would.
func (w *town) post(channel, method, body, secret string) int {
	if rest, ok := strings.CutPrefix(body, "sign:"); ok {
		body, secret = rest, zaloSign(rest)
	}
	if method == "" {
		method = http.MethodPost
	}
	r := httptest.NewRequest(method, "/webhook/"+channel, bytes.NewReader([]byte(body)))
	if secret != "" {
		r.Header.Set("X-ZEvent-Signature", secret)
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", secret)
	}
	rec := httptest.NewRecorder()
	w.ServeHTTP(rec, r)
	return rec.Code
}

func zaloSign(body string) string {
	_, stamp, _ := strings.Cut(body, `"timestamp":"`)
	stamp, _, _ = strings.Cut(stamp, `"`)
	sum := sha256.Sum256([]byte("4175200936218840057" + body + stamp + "oa-secret"))
	return "mac=" + hex.EncodeToString(sum[:])
}

// counted is a counter of one part of the program.
func (w *town) counted(part, what string) float64 {
	w.Helper()
	families, err := w.node.meters.registry.Gather()
	w.must(err)
	for _, f := range families {
		for _, m := range f.GetMetric() {
			labels := map[string]string{}
			for _, l := range m.GetLabel() {
				labels[l.GetName()] = l.GetValue()
			}
			if f.GetName() == "langnghe_events_total" && labels["part"] == part && labels["what"] == what {
				return m.GetCounter().GetValue()
			}
		}
	}
	return 0
}

// TestStoreFull shows what happens when the data file may not grow: webhooks
// are asked to come again, the operator hears of it, and with more room
// everything that was said arrives.
func TestStoreFull(t *testing.T) {
	w := newTown(t)
	w.settleIn("qt@telegram", "lan@zalo", "tho@zalo")
	lan := w.phone("lan@zalo")
	w.rewrite("config.yaml", "store:", "store:\n  max_size_mb: 1")
	w.restart()
	w.settle()
	fill := func(channel string, body func(i int) (body, secret string)) {
		refused := 0 // in a row: a page more or less is free at times
		for i := range 1000 {
			b, secret := body(i)
			switch got := w.post(channel, "", b, secret); got {
			case http.StatusOK:
				refused = 0
			case http.StatusServiceUnavailable:
				if refused++; refused == 10 {
					return
				}
			default:
				t.Fatalf("%s answered %d", channel, got)
			}
		}
		t.Fatalf("%s is never refused", channel)
	}
	big := strings.Repeat("đầy ", 2000)
	fill("zalo", func(i int) (string, string) {
		return fmt.Sprintf(`sign:{"app_id":"4175200936218840057","event_name":"user_send_text","sender":{"id":"77"},"recipient":{"id":"2961837450127733009"},"message":{"text":%q,"msg_id":"fill-%d"},"timestamp":"1794362400000"}`, big, i), ""
	})
	fill("telegram", func(i int) (string, string) {
		return fmt.Sprintf(`{"update_id":%d,"message":%q}`, 9+i, big), "hook-secret"
	})
	lan.send("đường phố " + big)
	w.zalo.Step(t.Context(), w.now)
	if len(w.zalo.Pending()) == 0 {
		t.Error("the refused event is not delivered again")
	}
	if w.counted("bot", "alert_store_full") == 0 || !strings.Contains(w.logs.String(), "operator alert") {
		t.Error("the operator was not told")
	}
	w.rewrite("config.yaml", "max_size_mb: 1", "max_size_mb: 64")
	w.restart()
	w.pass(10 * time.Minute)
	want(t, lan.news(), "muốn gửi nội dung này", "đường phố đầy đầy")
}
