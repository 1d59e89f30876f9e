package bot

import (
	"fmt"
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
	"langnghe/flows"
	"langnghe/internal/mutant"
)

// turn is one decision under construction: what it reads, and the change it
// grows. What a turn has changed it reads back from itself, so the store is
// read as it was and the change stays a plain value.
type turn struct {
	b   *Bot
	tx  Tx
	now time.Time // when it is decided
	at  time.Time // when what is decided about happened
	in  chat.Inbound
	ch  Change
	fx  effects

	session     *Session // of the chat in hand; nil in groups and for timers without a chat
	person      org.Person
	posts       []org.Post
	sessions    []*Session               // opened in this turn, the one in hand among them
	reports     map[string]report.Report // changed in this turn
	order       []string                 // of those, as first changed
	freed       []Outgoing               // parked rows that follow the answer
	unheard     bool                     // of the last alert: nobody could be reached
	nobodyAbove bool                     // who is alerted is so because nobody above him can be reached
	hushed      bool                     // replies go unsaid (an officer is writing)
	spoilt      bool                     // a scheduled rule went wrong for somebody
}

func (b *Bot) begin(tx Tx, now time.Time) *turn {
	return &turn{b: b, tx: tx, now: now, reports: map[string]report.Report{}}
}

// finish closes the change.
func (t *turn) finish() Change {
	t.recall()
	for _, id := range t.order {
		t.ch.Reports = append(t.ch.Reports, t.reports[id])
	}
	for _, s := range t.sessions {
		s.Turns++
		t.ch.Sessions = append(t.ch.Sessions, *s)
	}
	t.ch.Outbox = append(t.ch.Outbox, t.freed...)
	return t.ch
}

// sessionOf opens the session of any chat for changing.
func (t *turn) sessionOf(a chat.Address) *Session {
	for _, s := range t.sessions {
		if s.Chat == a {
			return s
		}
	}
	s, ok := t.tx.Session(a)
	if !ok {
		s = Session{Chat: a}
	}
	if mutant.On(mutant.DropDraft) && mutant.First(t.b, a.String()) {
		s.Frames = nil
	}
	t.sessions = append(t.sessions, &s)
	return &s
}

// open makes the chat's session, person and posts the turn's own.
func (t *turn) open(a chat.Address) {
	t.session = t.sessionOf(a)
	if p, ok := t.tx.PersonAt(a); ok {
		t.person = p
		t.posts = t.tx.PostsOf(p.ID)
	}
}

// known reports whether the person in hand may use the bot.
func (t *turn) known() bool { return t.person.Active() }

// report reads a report as this turn left it.
func (t *turn) report(id string) (report.Report, bool) {
	if r, ok := t.reports[id]; ok {
		return r, true
	}
	return t.tx.Report(id)
}

// keep notes a report's new form.
func (t *turn) keep(r report.Report) {
	if _, ok := t.reports[r.ID]; !ok {
		t.order = append(t.order, r.ID)
	}
	t.reports[r.ID] = r
}

// audit adds a line about the person in hand.
func (t *turn) audit(what, on, unit string) {
	who := t.person.ID
	if who == "" {
		who = "system"
	}
	t.ch.Audit = append(t.ch.Audit, Audit{At: t.now, Who: who, What: what, On: on, Unit: unit})
}

// may is org.May for the person in hand.
func (t *turn) may(act org.Act, unit string) bool { return org.May(t.b.Tree, t.posts, act, unit) }

// text is a catalogue message with the variables every message may use and
// those given in pairs: name, value.
func (t *turn) text(id string, pairs ...string) string {
	return t.b.Flows.Text(id, t.vars(pairs...))
}

// vars are the variables of a message to the person in hand.
func (t *turn) vars(pairs ...string) map[string]string {
	return t.b.varsFor(t.person, t.posts, t.now, pairs...)
}

// varsFor are the variables of a message to somebody.
func (b *Bot) varsFor(p org.Person, posts []org.Post, now time.Time, pairs ...string) map[string]string {
	address := p.Address
	if address == "" {
		address = "ông/bà"
	}
	local := now.In(b.Settings.Zone)
	v := map[string]string{
		"xung_ho": address,
		"Xung_ho": upperFirst(address),
		"ten":     p.Name,
		"don_vi":  b.unitNames(posts),
		"lien_he": b.contact(posts),
		"thang":   monthName(local),
		"gio":     clock(local),
		"ngay":    dayName(local),
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		v[pairs[i]] = pairs[i+1]
	}
	return v
}

// contact is whom somebody calls for help: his own unit's, or the one of the
// settings where the org file names none.
func (b *Bot) contact(posts []org.Post) string {
	for _, p := range posts {
		if c := b.Tree.Contact(p.Unit); p.Held() && c != "" {
			return c
		}
	}
	return b.Settings.HelpContact
}

// unitNames is the units somebody belongs to, as one phrase.
func (b *Bot) unitNames(posts []org.Post) string {
	var names []string
	seen := map[string]bool{}
	for _, p := range posts {
		if p.Held() && !seen[p.Unit] {
			seen[p.Unit] = true
			names = append(names, b.Tree.Name(p.Unit))
		}
	}
	return strings.Join(names, ", ")
}

// say answers in the chat in hand. Options become the numbers in view.
func (t *turn) say(text string, options ...Action) {
	t.answer(Reply, text, options...)
}

func (t *turn) answer(class Class, text string, options ...Action) {
	if t.hushed {
		return
	}
	out := Outgoing{
		Class: class, Person: t.person.ID, Made: t.now, State: Queued, Why: "conversation",
		Expires: t.now.Add(48 * time.Hour),
		Msg:     chat.Outbound{To: t.session.Chat, Text: text},
	}
	t.session.Menu = nil
	if len(options) > 0 {
		m := Menu{Token: t.token(len(t.ch.Outbox)), Items: options, At: t.now}
		out.Msg.Choices = m.choices()
		t.session.Menu = &m
	}
	t.endContact(&out.Msg)
	t.ch.Outbox = append(t.ch.Outbox, out)
}

// token is unguessable to anybody without the store's key, and the same when
// the same turn is decided again.
func (t *turn) token(n int) string {
	return t.b.Store.Hash("menu", fmt.Sprintf("%s %d %d", t.session.Chat, t.session.Turns, n))[:8]
}

// choices draws a menu for the platform.
func (m Menu) choices() []chat.Choice {
	cs := make([]chat.Choice, len(m.Items))
	for i, a := range m.Items {
		cs[i] = chat.Choice{Key: a.Key, Label: a.Label, Data: "#" + m.Token + "." + a.Key}
	}
	return cs
}

// find returns the action a typed or pressed key names.
func (m *Menu) find(key string) (Action, bool) {
	if m == nil {
		return Action{}, false
	}
	for _, a := range m.Items {
		if a.Key == key {
			return a, true
		}
	}
	return Action{}, false
}

// numbered gives actions the keys 1, 2, 3 …; an action that has one keeps it.
func numbered(actions ...Action) []Action {
	n := 0
	for i := range actions {
		if actions[i].Key == "" {
			n++
			actions[i].Key = fmt.Sprint(n)
		}
	}
	return actions
}

// flowActions are a flow's options as actions.
func flowActions(options []flows.Option) []Action {
	as := make([]Action, len(options))
	for i, o := range options {
		as[i] = Action{Key: o.Key, Label: o.Label, Do: "flow:" + o.Do}
	}
	return as
}
