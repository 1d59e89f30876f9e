package main

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/store"
)

// senders is how many platform calls are under way at once.
const senders = 64

// run gives each part a goroutine and the real clock, until ctx ends; then the
// turn in hand is finished and what is queued is sent, for at most the time
// the settings give.
func (n *node) run(ctx context.Context) {
	var parts sync.WaitGroup
	stopSend := make(chan struct{})
	parts.Go(func() { n.turnLoop(ctx) })
	parts.Go(func() { n.heartbeatLoop(ctx) })
	for _, c := range n.channels {
		parts.Go(func() { n.channelLoop(ctx, c) })
	}
	var sending sync.WaitGroup
	sending.Go(func() { n.sendLoop(stopSend) })
	parts.Wait()
	close(stopSend)
	sending.Wait()
}

// turnLoop decides what waits.
func (n *node) turnLoop(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-n.wakeTurn:
		case <-timer.C:
		}
		for ctx.Err() == nil {
			next, did, err := n.bot.Turn(context.WithoutCancel(ctx), n.env.Now())
			if err != nil {
				n.failed("turn", err)
				timer.Reset(time.Second)
				break
			}
			if did {
				poke(n.wakeSend)
				continue
			}
			timer.Reset(until(n.env.Now(), next, time.Minute))
			break
		}
	}
}

// failed logs what a part could not do, and tells what a human must decide: a
// record that cannot be read stops the part until he does.
func (n *node) failed(part string, err error) {
	n.log.Error("a part of the program failed", "part", part, "cause", err)
	var unreadable *store.CorruptError
	if errors.As(err, &unreadable) {
		n.alert("store_unreadable", "a record cannot be read; see: langnghe store check, langnghe store mend, langnghe store salvage")
	}
}

// until is how long to wait for next, at most most.
func until(now, next time.Time, most time.Duration) time.Duration {
	if next.IsZero() {
		return most
	}
	return min(max(next.Sub(now), 0), most)
}

// heartbeatLoop fires the schedule each minute and sweeps the store each hour.
// cron only ticks; what was fired is remembered in the store.
func (n *node) heartbeatLoop(ctx context.Context) {
	tick := make(chan struct{}, 1)
	c := cron.New(cron.WithLocation(n.cfg.Zone))
	if _, err := c.AddFunc("* * * * *", func() { poke(tick) }); err != nil {
		n.log.Error("heartbeat cannot be set", "cause", err)
		return
	}
	c.Start()
	defer c.Stop()
	poke(tick)
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick:
		case <-n.wakeBeat:
		}
		for more := true; more && ctx.Err() == nil; { // turns commit between two pieces
			var err error
			if more, err = n.beat(context.WithoutCancel(ctx), n.env.Now()); err != nil {
				n.failed("heartbeat", err)
			}
			poke(n.wakeSend)
		}
		if err := n.sweep(n.env.Now()); err != nil {
			n.failed("sweep", err)
		}
	}
}

// jump is how far the clock may get ahead between two sweeps of a running
// program; what is further is the clock's fault, not the calendar's.
const jump = 7 * 24 * time.Hour

// sweep lets the store drop what is kept long enough: once a day of UTC, since
// all is kept for days, and once an hour while that fails. Keys once
// destroyed do not come back, so a clock that leaps ahead is not believed for
// two days: time for the operator to set it right.
func (n *node) sweep(now time.Time) error {
	since := now.Sub(n.swept)
	switch {
	case !n.swept.IsZero() && since > jump:
		n.alert("clock_jump", "Đồng hồ máy chủ nhảy xa về phía trước. Xin kiểm tra ngay: sau 48 giờ dữ liệu quá hạn sẽ bị xóa theo giờ này.")
		n.swept, n.distrust = now, now.Add(48*time.Hour)
		return nil
	case since < time.Hour && since >= 0:
		return nil
	}
	n.swept = now
	today := now.UTC().Truncate(24 * time.Hour)
	if n.clean.Equal(today) || now.Before(n.distrust) && n.distrust.Sub(now) <= 48*time.Hour {
		return nil
	}
	_, err := n.store.Sweep(now)
	_, trimmed := n.store.TrimFlows(context.Background(), n.bot.Flows.Version())
	if err = errors.Join(err, trimmed); err == nil {
		n.clean = today
	}
	return err
}

// beat is one piece of a heartbeat; more says that the next is to follow at once.
func (n *node) beat(ctx context.Context, now time.Time) (more bool, err error) {
	more, err = n.bot.Heartbeat(ctx, now)
	if err = errors.Join(err, n.tellOperators(ctx, now)); err == nil {
		n.health.beaten(now)
	}
	return more, err
}

// channelLoop makes a channel known to its platform and does its own work.
func (n *node) channelLoop(ctx context.Context, c chat.Channel) {
	pause := time.NewTimer(0)
	defer pause.Stop()
	wait := func(d time.Duration) bool {
		pause.Reset(d)
		select {
		case <-ctx.Done():
			return false
		case <-pause.C:
			return true
		}
	}
	if s, ok := c.(chat.Starter); ok {
		for again := time.Second; ; again = min(2*again, 5*time.Minute) {
			err := s.Start(ctx, n.env.Now())
			if err == nil {
				break
			}
			n.log.Warn("channel is not known to its platform yet", "channel", c.Name(), "cause", err)
			var se *chat.SendError
			if errors.As(err, &se) && se.After > again {
				again = se.After
			}
			if !wait(again) {
				return
			}
		}
	}
	n.health.started(c.Name())
	s, ok := c.(chat.Stepper)
	if !ok {
		return
	}
	for {
		next, did, err := s.Step(ctx, n.env.Now())
		if ctx.Err() != nil {
			return
		}
		n.health.stepped(c.Name(), err)
		if err != nil {
			n.log.Warn("channel step failed", "channel", c.Name(), "cause", err)
		}
		d := until(n.env.Now(), next, 10*time.Minute)
		if next.IsZero() && !did {
			d = time.Minute
		}
		if err != nil && d < time.Second {
			d = time.Second
		}
		if !wait(d) {
			return
		}
	}
}

// sendLoop sends what is in the outbox with a pool of senders. When stop is
// closed it goes on until nothing can be sent, for a bounded time.
//
// What cannot be settled because the store is away is kept by the deliverer,
// which says when to come back.
func (n *node) sendLoop(stop <-chan struct{}) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	results := make(chan bot.Sent, senders)
	flying := 0
	timer := time.NewTimer(0)
	defer timer.Stop()
	var deadline <-chan time.Time
	stopping := false
	for {
		rows, next, err := n.deliver.Claim(ctx, n.env.Now(), senders-flying)
		if err != nil {
			n.failed("reading the outbox", err)
		}
		for _, o := range rows {
			flying++
			go func() { results <- n.deliver.Send(ctx, n.env.Now(), o) }()
		}
		if stopping && flying == 0 && (next.IsZero() || next.Sub(n.env.Now()) > time.Second) {
			return
		}
		n.health.lanes(n.deliver.Stopped(n.env.Now()))
		timer.Reset(until(n.env.Now(), next, time.Minute))
		var done []bot.Sent
		select {
		case r := <-results:
			done = append(done, r)
		case <-n.wakeSend:
		case <-timer.C:
		case <-stop:
			stopping, stop = true, nil
			deadline = time.After(n.cfg.StopTimeout)
		case <-deadline:
			cancel() // each call ends, and what became of it is unknown
			for ; flying > 0; flying-- {
				done = append(done, <-results)
			}
			n.finish(done)
			return
		}
		for more := true; more; {
			select {
			case r := <-results:
				done = append(done, r)
			default:
				more = false
			}
		}
		flying -= len(done)
		n.finish(done)
	}
}

// finish settles sends. What the store cannot take now the next claim settles;
// after a stop it is found as being sent at the next start.
func (n *node) finish(done []bot.Sent) {
	if len(done) == 0 {
		return
	}
	if err := n.deliver.Finish(context.Background(), n.env.Now(), done); err != nil {
		n.log.Error("sends cannot be settled yet", "cause", err)
	}
}
