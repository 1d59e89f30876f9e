package main

import (
	"strings"
	"testing"
	"time"
)

// edits changes the latest message that reads old, and returns what the bot
// answered.
func (p *phone) edits(old, changed string) string {
	p.Helper()
	p.typed = append(p.typed, changed)
	_, tg := ids(p.person)
	all := p.telegram.Chat(tg)
	for i := len(all) - 1; i >= 0; i-- {
		if !all[i].FromBot && all[i].Text == old {
			p.must(p.telegram.EditText(tg, all[i].ID, changed))
			p.pass(6 * time.Second)
			return p.news()
		}
	}
	p.Fatalf("%s never wrote %q", p.person, old)
	return ""
}

// TestEditedAnswer: an answer follows the message it was written in, in the
// conversation and in a draft, with the checks an answer has.
func TestEditedAnswer(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram")
	lan := w.phone("lan@telegram")
	lan.says("báo cáo")
	lan.taps("Giao thông")
	lan.taps("Ùn tắc")
	first := "Ngã tư Đội Cấn hay tắc đường lúc tan tầm"
	want(t, lan.says(first), "Có nhiều người nói")

	got := lan.edits(first, "Ngã tư Giảng Võ hay tắc đường lúc tan tầm")
	want(t, got, `Đã sửa "Nội dung" theo tin bác vừa đổi`, "Có nhiều người nói")
	w.restart()
	want(t, lan.edits("Ngã tư Giảng Võ hay tắc đường lúc tan tầm", "tắc"), "còn ngắn, cần ít nhất 20 chữ")
	want(t, lan.edits("tắc", "Ngã tư Giảng Võ tắc, gọi 0912345678 hỏi thêm"), "che thông tin riêng", "[đã che]")
	want(t, lan.edits("Ngã tư Giảng Võ tắc, gọi 0912345678 hỏi thêm", "Đây là tài liệu TUYỆT MẬT của cơ quan về ngã tư"), "dấu hiệu tài liệu mật")
	want(t, lan.edits("báo cáo", "báo cáo tháng"), "không sửa được theo tin đã đổi", "Có nhiều người nói")

	// Put aside, changed there, and taken up again.
	lan.says("để sau")
	want(t, lan.edits("Đây là tài liệu TUYỆT MẬT của cơ quan về ngã tư", "Ngã tư Kim Mã hay tắc đường lúc tan tầm"), `Đã sửa "Nội dung"`)
	lan.says("báo cáo")
	lan.taps("Viết tiếp")
	want(t, lan.says("xem lại"), "Ngã tư Kim Mã hay tắc đường lúc tan tầm")
	w.nothingLeft()
}

// TestEditedWhileWriting: a message of a text in pieces is changed in its place.
func TestEditedWhileWriting(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram")
	lan := w.phone("lan@telegram")
	lan.says("báo cáo")
	lan.taps("Giao thông")
	lan.taps("Ùn tắc")
	lan.send("Ngã tư Đội Cấn hay tắc đường.")
	lan.send("Nhất là lúc tan tầm.")
	w.settle()
	want(t, lan.edits("Ngã tư Đội Cấn hay tắc đường.", "Ngã tư Giảng Võ hay tắc đường."), "Đã sửa", "Có nhiều người nói")
	want(t, lan.says("xem lại"), "Ngã tư Giảng Võ hay tắc đường.\nNhất là lúc tan tầm.")
	lan.taps("Viết tiếp")
	want(t, lan.edits("Nhất là lúc tan tầm.", "Nhất là sáng sớm."), "Đã sửa")
	want(t, lan.says("xem lại"), "Ngã tư Giảng Võ hay tắc đường.\nNhất là sáng sớm.")
}

// TestEditedBeforeChosen: words written out of the blue follow their message
// until it is said what they are for, and after.
func TestEditedBeforeChosen(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram")
	lan := w.phone("lan@telegram")
	first, second, third := "Đèn đường ngõ 5 hỏng cả tháng nay rồi", "Đèn đường ngõ 7 hỏng cả tháng nay rồi", "Đèn đường ngõ 9 hỏng cả tháng nay rồi"
	lan.says(first)
	want(t, lan.edits(first, second), "muốn gửi nội dung này", "ngõ 7")
	lan.taps("Viết báo cáo định kỳ")
	lan.taps("Giao thông")
	want(t, lan.taps("Ùn tắc"), "ngõ 7")
	lan.taps("Giữ như cũ")
	want(t, lan.edits(second, third), `Đã sửa "Nội dung"`)
	want(t, lan.says("xem lại"), "ngõ 9")
}

// TestEditedReport: a report that is not closed is corrected, masked, and who
// acts on it is told once; there is never a second one. A closed one stays.
func TestEditedReport(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "pct-bd@telegram")
	lan, pct := w.phone("lan@telegram"), w.phone("pct-bd@telegram")
	lan.says("khẩn")
	lan.taps("Cháy")
	lan.says("đầu ngõ 5 Đội Cấn")
	want(t, lan.says("khói nhiều"), "Đã chuyển ngay")
	pct.news()

	// The flow goes on, the flash is out.
	want(t, lan.edits("đầu ngõ 5 Đội Cấn", "số nhà 12 ngõ 7 Đội Cấn"), `Đã sửa "Ở đâu"`, "Hiện còn nguy hiểm")
	alert := pct.news()
	want(t, alert, "được người báo sửa lại", "Ở đâu (đã sửa): số nhà 12 ngõ 7 Đội Cấn")
	if strings.Contains(alert, "khói") || strings.Count(alert, "sửa lại") != 1 {
		t.Errorf("told too much:\n%s", alert)
	}
	for range 4 {
		lan.taps("Bỏ qua")
	}
	r := onlyReport(t, w)
	if f, _ := r.Field("o_dau"); f.Value != "số nhà 12 ngõ 7 Đội Cấn" || !f.Edited || r.Partial {
		t.Errorf("after the rest was told: %+v", r)
	}

	// The conversation is over.
	w.restart()
	want(t, lan.edits("khói nhiều", "khói nhiều, có người kẹt, gọi 0912345678"), `Đã sửa "Diễn biến" trong mã `+r.ID, "đã che")
	want(t, pct.news(), "Diễn biến (đã sửa): khói nhiều, có người kẹt")
	want(t, pct.taps("Xem"), "Ở đâu (đã sửa): số nhà 12 ngõ 7", "Diễn biến (đã sửa)")
	want(t, lan.edits("khói nhiều, có người kẹt, gọi 0912345678", "k"), "còn ngắn")
	want(t, lan.edits("k", "khói nhiều, có người kẹt, gọi 0912345678")) // as it stands
	want(t, pct.news())
	if s := w.record(r.ID); strings.Contains(s, "0912") || strings.Count(s, `"edited"`) < 2 {
		t.Errorf("kept: %s", s)
	}
	lan.says("đã gửi")
	want(t, lan.taps(r.ID), "bác đã sửa mục Ở đâu", "bác đã sửa mục Diễn biến")

	pct.taps("Đã nhận")
	pct.taps("Trả lời kết quả")
	pct.says("Đã xử lý xong, bà con yên tâm.")
	pct.taps("Gửi")
	lan.news()
	want(t, lan.edits("khói nhiều, có người kẹt, gọi 0912345678", "đã tắt hẳn"), "không sửa được theo tin đã đổi")
	if got := onlyReport(t, w); strings.Contains(w.record(got.ID), `"parts"`) {
		t.Error("a closed report remembers messages")
	}
	w.nothingLeft()
}

// TestEditByTwo shows that a message's number says nothing outside its chat.
func TestEditByTwo(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "tho@telegram")
	lan, tho := w.phone("lan@telegram"), w.phone("tho@telegram")
	for _, p := range []*phone{lan, tho} {
		p.says("khẩn")
		p.taps("Cháy")
		p.says("ngõ 5")
	}
	lan.edits("ngõ 5", "ngõ 7")
	want(t, tho.says("xem lại"), "Ở đâu: ngõ 5")
}
