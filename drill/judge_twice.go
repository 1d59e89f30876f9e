package drill

import (
	"slices"
	"strings"
	"time"
)

// Nobody is told a thing twice unasked, unless the program could not know
// whether it had been told; a group never is. What was asked in one breath is
// answered in that order.

// said is something that was said, and when.
type said struct {
	text string
	at   time.Time
}

// breath is how long after one another two messages say a thing twice.
const breath = 30 * time.Minute

// twice looks at whether a phone shows what it showed shortly before.
func (j *judges) twice(ph *phone, b bubble) {
	if !j.w.over {
		ph.heard = slices.DeleteFunc(ph.heard, func(s said) bool { return b.at.Sub(s.at) > breath })
	}
	for _, s := range ph.heard {
		if s.text != b.text || !unasked(b.text) || b.at.Sub(s.at) > breath {
			continue
		}
		if alertCard.MatchString(b.text) && j.w.faults.sick(s.at.Add(-breath), s.at) > 0 {
			continue // asked, and asked again while the platform was away
		}
		j.holds(invTwice, j.w.faults.doubted(s.at.Add(-2*time.Second), b.at), "%s was told a thing twice, at %s and %s", ph.owner.id, s.at.In(hanoi).Format("15:04:05"), b.at.In(hanoi).Format("15:04:05"))
	}
	if unasked(b.text) {
		j.counted[invTwice]++
	}
	ph.heard = append(ph.heard, said{b.text, b.at})
}

// unasked reports whether a text is none that answers.
func unasked(text string) bool {
	return slices.ContainsFunc([]string{nudgeWords, promptWords, climbedWords, briefingWords}, func(w string) bool { return strings.Contains(text, w) }) ||
		isReminder(text) || alertCard.MatchString(text)
}

// groupTwice looks at whether a group reads a notice a second time.
func (j *judges) groupTwice(g *group, text string, at time.Time) {
	if !strings.Contains(text, groupReminder) && !strings.Contains(text, briefingWords) {
		return
	}
	for _, s := range g.heard {
		j.holds(invTwice, s.text != text || at.Sub(s.at) > 20*time.Hour, "the group of %s was told a thing twice", g.unit)
	}
	g.heard = append(g.heard, said{text, at})
}

// inOrder looks at whether what was asked in one breath was answered in order.
func (j *judges) inOrder(ph *phone, first, second string) {
	at := func(words string) int {
		return slices.IndexFunc(ph.heard, func(s said) bool { return strings.Contains(s.text, words) })
	}
	a, b := at(first), at(second)
	j.holds(invOrder, a >= 0 && b >= 0 && a < b, "%s asked two things on %s; the answers came as %d and %d", ph.owner.id, ph.platform, a, b)
}
