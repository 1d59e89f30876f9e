package report

import (
	"cmp"
	"slices"
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
type Count struct {
	Key       string
	Name      string
	N         int
	Reporters int
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
		if r.State == Withdrawn {
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

type tally map[string]*struct {
	Count
	who map[string]bool
}

func (t tally) add(fields []Field, id, person string) {
	f, ok := find(fields, id)
	if !ok || f.Value == "" {
		return
	}
	c := t[f.Value]
	if c == nil {
		c = &struct {
			Count
			who map[string]bool
		}{Count{Key: f.Value, Name: f.Shown}, map[string]bool{}}
		t[f.Value] = c
	}
	c.N++
	c.who[person] = true
}

func (t tally) sorted() []Count {
	out := make([]Count, 0, len(t))
	for _, c := range t {
		c.Reporters = len(c.who)
		out = append(out, c.Count)
	}
	slices.SortFunc(out, func(a, b Count) int {
		return cmp.Or(b.N-a.N, cmp.Compare(a.Key, b.Key))
	})
	return out
}

// Merge folds the counts of fewer than k reporters into one called other, so
// that figures which leave a unit point at nobody. When that one would itself
// stand for fewer than k, the smallest remaining count joins it.
func Merge(counts []Count, k int, other string) []Count {
	var kept []Count
	rest := Count{Key: "khac_gop", Name: other}
	for _, c := range counts {
		if c.Reporters < k {
			rest.N += c.N
			rest.Reporters += c.Reporters
			continue
		}
		kept = append(kept, c)
	}
	if rest.N == 0 {
		return kept
	}
	for rest.Reporters < k && len(kept) > 0 {
		last := kept[len(kept)-1]
		kept = kept[:len(kept)-1]
		rest.N += last.N
		rest.Reporters += last.Reporters
	}
	return append(kept, rest)
}
