package bot

import (
	"fmt"
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/schedule"
	"langnghe/bot/text"
)

// showGroups shows the groups of the person's unit.
func (t *turn) showGroups() {
	unit, ok := t.unitFor(org.KeepGroup)
	if !ok {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	var lines []string
	for _, g := range t.tx.GroupsOf(unit) {
		if g.Lost == org.Making {
			lines = append(lines, t.text("bot.group_why_making"))
			continue
		}
		state := t.text("bot.group_ok")
		switch until := g.Kept.Until; {
		case g.Lost != "":
			state = t.text("bot.group_off")
		case !until.IsZero():
			state = t.text("bot.group_until", "han", lastDay(until, t.b.Settings.Zone))
		}
		size := ""
		if g.Kept.Members > 0 {
			size = fmt.Sprint(g.Kept.Members)
		}
		lines = append(lines, t.text("bot.group_line", "nhom", g.Title, "kenh", upperFirst(g.Address.Channel), "tinh_trang", state, "so", size))
	}
	t.say(strings.Join(orNone(lines, t.text("bot.group_none")), "\n"))
}

// earlyRenewal is how long before its end a group need not be renewed.
const earlyRenewal = 14 * 24 * time.Hour

// renewGroup has the unit's group live on something else that was paid for.
func (t *turn) renewGroup() {
	unit, ok := t.unitFor(org.KeepGroup)
	if !ok {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	groups := t.keptGroups(unit)
	if len(groups) == 0 {
		t.say(t.text("bot.group_none"))
		return
	}
	for _, g := range groups {
		if g.Lost == "" && (g.Kept.Until.IsZero() || g.Kept.Until.Sub(t.now) > earlyRenewal) {
			t.say(t.text("bot.group_renew_early", "nhom", g.Title, "han", lastDay(g.Kept.Until, t.b.Settings.Zone)))
			continue
		}
		row := RenewGroup(g, t.now)
		row.Person = t.person.ID
		t.ch.Outbox = append(t.ch.Outbox, row)
		t.audit("renew_group", g.Unit, g.Unit)
		t.say(t.text("bot.group_renewing", "nhom", g.Title))
	}
}

// RenewGroup is the row that has a group live on another asset that is free. One
// is enough a day.
func RenewGroup(g org.Group, now time.Time) Outgoing {
	return deed(g.Address, chat.Deed{Do: chat.DeedAsset, Room: max(g.Kept.Members-1, 1)}, now)
}

// DeleteGroup is the change that has a group deleted at the platform; nothing is
// posted there any more.
func DeleteGroup(g org.Group, now time.Time) Change {
	g.Lost = closing
	return Change{
		Groups: []org.Group{g}, Outbox: []Outgoing{deed(g.Address, chat.Deed{Do: chat.DeedDelete}, now)},
		Audit: []Audit{{At: now, Who: "operator", What: "delete_group", On: g.Unit, Unit: g.Unit}},
	}
}

// InviteAll is the change that invites everybody of the unit to its group once
// more; who cannot be invited gets the link. n is how many are invited.
func (b *Bot) InviteAll(tx Tx, g org.Group, now time.Time) (ch Change, n int) {
	sure, perhaps, none := b.sorted(tx, b.members(tx, g.Unit), g.Address.Channel, now)
	people := append(sure, perhaps...)
	t := b.begin(tx, now)
	for i := 0; i < len(people); i += doubtful {
		row := deed(g.Address, chat.Deed{Do: chat.DeedInvite, People: people[i:min(i+doubtful, len(people))]}, now)
		row.Due = now.Add(time.Duration(i/doubtful) * inviteEvery)
		t.ch.Outbox = append(t.ch.Outbox, row)
	}
	for _, p := range none {
		t.sendLink(g, p)
	}
	t.ch.Audit = append(t.ch.Audit, Audit{At: now, Who: "operator", What: "invite_group", On: g.Unit, Unit: g.Unit})
	return t.finish(), len(people)
}

// renewed tells how a renewal ended: the group is on, or nobody knows.
func (t *turn) renewed(o Outgoing, s chat.GroupState) {
	g, ok := t.tx.Group(o.Msg.To)
	if !ok {
		return
	}
	if s.Off || s.Gone {
		t.tellRenewer(o, g, "bot.group_not_renewed", "nhom", g.Title, "vi_sao", t.text("bot.group_why_unsure"))
		return
	}
	t.tellRenewer(o, g, "bot.group_renewed", "nhom", g.Title, "han", lastDay(s.Until, t.b.Settings.Zone))
}

// tellRenewer tells who asked for a renewal, else who keeps the group.
func (t *turn) tellRenewer(o Outgoing, g org.Group, id string, pairs ...string) {
	if p, ok := t.tx.Person(o.Person); ok && p.Active() {
		t.tell(p, note{class: Receipt, why: "group", text: t.textTo(p, id, pairs...)})
		return
	}
	t.tellGroupHeads(g, "", id, pairs...)
}

// groupCall is the code in words by which somebody binds a group that he writes
// in: "gắn nhóm ABCD-2345". Nothing else that is written there is looked at.
func groupCall(words string) (code string, ok bool) {
	if i := strings.LastIndex(words, "]"); strings.HasPrefix(strings.TrimSpace(words), "[@") && i >= 0 {
		words = words[i+1:] // the bot was called by name
	}
	folded := strings.Fields(text.Fold(words))
	typed := strings.Fields(words)
	if len(folded) != len(typed) || len(typed) < 3 || len(typed) > 10 || folded[0] != "gan" || folded[1] != "nhom" {
		return "", false
	}
	return strings.Join(typed[2:], ""), true
}

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
