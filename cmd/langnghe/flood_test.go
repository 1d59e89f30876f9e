package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestTooManyMessages: who writes far too fast is asked once to slow down, nothing he
// wrote is lost or taken for a choice, and a minute later he is asked what it
// was for.
func TestTooManyMessages(t *testing.T) {
	for _, where := range []string{"zalo", "telegram"} {
		t.Run(where, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@" + where)
			lan := w.phone("lan@" + where)
			most := w.cfg.Settings.Flood.Messages
			for range most {
				lan.send("xin chào")
			}
			for i := range 40 {
				lan.send(fmt.Sprintf("phố %d ngập", i))
			}
			lan.send("gọi 0912345678")
			for range 5 {
				lan.send("1")
			}
			w.restart()
			w.pass(time.Second)
			w.pass(10 * time.Minute) // a platform takes one answer a second or less
			heard := strings.Split(lan.news(), "\n\n")
			if n := len(heard); n != most+2 || strings.Count(strings.Join(heard, " "), "chưa trả lời kịp") != 1 {
				t.Errorf("%d answers: %s", n, heard)
			}
			want(t, heard[most], "Tin đến nhanh quá")
			want(t, heard[most+1], "tin đến nhanh quá", "phố 0 ngập")
			if n := w.counted("bot", "flooded"); n != 46 {
				t.Errorf("%v counted", n)
			}
			want(t, lan.taps("Viết báo cáo định kỳ"), "lĩnh vực")
			lan.says("giao thông")
			want(t, lan.says("ùn tắc"), "phố 0 ngập")
			want(t, lan.taps("Giữ như cũ"), "Có nhiều người")
			if got := lan.says("xem lại"); !strings.Contains(got, "phố 39 ngập\ngọi [đã che]") || strings.Contains(got, "0912345678") {
				t.Error(got)
			}
		})
	}
}

// TestTooManyLetUrgentThrough: what is urgent, what is being written and what is
// pressed goes its way however fast it comes.
func TestTooManyLetUrgentThrough(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "tho@telegram", "cuc@telegram", "pct-bd@telegram")
	lan, tho, cuc, pct := w.phone("lan@telegram"), w.phone("tho@telegram"), w.phone("cuc@telegram"), w.phone("pct-bd@telegram")
	for range 40 {
		lan.send("xin chào")
	}
	lan.send("việc khẩn")
	w.pass(time.Second)
	w.pass(10 * time.Minute)
	want(t, lan.news(), "nhanh quá", "113")
	id := w.urgent(tho)
	for range 40 {
		pct.send("chào")
	}
	w.settle()
	want(t, pct.taps("Đã nhận"), id)
	for _, s := range []string{"báo cáo", "giao thông", "ùn tắc"} {
		cuc.says(s)
	}
	for i := range 50 {
		cuc.send(fmt.Sprintf("ngã tư %d kẹt cứng", i))
	}
	w.pass(10 * time.Second)
	want(t, cuc.says("xong"), "Có nhiều người")
	if got := cuc.says("xem lại"); !strings.Contains(got, "ngã tư 0 kẹt") || strings.Contains(got, "nhanh quá") {
		t.Error(got)
	}
}

// TestTooManyFromStrangers: a stranger hears no more than the limit.
func TestTooManyFromStrangers(t *testing.T) {
	w := newTown(t)
	lan := w.phone("lan@telegram")
	for range 60 {
		lan.send("cho hỏi")
	}
	w.pass(time.Second)
	w.pass(10 * time.Minute)
	if n := strings.Count(lan.news(), "\n\n") + 1; n != w.cfg.Settings.Flood.Messages+1 {
		t.Errorf("%d answers", n)
	}
	w.pass(2 * time.Minute)
	if got := lan.news(); got != "" {
		t.Errorf("asked about what a stranger wrote: %s", got)
	}
	want(t, lan.says("cho hỏi"), "mã mời")
}
