package org

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"langnghe/bot/text"
)

// How well a unit fits the words, best first.
const (
	fitWhole = iota // the id or the whole name: "Phường Ba Đình"
	fitBare         // the name without its type: "Ba Đình"
	fitPlace        // name and units above: "tổ dân phố số 5, Ba Đình"
	fitPart         // words of the name: "Văn Miếu"
	fitNear         // with a letter or two wrong
	fitNot
)

// Find lists the units people may mean by words, best first; more than one
// means they must be asked, with [Tree.FullName] to tell the units apart. Case,
// accents, tone placement and punctuation do not matter; "p", "x" and "tdp" are
// read as the types they stand for. Only when nothing fits are words with a
// letter or two wrong tried.
func (t *Tree) Find(words string) []string {
	if len(words) > 400 {
		return nil
	}
	want := tokens(words)
	if len(want) == 0 {
		return nil
	}
	key := text.Key(strings.TrimSpace(words))
	type hit struct{ fit, exact, at int }
	hits := map[string]hit{}
	best := fitNot
	for at, id := range t.order {
		u := t.units[id]
		fit := t.fit(u, want)
		if id == strings.TrimSpace(words) {
			fit = fitWhole
		}
		if fit == fitNot {
			continue
		}
		h := hit{fit, 1, at}
		if k := text.Key(u.Name); k == key || strings.HasSuffix(k, " "+key) {
			h.exact = 0 // accents too: "Lang" is not "Láng" when both are there
		}
		hits[id] = h
		best = min(best, fit)
	}
	var ids []string
	for id, h := range hits {
		if h.fit < fitNear || best == fitNear {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		x, y := hits[a], hits[b]
		return cmp.Or(cmp.Compare(x.fit, y.fit), cmp.Compare(x.exact, y.exact), cmp.Compare(x.at, y.at))
	})
	return ids
}

func (t *Tree) fit(u Unit, want []string) int {
	whole := tokens(u.Name)
	bare := withoutType(whole, u.Type)
	switch {
	case slices.Equal(want, whole):
		return fitWhole
	case slices.Equal(want, bare):
		return fitBare
	}
	for _, own := range [][]string{whole, bare} {
		if len(want) > len(own) && slices.Equal(want[:len(own)], own) && t.above(u, want[len(own):]) {
			return fitPlace
		}
	}
	if run(whole, want) {
		return fitPart
	}
	said := strings.Join(want, " ")
	for _, own := range [][]string{whole, bare} {
		name := strings.Join(own, " ")
		if slips := min(2, len(name)/4); slips > 0 && digits(name) == digits(said) && within(slips, name, said) {
			return fitNear
		}
	}
	return fitNot
}

// above reports whether rest names units above u, each by name or bare name, nearest first.
func (t *Tree) above(u Unit, rest []string) bool {
	for _, id := range t.Ancestors(u.ID) {
		a := t.units[id]
		whole := tokens(a.Name)
		for _, name := range [][]string{whole, withoutType(whole, a.Type)} {
			if len(rest) >= len(name) && slices.Equal(rest[:len(name)], name) {
				rest = rest[len(name):]
				break
			}
		}
		if len(rest) == 0 {
			return true
		}
	}
	return false
}

// run reports whether want stands in have, in one piece.
func run(have, want []string) bool {
	for i := 0; i+len(want) <= len(have); i++ {
		if slices.Equal(have[i:i+len(want)], want) {
			return true
		}
	}
	return false
}

// shortTypes are the types as people abbreviate them.
var shortTypes = map[string]string{
	"p": "phuong", "x": "xa", "q": "quan", "tdp": "to dan pho", "tp": "thanh pho", "tx": "thi xa", "tt": "thi tran",
}

// tokens are the folded words of a name; a short type before another word
// is written out, and "số 05" is 5.
func tokens(s string) []string {
	list := strings.FieldsFunc(text.FoldKeep(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	var out []string
	for i, w := range list {
		if long, ok := shortTypes[w]; ok && i+1 < len(list) {
			out = append(out, strings.Fields(long)...)
			continue
		}
		if w == "so" && i+1 < len(list) && number(list[i+1]) {
			continue
		}
		if number(w) {
			w = cmp.Or(strings.TrimLeft(w, "0"), "0")
		}
		out = append(out, w)
	}
	return out
}

func number(w string) bool { return w != "" && w[0] >= '0' && w[0] <= '9' }

// withoutType drops the words of the type from the beginning of a name.
func withoutType(name []string, unitType string) []string {
	words := strings.Split(unitType, "_")
	if len(name) > len(words) && slices.Equal(name[:len(words)], words) {
		return name[len(words):]
	}
	return name
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsNumber(r) {
			return r
		}
		return -1
	}, s)
}

// within reports whether at most most letters must be added, dropped, replaced
// or swapped with their neighbour to make b of a. Both are folded, so bytes.
func within(most int, a, b string) bool {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return false
	}
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	if a == "" || b == "" {
		return len(a)+len(b) <= most
	}
	if most == 0 {
		return false
	}
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] && within(most-1, a[2:], b[2:]) {
		return true
	}
	return within(most-1, a[1:], b) || within(most-1, a, b[1:]) || within(most-1, a[1:], b[1:])
}
