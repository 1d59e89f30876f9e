package bot

import (
	"context"
	"errors"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
)

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
	err := d.bot.update(ctx, func(tx Tx, fx *effects) error {
		settled = settled[:0]
		var ch Change
		for _, r := range results {
			o := after(r, now)
			var se *chat.SendError
			if o.Msg.Template != nil {
				d.bot.readable(fx, func() { o = d.bot.knocked(tx, &ch, o, r, now, fx) })
			} else if errors.As(r.Err, &se) {
				d.bot.readable(fx, func() { o = d.learn(tx, &ch, o, r, se, now, fx) })
			}
			if o.Msg.Fetch != nil && o.State == Dead {
				o.State = "" // its sender is told; there is nothing an operator could send
			}
			d.bury(&o, now)
			if o.State != Queued || o.Msg.To != r.Row.Msg.To { // else it is still on its way
				fx.ended(o, outcome(o, r))
			}
			settled = append(settled, o)
			ch.Settled = append(ch.Settled, o)
			if err := d.bot.conclude(tx, fx, o, r, now); err != nil {
				return err
			}
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

// conclude applies what the end of a job brings about.
func (b *Bot) conclude(tx Tx, fx *effects, o Outgoing, r Sent, now time.Time) (err error) {
	if o.Msg.Fetch == nil && o.Msg.Deed == nil {
		return nil
	}
	b.readable(fx, func() {
		ch, more := b.done(tx, o, r, now)
		fx.add(more)
		if !ch.Empty() {
			_, err = tx.Apply(ch)
		}
	})
	return err
}

// learn notes what a refusal says about the recipient, and finds another way
// for what could not be delivered this way.
func (d *Deliverer) learn(tx Tx, ch *Change, o Outgoing, r Sent, se *chat.SendError, now time.Time, fx *effects) Outgoing {
	to := o.Msg.To
	if o.State == Parked && !o.Msg.Group && wroteSince(contactIn(tx, ch, to), r.Row.Since, now) {
		o.State, o.Due = Queued, now.Add(backoff(o)) // what lets him be written to again came first
		return o
	}
	switch se.Reaction {
	case chat.Unreachable:
		if o.Msg.Group {
			if g, ok := tx.Group(to); ok {
				d.bot.lose(tx, ch, g, o, se.Reason, now, fx)
			}
			o.State = Dead
			return o
		}
		c := contactIn(tx, ch, to)
		c.Lost, c.LostAt = se.Reason, now
		ch.Contacts = append(ch.Contacts, c)
	case chat.Closed:
		// The platform knows better when he last wrote than we do.
		c := contactIn(tx, ch, to)
		if ch2, ok := d.bot.channel(to.Channel); ok && !outside(c, ch2.Limits().Window, now) {
			c.Chat, c.LastIn = to, now.Add(-ch2.Limits().Window)
			ch.Contacts = append(ch.Contacts, c)
		}
	case chat.Moved:
		if g, ok := tx.Group(to); ok {
			ch.Unbound = append(ch.Unbound, to)
			ch.Groups = append(ch.Groups, g.Moved(se.To))
		}
		return o
	case chat.Stop, chat.Wait:
		// What is urgent takes the other way if there is one, and waits here
		// otherwise.
		if o.Class != Alert || !stops(se) && !lasts(se) {
			return o
		}
	default:
		return o
	}
	if o.State != Parked && o.State != Queued {
		return o
	}
	// Refused with its whole channel, it tries another, be it one that was stopped
	// too; refused for its person's sake, it rather waits there than here.
	if to, ok := d.elsewhere(tx, o, now, func(l *lane) bool { return !stops(se) || !l.shut(now) }); ok {
		return reroute(o, to, se.Reason)
	}
	if p, ok := org.Who(tx, o.Person); ok && o.State == Parked {
		d.bot.knock(tx, ch, &o, p, now, fx)
	}
	return o
}

// wroteSince reports whether somebody wrote after a row was claimed. Platforms
// tell the second only; a moment to come is of a clock that ran ahead.
func wroteSince(c Contact, claimed, now time.Time) bool {
	return !c.LastIn.Before(claimed.Truncate(time.Second)) && !c.LastIn.After(now)
}

// settle moves the row's place in line.
func (d *Deliverer) settle(o Outgoing, r Sent, now time.Time) {
	var se *chat.SendError
	errors.As(r.Err, &se)
	if l := d.laneOf(r.Row); l != nil && l.flying[o.ID] != nil {
		s := l.flying[o.ID]
		if r.Err == nil || se != nil {
			l.hear(se, now)
		}
		if o.State == Queued && o.Msg.To == r.Row.Msg.To {
			s.part = o.Part
			if l.fetches && !o.Due.IsZero() {
				l.done(s)
				l.postpone(s, o.Due)
				return
			}
			l.release(s, o.Due)
			return
		}
		l.done(s)
	}
	if o.State == Queued {
		d.enqueue(o, now)
	}
}

// ended is what is told of a row that has come to its end, or goes another way.
func (fx *effects) ended(o Outgoing, how string) {
	if o.Msg.Fetch != nil {
		fx.count("fetch_" + how)
		return
	}
	fx.count("sent_" + how)
	switch o.State {
	case Dead:
		fx.warn("dead_letter", "Có tin không gửi được. Xem: langnghe outbox list")
	case MaybeSent:
		fx.warn("maybe_sent", "Có tin không rõ đã gửi được chưa. Xem: langnghe outbox list")
	}
}

// outcome names what became of a row for the counters.
func outcome(o Outgoing, r Sent) string {
	switch {
	case r.Err == nil && o.State != Dead:
		return "ok"
	case o.State == Queued:
		return "rerouted"
	}
	return unsent(o)
}

// unsent names the end of a row that was not sent.
func unsent(o Outgoing) string {
	if o.State == "" {
		return "dropped"
	}
	return string(o.State)
}
