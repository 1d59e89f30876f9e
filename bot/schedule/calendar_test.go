package schedule_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/bot/schedule"
)

var (
	loc = schedule.Vietnam()
	cal = schedule.NewCalendar(loc, schedule.BuiltinDays())
)

// at reads "2026-11-15 08:00" in Hanoi.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", s, loc)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func day(s string) schedule.Date {
	d, err := schedule.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func TestWorkingDay(t *testing.T) {
	for date, works := range map[string]bool{
		"2025-04-26": true,  // Saturday, made up
		"2025-05-02": false, // swapped
		"2026-01-02": false,
		"2026-01-10": true,
		"2026-02-13": true, // last Friday before Tết
		"2026-02-16": false,
		"2026-02-20": false,
		"2026-02-23": true,
		"2026-04-27": false, // for Giỗ Tổ on a Sunday
		"2026-08-22": true,
		"2026-08-31": false,
		"2026-11-18": true, // observed, worked
		"2026-11-24": true, // expected only
		"2026-11-28": false,
		"2027-02-11": false, // computed make-up
		"2027-02-12": true,
		"2027-05-03": false,
		"2028-09-04": false,
		"2031-01-23": false, // mùng 1 of a year beyond the table
		"2031-01-20": true,
	} {
		if got := cal.WorkingDay(at(t, date+" 10:00")); got != works {
			t.Errorf("%s: works %v", date, got)
		}
	}
	// The location of what is asked does not matter.
	if cal.WorkingDay(time.Date(2026, 11, 27, 18, 0, 0, 0, time.UTC)) {
		t.Error("01:00 on a Saturday in Hanoi is worked")
	}
}

func TestAnnounced(t *testing.T) {
	for year, want := range map[int]bool{2025: true, 2026: true, 2027: false, 2028: false, 2031: false} {
		if cal.Announced(year) != want {
			t.Errorf("Announced(%d) = %v", year, !want)
		}
	}
}

// The rows of years not announced say what the program computes.
func TestTableAgreesWithComputed(t *testing.T) {
	for _, year := range []int{2027, 2028} {
		got := schedule.NewCalendar(loc, schedule.BuiltinDays()).Days(year)
		want := schedule.NewCalendar(loc).Days(year)
		if !slices.Equal(got, want) {
			t.Errorf("%d:\n%v\nwant\n%v", year, got, want)
		}
	}
}

func TestOverlay(t *testing.T) {
	over, bad := schedule.ParseDays("ngay-nghi.yaml", []byte(`days:
  - {date: 2026-11-24, name: Ngày Văn hóa Việt Nam, kind: off, status: official}
  - {date: 2027-02-11, name: Đi làm, kind: observance, status: official}
  - {date: 2031-03-01, name: Làm bù, kind: working_makeup, status: official}
`))
	if bad != nil {
		t.Fatal(bad)
	}
	c := schedule.NewCalendar(loc, schedule.BuiltinDays(), over)
	if c.WorkingDay(at(t, "2026-11-24 09:00")) {
		t.Error("24/11 was switched on")
	}
	if !c.WorkingDay(at(t, "2027-02-11 09:00")) || c.WorkingDay(at(t, "2027-02-10 09:00")) {
		t.Error("one computed day was taken back, no other")
	}
	if !c.WorkingDay(at(t, "2031-03-01 09:00")) || c.WorkingDay(at(t, "2031-01-23 09:00")) {
		t.Error("one row does not make a year announced")
	}
	if names := c.Names(at(t, "2026-11-24 09:00")); !slices.Equal(names, []string{"Ngày Văn hóa Việt Nam"}) {
		t.Error(names)
	}
}

func TestParseDaysProblems(t *testing.T) {
	_, bad := schedule.ParseDays("a.yaml", []byte(`days:
  - {date: 24/11/2026, name: A, kind: off, status: official}
  - {date: 2026-11-25, name: A, kind: of, status: oficial}
  - {date: 2026-11-26, name: A, kind: off, status: official}
  - {date: 2026-11-26, name: B, kind: off, status: official}
  - {date: 2026-11-26, name: B, kind: working_makeup, status: official}
  - {date: 1926-11-26, name: B, kind: off, status: official, x: 1}
  - {kind: off, status: official}
`))
	var got []string
	for _, p := range bad {
		got = append(got, p.String())
	}
	for _, want := range []string{
		"a.yaml:2:12: ngày \"24/11/2026\" không đúng",
		"a.yaml:3:39: không có giá trị \"of\"",
		"a.yaml:3:51: không có giá trị \"oficial\"",
		"a.yaml:5:5: ngày 2026-11-26 đã có ở dòng 4",
		"a.yaml:6:5: ngày 2026-11-26 ở dòng 5 ghi ngược lại",
		"a.yaml:7:12: năm 1926",
		"a.yaml:7:62: không có khóa \"x\"",
		"a.yaml:8:5: thiếu khóa \"date\"",
		"a.yaml:8:5: thiếu khóa \"name\"",
	} {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("missing %q", want)
		}
	}
	if len(got) != 9 || t.Failed() {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
}

func TestRoll(t *testing.T) {
	for _, c := range []struct {
		how      schedule.Roll
		in, want string
	}{
		{"none", "2026-11-15 17:00", "2026-11-15 17:00"},
		{"next", "2026-11-15 17:00", "2026-11-16 17:00"}, // Sunday
		{"previous", "2026-11-15 17:00", "2026-11-13 17:00"},
		{"tet", "2026-11-15 17:00", "2026-11-16 17:00"},
		{"next", "2026-02-15 17:00", "2026-02-23 17:00"},
		{"tet", "2026-02-15 17:00", "2026-02-13 17:00"}, // not over Tết
		{"tet", "2026-02-22 17:00", "2026-02-23 17:00"}, // Tết is over
		{"next", "2026-11-16 17:00", "2026-11-16 17:00"},
	} {
		if got := cal.Roll(at(t, c.in), c.how); !got.Equal(at(t, c.want)) {
			t.Errorf("Roll(%s, %s) = %v, want %s", c.in, c.how, got, c.want)
		}
	}
	if got := cal.LastWorkingDayBefore(at(t, "2026-02-23 08:00")); !got.Equal(at(t, "2026-02-13 08:00")) {
		t.Error(got)
	}
}

func TestRollGivesUp(t *testing.T) {
	var all []schedule.Day
	for i := range 365 {
		all = append(all, schedule.Day{Date: day("2026-01-01").Add(i), Kind: schedule.Off, Status: schedule.Official})
	}
	c := schedule.NewCalendar(loc, all)
	if in := at(t, "2026-06-15 17:00"); !c.Roll(in, schedule.RollNext).Equal(in) {
		t.Error("moved across a year without working days")
	}
}

func TestNextAllowed(t *testing.T) {
	q := schedule.DefaultQuietHours()
	for _, c := range [][2]string{
		{"2026-11-16 07:00", "2026-11-16 07:00"},
		{"2026-11-16 06:59", "2026-11-16 07:00"},
		{"2026-11-16 00:00", "2026-11-16 07:00"},
		{"2026-11-16 11:29", "2026-11-16 11:29"},
		{"2026-11-16 11:30", "2026-11-16 13:30"},
		{"2026-11-16 20:29", "2026-11-16 20:29"},
		{"2026-11-30 20:30", "2026-12-01 07:00"},
		{"2026-02-16 12:30", "2026-02-20 07:00"}, // noon of the last lunar day, to mùng 4
		{"2026-02-16 10:00", "2026-02-16 10:00"},
		{"2026-02-19 23:59", "2026-02-20 07:00"},
	} {
		got := cal.NextAllowed(at(t, c[0]), q)
		if !got.Equal(at(t, c[1])) {
			t.Errorf("NextAllowed(%s) = %v, want %s", c[0], got, c[1])
		}
		if cal.Quiet(at(t, c[0]), q) != (c[0] != c[1]) {
			t.Errorf("Quiet(%s)", c[0])
		}
	}
	touching, err := schedule.ParseQuietHours("20:00–06:00", "06:00-08:30")
	if err != nil {
		t.Fatal(err)
	}
	if got := cal.NextAllowed(at(t, "2026-11-16 21:00"), touching); !got.Equal(at(t, "2026-11-17 08:30")) {
		t.Error(got)
	}
	for _, bad := range []string{"", "20:30", "20:30-", "8:00-9:00", "25:00-26:00", "07:00-07:00", "24:00-07:00"} {
		if _, err := schedule.ParseQuietHours(bad); err == nil {
			t.Errorf("%q passed", bad)
		}
	}
	whole, _ := schedule.ParseQuietHours("00:00-12:00", "12:00-24:00")
	cal.NextAllowed(at(t, "2026-11-16 21:00"), whole) // ends
}
