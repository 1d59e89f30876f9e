package main

import (
	"strings"
	"testing"
	"time"
)

// TestToldAfterTheFlash: what somebody tells after a silence has sent the
// beginning of an urgent matter reaches who acts, though he never comes to the
// end of the questions: the story at once, details after another silence, and
// what is left when he stops.
func TestToldAfterTheFlash(t *testing.T) {
	begun := func() (*town, *phone, *phone) {
		w := newTown(t)
		w.settleIn("lan@zalo", "pct-bd@telegram")
		lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@telegram")
		lan.says("khẩn")
		lan.says("5")
		lan.says("cuối ngõ chợ cũ")
		w.pass(11 * time.Minute)
		want(t, lan.news(), "Đã chuyển ngay")
		want(t, pct.news(), "cuối ngõ chợ cũ")
		return w, lan, pct
	}
	const story = "nước dâng ngang đầu gối, trường mầm non phải cho các cháu về"
	t.Run("the story", func(t *testing.T) {
		w, lan, pct := begun()
		want(t, lan.says(story), "còn nguy hiểm không")
		want(t, pct.news(), "có thêm", story)
		w.pass(48 * time.Hour)
		if n := strings.Count(pct.news(), "có thêm"); n != 0 {
			t.Errorf("told %d times more", n)
		}
	})
	t.Run("details, then silence", func(t *testing.T) {
		w, lan, pct := begun()
		lan.says(story)
		lan.says("bỏ qua")
		pct.news()
		lan.says("khoảng ba mươi hộ")
		want(t, pct.news())
		w.pass(11 * time.Minute)
		want(t, pct.news(), "có thêm", "ba mươi hộ")
		want(t, lan.news())
	})
	t.Run("details, then stop", func(t *testing.T) {
		_, lan, pct := begun()
		lan.says(story)
		lan.says("bỏ qua")
		pct.news()
		lan.says("khoảng ba mươi hộ")
		lan.says("hủy")
		want(t, lan.says("1"), "Tin đã chuyển vẫn được xử lý")
		want(t, pct.news(), "có thêm", "ba mươi hộ")
	})
	t.Run("details, then later", func(t *testing.T) {
		w, lan, pct := begun()
		lan.says(story)
		lan.says("bỏ qua")
		pct.news()
		lan.says("khoảng ba mươi hộ")
		lan.says("để sau")
		want(t, pct.news(), "có thêm", "ba mươi hộ")
		w.pass(time.Hour)
		if got := pct.news(); strings.Contains(got, "có thêm") {
			t.Errorf("told twice: %s", got)
		}
	})
}
