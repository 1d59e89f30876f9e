package main

import (
	"strings"
	"testing"
	"time"

	"langnghe/bot"
)

// TestCodeUsedUp shows that a code lives as long and serves as often as said,
// also when two use its last turn at once.
func TestCodeUsedUp(t *testing.T) {
	w := newTown(t)
	w.settleIn("pct-bd@zalo")
	first, second, third := w.phone("moi-1@zalo"), w.phone("moi-2@telegram"), w.phone("moi-3@zalo")
	code := codeShape.FindString(w.operator("invite", "unit", "bd", "role", "collaborator"))
	want(t, first.says(code), "có đồng ý không")
	want(t, second.says(strings.ToLower(strings.ReplaceAll(code, "-", " "))), "có đồng ý không")
	for _, s := range []string{"1", "1", "Trần Thị Một"} {
		first.says(s)
	}
	want(t, allTexts(first), "Bác đã tham gia")
	want(t, second.says("1"), "đã có người khác dùng hết", "lấy mã mới") // at once, not at the end
	want(t, second.says("1"), "xin nhắn mã mời")
	w.view(func(v bot.View) {
		if _, ok := v.PersonAt(addressOf("moi-2", "telegram")); ok {
			t.Error("kept without a seat")
		}
	})
	want(t, third.says(code), "Mã mời không đúng, đã dùng")

	old := codeShape.FindString(w.operator("invite", "unit", "bd", "role", "collaborator", "days", "2"))
	w.sleep("2026-11-13 08:59")
	want(t, third.says(old), "có đồng ý không") // a minute before its end
	w.sleep("2026-11-13 09:01")
	want(t, third.says("1"), "đã hết hạn", "lấy mã mới")
	if texts := allTexts(w.phone("pct-bd@zalo")); strings.Count(texts, "đã tham gia") != 1 {
		t.Errorf("the head was told: %s", texts)
	}
}

// TestDoubleTap presses each last button twice, as impatient thumbs do: one
// report is filed and one acknowledgement counts.
func TestDoubleTap(t *testing.T) {
	for _, where := range []string{"zalo", "telegram"} {
		t.Run(where, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@"+where, "pct-bd@"+where)
			lan, pct := w.phone("lan@"+where), w.phone("pct-bd@"+where)
			twice := func(p *phone, label string) string {
				t.Helper()
				p.touch(label)
				p.touch(label)
				p.pass(10 * time.Second)
				return p.news()
			}
			for _, s := range []string{"báo cáo", "giao thông", "ùn tắc", "Phố Đội Cấn tắc từ 7 giờ đến 9 giờ", "1", "2", "bỏ qua", "không"} {
				lan.says(s)
			}
			if got := twice(lan, "Gửi"); strings.Count(got, "Mã báo cáo") != 1 {
				t.Errorf("read %q", got)
			}
			w.view(func(v bot.View) {
				if n := len(v.ReportsOf("lan", 10)); n != 1 {
					t.Errorf("%d reports", n)
				}
			})
			id := w.urgent(lan)
			twice(pct, "Đã nhận")
			want(t, allTexts(pct), "đã nhận việc mã "+id)
			if n := strings.Count(allTexts(lan), "đã nhận việc"); n != 1 {
				t.Errorf("told %d times", n)
			}
			if n := len(w.report(id).Log); n != 2 {
				t.Errorf("%d things happened to the report", n)
			}
			w.nothingLeft()
		})
	}
}

// TestWrongLength tells too little and too much.
func TestWrongLength(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	lan := w.phone("lan@zalo")
	for _, s := range []string{"báo cáo", "giao thông", "ùn tắc"} {
		lan.says(s)
	}
	want(t, lan.says("tắc"), "cần ít nhất 20")
	got := lan.says(strings.Repeat("Phố Đội Cấn tắc từ 7 giờ đến 9 giờ sáng. ", 55))
	want(t, got, "tối đa 2000")
	w.restart()
	want(t, lan.taps("Lấy"), "Có nhiều người")
	for _, s := range []string{"1", "2", "bỏ qua", "không"} {
		lan.says(s)
	}
	want(t, lan.says("gửi"), "2611-0001")
	f, _ := w.report("2611-0001").Field("noi_dung")
	if n := len([]rune(f.Value)); n != 2000 {
		t.Errorf("kept %d letters", n)
	}
	want(t, lan.says("báo cáo của tôi"), "2611-0001")
	want(t, lan.says("1"), "Đã tiếp nhận", "Phố Đội Cấn tắc")
	w.nothingLeft()
}
