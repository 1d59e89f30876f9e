package text

import (
	"strings"
	"unicode"
)

// nameWord is one run of letters of a view.
type nameWord struct {
	from, to int
	key      string
	fold     string
	upper    bool // begins with a capital
	capitals bool // two letters or more, all capitals
	sentence bool // first of a sentence
	near     bool // only blanks, a colon or an opening sign stand between it and the word before
	glued    bool // only blanks stand there
}

// letterWords cuts the view into words. Words that cannot matter to names keep an empty key.
func (v view) letterWords() []nameWord {
	out := make([]nameWord, 0, len(v.c)/4+2)
	var b strings.Builder // all keys and folds lie in it
	b.Grow(3 * len(v.c))
	for i := 0; i < len(v.c); {
		if !unicode.IsLetter(v.c[i].r) {
			i++
			continue
		}
		j, big := i, 0
		for unicode.IsLetter(v.rune(j)) {
			if unicode.IsUpper(v.rune(j)) {
				big++
			}
			j++
		}
		w := nameWord{from: i, to: j, upper: unicode.IsUpper(v.c[i].r), capitals: big == j-i && big > 1}
		w.near, w.glued, w.sentence = v.joint(out, i)
		if j-i <= 8 {
			w.key, w.fold = v.wordKeys(&b, i, j)
		}
		out, i = append(out, w), j
	}
	return out
}

// wordKeys writes Key of the letters from i up to j to b, without the cost of cleaning them again, and the same without
// accents.
func (v view) wordKeys(b *strings.Builder, i, j int) (key, fold string) {
	var buf [16]rune
	w := buf[:0]
	for _, c := range v.c[i:j] {
		w = append(w, unicode.ToLower(c.r))
	}
	placeTone(w)
	at, plain := b.Len(), true
	for _, r := range w {
		plain = plain && !marked(r)
		b.WriteRune(r)
	}
	key = b.String()[at:]
	if plain {
		return key, key
	}
	at = b.Len()
	for _, r := range w {
		if l := lookup(r); l.base != 0 {
			r = rune(l.base)
		}
		b.WriteRune(r)
	}
	return key, b.String()[at:]
}

// joint looks at what stands between the last word and cell i.
func (v view) joint(words []nameWord, i int) (near, glued, sentence bool) {
	if len(words) == 0 {
		return false, false, true
	}
	from := words[len(words)-1].to
	if i-from > 4 {
		return false, false, containsRune(".!?\n", v.rune(i-2))
	}
	near, glued = i > from, i > from
	for k := from; k < i; k++ {
		switch r := v.rune(k); {
		case r == ' ':
		case r == ':' || r == '(' || r == '"' || r == '.' && i-from <= 2:
			glued = false
			sentence = sentence || r == '.'
		default:
			near, glued = false, false
			sentence = sentence || r == '\n' || r == '!' || r == '?'
		}
	}
	return near, glued, sentence
}

// nameless tells at a glance that there is no name: no capital but perhaps the first letter, and no văn or thị, without
// which a name in lower case is none.
func (v view) nameless() bool {
	begun := false
	var a, b byte // the two letters before, without accents
	for _, c := range v.c {
		if begun && unicode.IsUpper(c.r) {
			return false
		}
		begun = begun || unicode.IsLetter(c.r)
		l := lookup(c.r).base
		if a == 'v' && b == 'a' && l == 'n' || a == 't' && b == 'h' && l == 'i' {
			return false
		}
		a, b = b, l
	}
	return true
}

// names finds the names of people after a form of address.
func (v view) names(found []span) []span {
	if v.nameless() {
		return found
	}
	return v.namesAmong(v.letterWords(), found)
}

func (v view) namesAmong(w []nameWord, found []span) []span {
	for i := 0; i < len(w); i++ {
		if placeWords[w[i].key] {
			i = skipPlace(w, i)
			continue
		}
		if i+1 >= len(w) || !w[i+1].near || w[i+1].sentence {
			continue
		}
		n := 0
		if isTitle(w, i) {
			n = nameLength(w, i)
		} else if introduces(w, i) && isSurname(w[i+1]) && w[i+1].upper && run(w, i+1, 4) > 1 {
			n = run(w, i+1, 4)
		}
		if n > 0 {
			found = append(found, v.span(w[i+1].from, w[i+n].to, PersonName))
			i += n
		} else if isTitle(w, i) {
			if j, m := afterPost(w, i); m > 0 {
				found = append(found, v.span(w[j].from, w[j+m-1].to, PersonName))
				i = j + m - 1
			}
		}
	}
	return found
}

// afterPost looks for a full name of three words or more behind the post of the person addressed at i ("bà Phó Chủ tịch
// Lê Thị Hoa"), and returns where it begins and its length.
func afterPost(w []nameWord, i int) (at, n int) {
	const far = 6
	if !stops(w, i+1) {
		return 0, 0
	}
	for j := i + 2; j < len(w) && j < i+far && w[j].glued && !placeWords[w[j].key]; j++ {
		if w[j].upper && isSurname(w[j]) && !stops(w, j) {
			if n = run(w, j, 4); n > 2 {
				return j, n
			}
		}
	}
	return 0, 0
}

// skipPlace returns the index of the last word of the place that begins with the place word at i.
func skipPlace(w []nameWord, i int) int {
	if i+1 < len(w) && w[i+1].glued && !w[i+1].upper && placeStreets[w[i].key] && titles[w[i+1].key] {
		i++ // chợ ông Tạ
	}
	shout, start := w[i].capitals, i
	for i+1 < len(w) && w[i+1].glued && w[i+1].upper && !(shout && i > start && (i > start+2 || titles[w[i+1].key])) {
		i++
	}
	return i
}

// isTitle tells whether the word at i is a form of address. Without accents it must not be some other word.
func isTitle(w []nameWord, i int) bool {
	t := w[i]
	if i > 0 && w[i].glued && t.key == "anh" && (w[i-1].fold == "tieng" || w[i-1].fold == "nuoc") {
		return false
	}
	if titles[t.key] || titlesPlain[t.key] {
		return true
	}
	if !titlesVague[t.key] {
		return false
	}
	return !t.upper || t.sentence || isSurname(w[i+1])
}

// isSurname tells whether a word is a family name, its accents right where typed.
func isSurname(w nameWord) bool {
	return surnames[w.key] || w.key == w.fold && surnamesFolded[w.fold]
}

// introduces tells whether the word at i announces a full name: tên, tên là, chủ hộ, đồng chí.
func introduces(w []nameWord, i int) bool {
	prev := ""
	if i > 0 && w[i].glued {
		prev = w[i-1].key
	}
	switch w[i].key {
	case "tên":
		return true
	case "ten":
		return prev == "ho" || prev == "va"
	case "là":
		return prev == "tên"
	case "hộ":
		return prev == "chủ"
	case "chí":
		return prev == "đồng"
	case "vợ", "chồng":
		return true
	}
	return false
}

// nameLength returns how many words after the form of address at i are a name, 0 when none.
func nameLength(w []nameWord, i int) int {
	t, a := w[i], w[i+1]
	if !a.upper {
		if a.glued && i+3 < len(w) && w[i+2].glued && w[i+3].glued && sureSurnames[a.key] &&
			(w[i+2].fold == "van" || w[i+2].fold == "thi") {
			return 3
		}
		return 0
	}
	if titles[a.key] && !isSurname(a) || notAlone.has(t, a) || stops(w, i+1) {
		return 0
	}
	if a.capitals {
		if !isSurname(a) || !t.capitals && run(w, i+1, 3) < 2 {
			return 0
		}
		return run(w, i+1, 3)
	}
	full := isSurname(a)
	if full {
		if n := run(w, i+1, 4); n > 1 {
			return n
		}
	}
	vague := !titles[t.key] || t.key == "anh" || t.key == "em"
	known := givenNames[a.fold]
	plural := i > 0 && w[i].glued && (w[i-1].fold == "cac" || w[i-1].fold == "nhung" || w[i-1].fold == "quy")
	if vague && (!known || t.upper && !t.sentence && t.key != "anh") || plural && !known {
		return 0
	}
	if i+2 < len(w) && w[i+2].glued && w[i+2].upper && !w[i+2].capitals && givenNames[w[i+2].fold] && !stops(w, i+2) &&
		!placeWords[w[i+2].key] {
		return 2
	}
	return 1
}

// stops tells whether the words at i begin a post or another fixed term.
func stops(w []nameWord, i int) bool {
	return i+1 < len(w) && w[i+1].glued && notNames.has(w[i], w[i+1])
}

// run counts the words of a name from i on: capitalised, blanks between, no post, place or form of address inside.
func run(w []nameWord, i, most int) int {
	n := 1
	for n < most && i+n < len(w) {
		x := w[i+n]
		if !x.glued || !x.upper || x.key == "" || x.capitals != w[i].capitals && x.to-x.from > 1 || stops(w, i+n) {
			break
		}
		if marked := x.key != x.fold; marked && placeWords[x.key] && !surnames[x.key] && !givenNames[x.fold] {
			break
		}
		n++
	}
	return n
}
