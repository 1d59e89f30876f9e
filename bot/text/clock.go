package text

import "unicode"

// clockFace reads a time of day ("8h", "8:30", "8 giờ rưỡi", "9 giờ kém 15 phút") from the front and returns the words
// behind it. A bare "tám rưỡi" needs rưỡi.
func clockFace(w []string) (rest []string, ok bool) {
	_, w, ok = smallNumber(w, 24)
	if !ok || len(w) == 0 {
		return nil, false
	}
	switch {
	case w[0] == "ruoi":
		return w[1:], true
	case !isHourWord(w[0]):
		return nil, false
	}
	colon := w[0] == ":"
	w = w[1:]
	if len(w) > 0 && w[0] == "ruoi" {
		return w[1:], true
	}
	minus := len(w) > 1 && w[0] == "kem"
	if minus {
		w = w[1:]
	}
	_, after, has := smallNumber(w, 59)
	if !has {
		return w, !minus && !colon
	}
	if len(after) > 0 && (after[0] == "phut" || after[0] == "p" || after[0] == "'") {
		after = after[1:]
	}
	return after, true
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
