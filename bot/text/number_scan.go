package text

import (
	"strings"
	"unicode"
)

// tokenKind tells what a token of a number is.
type tokenKind int

const (
	tokenNumber tokenKind = iota
	tokenWord
	tokenRange // - or ~
	tokenOther // any other sign
)

// token is one piece of a message that may hold a number.
type token struct {
	kind      tokenKind
	text      string  // key of a word, or the sign
	value     decimal // of a number
	ambiguous bool    // of a number
}

// scanNumbers cuts a message into tokens. It fails on digits that no way of writing a number allows.
func scanNumbers(s string) ([]token, bool) {
	r := []rune(string(trimPunct([]byte(Key(plainDigits(s))))))
	var toks []token
	for i := 0; i < len(r); {
		switch c := r[i]; {
		case c == ' ':
			i++
		case c >= '0' && c <= '9':
			t, n, ok := scanDigits(r[i:])
			if !ok {
				return nil, false
			}
			toks, i = append(toks, t), i+n
		case unicode.IsLetter(c):
			j := i
			for j < len(r) && unicode.IsLetter(r[j]) {
				j++
			}
			toks, i = append(toks, token{kind: tokenWord, text: string(r[i:j])}), j
		case c == '-' || c == '~':
			toks, i = append(toks, token{kind: tokenRange}), i+1
		default:
			toks, i = append(toks, token{kind: tokenOther, text: string(c)}), i+1
		}
	}
	return toks, true
}

// scanDigits reads one number in digits and returns how many runes it took. Dots group thousands, a comma begins the
// decimals; a dot followed by one or two digits is a decimal point.
func scanDigits(r []rune) (token, int, bool) {
	n := 0
	for n < len(r) && (digitOrPoint(r, n)) {
		n++
	}
	text := string(r[:n])
	if spaced, m := spacedThousands(r); m > n {
		text, n = spaced, m
	}
	t := token{kind: tokenNumber}
	dots, commas := strings.Count(text, "."), strings.Count(text, ",")
	var ok bool
	switch {
	case dots == 0 && commas == 0:
		t.value, ok = digitsValue(text, "")
		if len(text) > 3 && text[0] == '0' { // a telephone or card number
			return t, n, false
		}
	case commas == 1 && grouped(before(text, ','), '.') && strings.LastIndexByte(text, '.') < strings.IndexByte(text, ','):
		whole, part, _ := strings.Cut(text, ",")
		t.value, ok = digitsValue(strings.ReplaceAll(whole, ".", ""), part)
		t.ambiguous = len(part) == 3 && dots == 0 && whole != "0"
	case commas == 0 && dots == 1 && !grouped(text, '.'):
		whole, part, _ := strings.Cut(text, ".")
		t.value, ok = digitsValue(whole, part)
		t.ambiguous = len(part) > 2 && whole != "0"
	case commas == 0 && grouped(text, '.'):
		t.value, ok = digitsValue(strings.ReplaceAll(text, ".", ""), "")
	case dots == 0 && grouped(text, ','):
		t.value, ok = digitsValue(strings.ReplaceAll(text, ",", ""), "")
	}
	return t, n, ok
}

// digitOrPoint tells whether r[i] belongs to a number: a digit, or a point or comma between digits.
func digitOrPoint(r []rune, i int) bool {
	if r[i] >= '0' && r[i] <= '9' {
		return true
	}
	return (r[i] == '.' || r[i] == ',') && i > 0 && i+1 < len(r) && r[i+1] >= '0' && r[i+1] <= '9' &&
		r[i-1] >= '0' && r[i-1] <= '9'
}

func before(s string, sep byte) string {
	head, _, _ := strings.Cut(s, string(sep))
	return head
}

// grouped tells whether s is digits in groups of three, the first shorter or equal; without any group it is plain.
func grouped(s string, sep byte) bool {
	parts := strings.Split(s, string(sep))
	if len(parts) == 1 {
		return !strings.ContainsAny(s, ".,")
	}
	if len(parts[0]) > 3 || parts[0][0] == '0' {
		return false
	}
	for _, p := range parts[1:] {
		if len(p) != 3 || strings.ContainsAny(p, ".,") {
			return false
		}
	}
	return true
}

// spacedThousands reads "1 500 000": one to three digits and at least two groups of three, blanks between.
func spacedThousands(r []rune) (string, int) {
	var b strings.Builder
	i, groups := 0, 0
	for {
		j := i
		for j < len(r) && r[j] >= '0' && r[j] <= '9' {
			j++
		}
		if n := j - i; n == 0 || n > 3 || groups > 0 && n != 3 || j < len(r) && (r[j] == '.' || r[j] == ',') {
			return "", 0
		}
		b.WriteString(string(r[i:j]))
		groups++
		if j+1 >= len(r) || r[j] != ' ' || r[j+1] < '0' || r[j+1] > '9' {
			if groups < 3 || r[0] == '0' {
				return "", 0
			}
			return b.String(), j
		}
		i = j + 1
	}
}

// digitsValue makes a decimal of its digits before and after the comma.
func digitsValue(whole, part string) (decimal, bool) {
	if len(whole)+len(part) > 15 || len(part) > 6 {
		return decimal{}, false
	}
	x := decimal{d: len(part)}
	for _, c := range whole + part {
		x.n = x.n*10 + int64(c-'0')
	}
	return x, true
}
