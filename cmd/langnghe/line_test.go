package main

import (
	"strings"
	"testing"
	"time"
)

// TestUrgentLine is the main job: an urgent report reaches the vice-chair, he
// takes it in hand, and the reporter hears of it.
func TestUrgentLine(t *testing.T) {
	for _, where := range []string{"zalo", "telegram"} {
		t.Run(where, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@"+where, "pct-bd@"+where, "ct-bd@"+where, "pct-cum@"+where)
			lan, pct := w.phone("lan@"+where), w.phone("pct-bd@"+where)
			want(t, lan.says("khan"), "113, 114 hoặc 115", "Việc gì đang xảy ra")
			want(t, lan.says("5"), "Việc xảy ra ở đâu")
			want(t, lan.says("ngo 12 duong Doi Can"), "Tình hình hiện nay")
			want(t, lan.says("nuoc ngap 50cm, 20 ho"), "Đã chuyển ngay", "2611-0001")
			alert := pct.news()
			want(t, alert, "VIỆC HỎA TỐC mã 2611-0001", "ngo 12 duong Doi Can", "Nguyễn Thị Lan")
			want(t, pct.taps("Đã nhận"), "đã nhận việc mã 2611-0001")
			want(t, lan.news(), "Phó Chủ tịch phụ trách Phường Ba Đình đã nhận việc")
		})
	}
}

// TestUrgentClimbs shows that what nobody acknowledges goes to the next person
// and then to the parent, without the reporter's name.
func TestUrgentClimbs(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "pct-bd@zalo", "ct-bd@telegram", "pct-cum@zalo", "pct-nh@zalo")
	lan := w.phone("lan@zalo")
	chair, above, beside := w.phone("ct-bd@telegram"), w.phone("pct-cum@zalo"), w.phone("pct-nh@zalo")
	lan.says("khẩn")
	lan.says("3")
	lan.says("chợ Ngọc Hà")
	lan.says("cháy một ki ốt")
	w.pass(14 * time.Minute)
	want(t, chair.news())
	w.pass(2 * time.Minute)
	want(t, chair.news(), "VIỆC HỎA TỐC", "chợ Ngọc Hà")
	want(t, lan.news(), "đã chuyển tiếp tới Chủ tịch Phường Ba Đình")
	w.pass(16 * time.Minute)
	up := above.news()
	want(t, up, "VIỆC HỎA TỐC", "CTV – Phường Ba Đình")
	if strings.Contains(up, "Lan") {
		t.Errorf("the reporter's name went up: %s", up)
	}
	want(t, above.taps("Đã nhận"), "đã nhận việc")
	want(t, lan.news(), "Cụm Ba Đình")
	w.pass(2 * time.Hour)
	want(t, beside.news())
}

// want fails unless got contains every part; with no part it must be empty.
func want(t testing.TB, got string, parts ...string) {
	t.Helper()
	if len(parts) == 0 && got != "" {
		t.Errorf("unexpected: %s", got)
	}
	for _, p := range parts {
		if !strings.Contains(got, p) {
			t.Errorf("%q is not in:\n%s", p, got)
		}
	}
}
