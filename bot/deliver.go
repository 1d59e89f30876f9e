package bot

import (
	"context"
	"errors"
	"time"

	"langnghe/bot/chat"
)

// Deliverer sends what is in the outbox: in order for each recipient, within
// each platform's rate, what people wait for before what can wait. It keeps
// only places in line in memory; the rows are in the store.
//
// One goroutine owns it. Claim, send and Finish may be spread over workers:
// Claim marks rows as being sent before anything is, [Deliverer.Send] calls the
// platform and touches nothing else, Finish settles.
type Deliverer struct {
	bot   *Bot
	lanes []*lane
	after uint64 // the last row seen
	owed  []Sent // ended, and not settled yet because the store could not
}

// NewDeliverer makes a deliverer for b's channels. Open must be called before
// anything else.
func NewDeliverer(b *Bot) *Deliverer {
	d := &Deliverer{bot: b}
	for _, c := range b.Channels {
		d.lanes = append(d.lanes, newLane(c))
	}
	return d
}

// Open settles what a crash left in the middle of being sent, by the table of
// ambiguity, and takes up the queue.
func (d *Deliverer) Open(ctx context.Context, now time.Time) error {
	var maybe int
	err := d.bot.Store.Update(ctx, func(tx Tx) error {
		maybe = 0
		var ch Change
		for after := uint64(0); ; {
			rows := tx.Outbox(after, 1000)
			if len(rows) == 0 {
				break
			}
			after = rows[len(rows)-1].ID
			for _, o := range rows {
				if o.State != Sending {
					continue
				}
				o.Reason = "stopped while sending"
				o = unsure(o, now)
				o.Due = time.Time{}
				if o.State == MaybeSent {
					maybe++
				}
				d.bury(&o, now)
				ch.Settled = append(ch.Settled, o)
			}
		}
		if ch.Empty() {
			return nil
		}
		_, err := tx.Apply(ch)
		return err
	})
	if err != nil {
		return err
	}
	if maybe > 0 {
		d.bot.Alert("maybe_sent", "Có tin không rõ đã gửi được chưa. Xem: langnghe outbox list")
	}
	return d.pull(ctx)
}

// bury keeps a dead letter for the operator, however short its own life was.
func (d *Deliverer) bury(o *Outgoing, now time.Time) {
	if o.State == Dead {
		o.Expires = now.Add(d.bot.Settings.DeadLife)
	}
}

// pull takes up the rows made since the last look.
func (d *Deliverer) pull(ctx context.Context) error {
	return d.bot.Store.View(ctx, func(v View) error {
		for {
			rows := v.Outbox(d.after, 2000)
			if len(rows) == 0 {
				return nil
			}
			d.after = rows[len(rows)-1].ID
			for _, o := range rows {
				if o.State == Queued {
					d.enqueue(o)
				}
			}
		}
	})
}

// enqueue puts a queued row in its lane.
func (d *Deliverer) enqueue(o Outgoing) {
	for _, l := range d.lanes {
		if l.channel.Name() == o.Msg.To.Channel {
			l.add(o)
			return
		}
	}
}

// Claim picks what may be sent now, at most max rows, and marks it as being
// sent. next is when something may be sent that may not yet; zero when only
// new rows can bring work.
func (d *Deliverer) Claim(ctx context.Context, now time.Time, max int) (rows []Outgoing, next time.Time, err error) {
	if err := errors.Join(d.Finish(ctx, now, nil), d.pull(ctx)); err != nil {
		return nil, now.Add(time.Second), err
	}
	type pick struct {
		lane *lane
		slot *slot
	}
	var picks []pick
	for _, l := range d.lanes {
		for len(picks) < max && l.free() {
			s, at := l.take(now)
			if s == nil {
				next = sooner(next, at)
				break
			}
			picks = append(picks, pick{l, s})
		}
	}
	if len(picks) == 0 {
		return nil, next, nil
	}
	err = d.bot.Store.Update(ctx, func(tx Tx) error {
		rows = rows[:0]
		var ch Change
		for _, p := range picks {
			o, ok := tx.Outgoing(p.slot.id)
			ours := p.slot.doubt && o.State == Sending // claimed by us, and never sent
			if !ok || o.State != Queued && !ours {
				continue // settled meanwhile: its recipient was erased, or moved
			}
			if !o.Expires.IsZero() && !now.Before(o.Expires) || d.bot.moot(tx, o) || d.bot.gone(tx, o) {
				o.State, o.Since, o.Reason = Dead, now, "expired before it could be sent"
				if o.Class == Press || o.Unless != "" || o.Report != "" || d.bot.gone(tx, o) {
					o.State = ""
				}
				d.bury(&o, now)
				ch.Settled = append(ch.Settled, o)
				continue
			}
			if !ours {
				o.Attempt++
			}
			o.State, o.Since = Sending, now
			ch.Settled = append(ch.Settled, o)
			rows = append(rows, o)
		}
		if ch.Empty() {
			return nil
		}
		_, err := tx.Apply(ch)
		return err
	})
	claimed := map[uint64]bool{}
	for _, o := range rows {
		claimed[o.ID] = true
	}
	for _, p := range picks {
		switch {
		case err != nil:
			p.slot.doubt = true // the store may have written it all the same
			p.lane.release(p.slot, now.Add(time.Second))
		case !claimed[p.slot.id]:
			p.lane.done(p.slot)
		}
	}
	if err != nil {
		return nil, now.Add(time.Second), err
	}
	return rows, next, nil
}

// gone reports whether a row is for somebody who withdrew or was erased since.
// What answers him still goes: it is the goodbye.
func (b *Bot) gone(v View, o Outgoing) bool {
	if o.Person == "" || o.Class == Reply || o.Class == Receipt || o.Class == Press {
		return false
	}
	p, ok := v.Person(o.Person)
	return !ok || !p.Active()
}

// Sent is how a send ended.
type Sent struct {
	Row Outgoing
	Err error
}

// Send calls the platform for one claimed row. It may be called from any goroutine.
func (d *Deliverer) Send(ctx context.Context, now time.Time, o Outgoing) Sent {
	c, ok := d.bot.channel(o.Msg.To.Channel)
	if !ok {
		return Sent{o, &chat.SendError{Reaction: chat.Invalid, Reason: "channel is off"}}
	}
	rec, err := c.Send(ctx, now, o.Msg)
	if err == nil {
		d.bot.countQuota(c, o.Msg, rec)
	}
	return Sent{o, err}
}

// Finish settles sends: done, again later, another way, parked, dead. What the
// answers say of people and groups (blocked, moved) is noted in the same
// transaction. When the store cannot take it, it is kept, and the next Claim or
// Finish tries again: forgetting would send twice what need not be.
func (d *Deliverer) Finish(ctx context.Context, now time.Time, results []Sent) error {
	d.owed = append(d.owed, results...)
	if len(d.owed) == 0 {
		return nil
	}
	results = d.owed
	var settled []Outgoing
	err := d.bot.Store.Update(ctx, func(tx Tx) error {
		settled = settled[:0]
		var ch Change
		for _, r := range results {
			o := after(r.Row, r.Err, now)
			var se *chat.SendError
			if errors.As(r.Err, &se) {
				o = d.learn(tx, &ch, o, se, now)
			}
			d.bury(&o, now)
			settled = append(settled, o)
			ch.Settled = append(ch.Settled, o)
		}
		_, err := tx.Apply(ch)
		return err
	})
	if err != nil {
		return err
	}
	d.owed = nil
	for i, o := range settled {
		d.settle(o, results[i], now)
	}
	return nil
}

// learn notes what a refusal says about the recipient, and finds another way
// for what could not be delivered this way.
func (d *Deliverer) learn(tx Tx, ch *Change, o Outgoing, se *chat.SendError, now time.Time) Outgoing {
	to := o.Msg.To
	switch se.Reaction {
	case chat.Unreachable:
		if o.Msg.Group {
			if g, ok := tx.Group(to); ok {
				g.Lost = se.Reason
				ch.Groups = append(ch.Groups, g)
				d.bot.Alert("group_lost", "Trợ lý không còn gửi được vào nhóm của đơn vị "+g.Unit)
			}
			o.State = Dead
			return o
		}
		c, _ := tx.Contact(to)
		c.Chat, c.Lost, c.LostAt = to, se.Reason, now
		ch.Contacts = append(ch.Contacts, c)
	case chat.Closed:
		// The platform knows better when he last wrote than we do.
		c, _ := tx.Contact(to)
		if ch2, ok := d.bot.channel(to.Channel); ok && !outside(c, ch2.Limits().Window, now) {
			c.Chat, c.LastIn = to, now.Add(-ch2.Limits().Window)
			ch.Contacts = append(ch.Contacts, c)
		}
	case chat.Moved:
		if g, ok := tx.Group(to); ok {
			ch.Unbound = append(ch.Unbound, to)
			g.Address = se.To
			ch.Groups = append(ch.Groups, g)
		}
		return o
	case chat.Stop, chat.Wait:
		// The whole channel is refused, or for long: what is urgent takes the
		// other way if there is one, and waits here otherwise.
		if o.Class != Alert || se.Reaction == chat.Wait && (se.Scope != chat.ScopeChannel || se.After < 5*time.Minute) {
			return o
		}
	default:
		return o
	}
	if o.State != Parked && o.State != Queued || o.Person == "" || o.Class == Reply && len(o.Msg.Choices) > 0 {
		return o // a question belongs to the chat in which it is being answered
	}
	p, ok := tx.Person(o.Person)
	if !ok || !p.Active() {
		return o
	}
	for _, a := range p.Chats {
		if a == to {
			continue
		}
		c, on := d.bot.channel(a.Channel)
		contact, _ := tx.Contact(a)
		if on && contact.Lost == "" && !outside(contact, c.Limits().Window, now) {
			o.Msg.To, o.State, o.Attempt, o.Due, o.Reason = a, Queued, 0, time.Time{}, "other route: "+se.Reason
			return o
		}
	}
	return o
}

// settle moves the row's place in line.
func (d *Deliverer) settle(o Outgoing, r Sent, now time.Time) {
	var se *chat.SendError
	errors.As(r.Err, &se)
	for _, l := range d.lanes {
		if l.channel.Name() != r.Row.Msg.To.Channel {
			continue
		}
		s := l.flying[o.ID]
		if s == nil {
			break
		}
		switch {
		case se != nil && se.Reaction == chat.Wait && se.Scope == chat.ScopeChannel:
			l.pause(now.Add(se.After))
		case se != nil && se.Reaction == chat.Stop:
			l.pause(now.Add(time.Minute))
		}
		if o.State == Queued && o.Msg.To == r.Row.Msg.To {
			l.release(s, o.Due)
			return
		}
		l.done(s)
	}
	d.bot.Count("sent_" + outcome(o, r))
	if o.State == Queued {
		d.enqueue(o)
	}
	if o.State == Dead {
		d.bot.Alert("dead_letter", "Có tin không gửi được. Xem: langnghe outbox list")
	}
}

// outcome names what became of a row for the counters.
func outcome(o Outgoing, r Sent) string {
	switch {
	case r.Err == nil:
		return "ok"
	case o.State == Queued:
		return "rerouted"
	case o.State == "":
		return "dropped"
	}
	return string(o.State)
}

// Step claims, sends and settles in one go, for whoever drives the program
// step by step.
func (d *Deliverer) Step(ctx context.Context, now time.Time) (next time.Time, did bool, err error) {
	rows, next, err := d.Claim(ctx, now, 64)
	if err != nil || len(rows) == 0 {
		return next, false, err
	}
	results := make([]Sent, 0, len(rows))
	for _, o := range rows {
		results = append(results, d.Send(ctx, now, o))
	}
	return now, true, d.Finish(ctx, now, results)
}

// sooner is the earlier of two moments; zero stands for none.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
