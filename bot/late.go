package bot

import (
	"fmt"
	"strings"
	"time"

	"langnghe/bot/org"
)

// late lists who of the person's own units has not reported, by name; for
// somebody who reads figures but no names, how many of each unit.
func (t *turn) late() {
	units := org.Where(t.posts, org.ReadLate)
	if len(units) == 0 {
		units = org.Where(t.posts, org.ReadDigest)
	}
	if len(units) == 0 {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	t.listOf("late", units)
}

func (t *turn) lateListing(unit string) (listing, bool) {
	period := t.period()
	owing, done := t.b.owing(t.tx, unit, period)
	if t.may(org.ReadLate, unit) && len(owing)+done > 0 {
		t.audit("view_late", period, unit)
		return listing{lines: nameLines(owing), head: func(part, lines string) string {
			return strings.TrimRight(t.text("bot.late", "don_vi", t.b.Tree.Name(unit), "da_gui", fmt.Sprint(done),
				"chua_gui", t.b.owingWords(len(owing), period, t.now), "trang", part, "danh_sach", lines), "\n")
		}}, true
	}
	if !t.may(org.ReadDigest, unit) {
		return listing{}, false
	}
	missing := 0
	for _, u := range t.b.Tree.Subtree(unit) {
		o, _ := t.b.owing(t.tx, u, period)
		missing += len(o)
	}
	return listing{lines: t.b.unitsOwing(t.tx, unit, period), head: func(part, lines string) string {
		return strings.TrimRight(t.text("bot.late_below", "don_vi", t.b.Tree.Name(unit),
			"chua_gui", t.b.owingWords(missing, period, t.now), "trang", part, "danh_sach", lines), "\n")
	}}, true
}

// owingWords says how many have not reported, and whether that is late: before
// the deadline nobody is.
func (b *Bot) owingWords(n int, period string, now time.Time) string {
	vars := map[string]string{"con": fmt.Sprint(n)}
	due, ok := b.deadline(period)
	if ok {
		vars["han"] = moments(due.In(b.Settings.Zone))
		vars["con_ngay"] = whenWords(due.In(b.Settings.Zone), now.In(b.Settings.Zone))
	}
	switch {
	case n == 0:
		return b.Flows.Text("bot.owing_none", vars)
	case !ok:
		return b.Flows.Text("bot.owing", vars)
	case now.After(due):
		return b.Flows.Text("bot.owing_late", vars)
	}
	return b.Flows.Text("bot.owing_due", vars)
}

// unitsOwing are lines of a unit and those below it, with how many of each have
// not reported: counts, not names.
func (b *Bot) unitsOwing(v View, unit, period string) []string {
	var lines []string
	for _, u := range b.Tree.Subtree(unit) {
		owing, done := b.owing(v, u, period)
		if len(owing) > 0 {
			lines = append(lines, b.Flows.Text("bot.digest_late_unit", map[string]string{
				"don_vi": b.Tree.Name(u), "con": fmt.Sprint(len(owing)), "tong": fmt.Sprint(len(owing) + done),
			}))
		}
	}
	return lines
}

func nameLines(people []org.Person) []string {
	var lines []string
	for _, p := range people {
		lines = append(lines, "- "+p.Name)
	}
	return lines
}

// names is a list within a notice, where there are no pages: it says how to see
// the rest.
func (t *turn) names(people []org.Person) string {
	lines := nameLines(people)
	if n := len(lines) - pageLines; n > 1 {
		lines = append(lines[:pageLines], t.text("bot.late_more", "so", fmt.Sprint(n)))
	}
	return strings.Join(orNone(lines, t.text("bot.none")), "\n")
}

// unreachable lists whom no message reaches now, and why.
func (t *turn) unreachable() {
	units := org.Where(t.posts, org.ReadReach)
	if len(units) == 0 {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	t.listOf("reach", units)
}

func (t *turn) reachListing(unit string) (listing, bool) {
	if !t.may(org.ReadReach, unit) {
		return listing{}, false
	}
	var l listing
	for _, p := range t.cutOff(unit) {
		_, _, why := t.b.reach(t.tx, p, t.now)
		l.lines = append(l.lines, "- "+p.Name+": "+t.text("bot.why_"+whyKnown(why)))
	}
	t.audit("view_unreachable", unit, unit)
	l.head = func(part, lines string) string {
		id := "bot.unreachable"
		if len(l.lines) == 0 {
			id = "bot.unreachable_none"
		}
		return t.text(id, "don_vi", t.b.Tree.Name(unit), "so", fmt.Sprint(len(l.lines)), "trang", part, "danh_sach", lines)
	}
	return l, true
}
