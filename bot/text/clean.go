package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean takes a message as a platform delivered it and returns the text to store. The words stay as written. The result
// is composed (NFC) valid UTF-8 in which zero-width characters, direction marks, variation selectors, byte order marks
// and control characters are gone, every kind of blank is a plain space, every line end is "\n", curly quotes and long
// dashes are the plain ones, bytes that are no UTF-8 are U+FFFD, and no blank stands at either end.
func Clean(s string) string {
	if plainASCII(s) {
		return strings.TrimSpace(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	cr := false
	for _, r := range s {
		if r == '\n' && cr {
			cr = false
			continue
		}
		cr = r == '\r'
		if r = cleanRune(r); r >= 0 {
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(norm.NFC.String(b.String()))
}

// plainASCII tells whether s has only printable ASCII and newlines, so that nothing but the ends needs care.
func plainASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; (c < ' ' && c != '\n') || c >= 0x7f {
			return false
		}
	}
	return true
}

// cleanRune returns what stands for r in a cleaned text, or -1 when nothing does.
func cleanRune(r rune) rune {
	if r < 0x7f {
		switch {
		case r >= ' ' || r == '\n':
			return r
		case r == '\t':
			return ' '
		case r == '\r' || r == '\v' || r == '\f':
			return '\n'
		}
		return -1
	}
	if slot(r) >= 0 && marked(r) {
		return r
	}
	switch r {
	case '‘', '’', '‚', '‛', '′', 'ʼ':
		return '\''
	case '“', '”', '„', '‟', '″', '«', '»':
		return '"'
	case '‐', '‑', '‒', '–', '—', '―', '−', '﹣', '－':
		return '-'
	case 0x85, 0x2028, 0x2029:
		return '\n'
	}
	switch {
	case invisible(r):
		return -1
	case unicode.Is(unicode.Zs, r):
		return ' '
	}
	return r
}

// invisible tells whether r shows nothing by itself: controls, zero-width and direction marks, selectors, tags.
func invisible(r rune) bool {
	switch {
	case r < 0x20 || (r >= 0x7f && r < 0xa0):
		return true
	case r < 0xad:
		return false
	case r >= 0xfe00 && r <= 0xfe0f, r >= 0xe0100 && r <= 0xe01ef: // variation selectors
		return true
	case r == 0x034f || r == 0x115f || r == 0x1160 || r == 0x3164 || r == 0xffa0: // joiner and blank fillers
		return true
	case r >= 0x180b && r <= 0x180f:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// Units returns the length of s as chat platforms count it: in UTF-16 code units, so that most emoji count two.
func Units(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			n, i = n+1, i+1
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r > 0xffff {
			n++
		}
		n, i = n+1, i+size
	}
	return n
}
