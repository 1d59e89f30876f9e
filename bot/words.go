package bot

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// upperFirst makes the first letter a capital.
func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// clock is a time of day as people write it: "8 giờ 05".
func clock(t time.Time) string {
	if t.Minute() == 0 {
		return fmt.Sprintf("%d giờ", t.Hour())
	}
	return fmt.Sprintf("%d giờ %02d", t.Hour(), t.Minute())
}

// dayName is a date as people write it: "15/11/2026".
func dayName(t time.Time) string { return t.Format("02/01/2006") }

// monthName is a month as people write it: "11/2026".
func monthName(t time.Time) string { return t.Format("1/2006") }

// moments is a date and time in words: "17 giờ ngày 15/11/2026".
func moments(t time.Time) string { return clock(t) + " ngày " + dayName(t) }

// shorten cuts s to at most n runes at a word's end.
func shorten(s string, n int) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)[:n]
	cut := string(r)
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:") + "…"
}
