package schedule

import (
	"cmp"
	"slices"
	"time"
)

// Occurrence is one slot of a rule.
type Occurrence struct {
	Rule   Rule
	Slot   time.Time // when it was to happen
	Due    time.Time // the due moment it belongs to
	Named  time.Time // Due as the rule names it, before it was rolled: its month is the period
	Offset int       // days before that, as in [Rule.Before]
	Late   bool      // made up after a time in which nothing ran
}

// Between lists the occurrences of the rules after from up to and including
// to, by slot and then by rule. A rule that fails [Rule.Check] has none.
func Between(rules []Rule, from, to time.Time, cal *Calendar) []Occurrence {
	var all []Occurrence
	for _, r := range rules {
		if r.Check() == nil {
			all = append(all, r.slots(from, to, cal)...)
		}
	}
	sortSlots(all)
	return all
}

func sortSlots(all []Occurrence) {
	slices.SortStableFunc(all, func(a, b Occurrence) int {
		return cmp.Or(a.Slot.Compare(b.Slot), cmp.Compare(a.Rule.ID, b.Rule.ID))
	})
}

// slots lists a checked rule's occurrences with after < slot <= upto, one a slot.
func (r Rule) slots(after, upto time.Time, cal *Calendar) []Occurrence {
	if !after.Before(upto) {
		return nil
	}
	first, last := after, upto
	before := r.Before
	if len(before) == 0 {
		before = []int{0}
	}
	if r.shifts() {
		back, ahead := r.reach(before)
		first, last = after.AddDate(0, 0, -ahead), upto.AddDate(0, 0, back)
	}
	best := map[int64]Occurrence{}
	for _, named := range r.dues(first, last, cal) {
		due := cal.Roll(named, r.Roll)
		for _, n := range before {
			o := Occurrence{Rule: r, Slot: r.slot(due, n, cal), Due: due, Named: named, Offset: n}
			if !o.Slot.After(after) || o.Slot.After(upto) {
				continue
			}
			if old, ok := best[o.Slot.Unix()]; !ok || o.closer(old) {
				best[o.Slot.Unix()] = o
			}
		}
	}
	list := make([]Occurrence, 0, len(best))
	for _, o := range best {
		list = append(list, o)
	}
	sortSlots(list)
	return list
}

// reach is how many days at most a slot lies back from its due moment as the
// rule names it, and ahead of it: counted days, a roll, a day avoided, and one
// for the times of day.
func (r Rule) reach(before []int) (back, ahead int) {
	for _, n := range before {
		switch {
		case n >= 0 && r.Avoid:
			back = max(back, n+farthest)
		case r.Avoid:
			ahead = max(ahead, -n+farthest)
		}
		back, ahead = max(back, n), max(ahead, -n)
	}
	if r.Roll == RollPrevious || r.Roll == RollTet {
		back += farthest
	}
	if r.Roll == RollNext || r.Roll == RollTet {
		ahead += farthest
	}
	return back + 1, ahead + 1
}

// slot is when a rule acts n days before due.
func (r Rule) slot(due time.Time, n int, cal *Calendar) time.Time {
	clock := clockOf(due)
	if r.At != "" {
		clock, _ = ParseClock(r.At)
	}
	at := DateOf(due).Add(-n).At(clock, cal.loc)
	switch {
	case !r.Avoid:
		return at
	case n < 0:
		return cal.Roll(at, RollNext)
	}
	return cal.Roll(at, RollPrevious)
}

// closer reports whether o rather than p stays when both meet at one slot.
func (o Occurrence) closer(p Occurrence) bool {
	return cmp.Or(
		cmp.Compare(o.Due.Sub(o.Slot).Abs(), p.Due.Sub(p.Slot).Abs()),
		cmp.Compare(max(o.Offset, -o.Offset), max(p.Offset, -p.Offset)),
		p.Due.Compare(o.Due),
	) < 0
}

// dues lists the rule's due moments from first to last, and maybe some more,
// as the rule names them.
func (r Rule) dues(first, last time.Time, cal *Calendar) []time.Time {
	var list []time.Time
	first, last = first.In(cal.loc), last.In(cal.loc)
	if r.Cron == "" {
		month := Date{first.Year(), first.Month() - 1, 1}.Add(0)
		for end := DateOf(last).Add(31); month.Compare(end) <= 0; month = (Date{month.Year, month.Month + 1, 1}).Add(0) {
			list = append(list, r.named(month.Year, month.Month, cal))
		}
		return list
	}
	c, err := ParseCron(r.Cron)
	if err != nil {
		return nil
	}
	for t := c.Next(first); !t.IsZero() && !t.After(last); t = c.Next(t) {
		list = append(list, t)
	}
	return list
}
