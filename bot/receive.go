package bot

import (
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
)

// receive decides an event of a channel.
func (t *turn) receive(in chat.Inbound) {
	t.in = in
	if in.Group {
		t.receiveGroup()
		return
	}
	if in.Chat.IsZero() {
		t.receiveNotice()
		return
	}
	t.open(in.Chat)
	switch in.Kind {
	case chat.KindText, chat.KindPress, chat.KindStart, chat.KindMedia:
		t.heard()
		t.pressed()
		t.unlessFlooded(t.converse)
	case chat.KindEdit:
		t.heard()
		t.unlessFlooded(t.edited)
	case chat.KindReachable:
		t.contact(func(c *Contact) { c.Lost = "" })
		t.unpark()
	case chat.KindUnreachable:
		t.contact(func(c *Contact) { c.Lost, c.LostAt = "blocked", t.now })
	case chat.KindStaff:
		t.session.Quiet = t.now.Add(t.b.Settings.StaffPause)
	case chat.KindErase:
		t.erase()
	default:
		t.receiveNotice()
	}
}

// receiveNotice handles what concerns no chat.
func (t *turn) receiveNotice() {
	switch t.in.Kind {
	case chat.KindRevoked:
		t.fx.warn("revoked_"+t.in.Channel, "Nền tảng đã thu hồi quyền của ứng dụng. Cần cấp quyền lại: "+t.in.Channel)
	case chat.KindDelivered:
		t.delivered()
	case chat.KindTemplate:
		t.b.switchText(t.tx, t.in.Data, t.in.Text == "on", &t.fx)
	case chat.KindAdvice:
		t.fx.warn("advice_"+t.in.Channel, "Nền tảng báo về tin mẫu: "+t.in.Text)
	}
}

// contact changes what is known of the chat in hand as a way to reach somebody.
func (t *turn) contact(change func(*Contact)) {
	a := t.in.Chat
	c, ok := t.tx.Contact(a)
	if !ok {
		c = Contact{Chat: a}
	}
	change(&c)
	t.ch.Contacts = append(t.ch.Contacts, c)
}

// heard notes that the person wrote: he can be reached again, and what waited
// for that goes out after the answer.
func (t *turn) heard() {
	t.contact(func(c *Contact) {
		if t.at.After(c.LastIn) {
			c.LastIn = t.at
		}
		c.Lost = ""
	})
	t.unpark()
	t.phoneWrong()
}

// personWrote is why a row is sent that had to wait for its person to write.
const personWrote = "person wrote"

// unpark queues the chat's parked rows again, as new rows so that they follow
// what is queued already; the newest of a kind wins, and what expired goes.
func (t *turn) unpark() {
	parked := t.tx.ParkedFor(t.in.Chat)
	latest := map[string]uint64{} // of the reminders of a period the last one says it all
	for _, o := range parked {
		if o.Unless != "" {
			latest[o.Unless] = o.ID
		}
	}
	for _, o := range parked {
		gone := o
		gone.State = ""
		t.ch.Settled = append(t.ch.Settled, gone)
		if !o.Expires.IsZero() && !t.now.Before(o.Expires) || t.b.moot(t.tx, o) ||
			o.Unless != "" && latest[o.Unless] != o.ID {
			continue
		}
		if p, ok := org.Who(t.tx, o.Person); o.Person != "" && ok && p.ID != t.person.ID {
			// It was under way when he gave this chat up, and is not for whoever writes here now.
			if o.Msg.To, _, _ = t.b.reach(t.tx, p, t.now); o.Msg.To.IsZero() {
				continue
			}
		}
		t.showCard(o)
		o.ID, o.Dedup, o.State, o.Due, o.Attempt, o.Begun, o.Reason = 0, "", Queued, time.Time{}, 0, false, personWrote
		o.Since = t.now
		t.freed = append(t.freed, o)
	}
}

// showCard makes the numbers of a parked message mean what they say from now on:
// it is shown now, below whatever was in view before.
func (t *turn) showCard(o Outgoing) {
	if len(o.Msg.Choices) == 0 {
		return
	}
	token, _, _ := strings.Cut(strings.TrimPrefix(o.Msg.Choices[0].Data, "#"), ".")
	for i := range t.session.Cards {
		if t.session.Cards[i].Token == token {
			t.session.Cards[i].At, t.session.Cards[i].Elsewhere = t.now, false
		}
	}
}

// pressed answers a button press at once: the spinner stops, the buttons go.
func (t *turn) pressed() {
	if t.in.Kind != chat.KindPress {
		return
	}
	c, ok := t.b.channel(t.in.Channel)
	if !ok || !c.Limits().Presses {
		return
	}
	t.ch.Outbox = append(t.ch.Outbox, Outgoing{
		Class: Press, Made: t.now, Expires: t.now.Add(15 * time.Second), State: Queued, Why: "press",
		Msg: chat.Outbound{To: t.in.Chat, Pressed: &chat.Pressed{ID: t.in.PressID, MessageID: t.in.MessageID}},
	})
}
