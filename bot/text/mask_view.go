package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// cell is one visible character of a text: a composed rune with plain digits, plain blanks and plain dashes, and the
// bytes of the text it stands for.
type cell struct {
	r        rune
	from, to int
}

// view is a text as a reader sees it, for the finders of Mask.
type view struct {
	c      []cell
	digits int
	at     bool // there is an @
}

// newView leaves out invisible characters and joins each letter with the marks behind it.
func newView(s string) view {
	v := view{c: make([]cell, 0, len(s))}
	for i := 0; i < len(s); {
		r, n := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
		}
		from := i
		i += n
		if r < utf8.RuneSelf || marked(r) {
			if r == '\t' {
				r = ' '
			}
			if r < ' ' && r != '\n' && r != '\r' || r == 0x7f {
				continue
			}
		} else if r == unicode.ReplacementChar && n == 1 {
			// a broken byte is a character of its own
		} else if unicode.Is(unicode.M, r) {
			v.join(r, i)
			continue
		} else if d := digit(r); d >= 0 {
			r = rune('0' + d)
		} else {
			if r >= 0xff01 && r <= 0xff5e {
				r -= 0xfee0
			}
			if r = cleanRune(r); r < 0 {
				continue
			}
		}
		if r >= '0' && r <= '9' {
			v.digits++
		}
		v.at = v.at || r == '@'
		v.c = append(v.c, cell{r, from, i})
	}
	return v
}

// join adds a combining mark to the character before it.
func (v *view) join(mark rune, to int) {
	if len(v.c) == 0 {
		return
	}
	last := &v.c[len(v.c)-1]
	if last.r != '\n' && last.r != ' ' {
		last.to = to
	}
	var buf [16]byte
	b := norm.NFC.AppendString(buf[:0], string([]rune{last.r, mark}))
	if r, n := utf8.DecodeRune(b); n == len(b) && r != unicode.ReplacementChar {
		last.r = r
	}
}

// span returns the bytes of the cells from i up to j.
func (v view) span(i, j int, k Kind) span { return span{v.c[i].from, v.c[j-1].to, k} }

// rune returns the character at i, or 0 outside the text.
func (v view) rune(i int) rune {
	if i < 0 || i >= len(v.c) {
		return 0
	}
	return v.c[i].r
}

func (v view) isDigit(i int) bool { r := v.rune(i); return r >= '0' && r <= '9' }

func (v view) isWord(i int) bool {
	r := v.rune(i)
	return r != 0 && (unicode.IsLetter(r) || v.isDigit(i))
}

// text returns the characters from i up to j.
func (v view) text(i, j int) string {
	b := make([]byte, 0, 32)
	for _, c := range v.c[i:j] {
		b = utf8.AppendRune(b, c.r)
	}
	return string(b)
}

// wordsBefore returns the keyed words before cell i, the nearest first, at most n of them, reaching over blanks and the
// signs in over.
func (v view) wordsBefore(i, n int, over string) []string {
	var out []string
	var b strings.Builder
	for len(out) < n {
		for i > 0 && (v.rune(i-1) == ' ' || containsRune(over, v.rune(i-1))) {
			i--
		}
		j := i
		for i > 0 && unicode.IsLetter(v.rune(i-1)) {
			i--
		}
		if i == j {
			break
		}
		key, _ := v.wordKeys(&b, i, j)
		out = append(out, key)
	}
	return out
}

// wordAfter returns the keyed word that follows cell i, blanks between, or "".
func (v view) wordAfter(i int) string {
	for v.rune(i) == ' ' {
		i++
	}
	j := i
	for unicode.IsLetter(v.rune(j)) {
		j++
	}
	var b strings.Builder
	key, _ := v.wordKeys(&b, i, max(i, j))
	return key
}

func containsRune(s string, r rune) bool {
	for _, c := range s {
		if c == r {
			return true
		}
	}
	return false
}
