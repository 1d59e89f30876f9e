package bot

import (
	"strings"
	"time"

	"langnghe/bot/org"
	"langnghe/bot/schedule"
)

// What follows when a group takes no messages any more.

// lose notes that a group takes no messages any more. Its heads hear of it, and a
// briefing that could not be posted goes to the unit's people in private.
func (b *Bot) lose(tx Tx, ch *Change, g org.Group, o Outgoing, reason string, now time.Time, fx *effects) {
	first := g.Lost == ""
	g.Lost = reason
	ch.Groups = append(ch.Groups, g)
	fx.warn("group_lost", "Trợ lý không còn gửi được vào nhóm của đơn vị "+g.Unit)
	t := b.begin(tx, now)
	t.at = now
	if first {
		t.groupLost(g, "group lost/"+t.groupKey(g.Address)+"/"+now.Format("2006-01-02"))
	}
	for _, r := range b.Rules {
		if r.Kind == RuleBriefing && strings.HasPrefix(o.Why, "rule "+r.ID+"/") {
			t.briefPrivately(g.Unit, o.Msg.Text, strings.TrimPrefix(o.Why, "rule "), o.Expires)
		}
	}
	ch.Outbox = append(ch.Outbox, t.ch.Outbox...)
}

// briefPrivately tells the people of a unit whose groups take no messages of a
// briefing, each where he can be reached.
func (t *turn) briefPrivately(unit, words, slot string, expires time.Time) {
	for _, p := range t.b.members(t.tx, unit) {
		t.tell(p, note{
			class: Notice, why: "rule " + slot, dedup: slot + "/private/" + p.ID, expires: expires,
			text: t.textTo(p, "bot.briefing_private", "noi_dung", words),
		})
	}
}

// cutOffGroups reports whether a unit has groups and none of them takes messages.
func (t *turn) cutOffGroups(groups []org.Group) bool {
	any := false
	for _, g := range groups {
		_, on := t.b.channel(g.Address.Channel)
		if on && g.Lost == "" {
			return false
		}
		any = any || g.Lost != org.Making
	}
	return any
}

// briefingText is what a briefing's notice says.
func (t *turn) briefingText(o schedule.Occurrence, unit string) string {
	due := o.Due.In(t.b.Settings.Zone)
	return t.text("bot.briefing", "don_vi", t.b.Tree.Name(unit), "thang", monthName(o.Named.In(t.b.Settings.Zone)),
		"gio", clock(due), "ngay", dayName(due), "dia_diem", o.Rule.Params["place"], "noi_dung", o.Rule.Params["agenda"],
		"con_ngay", whenWords(due, t.now.In(t.b.Settings.Zone)))
}
