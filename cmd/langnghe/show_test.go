package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/sample"
	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

// got is a file that a phone was sent.
type got struct {
	kind, name, words string
	bytes             []byte
}

// files are what the bot sent to a phone besides words.
func (p *phone) files() (list []got) {
	z, tg := ids(p.person)
	if p.platform == "zalo" {
		for _, b := range p.zalo.Chat(z) {
			if b.FromOA && b.Media != "" {
				list = append(list, got{b.Media, b.Name, b.Text, p.zalo.File(b.URL)})
			}
		}
		return list
	}
	for _, b := range p.telegram.Chat(tg) {
		if b.FromBot && b.File != "" {
			list = append(list, got{b.Kind, b.Name, b.Text, p.telegram.File(b.File)})
		}
	}
	return list
}

// shows sends a photo, voice note or document from a phone of either platform.
func (p *phone) sends(kind string) {
	p.Helper()
	z, tg := ids(p.person)
	f, zk, tk := sample.Photos()[0], "image", "photo"
	switch kind {
	case "voice":
		f, zk, tk = sample.Voice(), "audio", "voice"
		if p.platform == "zalo" {
			f = sample.VoiceAAC()
		}
	case "file":
		f, zk, tk = sample.Letter(), "file", "document"
	}
	if p.platform == "zalo" {
		p.zalo.SendMedia(z, zalosim.Media{Kind: zk, Name: "../../" + f.Name, Bytes: f.Data})
		return
	}
	_, err := p.telegram.SendMedia(tg, telegramsim.Media{Kind: tk, Name: "../../" + f.Name, Bytes: f.Data})
	p.must(err)
}

// reports files an urgent report with what kinds say and ends at the menu.
func (p *phone) reportsWith(kinds ...string) {
	p.Helper()
	p.toUrgentPhotos()
	for _, k := range kinds {
		p.sends(k)
	}
	p.pass(10 * time.Second)
	if !slices.Contains(kinds, "photo") {
		p.says("bỏ qua")
	}
	for range 3 {
		p.says("bỏ qua")
	}
	p.news()
}

func b2n(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestPhotosAreShown: the head of the unit hears once that photos came, and sees
// them on either platform; a stranger to the report does not.
func TestPhotosAreShown(t *testing.T) {
	for _, platform := range []string{"zalo", "telegram"} {
		t.Run(platform, func(t *testing.T) {
			w := newTown(t, takingPhotos)
			w.settleIn("lan@"+platform, "pct-bd@"+platform, "pct-nh@"+platform, "tho@"+platform)
			lan, pct := w.phone("lan@"+platform), w.phone("pct-bd@"+platform)
			lan.toUrgentPhotos()
			pct.news() // the flash
			lan.sends("photo")
			lan.sends("photo")
			w.pass(10 * time.Second)
			for range 3 {
				lan.says("bỏ qua")
			}
			heard := pct.news()
			if n := strings.Count(heard, "Ảnh: 2 ảnh"); n != 1 {
				t.Errorf("heard of the photos %d times:\n%s", n, heard)
			}
			want(t, pct.taps("Xem ảnh"), "Ảnh 1, mã 2611-0001", "Ảnh 2, mã 2611-0001", "2 ảnh của mã 2611-0001 ở trên đây")
			list := pct.files()
			if len(list) != 2 {
				t.Fatalf("%d files", len(list))
			}
			for _, f := range list {
				if !bytes.HasPrefix(f.bytes, []byte("\xff\xd8\xff")) || bytes.Contains(f.bytes, []byte("Exif")) || strings.Contains(f.name, "ngap") {
					t.Errorf("%s %s, %d bytes", f.kind, f.name, len(f.bytes))
				}
			}
			if n := audited(w, "view_media"); n != 1 {
				t.Errorf("%d audit lines", n)
			}
			want(t, pct.says("khẩn chưa xong"), "Có 1 việc khẩn")
			want(t, pct.says("1"), "Kèm 2 ảnh", "Ảnh: 2 ảnh")
			want(t, pct.taps("Việc khác"), "Báo cáo 2611-0001")
			pct.taps("Đã nhận")

			want(t, lan.says("báo cáo của tôi"), "Chọn một số")
			want(t, lan.says("1"), "Kèm 2 ảnh")
			want(t, lan.taps("Xem ảnh"), "2 ảnh của mã")
			if n := len(lan.files()); n != 2 {
				t.Errorf("the reporter got %d", n)
			}
			w.nothingLeft()
		})
	}
}

// TestPageShowsWhatWasSent: the demo's page shows the photos that the bot sends,
// with their bytes, on both phones.
func TestPageShowsWhatWasSent(t *testing.T) {
	for _, platform := range []string{"zalo", "telegram"} {
		w := newTown(t, takingPhotos)
		w.settleIn("lan@"+platform, "pct-bd@"+platform)
		c := w.playground("lan", "pct-bd")
		lan, pct := w.phone("lan@"+platform), w.phone("pct-bd@"+platform)
		lan.reportsWith("photo", "file")
		pct.taps("Xem phần gửi kèm")
		shown := map[string]string{}
		for _, b := range c.Bubbles(platform, "pct-bd") {
			for _, a := range b.Files {
				f, err := c.File(platform, "pct-bd", a.ID)
				if err != nil || !a.Stored || b.Mine {
					t.Errorf("%s: %+v, %v", platform, a, err)
				}
				shown[a.Kind] = f.Type
			}
		}
		if shown["photo"] != "image/jpeg" || shown["file"] != "application/pdf" || len(shown) != 2 {
			t.Errorf("%s shows %v", platform, shown)
		}
	}
}

// TestAlertMentionsPhotos: of photos sent before the flash the alert tells, with
// the button, and above the unit nobody hears of them.
func TestAlertMentionsPhotos(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@telegram", "pct-bd@telegram", "pct-cum@telegram", "vp@telegram")
	lan, pct, cum, vp := w.phone("lan@telegram"), w.phone("pct-bd@telegram"), w.phone("pct-cum@telegram"), w.phone("vp@telegram")
	for _, line := range []string{"khẩn", "3", "Ngõ chợ, tổ 5"} {
		lan.says(line)
	}
	lan.sends("photo")
	w.pass(10 * time.Second)
	lan.says("Cháy một gian hàng, đang dập")
	want(t, pct.news(), "VIỆC HỎA TỐC", "Kèm 1 ảnh")
	want(t, pct.taps("Xem ảnh"), "1 ảnh của mã")
	if got := vp.news(); strings.Contains(got, "Kèm") {
		t.Errorf("the city hears: %s", got)
	}
	w.pass(2 * time.Hour) // it climbs
	got := cum.news()
	want(t, got, "VIỆC HỎA TỐC")
	if strings.Contains(got, "Kèm") {
		t.Errorf("the cluster hears: %s", got)
	}
	for _, p := range []*phone{cum, vp} {
		p.says("khẩn chưa xong")
		if got := p.says("1"); strings.Contains(got, "Kèm") {
			t.Errorf("%s reads: %s", p.person, got)
		}
		if n := len(p.files()); n != 0 {
			t.Errorf("%s got %d", p.person, n)
		}
	}
}

// TestPhotosGoUp: photos climb only when whoever passes the report up says so;
// voice notes and files never do.
func TestPhotosGoUp(t *testing.T) {
	for _, urgent := range []bool{true, false} {
		w := newTown(t, takingPhotos)
		w.settleIn("lan@telegram", "pct-bd@telegram", "pct-cum@telegram")
		lan, pct, cum := w.phone("lan@telegram"), w.phone("pct-bd@telegram"), w.phone("pct-cum@telegram")
		if urgent {
			lan.reportsWith("photo", "voice", "file")
			pct.taps("Chuyển cấp trên")
		} else {
			lan.toPhotos()
			lan.sends("photo")
			lan.sends("voice")
			w.pass(10 * time.Second)
			for _, s := range []string{"1", "1", "bỏ qua", "không", "gửi"} {
				lan.says(s)
			}
			pct.says("báo cáo mới")
			want(t, pct.says("1"), "Kèm 1 ảnh")
			pct.taps("Việc khác")
			pct.taps("Chuyển cấp trên")
			pct.says("Ngã tư tắc, đề nghị cụm cho phân luồng")
			pct.says("xong")
			pct.taps("Gửi")
		}
		cum.news()
		cum.says(map[bool]string{true: "khẩn chưa xong", false: "báo cáo mới"}[urgent])
		if got := cum.says("1"); !strings.Contains(got, "2611-0001") || strings.Contains(got, "Kèm") {
			t.Errorf("before anybody said so: %s", got)
		}
		want(t, pct.taps("Gửi kèm ảnh"), "đã xem được ảnh")
		w.pass(time.Hour)
		want(t, cum.news(), "gửi kèm 1 ảnh")
		want(t, cum.taps("Xem ảnh"), "1 ảnh của mã")
		if list := cum.files(); len(list) != 1 || list[0].kind != "photo" {
			t.Errorf("the cluster got %+v", list)
		}
		w.nothingLeft()
	}
}

// TestVoiceNote: on Telegram it is heard, on Zalo it cannot be sent and goes to
// the reader's Telegram if he has one; what it says is written down, masked.
func TestVoiceNote(t *testing.T) {
	for _, c := range []struct{ reader, here, heard string }{
		{"pct-bd@telegram", "telegram", "1 tin thoại của mã"},
		{"pct-bd@zalo", "zalo", "Zalo không gửi được 1 tin thoại"},
		{"pct-bd@both", "zalo", "đã gửi sang Telegram"},
	} {
		t.Run(c.reader, func(t *testing.T) {
			w := newTown(t, takingPhotos)
			w.settleIn("lan@zalo", c.reader)
			lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@"+c.here)
			pct.says("menu")
			lan.toUrgentPhotos()
			lan.sends("voice")
			w.pass(10 * time.Second)
			lan.says("bỏ qua")
			for range 3 {
				lan.says("bỏ qua")
			}
			pct.says("khẩn chưa xong")
			want(t, pct.says("1"), "Kèm 1 tin thoại", "Tin thoại chưa có bản chữ")
			want(t, pct.taps("Nghe tin thoại"), c.heard)
			n := len(pct.files()) + b2n(c.reader == "pct-bd@both")*len(w.phone("pct-bd@telegram").files())
			if n != b2n(c.reader != "pct-bd@zalo") {
				t.Errorf("%d files came", n)
			}
			want(t, pct.taps("Ghi lại lời"), "Mời anh ghi lại lời")
			pct.says("Bác nói chợ cháy, số của bác là 0912345678")
			pct.says("xong")
			pct.taps("Được")
			want(t, pct.taps("Gửi"), "Đã ghi lời tin thoại vào mã 2611-0001")
			pct.says("khẩn chưa xong")
			got := pct.says("1")
			want(t, got, "Lời tin thoại: Bác nói chợ cháy", "[đã che]")
			if strings.Contains(got, "chưa có bản chữ") {
				t.Errorf("still to be written: %s", got)
			}
			if audited(w, "transcribed") != 1 {
				t.Error("no audit line")
			}
			want(t, lan.news()) // nothing for her to do
			want(t, lan.says("báo cáo của tôi"), "Chọn một số")
			want(t, lan.says("1"), "ghi lại lời tin thoại: Bác nói chợ cháy")
			w.nothingLeft()
		})
	}
}

// TestSpokenAnswer: who speaks in place of writing has answered; the flash goes
// out with it, and where the place is asked for it is kept and words are wanted.
func TestSpokenAnswer(t *testing.T) {
	for _, platform := range []string{"zalo", "telegram"} {
		w := newTown(t, takingPhotos)
		w.settleIn("lan@"+platform, "pct-bd@telegram")
		lan, pct := w.phone("lan@"+platform), w.phone("pct-bd@telegram")
		lan.says("khẩn")
		lan.says("3")
		lan.sends("voice")
		w.pass(10 * time.Second)
		want(t, lan.news(), "đã nhận 1 tin thoại", "Việc xảy ra ở đâu")
		lan.says("Ngõ chợ, tổ 5")
		lan.sends("voice")
		w.pass(10 * time.Second)
		want(t, lan.news(), "Mã: 2611-0001", "còn nguy hiểm không")
		want(t, pct.news(), "Diễn biến: 1 tin thoại", "Kèm 2 tin thoại", "Tin thoại chưa có bản chữ")
		want(t, pct.taps("Nghe tin thoại"), "2 tin thoại của mã 2611-0001")
		if n := len(pct.files()); n != 2 {
			t.Errorf("%d voice notes", n)
		}
		w.nothingLeft()
	}
}

// TestPhotosGone: what is not there any more is said so, and a button of before
// sends what is left.
func TestPhotosGone(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@telegram", "pct-bd@telegram", "pct-nh@telegram")
	lan, pct := w.phone("lan@telegram"), w.phone("pct-bd@telegram")
	lan.toUrgentPhotos()
	lan.attach("", photo(""), telegramsim.Media{Kind: "photo", Bytes: []byte("no picture")})
	w.pass(10 * time.Second)
	for range 3 {
		lan.says("bỏ qua")
	}
	pct.says("khẩn chưa xong")
	want(t, pct.says("1"), "Kèm 1 ảnh", "Không còn xem được: 1 ảnh")
	w.rewrite("config.yaml", "store:", "store:\n  photo_days: 2")
	w.restart()
	w.pass(80 * time.Hour)
	pct.says("khẩn chưa xong")
	want(t, pct.says("1"), "Không còn xem được: 2 ảnh")
	if n := len(pct.files()); n != 0 {
		t.Errorf("%d files", n)
	}
}

// TestPhotosStayWithTheUnit: a button that somebody else got hold of sends nothing.
func TestPhotosStayWithTheUnit(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@telegram", "pct-bd@telegram", "tho@telegram", "pct-nh@telegram")
	lan, pct := w.phone("lan@telegram"), w.phone("pct-bd@telegram")
	lan.reportsWith("photo")
	pct.news()
	w.endPosts("pct-bd", "bd")
	want(t, pct.taps("Xem ảnh"), "không thuộc phần")
	if n := len(pct.files()); n != 0 {
		t.Errorf("%d files", n)
	}
}
