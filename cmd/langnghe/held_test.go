package main

import (
	"testing"
	"time"
)

// TestWritingOnWhileAsked: somebody who just writes what he has to say, in
// several messages, loses none of them.
func TestWritingOnWhileAsked(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "pct-bd@telegram")
	lan, pct := w.phone("lan@telegram"), w.phone("pct-bd@telegram")
	want(t, lan.says("đường vào khu tập thể đào lên hai tháng chưa xong"), "đào lên hai tháng")
	want(t, lan.says("trời mưa thì lầy lội, người già đi rất khó"), "đào lên hai tháng", "lầy lội")
	lan.taps("Báo việc khẩn")
	lan.taps("Sự cố môi trường")
	lan.says("ngõ 5 Đội Cấn")
	lan.taps("Giữ như cũ")
	want(t, pct.news(), "đào lên hai tháng", "lầy lội")
}

// TestWordsAfterAQuestion: somebody who answers a vice-chair's question in words,
// without pressing "Trả lời" first, is understood.
func TestWordsAfterAQuestion(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "pct-bd@telegram")
	lan, pct := w.phone("lan@telegram"), w.phone("pct-bd@telegram")
	lan.says("khẩn")
	lan.taps("Ngập lụt")
	lan.says("ngõ 12 Đội Cấn")
	lan.says("nước ngập nửa mét")
	for range 4 {
		lan.taps("Bỏ qua")
	}
	pct.taps("Hỏi thêm người báo")
	pct.says("Hiện còn bao nhiêu hộ chưa di chuyển được?")
	pct.taps("Gửi")
	want(t, lan.news(), "hỏi thêm")
	want(t, lan.says("còn bảy hộ, phần nhiều là người già"), "còn bảy hộ")
	got := lan.taps("Trả lời: Báo cáo 2611-0001")
	w.pass(10 * time.Second)
	want(t, got+lan.news(), "Đã bổ sung vào mã 2611-0001")
	want(t, pct.news(), "còn bảy hộ")
}

// TestOldWordsAreNotUrgent: words that waited for days for their writer to say what
// they are do not go along with an urgent matter begun since, which a silence
// would send without asking; a report still offers them at its question.
func TestOldWordsAreNotUrgent(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "pct-bd@telegram")
	lan, pct := w.phone("lan@telegram"), w.phone("pct-bd@telegram")
	want(t, lan.says("đường vào khu tập thể đào lên hai tháng chưa xong"), "đào lên hai tháng")
	w.pass(72 * time.Hour)
	lan.news()
	want(t, lan.says("việc khẩn"), "Việc gì đang xảy ra")
	w.pass(11 * time.Minute)
	want(t, pct.news())
	lan.says("menu")

	want(t, lan.says("chợ cóc họp tràn ra lòng đường cả buổi sáng"), "chợ cóc")
	want(t, lan.says("việc khẩn"), "Việc gì đang xảy ra")
	w.pass(11 * time.Minute)
	want(t, pct.news(), "chợ cóc")
}
