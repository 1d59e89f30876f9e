package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/telegram/telegramsim"
)

const (
	fanoutPeople  = 12_000
	fanoutTalkers = 100 // who write meanwhile and wait for an answer
)

// platform is one fan-out: what we allow ourselves and what the simulated
// platform allows, both a second.
type platform struct {
	name   string
	index  int // 0: Zalo, 1: Telegram
	ours   float64
	theirs float64
}

var platforms = []platform{
	{"telegram, per_sec 25 (default) of 30", 1, 25, 30},
	{"telegram, per_sec 30 of 30", 1, 30, 30},
	{"zalo, per_minute 80 (default) of 100", 0, 80.0 / 60, 100.0 / 60},
	{"zalo, per_minute 100 of 100", 0, 100.0 / 60, 100.0 / 60},
	{"zalo, per_minute 2000 of 2000", 0, 2000.0 / 60, 2000.0 / 60},
}

// fanoutRow sends one message to each of 12,000 people through the deliverer,
// on a virtual clock, at a platform that counts, refuses what is too much and
// says how long to wait. Meanwhile 100 others write one after the other and
// wait for an answer. The other side of the ratio is the configured rate. One run
// is enough: the clock is virtual, and each gives the same.
func fanoutRow(s setup, t *table) error {
	t.add("", "product", "configured", "share", "refused", "lost", "twice", "reply waits at most", "budget", "")
	for _, p := range platforms {
		f, err := fanout(s.dir, p)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		share := f.rate / p.ours
		ok := share >= 0.97 && share <= 1 && f.refused == 0 && f.lost == 0 && f.twice == 0 && f.wait <= time.Second
		t.add(p.name, fmt.Sprintf("%.3f/s", f.rate), fmt.Sprintf("%.3f/s", p.ours), fmt.Sprintf("%.1f %%", 100*share),
			fmt.Sprint(f.refused), fmt.Sprint(f.lost), fmt.Sprint(f.twice), short(f.wait),
			">= 97 %, 0, 0, 0, <= 1 s", verdict(ok))
	}
	return nil
}

type spread struct {
	rate                 float64
	refused, lost, twice int
	wait                 time.Duration
}

// clock is the virtual one.
type clock struct{ at time.Time }

func (c *clock) now() time.Time { return c.at }

func fanout(dir string, p platform) (f spread, err error) {
	people := 2 * (fanoutPeople + fanoutTalkers)
	v := &clock{time.Date(2026, 11, 23, 9, 0, 0, 0, zone)}
	a := newArrivals(v.now, fanoutTalkers)
	perMinute := int(p.theirs*60 + 0.5)
	z := newZalo(v.now, people, perMinute)
	tg := newTelegram(v.now, people, telegramsim.Limits{PerSec: int(p.theirs + 0.5)})
	want := plan{dir: dir, people: people, noSync: true, now: v.now, platforms: connected(a.transport(z.Transport()), a.transport(tg.Transport()))}
	if p.index == 0 {
		want.perMinute = int(p.ours*60 + 0.5)
	} else {
		want.perSec = p.ours
	}
	c, err := build(want)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, c.store.Close()) }()
	if err := c.zalo.Start(context.Background(), v.now()); err != nil {
		return f, err
	}
	if err := c.sayAll(v.now(), toChoice...); err != nil {
		return f, err
	}
	v.at = v.at.Add(time.Minute)
	if err := c.tellAll(p.index, v.now()); err != nil {
		return f, err
	}
	if err := c.drain(v, a, p); err != nil {
		return f, err
	}
	f.rate = float64(a.sends-1) / a.last.Sub(a.first).Seconds()
	f.wait = slices.Max(a.took)
	f.refused = tg.Answers(429)
	for _, call := range z.Calls() {
		if call.To != "" && !call.Accepted() {
			f.refused++
		}
	}
	for n := range fanoutPeople {
		i := 2*n + p.index
		got := 0
		if p.index == 0 {
			got = len(z.Chat(address(i).ID))
		} else {
			got = len(tg.Chat(telegramID(i)))
		}
		switch {
		case got == 0:
			f.lost++
		case got > 1:
			f.twice++
		}
	}
	f.lost += fanoutTalkers - len(a.took)
	return f, nil
}

// tellAll queues the fan-out.
func (c *city) tellAll(index int, now time.Time) error {
	return c.store.Update(context.Background(), func(tx bot.Tx) error {
		var ch bot.Change
		for n := range fanoutPeople {
			i := 2*n + index
			ch.Outbox = append(ch.Outbox, bot.Outgoing{
				Class: bot.Notice, Dedup: "fan/" + personID(i), Why: "fan-out", Person: personID(i), Made: now, State: bot.Queued,
				Msg: chat.Outbound{To: address(i), Text: "Mời bác dự hội nghị giao ban dư luận xã hội tháng 11."},
			})
		}
		_, err := tx.Apply(ch)
		return err
	})
}

// drain steps the deliverer until nothing is left, and lets somebody write now
// and then: at a rate that spreads all talkers over the fan-out.
func (c *city) drain(v *clock, a *arrivals, p platform) error {
	ctx := context.Background()
	d := bot.NewDeliverer(c.bot)
	if err := d.Open(ctx, v.now()); err != nil {
		return err
	}
	every := time.Duration(fanoutPeople / p.ours / (fanoutTalkers + 2) * float64(time.Second))
	talks, talker := v.now().Add(every), 0
	for {
		if talker < fanoutTalkers && !v.now().Before(talks) {
			i := 2*(fanoutPeople+talker) + p.index
			a.expect(address(i).ID, v.now())
			if err := c.say(i, "3", v.now()); err != nil {
				return err
			}
			talks, talker = talks.Add(every), talker+1
		}
		next, did, err := d.Step(ctx, v.now())
		if err != nil {
			return err
		}
		if did {
			continue
		}
		if talker < fanoutTalkers && (next.IsZero() || talks.Before(next)) {
			next = talks
		}
		if next.IsZero() {
			return nil
		}
		if !next.After(v.now()) {
			return fmt.Errorf("the deliverer asks for a moment that is over")
		}
		v.at = next
	}
}
