package schedule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/bot/schedule"
)

// monthly is the collaborators' deadline as the defaults have it.
func monthly() schedule.Rule {
	return schedule.Rule{
		ID: "han-ky", Kind: "deadline", Monthly: schedule.Monthly{Day: 15, Time: "17:00"},
		Before: []int{5, 2, 0, -1}, At: "08:00", Roll: schedule.RollTet, Avoid: true, Grace: 6 * time.Hour,
	}
}

func show(list []schedule.Occurrence) string {
	var b strings.Builder
	for _, o := range list {
		fmt.Fprintf(&b, "%s T%+d due %s", o.Slot.Format("Mon 02/01 15:04"), -o.Offset, o.Due.Format("02/01 15:04"))
		if o.Late {
			b.WriteString(" late")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestSlots(t *testing.T) {
	briefing := schedule.Rule{ID: "giao-ban", Monthly: schedule.Monthly{Day: 24, Time: "14:00"}, Before: []int{7, 3, 1}, At: "15:00", Roll: "next", Avoid: true}
	digest := schedule.Rule{ID: "tin", Cron: "30 7 * * *", Avoid: true}
	weekly := schedule.Rule{ID: "tuan", Cron: "0 8 * * 1"}
	end := schedule.Rule{ID: "cuoi", Monthly: schedule.Monthly{Day: -1, Time: "09:00"}}
	for _, c := range []struct {
		name     string
		rule     schedule.Rule
		from, to string
		want     string
	}{
		{"an ordinary month whose day is a Sunday", monthly(), "2026-11-01 00:00", "2026-11-30 00:00", `
Wed 11/11 08:00 T-5 due 16/11 17:00
Fri 13/11 08:00 T-2 due 16/11 17:00
Mon 16/11 08:00 T+0 due 16/11 17:00
Tue 17/11 08:00 T+1 due 16/11 17:00
`},
		{"before Tết; the overdue note waits until it is over", monthly(), "2026-02-01 00:00", "2026-03-01 00:00", `
Fri 06/02 08:00 T-5 due 13/02 17:00
Wed 11/02 08:00 T-2 due 13/02 17:00
Fri 13/02 08:00 T+0 due 13/02 17:00
Mon 23/02 08:00 T+1 due 13/02 17:00
`},
		{"a month whose day is a Saturday", monthly(), "2027-05-01 00:00", "2027-06-01 00:00", `
Wed 12/05 08:00 T-5 due 17/05 17:00
Fri 14/05 08:00 T-2 due 17/05 17:00
Mon 17/05 08:00 T+0 due 17/05 17:00
Tue 18/05 08:00 T+1 due 17/05 17:00
`},
		{"of T-3 and T-1 on one Friday the closer stays", briefing, "2026-10-01 00:00", "2026-11-01 00:00", `
Mon 19/10 15:00 T-7 due 26/10 14:00
Fri 23/10 15:00 T-1 due 26/10 14:00
`},
		{"a daily cron that avoids days off comes once a working day", digest, "2026-04-23 12:00", "2026-05-05 12:00", `
Fri 24/04 07:30 T+0 due 24/04 07:30
Tue 28/04 07:30 T+0 due 28/04 07:30
Wed 29/04 07:30 T+0 due 29/04 07:30
Mon 04/05 07:30 T+0 due 04/05 07:30
Tue 05/05 07:30 T+0 due 05/05 07:30
`},
		{"weekly", weekly, "2026-11-02 08:00", "2026-11-16 08:00", `
Mon 09/11 08:00 T+0 due 09/11 08:00
Mon 16/11 08:00 T+0 due 16/11 08:00
`},
		{"month ends", end, "2027-12-31 09:00", "2028-05-01 00:00", `
Mon 31/01 09:00 T+0 due 31/01 09:00
Tue 29/02 09:00 T+0 due 29/02 09:00
Fri 31/03 09:00 T+0 due 31/03 09:00
Sun 30/04 09:00 T+0 due 30/04 09:00
`},
	} {
		got := show(schedule.Between([]schedule.Rule{c.rule}, at(t, c.from), at(t, c.to), cal))
		if got != strings.TrimPrefix(c.want, "\n") {
			t.Errorf("%s:\n%s", c.name, got)
		}
	}
}

func TestDeadline(t *testing.T) {
	r := func(d int, roll schedule.Roll) schedule.Rule {
		return schedule.Rule{ID: "x", Monthly: schedule.Monthly{Day: d, Time: "17:00"}, Roll: roll}
	}
	for _, c := range []struct {
		rule  schedule.Rule
		year  int
		month time.Month
		want  string
	}{
		{r(15, "next"), 2026, time.November, "2026-11-16 17:00"},
		{r(15, ""), 2026, time.November, "2026-11-15 17:00"},
		{r(31, ""), 2026, time.February, "2026-02-28 17:00"},
		{r(31, ""), 2028, time.February, "2028-02-29 17:00"},
		{r(-1, "previous"), 2026, time.October, "2026-10-30 17:00"},
		{r(-2, ""), 2026, time.December, "2026-12-30 17:00"},
		{r(30, "next"), 2026, time.April, "2026-05-04 17:00"}, // may pass into the next month
	} {
		if got := schedule.Deadline(c.rule, c.year, c.month, cal); !got.Equal(at(t, c.want)) {
			t.Errorf("day %d of %d/%d: %v, want %s", c.rule.Monthly.Day, c.month, c.year, got, c.want)
		}
	}
	if got := schedule.Deadline(schedule.Rule{Cron: "0 8 * * *"}, 2026, 1, cal); !got.IsZero() {
		t.Error(got)
	}
}

func TestDue(t *testing.T) {
	rules := []schedule.Rule{monthly(), {ID: "a", Cron: "0 8 * * 1-5"}}
	mark := func(s string) map[string]time.Time {
		return map[string]time.Time{"han-ky": at(t, s), "a": at(t, s)}
	}
	for _, c := range []struct {
		name          string
		fired         map[string]time.Time
		now           string
		owed, skipped string
	}{
		{"nothing before it was first seen", nil, "2026-11-16 08:00", "", ""},
		{"at the minute, in the order of ids", mark("2026-11-15 08:00"), "2026-11-16 08:00",
			"Mon 16/11 08:00 T+0 due 16/11 08:00\nMon 16/11 08:00 T+0 due 16/11 17:00\n", ""},
		{"not a second time", mark("2026-11-16 08:00"), "2026-11-16 08:00", "", ""},
		{"clock set back", mark("2026-11-16 08:00"), "2026-11-15 08:00", "", ""},
		{"made up, or told", mark("2026-11-12 09:00"), "2026-11-16 12:00",
			"Mon 16/11 08:00 T+0 due 16/11 17:00 late\n",
			"Fri 13/11 08:00 T+0 due 13/11 08:00\nFri 13/11 08:00 T-2 due 16/11 17:00\nMon 16/11 08:00 T+0 due 16/11 08:00\n"},
	} {
		owed, skipped := schedule.Due(rules, c.fired, at(t, c.now), cal)
		if show(owed) != c.owed || strings.ReplaceAll(show(skipped), " late", "") != c.skipped {
			t.Errorf("%s:\nowed\n%sskipped\n%s", c.name, show(owed), show(skipped))
		}
	}
	broken := schedule.Rule{ID: "b", Cron: "TZ=0"}
	if owed, _ := schedule.Due([]schedule.Rule{broken}, map[string]time.Time{"b": at(t, "2020-01-01 00:00")}, at(t, "2026-01-01 00:00"), cal); owed != nil {
		t.Error(owed)
	}
	if got := schedule.Ahead(rules, mark("2030-01-01 00:00"), at(t, "2026-01-01 00:00")); !slices.Equal(got, []string{"han-ky", "a"}) {
		t.Error(got)
	}
}

// A very long silence is answered in bounded time and memory.
func TestDueAfterYears(t *testing.T) {
	r := schedule.Rule{ID: "h", Cron: "0 * * * *", Grace: time.Hour}
	owed, skipped := schedule.Due([]schedule.Rule{r}, map[string]time.Time{"h": at(t, "1990-01-01 00:00")}, at(t, "2026-01-01 00:30"), cal)
	if len(owed) != 1 || len(skipped) == 0 || len(skipped) > 24*367 {
		t.Errorf("%d owed, %d skipped", len(owed), len(skipped))
	}
}

// A due day rolled into the next month keeps its own period.
func TestNamed(t *testing.T) {
	r := schedule.Rule{ID: "x", Monthly: schedule.Monthly{Day: -1, Time: "17:00"}, Roll: "next"}
	list := schedule.Between([]schedule.Rule{r}, at(t, "2026-11-01 00:00"), at(t, "2026-11-03 00:00"), cal)
	if len(list) != 1 || !list[0].Due.Equal(at(t, "2026-11-02 17:00")) || !list[0].Named.Equal(at(t, "2026-10-31 17:00")) {
		t.Error(list)
	}
}

func BenchmarkDue(b *testing.B) {
	rules := []schedule.Rule{monthly(), {ID: "a", Cron: "30 7 * * 1-5", Avoid: true}, {ID: "b", Cron: "0 8 * * 1"}}
	now := at(b, "2026-11-16 08:00")
	fired := map[string]time.Time{}
	for _, r := range rules {
		fired[r.ID] = now.Add(-20 * time.Hour)
	}
	for b.Loop() {
		schedule.Due(rules, fired, now, cal)
	}
}
