package bot

import (
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
	"langnghe/bot/text"
	"langnghe/flows"
)

// asksPhone reports whether the question in view asks for the person's own number.
func (t *turn) asksPhone() bool {
	n := len(t.session.Frames)
	if n == 0 {
		return false
	}
	st := t.session.Frames[n-1].State
	set, err := t.b.set(t.tx, st.Version)
	return err == nil && set.AsksPhone(st, t.env())
}

// offerContact draws, once for a question after the person's number, what shares
// it in one tap, where the platform has such a thing. The question stays in view.
func (t *turn) offerContact(effects []flows.Effect) {
	said := false
	for _, e := range effects {
		said = said || e.Say != nil
	}
	if !said || t.hushed || t.session.Asked || !t.asksPhone() {
		return
	}
	if c, ok := t.b.channel(t.session.Chat.Channel); !ok || !c.Limits().Contact {
		return
	}
	view := t.session.Menu
	t.say(t.text("bot.phone_tap"))
	t.ch.Outbox[len(t.ch.Outbox)-1].Msg.AskContact = t.text("bot.act_phone_tap")
	t.session.Menu, t.session.Asked = view, true
}

// endContact takes away what shares a number with the first message that may.
func (t *turn) endContact(m *chat.Outbound) {
	if t.session.Asked && len(m.Choices) == 0 {
		m.EndContact, t.session.Asked = true, false
	}
}

// contactCard is a card somebody shared. His own number is taken where it is
// asked for and nowhere else; another's is not his to give.
func (t *turn) contactCard(m chat.Media) {
	own := m.Ref != "" && !strings.Contains(m.Ref, "://") // a link leads to somebody's card
	if own && t.asksPhone() {
		t.step(flows.Event{Text: m.Ref})
		return
	}
	id := "bot.contact_other"
	if own {
		id = "bot.contact_own"
	}
	t.say(t.text(id))
	if n := len(t.ch.Outbox) - 1; n >= 0 && !t.hushed {
		t.ch.Outbox[n].Msg.EndContact, t.session.Asked = true, false
	}
	t.again()
}

// phoneGiven keeps the number of the `so-dien-thoai` flow, once its owner has
// said that it is right.
func (t *turn) phoneGiven(fields []report.Field) {
	number, ok := text.Mobile(value(fields, "so"))
	if !ok || !confirmed(fields, "ghi") {
		t.say(t.text("bot.phone_not_kept"))
		return
	}
	t.dropKnocks()
	t.person.Phone = org.Phone{Number: number, At: t.now}
	t.ch.People = append(t.ch.People, t.person)
	for _, a := range t.person.Chats {
		if c := contactIn(t.tx, &t.ch, a); !c.Knock.PhoneRest.IsZero() { // that was another number
			c.Knock.PhoneRest = time.Time{}
			t.ch.Contacts = append(t.ch.Contacts, c)
		}
	}
	t.audit("phone_given", t.person.ID, "")
	t.say(t.text("bot.phone_kept", "so", text.HideMobile(number)))
}

// forgetPhone is "bỏ số điện thoại".
func (t *turn) forgetPhone() {
	if t.person.Phone.Number == "" {
		t.say(t.text("bot.phone_none"))
		t.again()
		return
	}
	t.dropPhone()
	t.ch.People = append(t.ch.People, t.person)
	t.audit("phone_forgotten", t.person.ID, "")
	t.say(t.text("bot.phone_forgotten"))
}

// dropPhone takes the number from the person in hand and from the messages that
// were to go to it.
func (t *turn) dropPhone() {
	t.dropKnocks()
	t.person.Phone = org.Phone{}
}

// dropKnocks drops the messages to the person's number that are not under way.
func (t *turn) dropKnocks() {
	if t.person.Phone.Number == "" {
		return
	}
	for after := uint64(0); ; {
		rows := t.tx.Outbox(after, 500)
		if len(rows) == 0 {
			return
		}
		after = rows[len(rows)-1].ID
		for _, o := range rows {
			p, _ := org.Who(t.tx, o.Person)
			if p.ID == t.person.ID && o.Msg.Template != nil && o.Msg.Template.Phone != "" && o.State != Sending {
				o.State = ""
				t.ch.Settled = append(t.ch.Settled, o)
			}
		}
	}
}

// phoneWrong tells a person, after what he wrote was answered, that the number he
// gave is none.
func (t *turn) phoneWrong() {
	if !t.known() || !t.person.Phone.Wrong {
		return
	}
	t.person.Phone = org.Phone{}
	t.ch.People = append(t.ch.People, t.person)
	t.freed = append(t.freed, Outgoing{
		Class: Notice, Person: t.person.ID, Why: "phone", Made: t.now, State: Queued, Expires: t.now.Add(t.b.Settings.ParkLife),
		Msg: chat.Outbound{To: t.session.Chat, Text: t.text("bot.phone_wrong")},
	})
}

// phoneLine is how a number stands among one's own data; whole only in the copy.
func (t *turn) phoneLine(whole bool) string {
	switch n := t.person.Phone.Number; {
	case n == "":
		return t.text("bot.none")
	case whole:
		return text.ShowMobile(n)
	default:
		return text.HideMobile(n)
	}
}
