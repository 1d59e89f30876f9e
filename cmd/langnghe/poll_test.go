package main

import "testing"

// TestPolling is the main line on a machine that the internet cannot reach:
// Telegram is asked for news, and a restart neither loses nor repeats any.
func TestPolling(t *testing.T) {
	w := newTown(t, polling)
	w.settleIn("lan@telegram", "pct-bd@telegram")
	lan, pct := w.phone("lan@telegram"), w.phone("pct-bd@telegram")
	want(t, lan.says("khan"), "Việc gì đang xảy ra")
	want(t, lan.taps("Ngập lụt"), "Việc xảy ra ở đâu")
	lan.send("ngõ 12 Đội Cấn")
	w.restart()
	want(t, lan.says("gần cổng chợ"), "Tình hình hiện nay")
	want(t, lan.says("nước ngập nửa mét"), "Đã chuyển ngay", "2611-0001")
	want(t, pct.news(), "ngõ 12 Đội Cấn", "gần cổng chợ")
	want(t, pct.taps("Đã nhận"), "đã nhận việc")
	want(t, lan.news(), "đã nhận việc")
}
