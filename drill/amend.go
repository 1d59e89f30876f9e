package drill

import (
	"slices"
	"strings"
	"time"
)

// What somebody wrote on Telegram he may change there for two days: his draft
// follows, and so does what was filed while nobody has closed it.

// amendment is one such change.
type amendment struct {
	message int // what is changed
	sent    time.Time
	words   string // what it reads then
	at      time.Time
	filed   bool // he had read that it was filed
	strayed bool // the platform lost the change, or brought it late
	done    bool // he read that it was changed
	refused bool // he read that it was not
}

// Words that say what became of a change.
const (
	amendedWords = `Đã sửa "`
	refusedWords = "không sửa được theo tin đã đổi"
)

// canAmend reports whether somebody would change what he told of a matter.
func (p *person) canAmend(ph *phone, e *deed) bool {
	a := &e.amended
	return p.is(amends) && ph.platform == "telegram" && e.typed == 1 && a.message != 0 && a.at.IsZero() && !ph.blocked && p.w.now.Sub(a.sent) < 47*time.Hour
}

// amend changes the message that told a matter.
func (p *person) amend(ph *phone, e *deed) {
	a := &e.amended
	a.at, a.filed = p.w.now, e.code != ""
	a.words = p.wording(strings.Replace(e.plain, "mấy hôm", "cả tháng", 1))
	p.w.score.Amended++
	ph.touch()
	strayed := ph.strays()
	p.w.must(p.w.telegram.EditText(ph.tgID, a.message, a.words))
	a.strayed = strayed()
	e.lost = e.lost || a.strayed
	p.amending = e
}

// amendLater lets somebody change what he has filed after some hours.
func (p *person) amendLater(ph *phone, e *deed) {
	if p.canAmend(ph, e) {
		p.intend(planned{at: p.w.now.Add(time.Duration(10+p.chance.below(20*60)) * time.Minute), kind: "amend", of: e})
	}
}

// intend puts something into what somebody means to do.
func (p *person) intend(x planned) {
	i, _ := slices.BinarySearchFunc(p.plan, x, func(a, b planned) int { return a.at.Compare(b.at) })
	p.plan = slices.Insert(p.plan, i, x)
}

// readAmended takes from a bubble what became of a change.
func (p *person) readAmended(b bubble) {
	if p.amending == nil || b.at.Before(p.amending.amended.at) {
		return
	}
	switch a := &p.amending.amended; {
	case strings.Contains(b.text, amendedWords):
		a.done = true
	case strings.Contains(b.text, refusedWords):
		a.refused = true
	default:
		return
	}
	p.amending = nil
}

// amendment looks at what became of a change: somebody is told, and what was
// filed reads as it does now unless it was closed or taken back.
func (j *judges) amendment(p *person, e *deed, f Filed) {
	a := &e.amended
	if a.at.IsZero() || a.strayed || f.Withdrawn {
		return
	}
	j.holds(invAmended, a.done || a.refused, "%s changed what he told of %s and was not told what became of it", p.id, e.code)
	if a.filed && a.refused {
		j.holds(invAmended, j.closed[e.code], "%s changed what he told of %s, which is open, and was refused", p.id, e.code)
	}
}
