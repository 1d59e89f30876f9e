package bot

import (
	"fmt"
	"strings"
	"time"

	"langnghe/bot/org"
	"langnghe/bot/report"
)

const (
	digestTopics = 6 // topics a digest names; the list has them all
	digestUnits  = 5 // units that still owe, likewise
)

// digest shows the figures of each unit the person answers for.
func (t *turn) digest() {
	units := org.Where(t.posts, org.ReadDigest)
	if len(units) == 0 {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	period := t.period()
	for _, u := range units {
		t.audit("view_digest", period, u)
		t.say(t.b.digestText(t.tx, t.person, t.posts, u, period, t.now), numbered(t.digestActs(u)...)...)
	}
}

func (t *turn) digestActs(unit string) []Action {
	var as []Action
	if t.may(org.ReadReport, unit) {
		as = append(as, Action{Label: t.text("bot.act_list"), Do: "cmd:reports_in"})
	}
	if t.may(org.ReadLate, unit) {
		as = append(as, Action{Label: t.text("bot.act_late"), Do: "cmd:late"})
	}
	if s, _ := t.b.figures(t.tx, unit, t.period()); len(s.Topics) > digestTopics+1 {
		as = append(as, Action{Label: t.text("command.topics"), Do: "list:topics." + unit})
	}
	if t.b.above(unit) {
		as = append(as, Action{Label: t.text("bot.act_units"), Do: "list:units." + unit})
	}
	return as
}

// period is the month in hand.
func (t *turn) period() string { return t.now.In(t.b.Settings.Zone).Format("2006-01") }

// above reports whether other committees lie below a unit's: then figures over
// it have left the units they come from.
func (b *Bot) above(unit string) bool { return len(b.Tree.Subtree(unit)) > len(b.Tree.Around(unit)) }

// figures are the sums over a unit and what lies below it, in full for the unit
// itself, else with small groups merged. few is true when there are too few
// reporters to show any topic or tendency.
func (b *Bot) figures(v View, unit, period string) (s report.Sum, few bool) {
	var all []report.Report
	for _, u := range b.Tree.Subtree(unit) {
		all = append(all, v.ReportsIn(u, period)...)
	}
	s = report.Digest(all)
	if b.above(unit) {
		other := b.Flows.Text("bot.digest_merged", map[string]string{"so": fmt.Sprint(b.Settings.SmallGroup)})
		had := s.Opinions > 0
		s.Topics = report.Merge(s.Topics, b.Settings.SmallGroup, other)
		s.Tendency = report.Merge(s.Tendency, b.Settings.SmallGroup, other)
		few = had && len(s.Topics) == 0
	}
	return s, few
}

// digestText is the digest of a unit for a month.
func (b *Bot) digestText(v View, p org.Person, posts []org.Post, unit, period string, now time.Time) string {
	s, few := b.figures(v, unit, period)
	owed, filed := 0, 0
	for _, u := range b.Tree.Subtree(unit) {
		o, d := b.owing(v, u, period)
		owed, filed = owed+len(o), filed+d
	}
	late := b.owingWords(owed, period, now)
	if b.above(unit) && owed > 0 {
		units := b.unitsOwing(v, unit, period)
		if n := len(units) - digestUnits; n > 1 {
			units = append(units[:digestUnits], b.Flows.Text("bot.digest_more_units", map[string]string{"so": fmt.Sprint(n)}))
		}
		late += "\n" + strings.Join(units, "\n")
	}
	month, _ := time.ParseInLocation("2006-01", period, b.Settings.Zone)
	return b.Flows.Text("bot.digest", b.varsFor(p, posts, now,
		"don_vi", b.Tree.Name(unit), "thang", monthName(month),
		"da_gui", fmt.Sprint(filed), "tong", fmt.Sprint(owed+filed), "tre", fmt.Sprint(s.Late),
		"bao_cao", fmt.Sprint(s.Reports), "y_kien", fmt.Sprint(s.Opinions), "khong_co_gi", fmt.Sprint(s.Nil),
		"khan", fmt.Sprint(s.Urgent), "khan_mo", fmt.Sprint(s.Open), "ket_qua", fmt.Sprint(s.Answered),
		"linh_vuc", b.counts(s.Topics, digestTopics, few), "khuynh_huong", b.counts(s.Tendency, digestTopics, few),
		"chua_gui", late))
}

// counts are lines "- Giao thông: 12".
func (b *Bot) counts(cs []report.Count, most int, few bool) string {
	lines := b.countLines(cs)
	if n := len(lines) - most; n > 1 {
		lines = append(lines[:most], b.Flows.Text("bot.digest_more_topics", map[string]string{"so": fmt.Sprint(n)}))
	}
	none := b.Flows.Text("bot.none", nil)
	if few {
		none = b.Flows.Text("bot.digest_few", map[string]string{"so": fmt.Sprint(b.Settings.SmallGroup)})
	}
	return strings.Join(orNone(lines, "- "+none), "\n")
}

func (b *Bot) countLines(cs []report.Count) []string {
	var lines []string
	for _, c := range cs {
		name := c.Name
		if c.Key == "" {
			name = b.Flows.Text("bot.digest_unsaid", nil)
		}
		lines = append(lines, fmt.Sprintf("- %s: %d", name, c.N))
	}
	return lines
}

func orNone(lines []string, none string) []string {
	if len(lines) == 0 {
		return []string{none}
	}
	return lines
}

// topics shows all topics, where a digest names only the first.
func (t *turn) topics() {
	units := org.Where(t.posts, org.ReadDigest)
	if len(units) == 0 {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	t.listOf("topics", units)
}

func (t *turn) topicsListing(unit string) (listing, bool) {
	if !t.may(org.ReadDigest, unit) || t.b.Tree.Committee(unit) != unit {
		return listing{}, false
	}
	s, few := t.b.figures(t.tx, unit, t.period())
	t.audit("view_digest", t.period(), unit)
	return listing{lines: t.b.countLines(s.Topics), back: "cmd:digest", head: func(part, lines string) string {
		if lines == "" {
			lines = t.b.counts(nil, 0, few)
		}
		return t.text("bot.topics", "don_vi", t.b.Tree.Name(unit), "trang", part, "danh_sach", lines)
	}}, true
}

// unitsListing are the totals of each unit below one: how many have reported,
// nothing in particular, or late. No topic, no tendency, no name: what a single
// unit's people say stays there, however few they are.
func (t *turn) unitsListing(unit string) (listing, bool) {
	if !t.may(org.ReadDigest, unit) {
		return listing{}, false
	}
	l := listing{back: "cmd:digest"}
	for _, u := range t.b.Tree.Subtree(unit) {
		owing, done := t.b.owing(t.tx, u, t.period())
		if len(owing)+done == 0 {
			continue
		}
		s := report.Digest(t.tx.ReportsIn(u, t.period()))
		l.lines = append(l.lines, t.text("bot.unit_line", "don_vi", t.b.Tree.Name(u), "da_gui", fmt.Sprint(done),
			"tong", fmt.Sprint(done+len(owing)), "khong_co_gi", fmt.Sprint(s.Nil), "tre", fmt.Sprint(s.Late)))
	}
	l.head = func(part, lines string) string {
		return t.text("bot.units", "don_vi", t.b.Tree.Name(unit), "trang", part, "danh_sach", lines)
	}
	return l, true
}
