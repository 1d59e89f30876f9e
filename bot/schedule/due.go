package schedule

import "time"

// LateAfter is how long after its slot an occurrence counts as late.
const LateAfter = 5 * time.Minute

// remembered bounds how far back slots are looked for: what was missed longer
// ago is not even listed as skipped.
const remembered = 366 * 24 * time.Hour

// Due says what is owed at now. fired is up to where each rule was done: the
// slot handled last, or when the rule was first seen. owed are the occurrences
// after that and not after now, still within their rule's grace; skipped are
// those missed for longer, which an operator should hear of. Both are ordered
// by slot and then by rule.
//
// A rule that is not in fired owes nothing yet. After acting the caller keeps
// what [Marks] gives, in the same transaction; then no slot comes twice,
// whatever the clock does: set back, nothing at or before the mark is owed; set
// forward, what lies in between is owed or skipped by its grace.
func Due(rules []Rule, fired map[string]time.Time, now time.Time, cal *Calendar) (owed, skipped []Occurrence) {
	for _, r := range rules {
		mark, ok := fired[r.ID]
		if !ok || r.Check() != nil {
			continue
		}
		if oldest := now.Add(-r.grace() - remembered); mark.Before(oldest) {
			mark = oldest
		}
		for _, o := range r.slots(mark, now, cal) {
			late := now.Sub(o.Slot)
			o.Late = late > LateAfter
			if late > r.grace() {
				skipped = append(skipped, o)
			} else {
				owed = append(owed, o)
			}
		}
	}
	sortSlots(owed)
	sortSlots(skipped)
	return owed, skipped
}

// Marks is what to keep after [Due]: the latest slot of each rule among what
// was owed and skipped, and now for each rule seen for the first time. Rules
// without news are not in it.
func Marks(rules []Rule, fired map[string]time.Time, now time.Time, owed, skipped []Occurrence) map[string]time.Time {
	marks := map[string]time.Time{}
	for _, r := range rules {
		if _, ok := fired[r.ID]; !ok {
			marks[r.ID] = now
		}
	}
	for _, list := range [][]Occurrence{owed, skipped} {
		for _, o := range list {
			if o.Slot.After(marks[o.Rule.ID]) {
				marks[o.Rule.ID] = o.Slot
			}
		}
	}
	return marks
}

// Ahead lists the rules whose mark lies after now: the clock was ahead once,
// and they stay silent until it gets there. An operator should hear of it.
func Ahead(rules []Rule, fired map[string]time.Time, now time.Time) []string {
	var ids []string
	for _, r := range rules {
		if fired[r.ID].After(now) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// Next is the earliest slot after now that was not fired, for display; zero
// when there is none within five years.
func Next(rules []Rule, fired map[string]time.Time, now time.Time, cal *Calendar) time.Time {
	var next time.Time
	for _, r := range rules {
		if r.Check() != nil {
			continue
		}
		after := now
		if m := fired[r.ID]; m.After(after) {
			after = m
		}
		if t := r.next(after, cal); !t.IsZero() && (next.IsZero() || t.Before(next)) {
			next = t
		}
	}
	return next
}

func (r Rule) next(after time.Time, cal *Calendar) time.Time {
	if r.Cron != "" && !r.shifts() {
		c, err := ParseCron(r.Cron)
		if err != nil {
			return time.Time{}
		}
		return c.Next(after.In(cal.loc))
	}
	for _, days := range []int{62, 400, 5 * 366} {
		if list := r.slots(after, after.AddDate(0, 0, days), cal); len(list) > 0 {
			return list[0].Slot
		}
	}
	return time.Time{}
}
