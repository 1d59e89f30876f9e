package sample_test

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/bot/org"
	"langnghe/bot/report"
	"langnghe/bot/text"
	"langnghe/sample"
)

var now = time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("", 7*60*60))

func TestReportsAreTheSameAgain(t *testing.T) {
	f := load(t)
	all := sample.Reports(f.Tree, posts(f), now, 7)
	if !reflect.DeepEqual(all, sample.Reports(f.Tree, posts(f), now, 7)) {
		t.Error("the same seed gave other reports")
	}
	if reflect.DeepEqual(all, sample.Reports(f.Tree, posts(f), now, 8)) {
		t.Error("another seed gave the same reports")
	}
	// A smaller city replays the same people.
	part := slices.DeleteFunc(posts(f), func(p org.Post) bool { return !f.Tree.Covers("hn-cum-ba-dinh", p.Unit) })
	want := slices.DeleteFunc(slices.Clone(all), func(r report.Report) bool { return !f.Tree.Covers("hn-cum-ba-dinh", r.Unit) })
	if got := sample.Reports(f.Tree, part, now, 7); len(got) == 0 || len(got) != len(want) || !got[0].At.Equal(want[0].At) {
		t.Errorf("%d reports of a part, %d of it in the whole", len(got), len(want))
	}
}

func TestReportsAreBelievable(t *testing.T) {
	f := load(t)
	all := sample.Reports(f.Tree, posts(f), now, 7)
	kinds, states, topics, stands := map[string]int{}, map[report.State]int{}, map[string]int{}, map[string]int{}
	rush, late, month := 0, 0, 0
	due := time.Date(2026, 11, 16, 17, 0, 0, 0, now.Location()) // the 15th is a Sunday
	said := map[string]bool{}
	for i, r := range all {
		kinds[r.Kind]++
		states[r.State]++
		if i > 0 && r.At.Before(all[i-1].At) {
			t.Fatal("not in order")
		}
		if r.ID != "" || r.At.After(now) || r.At.Before(now.Add(-31*24*time.Hour)) || r.Period != r.At.Format("2006-01") || r.Person == "" || r.Post == "" {
			t.Errorf("%+v", r)
		}
		if last := r.Log[len(r.Log)-1]; last.At.After(now) || r.Log[0].What != "filed" || !slices.IsSortedFunc(r.Log, func(a, b report.Entry) int { return a.At.Compare(b.At) }) {
			t.Errorf("%+v", r.Log)
		}
		if r.Kind == report.Urgent {
			if r.Level == "" || len(r.Fields) != 3 {
				t.Errorf("%+v", r)
			}
			continue
		}
		if r.Period == "2026-11" {
			month++
			if r.Late != r.At.After(due) {
				t.Errorf("%v late %v", r.At, r.Late)
			}
			if r.Late {
				late++
			} else if r.At.After(due.AddDate(0, 0, -2)) {
				rush++
			}
		}
		if r.Kind == report.Nil {
			if r.Fields != nil {
				t.Errorf("%+v", r)
			}
			continue
		}
		for _, item := range r.Fields[0].Items {
			for _, f := range item {
				switch f.ID {
				case "linh_vuc":
					topics[f.Value]++
				case "khuynh_huong":
					stands[f.Value]++
				case "noi_dung":
					said[f.Value] = true
				}
			}
		}
	}
	if n := len(all); n < 80 || n > 160 {
		t.Errorf("%d reports", n)
	}
	if kinds[report.Nil] < 5 || kinds[report.Urgent] < 3 || kinds[report.Periodic] < 60 {
		t.Error(kinds)
	}
	for _, s := range []report.State{report.New, report.Held, report.Passed, report.Resolved, report.MoreAsked} {
		if states[s] == 0 {
			t.Errorf("none is %s: %v", s, states)
		}
	}
	if len(topics) < 10 || len(stands) != 4 || len(said) < 70 {
		t.Errorf("%d texts, topics %v, stands %v", len(said), topics, stands)
	}
	if 100*rush < 45*month || late == 0 || 100*late > 15*month {
		t.Errorf("of %d: %d in the last two days, %d late", month, rush, late)
	}
}

// What is written masks to itself: there is no personal data in it. And a
// later now shows the same reports, further on.
func TestReportsNameNobody(t *testing.T) {
	f := load(t)
	digits := regexp.MustCompile(`[0-9]{4}`)
	for seed := range uint64(10) {
		for _, r := range sample.Reports(f.Tree, posts(f), now, seed) {
			texts := []string{report.Text(r.Fields)}
			for _, e := range r.Log {
				texts = append(texts, e.Text)
			}
			for _, h := range r.HeldBy {
				texts = append(texts, h.Text)
			}
			for _, s := range texts {
				if m, _ := text.Mask(s); m != s || digits.MatchString(s) || strings.ContainsAny(s, "{}") {
					t.Errorf("%q", s)
				}
				for _, p := range f.People {
					if strings.Contains(s, p.Name) {
						t.Errorf("%q names %s", s, p.Name)
					}
				}
			}
		}
	}
}

func TestReportsLiveOn(t *testing.T) {
	f := load(t)
	before := sample.Reports(f.Tree, posts(f), now, 7)
	later := map[string]report.Report{}
	for _, r := range sample.Reports(f.Tree, posts(f), now.AddDate(0, 0, 3), 7) {
		later[r.Post+r.Kind+r.At.String()] = r
	}
	for _, r := range before {
		if r.At.Before(now.AddDate(0, 0, -28)) {
			continue
		}
		l, ok := later[r.Post+r.Kind+r.At.String()]
		if !ok || len(l.Log) < len(r.Log) || !reflect.DeepEqual(l.Log[:len(r.Log)], r.Log) || !reflect.DeepEqual(l.Fields, r.Fields) {
			t.Errorf("%+v became %+v", r, l)
		}
	}
}

// The questions answered are those of the default flows, in their words.
func TestReportsFitTheFlows(t *testing.T) {
	f := load(t)
	lists, err := os.ReadFile("../flows/default/lists.yaml")
	if err != nil {
		t.Fatal(err)
	}
	flows := map[string]string{}
	for seed := range uint64(5) {
		for _, r := range sample.Reports(f.Tree, posts(f), now, seed) {
			if _, ok := flows[r.Flow]; !ok {
				b, err := os.ReadFile("../flows/default/" + r.Flow + ".yaml")
				if err != nil {
					t.Fatal(err)
				}
				flows[r.Flow] = string(b)
			}
			var check func(fields []report.Field)
			check = func(fields []report.Field) {
				for _, x := range fields {
					if !strings.Contains(flows[r.Flow], ": "+x.ID+"\n") || !strings.Contains(flows[r.Flow], "label: "+x.Label+"\n") {
						t.Errorf("%s does not ask %s (%s)", r.Flow, x.ID, x.Label)
					}
					if x.Value != x.Shown && len(x.Items) == 0 && (!strings.Contains(string(lists), x.Value) || !strings.Contains(string(lists), x.Shown)) {
						t.Errorf("%s: %s is on no list", x.ID, x.Value)
					}
					for _, item := range x.Items {
						check(item)
					}
				}
			}
			check(r.Fields)
		}
	}
}
