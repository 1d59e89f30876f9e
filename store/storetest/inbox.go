package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"langnghe/bot"
	"langnghe/bot/chat"
)

// testDedup accepts an event again in each of its places.
func testDedup(t *testing.T, b *bench) {
	s, m := b.start(t), newModel()
	accept := func(e chat.Event) {
		t.Helper()
		fresh, err := s.Accept(bg, e)
		if err != nil || fresh != m.accept(e) {
			t.Errorf("accept %s: fresh %v, %v", e.Key, fresh, err)
		}
	}
	all := func() {
		t.Helper()
		for _, e := range Events() {
			accept(e)
		}
		same(t, s, m)
	}
	all()
	all()
	s = b.reopen(t)
	all()
	both(t, s, m, Sample(1))
	all()
	s = b.reopen(t)
	all()
	e := Events()[0]
	e.Channel = "telegram" // another platform's key of the same name
	accept(e)
	same(t, s, m)
	for _, bad := range []chat.Event{{}, {Channel: "zalo"}, {Key: "x"}} {
		if _, err := s.Accept(bg, bad); err == nil {
			t.Errorf("an event without channel or key was accepted")
		}
	}
}

// testPlaces moves events between the places they may be in.
func testPlaces(t *testing.T, b *bench) {
	s, m := b.start(t), newModel()
	e := Events()
	id := bot.EventID{Channel: e[0].Channel, Key: e[0].Key}
	aside := bot.Change{Quarantine: []bot.Quarantined{{Event: e[0], At: epoch, Reason: "panic"}}}
	done := bot.Change{Handled: []bot.EventID{id}}
	again := bot.Change{Replay: []bot.EventID{id}}
	for _, start := range []bool{true, false} {
		if start {
			_, err := s.Accept(bg, e[0])
			if err != nil {
				t.Fatal(err)
			}
			m.accept(e[0])
		}
		for _, c := range []bot.Change{again, aside, aside, again, again, done, done, aside, again, aside, done, again} {
			both(t, s, m, c)
			same(t, s, m)
			b.check(t)
		}
	}
	// Never accepted, but decided: known from then on.
	both(t, s, m, bot.Change{Handled: []bot.EventID{{Channel: "zalo", Key: "unknown"}}, Quarantine: []bot.Quarantined{{Event: e[2], At: epoch}}})
	same(t, s, m)
	for _, k := range []chat.Event{{Channel: "zalo", Key: "unknown"}, e[2]} {
		if fresh, err := s.Accept(bg, k); fresh || err != nil {
			t.Errorf("accept %s after it was decided: fresh %v, %v", k.Key, fresh, err)
		}
	}
}

// testConcurrentAccept has 64 callers accept the same events in different order.
func testConcurrentAccept(t *testing.T, b *bench) {
	s := b.start(t)
	const callers, events = 64, 40
	var fresh [events]atomic.Int64
	var wg sync.WaitGroup
	for g := range callers {
		wg.Go(func() {
			for i := range events {
				n := (i*7 + g*13) % events
				ok, err := s.Accept(bg, chat.Event{Channel: "zalo", Key: fmt.Sprint(n), Body: []byte{byte(n)}, Received: epoch})
				if err != nil {
					t.Error(err)
				}
				if ok {
					fresh[n].Add(1)
				}
				if err := s.View(bg, func(v bot.View) error {
					for _, e := range v.Waiting(1000) {
						if e.Key == fmt.Sprint(n) {
							return nil
						}
					}
					return fmt.Errorf("event %d was accepted and does not wait", n)
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for n := range fresh {
		if got := fresh[n].Load(); got != 1 {
			t.Errorf("event %d was fresh %d times", n, got)
		}
	}
	seen := map[string]int{}
	view(t, s, func(v bot.View) {
		for _, e := range v.Waiting(10 * events) {
			seen[e.Key]++
		}
	})
	for n := range events {
		if seen[fmt.Sprint(n)] != 1 {
			t.Errorf("event %d waits %d times", n, seen[fmt.Sprint(n)])
		}
	}
}
