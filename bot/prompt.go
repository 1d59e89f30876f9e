package bot

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"langnghe/bot/org"
	"langnghe/bot/report"
	"langnghe/flows"
)

// unitsToAsk are the units a vice-chair may ask for urgent reports: his own and
// those below it.
func (t *turn) unitsToAsk() []flows.ListItem {
	var items []flows.ListItem
	seen := map[string]bool{}
	for _, top := range org.Where(t.posts, org.Prompt) {
		for _, u := range t.b.Tree.Subtree(top) {
			if !seen[u] && t.b.Tree.Committee(u) == u && t.may(org.Prompt, u) {
				seen[u] = true
				items = append(items, flows.ListItem{ID: u, Name: t.b.Tree.Name(u)})
			}
		}
	}
	return items
}

// prompt carries out the `giao-viec` flow: asks units for an urgent report with
// a deadline, in their groups and from their collaborators.
func (t *turn) prompt(fields []report.Field) {
	unit, ok := t.unitFor(org.Prompt)
	if !ok {
		t.say(t.text("bot.not_yours"))
		return
	}
	units := t.chosenUnits(fields)
	if len(units) == 0 {
		t.say(t.text("bot.not_yours"))
		return
	}
	series := t.now.In(t.b.Settings.Zone).Format("0601")
	n, err := t.tx.Number("prompt " + series)
	if err != nil {
		panic(err)
	}
	call := PromptCall{
		ID: fmt.Sprintf("YC-%s-%03d", series, n), By: t.person.ID, Unit: unit, Units: units,
		Question: shown(fields, "noi_dung"), At: t.now,
		Deadline: promptDeadline(value(fields, "han"), t.now.In(t.b.Settings.Zone)),
	}
	due := moments(call.Deadline.In(t.b.Settings.Zone))
	seen := map[string]bool{}
	for _, u := range units {
		for _, g := range t.tx.GroupsOf(u) {
			// The group learns that a question waits in private, not which.
			if t.tellGroup(g, t.text("bot.prompt_group", "don_vi", t.b.Tree.Name(u), "noi_hoi", t.b.Tree.Name(unit), "han", due),
				"prompt/"+call.ID+"/"+t.b.Store.Hash("chat", g.Address.String())[:16], "prompt "+call.ID, call.Deadline) {
				call.Groups++
			}
		}
		t.tellLeadOfPrompt(u, unit, call, due)
		for _, p := range t.reporters(u) {
			if seen[p.ID] || p.ID == t.person.ID {
				continue
			}
			seen[p.ID] = true
			call.Asked = append(call.Asked, p.ID)
			if !t.tell(p, note{
				class: Alert, dedup: "prompt/" + call.ID + "/" + p.ID, why: "prompt " + call.ID, expires: call.Deadline,
				about: t.text("bot.about_prompt", "ma", call.ID), use: KnockPrompt, tells: []string{"han", due},
				text: t.textTo(p, "bot.prompt", "ma", call.ID, "noi_hoi", t.b.Tree.Name(unit), "cau_hoi", call.Question, "han", due),
				actions: []Action{
					{Label: t.text("bot.act_reply"), Do: "start:" + flowReply + ":" + call.ID},
					{Label: t.text("bot.act_later"), Do: "later:"},
				},
			}) {
				call.Parked++
			}
		}
	}
	t.ch.Prompts = append(t.ch.Prompts, call)
	t.setTimer("prompt/"+call.ID, call.Deadline, call.ID)
	t.audit("prompt", call.ID, unit)
	t.say(t.text("bot.prompted", "ma", call.ID, "so_nguoi", fmt.Sprint(len(call.Asked)),
		"so_nhom", fmt.Sprint(call.Groups), "cho", fmt.Sprint(call.Parked), "han", due))
}

// tellLeadOfPrompt tells the head of a unit that his people were asked.
func (t *turn) tellLeadOfPrompt(u, by string, call PromptCall, due string) {
	if u == by {
		return
	}
	for _, lead := range t.holders(u, org.LeadViceChair) {
		if lead.ID == t.person.ID {
			continue
		}
		t.tell(lead, note{
			class: Notice, dedup: "prompt/" + call.ID + "/lead/" + lead.ID + "/" + u, why: "prompt " + call.ID, expires: call.Deadline,
			text: t.textTo(lead, "bot.vc_prompted", "ma", call.ID, "noi_hoi", t.b.Tree.Name(by), "don_vi", t.b.Tree.Name(u),
				"han", due, "cau_hoi", call.Question),
		})
	}
}

// reporters are the people of a unit, its hamlets included, who report.
func (t *turn) reporters(unit string) []org.Person {
	var people []org.Person
	seen := map[string]bool{}
	for _, post := range owesReports(t.b.postsAround(t.tx, unit)) {
		if p, ok := t.tx.Person(post.Person); ok && p.Active() && !seen[p.ID] {
			seen[p.ID] = true
			people = append(people, p)
		}
	}
	return people
}

// chosenUnits are the units picked in the flow that the person really may ask.
func (t *turn) chosenUnits(fields []report.Field) []string {
	var picked []string
	var walk func(fs []report.Field)
	walk = func(fs []report.Field) {
		for _, f := range fs {
			if f.ID == "don_vi_chon" && f.Value != "" {
				picked = append(picked, f.Value)
			}
			for _, item := range f.Items {
				walk(item)
			}
		}
	}
	walk(fields)
	if value(fields, "pham_vi") == "tat_ca" {
		for _, it := range t.unitsToAsk() {
			picked = append(picked, it.ID)
		}
	}
	var units []string
	for _, u := range picked {
		if t.may(org.Prompt, u) && !slices.Contains(units, u) {
			units = append(units, u)
		}
	}
	return units
}

// promptDeadline turns a picked deadline into a moment, in the zone of now.
func promptDeadline(key string, now time.Time) time.Time {
	day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	switch key {
	case "bon_gio":
		return now.Add(4 * time.Hour)
	case "sang_mai":
		return day.AddDate(0, 0, 1).Add(8 * time.Hour)
	case "ba_ngay":
		return day.AddDate(0, 0, 3).Add(17 * time.Hour)
	}
	return now.Add(2 * time.Hour)
}

// answers are who answered a prompt, counted from the reports themselves.
func (t *turn) answers(call PromptCall) (people map[string]bool, perUnit map[string]int) {
	people, perUnit = map[string]bool{}, map[string]int{}
	for _, r := range t.repliesTo(call.ID) {
		if !people[r.Person] {
			people[r.Person] = true
			perUnit[r.Unit]++
		}
	}
	return people, perUnit
}

// repliesTo are the answers to a prompt, with this turn's changes, oldest first.
func (t *turn) repliesTo(prompt string) []report.Report {
	rs := slices.DeleteFunc(t.tx.Answers(prompt), func(r report.Report) bool { _, changed := t.reports[r.ID]; return changed })
	for _, id := range t.order {
		if r := t.reports[id]; r.Prompt == prompt && r.Person != "" && r.State != report.Withdrawn {
			rs = append(rs, r)
		}
	}
	slices.SortStableFunc(rs, func(a, b report.Report) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return rs
}

// ownReports are a person's latest reports with this turn's changes.
func (t *turn) ownReports(person string) []report.Report {
	rs := t.tx.ReportsOf(person, 20)
	for _, id := range t.order {
		if r := t.reports[id]; r.Person == person {
			rs = append(rs, r)
		}
	}
	return rs
}

// tallied closes a prompt's tally when the last answer is in.
func (t *turn) tallied(r report.Report) {
	call, ok := t.tx.Prompt(r.Prompt)
	if !ok || call.Closed {
		return
	}
	people, again := t.tx.Answered(call.ID, r.Person)
	if !again {
		people++ // this one is not in the store yet
	}
	if people < len(call.Asked) {
		return
	}
	call.Closed = true
	t.ch.Prompts = append(t.ch.Prompts, call)
	t.ch.Cancel = append(t.ch.Cancel, "prompt/"+call.ID)
	t.tellTally(call, "bot.prompt_all")
}

// promptDue is the deadline of a prompt: who asked gets the tally.
func (t *turn) promptDue(id string) {
	call, ok := t.tx.Prompt(id)
	if !ok || call.Closed {
		return
	}
	call.Closed = true
	t.ch.Prompts = append(t.ch.Prompts, call)
	t.tellTally(call, "bot.prompt_due")
}
