package main

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"golang.org/x/text/unicode/norm"

	"langnghe/bot"
	"langnghe/bot/report"
	"langnghe/bot/text"
)

// judge looks at what must hold of any week.
func (y *week) judge() {
	y.Helper()
	ctx := context.Background()
	if z := y.node.store.Sizes(); z.Waiting+z.Quarantined+z.Damaged+z.Sending+z.Dead > 0 {
		y.Errorf("after the week: %+v", z)
	}
	reports := map[string]report.Report{}
	y.must(y.node.store.View(ctx, func(v bot.View) error {
		for _, unit := range y.node.bot.Tree.All() {
			for _, r := range v.ReportsIn(unit, "2026-11") {
				reports[r.ID] = r
			}
		}
		return nil
	}))
	finished := map[string]int{}
	for _, d := range y.people {
		for _, e := range d.deeds {
			y.judgeDeed(d, e, reports)
			if e.code != "" && e.done {
				finished[e.kind]++
			}
		}
	}
	for _, kind := range []string{"urgent", "periodic", "reply"} {
		if finished[kind] < 2 {
			y.Errorf("only %d of kind %s were finished in a week: %v", finished[kind], kind, finished)
		}
	}
	y.judgeGroups()
	fired := 0
	for _, s := range y.history {
		if strings.Contains(s, "Kính nhắc") || strings.Contains(s, "giao ban dư luận") || strings.Contains(s, "Tổng hợp tháng") {
			fired++
		}
	}
	if fired == 0 {
		y.Error("the schedule said nothing in a week")
	}
	before := y.node.store.Sizes().Waiting
	hooks := y.node.webhooks()
	for _, a := range y.acked {
		r, err := http.NewRequest(http.MethodPost, a.path, bytes.NewReader(a.body))
		y.must(err)
		r.Header = a.header
		hooks.ServeHTTP(&statusOnly{header: http.Header{}}, r)
	}
	if n := y.node.store.Sizes().Waiting - before; n > 0 {
		y.Errorf("%d of %d acknowledged webhooks were not known when they came again", n, len(y.acked))
	}
	y.Logf("%d webhooks, %d lines of history, finished %v", len(y.acked), len(y.history), finished)
}

// judgeDeed looks at one thing somebody did: filed once in his unit and month
// if he finished it, in his words, and read by nobody it is not for.
func (y *week) judgeDeed(d *dweller, e *deed, reports map[string]report.Report) {
	y.Helper()
	if e.kind == "answer" {
		return
	}
	holds := 0
	for _, r := range reports {
		if f := heart(r); e.told && norm.NFC.String(e.story) == f {
			holds++
		}
	}
	if e.done && e.code != "" {
		r, ok := reports[e.code]
		switch {
		case !ok:
			y.Errorf("%s finished %s and it is not filed", d.name, e.code)
		case r.Person != d.name || r.Unit != d.unit:
			y.Errorf("%s of %s finished %s; filed is %s of %s", d.name, d.unit, e.code, r.Person, r.Unit)
		case e.told && holds != 1:
			y.Errorf("%s: %q is filed %d times; %s holds %q", d.name, e.story, holds, e.code, heart(r))
		}
	} else if holds > 1 {
		y.Errorf("%s: %q is filed %d times", d.name, e.story, holds)
	}
	if !e.told {
		return
	}
	for _, p := range y.people {
		if p == d || p.lead && p.unit == d.unit {
			continue
		}
		above := p.name == "pct-cum" || p.name == "pct-hn" || p.name == "vp"
		if above && e.kind == "urgent" {
			continue // it may have climbed
		}
		for _, ph := range p.phones {
			for _, b := range ph.bubbles() {
				if strings.Contains(text.Fold(b.text), text.Fold(e.mark)) {
					y.Errorf("%s reads what %s wrote: %s", p.name, d.name, b.text)
				}
			}
		}
	}
}

// heart is the story in a report.
func heart(r report.Report) string {
	for _, id := range []string{"noi_dung", "dien_bien"} {
		if f, ok := r.Field(id); ok {
			return f.Value
		}
	}
	return ""
}

// judgeGroups: no names and no texts in groups.
func (y *week) judgeGroups() {
	y.Helper()
	names := map[string]string{}
	y.must(y.node.store.View(context.Background(), func(v bot.View) error {
		for _, p := range v.People() {
			names[p.ID] = p.Name
		}
		return nil
	}))
	said := 0
	for _, g := range y.groups {
		for _, s := range y.groupTexts(g) {
			said++
			for _, d := range y.people {
				if strings.Contains(s, names[d.name]) {
					y.Errorf("a group reads the name of %s: %s", d.name, s)
				}
				for _, e := range d.deeds {
					if strings.Contains(text.Fold(s), text.Fold(e.mark)) {
						y.Errorf("a group reads what %s wrote: %s", d.name, s)
					}
				}
			}
		}
	}
	if said == 0 {
		y.Error("the groups heard nothing in a week")
	}
}
