package bot

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

// Some platforms let the bot make groups of its own and keep them. Such a group
// begins as a wish: a [org.Group] that is [org.Making], under an address of our
// own, one at most for each unit, and with it one row of the outbox. Whichever
// says first that the group is there binds it and takes the wish away: the
// answer, a search for the wish's mark after the answer was lost, or the
// platform's event. So of one wish comes one group.

// keeper is the channel that makes and keeps groups; nil when none does.
func (b *Bot) keeper() chat.Channel {
	for _, c := range b.Channels {
		if b.keeps(c.Name()) {
			return c
		}
	}
	return nil
}

// keeps reports whether the channel called name lets the bot keep its groups.
func (b *Bot) keeps(name string) bool {
	c, ok := b.channel(name)
	if !ok {
		return false
	}
	_, ok = c.(chat.Keeper)
	return ok
}

// wishLife is how long a group that was asked for may take to be made; a wish
// much older than that is none any more, whatever became of its row.
const wishLife = 24 * time.Hour

// wishOf is the address under which a unit's wish for a group is kept.
func wishOf(channel, unit string) chat.Address {
	return chat.Address{Channel: channel, ID: "new/" + unit}
}

// inviteWindow is for how long after a person's last word he can be invited for
// certain. Whoever follows the account can be too, which only the platform knows.
const inviteWindow = 7 * 24 * time.Hour

// inGroups are the roles whose holders belong in their unit's group.
var inGroups = []org.Role{org.Collaborator, org.HamletHead, org.LeadViceChair, org.Chair, org.UnitAdmin}

// members are the people who belong in a unit's group.
func (b *Bot) members(v View, unit string) []org.Person {
	var people []org.Person
	seen := map[string]bool{}
	for _, u := range b.Tree.Around(unit) {
		for _, p := range holders(v, u, inGroups...) {
			if !seen[p.ID] {
				seen[p.ID] = true
				people = append(people, p)
			}
		}
	}
	return people
}

// sorted are the chats of people on a channel: those who can surely be invited,
// those who perhaps can; and the people who have none there.
func (b *Bot) sorted(v View, people []org.Person, channel string, now time.Time) (sure, perhaps []chat.Address, none []org.Person) {
	for _, p := range people {
		a, ok := p.At(channel)
		if !ok {
			none = append(none, p)
			continue
		}
		if c, _ := v.Contact(a); c.Lost == "" && !outside(c, inviteWindow, now) {
			sure = append(sure, a)
		} else {
			perhaps = append(perhaps, a)
		}
	}
	return sure, perhaps, none
}

// groupAdmins are the chats a new group begins with: the administrators of the
// account. A name that is nobody's is the platform's own id.
func (b *Bot) groupAdmins(v View, channel string) []chat.Address {
	var all []chat.Address
	for _, id := range b.Settings.GroupAdmins {
		p, ok := org.Who(v, id)
		if !ok {
			all = append(all, chat.Address{Channel: channel, ID: id})
		} else if a, ok := p.At(channel); ok && p.Active() {
			all = append(all, a)
		}
	}
	return all
}

// whyNoGroup says why no group can be made for a unit now: the end of a
// message's name, with its variables. "" when one can.
func (b *Bot) whyNoGroup(v View, unit string, now time.Time) (why string, pairs []string) {
	c := b.keeper()
	if c == nil {
		return "no_channel", nil
	}
	for _, g := range v.GroupsOf(unit) {
		switch {
		case g.Address.Channel != c.Name():
		case g.Lost == org.Making && now.Sub(g.Kept.Asked) < wishLife+time.Hour:
			return org.Making, nil
		case g.Lost == "":
			return "have", []string{"nhom", g.Title}
		}
	}
	if len(b.groupAdmins(v, c.Name())) == 0 {
		return "no_admin", nil
	}
	return "", nil
}

// MakeGroup is the wish for a group of a unit: its name, "" for the usual one,
// and who asked, a person's id or "operator". The error is in people's words.
func (b *Bot) MakeGroup(tx Tx, now time.Time, unit, name, by string) (Change, error) {
	if why, pairs := b.whyNoGroup(tx, unit, now); why != "" {
		return Change{}, errors.New(b.groupText(tx, "bot.group_why_"+why, unit, now, pairs...))
	}
	if b.Tree.Committee(unit) != unit {
		return Change{}, errors.New(b.groupText(tx, "bot.group_why_unit", unit, now, "cap_tren", b.Tree.Name(b.Tree.Committee(unit))))
	}
	n, err := tx.Number("group")
	if err != nil {
		return Change{}, err
	}
	channel := b.keeper().Name()
	if name = strings.TrimSpace(name); name == "" {
		name = b.groupName(unit)
	}
	mark := "LN-" + strings.ToUpper(b.Store.Hash("group", fmt.Sprintf("%s %d", unit, n))[:12])
	wish := org.Group{
		Address: wishOf(channel, unit), Unit: unit, Title: name, Lost: org.Making,
		Kept: org.Kept{Mark: mark, By: by, Asked: now},
	}
	var ch Change
	ch.Groups = []org.Group{wish}
	ch.Outbox = []Outgoing{deed(wish.Address, chat.Deed{
		Do: chat.DeedCreate, Name: name, Mark: mark, About: b.groupText(tx, "bot.group_about", unit, now, "ma", mark),
		Room: b.room(tx, unit, channel), People: b.groupAdmins(tx, channel),
	}, now)}
	ch.Outbox[0].Msg.Group = false // there is none yet
	ch.Audit = []Audit{{At: now, Who: by, What: "make_group", On: unit, Unit: unit}}
	return ch, nil
}

// room is how many people a unit's group holds: its own, and the administrators of
// the account who are not of them.
func (b *Bot) room(v View, unit, channel string) int {
	people := b.members(v, unit)
	n := len(people)
	for _, a := range b.groupAdmins(v, channel) {
		if !slices.ContainsFunc(people, func(p org.Person) bool { at, ok := p.At(channel); return ok && at == a }) {
			n++
		}
	}
	return n
}

// groupText is a message about a unit to nobody in particular.
func (b *Bot) groupText(v View, id, unit string, now time.Time, pairs ...string) string {
	return b.Flows.Text(id, b.varsFor(org.Person{}, nil, now, append([]string{"don_vi", b.Tree.Name(unit), "lien_he", b.Settings.HelpContact}, pairs...)...))
}

// groupName is what a unit's group is called unless said: "CTV phường Ba Đình".
func (b *Bot) groupName(unit string) string {
	return b.Flows.Text("bot.group_name", map[string]string{"ten_don_vi": lowerFirst(b.Tree.Name(unit))})
}

func lowerFirst(s string) string {
	first, rest, _ := strings.Cut(s, " ")
	return strings.TrimSpace(strings.ToLower(first) + " " + rest)
}

// deed is the row of something to be done to a group.
func deed(group chat.Address, d chat.Deed, now time.Time) Outgoing {
	return Outgoing{
		Class: Keeping, Why: "group " + d.Do, Made: now, Expires: now.Add(wishLife), State: Queued,
		Msg: chat.Outbound{To: group, Group: true, Deed: &d},
	}
}

// mootDeed reports whether a deed has lost its reason: the wish was fulfilled
// meanwhile, or is another; the group is no longer ours to keep.
func mootDeed(v View, o Outgoing) bool {
	g, ok := v.Group(o.Msg.To)
	switch d := o.Msg.Deed; d.Do {
	case chat.DeedCreate, chat.DeedFind:
		return !ok || g.Kept.Mark != d.Mark
	case chat.DeedLook:
		return false
	}
	return !ok
}

// stillOf is a row's deed as it is to be done now: of those to be invited, whoever
// has left the unit or the bot since is not.
func (b *Bot) stillOf(v View, o Outgoing) *chat.Deed {
	g, ok := v.Group(o.Msg.To)
	if o.Msg.Deed == nil || o.Msg.Deed.Do != chat.DeedInvite || !ok {
		return o.Msg.Deed
	}
	var here []chat.Address
	for _, p := range b.members(v, g.Unit) {
		if a, ok := p.At(g.Address.Channel); ok {
			here = append(here, a)
		}
	}
	d := *o.Msg.Deed
	d.People = slices.DeleteFunc(slices.Clone(d.People), func(a chat.Address) bool { return !slices.Contains(here, a) })
	return &d
}

// askGroup begins the conversation by which a group is asked for.
func (t *turn) askGroup() {
	unit, ok := t.unitFor(org.KeepGroup)
	if !ok {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	if why, pairs := t.b.whyNoGroup(t.tx, unit, t.now); why != "" {
		t.say(t.text("bot.group_why_"+why, pairs...))
		return
	}
	sure, perhaps, none := t.b.sorted(t.tx, t.b.members(t.tx, unit), t.b.keeper().Name(), t.now)
	t.start(flowGroup, map[string]string{
		"ten_san": t.b.groupName(unit), "don_vi_nhom": t.b.Tree.Name(unit),
		"so_moi": fmt.Sprint(len(sure)), "so_cho": fmt.Sprint(len(perhaps) + len(none)),
	})
}

// fileGroup takes the wish.
func (t *turn) fileGroup(fields []report.Field) {
	unit, ok := t.unitFor(org.KeepGroup)
	if !ok || !confirmed(fields, "tao") {
		t.say(t.text("bot.not_yours"))
		return
	}
	name := t.b.groupName(unit)
	if value(fields, "cach_dat") == "khac" {
		name = value(fields, "ten_nhom")
	}
	ch, err := t.b.MakeGroup(t.tx, t.now, unit, name, t.person.ID)
	if err != nil {
		t.say(err.Error())
		return
	}
	t.ch.Groups = append(t.ch.Groups, ch.Groups...)
	t.ch.Outbox = append(t.ch.Outbox, ch.Outbox...)
	t.ch.Audit = append(t.ch.Audit, ch.Audit...)
	t.say(t.text("bot.group_making", "ten_nhom", name))
}
