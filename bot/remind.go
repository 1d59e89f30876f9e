package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"langnghe/bot/org"
	"langnghe/bot/schedule"
	"langnghe/internal/mutant"
)

// Kinds of schedule rules.
const (
	RuleDeadline = "deadline" // periodic reports: remind who still owes, then tell the vice-chair who is late
	RuleBriefing = "briefing" // monthly briefing: notice to the bound groups
	RuleDigest   = "digest"   // figures to lead vice-chairs
)

// What a digest may be about, by [schedule.Rule.Params]: the month in which it
// is due, or the one before, which is over.
const (
	ParamPeriod    = "period"
	PeriodCurrent  = "current"
	PeriodPrevious = "previous"
)

// goes lists the units an occurrence of a rule goes through, in the order of
// their ids: it stays the same when the file with the units is written anew.
func (b *Bot) goes(r schedule.Rule) []string {
	units := b.Tree.All()
	if r.Kind == RuleBriefing {
		units = b.Tree.OfTypes(strings.Fields(r.Params["types"])...)
	}
	slices.Sort(units)
	return units
}

// fire carries out one occurrence of a rule for one unit. It returns how many
// people it looked at.
func (t *turn) fire(o schedule.Occurrence, unit string) int {
	switch o.Rule.Kind {
	case RuleDeadline:
		if o.Offset < 0 {
			return t.overdue(o, unit)
		}
		return t.remindOwing(o, unit)
	case RuleBriefing:
		t.announceBriefing(o, unit)
	case RuleDigest:
		return t.sendDigests(o, unit)
	}
	return 0
}

// slotKey names an occurrence in dedup keys.
func slotKey(o schedule.Occurrence) string {
	return o.Rule.ID + "/" + o.Slot.UTC().Format("20060102T1504")
}

// remindOwing reminds whoever has not reported: each by his own open chat; who
// has none finds the reminder when he writes, and until then the unit's group
// is told how many are missing, without names.
func (t *turn) remindOwing(o schedule.Occurrence, u string) int {
	period := o.Named.In(t.b.Settings.Zone).Format("2006-01")
	due := o.Due.In(t.b.Settings.Zone)
	owing, done := t.b.owing(t.tx, u, period)
	parked := 0
	t.each(o, owing, func(p org.Person) {
		if !t.tell(p, note{
			class: Reminder, dedup: slotKey(o) + "/" + p.ID, why: "rule " + slotKey(o), unless: period, expires: o.Due.Add(24 * time.Hour),
			use: KnockReminder, tells: []string{"thang", monthName(o.Named.In(t.b.Settings.Zone)), "han", moments(due)},
			about: t.text("bot.about_reminder"),
			text:  t.textTo(p, "bot.remind", "thang", monthName(o.Named.In(t.b.Settings.Zone)), "han", moments(due)),
			actions: []Action{
				{Label: t.text("bot.act_write"), Do: "start:" + flowPeriodic},
				{Label: t.text("bot.act_nil"), Do: "start:" + flowNil},
				{Label: t.text("bot.act_snooze"), Do: "snooze:"},
			},
		}) {
			parked++
		}
	})
	if mutant.On(mutant.NameInGroup) {
		for _, g := range t.tx.GroupsOf(u) {
			t.tellGroup(g, t.names(owing), slotKey(o)+"/names", "mutant", o.Due)
		}
	}
	if parked > 0 {
		for _, g := range t.tx.GroupsOf(u) {
			t.tellGroup(g, t.text("bot.remind_group", "don_vi", t.b.Tree.Name(u), "so", fmt.Sprint(len(owing)),
				"thang", monthName(o.Named.In(t.b.Settings.Zone)), "han", moments(due)),
				slotKey(o)+"/"+t.b.Store.Hash("chat", g.Address.String())[:16], "rule "+slotKey(o), o.Due)
		}
	}
	return len(owing) + done
}

// overdue tells each late person once, and each vice-chair who they are. There
// is no public list.
func (t *turn) overdue(o schedule.Occurrence, u string) int {
	due := o.Due.In(t.b.Settings.Zone)
	period := o.Named.In(t.b.Settings.Zone).Format("2006-01")
	owing, done := t.b.owing(t.tx, u, period)
	t.each(o, owing, func(p org.Person) {
		t.tell(p, note{
			class: Reminder, dedup: slotKey(o) + "/" + p.ID, why: "rule " + slotKey(o), unless: period,
			expires: o.Slot.Add(7 * 24 * time.Hour), about: t.text("bot.about_reminder"),
			use: KnockReminder, tells: []string{"thang", monthName(o.Named.In(t.b.Settings.Zone)), "han", moments(due)},
			text: t.textTo(p, "bot.overdue", "thang", monthName(o.Named.In(t.b.Settings.Zone)), "han", moments(due)),
			actions: []Action{
				{Label: t.text("bot.act_write"), Do: "start:" + flowPeriodic},
				{Label: t.text("bot.act_nil"), Do: "start:" + flowNil},
			},
		})
	})
	if len(owing) == 0 {
		return done
	}
	cut := t.cutOff(u)
	t.each(o, t.holders(u, org.LeadViceChair), func(lead org.Person) {
		t.tell(lead, note{
			class: Digest, dedup: slotKey(o) + "/late/" + lead.ID + "/" + u, why: "rule " + slotKey(o),
			expires: o.Slot.Add(7 * 24 * time.Hour),
			text: t.textTo(lead, "bot.late_list", "don_vi", t.b.Tree.Name(u), "thang", monthName(o.Named.In(t.b.Settings.Zone)),
				"da_gui", fmt.Sprint(done), "con", fmt.Sprint(len(owing)), "danh_sach", t.names(owing),
				"mat_lien_lac", fmt.Sprint(len(cut))),
			about:   t.text("bot.about_late"),
			actions: []Action{{Label: t.text("bot.act_unreachable"), Do: "cmd:unreachable"}},
		})
	})
	return len(owing) + done
}

// announceBriefing posts the monthly briefing to the bound groups of a unit;
// when none of them takes messages its people hear of it in private.
func (t *turn) announceBriefing(o schedule.Occurrence, u string) {
	groups := t.tx.GroupsOf(u)
	if t.cutOffGroups(groups) {
		t.briefPrivately(u, t.briefingText(o, u), slotKey(o), o.Due)
	}
	for _, g := range groups {
		t.tellGroup(g, t.briefingText(o, u), slotKey(o)+"/"+t.b.Store.Hash("chat", g.Address.String())[:16], "rule "+slotKey(o), o.Due)
	}
}

// whenWords is how far away a day is.
func whenWords(due, now time.Time) string {
	d := time.Date(due.Year(), due.Month(), due.Day(), 0, 0, 0, 0, time.UTC)
	n := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	switch days := int(d.Sub(n).Hours() / 24); days {
	case 0:
		return "hôm nay"
	case 1:
		return "ngày mai"
	default:
		return fmt.Sprintf("còn %d ngày", days)
	}
}

// sendDigests sends each lead vice-chair, and the opinion office, the figures of
// his unit.
func (t *turn) sendDigests(o schedule.Occurrence, u string) int {
	month := o.Named.In(t.b.Settings.Zone)
	actions := []Action{{Label: t.text("bot.act_list"), Do: "cmd:reports_in"}, {Label: t.text("bot.act_late"), Do: "cmd:late"}}
	if o.Rule.Params[ParamPeriod] == PeriodPrevious {
		month = month.AddDate(0, 0, 1-month.Day()).AddDate(0, -1, 0)
		actions = actions[:1] // who is late is asked of the month in hand
	}
	leads := t.holders(u, org.LeadViceChair, org.OpinionOffice)
	t.each(o, leads, func(lead org.Person) {
		t.tell(lead, note{
			class: Digest, dedup: slotKey(o) + "/" + lead.ID + "/" + u, why: "rule " + slotKey(o),
			expires: o.Slot.Add(3 * 24 * time.Hour),
			text:    t.b.digestText(t.tx, lead, t.tx.PostsOf(lead.ID), u, month.Format("2006-01"), t.now),
			about:   t.text("bot.about_digest"),
			actions: slices.Clone(actions),
		})
	})
	return len(leads) * portion // it reads all reports below the unit
}

// dueOf is the deadline a rule sets in a month.
func (b *Bot) dueOf(r schedule.Rule, month time.Time) time.Time {
	return schedule.Deadline(r, month.Year(), month.Month(), b.Calendar)
}
