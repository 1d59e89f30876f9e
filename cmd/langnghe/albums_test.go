package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/sample"
	"langnghe/telegram/telegramsim"
)

// attach lets somebody send things that are no text, as one album when it has
// a name; nothing is processed until the town settles or time passes.
func (p *phone) attach(album string, things ...telegramsim.Media) {
	p.Helper()
	_, tg := ids(p.person)
	for _, m := range things {
		m.Album = album
		_, err := p.telegram.SendMedia(tg, m)
		p.must(err)
	}
}

func photo(caption string) telegramsim.Media {
	return telegramsim.Media{Kind: "photo", Caption: caption, Bytes: sample.Photos()[0].Data}
}

// toPhotos brings somebody to the question for photos.
func (p *phone) toPhotos() {
	p.Helper()
	p.says("báo cáo")
	p.taps("Giao thông")
	p.taps("Ùn tắc")
	want(p.TB, p.says("Ngã tư Đội Cấn hay tắc đường lúc tan tầm"), "Có ảnh thì bác gửi kèm")
}

// TestAlbum: the photos of an album are one answer, complete when no more come,
// also across a restart and when they arrive slowly.
func TestAlbum(t *testing.T) {
	for _, c := range []struct {
		name string
		send func(*phone)
	}{
		{"at once", func(p *phone) { p.attach("a", photo(""), photo("Chụp chiều qua, gọi 0912345678"), photo("")) }},
		{"slowly", func(p *phone) {
			for _, caption := range []string{"Chụp chiều qua, gọi 0912345678", "", ""} {
				p.attach("a", photo(caption))
				p.pass(1500 * time.Millisecond)
				want(p.TB, p.news())
			}
		}},
		{"across a restart", func(p *phone) {
			p.attach("a", photo("Chụp chiều qua, gọi 0912345678"))
			p.pass(time.Second)
			p.restart()
			p.attach("a", photo(""), photo(""))
			p.settle()
			p.restart()
		}},
		{"stopped in its midst", func(p *phone) {
			p.attach("a", photo("Chụp chiều qua, gọi 0912345678"), photo(""), photo(""))
			p.settle()
			p.now = p.now.Add(time.Hour) // down meanwhile
			p.restart()
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newTown(t, takingPhotos)
			w.settleIn("lan@telegram")
			lan := w.phone("lan@telegram")
			lan.toPhotos()
			c.send(lan)
			w.pass(5 * time.Second)
			got := lan.news()
			want(t, got, "Có nhiều người nói")
			if strings.Count(got, "Có nhiều người nói") != 1 {
				t.Errorf("answered more than once:\n%s", got)
			}
			want(t, lan.says("xem lại"), "Ảnh: 3 ảnh: Chụp chiều qua, gọi [đã che]")
			w.nothingLeft()
		})
	}
}

// TestAlbumThenWords: what is typed after an album is about the next question,
// however soon it comes.
func TestAlbumThenWords(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@telegram")
	lan := w.phone("lan@telegram")
	lan.toPhotos()
	lan.attach("a", photo(""), photo(""))
	lan.send("1")
	w.pass(5 * time.Second)
	want(t, lan.news(), "Có nhiều người nói", "Thái độ chung")
	lan.attach("", photo("")) // not asked for here
	w.pass(5 * time.Second)
	want(t, lan.news(), "đã nhận 1 ảnh, sẽ gửi kèm")
	want(t, lan.says("xem lại"), "Ảnh: 2 ảnh", "Gửi kèm: 1 ảnh")
	for _, m := range w.mediaBy("lan") {
		if m.State != bot.MediaKept || m.Run == "" || m.Report != "" {
			t.Errorf("the record of a photo of a draft: %+v", m)
		}
	}
	if n := len(w.mediaBy("lan")); n != 3 {
		t.Errorf("%d records of 3 photos", n)
	}
}

// TestAlbumLateAndEndless: items that come after the album was taken for
// complete are added while that is still plain; what is more than an answer
// holds is told of once and counted.
func TestAlbumLateAndEndless(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@telegram")
	lan := w.phone("lan@telegram")
	lan.toPhotos()
	lan.attach("a", photo(""), photo(""))
	w.pass(20 * time.Second)
	want(t, lan.news(), "Có nhiều người nói")
	lan.attach("a", photo(""))
	w.pass(5 * time.Second)
	want(t, lan.news(), "nay có 3 ảnh")
	told := 0
	for range 40 {
		lan.attach("a", photo(""))
		w.pass(1500 * time.Millisecond)
		told += strings.Count(lan.news(), "Có nhiều người nói")
	}
	if told > 2 {
		t.Errorf("answered %d times", told)
	}
	want(t, lan.says("xem lại"), "Ảnh: 10 ảnh")
	want(t, lan.says("để sau"), "giữ lại")
	w.nothingLeft()
}

// TestAlbumMixed: of an album with videos the photos are kept, and it is said
// what is not.
func TestAlbumMixed(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@telegram")
	lan := w.phone("lan@telegram")
	lan.toPhotos()
	lan.attach("a", telegramsim.Media{Kind: "video"}, photo(""), telegramsim.Media{Kind: "video"})
	w.pass(5 * time.Second)
	want(t, lan.news(), "chưa giữ 2 mục", "Có nhiều người nói")
	want(t, lan.says("xem lại"), "Ảnh: 1 ảnh")
}

// TestAlbumWhereNoneIsAsked: who sends an album where there is no question for
// photos is told so once, and its words are heard.
func TestAlbumWhereNoneIsAsked(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@telegram")
	for i, c := range []struct {
		who, caption, says string
	}{
		{"lan", "", "gửi trong lúc viết báo cáo"},
		{"lan", "Đèn đường ngõ 5 hỏng cả tháng nay rồi", "muốn gửi nội dung này"},
		{"lan", "Công văn TUYỆT MẬT số 5 của cơ quan", "dấu hiệu tài liệu mật"},
		{"la", "", "nhắn mã mời"},
	} {
		p := w.phone(c.who + "@telegram")
		album := fmt.Sprint("a", i)
		p.attach(album, photo(c.caption), photo(""), photo(""), photo(""))
		w.pass(15 * time.Second)
		p.attach(album, photo(""))
		w.pass(15 * time.Second)
		got := p.news()
		want(t, got, c.says)
		if n := strings.Count(got, c.says); n != 1 {
			t.Errorf("%q said %d times:\n%s", c.says, n, got)
		}
	}
	w.nothingLeft()
}

// TestContactAndPlace: no phone number is kept, and a point on the map is an
// area about a kilometre wide where a place is asked for.
func TestContactAndPlace(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@telegram", "pct-bd@telegram")
	lan := w.phone("lan@telegram")
	_, tg := ids("lan")
	card := func(own bool) string {
		_, err := w.telegram.SendContact(tg, "+84912345678", own)
		w.must(err)
		w.pass(5 * time.Second)
		return lan.news()
	}
	want(t, card(true), "không lưu số này")
	want(t, card(false), "không lưu số điện thoại của người khác")
	here := func() string {
		lan.attach("", telegramsim.Media{Kind: "location"})
		w.pass(10 * time.Second)
		return lan.news()
	}
	want(t, here(), "chưa dùng được vị trí")
	lan.says("khẩn")
	lan.taps("Cháy")
	want(t, here(), "Trợ lý đang ghi: Khu vực quanh tọa độ 21,03; 105,80, rộng khoảng 1 km")
	want(t, lan.says("đầu ngõ 5 Đội Cấn"), "Tình hình hiện nay")
	lan.says("khói nhiều")
	r := onlyReport(t, w)
	if f, _ := r.Field("o_dau"); f.Value != "Khu vực quanh tọa độ 21,03; 105,80, rộng khoảng 1 km đầu ngõ 5 Đội Cấn" {
		t.Errorf("place %q", f.Value)
	}
	if s := w.record(r.ID); strings.Contains(s, "0285") || strings.Contains(s, "8048") {
		t.Errorf("the very point is kept: %s", s)
	}
}
