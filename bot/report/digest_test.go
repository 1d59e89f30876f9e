package report

import (
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func opinion(topic, tendency string) []Field {
	return []Field{{ID: TopicField, Value: topic, Shown: topic}, {ID: TendencyField, Value: tendency, Shown: tendency}}
}

func TestDigestCounts(t *testing.T) {
	s := Digest([]Report{
		{Kind: Periodic, Person: "a", State: New, Fields: []Field{{ID: "y_kien", Items: [][]Field{opinion("giao_thong", "buc_xuc"), opinion("y_te", "dong_thuan")}}}},
		{Kind: Periodic, Person: "b", State: Resolved, Late: true, Fields: opinion("giao_thong", "buc_xuc")},
		{Kind: Periodic, Person: "c", State: Withdrawn, Fields: opinion("giao_thong", "buc_xuc")},
		{Kind: Nil, Person: "d", State: New},
		{Kind: Urgent, Person: "a", State: Held},
		{Kind: Urgent, Person: "a", State: Declined},
		{Kind: Reply, Person: "a", State: New},
	})
	want := Sum{Reports: 2, Nil: 1, Late: 1, Opinions: 3, Urgent: 2, Open: 1, Answered: 1}
	if s.Reports != want.Reports || s.Nil != want.Nil || s.Late != want.Late || s.Opinions != want.Opinions ||
		s.Urgent != want.Urgent || s.Open != want.Open || s.Answered != want.Answered {
		t.Errorf("got %+v, want %+v", s, want)
	}
	if len(s.Topics) != 2 || s.Topics[0] != (Count{Key: "giao_thong", Name: "giao_thong", N: 2, Reporters: 2}) {
		t.Errorf("topics %+v", s.Topics)
	}
}

// TestMergeHidesSmallGroups: whatever the counts, nothing that stands for
// fewer than k reporters is shown, and no opinion gets lost.
func TestMergeHidesSmallGroups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var counts []Count
		total, people := 0, 0
		for i, n := range rapid.SliceOfN(rapid.IntRange(1, 12), 0, 12).Draw(t, "reporters") {
			extra := rapid.IntRange(0, 5).Draw(t, "extra")
			counts = append(counts, Count{Key: strconv.Itoa(i), N: n + extra, Reporters: n})
			total += n + extra
			people += n
		}
		k := rapid.IntRange(1, 8).Draw(t, "k")
		sum := 0
		for _, c := range Merge(counts, k, "khác") {
			sum += c.N
			if c.Reporters < k && people >= k {
				t.Fatalf("%+v stands for fewer than %d", c, k)
			}
		}
		if sum != total {
			t.Fatalf("%d of %d opinions left", sum, total)
		}
	})
}
