package report

import "testing"

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
	if top := s.Topics[0]; len(s.Topics) != 2 || top.Key != "giao_thong" || top.Name != "giao_thong" || top.N != 2 || top.Reporters != 2 {
		t.Errorf("topics %+v", s.Topics)
	}
}
