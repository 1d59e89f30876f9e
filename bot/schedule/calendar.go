package schedule

import (
	"slices"
	"sync"
	"time"
)

// Kind says what a special day is.
type Kind string

// The kinds of days.
const (
	Off        Kind = "off"            // a day off
	Makeup     Kind = "working_makeup" // a day worked though the week says otherwise
	Observance Kind = "observance"     // a day to know of; the week alone says whether it is worked
)

// Status says how sure a day is.
type Status string

// The statuses.
const (
	Official Status = "official" // announced
	Computed Status = "computed" // by the law and the lunar calendar; holds until announced
	Expected Status = "expected" // talked of; without effect until somebody changes the status
)

// Day is one row of the table of special days.
type Day struct {
	Date   Date
	Name   string
	Kind   Kind
	Status Status
}

// Calendar knows which days are worked in Vietnam. It is immutable and safe
// for concurrent use.
type Calendar struct {
	loc       *time.Location
	rows      map[Date][]Day
	announced map[int]bool
	computed  sync.Map // year -> map[Date]Day, filled when first asked for
}

// NewCalendar makes a calendar of tables of special days; where two say
// something about one day, the later table replaces the earlier. A year counts
// as announced when its lunar New Year's Day stands in a table as an official
// day off; then the tables alone say what is off in it. Any other year is
// computed, and the tables override single days of it.
func NewCalendar(loc *time.Location, tables ...[]Day) *Calendar {
	c := &Calendar{loc: loc, rows: map[Date][]Day{}, announced: map[int]bool{}}
	for _, t := range tables {
		fresh := map[Date]bool{}
		for _, d := range t {
			if !fresh[d.Date] {
				c.rows[d.Date], fresh[d.Date] = nil, true
			}
			c.rows[d.Date] = append(c.rows[d.Date], d)
		}
	}
	for date, days := range c.rows {
		for _, d := range days {
			if d.Kind == Off && d.Status == Official && date == Tet(date.Year) {
				c.announced[date.Year] = true
			}
		}
	}
	return c
}

// Location is the calendar's time zone.
func (c *Calendar) Location() *time.Location { return c.loc }

// Announced reports whether the days off of the year are official; when next
// year's are not by November an admin should be told to fill in the table.
func (c *Calendar) Announced(year int) bool { return c.announced[year] }

// Days lists the special days of a year in order, computed ones included.
func (c *Calendar) Days(year int) []Day {
	var all []Day
	for date := (Date{year, time.January, 1}); date.Year == year; date = date.Add(1) {
		all = append(all, c.on(date)...)
	}
	return all
}

// on is what is known of a day.
func (c *Calendar) on(d Date) []Day {
	if rows, ok := c.rows[d]; ok || c.announced[d.Year] {
		return rows
	}
	got, ok := c.computed.Load(d.Year)
	if !ok {
		days := map[Date][]Day{}
		for _, x := range ComputedDays(d.Year) {
			days[x.Date] = append(days[x.Date], x)
		}
		got, _ = c.computed.LoadOrStore(d.Year, days)
	}
	return got.(map[Date][]Day)[d]
}

// WorkingDay reports whether the day of t is worked.
func (c *Calendar) WorkingDay(t time.Time) bool { return c.works(DateOf(t.In(c.loc))) }

func (c *Calendar) works(d Date) bool {
	weekday := d.Weekday()
	works := weekday != time.Saturday && weekday != time.Sunday
	for _, x := range c.on(d) {
		switch {
		case x.Status == Expected:
		case x.Kind == Off:
			works = false
		case x.Kind == Makeup:
			works = true
		}
	}
	return works
}

// Names lists what the day of t is called, official and computed names only.
func (c *Calendar) Names(t time.Time) []string {
	var names []string
	for _, x := range c.on(DateOf(t.In(c.loc))) {
		if x.Status != Expected && !slices.Contains(names, x.Name) {
			names = append(names, x.Name)
		}
	}
	return names
}

// farthest is how many days off in a row are looked across; Tết has brought
// nine. A table with more is a mistake, and a moment to be moved across it
// stays where it was.
const farthest = 15

// LastWorkingDayBefore is t moved to the last working day before its own.
func (c *Calendar) LastWorkingDayBefore(t time.Time) time.Time { return c.move(t, -1) }

// NextWorkingDayAfter is t moved to the first working day after its own.
func (c *Calendar) NextWorkingDayAfter(t time.Time) time.Time { return c.move(t, 1) }

func (c *Calendar) move(t time.Time, step int) time.Time {
	t = t.In(c.loc)
	d := DateOf(t)
	for i := 0; i < farthest; i++ {
		if d = d.Add(step); c.works(d) {
			return time.Date(d.Year, d.Month, d.Day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), c.loc)
		}
	}
	return t
}

// Roll is t, moved as how says when its day is a day off.
func (c *Calendar) Roll(t time.Time, how Roll) time.Time {
	if how == RollNone || how == "" || c.WorkingDay(t) {
		return t.In(c.loc)
	}
	next := c.NextWorkingDayAfter(t)
	if how == RollPrevious || how == RollTet && c.acrossTet(t, next) {
		return c.LastWorkingDayBefore(t)
	}
	return next
}

// acrossTet reports whether Tết lies between two moments.
func (c *Calendar) acrossTet(from, to time.Time) bool {
	begin, end := c.TetQuiet(from.In(c.loc).Year())
	return from.Before(end) && to.After(begin)
}
