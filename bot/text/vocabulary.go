package text

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// How tells by which reading a Match was found, the surest first.
type How int

// The readings of Match.
const (
	HowNone   How = iota // nothing fits
	HowExact             // the phrase as it stands, accents included
	HowFolded            // some or all words typed without accents
	HowTelex             // undecoded Telex or VNI keys, such as "huyr" or "huy3"
	HowNear              // one typing mistake away; refuse it where a guess would do harm
)

// String returns the English name of the reading, for logs.
func (h How) String() string {
	switch h {
	case HowExact:
		return "exact"
	case HowFolded:
		return "folded"
	case HowTelex:
		return "telex"
	case HowNear:
		return "near"
	}
	return "none"
}

// Match is what Vocabulary.Match found. Either ID is set, or Ambiguous lists in order the ids that fit equally well and
// the person must be asked, or both are empty because nothing fits.
type Match struct {
	ID        string
	Ambiguous []string
	How       How
}

// Vocabulary knows phrases and the command each stands for. Build it with NewVocabulary; it never changes after that.
type Vocabulary struct {
	phrases []phrase
	byFold  map[string][]int
	longest int // bytes of the longest phrase
}

// phrase is one way of saying a command.
type phrase struct {
	id      string
	key     string
	fold    string
	words   []string // of key
	letters int      // of fold, blanks not counted
}

// NewVocabulary takes the phrases of each command id. Phrases which are alike only without accents ("dừng", "đúng") are
// legal: typed without accents they are ambiguous. It is an error when a phrase is empty or when two ids have the same
// phrase with the same accents, and the error lists all such cases.
func NewVocabulary(phrases map[string][]string) (*Vocabulary, error) {
	v := &Vocabulary{byFold: make(map[string][]int)}
	var faults []string
	owner := make(map[string]phrase)
	for _, id := range sortedKeys(phrases) {
		for _, text := range phrases[id] {
			p := newPhrase(id, text)
			if p.key == "" {
				faults = append(faults, fmt.Sprintf("%s: %q has no word", id, text))
				continue
			}
			other, taken := owner[p.key]
			if taken && other.id != id {
				faults = append(faults, fmt.Sprintf("%s and %s: both have %q", other.id, id, p.key))
			}
			if taken {
				continue
			}
			owner[p.key] = p
			v.byFold[p.fold] = append(v.byFold[p.fold], len(v.phrases))
			v.phrases = append(v.phrases, p)
			v.longest = max(v.longest, len(p.key))
		}
	}
	if len(faults) > 0 {
		return nil, fmt.Errorf("vocabulary: %s", strings.Join(faults, "; "))
	}
	return v, nil
}

func newPhrase(id, text string) phrase {
	p := phrase{id: id, key: commandKey(text)}
	p.fold, p.words = foldWord(p.key), strings.Fields(p.key)
	p.letters = utf8.RuneCountInString(strings.ReplaceAll(p.fold, " ", ""))
	return p
}

func sortedKeys(m map[string][]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// Match takes a message and finds the command it is, as a whole. A word typed with accents must have the accents of the
// phrase; a word typed without any may stand for each accented form. Tried in order, the first that finds something
// wins: the phrase itself, words without accents, Telex or VNI keys, and one mistyped letter in a phrase of five letters
// or more. When phrases of several ids fit, the answer is Ambiguous, never a guess.
func (v *Vocabulary) Match(s string) Match {
	const slack = 64 // particles, drawn-out letters, decomposed accents and Telex keys make a message longer
	if len(s) > 4*v.longest+slack {
		return Match{}
	}
	key := commandKey(s)
	if key == "" || len(key) > 2*v.longest+slack {
		return Match{}
	}
	if m := v.matchWords(key); m.How != HowNone {
		return m
	}
	for _, decode := range [...]func(string) (string, bool){DecodeTelex, DecodeVNI} {
		if d, ok := decode(key); ok {
			if m := v.matchWords(commandKey(d)); m.How != HowNone {
				m.How = HowTelex
				return m
			}
		}
	}
	return v.matchNear(key)
}

// matchWords compares word by word, accents deciding where they were typed.
func (v *Vocabulary) matchWords(key string) Match {
	fits := v.byFold[foldWord(key)]
	if len(fits) == 0 {
		return Match{}
	}
	words, accented := strings.Fields(key), hasMark(key)
	var found tally
	for _, i := range fits {
		p := v.phrases[i]
		if !sameWords(words, p.words) {
			continue
		}
		if p.key == key && accented {
			return Match{ID: p.id, How: HowExact}
		}
		how := HowFolded
		if p.key == key {
			how = HowExact
		}
		found.add(p.id, how)
	}
	return found.match()
}

// sameWords tells whether the words typed can stand for the words of a phrase with the same fold.
func sameWords(typed, want []string) bool {
	if len(typed) != len(want) {
		return false
	}
	for i, w := range typed {
		if w != want[i] && hasMark(w) {
			return false
		}
	}
	return true
}

// matchNear finds phrases one mistyped letter away. With accents typed, the tones must be those of the phrase, so
// that a wrong accent is never taken for a slip.
func (v *Vocabulary) matchNear(key string) Match {
	const enough = 5
	fold, accented := []rune(foldWord(key)), hasMark(key)
	letters, tones := splitTones(key)
	var found tally
	for i := range v.phrases {
		p := &v.phrases[i]
		if p.letters < enough || !oneSlip(fold, p.fold) {
			continue
		}
		if accented {
			want, wantTones := splitTones(p.key)
			if tones != wantTones || !oneSlip([]rune(letters), want) {
				continue
			}
		}
		found.add(p.id, HowNear)
	}
	return found.match()
}

// tally gathers the ids that fit.
type tally struct {
	ids []string
	how How
}

func (t *tally) add(id string, how How) {
	if !slices.Contains(t.ids, id) {
		t.ids = append(t.ids, id)
	}
	if t.how == HowNone || how < t.how {
		t.how = how
	}
}

func (t *tally) match() Match {
	switch len(t.ids) {
	case 0:
		return Match{}
	case 1:
		return Match{ID: t.ids[0], How: t.how}
	}
	slices.Sort(t.ids)
	return Match{Ambiguous: t.ids, How: max(t.how, HowFolded)}
}
