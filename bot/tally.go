package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"langnghe/bot/org"
	"langnghe/bot/report"
)

// tallyUnits is how many units a tally that is sent names; opened, it has them all.
const tallyUnits = 12

// tellTally sends a prompt's tally to whoever asked.
func (t *turn) tellTally(call PromptCall, id string) {
	p, ok := t.tx.Person(call.By)
	if !ok {
		return
	}
	lines := t.tallyLines(call)
	if n := len(lines) - tallyUnits; n > 1 {
		lines = append(lines[:tallyUnits], t.text("bot.digest_more_units", "so", fmt.Sprint(n)))
	}
	t.tell(p, note{
		class: Receipt, why: "prompt " + call.ID, dedup: "tally/" + call.ID, about: t.text("bot.about_prompt", "ma", call.ID),
		text:    t.tallyText(p, call, id, "", strings.Join(lines, "\n")),
		actions: []Action{{Label: t.text("bot.act_view"), Do: "prompt:" + call.ID}},
	})
}

// tallyLines are the tally by unit: how many of the people asked have answered,
// and how many of the others no message reaches now. Counts, no names.
func (t *turn) tallyLines(call PromptCall) []string {
	people, perUnit := t.answers(call)
	var lines []string
	for _, u := range call.Units {
		asked, cut := 0, 0
		for _, p := range t.reporters(u) {
			if !slices.Contains(call.Asked, p.ID) {
				continue
			}
			asked++
			if _, ok, _ := t.b.reach(t.tx, p, t.now); !ok && !people[p.ID] {
				cut++
			}
		}
		id := "bot.tally_line"
		if cut > 0 {
			id = "bot.tally_line_cut"
		}
		lines = append(lines, t.text(id, "don_vi", t.b.Tree.Name(u), "da_tra_loi", fmt.Sprint(perUnit[u]),
			"so_nguoi", fmt.Sprint(max(asked, perUnit[u])), "so", fmt.Sprint(cut)))
	}
	return lines
}

func (t *turn) tallyText(p org.Person, call PromptCall, id, part, lines string) string {
	people, _ := t.answers(call)
	return t.textTo(p, id, "ma", call.ID, "cau_hoi", shorten(call.Question, 200), "da_tra_loi", fmt.Sprint(len(people)),
		"so_nguoi", fmt.Sprint(len(call.Asked)), "han", moments(call.Deadline.In(t.b.Settings.Zone)),
		"trang", part, "danh_sach", lines)
}

// promptsListing are the prompts of the person's units, newest first.
func (t *turn) promptsListing() (listing, bool) {
	units := org.Where(t.posts, org.Prompt)
	if len(units) == 0 {
		return listing{}, false
	}
	var calls []PromptCall
	for _, u := range units {
		calls = append(calls, t.tx.Prompts(u)...)
	}
	slices.SortStableFunc(calls, func(a, b PromptCall) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ID, a.ID)) })
	var l listing
	for _, call := range calls {
		people, _ := t.tx.Answered(call.ID, "")
		l.items = append(l.items, Action{Do: "prompt:" + call.ID,
			Label: shorten(fmt.Sprintf("%s · %d/%d · %s", call.ID, people, len(call.Asked), call.Question), 60)})
	}
	l.head = func(part, _ string) string {
		if len(calls) == 0 {
			return t.text("bot.prompt_none")
		}
		return t.text("bot.prompts", "trang", part)
	}
	return l, true
}

// viewPrompt shows a prompt's tally.
func (t *turn) viewPrompt(ref string) { t.list("tally." + t.opened(ref)) }

// myPrompt is a prompt of a unit for which the person asks.
func (t *turn) myPrompt(id string) (PromptCall, bool) {
	call, ok := t.tx.Prompt(id)
	return call, ok && slices.Contains(org.Where(t.posts, org.Prompt), call.Unit)
}

func (t *turn) tallyListing(id string) (listing, bool) {
	call, ok := t.myPrompt(id)
	if !ok {
		return listing{}, false
	}
	l := listing{lines: t.tallyLines(call), back: "list:prompts", head: func(part, lines string) string {
		return t.tallyText(t.person, call, "bot.prompt_now", part, lines)
	}}
	if len(t.replies(call)) > 0 {
		l.acts = []Action{{Label: t.text("bot.act_replies"), Do: "list:replies." + id}}
	}
	return l, true
}

// replies are the answers to a prompt that the person may read: those of units
// whose reports he reads anyway. Of the others he has the count.
func (t *turn) replies(call PromptCall) []report.Report {
	return slices.DeleteFunc(t.repliesTo(call.ID), func(r report.Report) bool { return !t.may(org.ReadReport, r.Unit) })
}

func (t *turn) repliesListing(id string) (listing, bool) {
	call, ok := t.myPrompt(id)
	if !ok {
		return listing{}, false
	}
	rs := t.replies(call)
	l := listing{back: "list:tally." + id, head: func(part, _ string) string {
		return t.text("bot.replies", "ma", call.ID, "so", fmt.Sprint(len(rs)), "trang", part)
	}}
	for _, r := range rs {
		l.items = append(l.items, Action{Label: inList(r, r.Gist()), Do: "view:" + r.ID})
	}
	return l, true
}
