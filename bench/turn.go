package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
)

const (
	turnPeople   = 10_000
	turnInFlight = 64
)

// turnRow: everybody stands before the last question of a periodic report and
// answers "send". The turn files the report, ends the session and writes the
// receipt. The baseline puts the same bytes under keys of the same kind, as the
// product's own change told it, into a file that holds 10,000 sessions too.
//
// Twice: the turn alone, of events that wait in the inbox, 64 to a commit; and
// the whole way of 64 senders at once, each of whom waits until his message is
// decided and on disk. The whole way is two commits, since the platform is
// answered after the first; so is its baseline.
func turnRow(s setup, t *table) error {
	w, err := turnBytes(s.dir)
	if err != nil {
		return err
	}
	bare := func(accept bool) func() (figure, error) {
		return func() (figure, error) { return bareTurns(s.dir, w, accept) }
	}
	t.add("", "product", "bare put", "ratio", "(runs)", "budget", "")
	for _, l := range []struct {
		name       string
		ours, bare func() (figure, error)
	}{
		{fmt.Sprintf("turn alone (%d keys, %d B each)", len(w.puts), w.total()), func() (figure, error) { return waitingTurns(s.dir) }, bare(false)},
		{"accept and turn, 64 in flight, against two commits", func() (figure, error) { return wholeTurns(s.dir) }, bare(true)},
	} {
		p, err := turns(s.runs, l.ours, l.bare)
		if err != nil {
			return err
		}
		of, spread := p.ratios()
		t.add(l.name, best(p.ours).String(), best(p.bare).String(), percent(of), spread, ">= 60 %", verdict(of >= 0.6))
	}
	return nil
}

// ready is a city in which everybody has only "send" left to say.
func ready(p plan) (*city, error) {
	c, err := build(p)
	if err != nil {
		return nil, err
	}
	if err := c.sayAll(time.Now(), toReview...); err != nil {
		return nil, errors.Join(err, c.store.Close())
	}
	return c, nil
}

const send = "1"

// waitingTurns measures turns of events accepted before.
func waitingTurns(dir string) (f figure, err error) {
	c, err := ready(plan{dir: dir, people: turnPeople, now: time.Now})
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, c.store.Close()) }()
	if _, err := closed(turnInFlight, turnPeople, func(i int) error {
		_, err := c.store.Accept(context.Background(), message(i, send, time.Now()))
		return err
	}); err != nil {
		return f, err
	}
	c.bot.Store = &watched{Store: c.store, most: turnInFlight}
	var took []time.Duration
	start := time.Now()
	for did := true; did; {
		began := time.Now()
		if _, did, err = c.bot.Turn(context.Background(), began); err != nil {
			return f, err
		}
		took = append(took, time.Since(began))
	}
	spent := time.Since(start)
	return measured(turnPeople, spent, took), c.filed(turnPeople)
}

// wholeTurns measures from the message to its committed turn.
func wholeTurns(dir string) (f figure, err error) {
	c, err := ready(plan{dir: dir, people: turnPeople, now: time.Now})
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, c.store.Close()) }()
	w := &watched{Store: c.store, most: 1 << 20, waiting: map[bot.EventID]chan struct{}{}}
	c.bot.Store = w
	ctx, stop := context.WithCancel(context.Background())
	var loop sync.WaitGroup
	loop.Go(func() { c.turnLoop(ctx, nil) })
	inbox := waking{c.store, c.wake}
	f, err = closed(turnInFlight, turnPeople, func(i int) error {
		e := message(i, send, time.Now())
		done := w.expect(bot.EventID{Channel: e.Channel, Key: e.Key})
		if _, err := inbox.Accept(ctx, e); err != nil {
			return err
		}
		<-done
		return nil
	})
	stop()
	loop.Wait()
	return f, errors.Join(err, c.filed(turnPeople))
}

// turnLoop decides what waits, as cmd/langnghe does.
func (c *city) turnLoop(ctx context.Context, wakeSend chan<- struct{}) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.wake:
		case <-timer.C:
		}
		for ctx.Err() == nil {
			next, did, err := c.bot.Turn(context.WithoutCancel(ctx), time.Now())
			if err != nil {
				panic(err) // a measurement of a broken store is none
			}
			if did {
				poke(wakeSend)
				continue
			}
			wait := time.Minute
			if !next.IsZero() {
				wait = min(max(time.Until(next), 0), wait)
			}
			timer.Reset(wait)
			break
		}
	}
}

// filed checks that everybody's report is there: a fast nothing is not fast.
func (c *city) filed(want int) error {
	got := 0
	err := c.store.View(context.Background(), func(v bot.View) error {
		for i := range c.people {
			got += len(v.ReportsOf(personID(i), 2))
		}
		return nil
	})
	if err == nil && got != want {
		err = fmt.Errorf("%d reports were filed, want %d", got, want)
	}
	return err
}

// watched is the store with an eye on what is committed.
type watched struct {
	bot.Store
	most int // of waiting events in one commit

	mu      sync.Mutex
	waiting map[bot.EventID]chan struct{}
	change  func(bot.Change)
}

func (w *watched) expect(id bot.EventID) <-chan struct{} {
	done := make(chan struct{})
	w.mu.Lock()
	w.waiting[id] = done
	w.mu.Unlock()
	return done
}

// Update tells those who wait once their events are committed.
func (w *watched) Update(ctx context.Context, f func(bot.Tx) error) error {
	var handled []bot.EventID
	err := w.Store.Update(ctx, func(tx bot.Tx) error {
		handled = handled[:0]
		return f(&watchedTx{tx, w, &handled})
	})
	if err == nil && w.waiting != nil {
		w.mu.Lock()
		for _, id := range handled {
			if done := w.waiting[id]; done != nil {
				close(done)
				delete(w.waiting, id)
			}
		}
		w.mu.Unlock()
	}
	return err
}

type watchedTx struct {
	bot.Tx
	w       *watched
	handled *[]bot.EventID
}

func (t *watchedTx) Waiting(most int) []chat.Event { return t.Tx.Waiting(min(most, t.w.most)) }

func (t *watchedTx) Apply(c bot.Change) ([]uint64, error) {
	*t.handled = append(*t.handled, c.Handled...)
	if t.w.change != nil {
		t.w.change(c)
	}
	return t.Tx.Apply(c)
}
