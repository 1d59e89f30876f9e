package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"langnghe/bot/org"
	"langnghe/bot/schedule"
	"langnghe/internal/mutant"
)

// portion is about how many people one transaction of the heartbeat looks at.
const portion = 50

// beat is what the heartbeat knows beside the store.
type beat struct {
	mu   sync.Mutex
	rest map[string]time.Time // rule that went wrong -> not before
}

// Heartbeat does a piece of what the schedule owes and reports whether there is
// more to do at once: whoever calls lets a turn go between.
//
// An occurrence goes through the units in the order of their ids, some in a
// transaction, and what was sent and how far it got are written together: after
// a crash it goes on where it was. A unit it goes wrong in is left, told to the
// operator and tried again each minute within the rule's grace; the others get
// theirs. When the file with the units and people was changed under an
// occurrence, it goes through all units once more: who has a row of it already
// gets no second one, and nobody is passed over.
func (b *Bot) Heartbeat(ctx context.Context, now time.Time) (more bool, err error) {
	err = b.update(ctx, func(tx Tx, fx *effects) error {
		more = false
		var ch Change
		fired, marks := map[string]Fired{}, map[string]time.Time{}
		for _, r := range b.Rules {
			f, ok := tx.Fired(r.ID)
			if !ok {
				// First sight of a rule: nothing before now is owed.
				f = Fired{Rule: r.ID, Slot: now, At: now}
				ch.Fired = append(ch.Fired, f)
			}
			fired[r.ID], marks[r.ID] = f, f.Slot
		}
		if ids := schedule.Ahead(b.Rules, marks, now.Add(time.Hour)); len(ids) > 0 {
			fx.warn("clock_ahead", "Đồng hồ máy chủ từng chạy trước giờ thật. Các lịch này im lặng cho đến lúc đó: "+strings.Join(ids, ", "))
		}
		owed, skipped := schedule.Due(b.Rules, marks, now, b.Calendar)
		for _, o := range skipped {
			b.Log.Warn("scheduled occurrence skipped, too late", "rule", o.Rule.ID, "slot", o.Slot)
			if f := fired[o.Rule.ID]; f.Doing.Equal(o.Slot) {
				fx.warn("rule_unfinished", "Một lịch gửi đã quá giờ gửi bù mà chưa gửi hết: "+o.Rule.ID)
			}
			f := Fired{Rule: o.Rule.ID, Slot: o.Slot, At: now}
			ch.Fired, fired[o.Rule.ID] = append(ch.Fired, f), f
		}
		owed = slices.DeleteFunc(owed, func(o schedule.Occurrence) bool { return b.beat.rests(o.Rule.ID, now) })
		if len(owed) > 0 {
			f, err := b.walk(tx, owed[0], fired[owed[0].Rule.ID], now, fx)
			if err != nil {
				return err
			}
			if !mutant.On(mutant.ForgetFired) || !f.Doing.IsZero() {
				ch.Fired = append(ch.Fired, f)
			}
			more = true
		}
		b.lookAtGroups(tx, now, &ch)
		if ch.Empty() {
			return nil
		}
		_, err := tx.Apply(ch)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("heartbeat: %w", err)
	}
	return more, nil
}

// walk takes an occurrence through the next units, as many as fit into a
// transaction, and returns how far it got.
func (b *Bot) walk(tx Tx, o schedule.Occurrence, f Fired, now time.Time, fx *effects) (Fired, error) {
	if !f.Doing.Equal(o.Slot) {
		f = Fired{Rule: f.Rule, Slot: f.Slot, Doing: o.Slot, File: b.OrgFile}
	}
	f.At = now
	units := b.goes(o.Rule)
	next, found := slices.BinarySearch(units, f.Unit)
	if found {
		next++
	}
	again := next == len(units) // gone through: what is left is tried again
	if again {
		units, next, f.Left = f.Left, 0, nil
	}
	well := 0
	for looked := 0; next < len(units) && looked < portion; next++ {
		people, ok, err := b.fire(tx, o, units[next], now, fx)
		if err != nil {
			return f, err
		}
		if ok {
			well++
		} else {
			f.Left = append(f.Left, units[next])
		}
		if looked += people + 1; !again {
			f.Unit = units[next]
		}
	}
	if again {
		f.Left = append(f.Left, units[next:]...)
	}
	switch {
	case !again && next < len(units):
	case f.File != b.OrgFile:
		f.Unit, f.Left, f.File = "", nil, b.OrgFile
	case len(f.Left) == 0:
		fx.count("rule_fired")
		return Fired{Rule: o.Rule.ID, Slot: o.Slot, At: now}, nil
	case !again || well == 0:
		b.beat.tire(o.Rule.ID, now)
	}
	return f, nil
}

// fire carries out an occurrence for one unit, as a decision of its own. ok is
// false when it went wrong for somebody; the operator is told.
func (b *Bot) fire(tx Tx, o schedule.Occurrence, unit string, now time.Time, fx *effects) (people int, ok bool, err error) {
	t := b.begin(tx, now)
	t.at = o.Slot
	if !t.try(o.Rule.ID, fx, func() { people = t.fire(o, unit) }) {
		return 0, false, nil
	}
	fx.add(t.fx)
	if ch := t.finish(); !ch.Empty() {
		_, err = tx.Apply(ch)
	}
	return people, !t.spoilt, err
}

// each calls f for people. Somebody for whom it goes wrong keeps no one else
// from hearing; his unit is tried again for him.
func (t *turn) each(o schedule.Occurrence, people []org.Person, f func(org.Person)) {
	for _, p := range people {
		if !t.try(o.Rule.ID, &t.fx, func() { f(p) }) {
			t.spoilt = true
		}
	}
}

// try runs a part of what a rule does and reports whether it went well.
func (t *turn) try(rule string, fx *effects, f func()) (ok bool) {
	defer func() {
		if r := recover(); r != nil {
			if err, is := r.(error); is && isStoreFault(err) {
				panic(r)
			}
			t.b.Log.Error("a scheduled rule panicked", "rule", rule, "cause", panicKind(r))
			fx.warn("rule_failed", "Một lịch gửi bị lỗi, sẽ thử lại: "+rule)
			t.b.fault(r, fx)
			ok = false
		}
	}()
	f()
	return true
}

// tire lets a rule that goes wrong rest until the next minute.
func (b *beat) tire(rule string, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rest == nil {
		b.rest = map[string]time.Time{}
	}
	b.rest[rule] = now.Truncate(time.Minute).Add(time.Minute)
}

// rests reports whether a rule rests. One that should rest for longer than a
// minute was sent to rest by a clock that ran ahead.
func (b *beat) rests(rule string, now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	left := b.rest[rule].Sub(now)
	return left > 0 && left <= time.Minute
}
