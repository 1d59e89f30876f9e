package drill

import (
	"slices"
	"strings"
	"time"
)

// What was owed when, in plain words: the report of a month is due on the 15th
// at 17:00, or on Monday when that is a Saturday or Sunday. Whoever has sent none is reminded at 8 in the morning five days and two
// days before, on the day, and the day after; not on Saturdays and Sundays: what
// would fall there comes on the working day before, or after where it is late.
// Between 20:30 and 7:00 and between 11:30 and 13:30 nobody is written to unasked.

// remindersOf are the moments at which the month of t reminds, in order.
func remindersOf(t time.Time) (at []time.Time) {
	due := deadlineOf(t)
	for _, before := range []int{5, 2, 0, -1} {
		d := time.Date(due.Year(), due.Month(), due.Day()-before, 8, 0, 0, 0, hanoi)
		if before < 0 {
			d = working(d, 1)
		} else {
			d = working(d, -1)
		}
		if n := len(at); n == 0 || !at[n-1].Equal(d) {
			at = append(at, d)
		}
	}
	return at
}

// resting reports whether nobody is to be written to unasked.
func resting(t time.Time) bool {
	t = t.In(hanoi)
	m := t.Hour()*60 + t.Minute()
	return m >= 20*60+30 || m < 7*60 || m >= 11*60+30 && m < 13*60+30
}

// quiet looks at when something was sent unasked; wrote is when its reader last
// wrote: what waited for that comes then.
func (j *judges) quiet(at, wrote time.Time, text string) {
	if !isReminder(text) && !strings.Contains(text, briefingWords) && !strings.Contains(text, nudgeWords) || at.Sub(wrote)-j.w.faults.sick(wrote, at) < 10*time.Minute {
		return
	}
	if j.w.faults.wrongClock(at) {
		return // then its night is another
	}
	j.holds(invQuiet, !resting(at.Add(-30*time.Second)) || !resting(at.Add(30*time.Second)), "sent at %s", at.In(hanoi).Format("15:04:05"))
}

func isReminder(text string) bool {
	return strings.Contains(text, reminderWords) || strings.Contains(text, overdueWords) && strings.Contains(text, "gửi giúp")
}

// reminder looks at a reminder that reached somebody.
func (j *judges) reminder(ph *phone, b bubble) {
	if strings.Contains(b.text, briefingWords) || strings.Contains(b.text, nudgeWords) {
		j.quiet(b.at, ph.acted(b.at), b.text)
	}
	if !isReminder(b.text) {
		return
	}
	j.w.score.Reminders++
	j.quiet(b.at, ph.acted(b.at), b.text)
	p := ph.owner
	if !slices.ContainsFunc(remindersOf(b.at), func(s time.Time) bool { return !b.at.Before(s) && b.at.Before(s.Add(2*leeway)) }) {
		return // it had waited for him to write, or for the morning after that; its day was another
	}
	day := b.at.In(hanoi).Format(time.DateOnly)
	if j.told[day] == nil {
		j.told[day] = map[string][]time.Time{}
	}
	before := j.told[day][p.id]
	j.told[day][p.id] = append(before, b.at)
	allowed := 1
	if len(before) > 0 && j.w.faults.doubted(before[0].Add(-2*time.Second), b.at) || b.at.Sub(ph.lastBefore(b.at)) < 10*time.Minute {
		allowed = 2 // an answer may have been lost; another may have waited for him to write
	}
	j.holds(invOnce, len(before) < allowed, "%s was reminded %d times on %s", p.id, len(before)+1, day)
	if filed, ok := j.reported[p.id+" "+monthOf(b.at)]; ok && !p.tookBack() {
		j.holds(invOwed, b.at.Sub(filed) < 3*time.Minute || j.w.faults.wrongClock(b.at),
			"%s was reminded at %s of what was filed at %s", p.id, b.at.In(hanoi).Format(time.DateTime), filed.In(hanoi).Format(time.DateTime))
	}
}

// leeway is how long after its moment a reminder may come: the platforms let
// only so many a minute through, and there is the rest at noon.
const leeway = 7 * time.Hour

// owed looks, when the leeway of a moment ends, at whether everybody who owed
// was reminded.
func (j *judges) owed(from, to time.Time) {
	for _, slot := range remindersOf(from) {
		end := slot.Add(leeway)
		if end.Before(from) || !end.Before(to) || slot.Before(j.w.cfg.Begin.Add(time.Hour)) {
			continue
		}
		if j.w.faults.sick(slot.Add(-time.Hour), end) > 3*time.Hour || j.w.faults.clockOff(slot.Add(-3*time.Hour), end) || j.w.faults.doubts2(slot, end) {
			continue // by its own clock the moment was another; or it sent twice with no answer, and may only say so
		}
		day := slot.Format(time.DateOnly)
		for _, p := range j.w.city.people {
			if !p.reports() || !p.reachable(slot, end) || p.filedBy(slot, end) || p.awayIn(slot.Add(-time.Hour), end) || j.saidFiled(p, end) {
				continue
			}
			j.holds(invOwed, len(j.told[day][p.id]) > 0, "%s owed a report on %s and was not reminded", p.id, day)
		}
	}
}

// reachable reports whether somebody could be written to all the time between
// two moments, as the platforms have it, with an hour to spare.
func (p *person) reachable(from, to time.Time) bool {
	for _, ph := range p.phones {
		if ph.blocked || ph.stranger || ph.changed.After(from.Add(-time.Hour)) {
			continue
		}
		if ph.platform == "telegram" || ph.lastBefore(from).After(to.Add(time.Hour-7*24*time.Hour)) {
			return true
		}
	}
	return false
}

// saidFiled reports whether somebody read, before a moment, that his report of the
// month was filed, whatever he meant to do.
func (j *judges) saidFiled(p *person, by time.Time) bool {
	at, ok := j.reported[p.id+" "+monthOf(by)]
	return ok && at.Before(by)
}

// filedBy reports whether somebody had sent his month's report by a moment, or
// was about to.
func (p *person) filedBy(slot, end time.Time) bool {
	if p.tookBack() {
		return true // or perhaps not: what counts then is what is left
	}
	for _, e := range p.deeds {
		if (e.kind == "periodic" || e.kind == "nil") && monthOf(e.began) == monthOf(slot) && (!e.filed.IsZero() && e.filed.Before(end) || e.kind == "nil" && e.done) {
			return true
		}
		if (e.kind == "periodic" || e.kind == "nil") && e.filed.IsZero() && e.began.Before(end) {
			return true // sent, perhaps, and the receipt not read
		}
	}
	return false
}
