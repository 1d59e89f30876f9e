package report

import (
	"cmp"
	"slices"

	"langnghe/internal/mutant"
)

// Sum is a digest: counts over reports. Reports and opinions are counted
// apart, because one report may carry several opinions.
type Sum struct {
	Reports  int // periodic reports with something in them
	Nil      int
	Late     int
	Opinions int
	Urgent   int
	Open     int // urgent ones not closed
	Answered int // reports with a result
	Topics   []Count
	Tendency []Count
}

// Count is how many opinions fall under a key, and how many reporters said them.
// The key "" is for opinions that do not say.
type Count struct {
	Key       string
	Name      string
	N         int
	Reporters int
	who       map[string]bool // the reporters: known here only, so that counts can be merged
}

// The ids of the questions a digest sums over, as the default flows ask them.
const (
	TopicField    = "linh_vuc"
	TendencyField = "khuynh_huong"
)

// Digest sums reports up. Withdrawn ones do not count.
func Digest(reports []Report) Sum {
	var s Sum
	topics, tendencies := tally{}, tally{}
	for _, r := range reports {
		if r.State == Withdrawn && !mutant.On(mutant.CountWithdrawn) {
			continue
		}
		if r.Late {
			s.Late++
		}
		if r.State == Resolved {
			s.Answered++
		}
		switch r.Kind {
		case Nil:
			s.Nil++
			continue
		case Urgent:
			s.Urgent++
			if r.State.Open() {
				s.Open++
			}
			continue
		case Periodic:
			s.Reports++
		default:
			continue
		}
		for _, opinion := range opinions(r.Fields) {
			s.Opinions++
			topics.add(opinion, TopicField, r.Person)
			tendencies.add(opinion, TendencyField, r.Person)
		}
	}
	s.Topics, s.Tendency = topics.sorted(), tendencies.sorted()
	return s
}

// opinions are the single opinions in a report: the items of its repeated
// block, or the report itself.
func opinions(fields []Field) [][]Field {
	for _, f := range fields {
		if len(f.Items) > 0 {
			return f.Items
		}
	}
	return [][]Field{fields}
}

// tally counts the answers to one question. An opinion without an answer counts
// under "": the counts then always add up to all opinions.
type tally map[string]*Count

func (t tally) add(fields []Field, id, person string) {
	f, _ := find(fields, id)
	c := t[f.Value]
	if c == nil {
		c = &Count{Key: f.Value, Name: f.Shown, who: map[string]bool{}}
		t[f.Value] = c
	}
	c.N++
	c.who[person] = true
	c.Reporters = len(c.who)
}

func (t tally) sorted() []Count {
	out := make([]Count, 0, len(t))
	for _, c := range t {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Count) int {
		return cmp.Or(b.N-a.N, cmp.Compare(a.Key, b.Key))
	})
	return out
}
