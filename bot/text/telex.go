package text

import "strings"

// DecodeTelex takes a message typed with Telex keys that no input method decoded ("baos caos", "huyr", "dduwowngf") and
// returns it with accents, in lower case. Words that are already accented, or would not become a possible syllable,
// stay. The bool tells whether any word was decoded. Only for recognising commands: many plain words look like Telex.
func DecodeTelex(s string) (string, bool) { return decodeWords(s, telexWord) }

// DecodeVNI is DecodeTelex for the VNI method, which types accents as digits ("ba1o ca1o", "huy3", "d9uo7ng2").
func DecodeVNI(s string) (string, bool) { return decodeWords(s, vniWord) }

// decodeWords applies decode to each run of ASCII letters and digits.
func decodeWords(s string, decode func(string) (string, bool)) (string, bool) {
	s = Key(s)
	var b strings.Builder
	changed := false
	for i := 0; i < len(s); {
		j := i
		for j < len(s) && s[j] != ' ' {
			j++
		}
		if w, ok := decode(s[i:j]); ok {
			b.WriteString(w)
			changed = true
		} else {
			b.WriteString(s[i:j])
		}
		for i = j; i < len(s) && s[i] == ' '; i++ {
			b.WriteByte(' ')
		}
	}
	return b.String(), changed
}

// syllable is a word being put together from keys.
type syllable struct {
	w    []rune
	tone uint8
	keys int // keys that were marks
}

// telexTones maps the Telex tone keys.
var telexTones = map[byte]uint8{'f': grave, 's': acute, 'r': hook, 'x': tilde, 'j': dot, 'z': flat}

func telexWord(word string) (string, bool) {
	var y syllable
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c < 'a' || c > 'z' {
			return "", false
		}
		tone, isTone := telexTones[c]
		switch {
		case isTone && y.vowel() >= 0:
			if !y.setTone(tone) {
				return "", false
			}
		case c == 'w' && y.horn():
		case c == 'w' && y.vowel() < 0:
			y.w = append(y.w, 'ư')
			y.keys++
		case c == 'd' && len(y.w) > 0 && y.w[0] == 'd' && (len(y.w) == 1 || y.vowel() >= 0):
			y.w[0] = 'đ'
			y.keys++
		case (c == 'a' || c == 'e' || c == 'o') && y.roof(rune(c)):
		default:
			y.w = append(y.w, rune(c))
		}
	}
	return y.finish()
}

func vniWord(word string) (string, bool) {
	var y syllable
	for i := 0; i < len(word); i++ {
		c := word[i]
		ok := true
		switch {
		case c >= 'a' && c <= 'z':
			y.w = append(y.w, rune(c))
		case y.vowel() < 0 && c != '9':
			return "", false
		case c >= '1' && c <= '5':
			ok = y.setTone([...]uint8{acute, grave, hook, tilde, dot}[c-'1'])
		case c == '6':
			ok = y.roof('a') || y.roof('e') || y.roof('o')
		case c == '7':
			ok = y.hornOn('u', 'o')
		case c == '8':
			ok = y.replace('a', 'ă')
		case c == '9':
			ok = y.replace('d', 'đ')
		default:
			return "", false
		}
		if !ok {
			return "", false
		}
	}
	return y.finish()
}

// vowel returns the index of the last vowel, or -1.
func (y *syllable) vowel() int {
	for i := len(y.w) - 1; i >= 0; i-- {
		if isVowel(y.w[i]) {
			return i
		}
	}
	return -1
}

// setTone sets the tone; the same key twice is how people cancel it, so the word is not Telex.
func (y *syllable) setTone(tone uint8) bool {
	if y.tone == tone && tone != flat {
		return false
	}
	y.tone = tone
	y.keys++
	return true
}

// replace puts the marked letter in place of the last plain one.
func (y *syllable) replace(plain, to rune) bool {
	for i := len(y.w) - 1; i >= 0; i-- {
		if y.w[i] == plain {
			y.w[i] = to
			y.keys++
			return true
		}
	}
	return false
}

// roof makes â, ê or ô when the same vowel stands in the last vowel group already, next to the key or before a final
// consonant.
func (y *syllable) roof(c rune) bool {
	at := y.vowel()
	if at < 0 || y.w[at] != c {
		return false
	}
	switch c {
	case 'a':
		return y.replace('a', 'â')
	case 'e':
		return y.replace('e', 'ê')
	}
	return y.replace('o', 'ô')
}

// horn applies the key w: ươ from uo, ă from a alone or after o, ư from ua, ơ, ư.
func (y *syllable) horn() bool {
	at := y.vowel()
	if at < 0 {
		return false
	}
	prev := rune(0)
	if at > 0 && !(at > 1 && y.w[at-2] == 'q') {
		prev = y.w[at-1]
	}
	if y.w[at] == 'a' && prev != 'u' {
		return y.replace('a', 'ă')
	}
	if y.w[at] == 'a' {
		return y.replace('u', 'ư')
	}
	return y.hornOn('u', 'o')
}

// hornOn makes ơ or ư of the last o or u, and ươ of uo.
func (y *syllable) hornOn(u, o rune) bool {
	for i := len(y.w) - 1; i >= 0; i-- {
		switch y.w[i] {
		case o:
			y.w[i] = 'ơ'
			if i > 0 && y.w[i-1] == u && !(i > 1 && y.w[i-2] == 'q') {
				y.w[i-1] = 'ư'
			}
			y.keys++
			return true
		case u:
			y.w[i] = 'ư'
			y.keys++
			return true
		}
	}
	return false
}

// finish returns the word when keys were used and a Vietnamese syllable came out.
func (y *syllable) finish() (string, bool) {
	if y.keys == 0 || !possible(y.w) {
		return "", false
	}
	for i := 1; i < len(y.w); i++ {
		if y.w[i-1] == 'ư' && y.w[i] == 'o' { // one horn key is enough for both
			y.w[i] = 'ơ'
		}
	}
	if y.tone != flat {
		at := toneVowel(y.w)
		y.w[at] = withTone(y.w[at], y.tone)
	}
	return string(y.w), true
}

var (
	onsets = set("", "b", "c", "ch", "d", "đ", "g", "gh", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph",
		"q", "r", "s", "t", "th", "tr", "v", "x")
	codas = set("", "c", "ch", "m", "n", "ng", "nh", "p", "t")
)

// possible tells whether the letters can be a Vietnamese syllable: consonants, one to four vowels, a final.
func possible(w []rune) bool {
	i := 0
	for i < len(w) && !isVowel(w[i]) {
		i++
	}
	j := i
	for j < len(w) && isVowel(w[j]) {
		j++
	}
	return j > i && j-i <= 4 && onsets[string(w[:i])] && codas[string(w[j:])]
}
