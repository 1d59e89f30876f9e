package text

import (
	"slices"
	"strings"
	"time"
)

// Date reads a message as the day something happened and returns the midnight that begins it, in the location of now.
// Days come first: "5/3", "5-3-26", "20.11", "ngày 5 tháng 3", "mùng 5/3". Without a year, or without a month after
// "ngày", it is the latest such day that is not after today. Also hôm nay, hôm qua, hôm kia, hôm kìa, "tối qua", "3 ngày
// trước", and days of the week: "thứ 6" is the latest one, today included; "thứ 6 vừa rồi" excludes today; "thứ 6 tuần
// trước" is the one of the previous week, which begins on Monday. A part of the day or a clock time may stand beside
// it. Days to come, lunar dates and anything else are refused.
func Date(s string, now time.Time) (time.Time, bool) {
	if len(s) > 160 {
		return time.Time{}, false
	}
	today := midnight(now.Year(), now.Month(), now.Day(), now.Location())
	w := withoutClock(dateWords(s))
	if len(w) == 0 || lunar(w) {
		return time.Time{}, false
	}
	if back, ok := daysBack(strings.Join(w, " "), Key(s)); ok {
		return today.AddDate(0, 0, -back), true
	}
	if d, ok := daysAgo(w, today); ok {
		return d, true
	}
	if d, ok := weekday(w, today); ok {
		return d, !d.After(today)
	}
	return calendarDay(w, today)
}

func midnight(y int, m time.Month, d int, loc *time.Location) time.Time {
	return time.Date(y, m, d, 0, 0, 0, 0, loc)
}

// withoutClock drops words that only place the event within the day, or introduce the date.
func withoutClock(w []string) []string {
	var out []string
	for i := 0; i < len(w); {
		if rest, ok := clockFace(w[i:]); ok && !(i > 0 && w[i-1] == "ngay") {
			i = len(w) - len(rest)
			continue
		}
		switch w[i] {
		case "luc", "vao", "buoi", "khoang", "da", "tu", ",":
			if w[i] != "tu" || i == 0 {
				i++
				continue
			}
		}
		if isDayPart(w[i]) && i+1 < len(w) && w[i+1] != "qua" && w[i+1] != "nay" {
			i++
			continue
		}
		out = append(out, w[i])
		i++
	}
	return out
}

// lunar tells whether the words name a day of the lunar calendar, which is not converted.
func lunar(w []string) bool {
	for i, x := range w {
		switch x {
		case "tet", "ram", "am", "al", "gieng", "chap":
			return true
		case "mung", "mong": // without a month number it is lunar
			if !slices.Contains(w[i:], "/") && !slices.Contains(w[i:], "-") && !slices.Contains(w[i:], ".") &&
				!slices.Contains(w[i:], "thang") {
				return true
			}
		}
	}
	return false
}

// daysBack knows the words for today and the days before.
func daysBack(fold, key string) (int, bool) {
	switch fold {
	case "hom nay", "nay", "sang nay", "trua nay", "chieu nay", "toi nay", "dem nay", "bay gio", "vua xong", "vua nay",
		"ngay hom nay", "luc nay":
		return 0, true
	case "hom qua", "qua", "sang qua", "trua qua", "chieu qua", "toi qua", "dem qua", "ngay hom qua":
		return 1, true
	case "hom kia", "ngay hom kia":
		if strings.Contains(key, "kìa") {
			return 3, true
		}
		return 2, true
	}
	return 0, false
}

// daysAgo reads "3 ngày trước" and "cách đây 3 ngày".
func daysAgo(w []string, today time.Time) (time.Time, bool) {
	if len(w) > 2 && w[0] == "cach" && w[1] == "day" {
		w = w[2:]
		if len(w) > 2 && w[len(w)-1] != "truoc" {
			return time.Time{}, false
		}
		w = append(slices.Clone(w), "truoc")
	}
	n, rest, ok := smallNumber(w, 60)
	if !ok || len(rest) < 2 || rest[0] != "ngay" || rest[1] != "truoc" {
		return time.Time{}, false
	}
	for _, x := range rest[2:] {
		if x != "day" && x != "truoc" {
			return time.Time{}, false
		}
	}
	return today.AddDate(0, 0, -n), true
}

// weekday reads a day of the week with what places it.
func weekday(w []string, today time.Time) (time.Time, bool) {
	day, rest, ok := weekdayName(w)
	if !ok {
		return time.Time{}, false
	}
	sinceMonday := func(d time.Weekday) int { return (int(d) + 6) % 7 }
	monday := today.AddDate(0, 0, -sinceMonday(today.Weekday()))
	back := (int(today.Weekday()) - int(day) + 7) % 7
	switch strings.Join(rest, " ") {
	case "", "hom":
		return today.AddDate(0, 0, -back), true
	case "vua roi", "vua qua", "roi", "qua", "hom vua roi", "moi roi", "truoc":
		if back == 0 {
			back = 7
		}
		return today.AddDate(0, 0, -back), true
	case "tuan truoc", "tuan vua roi", "tuan vua qua", "tuan roi", "cua tuan truoc":
		return monday.AddDate(0, 0, sinceMonday(day)-7), true
	case "nay", "tuan nay":
		return monday.AddDate(0, 0, sinceMonday(day)), true
	}
	return time.Time{}, false
}

// weekdayName reads thứ hai … thứ bảy, t2 … t7, chủ nhật, cn; thứ 2 is Monday.
func weekdayName(w []string) (time.Weekday, []string, bool) {
	if len(w) > 1 && (w[0] == "hom" || w[0] == "ngay") && (w[1] == "thu" || w[1] == "chu" || w[1] == "cn" || w[1] == "t") {
		w = w[1:]
	}
	switch {
	case w[0] == "cn":
		return time.Sunday, w[1:], true
	case len(w) > 1 && w[0] == "chu" && w[1] == "nhat":
		return time.Sunday, w[2:], true
	case len(w) > 1 && (w[0] == "thu" || w[0] == "t"):
		n, ok := spokenDigit[w[1]]
		if len(w[1]) == 1 {
			n, ok = int(w[1][0]-'0'), true
		}
		return time.Weekday(n - 1), w[2:], ok && n >= 2 && n <= 7
	}
	return 0, w, false
}
