package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Split cuts a long text into pieces of at most limit units each, as Units counts them: at a blank line if one is near
// enough, else at a line end, the end of a sentence, a blank, and only as a last resort inside a word, but never between
// a letter and its marks or within an emoji sequence, unless one such sequence alone exceeds the limit. Blanks at a cut
// are dropped and no piece is blank; invalid bytes become U+FFFD. A limit below 2 is taken as 2. An empty text has no
// pieces.
func Split(s string, limit int) []string {
	limit = max(limit, 2)
	s = strings.TrimSpace(strings.ToValidUTF8(s, "\ufffd"))
	var out []string
	for s != "" {
		if Units(s) <= limit {
			return append(out, s)
		}
		n := cutAt(s, limit)
		if piece := strings.TrimSpace(s[:n]); piece != "" {
			out = append(out, piece)
		}
		s = strings.TrimSpace(s[n:])
	}
	return out
}

// Prefix returns the longest start of s that has at most limit units and parts no letter from its marks and no emoji
// sequence; a first sequence that exceeds the limit is parted all the same.
func Prefix(s string, limit int) string {
	whole, units := 0, 0
	prev := rune(0)
	for i, r := range s {
		if i > 0 && !extends(prev, r) {
			whole = i
		}
		if units += Units(string(r)); units > limit {
			if whole == 0 {
				whole = i
			}
			return s[:whole]
		}
		prev = r
	}
	return s
}

// cutAt returns where to cut s, which exceeds the limit. A better kind of border is taken when it leaves the piece at
// least a third full; otherwise the last border of the next kind.
func cutAt(s string, limit int) int {
	fits, units := 0, 0 // bytes that fit
	var paragraph, line, sentence, blank, cluster border
	prev := rune(0)
	for i, r := range s {
		n := 1
		if r > 0xffff {
			n = 2
		}
		if i > 0 {
			switch {
			case prev == '\n' && strings.HasSuffix(s[:i], "\n\n"):
				paragraph = border{i, units}
			case prev == '\n':
				line = border{i, units}
			case unicode.IsSpace(prev) && sentenceEnd(s[:i]):
				sentence = border{i, units}
			case unicode.IsSpace(prev):
				blank = border{i, units}
			}
			if !extends(prev, r) {
				cluster = border{i, units}
			}
		}
		if units+n > limit {
			break
		}
		fits, units = i+utf8.RuneLen(r), units+n
		prev = r
	}
	for _, b := range [...]border{paragraph, line, sentence} {
		if b.units*3 >= limit {
			return b.at
		}
	}
	switch best := max(paragraph.at, line.at, sentence.at, blank.at); {
	case best > 0:
		return best
	case cluster.at > 0:
		return cluster.at
	}
	return fits
}

// border is a place to cut at and the units before it.
type border struct{ at, units int }

// sentenceEnd tells whether text with a blank at its end ends a sentence.
func sentenceEnd(s string) bool {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	r, _ := utf8.DecodeLastRuneInString(s)
	return r == '.' || r == '!' || r == '?' || r == '…' || r == ';'
}

// extends tells whether r belongs to the character that prev is part of.
func extends(prev, r rune) bool {
	const joiner = 0x200d
	return unicode.Is(unicode.M, r) || r == joiner || prev == joiner || r >= 0x1f3fb && r <= 0x1f3ff ||
		r >= 0xe0020 && r <= 0xe007f || flagLetter(prev) && flagLetter(r)
}

// flagLetter tells whether r is half of a flag. A row of flags without blanks stays together.
func flagLetter(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }
