package bot

import (
	"slices"
	"strings"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/text"
)

// unlink asks which of his chats the person wants to give up. Nothing is taken
// from his words but what he is asked about: he chooses.
func (t *turn) unlink() {
	if len(t.person.Chats) < 2 {
		t.say(t.text("bot.unlink_only", "kenh", channelNames(t.person.Chats)))
		t.again()
		return
	}
	named := t.channelsNamed()
	question := t.text("bot.unlink_which")
	if len(named) == 1 {
		question = t.text("bot.unlink_sure", "kenh", channelName(named[0]))
	}
	var as []Action
	for _, a := range t.person.Chats {
		if len(named) == 0 || slices.Contains(named, a.Channel) {
			as = append(as, Action{Label: t.text("bot.act_unlink", "kenh", channelName(a.Channel)), Do: "unlink:" + a.String()})
		}
	}
	if len(as) == 0 { // he named one he does not use
		t.say(t.text("bot.unlink_not", "kenh", channelName(named[0])))
		t.again()
		return
	}
	t.say(question, numbered(append(as, Action{Label: t.text("bot.act_keep"), Do: "cmd:menu"})...)...)
}

// channelsNamed are the channels whose name the person wrote.
func (t *turn) channelsNamed() (names []string) {
	if t.in.Kind != chat.KindText {
		return nil
	}
	words := strings.Fields(text.Fold(text.Clean(t.in.Text)))
	for _, c := range t.b.Channels {
		if slices.Contains(words, c.Name()) {
			names = append(names, c.Name())
		}
	}
	return names
}

// unlinkChat gives up one of the person's chats. The other one stays, with all
// that was being written, and both hear of it.
func (t *turn) unlinkChat(address string) {
	a, err := chat.ParseAddress(address)
	if err != nil || len(t.person.Chats) < 2 || !t.has(a) {
		t.say(t.text("bot.stale"))
		t.again()
		return
	}
	keep := t.session.Chat
	if keep == a {
		i := slices.IndexFunc(t.person.Chats, func(x chat.Address) bool { return x != a })
		keep = t.person.Chats[i]
	}
	t.endLinkCode()
	goodbye := t.text("bot.unlinked_here", "kenh", channelName(keep.Channel))
	if a == t.session.Chat {
		t.say(goodbye)
		t.detach(a, keep)
		t.tellChat(keep, t.text("bot.unlinked", "kenh", channelName(a.Channel)))
	} else {
		t.detach(a, keep)
		t.say(t.text("bot.unlinked", "kenh", channelName(a.Channel)))
		t.tellChat(a, goodbye)
	}
	t.ch.People = append(t.ch.People, t.person)
	t.audit("unlinked", t.person.ID, "")
}

// detach takes a chat from the person in hand and forgets its conversation. What
// was being written there goes to keep, and so does what waits to be sent there.
// The person's record is put by whoever calls.
func (t *turn) detach(a, keep chat.Address) {
	from, to := t.sessionOf(a), t.sessionOf(keep)
	made := len(t.ch.Outbox)
	t.within(from, func() { t.putAside() })
	for i, o := range t.ch.Outbox[made:] { // the receipt of an urgent matter that was begun
		if o.Msg.To == a && o.Msg.Fetch == nil { // what he sent here is brought from here
			t.ch.Outbox[made+i].Msg.To = keep
		}
	}
	moved := slices.DeleteFunc(slices.Clone(from.Drafts), func(d Frame) bool { return joins(d.State.Flow) })
	to.Drafts = append(moved, to.Drafts...)
	if words := strings.TrimPrefix(from.Held+"\n"+from.Flood.Text, "\n"); strings.TrimSpace(words) != "" {
		to.Flood.Text = strings.Trim(to.Flood.Text+"\n"+words, "\n")
		t.setTimer(t.timerKeyOf("calm", keep), t.now, keep.String()) // what they are for is asked there
	}
	t.moveRows(a, keep)
	t.leaveByChat(a, t.tx.PostsOf(t.person.ID))
	for _, kind := range chatTimers {
		key := t.timerKeyOf(kind, a)
		t.ch.Cancel = append(t.ch.Cancel, key)
		t.ch.Timers = slices.DeleteFunc(t.ch.Timers, func(x Timer) bool { return x.Key == key })
	}
	t.person.Chats = slices.DeleteFunc(slices.Clone(t.person.Chats), func(x chat.Address) bool { return x == a })
	if t.person.Prefer == a.Channel {
		t.person.Prefer = ""
	}
	t.ch.Forget = append(t.ch.Forget, a)
	t.dropSession(a)
}

// chatTimers are the kinds of timers a chat may have.
var chatTimers = []string{"nudge", "quiet", "silence", "calm", "album"}

// within does f as if another chat of the person were the one in hand.
func (t *turn) within(s *Session, f func()) {
	was := t.session
	t.session = s
	defer func() { t.session = was }()
	f()
}

// moveRows lets what waits to be sent to the person in one chat be sent in
// another. Answers of a conversation stay behind: it is over.
func (t *turn) moveRows(a, keep chat.Address) {
	shut := t.shut(keep)
	turned := func(o Outgoing) Outgoing {
		o.ID, o.Dedup, o.Msg.To, o.Msg.Template, o.Reason = 0, "", keep, nil, "other route: unlinked"
		o.Part, o.Attempt, o.Begun = 0, 0, false
		if o.State = Queued; shut != "" {
			o.State, o.Reason, o.Since = Parked, shut, t.now
		}
		return o
	}
	t.eachRow(func(o Outgoing) {
		if o.Msg.To != a || o.State == Sending || o.State == Damaged || o.Msg.Fetch != nil {
			return // what he sent here is brought from here
		}
		gone := o
		gone.State = ""
		if p, ok := org.Who(t.tx, o.Person); ok { // a row under way kept the name of a record that became part of his
			o.Person = p.ID
		}
		switch {
		case o.Person != t.person.ID || o.Class == Reply || o.Class == Press:
			t.ch.Settled = append(t.ch.Settled, gone)
		case o.State == Queued || o.State == Parked:
			t.ch.Settled = append(t.ch.Settled, gone)
			t.freed = append(t.freed, turned(o))
		default: // an operator may send it again
			o.Msg.To = keep
			t.ch.Settled = append(t.ch.Settled, o)
		}
	})
	for i, o := range t.freed { // it was let go in this turn, for he wrote there
		if o.Msg.To == a {
			t.freed[i] = turned(o)
		}
	}
}

// eachRow shows every row of the outbox that this turn has not settled.
func (t *turn) eachRow(f func(Outgoing)) {
	settled := map[uint64]bool{}
	for _, o := range t.ch.Settled {
		settled[o.ID] = true
	}
	for after := uint64(0); ; {
		rows := t.tx.Outbox(after, 500)
		if len(rows) == 0 {
			return
		}
		after = rows[len(rows)-1].ID
		for _, o := range rows {
			if !settled[o.ID] {
				f(o)
			}
		}
	}
}
