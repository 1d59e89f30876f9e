package text

import (
	"slices"
	"time"
)

// calendarDay reads a day, month and year in digits or words.
func calendarDay(w []string, today time.Time) (time.Time, bool) {
	named := false
	for len(w) > 1 && (w[0] == "ngay" || w[0] == "hom" || w[0] == "mung" || w[0] == "mong") {
		named, w = true, w[1:]
	}
	day, w, ok := smallNumber(w, 31)
	if !ok || day == 0 {
		return time.Time{}, false
	}
	if len(w) == 0 {
		if !named {
			return time.Time{}, false
		}
		return latestDay(day, today)
	}
	sep := w[0]
	w = w[1:]
	if sep == "thang" && len(w) == 1 && (w[0] == "nay" || w[0] == "truoc") {
		first := midnight(today.Year(), today.Month(), 1, today.Location())
		if w[0] == "truoc" {
			first = first.AddDate(0, -1, 0)
		}
		return past(first.Year(), int(first.Month()), day, today)
	}
	if !slices.Contains([]string{"thang", "/", "-", "."}, sep) {
		return time.Time{}, false
	}
	var month int
	if len(w) > 1 && sep == "thang" && w[1] == "nam" { // "tháng ba năm 2026": the last word is not a unit
		month, _, ok = smallNumber(w[:1], 12)
		w = w[1:]
	} else {
		month, w, ok = smallNumber(w, 12)
	}
	if !ok || month == 0 {
		return time.Time{}, false
	}
	if len(w) == 0 {
		return latestDate(month, day, today)
	}
	if w[0] != sep && w[0] != "nam" && w[0] != "/" || len(w) != 2 {
		return time.Time{}, false
	}
	if w[0] == "nam" && (w[1] == "nay" || w[1] == "ngoai") {
		year := today.Year()
		if w[1] == "ngoai" {
			year--
		}
		return past(year, month, day, today)
	}
	year, _, ok := smallNumber(w[1:], 2999)
	switch {
	case !ok:
		return time.Time{}, false
	case len(w[1]) == 2:
		year += 2000
	case len(w[1]) != 4 || year < 1900:
		return time.Time{}, false
	}
	return past(year, month, day, today)
}

// past returns the date when it exists and is not after today.
func past(year, month, day int, today time.Time) (time.Time, bool) {
	d := midnight(year, time.Month(month), day, today.Location())
	return d, d.Day() == day && d.Month() == time.Month(month) && !d.After(today)
}

// latestDate returns the latest day of that month and number up to today.
func latestDate(month, day int, today time.Time) (time.Time, bool) {
	const leapGap = 8 // years between two 29 February across a century that has none
	for year := today.Year(); year >= today.Year()-leapGap; year-- {
		if d, ok := past(year, month, day, today); ok {
			return d, true
		}
	}
	return time.Time{}, false
}

// latestDay returns the latest day of any month with that number up to today.
func latestDay(day int, today time.Time) (time.Time, bool) {
	first := midnight(today.Year(), today.Month(), 1, today.Location())
	for back := range 3 {
		m := first.AddDate(0, -back, 0)
		if d, ok := past(m.Year(), int(m.Month()), day, today); ok {
			return d, true
		}
	}
	return time.Time{}, false
}
