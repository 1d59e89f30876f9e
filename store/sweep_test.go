package store

import (
	"fmt"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
)

func apply(t testing.TB, s *Store, c bot.Change) {
	t.Helper()
	if err := s.Update(bg, func(tx bot.Tx) error { _, err := tx.Apply(c); return err }); err != nil {
		t.Fatal(err)
	}
}

func TestSweep(t *testing.T) {
	c := testConfig(t)
	c.Retention = Retention{Inbox: 1, Quarantine: 2, Dedup: 3, Sent: 4, Audit: 5}
	s := mustOpen(t, c)
	for i := range sweepChunk + 5 {
		apply(t, s, bot.Change{
			Handled: []bot.EventID{{Channel: "zalo", Key: fmt.Sprint(i)}},
			Outbox:  []bot.Outgoing{{Dedup: fmt.Sprint(i), State: bot.Sending}},
			Audit:   []bot.Audit{{At: day0, Who: "system"}},
		})
	}
	row := func(id uint64, state bot.OutState, expires, since time.Time) bot.Outgoing {
		return bot.Outgoing{ID: id, State: state, Expires: expires, Since: since}
	}
	day := func(n int) time.Time { return day0.AddDate(0, 0, n) }
	apply(t, s, bot.Change{
		Settled: []bot.Outgoing{
			row(1, bot.Dead, day(1), day0), row(2, bot.Dead, time.Time{}, day0), row(3, bot.MaybeSent, day(-1), day0),
			row(4, bot.Parked, day(1), day0), row(5, bot.Queued, day(1), day0),
		},
		Quarantine: []bot.Quarantined{{Event: chat.Event{Channel: "zalo", Key: "q"}, At: day0}},
		Audit:      []bot.Audit{{At: day(1), Who: "system"}},
	})
	all := sweepChunk + 5
	for i, want := range []Swept{
		{}, {Dead: 1}, {Dead: 2}, {Quarantined: 1, DayKeys: 1}, {Dedup: all + 1}, {Sent: all}, {Audit: all}, {Audit: 1}, {},
	} {
		got, err := s.Sweep(day(i))
		if err != nil || got != want {
			t.Errorf("day %d: swept %+v, %v, want %+v", i, got, err, want)
		}
		// Rows whose dedup key was swept are the one thing a check would miss.
		if i < 5 {
			if err := s.Check(bg); err != nil {
				t.Error(err)
			}
		}
	}
	if z := s.Sizes(); z.Dead+z.Maybe != 0 || z.Parked != 1 || z.Queued != 1 || z.Sending != all-5 {
		t.Errorf("sizes after the sweep: %+v", z)
	}
	var ids []bot.Outgoing
	_ = s.View(bg, func(v bot.View) error { ids = v.Outbox(0, all); return nil })
	for i := range ids {
		ids[i].State = ""
	}
	apply(t, s, bot.Change{Settled: ids})
	before := s.Sizes()
	closeNow(t, s)
	s = mustOpen(t, c)
	if after := s.Sizes(); after.FileBytes == 0 || fmt.Sprint(before.Waiting, before.Quarantined, before.Timers) != fmt.Sprint(after.Waiting, after.Quarantined, after.Timers) {
		t.Errorf("sizes before and after opening: %+v, %+v", before, after)
	}
}
