package text

import (
	"strings"
	"unicode"
)

// emails finds e-mail addresses.
func (v view) emails(found []span) []span {
	part := func(i int) bool { return v.isWord(i) || containsRune("._%+-", v.rune(i)) && v.rune(i) != 0 }
	for i := range v.c {
		if v.rune(i) != '@' {
			continue
		}
		from, to := i, i+1
		for v.rune(from-1) == ' ' && i-from < 2 {
			from--
		}
		blank := from
		for part(from - 1) {
			from--
		}
		for v.rune(to) == ' ' && to-i < 3 {
			to++
		}
		domain := to
		for part(to) {
			to++
		}
		for to > domain && !v.isWord(to-1) {
			to--
		}
		if from == blank || !mailDomain(v.text(domain, to), domain > i+1 || blank < i) {
			continue
		}
		found = append(found, v.span(from, to, Email))
	}
	return found
}

// mailDomain tells whether the text after the @ is a domain. With blanks around the @ it must be a well-known one.
func mailDomain(d string, blanks bool) bool {
	name, _, _ := strings.Cut(strings.ToLower(d), ".")
	known := name == "gmail" || name == "yahoo" || name == "outlook" || name == "hotmail" || name == "icloud"
	i := strings.LastIndexByte(d, '.')
	if i <= 0 || len(d)-i < 3 {
		return known
	}
	return known || !blanks
}

// paperSigns are abbreviations of official papers, which look like the letters of a plate ("29-NQ 2025").
var paperSigns = set("NQ", "QĐ", "QD", "KH", "CT", "TB", "BC", "TT", "NĐ", "ND", "CV", "HD", "CP", "TW", "TU", "HĐ", "UB",
	"TL", "QH")

// plates finds vehicle plates: two digits, one or two letters with perhaps a digit, then four or five digits.
func (v view) plates(found []span) []span {
	for i := 0; i+6 < len(v.c); i++ {
		if !v.isDigit(i) || !v.isDigit(i+1) || v.isWord(i-1) || v.text(i, i+2) < "11" {
			continue
		}
		if end := v.plateEnd(i); end > 0 {
			found = append(found, v.span(i, end, Plate))
			i = end - 1
		}
	}
	return found
}

// plateEnd returns where the plate that begins at i ends, or 0.
func (v view) plateEnd(i int) int {
	at := i + 2
	glued := at
	at = v.skip(at, 2)
	series := at
	for at < series+2 && latin(v.rune(at)) {
		at++
	}
	letters := v.text(series, at)
	if letters == "" || latin(v.rune(at)) || paperSigns[strings.ToUpper(letters)] {
		return 0
	}
	upper := strings.ToUpper(letters) == letters
	if !upper && (series > glued && v.rune(glued) == ' ') {
		return 0
	}
	best := 0
	for _, n := range [...]int{1, 0} { // with and without a digit after the letters
		if n == 1 && (!v.isDigit(at) || len(letters) > 1 && letters != "Đ" && letters != "đ") {
			continue
		}
		if n == 1 && (letters == "m" || letters == "M") && (v.rune(at) == '2' || v.rune(at) == '3') {
			continue
		}
		tail := v.skip(at+n, 3)
		end := v.plateTail(tail)
		if n == 0 && unitLetter(letters) && (!upper || tail > at) && !v.plateForm(letters, at, tail, end) {
			continue
		}
		if end > 0 {
			best = end
			break
		}
	}
	return best
}

// plateTail reads 123.45, 12345 or 1234.
func (v view) plateTail(i int) int {
	n := 0
	for v.isDigit(i + n) {
		n++
	}
	switch {
	case n == 5, n == 4:
		n += i
	case n == 3 && containsRune(". -", v.rune(i+3)) && v.isDigit(i+4) && v.isDigit(i+5) && !v.isDigit(i+6):
		n = i + 6
	default:
		return 0
	}
	if unicode.IsLetter(v.rune(n)) || v.rune(n) == '/' {
		return 0
	}
	return n
}

// plateForm tells whether what follows a letter that may be a unit is written as only a plate is: 30G-123.45, 30K 123.45,
// 30M-12345, 30L-1234; but 10H-1130 is a time.
func (v view) plateForm(letter string, at, tail, end int) bool {
	dash, upper := strings.Contains(v.text(at, tail), "-"), strings.ToUpper(letter) == letter
	if end-tail == 6 { // 123.45
		return dash || upper && tail > at
	}
	return dash && upper && (end-tail == 5 || letter != "H")
}

// skip steps over at most n blanks, dots and dashes.
func (v view) skip(i, n int) int {
	for ; n > 0 && containsRune(" .-", v.rune(i)); n-- {
		i++
	}
	return i
}

func latin(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == 'Đ' || r == 'đ'
}

// unitLetter tells whether a single letter after a number is a unit: hours, thousands, metres and so on.
func unitLetter(s string) bool { return len(s) == 1 && strings.Contains("hgkmplHGKMPL", s) }
