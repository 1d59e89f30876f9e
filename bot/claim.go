package bot

import (
	"context"
	"errors"
	"time"

	"langnghe/bot/org"
	"langnghe/internal/mutant"
)

// pick is a row that was taken from its line to be sent.
type pick struct {
	lane *lane
	slot *slot
}

// Claim picks what may be sent now, at most max rows, and marks it as being
// sent. next is when something may be sent that may not yet: now, when there is
// more to look at, and zero when only new rows can bring work.
func (d *Deliverer) Claim(ctx context.Context, now time.Time, max int) (rows []Outgoing, next time.Time, err error) {
	again := now.Add(time.Second) // the store is away
	if err := errors.Join(d.Finish(ctx, now, nil), d.pull(ctx, now)); err != nil {
		return nil, again, err
	}
	next, err = d.divert(ctx, now)
	if err != nil {
		return nil, again, err
	}
	picks, at := d.pick(now, max)
	if len(picks) == 0 {
		return nil, sooner(next, at), nil
	}
	rows, later, err := d.mark(ctx, now, picks)
	if err != nil {
		d.putBack(picks, now, again)
		return nil, again, err
	}
	if d.forget(picks, rows, later, now) {
		return rows, now, nil // its place in the rate is free for another
	}
	return rows, sooner(next, at), nil
}

// pick takes from the lanes what order, rate and room let go now.
func (d *Deliverer) pick(now time.Time, max int) (picks []pick, next time.Time) {
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
	return picks, next
}

// mark commits which of the picked rows are being sent, and gives these. Those
// that go later hang on a record that cannot be read, or were held up until the
// quiet hours began. The others have lost their reason, and are settled.
func (d *Deliverer) mark(ctx context.Context, now time.Time, picks []pick) (rows []Outgoing, later map[uint64]time.Time, err error) {
	err = d.bot.update(ctx, func(tx Tx, fx *effects) error {
		rows, later = rows[:0], map[uint64]time.Time{}
		var ch Change
		for _, p := range picks {
			o, ok := tx.Outgoing(p.slot.id)
			if o.State == Damaged {
				fx.warn("store_unreadable", o.Reason)
			}
			if !ok || !p.slot.stands(o) {
				continue // settled meanwhile: its recipient was erased, or moved
			}
			var end Outgoing
			var over bool
			var at time.Time
			still := o.Msg.Deed
			if !d.bot.readable(fx, func() {
				end, over = d.over(tx, o, now)
				at, still = d.bot.rowAllowed(o, now), d.bot.stillOf(tx, o)
			}) {
				later[o.ID] = now.Add(tryAgain)
				continue
			}
			if over {
				ch.Settled = append(ch.Settled, end)
				fx.ended(end, unsent(end))
				if err := d.bot.conclude(tx, fx, end, Sent{Row: o}, now); err != nil {
					return err
				}
				continue
			}
			if !at.IsZero() && o.Part == 0 {
				later[o.ID] = at
				continue
			}
			if o.State == Queued {
				o.Attempt++
			}
			o.Msg.Deed, o.State, o.Since, o.Begun = still, Sending, now, true
			if !mutant.On(mutant.CommitLate) {
				ch.Settled = append(ch.Settled, o)
			}
			rows = append(rows, o)
		}
		if ch.Empty() {
			return nil
		}
		_, err := tx.Apply(ch)
		return err
	})
	return rows, later, err
}

// readable runs f and reports whether it went well: it did not where a record it
// needs cannot be read, or the program itself is wrong. The operator is told, and
// what f is about stops nothing else.
func (b *Bot) readable(fx *effects, f func()) (ok bool) {
	defer func() {
		r := recover()
		if r == nil {
			return
		}
		if err, is := r.(error); is && isStoreFault(err) {
			panic(r)
		}
		if ok = false; !b.fault(r, fx) {
			b.Log.Error("a part of sending panicked", "cause", panicKind(r))
			fx.warn("send_failed", "Chương trình bị lỗi khi gửi một tin; các tin khác vẫn được gửi. Xem nhật ký.")
		}
	}()
	f()
	return true
}

// Expired is the reason of a row whose time was over before it could be sent.
const Expired = "expired before it could be sent"

// over reports whether a row need not be sent any more, and how it ends.
func (d *Deliverer) over(tx Tx, o Outgoing, now time.Time) (Outgoing, bool) {
	late := !o.Expires.IsZero() && !now.Before(o.Expires)
	gone := d.bot.gone(tx, o)
	moot := !late && !gone && (d.bot.moot(tx, o) || d.bot.opened(tx, o, now) || d.bot.hidden(tx, o, now))
	if !late && !gone && !moot {
		return o, false
	}
	o.State, o.Since, o.Reason = Dead, now, Expired
	if o.Class == Press || o.Msg.Template != nil || o.Msg.Fetch != nil || o.Msg.Attach != nil || o.Unless != "" || o.Report != "" || gone || moot {
		o.State = ""
	}
	d.bury(&o, now)
	return o, true
}

// putBack returns rows to their lines when the store could not mark them.
func (d *Deliverer) putBack(picks []pick, now, again time.Time) {
	for _, p := range picks {
		p.slot.doubt = true // the store may have marked it all the same
		p.slot.refund(now)
		p.lane.release(p.slot, again)
	}
}

// forget ends the flight of the picked rows that are not to be sent, gives back
// what they took of the rate, and reports whether there were any. Those that go
// later are looked at again, beside their line, at their moment.
func (d *Deliverer) forget(picks []pick, rows []Outgoing, later map[uint64]time.Time, now time.Time) (any bool) {
	claimed := map[uint64]bool{}
	for _, o := range rows {
		claimed[o.ID] = true
	}
	for _, p := range picks {
		if claimed[p.slot.id] {
			p.slot.doubt = false
			continue
		}
		p.slot.refund(now)
		p.lane.done(p.slot)
		if at, ok := later[p.slot.id]; ok {
			p.lane.postpone(p.slot, at)
		}
		any = true
	}
	return any
}

// gone reports whether a row is for somebody who withdrew or was erased since.
// What answers him still goes: it is the goodbye.
func (b *Bot) gone(v View, o Outgoing) bool {
	if o.Person == "" || o.Class == Reply || o.Class == Receipt || o.Class == Press {
		return false
	}
	p, ok := org.Who(v, o.Person)
	return !ok || !p.Active() && !mutant.On(mutant.TellLeft)
}
