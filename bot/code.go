package bot

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"langnghe/bot/text"
)

// codeWords may stand before a code.
var codeWords = []string{"MÃ NỐI", "MA NOI", "MÃ MỜI", "MA MOI", "MÃ", "MA", "CODE"}

// cutCodeWord takes such words off; named tells whether there were any.
func cutCodeWord(upper string) (rest string, named bool) {
	for _, p := range codeWords {
		if rest, cut := strings.CutPrefix(upper, p); cut && strings.HasPrefix(strings.TrimLeft(rest, ":"), " ") {
			return strings.TrimLeft(rest, ": "), true
		}
	}
	return upper, false
}

// codeInside finds a code as it is shown, within a short sentence: "mã của tôi là ABCD-2345 ạ".
var codeInside = regexp.MustCompile(`(?:^|[^\pL\d-])([A-Z2-9]{4}-[A-Z2-9]{4})(?:$|[^\pL\d-])`)

// codeSeparators are what people put between the letters of a code.
var codeSeparators = strings.NewReplacer(" ", "", "-", "", ".", "", "–", "", "_", "")

// normalCode reads a code as people type it: any case, with spaces, dashes,
// and "mã" before it. ok is false for what cannot be one.
func normalCode(typed string) (code string, ok bool) {
	typed = strings.ToUpper(text.Clean(typed))
	rest, _ := cutCodeWord(typed)
	if code = codeSeparators.Replace(rest); isCode(code) {
		return code, true
	}
	if m := codeInside.FindStringSubmatch(typed); m != nil && len([]rune(typed)) <= 60 {
		code = codeSeparators.Replace(m[1])
		return code, isCode(code)
	}
	return "", false
}

func isCode(s string) bool {
	return len(s) == codeLen && strings.Trim(s, codeLetters) == ""
}

// misspelt says what is wrong with something that was meant for a code but
// cannot be one: the sentence for it, and how many signs were typed. No code is
// made of it: which letter was meant is not for us to guess. Somebody who takes
// part already must say "mã" or write a dash, for his words may be anything.
func misspelt(typed string, stranger bool) (id string, signs int) {
	rest, named := cutCodeWord(strings.ToUpper(text.Clean(typed)))
	bare := codeSeparators.Replace(rest)
	letters, digits, left, accents := 0, 0, 0, 0
	for _, r := range bare {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case unicode.IsLetter(r):
			letters++
			accents += b2i(r > unicode.MaxASCII)
		default:
			return "", 0
		}
		left += b2i(strings.ContainsRune("0I1LOU", r))
	}
	signs = letters + digits
	dashed := strings.ContainsAny(rest, "-–")
	spelled := len(strings.Fields(rest)) == signs
	near := signs == codeLen-1 || signs == codeLen || signs == codeLen+1
	switch {
	case len(strings.Fields(rest)) > 2 && !spelled, letters == 0 && !named, accents > 0 && (digits == 0 || !named && !dashed && strings.Contains(rest, " ")),
		digits == 0 && !named && (!dashed || !stranger),
		!named && !near, named && (signs < 4 || signs > codeLen+4 || digits == 0 && !dashed && !near),
		!stranger && !named && !dashed:
		return "", 0
	case accents > 0:
		return "bot.code_accents", signs
	case left > 0:
		return "bot.code_signs", signs
	case signs != codeLen:
		return "bot.code_length", signs
	}
	return "", 0
}

// miscoded answers what was meant for a code and cannot be one. It counts as a
// try like any other.
func (t *turn) miscoded(typed string) bool {
	id, signs := misspelt(typed, !t.known())
	if id == "" {
		return false
	}
	t.wake()
	if t.tooManyTries() {
		t.say(t.text("bot.code_wait"))
		return true
	}
	t.session.Tries = append(t.session.Tries, t.now)
	t.say(t.text(id, "so", fmt.Sprint(signs)))
	return true
}

// ownNumber is how people write a report's number: "mã 2611-0001".
var ownNumber = regexp.MustCompile(`^(?:ma |bao cao |ma bao cao |xem |xem ma )?(\d{4}-\d{4,6})$`)

// byNumber opens the report whose number somebody wrote, if it is his own or he
// may act on it.
func (t *turn) byNumber(typed string) bool {
	m := ownNumber.FindStringSubmatch(text.Fold(typed))
	if m == nil {
		return false
	}
	t.wake()
	if r, ok := t.report(m[1]); ok && r.Person == t.person.ID {
		t.viewOwn(m[1])
	} else {
		t.viewReport(m[1])
	}
	return true
}
