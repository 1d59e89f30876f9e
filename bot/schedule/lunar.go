package schedule

import (
	"math"
	"time"
)

// The Vietnamese lunar calendar: a month begins on the day of the new moon at
// UTC+7 (China counts at UTC+8, so Tết falls on another day in some years,
// 2030 among them); the month with the winter solstice is the eleventh; when
// thirteen months lie between two such, the first in which the sun enters no
// new twelfth of its path is a leap month.

// Tet is the first day of the lunar year.
func Tet(year int) Date { return Lunar(year, 1, 1) }

// Lunar is the solar date of a day of the lunar year: month 1 to 12, never the
// leap one.
func Lunar(year, month, day int) Date {
	from := eleventh(year - 1)
	offset := month + 1
	if month >= 11 {
		from, offset = eleventh(year), month-11
	}
	if leap := leapAfter(from); leap > 0 && offset >= leap {
		offset++
	}
	return dateOfDayNumber(monthStart(from+offset) + day - 1)
}

// monthStart is the day number on which the k-th new moon falls at UTC+7.
func monthStart(k int) int { return int(math.Floor(newMoon(k) + 0.5 + 7.0/24)) }

// twelfth is the twelfth of its path in which the sun stands as a day begins at
// UTC+7; the ninth begins with the winter solstice.
func twelfth(day int) int { return int(sunLongitude(float64(day)-0.5-7.0/24) / 30) }

// eleventh is the new moon that begins the month with the winter solstice of
// the solar year.
func eleventh(year int) int {
	december := Date{year, time.December, 31}
	k := int(math.Floor((float64(dayNumber(december)) - 2451550.1) / 29.530588861))
	for k++; monthStart(k) > dayNumber(december) || twelfth(monthStart(k)) >= 9; k-- {
	}
	return k
}

// leapAfter says which month after the eleventh that begins at from is a leap
// month, 0 for none.
func leapAfter(from int) int {
	if eleventh(yearOf(from)+1)-from < 13 {
		return 0
	}
	for i := 1; i <= 13; i++ {
		if twelfth(monthStart(from+i)) == twelfth(monthStart(from+i+1)) {
			return i
		}
	}
	return 0
}

func yearOf(k int) int { return dateOfDayNumber(monthStart(k)).Year }

// dayNumber is the Julian Day Number of the noon of d.
func dayNumber(d Date) int { return int(d.utc().Unix()/86400) + 2440588 }

func dateOfDayNumber(n int) Date {
	return DateOf(time.Unix(int64(n-2440588)*86400, 0).UTC())
}
