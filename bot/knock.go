package bot

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/schedule"
)

// A knock is a message of a text the platform approved beforehand. It asks a
// person whom nothing else reaches to open his chat; what there is to tell him
// stays parked there, and comes when he writes. It says no more than when
// something is due, and to which unit, since it is the platform's to read. It
// costs money: what is spent is counted before it is sent, and nothing is
// counted back.

// What a person may be asked to open his chat for. Answers in a conversation
// are none: who asked something has his chat open.
const (
	KnockReminder = "reminder" // he owes a report
	KnockPrompt   = "prompt"   // he was asked for an urgent report
	KnockAlert    = "alert"    // an urgent report waits for him to act
)

// KnockVars are the variables that a text of a use may have, nil for no use:
// how he is addressed, his unit, the month, and until when. No name, nothing
// anybody wrote.
func KnockVars(use string) []string {
	switch use {
	case KnockReminder, KnockPrompt:
		return []string{"xung_ho", "don_vi", "thang", "han"}
	case KnockAlert:
		return []string{"xung_ho", "don_vi", "thang"}
	}
	return nil
}

// KnockSettings say how, and for how much, people may be asked to open their
// chats. Without a budget nobody is.
type KnockSettings struct {
	Channel string // whose texts these are
	Ways    []Way  // of a use, the first that will do is taken
	Budget  int    // VND a month
	Each    int    // knocks a month for one person
	Rest    time.Duration
	Closed  schedule.QuietHours // when the platform takes none, on any day
}

// Way is one approved text and how it goes.
type Way struct {
	Use   string            // KnockReminder, …
	ID    string            // the platform's
	Phone bool              // to the number he gave for this; else to his account
	Price int               // VND
	Data  map[string]string // the text's parameters: a variable each
}

// ByPhone reports whether any text goes to telephone numbers, so that there is
// a reason to ask for one.
func (s KnockSettings) ByPhone() bool {
	return s.Budget > 0 && slices.ContainsFunc(s.Ways, func(w Way) bool { return w.Phone })
}

// Knocking is what a row is told of by a knock, and of a knock what it is for.
type Knocking struct {
	Use   string
	Key   string            `json:",omitempty"` // two knocks of one key and way are one
	Vars  map[string]string `json:",omitempty"`
	Price int               `json:",omitempty"` // of a knock
}

// KnockMark is what a chat remembers of knocks.
type KnockMark struct {
	UserRest  time.Time `json:",omitzero"` // until then none to the account: it refused
	PhoneRest time.Time `json:",omitzero"` // likewise to the number
}

// knocking is what a row for p may be told of by; nil when no text is for the use.
func (t *turn) knocking(p org.Person, n note) *Knocking {
	s := t.b.Settings.Knock
	if n.use == "" || s.Budget <= 0 || !slices.ContainsFunc(s.Ways, func(w Way) bool { return w.Use == n.use }) {
		return nil
	}
	posts := t.tx.PostsOf(p.ID)
	all := t.b.varsFor(p, posts, t.now, n.tells...)
	vars := map[string]string{}
	for _, name := range KnockVars(n.use) {
		vars[name] = all[name]
	}
	for _, post := range posts { // one is enough, and short
		if post.Held() {
			vars["don_vi"] = t.b.Tree.Name(post.Unit)
			break
		}
	}
	return &Knocking{Use: n.use, Key: cmp.Or(n.dedup, n.why+"/"+p.ID), Vars: vars}
}

// knock adds to ch the message that asks p to open the chat in which o, which
// cannot be sent, shall wait for him; o is moved there. Nothing is added when
// no text may be used, or for him no more this month.
func (b *Bot) knock(tx Tx, ch *Change, o *Outgoing, p org.Person, now time.Time, fx *effects) {
	s := b.Settings.Knock
	i := slices.IndexFunc(p.Chats, func(a chat.Address) bool { return a.Channel == s.Channel })
	if o.Knock == nil || i < 0 || !p.Active() {
		return
	}
	to := p.Chats[i]
	if _, on := b.channel(to.Channel); !on {
		return
	}
	c := contactIn(tx, ch, to)
	due := b.knockDue(o.Knock.Use, now)
	dear := false // a way was left out because the month's money does not reach
	for _, w := range s.Ways {
		if w.Use != o.Knock.Use || !c.takes(w, p, now) || s.Off(tx, w.ID) {
			continue
		}
		dedup := "knock/" + o.Knock.Key + "/" + w.ID
		if w.Phone {
			dedup += "/phone"
		}
		if tx.Seen(dedup) || slices.ContainsFunc(ch.Outbox, func(x Outgoing) bool { return x.Dedup == dedup }) {
			o.Msg.To = to
			return
		}
		if !o.Expires.IsZero() && !due.Before(o.Expires) || b.timesKnocked(tx, p.ID, now) >= s.Each {
			return
		}
		if tx.Count(CostSpent.In(b.costMonth(now)))+w.Price > s.Budget {
			dear = true
			continue // a cheaper way may do
		}
		b.countKnocks(tx, p.ID, 1, now)
		add(tx, CostSpent.In(b.costMonth(now)), w.Price)
		o.Msg.To = to
		row := Outgoing{
			Class: Template, Dedup: dedup, Why: o.Why, Person: p.ID, Unless: o.Unless, Report: o.Report,
			Made: now, Expires: o.Expires, State: Queued, Due: due, Knock: &Knocking{Use: w.Use, Key: o.Knock.Key, Vars: o.Knock.Vars, Price: w.Price},
			Msg: chat.Outbound{To: to, Template: &chat.Template{ID: w.ID, Data: map[string]string{}}},
		}
		if !due.After(now) {
			row.Due = time.Time{}
		}
		for param, name := range w.Data {
			row.Msg.Template.Data[param] = o.Knock.Vars[name]
		}
		if w.Phone {
			row.Msg.Template.Phone = p.Phone.Number
		}
		ch.Outbox = append(ch.Outbox, row)
		fx.count("knock_" + w.Use)
		return
	}
	if dear {
		b.overBudget(tx, now, fx)
	}
}

// takes reports whether a way leads to the person of a chat at all.
func (c Contact) takes(w Way, p org.Person, now time.Time) bool {
	if w.Phone {
		return p.Phone.Number != "" && !now.Before(c.Knock.PhoneRest)
	}
	return c.Lost == "" && !now.Before(c.Knock.UserRest)
}

// How often somebody was knocked for is counted by person, so that a chat given up
// and taken again begins no new month; the month stands before the count, so that
// one series of a person is enough for ever.
const knockMonth = 1000

func knockSeries(person string) string { return "knock each " + person }

// timesKnocked is how often somebody was knocked for this month.
func (b *Bot) timesKnocked(v View, person string, now time.Time) int {
	n := v.Count(knockSeries(person))
	if strconv.Itoa(n/knockMonth) != strings.TrimLeft(b.costMonth(now), "0") {
		return 0
	}
	return n % knockMonth
}

// countKnocks counts knocks for somebody.
func (b *Bot) countKnocks(tx Tx, person string, by int, now time.Time) {
	month, _ := strconv.Atoi(b.costMonth(now)) // of digits
	n := month*knockMonth + b.timesKnocked(tx, person, now) + by
	add(tx, knockSeries(person), n-tx.Count(knockSeries(person)))
}

// overBudget tells that the month's money does not reach for any way; the operator
// hears it once.
func (b *Bot) overBudget(tx Tx, now time.Time, fx *effects) {
	if add(tx, "knock over "+b.costMonth(now), 1) == 1 {
		fx.warn("knock_budget", "Đã dùng hết tiền tin mẫu của tháng (zalo.template_budget). Tin chờ người nhận tự nhắn lại. Xem: langnghe zalo costs")
	}
	fx.count("knock_over_budget")
}

// knockDue is when a knock may go: in the hours of the platform, and where it is
// not urgent outside of ours.
func (b *Bot) knockDue(use string, now time.Time) time.Time {
	at := now.In(b.Settings.Zone)
	for range 8 { // the one may end in the other
		next := b.Settings.Knock.Closed.Next(at)
		if use == KnockReminder && b.Calendar != nil {
			next = b.Calendar.NextAllowed(next, b.Settings.Quiet)
		}
		if next.Equal(at) {
			break
		}
		at = next
	}
	return at
}

// rowAllowed is when a row may go out, which it may have been made long before;
// zero is now.
func (b *Bot) rowAllowed(o Outgoing, now time.Time) time.Time {
	switch {
	case o.Reason == personWrote: // who writes at noon may read at noon
		return time.Time{}
	case o.Msg.Template == nil:
		return b.allowed(o.Class, now)
	}
	if at := b.knockDue(o.Knock.Use, now); at.After(now) {
		return at
	}
	return time.Time{}
}

// contactIn is a chat's contact as a change under construction has it.
func contactIn(v View, ch *Change, a chat.Address) Contact {
	for _, c := range slices.Backward(ch.Contacts) {
		if c.Chat == a {
			return c
		}
	}
	c, _ := v.Contact(a)
	c.Chat = a
	return c
}

// track is what comes back when the knock of a row arrived: the row's number,
// and the proof that it is ours.
func (b *Bot) track(id uint64) string {
	return fmt.Sprintf("%d-%s", id, b.Store.Hash("track", strconv.FormatUint(id, 10))[:20])
}

// tracked is the row of a tracking id of ours.
func (b *Bot) tracked(track string) (id uint64, ok bool) {
	n, _, _ := strings.Cut(track, "-")
	id, err := strconv.ParseUint(n, 10, 64)
	return id, err == nil && b.track(id) == track
}

// off is the series that counts whether a text, as it is set, may not be used.
func (s KnockSettings) off(id string) string {
	series := "knock off " + id
	for _, w := range s.Ways {
		if w.ID == id {
			series += fmt.Sprintf(" %v", w) // with its map in order
		}
	}
	return series
}

// Off reports whether a text may not be used: the platform said so, or refused it.
// That is of the text as it is set; set otherwise it is tried again.
func (s KnockSettings) Off(v View, id string) bool { return v.Count(s.off(id)) > 0 }

// add adds to a series.
func add(tx Tx, series string, by int) int {
	n, err := tx.Add(series, by)
	if err != nil {
		panic(err)
	}
	return n
}

// opened reports whether a knock has lost its reason: its person can be written
// to.
func (b *Bot) opened(v View, o Outgoing, now time.Time) bool {
	if o.Msg.Template == nil {
		return false
	}
	p, ok := org.Who(v, o.Person)
	if !ok {
		return true
	}
	_, ok, _ = b.reach(v, p, now)
	return ok
}

// knockLane is the queue of a channel's knocks. It takes a small part of what
// the platform lets through, and waits for nobody: what stops it is often only
// the account it is paid from.
func knockLane(c chat.Channel) *lane {
	l := newLane(c)
	l.knocks, l.rate = true, rate.NewLimiter(rate.Limit(max(c.Limits().PerSec/8, 0.1)), 1)
	return l
}
