package schedule_test

import (
	"strings"
	"testing"
	"time"

	"langnghe/bot/schedule"
)

func TestCheck(t *testing.T) {
	if err := monthly().Check(); err != nil {
		t.Error(err)
	}
	ok := schedule.Monthly{Day: 15, Time: "17:00"}
	for want, r := range map[string]schedule.Rule{
		"chưa có mã":             {Monthly: ok},
		"ngày 32":                {ID: "x", Monthly: schedule.Monthly{Day: 32, Time: "17:00"}},
		"ngày -29":               {ID: "x", Monthly: schedule.Monthly{Day: -29, Time: "17:00"}},
		"giờ \"7:00\"":           {ID: "x", Monthly: schedule.Monthly{Day: 1, Time: "7:00"}},
		"chỉ dùng một":           {ID: "x", Monthly: ok, Cron: "0 8 * * *"},
		"nhiều lần trong một":    {ID: "x", Cron: "0 8,9 * * *", Avoid: true},
		"before: 61":             {ID: "x", Monthly: ok, Before: []int{61}},
		"before: 2 viết hai lần": {ID: "x", Monthly: ok, Before: []int{2, 2}},
		"giờ \"24:00\"":          {ID: "x", Monthly: ok, At: "24:00"},
		"roll: \"nxt\"":          {ID: "x", Monthly: ok, Roll: "nxt"},
		"grace: -1h":             {ID: "x", Monthly: ok, Grace: -time.Hour},
	} {
		if err := r.Check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", r, err, want)
		}
	}
	all := schedule.Rule{Cron: "TZ=0", Roll: "x", At: "x"}.Check()
	if n := strings.Count(all.Error(), "\n") + 1; n != 4 {
		t.Errorf("%d problems at once, want 4:\n%v", n, all)
	}
}

func TestParseCron(t *testing.T) {
	for _, good := range []string{"30 7 * * 1-5", "0 8 29 2 *", "*/15 7-19 * * MON", "0 0 1 JAN,JUL ?"} {
		if _, err := schedule.ParseCron(good); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range []string{
		"", "TZ=0", "CRON_TZ=UTC 0 8 * * *", "TZ=Asia/Tokyo 0 8 * * *", "@daily", "@every 1h", "0 8 31 2 *", "0 8 30 FEB *",
		"0 8 * *", "0 0 8 * * *", "60 8 * * *", "0 8 * * 8", "a b c d e", strings.Repeat("0,", 60) + "0 8 * * *",
	} {
		if c, err := schedule.ParseCron(bad); err == nil || !c.Next(time.Unix(0, 0)).IsZero() {
			t.Errorf("%q passed", bad)
		} else if !strings.Contains(err.Error(), "lịch cron") {
			t.Error(err)
		}
	}
}

func FuzzParseCron(f *testing.F) {
	for _, s := range []string{"30 7 * * 1-5", "TZ=0", "CRON_TZ= * * * * *", "@every 0s", "*/0 * * * *", "0-9/3 8 31 2 *", "? ? ? ? ?", "0 8 * * L"} {
		f.Add(s)
	}
	from := at(f, "2026-11-23 06:00")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := schedule.ParseCron(s)
		if err != nil {
			return
		}
		next := c.Next(from)
		if !next.IsZero() && (!next.After(from) || next.Location() != from.Location()) {
			t.Fatalf("%q: next of %v is %v", s, from, next)
		}
		r := schedule.Rule{ID: "f", Cron: s, Before: []int{1}, Avoid: true}
		if r.Check() == nil {
			schedule.Due([]schedule.Rule{r}, map[string]time.Time{"f": from}, from.AddDate(0, 0, 40), cal)
		}
	})
}
