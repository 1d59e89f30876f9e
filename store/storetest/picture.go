package storetest

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/report"
)

// The few names random changes draw from, so that they meet.
var (
	chats = []chat.Address{
		{Channel: "zalo", ID: "8841207735201998123"}, {Channel: "zalo", ID: "12"}, {Channel: "telegram", ID: "12"},
		{Channel: "telegram", ID: "-1001234567890"}, {Channel: "telegram", ID: "900"},
	}
	persons  = []string{"p1", "p2", "p3"}
	seats    = []string{"s1", "s2", "s3", "s4"}
	units    = []string{"hn", "hn-bd", "hn-bd-01"}
	periods  = []string{"2026-10", "2026-11"}
	numbers  = []string{"2610-0007", "2611-0042", "2611-0043", "2611-9999", "2611-10000"}
	calls    = []string{"YC-2611-01", "YC-2611-02", "YC-2611-10"}
	codes    = []string{"h1", "h2"}
	rules    = []string{"nhac-han", "tong-hop"}
	versions = []string{"v-a", "v-b"}
	alarms   = []string{"quiet/zalo:12", "silence/zalo:12", "ack/2611-0042", "prompt/YC-2611-01", "a"}
	pieces   = []string{"m1", "m2", "m3"}
	dedups   = []string{"nhac-han/2026-11/p1", "nhac-han/2026-11/p2", "d3"}
)

// picture is everything v shows of the known names, a line for each call, so
// that two views can be compared.
func picture(v bot.View) []string {
	var lines []string
	see := func(call string, got ...any) {
		b, err := json.Marshal(got)
		if err != nil {
			panic(err)
		}
		lines = append(lines, call+" = "+string(b))
	}
	two := func(x any, ok bool) any {
		if !ok {
			return nil
		}
		return x
	}
	for _, n := range []int{0, 1, 2, 1000} {
		see(fmt.Sprintf("Waiting(%d)", n), empty(v.Waiting(n)))
		see(fmt.Sprintf("Outbox(1, %d)", n), empty(v.Outbox(1, n)))
		see(fmt.Sprintf("Audits(%d)", n), empty(v.Audits(n)))
		for d := range 3 {
			see(fmt.Sprintf("DueTimers(%d, %d)", d, n), empty(v.DueTimers(epoch.Add(time.Duration(d)*time.Minute), n)))
		}
		for _, p := range persons {
			see(fmt.Sprintf("ReportsOf(%s, %d)", p, n), empty(v.ReportsOf(p, n)))
		}
		for _, u := range units {
			see(fmt.Sprintf("ReportsHeld(%s, %d)", u, n), empty(v.ReportsHeld(u, n)))
		}
	}
	due, ok := v.NextTimer()
	see("NextTimer", two(due, ok))
	for _, a := range chats {
		s, ok := v.Session(a)
		see("Session "+a.String(), two(s, ok))
		c, ok := v.Contact(a)
		see("Contact "+a.String(), two(c, ok))
		p, ok := v.PersonAt(a)
		see("PersonAt "+a.String(), two(p, ok))
		g, ok := v.Group(a)
		see("Group "+a.String(), two(g, ok))
		see("ParkedFor "+a.String(), empty(v.ParkedFor(a)))
	}
	see("People", empty(v.People()))
	for _, id := range append(persons, "") {
		p, ok := v.Person(id)
		see("Person "+id, two(p, ok))
		see("PostsOf "+id, empty(v.PostsOf(id)))
		for _, p := range periods {
			for _, k := range []string{report.Periodic, report.Nil, report.Urgent} {
				see("Filed "+id+p+k, v.Filed(id, p, k))
			}
		}
	}
	for _, id := range seats {
		p, ok := v.Post(id)
		see("Post "+id, two(p, ok))
	}
	for _, u := range units {
		see("PostsIn "+u, empty(v.PostsIn(u)))
		see("GroupsOf "+u, empty(v.GroupsOf(u)))
		see("OpenUrgent "+u, empty(v.OpenUrgent(u)))
		see("Prompts "+u, empty(v.Prompts(u)))
		for _, p := range periods {
			see("ReportsIn "+u+p, empty(v.ReportsIn(u, p)))
		}
	}
	for _, id := range numbers {
		r, ok := v.Report(id)
		see("Report "+id, two(r, ok))
	}
	for _, id := range numbers {
		see("MediaOf "+id, empty(v.MediaOf(id)))
	}
	for _, id := range persons {
		see("MediaBy "+id, empty(v.MediaBy(id)))
	}
	for _, id := range pieces {
		x, ok := v.MediaRecord(id)
		see("MediaRecord "+id, two(x, ok))
	}
	for _, id := range calls {
		p, ok := v.Prompt(id)
		see("Prompt "+id, two(p, ok))
		see("Answers "+id, empty(v.Answers(id)))
		for _, p := range persons {
			see("Answered "+id+p, two(v.Answered(id, p)))
		}
		people, _ := v.Answered(id, "")
		see("Answered "+id, people)
	}
	for _, h := range codes {
		i, ok := v.Invite(h)
		see("Invite "+h, two(i, ok))
	}
	for _, o := range v.Outbox(0, 1000) {
		x, ok := v.Outgoing(o.ID)
		see(fmt.Sprintf("Outgoing %d", o.ID), two(x, ok))
	}
	for _, d := range dedups {
		see("Seen "+d, v.Seen(d))
	}
	for _, r := range rules {
		f, ok := v.Fired(r)
		see("Fired "+r, two(f, ok))
	}
	for _, s := range versions {
		f, ok := v.FlowSet(s)
		see("FlowSet "+s, two(f, ok))
	}
	see("FlowSets", empty(v.FlowSets()))
	see("Quarantined", empty(v.Quarantined()))
	return lines
}

// empty makes nil and empty lists look alike.
func empty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func pictureOf(t interface {
	Helper()
	Fatalf(string, ...any)
}, s bot.Store) (lines []string) {
	t.Helper()
	view(t, s, func(v bot.View) { lines = picture(v) })
	return lines
}

// same says that the store shows what the model shows.
func same(t *testing.T, s bot.Store, m *model) {
	t.Helper()
	if d := differ(picture(m), pictureOf(t, s)); d != "" {
		t.Errorf("the store differs (-want +got):\n%s", d)
	}
}
