package schedule

import (
	"fmt"
	"time"
)

// Date is a day without a time zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day t falls on in t's own location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads "2026-11-15".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("ngày %q không đúng; hãy viết năm-tháng-ngày, ví dụ 2026-11-15", s)
	}
	return DateOf(t), nil
}

// String writes the day as "2026-11-15".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// Add is the day n days later.
func (d Date) Add(n int) Date { return DateOf(d.utc().AddDate(0, 0, n)) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// At is the moment of the clock on the day.
func (d Date) At(c Clock, loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, int(c)/60, int(c)%60, 0, 0, loc)
}

// Compare orders days.
func (d Date) Compare(e Date) int { return d.utc().Compare(e.utc()) }

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Clock is a time of day in minutes since midnight.
type Clock int

// ParseClock reads "07:30"; "24:00" is the end of the day.
func ParseClock(s string) (Clock, error) {
	if s == "24:00" {
		return 24 * 60, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != 5 {
		return 0, fmt.Errorf("giờ %q không đúng; hãy viết giờ:phút, ví dụ 07:30", s)
	}
	return Clock(t.Hour()*60 + t.Minute()), nil
}

// String writes the time of day as "07:30".
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

// clockOf is the time of day of t, seconds dropped.
func clockOf(t time.Time) Clock { return Clock(t.Hour()*60 + t.Minute()) }
