package bot

import (
	"context"
	"fmt"
	"testing"
	"time"

	"langnghe/bot/chat"
)

// slow is a channel of which only the limits matter here.
type slow struct{ limits chat.Limits }

func (slow) Name() string                        { return "slow" }
func (s slow) Limits() chat.Limits               { return s.limits }
func (slow) Parts(chat.Outbound) []chat.Outbound { panic("not called") }
func (slow) Decode([]byte) (chat.Inbound, error) { panic("not called") }
func (slow) Send(context.Context, time.Time, chat.Outbound) (chat.Receipt, error) {
	panic("not called")
}

func row(id uint64, class Class, who string) Outgoing {
	return Outgoing{ID: id, Class: class, State: Queued, Msg: chat.Outbound{To: chat.Address{Channel: "slow", ID: who}}}
}

// order takes until nothing more can go, finishing each at once.
func order(l *lane, now time.Time) (ids []uint64) {
	for {
		s, _ := l.take(now)
		if s == nil {
			return ids
		}
		ids = append(ids, s.id)
		l.done(s)
	}
}

func same(a, b []uint64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestInteractiveGoesFirst(t *testing.T) {
	l := newLane(slow{chat.Limits{}})
	l.add(row(1, Reminder, "a"))
	l.add(row(2, Reminder, "b"))
	l.add(row(3, Reply, "c"))
	l.add(row(4, Alert, "b"))
	// b's alert may not overtake b's reminder, but it pulls it forward.
	if got, want := order(l, noon), []uint64{2, 3, 4, 1}; !same(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
}

func TestOneAtATimeForEachRecipient(t *testing.T) {
	l := newLane(slow{chat.Limits{}})
	l.add(row(1, Reply, "a"))
	l.add(row(2, Reply, "a"))
	s, _ := l.take(noon)
	if s.id != 1 {
		t.Fatalf("first is %d", s.id)
	}
	if second, _ := l.take(noon); second != nil {
		t.Fatal("the second left while the first was being sent")
	}
	l.release(s, noon.Add(time.Second))
	if again, next := l.take(noon); again != nil || !next.Equal(noon.Add(time.Second)) {
		t.Fatalf("retry may go at %v", next)
	}
	if got, want := order(l, noon.Add(time.Second)), []uint64{1, 2}; !same(got, want) {
		t.Errorf("order %v, want %v", got, want)
	}
}

// TestLaterHoldsNobodyUp shows that what is to go out in the morning does not
// keep an answer from going out at night.
func TestLaterHoldsNobodyUp(t *testing.T) {
	l := newLane(slow{chat.Limits{}})
	morning := row(1, Reminder, "a")
	morning.Due = noon.Add(8 * time.Hour)
	l.add(morning)
	l.add(row(2, Reply, "a"))
	if got, want := order(l, noon), []uint64{2}; !same(got, want) {
		t.Errorf("now %v, want %v", got, want)
	}
	if got, want := order(l, morning.Due), []uint64{1}; !same(got, want) {
		t.Errorf("in the morning %v, want %v", got, want)
	}
}

func TestRateAndPause(t *testing.T) {
	l := newLane(slow{chat.Limits{PerSec: 2, Burst: 1}})
	for i := range uint64(5) {
		l.add(row(i+1, Reminder, string(rune('a'+i))))
	}
	if got := order(l, noon); len(got) != 1 {
		t.Errorf("%d at once, want 1", len(got))
	}
	if got := order(l, noon.Add(500*time.Millisecond)); len(got) != 1 {
		t.Errorf("%d after half a second, want 1", len(got))
	}
	l.pause(noon.Add(time.Minute))
	if s, next := l.take(noon.Add(30 * time.Second)); s != nil || !next.Equal(noon.Add(time.Minute)) {
		t.Errorf("during the stop: next %v", next)
	}
	if got := order(l, noon.Add(time.Minute)); len(got) != 1 {
		t.Errorf("%d after the stop, want 1", len(got))
	}
}

// TestGroupPace proves the limit of one chat over any minute, also when its
// line was empty in between.
func TestGroupPace(t *testing.T) {
	l := newLane(slow{chat.Limits{Group: 0.3}})
	sent := 0
	id := uint64(0)
	for s := range 60 {
		now := noon.Add(time.Duration(s) * time.Second)
		id++
		o := row(id, Group, "g")
		o.Msg.Group = true
		l.add(o)
		sent += len(order(l, now))
	}
	if sent > 20 {
		t.Errorf("%d messages to one group in a minute", sent)
	}
}

// TestFanOut sends to 12,000 people at the configured rate: nearly all of it is
// used, no second sees more than it allows, and an answer that comes in the
// middle does not wait.
func TestFanOut(t *testing.T) {
	const people, perSec = 12_000, 25
	l := newLane(slow{chat.Limits{PerSec: perSec, Burst: 1, Chat: 1}})
	for i := range uint64(people) {
		l.add(row(i+1, Reminder, fmt.Sprint("p", i)))
	}
	now, sent := noon, 0
	var at []time.Time
	asked := noon.Add(100 * time.Second)
	added, answered := false, time.Time{}
	for sent < people+1 {
		if !added && !now.Before(asked) {
			added = true
			l.add(row(people+1, Reply, "someone"))
		}
		s, next := l.take(now)
		if s == nil {
			if !next.After(now) {
				t.Fatalf("nothing to send and nothing to wait for after %d", sent)
			}
			now = next
			continue
		}
		if s.id == people+1 {
			answered = now
		}
		at = append(at, now)
		sent++
		l.done(s)
	}
	took := at[len(at)-1].Sub(at[0]).Seconds()
	if used := float64(sent-1) / took / perSec; used < 0.97 || used > 1.0001 {
		t.Errorf("%.3f of the rate was used", used)
	}
	for i := perSec + 1; i < len(at); i++ {
		if at[i].Sub(at[i-perSec-1]) < time.Second {
			t.Fatalf("more than %d a second at %v", perSec+1, at[i].Sub(noon))
		}
	}
	if wait := answered.Sub(asked); wait > time.Second {
		t.Errorf("an answer waited %v", wait)
	}
}
