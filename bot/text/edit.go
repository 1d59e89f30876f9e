package text

import (
	"slices"
	"strings"
	"unicode"
)

// Edit is what a message asks to be done with one of several numbered answers: "sửa mục 3", "xóa ý kiến 2",
// "sửa nội dung". One of N and Name is set.
type Edit struct {
	Change bool   // "sửa", "đổi", …
	Remove bool   // "xóa", "bỏ", …
	Round  bool   // it speaks of an opinion ("ý kiến 2"), not of an answer ("mục 2")
	N      int    // its number
	Name   string // what it calls the answer, to be compared after Fold
}

// editVerbs and editNouns are tried in order: longer ones first.
var (
	changeVerbs = phraseWords("sửa lại cho", "muốn sửa lại", "chỉnh sửa", "sửa lại", "viết lại", "thay đổi", "muốn sửa", "muốn đổi",
		"sửa", "chỉnh", "đổi", "thay")
	removeVerbs = phraseWords("xóa bỏ", "bỏ đi", "loại bỏ", "muốn xóa", "muốn bỏ", "xóa", "bỏ", "loại", "gỡ")
	roundNouns  = phraseWords("ý kiến số", "ý kiến thứ", "ý số", "ý thứ", "ý kiến", "ý")
	answerNouns = phraseWords("mục số", "mục thứ", "câu số", "câu thứ", "phần", "mục", "câu", "dòng")
)

func phraseWords(phrases ...string) [][]string {
	out := make([][]string, len(phrases))
	for i, p := range phrases {
		out[i] = strings.Fields(Key(p))
	}
	return out
}

// EditOf reads such a message. A number alone is none: it answers the menu in view. Accents may be missing, and a
// Telex or VNI key may have been left undecoded ("suawr muc 3").
func EditOf(s string) (Edit, bool) {
	if len(s) > 200 || !strings.ContainsFunc(s, unicode.IsLetter) { // most answers are a number
		return Edit{}, false
	}
	key := commandKey(plainDigits(menuSigns.Replace(s)))
	if e, ok := editIn(key); ok {
		return e, true
	}
	for _, decode := range [...]func(string) (string, bool){DecodeTelex, DecodeVNI} {
		if d, ok := decode(key); ok {
			if e, ok := editIn(commandKey(d)); ok {
				return e, true
			}
		}
	}
	return Edit{}, false
}

func editIn(key string) (e Edit, ok bool) {
	words := strings.Fields(key)
	for len(words) > 1 && slices.Contains([]string{"cho", "xin", "toi", "bac", "em"}, foldWord(words[0])) {
		words = words[1:]
	}
	words, e.Change = after(words, changeVerbs)
	if !e.Change {
		words, e.Remove = after(words, removeVerbs)
	}
	rest, named := after(words, roundNouns)
	e.Round = named
	if !named {
		rest, named = after(words, answerNouns)
	}
	if !e.Change && !e.Remove && !named {
		return Edit{}, false
	}
	for len(rest) > 1 && foldWord(rest[0]) == "so" {
		rest = rest[1:]
	}
	left := strings.Join(rest, " ")
	if e.N, ok = itemNumber(left); ok {
		return e, true
	}
	e.Round, e.Name = false, left
	return e, e.Change && left != ""
}

// after cuts the first of the phrases that words begin with.
func after(words []string, phrases [][]string) (rest []string, ok bool) {
	for _, p := range phrases {
		if len(words) >= len(p) && sameFolded(words[:len(p)], p) {
			return words[len(p):], true
		}
	}
	return words, false
}

// sameFolded tells whether words typed stand for a phrase: a word without accents for each accented form.
func sameFolded(typed, want []string) bool {
	for i, w := range typed {
		if w != want[i] && (hasMark(w) || foldWord(w) != foldWord(want[i])) {
			return false
		}
	}
	return true
}

// itemNumber reads a whole number below 100, in digits or words, and nothing else.
func itemNumber(s string) (int, bool) {
	if s == "sau" { // six, for who names an item; elsewhere it is "later"
		return 6, true
	}
	words := strings.Fields(s)
	if _, ok := menuDigits(s); !ok && slices.ContainsFunc(words, func(w string) bool { return numeralOf(w).kind == numNone }) {
		return 0, false
	}
	n, ok := Number(s)
	if !ok || n.Approx || n.Ambiguous || n.Hi != 0 || n.Value < 1 || n.Value > 99 {
		return 0, false
	}
	return int(n.Value), true
}
