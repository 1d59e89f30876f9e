package drill

import (
	"cmp"
	"slices"
	"time"
)

// schedule is what somebody means to do in the time of the drill: a report
// before the deadline of each month, or none; now and then something urgent, by
// a Poisson clock; a word to the bot in between.
func (p *person) schedule() {
	begin, end := p.w.cfg.Begin, p.w.cfg.Begin.Add(p.w.cfg.Span)
	add := func(at time.Time, kind string) {
		if at.After(begin) && at.Before(end) {
			p.plan = append(p.plan, planned{at: at.Truncate(time.Second), kind: kind})
		}
	}
	if p.leads() {
		p.at = begin.Add(time.Duration(p.chance.below(120)) * time.Minute)
		return
	}
	if !p.reports() {
		return
	}
	for day := begin; day.Before(end); day = day.AddDate(0, 1, 0) {
		d := deadlineOf(day)
		kind := "periodic"
		if p.chance.one(6) {
			kind = "nil"
		}
		ahead := time.Duration(p.chance.below(14*24*60)) * time.Minute
		if p.is(lastDay) {
			ahead = time.Duration(p.chance.below(2*24*60)) * time.Minute
		}
		if p.is(late) && p.chance.one(3) {
			ahead = -time.Duration(p.chance.below(3*24*60)) * time.Minute
		}
		at := awake(d.Add(-ahead))
		if at.Before(begin) && p.w.cfg.Span < 20*24*time.Hour {
			at = awake(begin.Add(time.Duration(p.chance.below(int(p.w.cfg.Span/time.Minute))) * time.Minute))
		}
		if !p.is(forgets) {
			add(at, kind)
		}
	}
	days := int(p.w.cfg.Span / (24 * time.Hour))
	for d := range days {
		at := begin.AddDate(0, 0, d).Add(time.Duration(p.chance.below(24*60)) * time.Minute)
		switch x := p.chance.below(300); {
		case x < 4:
			add(at, "urgent") // at any hour
		case x < 24:
			add(awake(at), "word")
		case x < 34 && p.is(blocks):
			add(awake(at), "block")
		case x >= 34 && x < 42:
			add(awake(at), "back")
		case x >= 50 && x < 130 && p.is(leaves):
			add(awake(at), "leave")
		}
	}
	if p.newcomer {
		p.plan = nil
		add(awake(begin.Add(time.Duration(p.chance.below(int(p.w.cfg.Span/time.Minute)*2/3))*time.Minute)), "join")
	} else if p.is(links) && len(p.phones) == 1 {
		add(awake(begin.Add(time.Duration(hash(p.w.cfg.Seed, p.id+" links", 0)%uint64(p.w.cfg.Span/time.Minute))*time.Minute)), "link")
	}
	slices.SortStableFunc(p.plan, func(a, b planned) int { return cmp.Compare(a.at.Unix(), b.at.Unix()) })
	if len(p.plan) > 0 {
		p.at = p.plan[0].at
	}
}

// awake moves a moment of the night into the day.
func awake(t time.Time) time.Time {
	t = t.In(hanoi)
	if h := t.Hour(); h < 6 || h >= 22 {
		return t.Add(9 * time.Hour)
	}
	return t
}

// deadlineOf is when the report of a moment's month is due: the 15th, 17:00, or
// the working day after it.
func deadlineOf(t time.Time) time.Time {
	t = t.In(hanoi)
	return working(time.Date(t.Year(), t.Month(), 15, 17, 0, 0, 0, hanoi), 1)
}

// working is a moment, moved day by day until it falls on no Saturday or Sunday.
func working(t time.Time, step int) time.Time {
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, step)
	}
	return t
}

// monthOf is the month to which what happens at a moment belongs.
func monthOf(t time.Time) string { return t.In(hanoi).Format("2006-01") }
