package telegram

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/telegram/telegramsim"
)

// refusal is err as the outbox sees it; it must not give the token away.
func refusal(t *testing.T, err error) *chat.SendError {
	t.Helper()
	var e *chat.SendError
	if !errors.As(err, &e) {
		t.Fatalf("not a SendError: %v", err)
	}
	if s := fmt.Sprintf("%v %+v %#v", err, e, e.Err); strings.Contains(s, testToken) || strings.Contains(s, "/file/") {
		t.Errorf("tells too much: %s", s)
	}
	return e
}

// sent lets a person send something, and gives what it decodes to.
func (r *rig) sent(m telegramsim.Media) chat.Media {
	r.t.Helper()
	_, err := r.sim.SendMedia(7, m)
	r.must(err)
	in := r.one()
	if in.Kind != chat.KindMedia || len(in.Media) != 1 {
		r.t.Fatalf("%+v", in)
	}
	return in.Media[0]
}

func (r *rig) fetch(ref string, limit int64) ([]byte, error) {
	return r.ch.Fetch(r.t.Context(), r.now(), ref, limit)
}

func TestFetch(t *testing.T) {
	r := started(t)
	r.person(7)
	for kind, want := range map[string]string{
		"photo": "photo", "voice": "voice", "video_note": "video", "document": "file", "audio": "file", "sticker": "sticker",
	} {
		m := r.sent(telegramsim.Media{Kind: kind, Name: "x", Bytes: []byte("nội dung " + kind)})
		if m.Kind != want || m.Size != int64(len("nội dung "+kind)) {
			t.Errorf("%s: %+v", kind, m)
		}
		if got, err := r.fetch(m.Ref, 0); err != nil || string(got) != "nội dung "+kind {
			t.Errorf("%s: %q %v", kind, got, err)
		}
	}
}

func TestFetchRefused(t *testing.T) {
	r := started(t)
	r.person(7)
	small := r.sent(telegramsim.Media{Kind: "photo", Bytes: bytes.Repeat([]byte("a"), 1000)})
	large := r.sent(telegramsim.Media{Kind: "video", Size: 20<<20 + 1})
	for _, c := range []struct {
		name, ref string
		limit     int64
		faults    telegramsim.Faults
		reaction  chat.Reaction
		reason    string
	}{
		{"no handle", "", 0, telegramsim.Faults{}, chat.Invalid, "media"},
		{"another bot's", "AgACAgUAAxkBAAI", 0, telegramsim.Faults{}, chat.Invalid, "media"},
		{"larger than the platform gives", large.Ref, 0, telegramsim.Faults{}, chat.Invalid, "too_big"},
		{"larger than we take", small.Ref, 999, telegramsim.Faults{}, chat.Invalid, "too_big"},
		{"flood", small.Ref, 0, telegramsim.Faults{Methods: []string{"getFile"}, Flood: 1}, chat.Wait, "flood"},
		{"platform down", small.Ref, 0, telegramsim.Faults{Methods: []string{"getFile"}, NonJSON: 1}, chat.Retry, "network"},
		{"cannot be reached", small.Ref, 0, telegramsim.Faults{Methods: []string{"getFile"}, Refused: 1}, chat.Retry, "network"},
		{"cut short", small.Ref, 0, telegramsim.Faults{Truncated: 1}, chat.Retry, "media"},
		{"a proxy's page", small.Ref, 0, telegramsim.Faults{Mislabelled: 1}, chat.Retry, "media"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r.sim.SetFaults(c.faults)
			_, err := r.fetch(c.ref, c.limit)
			if e := refusal(t, err); e.Reaction != c.reaction || e.Reason != c.reason {
				t.Errorf("%v", e)
			}
		})
	}
	r.sim.SetFaults(telegramsim.Faults{})
	if got, err := r.fetch(small.Ref, 1000); err != nil || len(got) != 1000 {
		t.Errorf("after all that: %d %v", len(got), err)
	}
}

// TestFetchOverTheNetwork meets what only a real connection shows: a path that
// expired between two calls, a body that breaks off, a redirect that would take
// the token along, an answer that never ends in time.
func TestFetchOverTheNetwork(t *testing.T) {
	r := started(t)
	r.person(7)
	m := r.sent(telegramsim.Media{Kind: "photo", Bytes: bytes.Repeat([]byte("a"), 100_000)})
	var stray string
	var file http.HandlerFunc
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		switch {
		case !strings.HasPrefix(q.URL.Path, "/bot"+testToken) && !strings.HasPrefix(q.URL.Path, "/file/bot"+testToken):
			stray = q.URL.Path
		case strings.HasPrefix(q.URL.Path, "/file/") && file != nil:
			file(w, q)
		default:
			r.sim.ServeHTTP(w, q)
		}
	}))
	defer server.Close()
	transport := &http.Transport{DisableKeepAlives: true}
	env := r.env()
	env.Transport = transport
	cfg := testConfig(ModeWebhook)
	cfg.APIURL = server.URL
	ch, err := Open(cfg, env)
	r.must(err)
	get := func(ctx context.Context) error {
		_, err := ch.Fetch(ctx, r.now(), m.Ref, 0)
		return err
	}
	r.must(get(t.Context()))
	r.sim.SetFaults(telegramsim.Faults{Truncated: 1})
	if e := refusal(t, get(t.Context())); e.Reaction != chat.Retry {
		t.Errorf("broken off: %v", e)
	}
	file = func(w http.ResponseWriter, q *http.Request) {
		r.pass(2 * time.Hour)
		r.sim.ServeHTTP(w, q)
	}
	if e := refusal(t, get(t.Context())); e.Reaction != chat.Retry || e.Code != "404" {
		t.Errorf("expired: %v", e)
	}
	file = func(w http.ResponseWriter, q *http.Request) { http.Redirect(w, q, "/elsewhere", http.StatusFound) }
	if e := refusal(t, get(t.Context())); stray != "" || e.Reaction == "" {
		t.Errorf("redirected to %q: %v", stray, e)
	}
	ctx, cancel := context.WithCancel(t.Context())
	file = func(_ http.ResponseWriter, q *http.Request) { cancel(); <-q.Context().Done() }
	if e := refusal(t, get(ctx)); e.Reaction != chat.Retry || !errors.Is(e, context.Canceled) {
		t.Errorf("slow: %v", e)
	}
}

func TestSendFile(t *testing.T) {
	r := started(t)
	to := r.person(7)
	var b bytes.Buffer
	r.must(png.Encode(&b, image.NewGray(image.Rect(0, 0, 40, 30))))
	for _, f := range []chat.File{
		{Name: "bieu-do.png", Kind: chat.Photo, Bytes: b.Bytes()},
		{Name: "../tổng \"hợp\"\r\n.docx", Bytes: []byte("PK")},
	} {
		receipt, err := r.ch.SendFile(t.Context(), r.now(), chat.Outbound{To: to, Text: "Tổng hợp tháng 11"}, f)
		r.must(err)
		all := r.sim.Chat(7)
		last := all[len(all)-1]
		if receipt.MessageID == "" || last.Text != "Tổng hợp tháng 11" || !bytes.Equal(r.sim.File(last.File), f.Bytes) {
			t.Errorf("%+v", last)
		}
		if strings.ContainsAny(last.Name, "/\"\r\n") || last.Name == "" {
			t.Errorf("name %q", last.Name)
		}
	}
	if n := fileName(strings.Repeat("ư", 200) + ".docx"); len(n) > maxName || !strings.HasSuffix(n, ".docx") {
		t.Errorf("name %q", n)
	}
	g, topic := r.forum()
	in := chat.Outbound{To: address(g), Group: true, Thread: fmt.Sprint(topic)}
	r.must(r.sim.DeleteTopic(g, topic))
	if _, err := r.ch.SendFile(t.Context(), r.now(), in, chat.File{Name: "a", Bytes: []byte("x")}); err != nil || r.count("topic_gone") != 1 {
		t.Errorf("topic gone: %v", err)
	}
}

func TestSendFileRefused(t *testing.T) {
	r := started(t)
	to := r.person(7)
	doc := chat.File{Name: "a.docx", Bytes: []byte("PK")}
	for _, c := range []struct {
		name     string
		m        chat.Outbound
		f        chat.File
		faults   telegramsim.Faults
		reaction chat.Reaction
		reason   string
		calls    int
	}{
		{"no address", chat.Outbound{}, doc, telegramsim.Faults{}, chat.Invalid, "address", 0},
		{"choices", chat.Outbound{To: to, Choices: []chat.Choice{{Data: "x"}}}, doc, telegramsim.Faults{}, chat.Invalid, "buttons", 0},
		{"empty", chat.Outbound{To: to}, chat.File{Name: "a"}, telegramsim.Faults{}, chat.Invalid, "empty", 0},
		{"too large", chat.Outbound{To: to}, chat.File{Bytes: make([]byte, maxUpload+1)}, telegramsim.Faults{}, chat.Invalid, "too_big", 0},
		{"photo too large", chat.Outbound{To: to}, chat.File{Kind: chat.Photo, Bytes: make([]byte, maxPhoto+1)}, telegramsim.Faults{}, chat.Invalid, "too_big", 0},
		{"caption", chat.Outbound{To: to, Text: strings.Repeat("ư", 1025)}, doc, telegramsim.Faults{}, chat.Invalid, "too_long", 0},
		{"no picture", chat.Outbound{To: to}, chat.File{Kind: chat.Photo, Bytes: []byte("PK")}, telegramsim.Faults{}, chat.Invalid, "media", 1},
		{"flood", chat.Outbound{To: to}, doc, telegramsim.Faults{Methods: []string{"sendDocument"}, Flood: 1}, chat.Wait, "flood", 1},
		{"answer lost", chat.Outbound{To: to}, doc, telegramsim.Faults{Methods: []string{"sendDocument"}, LostAnswers: 1}, chat.Retry, "network", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r.sim.SetFaults(c.faults)
			before := len(r.sim.Calls())
			_, err := r.ch.SendFile(t.Context(), r.now(), c.m, c.f)
			if e := refusal(t, err); e.Reaction != c.reaction || e.Reason != c.reason || e.Maybe != (c.name == "answer lost") {
				t.Errorf("%v, maybe %t", e, e.Maybe)
			}
			if n := len(r.sim.Calls()) - before; n != c.calls {
				t.Errorf("%d calls", n)
			}
		})
	}
}

// TestPartsOfAFile: the file is the last; words too long for a caption go before.
func TestPartsOfAFile(t *testing.T) {
	r := started(t)
	file := &chat.Attach{ID: "x", Kind: chat.Photo, Name: "anh-1.jpg"}
	for words, want := range map[string]int{"": 1, "Ảnh 1": 1, strings.Repeat("ă", 1024): 1, strings.Repeat("ă ", 600): 2, strings.Repeat("ă ", 3000): 3} {
		parts := r.ch.Parts(chat.Outbound{To: chat.Address{Channel: "telegram", ID: "1"}, Text: words, Attach: file})
		if len(parts) != want {
			t.Fatalf("%d letters: %d parts", len(words), len(parts))
		}
		for i, p := range parts {
			if end := i == want-1; (p.Attach != nil) != end || (p.Text != "") != (!end || want == 1 && words != "") || len(r.ch.Parts(p)) != 1 {
				t.Errorf("%d letters, part %d: %d letters, %v", len(words), i, len(p.Text), p.Attach)
			}
		}
	}
	for kind, most := range map[string]int64{chat.Photo: 10 << 20, chat.Voice: 50 << 20, chat.Doc: 50 << 20} {
		if !r.ch.Takes(kind, "x", most) || r.ch.Takes(kind, "x", most+1) {
			t.Errorf("%s", kind)
		}
	}
}
