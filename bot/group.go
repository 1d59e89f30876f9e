package bot

import (
	"slices"
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/text"
)

// receiveGroup decides what happens in a group: binding, losing, moving. What
// people write to one another there is not looked at; somebody who calls the
// bot is asked to write in private.
func (t *turn) receiveGroup() {
	a := t.in.Chat
	g, bound := t.tx.Group(a)
	switch t.in.Kind {
	case chat.KindGroupJoined:
		if bound && g.Lost != "" {
			g.Lost = ""
			t.ch.Groups = append(t.ch.Groups, g)
		}
		if !bound && t.b.keeps(a.Channel) {
			t.lookAt(a) // the one that a unit waits for, perhaps
		}
	case chat.KindGroupLeft:
		if bound && g.Lost != org.Closing {
			g.Lost = "removed"
			t.ch.Groups = append(t.ch.Groups, g)
			t.groupLost(g, "")
		}
	case chat.KindGroupAsked:
		if bound {
			t.lookAt(a)
		}
	case chat.KindGroupMoved:
		if bound {
			t.moveGroup(g, t.in.To)
		}
	case chat.KindStart:
		t.bindGroup()
	case chat.KindText:
		if code, ok := groupCall(t.in.Text); ok && t.b.keeps(a.Channel) { // it has no commands
			t.in.Data = code
			t.bindGroup()
			t.lookAt(a)
		} else if t.in.Command != "" {
			t.sayGroup("bot.group_private")
		}
	}
}

// sayGroup answers in the group in hand.
func (t *turn) sayGroup(id string, pairs ...string) {
	t.ch.Outbox = append(t.ch.Outbox, Outgoing{
		Class: Group, Made: t.now, State: Queued, Why: "group", Expires: t.now.Add(time.Hour),
		Msg: chat.Outbound{To: t.in.Chat, Group: true, Thread: t.in.Thread, Text: t.text(id, pairs...)},
	})
}

// bindGroup binds a group to a unit by a one-time code, given by the very
// person who asked for it and still may. An administrator who hides behind the
// group cannot be told apart and binds nothing.
func (t *turn) bindGroup() {
	if t.in.Anonymous {
		t.sayGroup("bot.group_anonymous")
		return
	}
	code, ok := normalCode(t.in.Data)
	if !ok || t.in.From.IsZero() {
		t.sayGroup("bot.group_private")
		return
	}
	hash := t.b.Store.Hash("invite", code)
	inv, ok := t.tx.Invite(hash)
	who, known := t.tx.PersonAt(t.in.From)
	if ok && inv.Link { // now everybody in the group has read it
		t.ch.Invites = append(t.ch.Invites, org.Invite{Hash: hash})
	}
	by, _ := org.Who(t.tx, inv.By)
	if !ok || !inv.Group || inv.Uses <= 0 || !t.now.Before(inv.Expires) || !known || !who.Active() ||
		(by.ID != who.ID && inv.By != "operator") ||
		!org.May(t.b.Tree, t.tx.PostsOf(who.ID), org.MakeInvite, inv.Unit) {
		t.sayGroup("bot.group_code_wrong")
		return
	}
	inv.Uses--
	t.ch.Invites = append(t.ch.Invites, inv)
	title, _ := text.Mask(t.in.Title)
	t.ch.Groups = append(t.ch.Groups, org.Group{Address: t.in.Chat, Unit: inv.Unit, Topic: t.in.Thread, Title: title, Bound: t.now})
	t.ch.Audit = append(t.ch.Audit, Audit{At: t.now, Who: who.ID, What: "bind_group", On: inv.Unit, Unit: inv.Unit})
	t.sayGroup("bot.group_bound", "don_vi", t.b.Tree.Name(inv.Unit))
}

// groupLost tells the unit's head that its group no longer gets anything.
func (t *turn) groupLost(g org.Group, dedup string) {
	words := "bot.vc_group_lost"
	if g.Lost == org.GroupOff {
		words = "bot.vc_group_off"
	}
	t.tellGroupHeads(g, dedup, words, "nhom", g.Title)
}

// moveGroup follows a group to its new address, with what waits for it.
func (t *turn) moveGroup(g org.Group, to chat.Address) {
	if to.IsZero() || to == g.Address {
		return
	}
	t.ch.Unbound = append(t.ch.Unbound, g.Address)
	from := g.Address
	g = g.Moved(to)
	g.Lost = ""
	t.ch.Groups = append(t.ch.Groups, g)
	for after := uint64(0); ; {
		rows := t.tx.Outbox(after, 500)
		if len(rows) == 0 {
			return
		}
		after = rows[len(rows)-1].ID
		for _, o := range rows {
			if o.Msg.To == from && slices.Contains([]OutState{Queued, Parked}, o.State) {
				gone := o
				gone.State = ""
				t.ch.Settled = append(t.ch.Settled, gone)
				o.ID, o.Dedup, o.Msg.To, o.State = 0, "", to, Queued
				t.freed = append(t.freed, o)
			}
		}
	}
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
