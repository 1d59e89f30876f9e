package bot

import (
	"fmt"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/internal/mutant"
)

// reach finds the chat by which p can be written to at now: of those that are
// open the one he prefers, else the one he wrote in last. When none is, it gives
// the one a message should wait at, and why nobody can be reached; the address is
// zero when there is no chat at all.
func (b *Bot) reach(v View, p org.Person, now time.Time) (to chat.Address, ok bool, why string) {
	why = "no_chat"
	var latest time.Time
	for _, a := range p.Chats {
		if _, on := b.channel(a.Channel); !on {
			continue
		}
		preferred := a.Channel == p.Prefer
		switch shut := b.shut(v, a, now); {
		case shut == "":
			contact, _ := v.Contact(a)
			second := ok && to.Channel == p.Prefer
			if !ok || preferred && !second || preferred == second && contact.LastIn.After(latest) {
				to, ok, latest = a, true, contact.LastIn
			}
		case ok:
		case shut == "window": // sooner written to again than one that is lost
			if why != "window" || preferred {
				to, why = a, shut
			}
		case to.IsZero():
			to, why = a, shut
		}
	}
	if ok {
		why = ""
	}
	return to, ok, why
}

// shut says why a chat cannot be written to at now, "" when it can.
func (b *Bot) shut(v View, a chat.Address, now time.Time) string {
	c, on := b.channel(a.Channel)
	if !on {
		return "off"
	}
	contact, _ := v.Contact(a)
	switch {
	case contact.Lost != "" && !mutant.On(mutant.SendParked):
		return contact.Lost
	case outside(contact, c.Limits().Window, now):
		return "window"
	}
	return ""
}

// outside reports whether the platform's interaction window is shut.
func outside(c Contact, window time.Duration, now time.Time) bool {
	return window > 0 && now.Sub(c.LastIn) >= window
}

// note is something to tell a person who did not just write.
type note struct {
	class   Class
	text    string
	about   string   // what its numbers are about
	actions []Action // standing buttons
	dedup   string
	report  string // an alert is moot once this report is closed, or in another's hands
	why     string
	unless  string
	expires time.Time
	use     string   // for what he may be asked to open his chat, see [KnockSettings]
	tells   []string // variables of that, in pairs
}

// tell writes to a person wherever he can be reached, in quiet hours only when
// it cannot wait. It reports whether he could be reached now; what could not
// be sent waits for him to write.
func (t *turn) tell(p org.Person, n note) bool {
	if !p.Active() && !mutant.On(mutant.TellLeft) {
		return false
	}
	to, ok, why := t.b.reach(t.tx, p, t.now)
	if to.IsZero() {
		return false
	}
	if n.dedup != "" && t.tx.Seen(n.dedup) {
		return ok // he has it: no second card either
	}
	out := Outgoing{
		Class: n.class, Dedup: n.dedup, Why: n.why, Person: p.ID, Unless: n.unless, Report: n.report,
		Made: t.now, Expires: n.expires, State: Queued, Due: t.b.allowed(n.class, t.now),
		Msg: chat.Outbound{To: to, Text: n.text},
	}
	if out.Expires.IsZero() {
		out.Expires = t.now.Add(t.b.Settings.ParkLife)
	}
	out.Knock = t.knocking(p, n)
	if !ok {
		out.State, out.Reason, out.Since = Parked, why, t.now
		t.b.knock(t.tx, &t.ch, &out, p, t.now, &t.fx)
		to = out.Msg.To
	}
	if len(n.actions) > 0 {
		m := Menu{About: n.about, Items: numbered(n.actions...), At: t.now}
		s := t.sessionOf(to)
		m.Token = t.b.Store.Hash("card", fmt.Sprintf("%s %d %d %d", to, s.Turns, len(s.Cards), len(t.ch.Outbox)))[:8]
		out.Msg.Choices = m.choices()
		for _, a := range p.Chats {
			m.Elsewhere = a != to
			addCard(t.sessionOf(a), m, t.now)
		}
	}
	t.ch.Outbox = append(t.ch.Outbox, out)
	return ok
}

// maxCards is how many standing cards a chat keeps: on a bad day a vice-chair
// gets many alerts, and each button must still do what it says.
const maxCards = 40

// cardLife is how long standing buttons work: longer than a parked message waits.
const cardLife = 40 * 24 * time.Hour

// addCard keeps a card in view of a chat; old ones make room.
func addCard(s *Session, m Menu, now time.Time) {
	kept := s.Cards[:0:0]
	for _, c := range s.Cards {
		if now.Sub(c.At) < cardLife {
			kept = append(kept, c)
		}
	}
	if n := len(kept); n >= maxCards {
		kept = kept[n-maxCards+1:]
	}
	s.Cards = append(kept, m)
}

// allowed is when a message of a class may go out: conversation and what is
// urgent at once, everything else outside quiet hours.
func (b *Bot) allowed(c Class, now time.Time) time.Time {
	switch c {
	case Reminder, Notice, Digest, Group:
		if b.Calendar != nil && !mutant.On(mutant.IgnoreQuiet) {
			if at := b.Calendar.NextAllowed(now.In(b.Settings.Zone), b.Settings.Quiet); at.After(now) {
				return at
			}
		}
	}
	return time.Time{}
}

// tellGroup posts to a group. Groups never see a name or the text of an urgent
// report; callers pass catalogue texts with counts, dates and places only. What
// would be over before the quiet hours are is not posted.
func (t *turn) tellGroup(g org.Group, text, dedup, why string, expires time.Time) bool {
	if _, on := t.b.channel(g.Address.Channel); !on || g.Lost != "" {
		return false
	}
	due := t.b.allowed(Group, t.now)
	if !due.IsZero() && !due.Before(expires) {
		return false
	}
	t.ch.Outbox = append(t.ch.Outbox, Outgoing{
		Class: Group, Dedup: dedup, Why: why, Made: t.now, Expires: expires,
		State: Queued, Due: due,
		Msg: chat.Outbound{To: g.Address, Group: true, Thread: g.Topic, Text: text},
	})
	return true
}

// holders are the people who hold one of the roles in the unit, each once, in
// the order of their posts.
func (t *turn) holders(unit string, roles ...org.Role) []org.Person {
	return holders(t.tx, unit, roles...)
}

func holders(v View, unit string, roles ...org.Role) []org.Person {
	return heldBy(v, v.Person, unit, roles...)
}

// heldBy is holders with another way to read a person.
func heldBy(v View, read func(id string) (org.Person, bool), unit string, roles ...org.Role) []org.Person {
	var people []org.Person
	seen := map[string]bool{}
	for _, r := range roles {
		for _, p := range v.PostsIn(unit) {
			if !p.Held() || p.Role != r || seen[p.Person] {
				continue
			}
			if person, ok := read(p.Person); ok && person.Active() {
				seen[p.Person] = true
				people = append(people, person)
			}
		}
	}
	return people
}

// varsOf are the message variables for somebody else than the one in hand.
func (t *turn) textTo(p org.Person, id string, pairs ...string) string {
	return t.b.Flows.Text(id, t.b.varsFor(p, t.tx.PostsOf(p.ID), t.now, pairs...))
}
