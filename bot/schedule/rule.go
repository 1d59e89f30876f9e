package schedule

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Roll says what becomes of a due day that is a day off.
type Roll string

// The ways to roll.
const (
	RollNone     Roll = "none" // as is ""
	RollNext     Roll = "next"
	RollPrevious Roll = "previous"
	RollTet      Roll = "tet" // to the next, but before Tết rather than over it
)

// Monthly is a moment of each month. A day beyond the end of a month is its
// last day.
type Monthly struct {
	Day  int    // 1 to 31; -1 is the last day, -2 the one before, down to -28
	Time string // "17:00"
}

// Rule says when something is to happen. Either Cron or Monthly gives the due
// moments; the slots, when something is done about it, lie around each.
type Rule struct {
	ID      string
	Kind    string  // what is done: "deadline", "briefing", "digest"; means nothing here
	Cron    string  // "30 7 * * 1-5": minute, hour, day, month, weekday
	Monthly Monthly // used when Cron is empty

	// Before lists the slots of a due moment: so many days before it, 0 on the
	// day itself, a negative number after it. None is {0}.
	Before []int
	// At is the slots' time of day, "08:00"; "" is that of the due moment.
	At string
	// Roll moves a due day that is a day off; the slots count from the day
	// moved to.
	Roll Roll
	// Avoid moves a slot on a day off: to the last working day before, and one
	// after the due day to the next, so that nobody is called late too early.
	// Of slots that meet at one moment the one closest to its due moment stays.
	Avoid bool
	// Grace is how late a slot missed is still made up; less than [LateAfter]
	// is LateAfter.
	Grace time.Duration

	Text   string            // means nothing here
	Params map[string]string // mean nothing here
}

// most is the largest number of days before or after a due moment.
const most = 60

// Check says in Vietnamese all that is wrong with the rule, for who wrote it;
// nil when nothing is. A rule that fails it is never due.
func (r Rule) Check() error {
	var bad []error
	fail := func(format string, args ...any) { bad = append(bad, fmt.Errorf(format, args...)) }
	if r.ID == "" {
		fail("lịch chưa có mã (id)")
	}
	switch {
	case r.Cron == "":
		if d := r.Monthly.Day; d == 0 || d > 31 || d < -28 {
			fail("ngày %d không đúng; hãy viết 1 đến 31, hoặc -1 (ngày cuối tháng) đến -28", d)
		}
		if _, err := ParseClock(r.Monthly.Time); err != nil || r.Monthly.Time == "24:00" {
			fail("giờ %q không đúng; hãy viết giờ:phút, ví dụ 17:00", r.Monthly.Time)
		}
	case r.Monthly != (Monthly{}):
		fail("chỉ dùng một trong hai: cron hoặc ngày trong tháng")
	default:
		if s, err := ParseCron(r.Cron); err != nil {
			bad = append(bad, err)
		} else if r.shifts() && s.repeats() {
			fail("lịch cron %q có nhiều lần trong một ngày nên không dùng được cùng before, at, roll hay avoid", r.Cron)
		}
	}
	for i, n := range r.Before {
		if n > most || n < -most {
			fail("before: %d ngày là quá xa; tối đa %d", n, most)
		}
		if slices.Contains(r.Before[:i], n) {
			fail("before: %d viết hai lần", n)
		}
	}
	if r.At != "" {
		if _, err := ParseClock(r.At); err != nil || r.At == "24:00" {
			fail("giờ %q không đúng; hãy viết giờ:phút, ví dụ 08:00", r.At)
		}
	}
	switch r.Roll {
	case "", RollNone, RollNext, RollPrevious, RollTet:
	default:
		fail("roll: %q không đúng; hãy dùng một trong: none, next, previous, tet", r.Roll)
	}
	if r.Grace < 0 || r.Grace > 30*24*time.Hour {
		fail("grace: %v không đúng; hãy dùng 0 đến 720h", r.Grace)
	}
	return errors.Join(bad...)
}

// shifts reports whether the rule's slots may lie elsewhere than its due moments.
func (r Rule) shifts() bool {
	return r.Avoid || r.At != "" || r.Roll != "" && r.Roll != RollNone ||
		len(r.Before) > 1 || len(r.Before) == 1 && r.Before[0] != 0
}

// grace is how late a slot may be.
func (r Rule) grace() time.Duration { return max(r.Grace, LateAfter) }

// Deadline is the due moment of a monthly rule in a month, rolled to a working
// day; zero for a cron rule or one that is wrong.
func Deadline(r Rule, year int, month time.Month, cal *Calendar) time.Time {
	named := r.named(year, month, cal)
	if named.IsZero() {
		return named
	}
	return cal.Roll(named, r.Roll)
}

// named is the deadline before it is rolled.
func (r Rule) named(year int, month time.Month, cal *Calendar) time.Time {
	clock, err := ParseClock(r.Monthly.Time)
	if r.Cron != "" || err != nil || r.Monthly.Day == 0 {
		return time.Time{}
	}
	last := Date{year, month + 1, 0}.Add(0).Day
	day := r.Monthly.Day
	if day < 0 {
		day = last + 1 + day
	}
	return Date{year, month, min(max(day, 1), last)}.At(clock, cal.loc)
}
