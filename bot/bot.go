package bot

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/schedule"
	"langnghe/flows"
	"langnghe/internal/mutant"
)

// Bot decides. It holds what does not change during a decision; everything
// that does is in the store.
type Bot struct {
	Store    Store
	Tree     *org.Tree
	OrgFile  string // tells the file with the units and people from any other
	Flows    *flows.Set
	Settings Settings
	Rules    []schedule.Rule
	Calendar *schedule.Calendar
	Channels []chat.Channel
	Media    bool // photos, voice notes and files are fetched and kept; else they are asked for in words
	Log      *slog.Logger
	Count    func(what string)         // adds one to a counter
	Alert    func(key, message string) // tells the operator

	mu     sync.Mutex
	pinned pinnedSets
	beat   beat
}

// ErrStore is returned by a store that cannot serve at the moment.
var ErrStore = errors.New("bot: store cannot serve")

// batch is how many events one commit takes.
const batch = 256

// channel returns the channel called name.
func (b *Bot) channel(name string) (chat.Channel, bool) {
	for _, c := range b.Channels {
		if c.Name() == name {
			return c, true
		}
	}
	return nil, false
}

// Turn takes what waits: accepted events, then due timers, decides each in
// order and commits all in one transaction. It reports whether there was
// anything, and when the next timer is due.
func (b *Bot) Turn(ctx context.Context, now time.Time) (next time.Time, did bool, err error) {
	max := batch
	for {
		var n int
		next, n, err = b.turn(ctx, now, max)
		var refused *refusal
		if errors.As(err, &refused) {
			// One event of the batch could not even be written. The batch
			// was rolled back: decide again, this one aside.
			b.Log.Error("event refused by the store", "channel", refused.id.Channel, "cause", refused.err)
			if err = b.setAside(ctx, now, refused); err != nil {
				return next, did, err
			}
			did = true
			continue
		}
		return next, did || n > 0, err
	}
}

// refusal is an event whose change the store would not take.
type refusal struct {
	id    EventID
	event chat.Event
	timer *Timer
	err   error
}

func (r *refusal) Error() string { return "bot: change refused: " + r.err.Error() }
func (r *refusal) Unwrap() error { return r.err }

func (b *Bot) turn(ctx context.Context, now time.Time, max int) (next time.Time, n int, err error) {
	err = b.update(ctx, func(tx Tx, fx *effects) error {
		n = 0
		letters, take := b.letters(tx, max)
		for i, l := range letters {
			n++
			take(i)
			ch, more := b.decide(tx, l, now)
			fx.add(more)
			if _, err := tx.Apply(ch); err != nil {
				if errors.Is(err, ErrStore) || errors.Is(err, chat.ErrFull) {
					return err
				}
				return &refusal{id: EventID{l.Channel, l.Key}, event: l.Event, err: err}
			}
		}
		changed := map[string]bool{} // timers that one before has cancelled or set anew
		for _, t := range tx.DueTimers(now, max) {
			n++
			if changed[t.Key] {
				continue
			}
			if mutant.On(mutant.RingTwice) {
				if ch, _ := b.ring(tx, t, now); !ch.Empty() {
					if _, err := tx.Apply(ch); err != nil {
						return err
					}
				}
			}
			ch, more := b.ring(tx, t, now)
			fx.add(more)
			for _, k := range ch.Cancel {
				changed[k] = true
			}
			for _, x := range ch.Timers {
				changed[x.Key] = true
			}
			ch.Cancel = append([]string{t.Key}, ch.Cancel...)
			if _, err := tx.Apply(ch); err != nil {
				if errors.Is(err, ErrStore) || errors.Is(err, chat.ErrFull) {
					return err
				}
				return &refusal{timer: &t, err: err}
			}
		}
		next, _ = tx.NextTimer()
		return nil
	})
	return next, n, err
}

// setAside moves what could not be written out of the way: an event to
// quarantine, a timer to a later moment.
func (b *Bot) setAside(ctx context.Context, now time.Time, r *refusal) error {
	return b.update(ctx, func(tx Tx, fx *effects) error {
		var ch Change
		if r.timer != nil {
			ch.Timers = []Timer{later(*r.timer, now, fx)}
		} else {
			var in chat.Inbound
			if c, ok := b.channel(r.event.Channel); ok {
				in, _ = c.Decode(r.event.Body) // only for the apology
			}
			ch = b.quarantine(r.event, in, now, "refused by the store", fx)
		}
		_, err := tx.Apply(ch)
		return err
	})
}

// decide turns one event into the change it causes. A panic or an undecodable
// body sends the event to quarantine, tells the person and the operator.
func (b *Bot) decide(tx Tx, l letter, now time.Time) (ch Change, fx effects) {
	ev, id := l.Event, EventID{l.Channel, l.Key}
	var in chat.Inbound
	defer func() {
		if r := recover(); r != nil {
			if unreadable, ok := r.(error); ok && isStoreFault(unreadable) {
				panic(r) // the store's own; not this event's fault
			}
			fx = effects{}
			reason := "panic while deciding"
			if b.fault(r, &fx) {
				reason = "a record it needs cannot be read"
			}
			ch = b.quarantine(ev, in, now, reason, &fx)
			b.Log.Error("deciding an event panicked", "channel", id.Channel, "kind", string(in.Kind), "cause", panicKind(r))
		}
	}()
	if l.channel == nil {
		return b.quarantine(ev, in, now, "channel is off", &fx), fx
	}
	in, err := l.decode()
	if err != nil {
		b.Log.Error("event cannot be decoded", "channel", id.Channel)
		return b.quarantine(ev, in, now, "cannot be decoded", &fx), fx
	}
	if mutant.On(mutant.KeepAll) {
		b.beat.tire(strings.Repeat("x", 100_000)+id.Key, now)
	}
	if mutant.On(mutant.KeepGoroutines) {
		go func() { select {} }()
	}
	t := b.begin(tx, now)
	t.ch.Handled = []EventID{id}
	t.at = moment(in.At, ev.Received)
	t.receive(in)
	return t.finish(), t.fx
}

// moment is when something was said: by the platform's clock, unless that
// claims the future or more than a day ago, which no redelivery explains.
func moment(said, received time.Time) time.Time {
	if said.IsZero() || said.After(received) || said.Before(received.Add(-24*time.Hour)) {
		return received
	}
	return said
}

// ring is what a timer causes.
func (b *Bot) ring(tx Tx, timer Timer, now time.Time) (ch Change, fx effects) {
	defer func() {
		if r := recover(); r != nil {
			if unreadable, ok := r.(error); ok && isStoreFault(unreadable) {
				panic(r)
			}
			b.Log.Error("a timer panicked", "timer", timerKind(timer.Key), "cause", panicKind(r))
			fx = effects{}
			ch = Change{Timers: []Timer{later(timer, now, &fx)}}
			b.fault(r, &fx)
		}
	}()
	t := b.begin(tx, now)
	t.at = timer.Due
	t.ring(timer)
	return t.finish(), t.fx
}

// timerAgain is when a timer that could not be decided rings again.
const timerAgain = 10 * time.Minute

// later is a timer that went wrong, set anew: what somebody was promised, the
// climbing of an urgent report above all, waits for the fix and is not dropped.
func later(timer Timer, now time.Time, fx *effects) Timer {
	fx.warn("timer_failed", "Một việc hẹn giờ bị lỗi, sẽ thử lại: "+timerKind(timer.Key))
	timer.Due = now.Add(timerAgain)
	return timer
}

// quarantine is the change for an event that could not be decided.
func (b *Bot) quarantine(ev chat.Event, in chat.Inbound, now time.Time, reason string, fx *effects) Change {
	fx.count("quarantined")
	fx.warn("quarantine", "Một tin nhắn không xử lý được đã được giữ riêng. Xem: langnghe quarantine list")
	ch := Change{Quarantine: []Quarantined{{Event: ev, At: now, Reason: reason}}}
	if in.From.IsZero() || in.Group {
		return ch
	}
	ch.Outbox = append(ch.Outbox, Outgoing{
		Class: Reply, Made: now, Expires: now.Add(time.Hour), State: Queued, Why: "apology",
		Msg: chat.Outbound{To: in.Chat, Text: b.Flows.Text("bot.apology", map[string]string{"lien_he": b.Settings.HelpContact})},
	})
	return ch
}

// storeFault is implemented by the panics a View uses for unreadable records.
type storeFault interface{ StoreFault() bool }

func isStoreFault(err error) bool {
	var f storeFault
	return errors.As(err, &f) && f.StoreFault() || errors.Is(err, ErrStore) || errors.Is(err, chat.ErrFull)
}

// fault tells the operator when a panic was a record that cannot be read, which
// only he can mend: until then whoever needs it is stuck.
func (b *Bot) fault(r any, fx *effects) bool {
	err, ok := r.(error)
	if ok = ok && errors.As(err, new(storeFault)); ok {
		fx.warn("store_unreadable", panicKind(r))
	}
	return ok
}

// panicKind describes a panic without its words, which may hold what a person
// typed; what the store says of a record names only its place.
func panicKind(r any) string {
	if err, ok := r.(error); ok {
		if errors.As(err, new(storeFault)) {
			return err.Error()
		}
		return fmt.Sprintf("%T", err)
	}
	return fmt.Sprintf("%T", r)
}
