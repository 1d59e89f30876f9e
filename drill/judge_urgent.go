package drill

import (
	"slices"
	"time"
)

// An urgent matter in plain words: as soon as its beginning is told somebody who
// acts hears of it. Until one of them says that he has it in hand, another hears
// of it at least every two hours, by day within one; when all were asked, they are
// asked again at least every four.

// urgentCase is an urgent matter.
type urgentCase struct {
	code    string
	author  *person
	receipt time.Time // its author read that it was passed on
	unheard bool      // he read that nobody could be reached
	cards   []time.Time
	readers []*person
	sent    time.Time // when the last card was under way, from which its reader's time runs
	taken   time.Time
	asked   bool // the last who heard had heard before
	said    bool
}

// patience is how long a matter may lie without anybody hearing of it anew, and
// lastly when those who hear of it have heard before.
const (
	patience = 2*time.Hour + 20*time.Minute
	lastly   = 4*time.Hour + 20*time.Minute
)

// enough is how often somebody is asked before it is given up.
const enough = 24

func (j *judges) urgent(ph *phone, b bubble) {
	if c := code(urgentReceipt, b.text); c != "" {
		u := j.caseOf(c)
		if u.author == nil {
			u.author, u.receipt = ph.owner, b.at
			j.w.score.Alerts++
		}
		u.unheard = u.unheard || code(passedOn, b.text) == ""
	}
	if c := code(alertCard, b.text); c != "" {
		u := j.caseOf(c)
		if n := len(u.cards); n > 0 && !slices.Contains(u.readers, ph.owner) {
			j.w.score.Climbed++
		}
		u.asked = slices.Contains(u.readers, ph.owner)
		j.early(u, ph.owner, b.at)
		k := c + " " + ph.platform + ":" + ph.key()
		u.cards, u.readers, u.sent = append(u.cards, b.at), append(u.readers, ph.owner), j.wire.sent[k]
		delete(j.wire.sent, k)
	}
}

func (j *judges) caseOf(c string) *urgentCase {
	u := j.cases[c]
	if u == nil {
		u = &urgentCase{code: c}
		j.cases[c] = u
		j.order = append(j.order, c)
	}
	return u
}

// soonest is how soon a matter climbs at the earliest, when those asked could be
// reached.
const soonest = 14 * time.Minute

// early looks at whether somebody further up is asked before those below had
// time to take the matter in hand.
func (j *judges) early(u *urgentCase, reader *person, at time.Time) {
	n := len(u.cards)
	if n == 0 || u.author == nil || j.w.faults.sick(u.receipt.Add(-time.Hour), at) > 0 || j.w.faults.doubted(u.receipt.Add(-time.Minute), at) {
		return
	}
	last := u.readers[n-1]
	if last == reader || last.unit == reader.unit && last.role == reader.role || last.unit == "hn" && reader.unit == "hn" || !last.reachable(u.cards[n-1], at) {
		return
	}
	if slices.ContainsFunc(u.readers, func(p *person) bool { return j.stuck(p, u.receipt.Add(-time.Minute), at) }) || j.w.faults.wrongClock(at) {
		return // one of the cards may have stood in line meanwhile; or by the program's clock the time was over
	}
	since := u.sent
	if n == 1 && u.receipt.Before(since) {
		since = u.receipt // the card had stood in line
	}
	j.holds(invUrgent, at.Sub(since) >= soonest, "%s climbs from %s to %s after %s", u.code, last.id, reader.id, at.Sub(since))
}

// took notes that somebody pressed that he has a matter in hand.
func (j *judges) took(p *person, c string) {
	if u := j.cases[c]; u != nil && u.taken.IsZero() {
		u.taken = j.w.now
		j.w.score.Acked++
		if !u.receipt.IsZero() {
			j.waits = append(j.waits, u.taken.Sub(u.receipt))
		}
	}
}

// overdue looks at matters that nobody has in hand.
func (j *judges) overdue() {
	for _, c := range j.order {
		u := j.cases[c]
		if u.said || !u.taken.IsZero() || !j.back[c].IsZero() || u.author == nil || u.unheard || len(u.cards) >= enough {
			continue
		}
		last := u.receipt
		if n := len(u.cards); n > 0 && u.cards[n-1].After(last) {
			last = u.cards[n-1]
		}
		limit := patience
		switch {
		case len(u.cards) == 0:
			limit = 5 * time.Minute
		case u.asked:
			limit = lastly
		}
		lies := j.w.now.Sub(last) - j.w.faults.sick(last, j.w.now)
		ok := lies <= limit || !j.someHead(u.author.unit)
		j.holds(invUrgent, ok, "%s lies since %s, %d cards", c, last.In(hanoi).Format(time.DateTime), len(u.cards))
		u.said = !ok
	}
}

// someHead reports whether anybody who acts for a unit or above can be reached.
func (j *judges) someHead(unit string) bool {
	for _, u := range j.w.city.above(unit) {
		for _, h := range j.w.city.heads[u] {
			if h.reachable(j.w.now.Add(-patience), j.w.now) {
				return true
			}
		}
	}
	return false
}
