package main

import (
	"context"
	"errors"
	"time"

	"langnghe/bot/chat"
)

// stepped drives a node by hand: each part in a fixed order, on whatever clock
// the caller has. Tests and rehearsals use it in place of the goroutines of
// [node.run].
type stepped struct {
	n       *node
	started map[string]bool
	due     map[string]time.Time // of channels
	beat    time.Time            // of the next heartbeat
}

func newStepped(n *node) *stepped {
	return &stepped{n: n, started: map[string]bool{}, due: map[string]time.Time{}}
}

// step does what is due at now, once through all parts. next is when something
// is due again, zero when nothing is known to be; did reports whether anything
// was done.
func (s *stepped) step(ctx context.Context, now time.Time) (next time.Time, did bool, err error) {
	var errs []error
	note := func(at time.Time, done bool, err error) {
		if err != nil {
			errs = append(errs, err)
		}
		did = did || done
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	for _, c := range s.n.channels {
		s.channel(ctx, now, c, note)
	}
	if !now.Before(s.beat) {
		more, err := s.n.beat(ctx, now)
		if !more {
			s.beat = now.Truncate(time.Minute).Add(time.Minute)
		}
		note(time.Time{}, more, err)
	}
	note(time.Time{}, false, s.n.sweep(now))
	note(s.n.bot.Turn(ctx, now))
	at, done, err := s.n.deliver.Step(ctx, now)
	s.n.health.lanes(s.n.deliver.Stopped(now))
	note(at, done, err)
	note(s.beat, false, nil)
	return next, did, errors.Join(errs...)
}

func (s *stepped) channel(ctx context.Context, now time.Time, c chat.Channel, note func(time.Time, bool, error)) {
	name := c.Name()
	if st, ok := c.(chat.Starter); ok && !s.started[name] {
		if at := s.due[name]; now.Before(at) {
			note(at, false, nil)
			return
		}
		if err := st.Start(ctx, now); err != nil {
			s.due[name] = now.Add(5 * time.Second)
			note(s.due[name], false, nil) // a platform that is away is no failure of ours
			return
		}
		s.started[name] = true
		s.n.health.started(name)
		s.due[name] = time.Time{}
	}
	st, ok := c.(chat.Stepper)
	if !ok {
		return
	}
	if at := s.due[name]; now.Before(at) {
		note(at, false, nil)
		return
	}
	at, done, err := st.Step(ctx, now)
	s.n.health.stepped(name, err)
	var refused *chat.SendError
	if errors.As(err, &refused) {
		err = nil // likewise: classified and counted already
	}
	if at.IsZero() || !at.After(now) {
		at = now.Add(time.Second)
	}
	s.due[name] = at
	note(at, done, err)
}
