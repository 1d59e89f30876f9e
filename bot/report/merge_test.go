package report

import (
	"fmt"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

// drawReports are periodic reports of a few people in a few units, who may
// report often and leave questions unanswered.
func drawReports(t *rapid.T) []Report {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Report {
		topic := rapid.SampledFrom([]string{"", "a", "b", "c", "d", "e", "f"})
		var items [][]Field
		for range rapid.IntRange(1, 3).Draw(t, "opinions") {
			items = append(items, opinion(topic.Draw(t, "topic"), topic.Draw(t, "tendency")))
		}
		return Report{
			Kind: Periodic, State: New, Unit: rapid.SampledFrom([]string{"x", "y", "z"}).Draw(t, "unit"),
			Person: strconv.Itoa(rapid.IntRange(0, 25).Draw(t, "person")), Fields: []Field{{ID: "y_kien", Items: items}},
		}
	}), 0, 40).Draw(t, "reports")
}

// people are who said something under one of the keys, counted apart from the code under test.
func people(reports []Report, id string, keys map[string]bool) map[string]bool {
	who := map[string]bool{}
	for _, r := range reports {
		for _, item := range r.Fields[0].Items {
			f, _ := find(item, id)
			if keys[f.Value] {
				who[r.Person] = true
			}
		}
	}
	return who
}

// TestMerge: whatever was reported, no figure stands for fewer than k people,
// what the total leaves over beside any of them does neither, no opinion gets
// lost, and nothing is hidden that need not be.
func TestMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reports := drawReports(t)
		k := rapid.IntRange(1, 8).Draw(t, "k")
		s := Digest(reports)
		for id, full := range map[string][]Count{TopicField: s.Topics, TendencyField: s.Tendency} {
			all, hidden, small := map[string]bool{}, map[string]bool{}, map[string]bool{}
			for _, c := range full {
				all[c.Key], hidden[c.Key] = true, true
				if c.Reporters < k {
					small[c.Key] = true
				}
			}
			out := Merge(full, k, "khác")
			sum := 0
			for _, c := range out {
				sum += c.N
				if c.Key != MergedKey {
					delete(hidden, c.Key)
					if n := len(people(reports, id, map[string]bool{c.Key: true})); n < k {
						t.Fatalf("%s %q is shown for %d people", id, c.Key, n)
					}
				}
			}
			switch everybody := len(people(reports, id, all)); {
			case len(out) == 0 && everybody >= k && len(full) > 0:
				t.Fatalf("%s: nothing is shown of %d people", id, everybody)
			case len(out) == 0:
				continue
			case sum != s.Opinions:
				t.Fatalf("%s: %d of %d opinions are shown", id, sum, s.Opinions)
			}
			if n := len(people(reports, id, hidden)); len(hidden) > 0 && n < k {
				t.Fatalf("%s: the total less what is shown stands for %d people", id, n)
			}
			// Hidden are the small ones, and of the others only as many as these needed.
			var joined []Count
			for _, c := range full {
				if hidden[c.Key] && !small[c.Key] {
					joined = append(joined, c)
				}
			}
			if len(joined) > 0 {
				delete(hidden, joined[0].Key) // the last to join
				if n := len(people(reports, id, hidden)); len(small) == 0 || n >= k {
					t.Fatalf("%s: %q was merged without need", id, joined[0].Key)
				}
			}
		}
	})
}

// TestMergeCountsPeopleOnce: one person in three small groups is one person.
func TestMergeCountsPeopleOnce(t *testing.T) {
	var reports []Report
	say := func(person, unit, topic string) {
		reports = append(reports, Report{Kind: Periodic, State: New, Person: person, Unit: unit, Fields: opinion(topic, "chua_ro")})
	}
	for i := range 6 {
		say(fmt.Sprint("p", i), fmt.Sprint("u", i%3), "giao_thong") // two in each unit: six in all
	}
	for i := range 5 {
		say(fmt.Sprint("q", i), "u1", "y_te")
	}
	for _, topic := range []string{"a", "b", "c"} {
		say("r0", "u0", topic)
		say("r1", "u1", topic)
	}
	got := Merge(Digest(reports).Topics, 5, "khác")
	if len(got) != 2 || got[0].Key != "giao_thong" || got[0].N != 6 || got[1].Key != MergedKey || got[1].N != 11 || got[1].Reporters != 7 {
		t.Errorf("got %+v", got)
	}
	if got := Merge(Digest(reports[:4]).Topics, 5, "khác"); got != nil {
		t.Errorf("four people are shown: %+v", got)
	}
}
