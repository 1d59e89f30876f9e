package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold takes any message and returns its match key: lower case, no accents (đ becomes d), one space between words, a
// letter repeated three times or more written once ("vânggg" is "vang"; two stay, as in "xoong"), repeated punctuation
// written once, punctuation at the ends trimmed, and trailing particles such as ạ, nhé, với, đi, ơi removed while a
// word stays before them. Digits are never collapsed; full-width ones become plain. A message of nothing but
// punctuation keeps it, since "?" asks for help. Fold(Fold(s)) equals Fold(s).
func Fold(s string) string {
	var buf [128]byte
	return string(dropParticles(foldBytes(buf[:0], s), foldedParticles))
}

// FoldKeep is Fold with the trailing particles kept. Use it for searching, where "đi" may be a word that was meant.
func FoldKeep(s string) string {
	var buf [128]byte
	return string(foldBytes(buf[:0], s))
}

// foldBytes appends the fold of s, with its particles, to dst, which must be empty.
func foldBytes(dst []byte, s string) []byte {
	f := folder{out: dst}
	var few [8]rune
	for _, r := range s {
		if l := lookup(r); l.base != 0 {
			f.add(rune(l.base), true)
			continue
		}
		if r = cleanRune(r); r < 0 {
			continue
		}
		if r < 0x7f {
			f.add(r, false)
			continue
		}
		for _, c := range foldOther(few[:0], r) {
			f.add(c, unicode.IsLetter(c))
		}
	}
	f.flush()
	return trimPunct(f.out)
}

// folder collapses runs while runes stream through it.
type folder struct {
	out    []byte
	last   rune
	run    int
	letter bool
}

func (f *folder) add(r rune, letter bool) {
	if r == '\n' {
		r = ' '
	}
	if r == f.last && f.run > 0 {
		f.run++
		return
	}
	f.flush()
	f.last, f.run, f.letter = r, 1, letter
}

// flush writes the pending run as often as its kind allows.
func (f *folder) flush() {
	n := f.run
	switch {
	case n == 0:
		return
	case f.letter && n > 2:
		n = 1
	case f.letter || f.last >= '0' && f.last <= '9':
	case n > 1 && !unicode.IsNumber(f.last):
		n = 1
	}
	for ; n > 0; n-- {
		f.out = utf8.AppendRune(f.out, f.last)
	}
	f.run = 0
}

// trimPunct removes blanks and punctuation from both ends, unless nothing else is there: then only blanks.
func trimPunct(b []byte) []byte {
	t := trimSet(b, edge)
	if len(t) > 0 {
		return t
	}
	return trimSet(b, func(r rune) bool { return r == ' ' })
}

func trimSet(b []byte, drop func(rune) bool) []byte {
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if !drop(r) {
			break
		}
		b = b[n:]
	}
	for len(b) > 0 {
		r, n := utf8.DecodeLastRune(b)
		if !drop(r) {
			break
		}
		b = b[:len(b)-n]
	}
	return b
}

// edge tells whether r carries no meaning at the beginning or end of a message.
func edge(r rune) bool {
	return r == ' ' || strings.ContainsRune(`.,;:!?…'"-()[]{}/\~*_。、`, r)
}

// foldedParticles are the polite and urging words that may end a sentence, without accents.
var foldedParticles = set("a", "ah", "ak", "nhe", "nha", "voi", "di", "oi")

// dropParticles removes words of the set from the end of a trimmed line while another word stays before them.
func dropParticles(b []byte, particles map[string]bool) []byte {
	for {
		i := len(b)
		for i > 0 && b[i-1] != ' ' {
			i--
		}
		if i == 0 || len(b)-i > 12 || !isParticle(b[i:], particles) {
			return b
		}
		rest := trimSet(b[:i], edge)
		if len(rest) == 0 {
			return b
		}
		b = rest
	}
}

// isParticle compares one word with the set; a doubled last letter ("nhaa") does not matter.
func isParticle(w []byte, particles map[string]bool) bool {
	if particles[string(w)] {
		return true
	}
	n := len(w)
	return n > 1 && w[n-1] == w[n-2] && w[n-1] < 0x80 && particles[string(w[:n-1])]
}

// set makes a set of words.
func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
