package schedule

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Cron is a checked cron line.
type Cron struct{ s cron.Schedule }

// ParseCron reads a line of five fields: minute, hour, day of the month, month,
// day of the week. Refused are time zones within the line (the parser panics on
// some of them, github.com/robfig/cron issues 470 and 554; the calendar has the
// zone), names such as @daily, and lines that name no day there is.
func ParseCron(line string) (c Cron, err error) {
	defer func() {
		if r := recover(); r != nil {
			c, err = Cron{}, badCron(line, errors.New("không đọc được"))
		}
	}()
	switch {
	case len(line) > 100:
		return Cron{}, badCron(line[:20]+"…", errors.New("quá dài"))
	case strings.Contains(line, "TZ="):
		return Cron{}, badCron(line, errors.New("không ghi múi giờ ở đây"))
	case strings.Contains(line, "@"):
		return Cron{}, badCron(line, errors.New("không dùng @"))
	case len(strings.Fields(line)) != 5:
		return Cron{}, badCron(line, errors.New("cần đúng năm cột"))
	}
	s, err := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(line)
	if err != nil {
		return Cron{}, badCron(line, err)
	}
	c = Cron{s}
	if c.Next(reference).IsZero() {
		return Cron{}, badCron(line, errors.New("không có ngày nào như vậy"))
	}
	return c, nil
}

func badCron(line string, why error) error {
	return fmt.Errorf("lịch cron %q không đúng (%w); hãy viết năm cột: phút giờ ngày tháng thứ, ví dụ 30 7 * * 1-5", line, why)
}

// reference is before a leap day, so that 29 February passes.
var reference = time.Date(2023, 12, 31, 23, 59, 0, 0, time.UTC)

// Next is the first moment after t, in t's location; zero when there is none
// within five years.
func (c Cron) Next(t time.Time) time.Time {
	if c.s == nil {
		return time.Time{}
	}
	return c.s.Next(t)
}

// repeats reports whether the line names several moments of one day.
func (c Cron) repeats() bool {
	first := c.Next(reference)
	day := DateOf(first)
	return DateOf(c.Next(first)) == day
}
