package storetest

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

func duration(n int) time.Duration { return time.Duration(n) }

// testCrash copies the store's files around many commits while callers work,
// and opens each copy: nothing acknowledged before the copy may be missing.
func testCrash(t *testing.T, b *bench) {
	s := b.start(t)
	var mu sync.Mutex
	acked := map[string]bool{}
	type taken struct {
		dir   string
		acked []string
	}
	var copies []taken
	commits := 0
	b.fail(func(point string) error {
		if commits++; commits%23 != 0 || len(copies) == 12 {
			return nil
		}
		mu.Lock()
		defer mu.Unlock()
		c := taken{dir: filepath.Join(t.TempDir(), point)}
		for k := range acked {
			c.acked = append(c.acked, k)
		}
		copies = append(copies, c)
		return copyDir(c.dir, b.o.Dir)
	})
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 40 {
				key := fmt.Sprintf("%d-%d", g, i)
				_, err := s.Accept(bg, chat.Event{Channel: "zalo", Key: key, Body: []byte(key), Received: epoch})
				if err == nil && i%3 == 0 {
					err = s.Update(bg, func(tx bot.Tx) error {
						_, err := tx.Apply(bot.Change{
							Handled: []bot.EventID{{Channel: "zalo", Key: key}},
							Outbox:  []bot.Outgoing{{Dedup: key, Person: key, Made: epoch}},
							Timers:  []bot.Timer{{Key: key, Due: epoch}},
						})
						return err
					})
					key += "+"
				}
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				acked[key] = true
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	b.fail(nil)
	if len(copies) == 0 {
		t.Fatal("no copy was taken")
	}
	for _, c := range copies {
		crashed := &bench{open: b.open, traits: b.traits, o: Options{Dir: c.dir, Now: b.o.Now}}
		s := crashed.start(t)
		check(t, s)
		view(t, s, func(v bot.View) {
			waits := map[string]bool{}
			for _, e := range v.Waiting(100000) {
				waits[e.Key] = true
			}
			for _, key := range c.acked {
				if turned, ok := strings.CutSuffix(key, "+"); ok {
					if !v.Seen(turned) || waits[turned] {
						t.Errorf("the turn of %s was acknowledged and is lost", turned)
					}
				} else if !waits[key] {
					t.Errorf("event %s was acknowledged and is lost", key)
				}
			}
		})
		crashed.close(t)
	}
}

// testFull fills the store, makes room and goes on, without reopening.
func testFull(t *testing.T, b *bench) {
	b.o.MaxSize = 2 << 20
	s, m := b.start(t), newModel()
	body := make([]byte, 3000)
	next := 0
	fill := func() {
		t.Helper()
		for range 5000 {
			e := chat.Event{Channel: "zalo", Key: fmt.Sprint(next), Body: body, Received: epoch}
			fresh, err := s.Accept(bg, e)
			if errors.Is(err, chat.ErrFull) {
				if fresh {
					t.Error("refused and fresh")
				}
				return
			}
			if err != nil || !fresh {
				t.Fatalf("accept %d: %v, fresh %v", next, err, fresh)
			}
			m.accept(e)
			next++
		}
		t.Fatal("the store never said that it is full")
	}
	for round := range 3 {
		fill()
		if next == 0 {
			t.Fatal("nothing could be accepted")
		}
		same(t, s, m) // it still reads
		if fresh, err := s.Accept(bg, chat.Event{Channel: "zalo", Key: "0", Body: body}); fresh || err != nil {
			t.Errorf("an event known while full: fresh %v, %v", fresh, err)
		}
		for {
			wait := m.Waiting(40)
			if len(wait) == 0 {
				break
			}
			var c bot.Change
			for _, e := range wait {
				c.Handled = append(c.Handled, bot.EventID{Channel: e.Channel, Key: e.Key})
			}
			c.Outbox = []bot.Outgoing{{Dedup: wait[0].Key, Person: "p1", Made: epoch}}
			both(t, s, m, c)
		}
		before := next
		if fill(); next == before {
			t.Errorf("round %d: nothing was accepted after room was made", round)
		}
		if round == 1 {
			s = b.reopen(t)
		}
	}
}
