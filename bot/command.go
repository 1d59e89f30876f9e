package bot

import (
	"strings"
	"time"

	"langnghe/bot/org"
	"langnghe/internal/mutant"
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
	case "drafts":
		t.drafts()
	case "link":
		t.link()
	case "unlink":
		t.unlink()
	case "prefer":
		t.prefer()
	case "prefer_last":
		t.setPrefer("")
	case "export":
		t.export(0)
	case "forget_phone":
		t.forgetPhone()
	case "deadlines":
		t.deadlines()
	case "regulation":
		t.say(t.text("bot.regulation"))
	case "digest":
		t.digest()
	case "topics":
		t.topics()
	case "late":
		t.late()
	case "reports_in":
		t.list("new")
	case "urgent_open":
		t.list("urgent")
	case "unreachable":
		t.unreachable()
	case "invite":
		t.start(flowInvite, nil)
	case "invite_group":
		t.inviteGroup()
	case "group":
		t.showGroups()
	case "renew_group":
		t.renewGroup()
	case "handover":
		t.start(flowHandOver, nil)
	case "prompt":
		t.start(flowPrompt, nil)
	case "prompts":
		t.list("prompts")
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
		if !ok || !p.Active() && !mutant.On(mutant.CountLeft) && !mutant.On(mutant.TellLeft) {
			continue
		}
		if b.reported(v, p.ID, period) && !mutant.On(mutant.RemindDone) {
			done++
			continue
		}
		owing = append(owing, p)
	}
	return owing, done
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
