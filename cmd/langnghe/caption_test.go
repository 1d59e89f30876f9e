package main

import (
	"strings"
	"testing"
	"time"

	"langnghe/telegram/telegramsim"
)

// recaptions changes the words under the item that has them, or under the n-th
// that somebody sent.
func (p *phone) recaptions(id int, words string) string {
	p.Helper()
	p.typed = append(p.typed, words)
	_, tg := ids(p.person)
	p.must(p.telegram.EditCaption(tg, id, words))
	p.pass(6 * time.Second)
	return p.news()
}

// TestEditedCaption: an album whose items come in another order is one answer
// all the same, and the words under it follow the message they were written in:
// while the album still comes, in the conversation, and in a draft. Words put
// under an item that had none are not guessed to be anything.
func TestEditedCaption(t *testing.T) {
	for _, faults := range []telegramsim.Faults{{}, {Reorder: 1}} {
		w := newTown(t, takingPhotos)
		w.settleIn("lan@telegram")
		lan := w.phone("lan@telegram")
		lan.toPhotos()
		w.telegram.SetFaults(faults)
		_, tg := ids("lan")
		all, err := w.telegram.SendAlbum(tg, photo("Chụp chiều qua"), photo(""), photo(""))
		w.must(err)
		w.pass(time.Second)
		want(t, lan.recaptions(all[0], "Chụp trưa qua"), "Có nhiều người nói")
		want(t, lan.says("xem lại"), "Ảnh: 3 ảnh: Chụp trưa qua")
		lan.taps("Viết tiếp")
		w.restart()
		want(t, lan.recaptions(all[0], "Chụp sáng nay, gọi 0912345678"), `Đã sửa "Ảnh"`, "che thông tin riêng", "Chụp sáng nay", "Có nhiều người nói")
		want(t, lan.says("xem lại"), "Ảnh: 3 ảnh: Chụp sáng nay, gọi [đã che]")
		want(t, lan.says("để sau"), "giữ lại")
		want(t, lan.recaptions(all[0], "Chụp tối nay"), `Đã sửa "Ảnh"`)
		want(t, lan.recaptions(all[1], "Thêm chữ"), "không sửa được theo tin đã đổi")
		lan.says("báo cáo")
		lan.taps("Viết tiếp")
		want(t, lan.says("xem lại"), "Ảnh: 3 ảnh: Chụp tối nay")
		if n := len(w.mediaBy("lan")); n != 3 {
			t.Errorf("%d records of 3 photos", n)
		}
		w.nothingLeft()
	}
}

// TestEditedCaptionOfTwo: where two items of an album had words, a change of one
// does not put out the other's.
func TestEditedCaptionOfTwo(t *testing.T) {
	w, lan := atHome(t)
	lan.toPhotos()
	_, tg := ids("lan")
	all, err := w.telegram.SendAlbum(tg, photo("Cổng chợ"), photo("Ngõ sau"), photo(""))
	w.must(err)
	w.pass(time.Second)
	lan.recaptions(all[1], "Ngõ 9")
	want(t, lan.recaptions(all[1], "Ngõ 7"), "không sửa được theo tin đã đổi")
	want(t, lan.says("xem lại"), "Ảnh: 3 ảnh: Cổng chợ Ngõ sau")
}

// TestEditedCaptionOfReport: in a report that was filed it is a correction, of
// which whoever acts on it is told; the photos stay, also above.
func TestEditedCaptionOfReport(t *testing.T) {
	w, lan := atHome(t)
	pct := w.phone("pct-bd@telegram")
	lan.toUrgentPhotos()
	_, tg := ids("lan")
	first, err := w.telegram.SendMedia(tg, photo("Chụp ở cổng chợ"))
	w.must(err)
	w.pass(6 * time.Second)
	second, err := w.telegram.SendMedia(tg, photo("Chụp ở ngõ sau"))
	w.must(err)
	w.pass(6 * time.Second)
	pct.news()

	// The flash is out, the flow goes on.
	want(t, lan.recaptions(first, "Chụp ở cổng Đông"), `Đã sửa "Ảnh"`, "bị ảnh hưởng")
	for range 3 {
		lan.says("bỏ qua")
	}
	pct.news()

	// The conversation is over.
	want(t, lan.recaptions(second, "Chụp ở ngõ 7, gọi 0912345678"), `Đã sửa "Ảnh" trong mã`, "đã che")
	want(t, pct.news(), "được người báo sửa lại", "Ảnh (đã sửa): 2 ảnh: Chụp ở cổng Đông", "Chụp ở ngõ 7, gọi [đã che]")
	r := onlyReport(t, w)
	f, _ := r.Field("anh")
	if f.Value != "2" || len(f.Files) != 2 || !f.Edited || strings.Contains(w.record(r.ID), "0912") {
		t.Errorf("%+v", f)
	}
	want(t, pct.taps("Xem ảnh"), "2 ảnh của mã")
	w.nothingLeft()
}

// TestLongCaption: all of what is written below photos is kept, of each of them.
func TestLongCaption(t *testing.T) {
	w, lan := atHome(t)
	pct := w.phone("pct-bd@telegram")
	lan.toUrgentPhotos()
	long := "Cháy lan sang ba gian. " + strings.Repeat("Bà con đang chuyển đồ ra đường. ", 20) + "Cần thêm xe nước."
	lan.attach("", photo(long))
	w.pass(6 * time.Second)
	lan.attach("", photo("Đây là phía sau chợ."))
	w.pass(6 * time.Second)
	for range 3 {
		lan.says("bỏ qua")
	}
	want(t, pct.news(), "Cần thêm xe nước.", "Đây là phía sau chợ.")
}

// TestReactionNotAskedFor: the program never asks Telegram for reactions, so
// none reaches it, neither from a person nor from a group it manages.
func TestReactionNotAskedFor(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@telegram")
	lan := w.phone("lan@telegram")
	lan.says("menu")
	_, tg := ids("lan")
	g := w.telegram.CreateGroup("Tổ 7", tg)
	w.must(w.telegram.AddBot(g, tg))
	w.must(w.telegram.Promote(g, tg))
	post, err := w.telegram.GroupText(g, tg, "chào cả nhà")
	w.must(err)
	w.pass(time.Minute)
	lan.news()
	seen := w.counted("telegram", "accepted")
	w.must(w.telegram.React(tg, len(w.telegram.Chat(tg)), "👍"))
	w.must(w.telegram.GroupReact(g, tg, post, "🙏"))
	if n := w.telegram.Pending(); n != 0 {
		t.Errorf("%d updates wait", n)
	}
	w.pass(time.Minute)
	if now := w.counted("telegram", "accepted"); now != seen || seen == 0 || lan.news() != "" {
		t.Errorf("%v updates taken, then %v", seen, now)
	}
}
