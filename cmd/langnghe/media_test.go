package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/media"
	"langnghe/sample"
	"langnghe/telegram/telegramsim"
)

// atHome is a town with somebody of ward Ba Đình on Telegram and the head of
// the ward.
func atHome(t *testing.T) (*town, *phone) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@telegram", "pct-bd@telegram")
	return w, w.phone("lan@telegram")
}

// shows sends photos or the like, one message each as an album comes, and waits
// until they are fetched.
func (p *phone) shows(kind string, times int) string {
	p.Helper()
	m := telegramsim.Media{Kind: kind, Bytes: sample.Photos()[0].Data}
	switch kind {
	case "voice":
		m.Bytes = sample.Voice().Data
	case "document":
		m.Bytes, m.Name, m.Type = sample.Letter().Data, "../../don.pdf", "application/pdf"
	}
	for range times {
		p.attach("", m)
	}
	p.pass(6 * time.Second)
	return p.news()
}

func (w *town) mediaBy(person string) (list []bot.Media) {
	w.Helper()
	if err := w.node.store.View(context.Background(), func(v bot.View) error { list = v.MediaBy(person); return nil }); err != nil {
		w.Fatal(err)
	}
	return list
}

func (w *town) mediaOf(report string) (list []bot.Media) {
	w.Helper()
	if err := w.node.store.View(context.Background(), func(v bot.View) error { list = v.MediaOf(report); return nil }); err != nil {
		w.Fatal(err)
	}
	return list
}

// lastOf is the record of what a person sent last.
func (w *town) lastOf(person string) bot.Media {
	w.Helper()
	list := w.mediaBy(person)
	if len(list) == 0 {
		w.Fatalf("%s sent nothing", person)
	}
	return list[len(list)-1]
}

// toUrgentPhotos begins an urgent report and ends at its question for photos.
func (p *phone) toUrgentPhotos() {
	p.Helper()
	for _, line := range []string{"khẩn", "3", "Ngõ chợ, tổ 5", "Cháy một gian hàng, đang dập"} {
		p.says(line)
	}
	want(p.TB, p.says("2"), "Có ảnh thì bác gửi kèm")
}

// urgentWith files an urgent report with photos.
func urgentWith(t *testing.T, p *phone, photos int) (report string) {
	t.Helper()
	p.toUrgentPhotos()
	if got := p.shows("photo", photos); !strings.Contains(got, "bị ảnh hưởng") {
		t.Fatalf("photos: %s", got)
	}
	list := p.mediaBy("lan")
	if len(list) != photos {
		t.Fatalf("%d records of %d photos", len(list), photos)
	}
	for _, line := range []string{"bỏ qua", "bỏ qua", "bỏ qua"} {
		p.says(line)
	}
	list = p.mediaBy("lan")
	if len(list) != photos || list[0].Report == "" || list[0].Unit != "bd" {
		t.Fatalf("records after filing: %+v", list)
	}
	return list[0].Report
}

// TestMediaOfAReport follows photos from the phone to the report, and what
// becomes of them when it is taken back.
func TestMediaOfAReport(t *testing.T) {
	w, p := atHome(t)
	id := urgentWith(t, p, 3)
	list := w.mediaOf(id)
	if len(list) != 3 {
		t.Fatalf("media of the report: %+v", list)
	}
	for i, m := range list {
		if strings.ContainsAny(m.ID, "0123456789,") {
			t.Errorf("an id that may be taken for a number: %s", m.ID)
		}
		if m.State != bot.MediaKept || m.Ref != "" || !m.Chat.IsZero() || m.Person != "lan" || m.Ext != "jpg" {
			t.Errorf("record %d: %+v", i, m)
		}
		b, err := w.node.store.Media(m.ID)
		if err != nil || !bytes.HasPrefix(b, []byte("\xff\xd8\xff")) || bytes.Contains(b, []byte("Exif")) {
			t.Errorf("the file: %d bytes, %v", len(b), err)
		}
	}
	w.nothingLeft()

	p.says("báo cáo của tôi")
	p.says("1")
	p.taps("Rút")
	p.taps("Rút")
	if got := w.mediaOf(id); got[0].State != bot.MediaGone || got[0].Reason != "withdrawn" {
		t.Errorf("after the report was taken back: %+v", got[0])
	}
	if _, err := w.node.store.Media(list[0].ID); !errors.Is(err, bot.ErrNoMedia) {
		t.Errorf("the file of a report taken back: %v", err)
	}
}

// TestMediaRefused: what cannot be kept is told of once, kindly, with what to do;
// the rest of what was sent at the same time is kept.
func TestMediaRefused(t *testing.T) {
	jpeg := sample.Photos()[0].Data
	mp4 := append([]byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isommp42"), make([]byte, 64)...)
	for name, c := range map[string]struct {
		m    telegramsim.Media
		why  media.Refusal
		told string
	}{
		"a PDF as a photo":    {telegramsim.Media{Kind: "photo", Bytes: sample.Letter().Data}, media.NotTaken, "thuộc loại trợ lý không nhận"},
		"no picture at all":   {telegramsim.Media{Kind: "photo", Bytes: []byte("hôm nay trời đẹp")}, media.NotPicture, "không mở được ảnh vừa gửi"},
		"cut off":             {telegramsim.Media{Kind: "photo", Bytes: jpeg[:len(jpeg)/2]}, media.Truncated, "bị thiếu một phần"},
		"too many bytes":      {telegramsim.Media{Kind: "photo", Size: 20<<20 + 1}, media.TooBig, "quá lớn"},
		"a bomb of pixels":    {telegramsim.Media{Kind: "photo", Bytes: pngBomb(30_000, 30_000)}, media.TooBig, "quá lớn"},
		"an iPhone's own":     {telegramsim.Media{Kind: "photo", Bytes: []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic")}, media.Heic, "gửi lại theo kiểu ảnh"},
		"an animation":        {telegramsim.Media{Kind: "photo", Bytes: []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;")}, media.NotPicture, "không mở được"},
		"nothing":             {telegramsim.Media{Kind: "photo", Bytes: []byte{}}, media.Empty, "không thấy gì"},
		"a film as a photo":   {telegramsim.Media{Kind: "photo", Bytes: mp4}, media.NotPicture, "không mở được"},
		"a web page as photo": {telegramsim.Media{Kind: "photo", Bytes: []byte("<html><script>alert(1)</script>")}, media.NotPicture, "không mở được"},
	} {
		t.Run(name, func(t *testing.T) {
			w, p := atHome(t)
			p.toUrgentPhotos()
			for range 2 {
				p.attach("", c.m)
			}
			p.attach("", photo(""))
			w.pass(25 * time.Hour)
			got := p.news()
			if n := strings.Count(got, c.told); n != 1 {
				t.Errorf("told %d times:\n%s", n, got)
			}
			var kept, refused int
			for _, m := range w.mediaBy("lan") {
				switch {
				case m.State == bot.MediaKept:
					kept++
				case m.State == bot.MediaRefused && m.Reason == string(c.why) && m.Ref == "" && m.Chat.IsZero():
					refused++
				}
			}
			if kept != 1 || refused != 2 {
				t.Errorf("%d kept, %d refused for %s", kept, refused, c.why)
			}
			w.nothingLeft()
		})
	}
}

// TestMediaLateOrDouble: what failed is tried again, what was let go while it
// was on its way is not kept, and a program stopped at any point keeps one.
func TestMediaLateOrDouble(t *testing.T) {
	t.Run("fails twice", func(t *testing.T) {
		w, p := atHome(t)
		p.toUrgentPhotos()
		w.telegram.SetFaults(telegramsim.Faults{Truncated: 1, Mislabelled: 1})
		p.attach("", photo(""))
		w.pass(time.Minute)
		if m := w.lastOf("lan"); m.State != bot.MediaKept {
			t.Errorf("%+v", m)
		}
		want(t, p.news(), "bị ảnh hưởng")
	})
	t.Run("given up meanwhile", func(t *testing.T) {
		w, p := atHome(t)
		p.toPhotos()
		done := false
		w.telegram.SetFaults(telegramsim.Faults{Truncated: 1, Slow: func(method string) {
			if method != "download" || done {
				return
			}
			done = true
			w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
				m := tx.MediaBy("lan")[0]
				m.State, m.Reason = bot.MediaGone, "unused"
				_, err := tx.Apply(bot.Change{Media: []bot.Media{m}})
				return err
			}))
		}})
		p.shows("photo", 1)
		w.telegram.SetFaults(telegramsim.Faults{})
		w.pass(time.Minute)
		m := w.lastOf("lan")
		if _, err := w.node.store.Media(m.ID); m.State != bot.MediaGone || !errors.Is(err, bot.ErrNoMedia) {
			t.Errorf("%+v, %v", m, err)
		}
		w.nothingLeft()
	})
	for _, point := range []string{"before_media", "after_media"} {
		t.Run("stopped "+point, func(t *testing.T) {
			w, p := atHome(t)
			p.toPhotos()
			times := 0
			w.fault = func(at string) error {
				if at == point && times == 0 {
					times++
					return errors.New("stopped")
				}
				return nil
			}
			w.restart()
			p.shows("photo", 1)
			w.restart()
			w.pass(time.Minute)
			if m := w.lastOf("lan"); times != 1 || m.State != bot.MediaKept {
				t.Errorf("after %d faults: %+v", times, m)
			}
			w.nothingLeft()
		})
	}
}

// TestMediaNoRoom: when there is no room left the person hears of it, the
// operator too, and the report goes on.
func TestMediaNoRoom(t *testing.T) {
	w, p := atHome(t)
	w.setting("store:", "store:\n  media_max_size_mb: 1")
	p.toPhotos()
	for range 10 {
		p.attach("", telegramsim.Media{Kind: "photo", Bytes: noise()})
	}
	w.pass(time.Minute)
	got := p.news()
	if n := strings.Count(got, "Kho ảnh đang đầy"); n != 1 {
		t.Errorf("told %d times:\n%s", n, got)
	}
	want(t, p.says("1"), "Thái độ chung")
	w.nothingLeft()
}

// TestMediaOfTheErased: a photo of a report stays without a name, everything
// else goes, and what is still to be fetched is not.
func TestMediaOfTheErased(t *testing.T) {
	w, p := atHome(t)
	p.toUrgentPhotos()
	p.shows("photo", 1)
	p.shows("voice", 1)
	for _, line := range []string{"bỏ qua", "bỏ qua", "bỏ qua"} {
		p.says(line)
	}
	id := w.lastOf("lan").Report
	p.says("báo cáo")
	w.telegram.SetFaults(telegramsim.Faults{Methods: []string{"getFile"}, ServerErrors: 1000})
	p.shows("photo", 1)
	unused := w.lastOf("lan")
	p.says("hủy")
	p.taps("Hủy")
	p.says("dữ liệu của tôi")
	p.taps("Xóa")
	p.taps("Xóa")
	if left := w.mediaBy("lan"); len(left) != 0 {
		t.Fatalf("still under his name: %+v", left)
	}
	for _, m := range w.mediaOf(id) {
		_, err := w.node.store.Media(m.ID)
		if voice := m.Kind == media.Voice; m.Person != "" || m.Run != "" || voice == (err == nil) || voice != (m.State == bot.MediaGone) {
			t.Errorf("%s: %+v, %v", m.Kind, m, err)
		}
	}
	w.telegram.SetFaults(telegramsim.Faults{})
	w.pass(time.Hour)
	if _, err := w.node.store.Media(unused.ID); !errors.Is(err, bot.ErrNoMedia) {
		t.Errorf("what was unused: %v", err)
	}
	w.nothingLeft()
}

// TestMediaSwitchedOff: where the unit wants none, photos are asked for in
// words and no record is made; out of a conversation neither.
func TestMediaSwitchedOff(t *testing.T) {
	w, p := atHome(t)
	if got := p.shows("photo", 1); !strings.Contains(got, "báo cáo") {
		t.Errorf("a photo out of the blue: %q", got)
	}
	w.setting("media: true", "media: false")
	p.says("báo cáo")
	if got := p.shows("photo", 1); !strings.Contains(got, "chưa nhận được ảnh") {
		t.Errorf("a photo while off: %q", got)
	}
	if list := w.mediaBy("lan"); len(list) != 0 {
		t.Errorf("records: %+v", list)
	}
}

// TestMediaOfNobody: what a stranger sends, and what is sent in a group, is never
// asked for.
func TestMediaOfNobody(t *testing.T) {
	w, _ := atHome(t)
	stranger := w.phone("la@telegram")
	stranger.shows("photo", 3)
	w.pass(time.Hour)
	for _, c := range w.telegram.Calls() {
		if c.Method == "getFile" || c.Method == "download" {
			t.Fatalf("a stranger's photo was fetched: %s", c.Method)
		}
	}
}

// TestMediaCaption: of an album sent where something else is asked the photos
// are kept, and the words below them are what was said.
func TestMediaCaption(t *testing.T) {
	w, p := atHome(t)
	p.says("báo cáo")
	p.taps("Giao thông")
	p.taps("Ùn tắc")
	p.attach("a", photo(""), photo("Ngã tư Đội Cấn hay tắc đường lúc tan tầm"), photo(""))
	w.pass(20 * time.Second)
	got := p.news()
	want(t, got, "đã nhận 3 ảnh", "Có nhiều người nói") // the question for photos is answered
	want(t, p.says("xem lại"), "Nội dung: Ngã tư Đội Cấn", "Ảnh: 3 ảnh")
	if n := len(w.mediaBy("lan")); n != 3 {
		t.Errorf("%d records of 3 photos", n)
	}
	w.nothingLeft()
}
