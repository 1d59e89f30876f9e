package drill

import (
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Who may see what, in plain words: what somebody reports is read by himself and
// by the heads of his unit; what is urgent also by the heads above. His name is
// read by himself and by who keeps the roster or acts in his unit, and by nobody
// else. Groups see neither.

// rights holds a text against who reads it.
func (j *judges) rights(reader *person, text string) {
	for _, m := range marksIn(text) {
		if m[0] >= len(j.w.city.people) {
			continue
		}
		author := j.w.city.people[m[0]]
		if author == reader || !author.reports() {
			continue
		}
		urgent := m[1] < len(author.deeds) && author.deeds[m[1]].urgent
		ok := false
		for i, u := range j.w.city.above(author.unit) {
			ok = ok || (i == 0 || urgent) && slices.Contains(j.w.city.heads[u], reader)
		}
		j.holds(invRights, ok, "%s reads what %s wrote", reader.id, author.id)
	}
	for _, p := range j.named(text) {
		ok := p == reader || p.unit == reader.unit && (reader.leads() || reader.role == unitAdmin)
		j.holds(invNames, ok, "%s reads the name of %s", reader.id, p.id)
	}
}

// named finds the names of people who report in a text, accents and all: without
// them "đô thị văn minh" would name somebody.
func (j *judges) named(text string) (found []*person) {
	words := strings.FieldsFunc(strings.ToLower(norm.NFC.String(text)), func(r rune) bool { return !unicode.IsLetter(r) })
	for i := 0; i+3 <= len(words); i++ {
		if p := j.names[words[i]+" "+words[i+1]+" "+words[i+2]]; p != nil {
			found = append(found, p)
		}
	}
	return found
}

var mailTrace = regexp.MustCompile(`nguoi\d+@thu\.example`)

// private looks for personal data of citizens in a text that reaches somebody.
func (j *judges) private(reader, text string) {
	j.counted[invPrivate]++
	for _, m := range mailTrace.FindAllString(text, -1) {
		if j.traces[m] {
			j.broken(invPrivate, "%s reads an address", reader)
		}
	}
	run := make([]byte, 0, 32)
	look := func() {
		for _, n := range []int{10, 12} {
			for i := 0; i+n <= len(run); i++ {
				if j.traces[string(run[i:i+n])] {
					j.broken(invPrivate, "%s reads a number", reader)
				}
			}
		}
		run = run[:0]
	}
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			run = append(run, byte(r))
		case r == ' ' || r == '.' || r == '-':
		default:
			look()
		}
	}
	look()
}

// groups reads what was posted since it was last called.
func (j *judges) groups() {
	for i := range j.w.groups {
		g := &j.w.groups[i]
		for _, b := range g.fresh(j.w) {
			j.quiet(b.at, time.Time{}, b.text)
			j.groupTwice(g, b.text, b.at)
			j.groupPost(g, b)
			j.w.score.Sent["group"]++
			j.private("a group", b.text)
			j.holds(invGroups, len(marksIn(b.text)) == 0, "the group of %s reads what somebody wrote", g.unit)
			j.holds(invGroups, len(j.named(b.text)) == 0, "the group of %s reads a name", g.unit)
			j.holds(invGroups, !b.photo, "the group of %s sees a photo", g.unit)
		}
	}
}

func bytesOf(b []byte) io.Reader { return bytes.NewReader(b) }
