package main

import "testing"

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
