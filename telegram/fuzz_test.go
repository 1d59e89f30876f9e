package telegram

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"langnghe/bot/chat"
)

func seeds(f *testing.F) {
	f.Helper()
	for _, s := range []string{
		goodUpdate, "", "{}", "[]", "null", `{"update_id":-1}`,
		private(`"text":"/start@x y","entities":[{"type":"bot_command","offset":0,"length":8}]`),
		private(`"photo":[{}],"caption":"c"`), private(`"contact":{"user_id":7}`), private(`"location":{"latitude":1e400}`),
		inGroup(`"sender_chat":{"id":-3},`, `"text":"x"`), inGroup(``, `"migrate_to_chat_id":-5`),
		`{"update_id":5,"callback_query":{"id":"1","from":{"id":7},"message":{"date":0,"message_id":3,"chat":{"id":7}},"data":"x"}}`,
		`{"update_id":5,"my_chat_member":{"chat":{"id":7,"type":"private"},"new_chat_member":{"status":"kicked"}}}`,
	} {
		f.Add([]byte(s))
	}
}

// FuzzDecode: whatever the bytes, decoding does not panic, says the same twice,
// and gives an event that the application can use.
func FuzzDecode(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		in, ignored, err := decode(body, testName)
		again, _, _ := decode(body, testName)
		a, _ := json.Marshal(in)
		b, _ := json.Marshal(again)
		if !bytes.Equal(a, b) {
			t.Fatal("not pure")
		}
		if err != nil {
			if in.Key != "" {
				t.Fatal("key of an unreadable update")
			}
			return
		}
		if !strings.HasPrefix(in.Key, "update:") || in.Channel != Name || (in.Kind == "") != (ignored != "") {
			t.Fatalf("%+v ignored %q", in, ignored)
		}
		if !utf8.ValidString(in.Text + in.Data + in.Command + in.Title) {
			t.Fatal("not UTF-8")
		}
		if in.Kind == chat.KindMedia && len(in.Media) == 0 || in.Kind == chat.KindText && in.Text == "" {
			t.Fatalf("empty %+v", in)
		}
	})
}

// FuzzWebhook: a genuine request is answered 200 or 413, never refused for its
// contents, and kept unless it is ignored on purpose.
func FuzzWebhook(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, body []byte) {
		r := newRig(t, ModeWebhook)
		w := r.post(bytes.NewReader(body), nil)
		_, ignored, err := decode(body, "")
		switch {
		case len(body) > maxUpdate:
			if w.Code != 413 {
				t.Fatal(w.Code)
			}
		case w.Code != 200:
			t.Fatal(w.Code)
		case (len(r.box.events) == 1) != (ignored == "" || err != nil):
			t.Fatalf("kept %v, ignored %q, %v", r.box.keys(), ignored, err)
		}
	})
}
