package drill

import (
	"strings"
	"time"
)

// Somebody who has had enough takes his consent back, and perhaps comes back
// after hours or days.

// Words that say what became of it.
const (
	leftWords   = "rút đồng ý. Trợ lý không nhắc"
	joinedWords = "đã tham gia. Từ nay trợ lý"
)

// away reports whether somebody is not taking part.
func (p *person) away() bool {
	n := len(p.aways)
	return n > 0 && p.aways[n-1].to.IsZero()
}

// awayIn reports whether somebody was not taking part some time between two
// moments.
func (p *person) awayIn(from, to time.Time) bool {
	for _, s := range p.aways {
		if s.from.Before(to) && (s.to.IsZero() || s.to.After(from)) {
			return true
		}
	}
	return false
}

// leave begins taking consent back.
func (p *person) leave(ph *phone) {
	p.begin(ph, "leave", "rút đồng ý", "ngừng tham gia")
}

// left lays aside what somebody had in mind; he may write to the bot all the
// same, and comes back or not.
func (p *person) left() {
	p.cards, p.open, p.plan, p.laid, p.amending = nil, bubble{}, nil, false, nil
	for range p.chance.below(3) {
		p.intend(planned{at: awake(p.w.now.Add(time.Duration(1+p.chance.below(48*60)) * time.Minute)), kind: "try"})
	}
	if p.chance.below(3) > 0 {
		p.intend(planned{at: awake(p.w.now.Add(time.Duration(6*60+p.chance.below(66*60)) * time.Minute)), kind: "return"})
	}
}

// outside is what somebody does who is not taking part.
func (p *person) outside(ph *phone, kind string) {
	switch kind {
	case "join":
		p.arrive(ph)
	case "return":
		p.begin(ph, "return", "bắt đầu")
	case "try":
		ph.write(p.typed([]string{"báo cáo", "không có gì", "báo cáo của tôi", "giúp"}[p.chance.below(4)]))
	}
}

// passed takes from a bubble that somebody has left, or is back.
func (p *person) passed(b bubble) {
	e := p.deed()
	switch {
	case e == nil:
	case e.kind == "leave" && strings.Contains(b.text, leftWords):
		e.done = true
		p.left()
	case (e.kind == "return" || e.kind == "join") && strings.Contains(b.text, joinedWords):
		e.done = true
		if e.kind == "join" {
			p.joined()
		}
	case e.kind == "link" && strings.Contains(b.text, linkWords):
		e.shown = codeShown.FindString(b.text)
	case e.kind == "link" && strings.Contains(b.text, linkedWords):
		e.done = true
		p.intend(planned{at: p.w.now.Add(time.Minute), kind: "own"})
	}
}
