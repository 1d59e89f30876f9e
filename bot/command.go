package bot

import (
	"fmt"
	"strings"
	"time"

	"langnghe/bot/org"
	"langnghe/bot/report"
)

// command carries out a host command: one that is not a flow.
func (t *turn) command(id string) {
	switch id {
	case "menu":
		t.leave()
		t.menu()
	case "urgent":
		t.urgent()
	case "help", "person":
		t.help(id)
		t.again()
	case "my_reports":
		t.listOwn()
	case "my_data":
		t.myData()
	case "export":
		t.export(0)
	case "deadlines":
		t.deadlines()
	case "regulation":
		t.say(t.text("bot.regulation"))
	case "digest":
		t.digest()
	case "late":
		t.late()
	case "reports_in":
		t.listReports("new")
	case "urgent_open":
		t.listReports("urgent")
	case "unreachable":
		t.unreachable()
	case "invite":
		t.start(flowInvite, nil)
	case "invite_group":
		t.inviteGroup()
	case "handover":
		t.start(flowHandOver, nil)
	case "prompt":
		t.start(flowPrompt, nil)
	case "prompts":
		t.listPrompts()
	default:
		t.say(t.text("bot.not_understood"))
		t.again()
	}
}

// help always has a human contact in it. What to do in danger, and what does
// not belong here, is a message of its own: nobody reads a long one.
func (t *turn) help(id string) {
	if id == "person" {
		t.say(t.text("bot.person"))
		return
	}
	t.say(t.text("bot.help"))
	t.say(t.text("bot.help_care"))
}

// deadlines says until when reports are due, whether the person owes one, and
// when the next briefing is.
func (t *turn) deadlines() {
	period := t.now.In(t.b.Settings.Zone).Format("2006-01")
	var lines []string
	if due, ok := t.b.deadline(period); ok {
		id := "bot.deadline_only"
		switch {
		case len(owesReports(t.posts)) == 0:
		case t.b.reported(t.tx, t.person.ID, period):
			id = "bot.deadline_done"
		default:
			id = "bot.deadline"
		}
		lines = append(lines, t.text(id, "han", moments(due.In(t.b.Settings.Zone))))
	}
	if at, place, ok := t.b.nextBriefing(t.now); ok {
		lines = append(lines, t.text("bot.next_briefing", "luc", moments(at.In(t.b.Settings.Zone)), "dia_diem", place))
	}
	t.say(strings.Join(orNone(lines, t.text("bot.no_deadline")), "\n"))
}

// nextBriefing is when and where the next briefing is, by the schedule.
func (b *Bot) nextBriefing(now time.Time) (at time.Time, place string, ok bool) {
	for _, r := range b.Rules {
		if r.Kind != RuleBriefing {
			continue
		}
		month := now.In(b.Settings.Zone)
		for range 3 {
			if due := b.dueOf(r, month); due.After(now) {
				return due, r.Params["place"], true
			}
			month = month.AddDate(0, 0, 1-month.Day()).AddDate(0, 1, 0)
		}
	}
	return time.Time{}, "", false
}

// digest shows the figures of each unit the person answers for.
func (t *turn) digest() {
	units := org.Where(t.posts, org.ReadDigest)
	if len(units) == 0 {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	period := t.now.In(t.b.Settings.Zone).Format("2006-01")
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
	return as
}

// digestText is the digest of a unit for a month: its own figures in full, and
// those of what lies below it with small groups merged.
func (b *Bot) digestText(v View, p org.Person, posts []org.Post, unit, period string, now time.Time) string {
	subtree := b.Tree.Subtree(unit)
	var all []report.Report
	owed, filed := 0, 0
	var late []string
	for _, u := range subtree {
		all = append(all, v.ReportsIn(u, period)...)
		o, d := b.owing(v, u, period)
		owed += len(o) + d
		filed += d
		if len(o) > 0 {
			late = append(late, b.Flows.Text("bot.digest_late_unit", map[string]string{
				"don_vi": b.Tree.Name(u), "con": fmt.Sprint(len(o)), "tong": fmt.Sprint(len(o) + d)}))
		}
	}
	s := report.Digest(all)
	topics, tendency := s.Topics, s.Tendency
	if len(subtree) > len(b.Tree.Around(unit)) {
		// Figures of other units are in it: they have left those units.
		other := b.Flows.Text("bot.digest_merged", nil)
		topics, tendency = report.Merge(topics, b.Settings.SmallGroup, other), report.Merge(tendency, b.Settings.SmallGroup, other)
	}
	month, _ := time.ParseInLocation("2006-01", period, b.Settings.Zone)
	if len(late) > 5 {
		late = append(late[:5], b.Flows.Text("bot.digest_more", map[string]string{"so": fmt.Sprint(len(late) - 5)}))
	}
	return b.Flows.Text("bot.digest", b.varsFor(p, posts, now,
		"don_vi", b.Tree.Name(unit), "thang", monthName(month),
		"da_gui", fmt.Sprint(filed), "tong", fmt.Sprint(owed),
		"bao_cao", fmt.Sprint(s.Reports), "y_kien", fmt.Sprint(s.Opinions), "khong_co_gi", fmt.Sprint(s.Nil),
		"khan", fmt.Sprint(s.Urgent), "khan_mo", fmt.Sprint(s.Open), "ket_qua", fmt.Sprint(s.Answered),
		"linh_vuc", b.counts(topics, 6), "khuynh_huong", b.counts(tendency, 6),
		"chua_gui", strings.Join(orNone(late, b.Flows.Text("bot.none", nil)), "\n")))
}

func orNone(lines []string, none string) []string {
	if len(lines) == 0 {
		return []string{none}
	}
	return lines
}

// counts are lines "- Giao thông: 12".
func (b *Bot) counts(cs []report.Count, max int) string {
	var lines []string
	for i, c := range cs {
		if i == max && len(cs) > max+1 {
			lines = append(lines, b.Flows.Text("bot.digest_more", map[string]string{"so": fmt.Sprint(len(cs) - max)}))
			break
		}
		lines = append(lines, fmt.Sprintf("- %s: %d", c.Name, c.N))
	}
	return strings.Join(orNone(lines, "- "+b.Flows.Text("bot.none", nil)), "\n")
}

// owing are the people of the unit itself who have not reported for the
// period, and how many have.
func (b *Bot) owing(v View, unit, period string) (owing []org.Person, done int) {
	seen := map[string]bool{}
	for _, post := range owesReports(b.postsAround(v, unit)) {
		if seen[post.Person] {
			continue
		}
		seen[post.Person] = true
		p, ok := v.Person(post.Person)
		if !ok || !p.Active() {
			continue
		}
		if b.reported(v, p.ID, period) {
			done++
			continue
		}
		owing = append(owing, p)
	}
	return owing, done
}

// lateCounts is the list for somebody who reads figures but no names.
func (t *turn) lateCounts() {
	units := org.Where(t.posts, org.ReadDigest)
	if len(units) == 0 {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	for _, u := range units {
		t.sayLateBelow(u, t.now.In(t.b.Settings.Zone).Format("2006-01"))
	}
}

func (t *turn) sayLateBelow(unit, period string) {
	t.say(t.text("bot.late_below", "don_vi", t.b.Tree.Name(unit), "danh_sach",
		strings.Join(orNone(t.b.lateBelow(t.tx, unit, period), t.text("bot.none")), "\n")))
}

// lateBelow are the units below one, with how many of each have not reported:
// counts, not names.
func (b *Bot) lateBelow(v View, unit, period string) []string {
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

// postsAround are the posts of a unit and of the hamlets its committee is in
// charge of.
func (b *Bot) postsAround(v View, unit string) []org.Post {
	var posts []org.Post
	for _, u := range b.Tree.Around(unit) {
		posts = append(posts, v.PostsIn(u)...)
	}
	return posts
}

// late lists who of the person's own units has not reported, by name.
func (t *turn) late() {
	units := org.Where(t.posts, org.ReadLate)
	if len(units) == 0 {
		t.lateCounts()
		return
	}
	period := t.now.In(t.b.Settings.Zone).Format("2006-01")
	for _, u := range units {
		owing, done := t.b.owing(t.tx, u, period)
		t.audit("view_late", period, u)
		if len(owing)+done == 0 {
			t.sayLateBelow(u, period)
			continue
		}
		t.say(t.text("bot.late", "don_vi", t.b.Tree.Name(u), "da_gui", fmt.Sprint(done),
			"con", fmt.Sprint(len(owing)), "danh_sach", t.names(owing)))
	}
}

func (t *turn) names(people []org.Person) string {
	var lines []string
	for i, p := range people {
		if i == 30 {
			lines = append(lines, t.text("bot.digest_more", "so", fmt.Sprint(len(people)-30)))
			break
		}
		lines = append(lines, "- "+p.Name)
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
	for _, u := range units {
		var lines []string
		for _, p := range t.cutOff(u) {
			_, _, why := t.b.reach(t.tx, p, t.now)
			lines = append(lines, "- "+p.Name+": "+t.text("bot.why_"+whyKnown(why)))
		}
		t.audit("view_unreachable", u, u)
		t.say(t.text("bot.unreachable", "don_vi", t.b.Tree.Name(u), "so", fmt.Sprint(len(lines)),
			"danh_sach", strings.Join(orNone(lines, t.text("bot.none")), "\n")))
	}
}

// cutOff are the people with a post in the unit who cannot be reached now,
// those who have not joined yet among them.
func (t *turn) cutOff(unit string) []org.Person {
	var out []org.Person
	seen := map[string]bool{}
	for _, post := range t.b.postsAround(t.tx, unit) {
		if !post.Held() || seen[post.Person] {
			continue
		}
		seen[post.Person] = true
		if p, ok := t.tx.Person(post.Person); ok && p.Erased.IsZero() {
			if _, ok, _ := t.b.reach(t.tx, p, t.now); !ok {
				out = append(out, p)
			}
		}
	}
	return out
}

// whyKnown maps a reason to one the catalogue has words for.
func whyKnown(why string) string {
	switch why {
	case "window", "blocked", "no_chat":
		return why
	}
	return "other"
}
