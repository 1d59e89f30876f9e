package main

import (
	"context"
	"time"

	"langnghe/bot"
	"langnghe/bot/schedule"
)

// Advance sets the clock forward, stopping at each moment on the way at which
// something is due, as if the time had really passed.
func (c *demoCity) Advance(ctx context.Context, d time.Duration) error {
	now := c.now()
	end := now.Add(d)
	for range 1000 {
		next := c.nextMoment(ctx, c.now(), end)
		if next.After(end) {
			break
		}
		c.setClock(next)
		for more := true; more; {
			var err error
			if more, err = c.node.beat(ctx, c.now()); err != nil {
				return err
			}
		}
		if _, _, err := c.node.bot.Turn(ctx, c.now()); err != nil {
			return err
		}
		c.drain(ctx)
	}
	c.setClock(end)
	return nil
}

// nextMoment is when something is due next: a slot of the schedule or a timer.
func (c *demoCity) nextMoment(ctx context.Context, now, end time.Time) time.Time {
	next := end.Add(time.Second)
	if slots := schedule.Between(c.node.bot.Rules, now, end, c.node.bot.Calendar); len(slots) > 0 {
		next = slots[0].Slot
	}
	_ = c.node.store.View(ctx, func(v bot.View) error {
		if due, ok := v.NextTimer(); ok && due.After(now) && due.Before(next) {
			next = due
		}
		return nil
	})
	return next
}

// drain lets what is queued go out before the clock moves on, for a moment.
func (c *demoCity) drain(ctx context.Context) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for range 100 {
		poke(c.node.wakeSend)
		if s := c.node.store.Sizes(); s.Queued+s.Sending == 0 {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			// The platforms' rates are paced by the demo's clock: let it run.
			c.ahead.Add(int64(3 * time.Second))
		}
	}
}

// setClock moves the clock to at, never back, and wakes whoever waits for it.
func (c *demoCity) setClock(at time.Time) {
	if d := at.Sub(c.now()); d > 0 {
		c.ahead.Add(int64(d))
	}
	poke(c.node.wakeTurn)
	poke(c.node.wakeBeat)
	poke(c.node.wakeSend)
	poke(c.wakeZalo)
	c.changed()
}
