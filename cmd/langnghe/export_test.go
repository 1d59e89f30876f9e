package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/report"
)

// TestExportIsWhole: a copy of one's data has every report of one's own, in
// messages a phone shows, and nobody else's words or name.
func TestExportIsWhole(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "tho@telegram", "pct-bd@telegram")
	lan, tho, pct := w.phone("lan@telegram"), w.phone("tho@telegram"), w.phone("pct-bd@telegram")
	w.periodic(tho, "Ngõ 5 phố Kim Mã thiếu đèn đường đã lâu")
	w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		var ch bot.Change
		for i := range 45 {
			ch.Reports = append(ch.Reports, report.Report{
				ID: fmt.Sprintf("2610-%04d", i+1), Kind: report.Periodic, Unit: "bd", Person: "lan", Period: "2026-10", State: report.Resolved,
				At:     w.now.Add(time.Duration(i-1000) * time.Hour),
				Fields: []report.Field{{ID: "noi_dung", Label: "Nội dung", Value: "x", Shown: fmt.Sprintf("việc thứ %d. ", i+1) + strings.Repeat("Đường hỏng. ", 30)}},
				Log: []report.Entry{
					{At: w.now, What: "supplement", By: "lan", Unit: "bd", Text: fmt.Sprintf("bổ sung của việc %d", i+1)},
					{At: w.now, What: "answered", By: "pct-bd", Unit: "bd", Text: "đã sửa xong đường"},
				},
			})
		}
		_, err := tx.Apply(ch)
		return err
	}))
	lan.says("báo cáo")
	lan.says("giao thông")
	lan.says("để sau")
	lan.read = len(lan.bubbles())
	from := len(lan.bubbles())
	lan.says("xuất dữ liệu")
	w.pass(time.Minute)
	lan.taps("Nhận tiếp")
	w.pass(time.Minute)
	lan.taps("Nhận tiếp")
	w.pass(time.Minute)
	var all strings.Builder
	for _, b := range lan.bubbles()[from:] {
		if n := len([]rune(b.text)); n > 1800 {
			t.Errorf("a message of %d letters", n)
		}
		if !b.mine {
			all.WriteString(b.text + "\n")
		}
	}
	got := all.String()
	want(t, got, "Nguyễn Thị Lan", "Đồng ý tham gia", "Đang viết dở: Báo cáo định kỳ", "Giao thông", "Trên đây là toàn bộ")
	for i := range 45 {
		if id := fmt.Sprintf("Mã 2610-%04d,", i+1); strings.Count(got, id) != 1 {
			t.Errorf("%s is there %d times", id, strings.Count(got, id))
		}
		want(t, got, fmt.Sprintf("bổ sung của việc %d\n", i+1))
	}
	for _, s := range []string{"Trần Văn Thọ", "Đỗ Quang Hải", "Kim Mã", "đã sửa xong đường"} {
		if strings.Contains(got, s) {
			t.Errorf("%q is another's", s)
		}
	}
	w.view(func(v bot.View) {
		n := 0
		for _, a := range v.Audits(1000) {
			if a.What == "export" && a.Who == "lan" && a.On == "lan" {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%d lines of audit", n)
		}
	})
	want(t, pct.says("xuất dữ liệu"), "Đỗ Quang Hải", "Báo cáo đã gửi: 0")
}
