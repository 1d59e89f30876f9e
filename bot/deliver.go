package bot

import (
	"context"
	"sync"
	"time"

	"langnghe/bot/chat"
	"langnghe/internal/mutant"
)

// Deliverer sends what is in the outbox: in order for each recipient, within
// each platform's rate, what people wait for before what can wait. It keeps
// only places in line in memory; the rows are in the store.
//
// One goroutine owns it. Claim, send and Finish may be spread over workers:
// Claim marks rows as being sent before anything is, [Deliverer.Send] calls the
// platform and touches nothing else, Finish settles. A long message goes part by
// part: each is claimed, sent and settled like a message of its own, while its
// row keeps the head of its recipient's line.
type Deliverer struct {
	bot   *Bot
	lanes []*lane
	after uint64 // the last row seen

	cleaning sync.Mutex // see [Deliverer.clean]
	owed     []Sent     // ended, and not settled yet because the store could not
}

// NewDeliverer makes a deliverer for b's channels. Open must be called before
// anything else.
func NewDeliverer(b *Bot) *Deliverer {
	d := &Deliverer{bot: b}
	for _, c := range b.Channels {
		d.lanes = append(d.lanes, newLane(c))
		if _, ok := c.(chat.Fetcher); ok {
			d.lanes = append(d.lanes, fetchLane(c))
		}
		if c.Limits().Window > 0 {
			d.lanes = append(d.lanes, knockLane(c))
		}
	}
	return d
}

// Open settles what a crash left in the middle of being sent, by the table of
// ambiguity, and takes up the queue.
func (d *Deliverer) Open(ctx context.Context, now time.Time) error {
	err := d.bot.update(ctx, func(tx Tx, fx *effects) error {
		var ch Change
		for after := uint64(0); ; {
			rows := tx.Outbox(after, 1000)
			if len(rows) == 0 {
				break
			}
			after = rows[len(rows)-1].ID
			for _, o := range rows {
				if o.State != Sending || mutant.On(mutant.LeaveSending) {
					continue
				}
				o.Reason = "stopped while sending"
				o = unsure(o, now)
				if o.Msg.Deed == nil {
					o.Due = time.Time{}
				}
				if o.State == MaybeSent {
					fx.warn("maybe_sent", "Có tin không rõ đã gửi được chưa. Xem: langnghe outbox list")
				}
				d.bury(&o, now)
				ch.Settled = append(ch.Settled, o)
				if err := d.bot.conclude(tx, fx, o, Sent{Row: o}, now); err != nil {
					return err
				}
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
	return d.pull(ctx, now)
}

// bury keeps a dead letter for the operator, however short its own life was.
func (d *Deliverer) bury(o *Outgoing, now time.Time) {
	if o.State == Dead {
		o.Expires = now.Add(d.bot.Settings.DeadLife)
	}
}

// pull takes up the rows made since the last look.
func (d *Deliverer) pull(ctx context.Context, now time.Time) error {
	return d.bot.Store.View(ctx, func(v View) error {
		for {
			rows := v.Outbox(d.after, 2000)
			if len(rows) == 0 {
				return nil
			}
			d.after = rows[len(rows)-1].ID
			for _, o := range rows {
				switch o.State {
				case Queued:
					d.enqueue(o, now)
				case Damaged:
					d.bot.Alert("store_unreadable", o.Reason)
				}
			}
		}
	})
}

// enqueue puts a queued row in its lane.
func (d *Deliverer) enqueue(o Outgoing, now time.Time) {
	set := o.Since
	if o.Made.After(set) {
		set = o.Made
	}
	if set.After(now) && !o.Due.IsZero() {
		o.Due = o.Due.Add(now.Sub(set)) // the clock ran ahead then, and a second would be days
	}
	if l := d.laneOf(o); l != nil {
		l.add(o)
	}
}

// lane is the queue of a channel's messages; nil when the channel is off.
func (d *Deliverer) lane(channel string) *lane { return d.find(channel, false, false) }

// laneOf is the queue of a row. What is fetched has one of its own: it is no
// message, and waits for none. So have knocks, which are paid for otherwise:
// that they are refused says nothing of other messages.
func (d *Deliverer) laneOf(o Outgoing) *lane {
	return d.find(o.Msg.To.Channel, o.Msg.Fetch != nil, o.Msg.Template != nil)
}

func (d *Deliverer) find(channel string, fetches, knocks bool) *lane {
	for _, l := range d.lanes {
		if l.channel.Name() == channel && l.fetches == fetches && l.knocks == knocks {
			return l
		}
	}
	return nil
}

// Sent is how the send of one part ended.
type Sent struct {
	Row  Outgoing
	Err  error
	More bool // there are further parts

	Fetched *Fetched         // of a job that brings something
	Group   *chat.GroupState // of a job about a group
}

// maxParts bounds a message: what is longer is a mistake, not something to read.
const maxParts = 30

// Send calls the platform for the next part of a claimed row. It may be called
// from any goroutine.
func (d *Deliverer) Send(ctx context.Context, now time.Time, o Outgoing) Sent {
	c, ok := d.bot.channel(o.Msg.To.Channel)
	if !ok {
		return Sent{Row: o, Err: &chat.SendError{Reaction: chat.Invalid, Reason: "channel is off"}}
	}
	switch {
	case o.Msg.Fetch != nil:
		return d.fetch(ctx, now, c, o)
	case o.Msg.Deed != nil:
		return d.keep(ctx, now, c, o)
	}
	if o.Msg.Template != nil {
		text := *o.Msg.Template
		text.Track = d.bot.track(o.ID)
		o.Msg.Template = &text
	}
	parts := c.Parts(o.Msg)
	last := len(parts) - 1
	switch {
	case last < 0:
		return Sent{Row: o, Err: &chat.SendError{Reaction: chat.Invalid, Reason: "empty"}}
	case last >= maxParts:
		return Sent{Row: o, Err: &chat.SendError{Reaction: chat.Invalid, Reason: "too long"}}
	}
	at := min(o.Part, last) // fewer now, when the program that began had a lower limit
	var receipt chat.Receipt
	var err error
	if parts[at].Attach != nil {
		receipt, err = d.attach(ctx, now, c, parts[at])
	} else {
		receipt, err = c.Send(ctx, now, parts[at])
	}
	if err == nil {
		d.bot.countQuota(c, parts[at], receipt)
	}
	return Sent{Row: o, Err: err, More: at < last}
}

// Step claims, sends and settles in one go, for whoever drives the program
// step by step.
func (d *Deliverer) Step(ctx context.Context, now time.Time) (next time.Time, did bool, err error) {
	rows, next, err := d.Claim(ctx, now, 64)
	if err != nil || len(rows) == 0 {
		return next, err == nil && next.Equal(now), err
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
