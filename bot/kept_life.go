package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/text"
)

// gathering is how long wishes to join are gathered: one look answers all.
const gathering = 30 * time.Second

// lookAt has a group looked at soon. Whatever happens within the same half a
// minute is seen by one look after it.
func (t *turn) lookAt(a chat.Address) {
	at := t.now.Truncate(gathering).Add(gathering)
	row := deed(a, chat.Deed{Do: chat.DeedLook}, t.now)
	row.Due, row.Dedup = at, fmt.Sprintf("group look/%s/%d", t.groupKey(a), at.Unix())
	t.ch.Outbox = append(t.ch.Outbox, row)
}

// The daily look at the groups: from when on, and how far apart.
const (
	looksFrom = 8 // o'clock
	lookEvery = 10 * time.Second
)

// lookAtGroups has every group that the bot keeps looked at once a day: whether
// it is still there, when its time ends, who is in it and who wants to be.
func (b *Bot) lookAtGroups(tx Tx, now time.Time, ch *Change) {
	local := now.In(b.Settings.Zone)
	f, _ := tx.Fired("groups")
	if b.keeper() == nil || local.Hour() < looksFrom || dayName(f.At.In(b.Settings.Zone)) == dayName(local) {
		return
	}
	ch.Fired = append(ch.Fired, Fired{Rule: "groups", Slot: now, At: now})
	n := 0
	for _, u := range b.Tree.All() {
		for _, g := range tx.GroupsOf(u) {
			if !b.keeping(g) {
				continue
			}
			row := deed(g.Address, chat.Deed{Do: chat.DeedLook}, now)
			row.Due = now.Add(time.Duration(n) * lookEvery)
			ch.Outbox = append(ch.Outbox, row)
			n++
		}
	}
}

// keeping reports whether g is there and kept by the bot, on or off.
func (b *Bot) keeping(g org.Group) bool {
	return b.keeps(g.Address.Channel) && !slices.Contains([]string{org.Making, org.Closing, "gone", "removed"}, g.Lost)
}

// keptGroups are the groups of a unit that are there and kept by the bot.
func (t *turn) keptGroups(unit string) (list []org.Group) {
	for _, g := range t.tx.GroupsOf(unit) {
		if t.b.keeping(g) {
			list = append(list, g)
		}
	}
	return list
}

// looked takes in how a group stands.
func (t *turn) looked(o Outgoing, s chat.GroupState) {
	g, bound := t.tx.Group(o.Msg.To)
	if !bound {
		t.strange(s)
		return
	}
	if g.Lost == org.Closing || g.Lost == org.Making {
		return
	}
	was := g
	switch {
	case s.Gone:
		g.Lost = "gone"
	case s.Off:
		g.Lost = org.GroupOff
	default:
		g.Lost = ""
	}
	if !s.Gone {
		if s.Name != "" {
			g.Title, _ = text.Mask(s.Name) // whoever named it may have put a number into it
		}
		g.Kept.Link, g.Kept.Until, g.Kept.Members = s.Link, s.Until, s.Members
		t.endsSoon(&g)
	}
	if g != was {
		t.ch.Groups = append(t.ch.Groups, g)
	}
	switch {
	case g.Lost != "" && was.Lost == "":
		t.groupLost(g, "group lost/"+t.groupKey(g.Address)+"/"+t.now.Format("2006-01-02"))
		t.fx.warn("group_lost", "Trợ lý không còn gửi được vào nhóm của đơn vị "+g.Unit)
	case g.Lost == "" && was.Lost != "" && o.Why != "group "+chat.DeedAsset:
		t.tellGroupHeads(g, "", "bot.vc_group_on", "nhom", g.Title, "han", lastDay(g.Kept.Until, t.b.Settings.Zone))
	}
	if g.Lost != "" {
		return
	}
	t.askedToJoin(g, s.Asked)
	t.sendAwayEnded(g, s.In)
}

// lastDay is a moment of ending as people say it: the last day before it.
func lastDay(until time.Time, zone *time.Location) string {
	if until.IsZero() {
		return ""
	}
	return dayName(until.Add(-time.Second).In(zone))
}

// endsSoon tells that a group's time ends, once for each step nearer.
func (t *turn) endsSoon(g *org.Group) {
	left := g.Kept.Until.Sub(t.now)
	if g.Kept.Until.IsZero() || left > 14*24*time.Hour {
		g.Kept.Warned = 0
		return
	}
	for _, days := range []int{1, 7, 14} {
		if left <= 0 || left > time.Duration(days)*24*time.Hour {
			continue
		}
		if g.Kept.Warned != days {
			g.Kept.Warned = days
			t.tellGroupHeads(*g, "", "bot.vc_group_ends", "nhom", g.Title, "han", lastDay(g.Kept.Until, t.b.Settings.Zone), "so", fmt.Sprint(days))
			t.fx.warn("group_ends", fmt.Sprintf("Nhóm của đơn vị %s hết hạn sau không quá %d ngày.", g.Unit, days))
		}
		return
	}
}

// strange handles a group of the account that is bound to no unit: the one that
// a unit waits for, or one made in the account's own tools.
func (t *turn) strange(s chat.GroupState) {
	if s.Gone {
		return
	}
	if _, bound := t.tx.Group(s.Address); bound {
		return
	}
	for _, u := range t.b.Tree.All() {
		for _, g := range t.tx.GroupsOf(u) {
			if g.Lost == org.Making && g.Kept.Mark != "" && strings.Contains(s.About, g.Kept.Mark) {
				t.bindMade(g, s)
				return
			}
		}
	}
	t.fx.warn("group_unbound", "Có nhóm chưa gắn với đơn vị nào, mã "+s.Address.ID+
		". Người phụ trách đơn vị xin mã nhóm trong tin riêng rồi dùng mã ấy trong nhóm, hoặc ghi nhóm vào tệp đơn vị (docs/org.md).")
}

// askedToJoin lets in whoever has a post in the unit; for others the heads are
// asked. Of a stranger nothing is kept but that card.
func (t *turn) askedToJoin(g org.Group, asked []chat.Asking) {
	var ours []chat.Address
	members := t.b.members(t.tx, g.Unit)
	for _, who := range asked {
		p, known := t.tx.PersonAt(who.Address)
		if known && slices.ContainsFunc(members, func(m org.Person) bool { return m.ID == p.ID }) {
			ours = append(ours, who.Address)
			continue
		}
		ref := ":" + g.Address.String() + " " + who.Address.String()
		name, _ := text.Mask(shorten(who.Name, 40))
		for _, head := range t.holders(g.Unit, org.UnitAdmin, org.LeadViceChair) {
			t.tell(head, note{
				class: Notice, why: "group asked", about: t.textTo(head, "bot.about_group", "nhom", g.Title), expires: t.now.Add(3 * 24 * time.Hour),
				dedup: "group asked/" + t.groupKey(g.Address) + "/" + t.groupKey(who.Address) + "/" + t.now.Format("2006-01-02") + "/" + head.ID,
				text:  t.textTo(head, "bot.group_asks", "nhom", g.Title, "ho_ten", name),
				actions: []Action{
					{Label: t.text("bot.act_let_in"), Do: "let_in" + ref},
					{Label: t.text("bot.act_keep_out"), Do: "keep_out" + ref},
				},
			})
		}
	}
	if len(ours) > 0 {
		t.ch.Outbox = append(t.ch.Outbox, deed(g.Address, chat.Deed{Do: chat.DeedAccept, People: ours}, t.now))
	}
}

// answerAsked is a head's answer to somebody who wants to join.
func (t *turn) answerAsked(ref string, in bool) {
	group, who, _ := strings.Cut(ref, " ")
	a, err1 := chat.ParseAddress(group)
	p, err2 := chat.ParseAddress(who)
	g, ok := t.tx.Group(a)
	if err1 != nil || err2 != nil || !ok || !t.b.keeping(g) || !t.may(org.KeepGroup, g.Unit) {
		t.say(t.text("bot.not_yours"))
		return
	}
	do, what, words := chat.DeedReject, "keep_out", "bot.group_kept_out"
	if in {
		do, what, words = chat.DeedAccept, "let_in", "bot.group_let_in"
	}
	t.ch.Outbox = append(t.ch.Outbox, deed(a, chat.Deed{Do: do, People: []chat.Address{p}}, t.now))
	t.audit(what, g.Unit, g.Unit)
	t.say(t.text(words))
}

// joinGroups brings somebody into the groups of the units in which he holds
// posts: because he has taken one, joins again, or has a chat there now.
func (t *turn) joinGroups(p org.Person, posts ...org.Post) {
	done := map[string]bool{}
	for _, post := range posts {
		unit := t.b.Tree.Committee(post.Unit)
		if !post.Held() || done[unit] || !slices.Contains(inGroups, post.Role) {
			continue
		}
		done[unit] = true
		for _, g := range t.keptGroups(unit) {
			if g.Lost != "" {
				continue // once it is on again, who keeps it may invite all
			}
			if a, ok := p.At(g.Address.Channel); ok {
				t.ch.Outbox = append(t.ch.Outbox, deed(g.Address, chat.Deed{Do: chat.DeedInvite, People: []chat.Address{a}}, t.now))
			} else if !t.sendLink(g, p) {
				t.noWayIn(g, "bot.group_no_link")
			}
		}
	}
}

// leaveByChat takes a chat that is no longer a person's out of his units' groups.
func (t *turn) leaveByChat(a chat.Address, posts []org.Post) {
	done := map[string]bool{}
	for _, post := range posts {
		unit := t.b.Tree.Committee(post.Unit)
		if done[unit] {
			continue
		}
		done[unit] = true
		for _, g := range t.keptGroups(unit) {
			t.sendAway(g, a)
		}
	}
}

// leaveGroups takes somebody who has left a post, or all when he left the bot,
// out of the groups in which he has no other post.
func (t *turn) leaveGroups(p org.Person, left ...org.Post) {
	done := map[string]bool{}
	for _, post := range left {
		unit := t.b.Tree.Committee(post.Unit)
		stays := slices.ContainsFunc(t.tx.PostsOf(p.ID), func(o org.Post) bool {
			return o.Held() && t.b.Tree.Committee(o.Unit) == unit && !slices.ContainsFunc(left, func(l org.Post) bool { return l.ID == o.ID })
		})
		if stays || done[unit] {
			continue
		}
		done[unit] = true
		for _, g := range t.keptGroups(unit) {
			if a, ok := p.At(g.Address.Channel); ok {
				t.sendAway(g, a)
			}
		}
	}
}

// sendAway takes a chat out of a group; never an administrator of the account.
func (t *turn) sendAway(g org.Group, a chat.Address) {
	if a.Channel != g.Address.Channel || slices.Contains(t.b.groupAdmins(t.tx, a.Channel), a) {
		return
	}
	t.ch.Outbox = append(t.ch.Outbox, deed(g.Address, chat.Deed{Do: chat.DeedRemove, People: []chat.Address{a}}, t.now))
}

// sendAwayEnded takes out whoever's post in the unit was ended in the org file.
// Guests, whom nobody knows by a post there, are left alone.
func (t *turn) sendAwayEnded(g org.Group, in []chat.Address) {
	for _, a := range in {
		p, known := t.tx.PersonAt(a)
		if !known {
			continue
		}
		had, has := false, false
		for _, post := range t.tx.PostsOf(p.ID) {
			if t.b.Tree.Committee(post.Unit) == g.Unit {
				had, has = had || !post.Held(), has || post.Held()
			}
		}
		if had && !has {
			t.sendAway(g, a)
		}
	}
}
