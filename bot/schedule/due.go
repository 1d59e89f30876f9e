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
// A rule that is not in fired owes nothing yet: the caller marks it at now. With
// what it does for a slot the caller keeps that slot as the rule's mark; then no
// slot comes twice, whatever the clock does: set back, nothing at or before the
// mark is owed; set forward, what lies in between is owed or skipped by its grace.
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
