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
	"langnghe/telegram/telegramsim"
)

// keepsMedia is a town whose program keeps photos, with somebody of ward Ba
// Đình on Telegram.
func keepsMedia(t *testing.T) (*town, *phone) {
	w := newTown(t)
	w.settleIn("lan@telegram", "pct-bd@telegram")
	w.keepsMedia()
	return w, w.phone("lan@telegram")
}

// shows sends photos or the like, one message each as an album comes.
func (p *phone) shows(kind string, times int) string {
	p.Helper()
	_, tg := ids(p.person)
	for range times {
		if _, err := p.telegram.SendMedia(tg, telegramsim.Media{Kind: kind, Size: 1000}); err != nil {
			p.Fatal(err)
		}
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

// fetched does by hand what a job of the outbox does: clean, put, decide.
func (w *town) fetched(m bot.Media, b []byte, why media.Refusal) {
	w.Helper()
	var c media.Cleaned
	if why == "" {
		c, why = media.Clean(m.Kind, b)
	}
	if why == "" {
		if err := w.node.store.PutMedia(m.ID, c.Kind, c.Bytes); err != nil {
			w.Fatal(err)
		}
	}
	err := w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		ch, _ := w.node.bot.MediaFetched(tx, m.ID, c, why, w.now)
		if ch.Empty() {
			return nil
		}
		_, err := tx.Apply(ch)
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
	w.settle()
}

// urgentWith begins an urgent report with photos and ends at its last question.
func urgentWith(t *testing.T, p *phone, photos int) (report string) {
	t.Helper()
	for _, line := range []string{"khẩn", "3", "Ngõ chợ, tổ 5", "Cháy một gian hàng, đang dập"} {
		p.says(line)
	}
	p.says("2")
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

var pdfBytes = []byte("%PDF-1.7\nwords\n%%EOF\n")

// TestMediaOfAReport follows photos from the phone to the report, and what
// becomes of them when they are fetched, refused, and taken back.
func TestMediaOfAReport(t *testing.T) {
	w, p := keepsMedia(t)
	id := urgentWith(t, p, 3)
	list := w.mediaOf(id)
	if len(list) != 3 || list[0].State != bot.MediaWanted || list[0].Ref == "" || list[0].Person != "lan" {
		t.Fatalf("media of the report: %+v", list)
	}
	for _, m := range list {
		if strings.ContainsAny(m.ID, "0123456789,") {
			t.Errorf("an id that may be taken for a number: %s", m.ID)
		}
	}
	list[0].Kind = media.File // as if it had been sent as a document
	w.fetched(list[0], pdfBytes, "")
	p.news()
	w.fetched(list[1], []byte("no picture"), "")
	if got := p.news(); !strings.Contains(got, "không mở được ảnh vừa gửi") {
		t.Errorf("a refused photo: %q", got)
	}
	w.fetched(list[2], []byte("no picture either"), "")
	if got := p.news(); got != "" {
		t.Errorf("told twice: %q", got)
	}
	w.fetched(list[2], nil, bot.NotFetched) // settled already
	kept := w.mediaOf(id)
	for i, want := range []bot.MediaState{bot.MediaKept, bot.MediaRefused, bot.MediaRefused} {
		if kept[i].State != want || kept[i].Ref != "" || !kept[i].Chat.IsZero() {
			t.Errorf("record %d: %+v", i, kept[i])
		}
	}
	if b, err := w.node.store.Media(list[0].ID); err != nil || !bytes.Equal(b, pdfBytes) {
		t.Errorf("the file: %q, %v", b, err)
	}

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

// TestMediaNotFetched: every reason has words; what is gone stays gone.
func TestMediaNotFetched(t *testing.T) {
	w, p := keepsMedia(t)
	for _, why := range append(media.Refusals(), bot.NoRoom, bot.NotFetched) {
		p.says("báo cáo")
		p.shows("photo", 1)
		list := w.mediaBy("lan")
		m := list[len(list)-1]
		w.fetched(m, nil, why)
		if got := p.news(); !strings.Contains(got, "vừa gửi") {
			t.Errorf("%s: %q", why, got)
		}
		list = w.mediaBy("lan")
		if m := list[len(list)-1]; m.Reason != string(why) || m.State != bot.MediaRefused {
			t.Errorf("%s: %+v", why, m)
		}
		p.says("hủy")
		p.taps("Hủy")
	}
	p.says("báo cáo")
	p.shows("photo", 1)
	p.says("hủy")
	p.taps("Hủy")
	list := w.mediaBy("lan")
	m := list[len(list)-1]
	if m.State != bot.MediaGone || m.Reason != "unused" {
		t.Errorf("a photo of a report given up: %+v", m)
	}
	w.fetched(m, []byte("%PDF"), bot.NotFetched)
	if again := w.mediaBy("lan"); again[len(again)-1].State != bot.MediaGone {
		t.Error("what was let go came back")
	}
}

// TestMediaOfTheErased: a photo of a report stays without a name, everything
// else goes.
func TestMediaOfTheErased(t *testing.T) {
	w, p := keepsMedia(t)
	id := urgentWith(t, p, 2)
	list := w.mediaOf(id)
	for i, m := range list {
		err := w.node.store.Update(context.Background(), func(tx bot.Tx) error {
			m.State = bot.MediaKept
			if i == 1 {
				m.Kind = media.Voice
			}
			_, err := tx.Apply(bot.Change{Media: []bot.Media{m}})
			return err
		})
		if err := errors.Join(err, w.node.store.PutMedia(m.ID, m.Kind, []byte("x"))); err != nil {
			t.Fatal(err)
		}
	}
	p.says("báo cáo")
	p.shows("photo", 1)
	p.says("hủy")
	p.taps("Hủy")
	p.says("dữ liệu của tôi")
	p.taps("Xóa")
	p.taps("Xóa")
	if left := w.mediaBy("lan"); len(left) != 0 {
		t.Fatalf("still under his name: %+v", left)
	}
	for i, m := range w.mediaOf(id) {
		_, err := w.node.store.Media(m.ID)
		if voice := i == 1; m.Person != "" || m.Run != "" || voice == (err == nil) || voice != (m.State == bot.MediaGone) {
			t.Errorf("%s: %+v, %v", m.Kind, m, err)
		}
	}
}

// TestMediaSwitchedOff: without somebody to fetch them photos are asked for in
// words, as before, and no record is made; out of a conversation neither.
func TestMediaSwitchedOff(t *testing.T) {
	w, p := keepsMedia(t)
	if got := p.shows("photo", 1); !strings.Contains(got, "báo cáo") {
		t.Errorf("a photo out of the blue: %q", got)
	}
	w.media, w.node.bot.Media = false, false
	p.says("báo cáo")
	if got := p.shows("photo", 1); !strings.Contains(got, "chưa nhận được ảnh") {
		t.Errorf("a photo while off: %q", got)
	}
	if list := w.mediaBy("lan"); len(list) != 0 {
		t.Errorf("records: %+v", list)
	}
}

// TestMediaCaption: of an album sent where something else is asked the photos
// are kept, and the words below them are what was said.
func TestMediaCaption(t *testing.T) {
	w, p := keepsMedia(t)
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
