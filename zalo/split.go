package zalo

import (
	"strings"
	"unicode"
)

// units counts s as Zalo might: nobody says whether runes or UTF-16 units, and
// there are never fewer of the latter.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += runeUnits(r)
	}
	return n
}

func runeUnits(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// split cuts s into parts of at most limit units, at the end of a paragraph, a
// line, a sentence or a word, whichever comes first in that order in the
// second half of a part; only white space at the cut is lost.
func split(s string, limit int) []string {
	var parts []string
	s = strings.TrimSpace(s)
	for units(s) > limit {
		at := cut(s, limit)
		if p := strings.TrimSpace(s[:at]); p != "" {
			parts = append(parts, p)
		}
		s = strings.TrimSpace(s[at:])
	}
	if s != "" {
		parts = append(parts, s)
	}
	return parts
}

// cut finds where to end a part of s, which is longer than limit units.
func cut(s string, limit int) int {
	head := s[:prefix(s, limit)]
	floor := prefix(s, limit/2)
	for _, end := range []string{"\n\n", "\n"} {
		if i := strings.LastIndex(head, end); i >= floor {
			return i
		}
	}
	sentence, word := -1, -1
	var before rune
	for i, r := range head {
		if i >= floor && unicode.IsSpace(r) {
			word = i
			if strings.ContainsRune(".!?…;", before) {
				sentence = i
			}
		}
		before = r
	}
	switch {
	case sentence > 0:
		return sentence
	case word > 0:
		return word
	}
	return whole(s, len(head))
}

// prefix returns the length in bytes of the longest start of s with at most
// limit units.
func prefix(s string, limit int) int {
	n := 0
	for i, r := range s {
		if n += runeUnits(r); n > limit {
			return i
		}
	}
	return len(s)
}

// whole moves a cut back so that it does not part a letter from its marks or
// an emoji from what modifies it; s[at:] is not empty.
func whole(s string, at int) int {
	for back, i := 0, at; back < 32; back++ {
		r, before, size := around(s, i)
		if !clings(r) && before != zeroWidthJoiner {
			return i
		}
		if i -= size; i <= 0 {
			break
		}
	}
	return at
}

const zeroWidthJoiner = '\u200d'

// around returns the rune after i, and the one before with its size.
func around(s string, i int) (after, before rune, size int) {
	for _, after = range s[i:] {
		break
	}
	for j, r := range s[max(0, i-4):i] {
		_ = j
		before = r
	}
	return after, before, len(string(before))
}

func clings(r rune) bool {
	return unicode.Is(unicode.M, r) || r == zeroWidthJoiner || r >= 0x1F3FB && r <= 0x1F3FF
}
