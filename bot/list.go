package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"langnghe/bot/org"
	"langnghe/bot/report"
)

// reportsListing are what the person must act on: "new" or "urgent".
func (t *turn) reportsListing(kind string) (listing, bool) {
	reports := t.inHand(kind)
	if reports == nil {
		return listing{}, false
	}
	l := listing{head: func(part, _ string) string {
		id := "bot.list_new"
		switch {
		case len(reports) == 0:
			id = "bot.list_empty"
		case kind == "urgent":
			id = "bot.list_urgent"
		}
		return t.text(id, "so", fmt.Sprint(len(reports)), "trang", part)
	}}
	for _, r := range reports {
		l.items = append(l.items, Action{Label: t.listLabel(r), Do: "view:" + r.ID})
	}
	return l, true
}

// openMonths is how far back a report that nobody closed is still listed.
const openMonths = 12

// inHand are the reports the person may act on, those nobody has looked at first, then the newest; nil when he acts on none at all.
func (t *turn) inHand(kind string) []report.Report {
	units := org.Where(t.posts, org.ActOnReport)
	if len(units) == 0 {
		return nil
	}
	out := []report.Report{}
	seen := map[string]bool{}
	add := func(r report.Report) {
		urgent := r.Kind == report.Urgent
		if !seen[r.ID] && r.State.Open() && r.Kind != report.Nil && urgent == (kind == "urgent") {
			seen[r.ID] = true
			out = append(out, r)
		}
	}
	now := t.now.In(t.b.Settings.Zone)
	var months []string
	for back := range openMonths {
		months = append(months, now.AddDate(0, 0, 1-now.Day()).AddDate(0, -back, 0).Format("2006-01"))
	}
	for _, u := range units {
		if t.may(org.ReadReport, u) {
			if kind == "urgent" {
				for _, r := range t.tx.OpenUrgent(u) {
					add(r)
				}
			} else {
				for _, m := range months {
					for _, r := range t.tx.ReportsIn(u, m) {
						add(r)
					}
				}
			}
		}
		for _, r := range t.tx.ReportsHeld(u, 100) {
			add(r)
		}
	}
	slices.SortStableFunc(out, func(a, b report.Report) int {
		return cmp.Or(cmp.Compare(b2i(a.State != report.New), b2i(b.State != report.New)), b.At.Compare(a.At))
	})
	return out
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// listLabel is a report in one line of a list.
func (t *turn) listLabel(r report.Report) string {
	gist := r.Gist()
	if u := t.readingUnit(r); u != r.Unit && r.Kind != report.Urgent {
		h, _ := r.HeldAt(u)
		gist = h.Text
	}
	return inList(r, gist)
}

// inList is a report in one line of a list. One without words is told by its state alone.
func inList(r report.Report, gist string) string {
	line := r.ID + " · " + r.State.Words()
	if gist != "" {
		line += " · " + gist
	}
	return shorten(line, 60)
}

// viewReport shows a report to somebody who may act on it. In its own unit that
// is the whole report; above, only what was handed up, without a name.
func (t *turn) viewReport(ref string) {
	r, ok := t.report(t.opened(ref))
	unit := t.readingUnit(r)
	if !ok || unit == "" {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	body := report.Text(r.Fields)
	if unit != r.Unit || !t.may(org.ReadReport, r.Unit) {
		h, _ := r.HeldAt(unit)
		body = h.Text
	}
	if unit == r.Unit || r.Kind == report.Urgent {
		body += t.saidLater(r)
	}
	body += t.filesLine(r, t.attachedTo(r))
	t.audit("view_report", r.ID, unit)
	t.say(t.text("bot.view", "ma", r.ID, "dia_ban", t.b.Tree.Name(r.Unit),
		"luc", moments(r.At.In(t.b.Settings.Zone)), "trang_thai", r.State.Words(),
		"nguoi_bao", t.reporterFor(r, unit), "noi_dung", body), t.nextActs(r)...)
}

// ownMost is how many of his own reports a person can look up.
const ownMost = 200

// ownListing are the person's own reports and what became of them.
func (t *turn) ownListing() listing {
	var l listing
	for _, r := range t.tx.ReportsOf(t.person.ID, ownMost) {
		l.items = append(l.items, Action{Label: inList(r, t.gistOf(r)), Do: "mine:" + r.ID})
	}
	l.head = func(part, _ string) string { return t.text("bot.own", "trang", part) }
	return l
}

// listOwn shows them from the newest on.
func (t *turn) listOwn() {
	if len(t.tx.ReportsOf(t.person.ID, 1)) == 0 {
		t.say(t.text("bot.own_none"))
		t.menu()
		return
	}
	t.list("own")
}

// gistOf is what a report says in a few words.
func (t *turn) gistOf(r report.Report) string {
	if r.Kind == report.Nil {
		return t.text("bot.act_nil")
	}
	return r.Gist()
}

// viewOwn shows the person one of his own reports with its whole story.
func (t *turn) viewOwn(ref string) {
	r, ok := t.report(t.opened(ref))
	if !ok || r.Person != t.person.ID || t.person.ID == "" {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	var story []string
	for _, e := range r.Log {
		line := t.text("bot.story_"+e.What, "luc", moments(e.At.In(t.b.Settings.Zone)),
			"noi_nhan", t.b.Tree.Name(e.Unit), "noi_dung", e.Text)
		if line != "" {
			story = append(story, "- "+line)
		}
	}
	var as []Action
	if r.State.Open() {
		as = append(as,
			Action{Label: t.text("bot.act_supplement"), Do: "start:" + flowSupplement + ":" + r.ID},
			Action{Label: t.text("bot.act_withdraw"), Do: "withdraw:" + r.ID})
	}
	list := t.attachedTo(r)
	if a, ok := t.filesAct(r, list); ok {
		as = append([]Action{a}, as...)
	}
	if t.session.List == "" {
		t.session.List = "own"
	}
	as = append(as, t.back()...)
	body := report.Text(r.Fields)
	if body == "" {
		body = t.gistOf(r)
	}
	body += t.filesCount(list)
	t.say(t.text("bot.own_view", "ma", r.ID, "luc", moments(r.At.In(t.b.Settings.Zone)),
		"trang_thai", r.State.Words(), "noi_dung", body, "dien_tien", strings.Join(story, "\n")),
		numbered(as...)...)
}

// withdraw takes a report back; it is asked first, never guessed.
func (t *turn) withdraw(id string, sure bool) {
	r, ok := t.report(id)
	if !ok || r.Person != t.person.ID || t.person.ID == "" || !r.State.Open() {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	if !sure {
		t.say(t.text("bot.withdraw_sure", "ma", r.ID), numbered(
			Action{Label: t.text("bot.withdraw_yes"), Do: "withdraw_sure:" + r.ID},
			Action{Label: t.text("bot.withdraw_no"), Do: "mine:" + r.ID + ":" + t.session.List})...)
		return
	}
	r.Close(report.Withdrawn)
	r.Log = append(r.Log, report.Entry{At: t.now, What: "withdrawn", By: t.person.ID, Unit: r.Unit})
	t.keep(r)
	t.withdrawMedia(r.ID)
	t.ch.Cancel = append(t.ch.Cancel, "ack/"+r.ID)
	t.audit("withdrawn", r.ID, r.Unit)
	t.say(t.text("bot.withdrawn", "ma", r.ID), t.back()...)
	if r.Kind == report.Urgent {
		t.tellActing(r, "bot.vc_withdrawn", Notice)
	}
}
