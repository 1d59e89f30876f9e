package zalo_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

var document = []byte("%PDF-1.7\nwords\n%%EOF\n")

func (r *rig) sendFile(m chat.Outbound, f chat.File) (chat.Receipt, *chat.SendError) {
	rec, err := r.ch.SendFile(r.t.Context(), r.clock.now(), m, f)
	var e *chat.SendError
	if err != nil && !errors.As(err, &e) {
		r.t.Fatalf("no SendError: %v", err)
	}
	return rec, e
}

func TestSendFile(t *testing.T) {
	r := ready(t)
	rec, e := r.sendFile(chat.Outbound{To: to(anh), Text: "Ảnh 1/2"}, chat.File{Kind: chat.Photo, Name: "anh-1.jpg", Bytes: picture})
	if e != nil || rec.MessageID == "" || rec.Quota == "" {
		t.Fatalf("%+v, %v", rec, e)
	}
	if _, e := r.sendFile(chat.Outbound{To: to(anh)}, chat.File{Kind: chat.Doc, Name: "tep-1.pdf", Bytes: document}); e != nil {
		t.Fatal(e)
	}
	b := r.sim.Chat(anh)
	last := b[len(b)-2:]
	if last[0].Media != "image" || last[0].Text != "Ảnh 1/2" || !bytes.Equal(r.sim.File(last[0].URL), picture) {
		t.Errorf("%+v", last[0])
	}
	if last[1].Media != "file" || last[1].Name != "tep-1.pdf" || !bytes.Equal(r.sim.File(last[1].URL), document) {
		t.Errorf("%+v", last[1])
	}
	g := r.sim.CreateGroup("Tổ 5", anh)
	if _, e := r.sendFile(chat.Outbound{To: to(g), Group: true}, chat.File{Kind: chat.Photo, Name: "a.jpg", Bytes: picture}); e != nil {
		t.Error(e)
	}
}

// TestSendFileRefused: what Zalo would not take is not uploaded; what goes wrong
// on the way is told as of any message, and an upload is never in doubt.
func TestSendFileRefused(t *testing.T) {
	photo := chat.File{Kind: chat.Photo, Name: "a.jpg", Bytes: picture}
	one := chat.Outbound{To: to(anh)}
	for name, c := range map[string]struct {
		m chat.Outbound
		f chat.File
	}{
		"a voice note":        {one, chat.File{Kind: chat.Voice, Name: "a.ogg", Bytes: picture}},
		"a large picture":     {one, chat.File{Kind: chat.Photo, Name: "a.jpg", Bytes: make([]byte, 1_000_001)}},
		"a large file":        {one, chat.File{Kind: chat.Doc, Name: "a.pdf", Bytes: make([]byte, 5_000_001)}},
		"another file":        {one, chat.File{Kind: chat.Doc, Name: "a.exe", Bytes: document}},
		"nothing":             {one, chat.File{Kind: chat.Photo, Name: "a.jpg"}},
		"a document in words": {chat.Outbound{To: to(anh), Text: "đơn"}, chat.File{Kind: chat.Doc, Name: "a.pdf", Bytes: document}},
		"another channel":     {chat.Outbound{To: chat.Address{Channel: "telegram", ID: "1"}}, photo},
		"choices":             {chat.Outbound{To: to(anh), Choices: []chat.Choice{{Key: "1", Label: "a", Data: "#a"}}}, photo},
	} {
		r := ready(t)
		if _, e := r.sendFile(c.m, c.f); e == nil || e.Reaction != chat.Invalid || len(r.sim.Calls()) > 0 {
			t.Errorf("%s: %v, %d calls", name, e, len(r.sim.Calls()))
		}
	}
	const image = "/v2.0/oa/upload/image"
	for name, c := range map[string]struct {
		fault func(*zalosim.Faults)
		want  chat.Reaction // "" when it is sent after all
		maybe bool
		calls int
	}{
		"the upload is out of quota":  {fault: code(-211, image), want: chat.Wait, calls: 1},
		"too fast":                    {fault: code(-32, image), want: chat.Wait, calls: 1},
		"the upload gets no answer":   {fault: func(f *zalosim.Faults) { f.Unavailable = 1 }, want: chat.Retry, calls: 1},
		"the upload is no JSON":       {fault: func(f *zalosim.Faults) { f.Garbled = 1 }, want: chat.Retry, calls: 1},
		"the send gets no answer":     {fault: func(f *zalosim.Faults) { f.LostAnswers = 1 }, want: chat.Retry, maybe: true, calls: 2},
		"it has expired":              {fault: code(-100, ""), calls: 4},
		"it expires twice":            {fault: func(f *zalosim.Faults) { f.Codes = []zalosim.Code{{Code: -100, Times: 2}} }, want: chat.Invalid, calls: 4},
		"the window is shut":          {fault: code(-230, ""), want: chat.Closed, calls: 2},
		"the token is refused":        {fault: code(-216, image), calls: 3},
		"the token is refused, later": {fault: code(-216, ""), calls: 3},
	} {
		t.Run(name, func(t *testing.T) {
			r := ready(t)
			r.sim.Inject(c.fault)
			_, e := r.sendFile(one, photo)
			switch {
			case c.want == "" && e != nil, c.want != "" && (e == nil || e.Reaction != c.want || e.Maybe != c.maybe):
				t.Errorf("%+v", e)
			}
			if n := len(r.sim.Calls()); n != c.calls {
				t.Errorf("%d calls", n)
			}
		})
	}
}

func code(n int, path string) func(*zalosim.Faults) {
	return func(f *zalosim.Faults) { f.Codes = []zalosim.Code{{Code: n, Times: 1, Path: path}} }
}

// TestPartsOfAFile: the file is the last; words that do not fit below it go before.
func TestPartsOfAFile(t *testing.T) {
	r := newRig(t)
	for name, c := range map[string]struct {
		kind, text string
		parts      int
		caption    bool
	}{
		"a photo":               {chat.Photo, "Ảnh 1/2", 1, true},
		"a photo, no words":     {chat.Photo, "", 1, false},
		"a photo, many words":   {chat.Photo, long, 5, false},
		"a document":            {chat.Doc, "Tệp 1", 2, false},
		"a document, no words":  {chat.Doc, "", 1, false},
		"a document, long text": {chat.Doc, long, 5, false},
	} {
		parts := r.ch.Parts(chat.Outbound{To: to(anh), Text: c.text, Attach: &chat.Attach{ID: "x", Kind: c.kind, Name: "a"}})
		if len(parts) != c.parts {
			t.Errorf("%s: %d parts", name, len(parts))
		}
		for i, p := range parts {
			if end := i == len(parts)-1; (p.Attach != nil) != end || end && (p.Text != "") != c.caption || len(r.ch.Parts(p)) != 1 {
				t.Errorf("%s, part %d: %+v", name, i, p)
			}
		}
	}
	if !r.ch.Takes(chat.Photo, "jpg", 1_000_000) || r.ch.Takes(chat.Photo, "heic", 1) || r.ch.Takes(chat.Voice, "ogg", 1) || !r.ch.Takes(chat.Doc, "pdf", 1) {
		t.Error("Takes")
	}
}

// TestMediaHosts: domains only.
func TestMediaHosts(t *testing.T) {
	for host, ok := range map[string]bool{"zdn.vn": true, "": false, "vn": false, "*.zdn.vn": false, "https://zdn.vn": false, "127.0.0.1": false, "ZDN.vn": false} {
		c := zalo.DefaultConfig()
		c.AppID, c.AppSecret, c.OAID, c.OASecretKey = appID, appSecret, oaID, oaSecret
		c.MediaHosts = []string{host}
		if err := c.Check(); (err == nil) != ok || err != nil && !strings.Contains(err.Error(), "media_hosts") {
			t.Errorf("%q: %v", host, err)
		}
	}
}
