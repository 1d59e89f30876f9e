package bot

import (
	"cmp"
	"context"
	"slices"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
)

// A platform that refuses the whole channel (a dead token, a quota used up)
// stops its lane. What is queued waits, and one row is tried when the time
// named is over, or each minute; when that goes through, all is as before.
// What is urgent does not wait: it takes the person's other chat if that is
// open and its channel works, without being tried here first. So it does when a
// platform refuses nothing, and only fails.

const (
	// longWait is from when on a Wait of the channel is as good as a stop.
	longWait = 5 * time.Minute
	// tryAgain is how often a stopped or failing channel is tried, and how often what is
	// urgent in it is looked at again: another chat may have opened.
	tryAgain = time.Minute
	// failsMany failures of a channel one after the other, over failsLong at least,
	// mean that it fails; a success ends it.
	failsMany = 3
	failsLong = 15 * time.Second
	// divertMax is how many rows are looked at in one step.
	divertMax = 64
)

// stops reports whether a refusal is of the whole channel, and not for a moment.
func stops(se *chat.SendError) bool {
	return se.Reaction == chat.Stop || lasts(se) && se.Scope == chat.ScopeChannel
}

// lasts reports whether a refusal is to wait for longer than what is urgent can.
func lasts(se *chat.SendError) bool { return se.Reaction == chat.Wait && se.After >= longWait }

// hear takes from an answer what it says of the channel; se is nil when the
// platform took the message.
func (l *lane) hear(se *chat.SendError, now time.Time) {
	if se != nil && se.Reaction == chat.Retry { // the network, or the platform's trouble
		was := l.fails(now)
		if l.failed++; l.failed == 1 {
			l.failing = now
		}
		if l.fails(now) {
			l.pause(now.Add(tryAgain)) // what may be tried only twice is not to be used up on it
			if !was {
				l.look = now
			}
		}
		return
	}
	l.failed = 0
	if !l.shut(now) { // else it was sent before the stop, and says nothing of it
		l.stopped = ""
	}
	switch {
	case se == nil:
	case se.Reaction == chat.Stop:
		l.pause(now.Add(tryAgain))
	case se.Reaction == chat.Wait && se.Scope == chat.ScopeChannel:
		l.pause(now.Add(se.After))
	}
	if se != nil && stops(se) {
		l.stopped, l.look = se.Reason, now
	}
}

// shut reports whether the channel is stopped and not to be tried yet.
func (l *lane) shut(now time.Time) bool { return l.stopped != "" && now.Before(l.until) }

// fails reports whether nothing has gone through for a while.
func (l *lane) fails(now time.Time) bool {
	return l.failed >= failsMany && now.Sub(l.failing) >= failsLong
}

// pause stops the whole lane until a moment.
func (l *lane) pause(until time.Time) {
	if until.After(l.until) {
		l.until = until
	}
}

// stuck reports whether nothing of a line goes for long: its lane is stopped or
// fails, or its head was told to wait, as where a person's quota is used up.
func (l *lane) stuck(ln *line, now time.Time) bool {
	return l.shut(now) || l.fails(now) || ln.heap == 2 && ln.at.Sub(now) >= longWait
}

// stranded gives what is urgent in lines that are stuck and is to be looked at now,
// oldest first and not too many; next is when to come back for more.
func (l *lane) stranded(now time.Time) (slots []*slot, next time.Time) {
	if !now.Before(l.look) {
		l.look = now.Add(tryAgain)
		l.urgent, l.held = l.urgent[:0], false
		for _, ln := range l.lines { // sorted below
			for _, s := range ln.slots {
				if s.alert {
					l.urgent = append(l.urgent, s)
				}
			}
		}
		slices.SortFunc(l.urgent, func(a, b *slot) int { return cmp.Compare(a.id, b.id) })
	}
	for len(l.urgent) > 0 && len(slots) < divertMax {
		s := l.urgent[0]
		l.urgent = l.urgent[1:]
		if slices.Contains(s.to.slots, s) && l.stuck(s.to, now) { // or it has left since
			slots, l.held = append(slots, s), true
		}
	}
	switch {
	case len(l.urgent) > 0:
		return slots, now
	case l.held:
		return slots, l.look
	}
	return slots, time.Time{}
}

// leave takes a row out of its line, wherever in it it stands.
func (l *lane) leave(s *slot) {
	ln := s.to
	i := slices.Index(ln.slots, s)
	ln.slots = slices.Delete(ln.slots, i, i+1)
	if i == 0 {
		ln.at = time.Time{} // that was the head's
	}
	l.place(ln)
}

// divert lets what is urgent leave the lanes that are stopped. next is when
// there is something to look at again.
func (d *Deliverer) divert(ctx context.Context, now time.Time) (next time.Time, err error) {
	for _, l := range d.lanes {
		slots, at := l.stranded(now)
		next = sooner(next, at)
		if len(slots) == 0 {
			continue
		}
		moved := map[*slot]Outgoing{}
		err := d.bot.update(ctx, func(tx Tx, fx *effects) error {
			clear(moved)
			var ch Change
			for _, s := range slots {
				o, ok := tx.Outgoing(s.id)
				if !ok || !s.stands(o) {
					continue // its turn will show
				}
				var to chat.Address
				d.bot.readable(fx, func() {
					to, ok = d.elsewhere(tx, o, now, func(other *lane) bool { return other.stopped == "" && !other.fails(now) })
				})
				if !to.IsZero() && ok {
					moved[s] = reroute(o, to, cmp.Or(l.stopped, "held up"))
					ch.Settled = append(ch.Settled, moved[s])
					fx.count("sent_rerouted")
				}
			}
			if ch.Empty() {
				return nil
			}
			_, err := tx.Apply(ch)
			return err
		})
		if err != nil {
			l.look = now // all of them again
			return now, err
		}
		for _, s := range slots {
			if o, ok := moved[s]; ok {
				l.leave(s)
				d.enqueue(o, now)
			}
		}
	}
	return next, nil
}

// elsewhere is another chat, in a lane that will do, in which the person of a
// row can be written to now.
func (d *Deliverer) elsewhere(v View, o Outgoing, now time.Time, do func(*lane) bool) (to chat.Address, ok bool) {
	if o.Person == "" || o.Class == Reply && len(o.Msg.Choices) > 0 {
		return to, false // a question belongs to the chat in which it is being answered
	}
	p, ok := org.Who(v, o.Person)
	if !ok || !p.Active() {
		return to, false
	}
	for _, a := range p.Chats {
		l := d.lane(a.Channel)
		if a == o.Msg.To || l == nil || !do(l) {
			continue
		}
		if c, _ := v.Contact(a); c.Lost == "" && !outside(c, l.channel.Limits().Window, now) {
			return a, true
		}
	}
	return to, false
}

// reroute sends a row, from its beginning, another way.
func reroute(o Outgoing, to chat.Address, why string) Outgoing {
	o.Msg.To, o.State, o.Reason = to, Queued, "other route: "+why
	o.Part, o.Attempt, o.Begun, o.Due = 0, 0, false, time.Time{}
	return o
}

// Stopped names the channels that send nothing now because their platform said
// so, and until when. It belongs to the goroutine that owns the deliverer.
func (d *Deliverer) Stopped(now time.Time) map[string]time.Time {
	stopped := map[string]time.Time{}
	for _, l := range d.lanes {
		if l.until.After(now) && !l.fetches && !l.knocks {
			stopped[l.channel.Name()] = l.until
		}
	}
	return stopped
}
