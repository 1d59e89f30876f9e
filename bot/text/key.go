package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Key takes any message and returns a form that keeps its accents, for comparing where accents decide ("dừng" is not
// "đúng"). Case, composed or decomposed Unicode, blanks, and the two ways of placing a tone (hoà and hòa, thuý and
// thúy) make no difference to it. i and y stay different letters.
func Key(s string) string {
	s = Clean(s)
	if s == "" {
		return ""
	}
	out := make([]rune, 0, len(s))
	word := 0
	for _, r := range s {
		r = unicode.ToLower(r)
		if lookup(r).base != 0 {
			out = append(out, r)
			continue
		}
		placeTone(out[word:])
		if r == '\n' {
			r = ' '
		}
		if r != ' ' || len(out) > 0 && out[len(out)-1] != ' ' {
			out = append(out, r)
		}
		word = len(out)
	}
	placeTone(out[word:])
	return norm.NFC.String(string(out))
}

// placeTone moves the one tone mark of a word to its canonical vowel. A word with no tone or several is left alone.
func placeTone(w []rune) {
	tone, at := uint8(flat), -1
	for i, r := range w {
		if l := lookup(r); l.row != 0 && l.tone != flat {
			if at >= 0 {
				return
			}
			tone, at = l.tone, i
		}
	}
	if at < 0 {
		return
	}
	w[at] = withTone(w[at], flat)
	to := toneVowel(w)
	w[to] = withTone(w[to], tone)
}

// toneVowel returns the index of the vowel that carries the tone of a word written without tone: the last vowel with a
// quality mark (ê, ơ, â…), or the second of oa, oe, uy and of any pair before a final consonant, or the first of other
// pairs, or the middle of three. The u of "qu" and the i of "gi" belong to the consonant.
func toneVowel(w []rune) int {
	first := 0
	for first < len(w) && !isVowel(w[first]) {
		first++
	}
	if first > 0 && first+1 < len(w) && isVowel(w[first+1]) &&
		(w[first-1] == 'q' && w[first] == 'u' || w[first-1] == 'g' && w[first] == 'i') {
		first++
	}
	end, special := first, -1
	for end < len(w) && isVowel(w[end]) {
		if w[end] >= 0x80 {
			special = end
		}
		end++
	}
	switch n := end - first; {
	case n == 0:
		for i, r := range w {
			if isVowel(r) {
				return i
			}
		}
		return 0
	case special >= 0:
		return special
	case n == 1:
		return first
	case n >= 3 || end < len(w):
		return first + 1
	default:
		switch string(w[first:end]) {
		case "oa", "oe", "uy":
			return first + 1
		}
		return first
	}
}

// accentedParticles are the particles of Fold as written with and without accents.
var accentedParticles = set("ạ", "à", "a", "ạh", "àh", "ah", "ạk", "ak", "nhé", "nhe", "nha", "nhá",
	"với", "voi", "đi", "di", "ơi", "oi")

// commandKey is Key with drawn-out letters, end punctuation and trailing particles removed, as Fold removes them.
func commandKey(s string) string {
	in := []rune(Key(s))
	out := make([]rune, 0, len(in))
	for i := 0; i < len(in); {
		j := i + 1
		for j < len(in) && sameLetter(in[i], in[j]) {
			j++
		}
		out = appendRun(out, in[i:j])
		i = j
	}
	return string(dropParticles(trimPunct([]byte(Key(string(out)))), accentedParticles))
}

// sameLetter tells whether two runes are one letter held down ("ạaaa"), or the same sign repeated.
func sameLetter(a, b rune) bool {
	if l := lookup(a); l.base != 0 {
		return l.base == lookup(b).base && (a == b || b < 0x80)
	}
	return a == b
}

func appendRun(out, run []rune) []rune {
	letter := unicode.IsLetter(run[0])
	switch {
	case letter && len(run) <= 2, unicode.IsNumber(run[0]):
		return append(out, run...)
	}
	return append(out, run[0])
}

// foldWord drops the accents of a keyed word or line and changes nothing else.
func foldWord(key string) string {
	if !hasMark(key) {
		return key
	}
	var b strings.Builder
	b.Grow(len(key))
	for _, r := range key {
		if l := lookup(r); l.base != 0 {
			r = rune(l.base)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// splitTones takes the tones out of a keyed line: the letters with their quality marks, and the tones in order.
func splitTones(key string) (letters, tones string) {
	var t []byte
	letters = strings.Map(func(r rune) rune {
		l := lookup(r)
		if l.row == 0 || l.tone == flat {
			return r
		}
		t = append(t, '0'+l.tone)
		return withTone(r, flat)
	}, key)
	return letters, string(t)
}
