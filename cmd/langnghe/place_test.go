package main

import (
	"context"
	"strings"
	"testing"

	"langnghe/bot"
	"langnghe/bot/report"
)

// TestPlaceOfWhatNeedsHelp: the house number stays in the place of a report
// that needs help at once, until it is closed; in any other it is hidden from
// the start. A telephone number is hidden everywhere.
func TestPlaceOfWhatNeedsHelp(t *testing.T) {
	for _, c := range []struct {
		trigger, name string
		stays         bool
	}{{"3", "fire", true}, {"4", "spill", false}} {
		t.Run(c.name, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@telegram", "pct-bd@telegram")
			lan, pct := w.phone("lan@telegram"), w.phone("pct-bd@telegram")
			lan.says("khẩn")
			lan.says(c.trigger)
			lan.says("số nhà 12 ngõ 5 Đội Cấn, gọi 0912345678")
			lan.taps("Được")
			lan.says("khói nhiều")
			alert := pct.news()
			want(t, alert, "ngõ 5 Đội Cấn")
			if got := strings.Contains(alert, "số nhà 12"); got != c.stays {
				t.Errorf("house number shown: %t, want %t\n%s", got, c.stays, alert)
			}
			if strings.Contains(alert, "0912") {
				t.Errorf("a telephone number went out:\n%s", alert)
			}
			pct.taps("Đã nhận")
			pct.taps("Trả lời kết quả")
			pct.says("Đã xử lý xong, bà con yên tâm.")
			want(t, pct.taps("Gửi"), "Đã có kết quả")
			r := onlyReport(t, w)
			if f, _ := r.Field("o_dau"); r.State != report.Resolved || strings.Contains(f.Shown, "12") {
				t.Errorf("after closing: %s %q", r.State, f.Shown)
			}
		})
	}
}

func onlyReport(t *testing.T, w *town) (r report.Report) {
	t.Helper()
	err := w.node.store.View(context.Background(), func(v bot.View) error {
		list := v.ReportsIn("bd", "2026-11")
		if len(list) != 1 {
			t.Fatalf("%d reports", len(list))
		}
		r = list[0]
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}
