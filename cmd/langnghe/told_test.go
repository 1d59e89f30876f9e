package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestToldAtOnce: the city's office hears of the most urgent at once, reads the
// text without a name, and may do nothing with it until it climbs there; then
// it is asked once, and told that it is the same matter.
func TestToldAtOnce(t *testing.T) {
	for _, where := range []string{"zalo", "telegram"} {
		t.Run(where, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@"+where, "pct-bd@"+where, "ct-bd@"+where, "pct-cum@"+where, "vp@"+where, "pct-nh@"+where)
			lan, office, cluster := w.phone("lan@"+where), w.phone("vp@"+where), w.phone("pct-cum@"+where)
			id := w.urgent(lan)
			want(t, office.news(), "BÁO ĐỂ BIẾT: việc HỎA TỐC mã "+id, "ngõ 12 phố Đội Cấn", "CTV – Phường Ba Đình")
			want(t, cluster.news())
			want(t, allTexts(w.phone("pct-nh@"+where)))
			// What is told later is there when the office looks.
			for _, s := range []string{"1", "bỏ qua", "bỏ qua", "bỏ qua"} {
				lan.says(s)
			}
			got := office.taps("Xem")
			want(t, got, "Mã "+id, "Vẫn còn nguy hiểm", "CTV – Phường Ba Đình")
			for _, act := range []string{"Đã nhận", "Trả lời", "Hỏi thêm", "Chuyển cấp trên", "Không xử lý"} {
				if strings.Contains(got, act) {
					t.Errorf("the office is offered %q: %s", act, got)
				}
			}
			before := w.record(id)
			for _, data := range payloads(w.phone("pct-bd@" + where)) {
				office.forge(data)
			}
			if w.record(id) != before {
				t.Error("the office changed a report that others must act on")
			}
			want(t, office.says("việc khẩn đang mở"), "Có 1 việc khẩn")
			if _, listed := office.shown(); !slices.Contains(listed, id) {
				t.Errorf("the office's list has %v", listed)
			}
			office.news()
			// It climbs: the unit's chair, the cluster, the city.
			w.pass(30*time.Minute + 10*time.Second)
			want(t, cluster.news(), "VIỆC HỎA TỐC mã "+id)
			want(t, office.news())
			w.pass(15*time.Minute + 10*time.Second)
			got = office.news()
			want(t, got, "VIỆC HỎA TỐC mã "+id, "Việc đã báo lúc", "nay cần Thành phố Hà Nội nhận xử lý")
			if n := strings.Count(got, "mã "+id); n != 1 {
				t.Errorf("asked %d times: %s", n, got)
			}
			want(t, office.taps("Đã nhận"), "đã nhận việc mã "+id)
			if h := w.report(id).HeldBy; len(h) != 2 {
				t.Errorf("handed to %+v", h)
			}
			w.pass(2 * time.Hour)
			w.nothingLeft()
		})
	}
}

// TestToldByLevel: which level goes where at once is a setting.
func TestToldByLevel(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "pct-bd@zalo", "pct-cum@zalo", "vp@zalo")
	w.rewrite("config.yaml", "store:", "urgent: {at_once_hoa_toc: [cum]}\nstore:")
	w.restart()
	id := w.urgent(w.phone("lan@zalo"))
	want(t, allTexts(w.phone("vp@zalo")))
	want(t, allTexts(w.phone("pct-cum@zalo")), "BÁO ĐỂ BIẾT: việc HỎA TỐC mã "+id) // no office there: its lead
	lan := w.phone("lan@zalo")
	lan.says("hủy")
	for _, s := range []string{"khẩn", "7", "chợ Ngọc Hà", "đồn chợ sắp giải tỏa, chưa rõ thực hư"} {
		lan.says(s)
	}
	if got := allTexts(w.phone("pct-cum@zalo")); strings.Contains(got, "việc KHẨN") {
		t.Errorf("told of what may wait: %s", got)
	}
}
