package bot

import (
	"fmt"
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
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
		ch := RenewGroup(g, t.person.ID, t.now)
		t.ch.Groups = append(t.ch.Groups, ch.Groups...)
		t.ch.Outbox = append(t.ch.Outbox, ch.Outbox...)
		t.ch.Audit = append(t.ch.Audit, ch.Audit...)
		t.say(t.text("bot.group_renewing", "nhom", g.Title))
	}
}

// RenewGroup is the change that has a group live on another asset that is free; by
// asked for it, a person's id or "operator". While one renewal is under way there is
// no other: each takes an asset.
func RenewGroup(g org.Group, by string, now time.Time) Change {
	if since := now.Sub(g.Kept.Renewing); since >= 0 && since < wishLife {
		return Change{}
	}
	g.Kept.Renewing = now
	row := deed(g.Address, chat.Deed{Do: chat.DeedAsset, Room: max(g.Kept.Members-1, 1)}, now)
	if by != "operator" {
		row.Person = by
	}
	return Change{
		Groups: []org.Group{g}, Outbox: []Outgoing{row},
		Audit: []Audit{{At: now, Who: by, What: "renew_group", On: g.Unit, Unit: g.Unit}},
	}
}

// DeleteGroup is the change that has a group deleted at the platform; nothing is
// posted there any more.
func DeleteGroup(g org.Group, now time.Time) Change {
	g.Lost = org.Closing
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
	before := g
	if n := len(t.ch.Groups); n > 0 && t.ch.Groups[n-1].Address == g.Address {
		g = t.ch.Groups[n-1] // as it was just seen
	}
	g.Kept.Renewing = time.Time{}
	t.ch.Groups = append(t.ch.Groups, g)
	// Where the answer was lost, only a later end shows that it was done.
	same := o.Msg.Deed.Do == chat.DeedLook && before.Lost == "" && !s.Until.IsZero() && !s.Until.After(before.Kept.Until)
	if s.Off || s.Gone || same {
		t.tellRenewer(o, g, "bot.group_not_renewed", "nhom", g.Title, "vi_sao", t.text("bot.group_why_unsure"))
		return
	}
	t.tellRenewer(o, g, "bot.group_renewed", "nhom", g.Title, "han", lastDay(s.Until, t.b.Settings.Zone))
}

// tellRenewer tells who asked for a renewal, else who keeps the group.
func (t *turn) tellRenewer(o Outgoing, g org.Group, id string, pairs ...string) {
	if p, ok := org.Who(t.tx, o.Person); ok && p.Active() {
		t.tell(p, note{class: Receipt, why: "group", text: t.textTo(p, id, pairs...)})
		return
	}
	t.tellGroupHeads(g, "", id, pairs...)
}
