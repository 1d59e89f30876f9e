package main

import (
	"testing"
	"time"
)

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

// TestPollingAfterAQuietWeek: the platform's numbers begin anew anywhere, and
// nothing that is written then is taken for old.
func TestPollingAfterAQuietWeek(t *testing.T) {
	w := newTown(t, polling)
	w.settleIn("lan@telegram")
	lan := w.phone("lan@telegram")
	lan.says("menu")
	for range 3 {
		w.now = w.now.Add(8 * 24 * time.Hour)
		want(t, lan.says("menu"), "muốn làm gì")
	}
	w.nothingLeft()
}
