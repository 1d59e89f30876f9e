package bot

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"langnghe/bot/org"
	"langnghe/bot/report"
)

// correct changes what a person may change about himself: his name, of which
// the head of his unit hears, and how he is addressed.
func (t *turn) correct(fields []report.Field) {
	p := t.person
	was := p.Name
	if a := shown(fields, "xung_ho_moi"); a != "" {
		p.Address = strings.ToLower(a)
	}
	name := ownName(value(fields, "ho_ten"))
	if strings.ContainsAny(name, "0123456789@[") {
		t.say(t.text("bot.name_odd"))
		return
	}
	if name != "" {
		p.Name = name
	}
	if p.Name == t.person.Name && p.Address == t.person.Address {
		t.say(t.text("bot.corrected_same"))
		return
	}
	t.person = p
	t.ch.People = append(t.ch.People, p)
	if p.Name == was {
		t.audit("address_changed", p.ID, "")
		t.say(t.text("bot.address_changed"))
		return
	}
	t.audit("name_changed", p.ID, "")
	t.tellHead("bot.vc_renamed", "ten_cu", was)
	t.say(t.text("bot.name_changed"))
}

// Bounds of a copy of one's data: the longest message, and how many reports go
// out before the person is asked whether he wants the next.
const (
	maxCopyText = 1500
	copyPage    = 20
)

// export sends a person a copy of all that is kept of him, reports from the
// n-th on: the profile and the drafts first, then the reports, the newest
// first. Of others there is nothing in it: whoever acted is named by his post.
func (t *turn) export(n int) {
	p := t.person
	reports := t.tx.ReportsOf(p.ID, n+copyPage+1)
	n = max(0, min(n, len(reports)))
	var parts []string
	if n == 0 {
		t.audit("export", p.ID, "")
		parts = append(parts, t.profileText(len(reports)))
		parts = append(parts, t.unfinished()...)
	}
	more := len(reports) > n+copyPage
	for _, r := range reports[n:min(n+copyPage, len(reports))] {
		parts = append(parts, t.reportCopy(r))
	}
	for _, m := range inMessages(parts, maxCopyText) {
		t.say(m)
	}
	if more {
		t.say(t.text("bot.export_more", "so", fmt.Sprint(n+copyPage)), numbered(
			Action{Label: t.text("bot.act_export_more"), Do: fmt.Sprintf("export:%d", n+copyPage)},
			Action{Key: "0", Label: t.text("bot.act_back"), Do: "cmd:menu"})...)
		return
	}
	if t.withdrawn() {
		t.say(t.text("bot.own_rights"))
		return
	}
	t.say(t.text("bot.export_end"))
}

// profileText is what is kept of a person beside his reports.
func (t *turn) profileText(reports int) string {
	p, zone := t.person, t.b.Settings.Zone
	var lines []string
	for _, x := range t.posts {
		if x.Person != p.ID {
			continue
		}
		line := "- " + x.Role.Title() + ", " + t.b.Tree.FullName(x.Unit)
		if x.Organisation != "" {
			line += ", " + x.Organisation
		}
		if !x.Since.IsZero() {
			line += t.text("bot.export_since", "luc", dayName(x.Since.In(zone)))
		}
		if !x.Ended.IsZero() {
			line += t.text("bot.export_until", "luc", dayName(x.Ended.In(zone)))
		}
		lines = append(lines, line)
	}
	var chats []string
	for _, a := range p.Chats {
		chats = append(chats, t.text("bot.export_chat", "kenh", upperFirst(a.Channel), "so", a.ID))
	}
	if len(p.Chats) > 1 {
		chats = append(chats, t.text("bot.export_prefer", "noi_nhan", t.preference()))
	}
	consent := t.text("bot.export_consent", "phien_ban", p.Consent.Version, "luc", moments(p.Consent.At.In(zone)),
		"kenh", upperFirst(p.Consent.Channel))
	if !p.Consent.Withdrawn.IsZero() {
		consent += t.text("bot.export_withdrawn", "luc", moments(p.Consent.Withdrawn.In(zone)))
	}
	return t.text("bot.export", "ho_ten", p.Name, "vai_tro", strings.Join(orNone(lines, "- "+t.text("bot.none")), "\n"),
		"kenh", strings.Join(orNone(chats, t.text("bot.none")), "\n"), "dien_thoai", t.phoneLine(true), "dong_y", consent,
		"so_bao_cao", countText(reports))
}

// unfinished is what the person is still writing, one part for each conversation.
func (t *turn) unfinished() (parts []string) {
	for _, a := range t.person.Chats {
		s := t.session
		if a != s.Chat {
			kept, _ := t.tx.Session(a)
			s = &kept
		}
		for _, f := range slices.Concat(s.Drafts, s.Frames) {
			var words []string
			for _, path := range slices.Sorted(maps.Keys(f.State.Answers)) {
				words = append(words, f.State.Answers[path].Shown)
			}
			for _, path := range slices.Sorted(maps.Keys(f.State.Was)) {
				words = append(words, f.State.Was[path].Shown)
			}
			words = append(append(words, f.State.Pieces...), f.State.Pending)
			if fl, ok := t.b.Flows.Flow(f.State.Flow); ok {
				parts = append(parts, t.text("bot.export_draft", "ten_luong", fl.Title, "luc", moments(f.Touched.In(t.b.Settings.Zone)),
					"noi_dung", strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), "\n")))
			}
		}
	}
	return parts
}

// reportCopy is one report of the person's own with its state and what he added.
func (t *turn) reportCopy(r report.Report) string {
	body := report.Text(r.Fields)
	if body == "" {
		body = t.gistOf(r)
	}
	for _, e := range r.Log {
		if e.What == "supplement" && e.By == t.person.ID {
			body += "\n" + t.text("bot.supplement_line", "noi_dung", e.Text)
		}
	}
	body += t.filesCount(t.withReport(r.ID))
	return t.text("bot.export_report", "ma", r.ID, "luc", moments(r.At.In(t.b.Settings.Zone)),
		"trang_thai", r.State.Words(), "noi_dung", body)
}

// inMessages puts parts together into messages of at most limit letters; a part
// that is longer is cut at the end of a line or of a word.
func inMessages(parts []string, limit int) []string {
	var out []string
	msg := ""
	for _, p := range parts {
		if msg != "" && len([]rune(msg))+len([]rune(p))+2 > limit {
			out, msg = append(out, msg), ""
		}
		if msg != "" {
			msg += "\n\n"
		}
		msg += p
		for r := []rune(msg); len(r) > limit; r = []rune(msg) {
			head := string(r[:limit])
			cut := strings.LastIndexAny(head, "\n ")
			if cut < len(head)/2 {
				cut = len(head)
			}
			out, msg = append(out, head[:cut]), strings.TrimLeft(msg[cut:], " \n")
		}
	}
	if msg != "" {
		out = append(out, msg)
	}
	return out
}

// ownRight reports whether a flow is everybody's right, with a post or without.
func ownRight(flow string) bool {
	return flow == flowWithdraw || flow == flowErase || flow == flowCorrect || flow == flowPhone
}

// heads are who hears of a change in a unit's people: its lead vice-chair, or
// where the person himself is that, its chair.
func (t *turn) heads(unit string) []org.Person {
	for _, role := range []org.Role{org.LeadViceChair, org.Chair} {
		var others []org.Person
		for _, p := range t.holders(t.b.Tree.Committee(unit), role) {
			if p.ID != t.person.ID {
				others = append(others, p)
			}
		}
		if len(others) > 0 {
			return others
		}
	}
	return nil
}
