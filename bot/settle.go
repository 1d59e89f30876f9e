package bot

import (
	"errors"
	"time"

	"langnghe/bot/chat"
	"langnghe/internal/mutant"
)

// maxAttempts bounds how often a failing row is tried before it is a dead
// letter, by its [priority]: a platform that is away for half a day loses nobody a
// message.
var maxAttempts = [...]int{400, 60}

// repeats says what to do when it is not known whether a message was delivered.
type repeats int

const (
	always repeats = iota // twice is better than never
	once                  // send again once, if its moment has not passed
	never                 // show it to the operator as maybe sent
)

// ambiguity is the table of what each class does on an ambiguous send.
var ambiguity = map[Class]repeats{
	Press:    never,
	Reply:    always,
	Receipt:  always,
	Alert:    always,
	Reminder: once,
	Notice:   once,
	Digest:   once,
	Group:    never,
	Template: never,
	Fetching: always,
	Keeping:  never,
}

// repeating is what the table says of a row; what costs money is never repeated.
func repeating(o Outgoing) repeats {
	if d := o.Msg.Deed; d != nil && d.Do != chat.DeedCreate && d.Do != chat.DeedAsset {
		return always // done twice it is done once
	}
	if o.Msg.Template != nil {
		return never
	}
	return ambiguity[o.Class]
}

// after decides what becomes of a row when the send of one of its parts ended;
// what is said of repeating, waiting and giving up is of that part alone. It is
// pure. A State of "" means the row is done.
func after(r Sent, now time.Time) Outgoing {
	o := r.Row
	o.Since = now
	if r.Err == nil {
		o.State, o.Reason = "", ""
		if r.Group != nil && r.Group.Gone && o.Msg.Deed.Do == chat.DeedFind {
			return notFound(o)
		}
		if r.More {
			o.State, o.Part, o.Attempt, o.Due = Queued, o.Part+1, 0, time.Time{}
		}
		return o
	}
	var se *chat.SendError
	if !errors.As(r.Err, &se) {
		se = &chat.SendError{Reaction: chat.Retry, Reason: "unknown", Maybe: true}
	}
	o.Reason = se.Reason
	if mutant.On(mutant.IgnoreWait) {
		se.After = 0
	}
	if mutant.On(mutant.SendParked) && (se.Reaction == chat.Closed || se.Reaction == chat.Unreachable) {
		se.Reaction = chat.Retry
	}
	if o.Class == Press {
		// Worthless a moment later, and nothing hangs on it.
		o.State = ""
		return o
	}
	if se.Maybe {
		return unsure(o, now)
	}
	switch se.Reaction {
	case chat.Wait:
		o.State, o.Attempt = Queued, o.Attempt-1 // costs no attempt
		if se.Scope != chat.ScopeChannel {
			o.Due = now.Add(se.After)
		}
	case chat.Closed, chat.Unreachable:
		o.State = Parked
	case chat.Moved:
		o.State, o.Msg.To, o.Begun = Queued, se.To, false
	case chat.Invalid:
		o.State = Dead
	case chat.Stop:
		o.State, o.Attempt = Queued, o.Attempt-1
	default:
		o.State, o.Due = Queued, now.Add(backoff(o))
	}
	return expired(o, now)
}

// unsure applies the ambiguity table to a row whose answer was lost.
func unsure(o Outgoing, now time.Time) Outgoing {
	o.Since = now
	if d := o.Msg.Deed; d != nil && repeating(o) == never {
		return doubted(o, now)
	}
	how := repeating(o)
	if mutant.On(mutant.RepeatUnsure) {
		how = always
	}
	switch how {
	case always:
		o.State, o.Due = Queued, now.Add(backoff(o))
	case once:
		if o.Attempt >= 2 {
			o.State, o.Reason = MaybeSent, "answer lost twice"
			return o
		}
		o.State, o.Due = Queued, now.Add(backoff(o))
	default:
		if o.Class == Press {
			o.State = ""
			return o
		}
		o.State, o.Reason = MaybeSent, "answer lost"
		return o
	}
	return expired(o, now)
}

// Of a deed that must not be done twice it is looked, a moment later, what
// became of it; a create is done again only when nothing is found, and not for
// ever: a platform that makes groups and does not find them is to cost no more.
const (
	lookAfter  = 2 * time.Minute
	maxCreates = 2
)

// doubted turns a deed whose answer was lost into the look at what became of it.
func doubted(o Outgoing, now time.Time) Outgoing {
	d := *o.Msg.Deed
	if d.Do == chat.DeedCreate {
		d.Do, d.Lost = chat.DeedFind, d.Lost+1
	} else {
		d.Do = chat.DeedLook
	}
	o.Msg.Deed = &d
	o.State, o.Reason, o.Due = Queued, "answer lost", now.Add(lookAfter)
	return expired(o, now)
}

// notFound is a create whose answer was lost, and which made nothing.
func notFound(o Outgoing) Outgoing {
	d := *o.Msg.Deed
	if d.Lost >= maxCreates {
		o.State, o.Reason = Dead, "unsure"
		return o
	}
	d.Do = chat.DeedCreate
	o.Msg.Deed = &d
	o.State, o.Due = Queued, time.Time{}
	return o
}

// expired ends a row whose time or attempts are over.
func expired(o Outgoing, now time.Time) Outgoing {
	if o.State != Queued && o.State != Parked {
		return o
	}
	if !o.Expires.IsZero() && !now.Before(o.Expires) {
		o.State, o.Reason = Dead, "expired: "+o.Reason
	} else if o.Attempt >= maxAttempts[priority(o.Class)] {
		o.State, o.Reason = Dead, "too many attempts: "+o.Reason
	}
	return o
}

// backoff is the pause before the next attempt: 1 s, 4 s, 15 s, a minute, then
// two for what people wait for and up to a quarter of an hour for what can wait.
func backoff(o Outgoing) time.Duration {
	steps := []time.Duration{time.Second, 4 * time.Second, 15 * time.Second, time.Minute, 2 * time.Minute}
	if priority(o.Class) > 0 {
		steps[4] = 5 * time.Minute
		steps = append(steps, 15*time.Minute)
	}
	return steps[min(max(o.Attempt, 1), len(steps))-1]
}
