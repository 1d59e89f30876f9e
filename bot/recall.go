package bot

import (
	"slices"

	"langnghe/bot/org"
	"langnghe/bot/report"
)

// recall takes out of the outbox what this turn has made pointless: alerts and
// additions about a report that wait for somebody to write, once the report is
// closed or in another's hands. They would never be delivered ([Bot.moot]), and
// its words are kept no longer than there is need.
func (t *turn) recall() {
	for _, id := range t.order {
		r := t.reports[id]
		before, ok := t.tx.Report(id)
		if !ok || !before.State.Open() {
			continue
		}
		closed := !r.State.Open()
		taken := r.Ack != nil && before.Ack == nil
		if !closed && !taken {
			continue
		}
		pointless := func(o Outgoing) bool {
			switch {
			case o.Person == r.Person: // what he is told of his report stays
				return false
			case o.Report == id:
				return closed || o.Person != r.Ack.Person
			}
			return closed && o.Why == aboutReport(id)
		}
		for _, p := range t.askedAbout(r) {
			for _, a := range p.Chats {
				for _, o := range t.tx.ParkedFor(a) {
					if pointless(o) && !slices.ContainsFunc(t.ch.Settled, func(s Outgoing) bool { return s.ID == o.ID }) {
						o.State = ""
						t.ch.Settled = append(t.ch.Settled, o)
					}
				}
			}
		}
		t.freed = slices.DeleteFunc(t.freed, pointless)
	}
}

// aboutReport is the reason of a row that tells somebody something about a report.
func aboutReport(id string) string { return "report " + id }

// askedAbout are the people an alert or an addition about r may wait for: who
// holds a rung of its ladder, and the heads of the units it was handed to.
func (t *turn) askedAbout(r report.Report) []org.Person {
	rungs := org.Ladder(t.b.Tree, r.Unit)
	for _, h := range r.HeldBy {
		rungs = append(rungs, org.Rung{Unit: h.Unit, Roles: []org.Role{org.LeadViceChair}})
	}
	var people []org.Person
	for _, g := range rungs {
		for _, p := range t.holders(g.Unit, g.Roles...) {
			if !slices.ContainsFunc(people, func(q org.Person) bool { return q.ID == p.ID }) {
				people = append(people, p)
			}
		}
	}
	return people
}
