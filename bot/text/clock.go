package text

import (
	"strings"
	"unicode"
)

// Clock reads a message as a time of day: "8h", "8h30", "8:30", "8 giờ rưỡi", "tám rưỡi sáng", "9 giờ kém 15", "2h
// chiều", "7h tối". Chiều, tối, trưa and đêm move the hour to the right half of the day; a bare hour is taken as
// written. "trưa" alone is noon, "nửa đêm" midnight. A number without an hour word is refused.
func Clock(s string) (h, m int, ok bool) {
	if len(s) > 120 {
		return 0, 0, false
	}
	w := dateWords(s)
	for len(w) > 1 && (w[0] == "luc" || w[0] == "khoang" || w[0] == "hoi" || w[0] == "tam") && !isDayPart(w[0]) {
		if w[0] == "tam" && (isHourWord(w[1]) || w[1] == "ruoi") {
			break
		}
		w = w[1:]
	}
	if len(w) > 0 && w[0] == "buoi" {
		w = w[1:]
	}
	switch strings.Join(w, " ") {
	case "trua", "giua trua", "12 trua":
		return 12, 0, true
	case "nua dem":
		return 0, 0, true
	}
	part := ""
	if len(w) > 1 && isDayPart(w[0]) {
		part, w = w[0], w[1:]
	}
	h, m, rest, ok := clockFace(w)
	if !ok {
		return 0, 0, false
	}
	if len(rest) > 1 && rest[0] == "buoi" {
		rest = rest[1:]
	}
	if len(rest) == 1 && part == "" && isDayPart(rest[0]) {
		part, rest = rest[0], nil
	}
	if len(rest) > 0 {
		return 0, 0, false
	}
	if h == 24 && m == 0 {
		h = 0
	}
	return dayPart(h, part), m, h < 24 && m < 60
}

// clockFace reads hour and minutes from the front and returns the words behind them. A bare "tám rưỡi" needs rưỡi.
func clockFace(w []string) (h, m int, rest []string, ok bool) {
	h, w, ok = smallNumber(w, 24)
	if !ok || len(w) == 0 {
		return 0, 0, nil, false
	}
	switch {
	case w[0] == "ruoi":
		return h, 30, w[1:], true
	case !isHourWord(w[0]):
		return 0, 0, nil, false
	}
	colon := w[0] == ":"
	w = w[1:]
	if len(w) > 0 && w[0] == "ruoi" {
		return h, 30, w[1:], true
	}
	minus := len(w) > 1 && w[0] == "kem"
	if minus {
		w = w[1:]
	}
	m, after, has := smallNumber(w, 59)
	if !has {
		return h, 0, w, !minus && !colon
	}
	if len(after) > 0 && (after[0] == "phut" || after[0] == "p" || after[0] == "'") {
		after = after[1:]
	}
	if minus && m > 0 {
		h, m = (h+23)%24, 60-m
	}
	return h, m, after, true
}

func isHourWord(w string) bool {
	return w == "h" || w == "gio" || w == "g" || w == ":"
}

func isDayPart(w string) bool {
	switch w {
	case "sang", "trua", "chieu", "toi", "dem", "khuya":
		return true
	}
	return false
}

// dayPart moves an hour to the part of the day that was named.
func dayPart(h int, part string) int {
	switch {
	case part == "chieu" && h >= 1 && h < 12,
		part == "trua" && h >= 1 && h <= 3,
		part == "toi" && h >= 4 && h < 12,
		(part == "dem" || part == "khuya") && h >= 7 && h < 12:
		return h + 12
	case part == "sang" && h == 12, (part == "toi" || part == "dem" || part == "khuya") && h == 12:
		return 0
	}
	return h
}

// dateWords cuts a message into folded words, numbers and single signs; letters and digits are separate words.
func dateWords(s string) []string {
	f := Fold(s)
	var out []string
	for i := 0; i < len(f); {
		j := i + 1
		switch c := f[i]; {
		case c == ' ':
			i++
			continue
		case c >= '0' && c <= '9':
			for j < len(f) && f[j] >= '0' && f[j] <= '9' {
				j++
			}
		case c >= 'a' && c <= 'z':
			for j < len(f) && f[j] >= 'a' && f[j] <= 'z' {
				j++
			}
		}
		out, i = append(out, f[i:j]), j
	}
	return out
}

// smallNumber reads a number up to limit in digits or words from the front.
func smallNumber(w []string, limit int) (int, []string, bool) {
	if len(w) == 0 {
		return 0, w, false
	}
	if unicode.IsDigit(rune(w[0][0])) {
		if len(w[0]) > 4 {
			return 0, w, false
		}
		n := 0
		for _, c := range w[0] {
			n = 10*n + int(c-'0')
		}
		return n, w[1:], n <= limit
	}
	n, used := spoken(w)
	return n, w[used:], used > 0 && n <= limit
}

// spoken reads một … chín mươi chín from folded words and returns how many words it took.
func spoken(w []string) (n, used int) {
	d, ok := spokenDigit[w[0]]
	switch {
	case w[0] == "muoi":
		n, used = 10, 1
	case w[0] == "ham":
		n, used = 20, 1
	case !ok:
		return 0, 0
	case len(w) > 1 && w[1] == "muoi":
		n, used = 10*d, 2
	case len(w) > 1 && (w[1] == "mot" || w[1] == "lam" || w[1] == "nham"):
		return 10*d + spokenDigit[w[1]], 2
	default:
		return d, 1
	}
	if used < len(w) {
		if u, more := spokenDigit[w[used]]; more {
			return n + u, used + 1
		}
	}
	return n, used
}

// spokenDigit maps folded digit words.
var spokenDigit = map[string]int{"mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "nham": 5, "sau": 6,
	"bay": 7, "tam": 8, "chin": 9}
