package drill

import (
	"strings"
	"time"
)

// Who has taken his consent back is told so; from then on nothing reaches him
// but answers to what he writes, nothing of his is filed and he is counted
// nowhere, until he reads that he takes part again.

// afterwards is how long after somebody read that he has left something may
// still reach him that was under way.
const afterwards = 2 * time.Minute

// consent looks at a bubble for who has left.
func (j *judges) consent(ph *phone, b bubble) {
	p := ph.owner
	n := len(p.aways)
	switch {
	case strings.Contains(b.text, leftWords):
		if !p.away() {
			p.aways = append(p.aways, span{from: b.at})
			j.w.score.Left++
		}
		return
	case strings.Contains(b.text, joinedWords) && p.away():
		p.aways[n-1].to = b.at
		if p.newcomer && n == 1 {
			j.w.score.Joined++
		} else {
			j.w.score.Returned++
		}
		return
	case !p.away() || b.at.Sub(p.aways[n-1].from) < afterwards:
		return
	}
	wrote, patient := ph.acted(b.at), 10*time.Minute
	if j.w.over {
		patient += time.Duration(4*j.w.cfg.People) * time.Second // everybody wrote at once
	}
	j.holds(invConsent, b.at.Sub(wrote) < patient || j.w.faults.sick(wrote, b.at) > 0 || j.w.faults.doubted(wrote, b.at), "%s, who left, is written to unasked", p.id)
	j.holds(invConsent, !unasked(b.text) && code(closedCode, b.text) == "", "%s, who left, reads what is for those who take part", p.id)
}

// filedAway looks at whether something was filed for somebody who had left.
func (j *judges) filedAway(filed map[string]Filed) {
	byID := map[string]*person{}
	for _, p := range j.w.city.people {
		byID[p.id] = p
	}
	for _, id := range sortedKeys(filed) {
		f := filed[id]
		p := byID[f.Person]
		if p == nil || len(p.aways) == 0 || j.w.faults.clockOff(f.At.Add(-3*time.Hour), f.At.Add(3*time.Hour)) {
			continue
		}
		for _, s := range p.aways {
			j.holds(invConsent, !f.At.After(s.from.Add(time.Second)) || !s.to.IsZero() && f.At.After(s.to.Add(-time.Second)), "%s was filed of %s, who had left", id, p.id)
		}
	}
}
