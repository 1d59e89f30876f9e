package storetest

import (
	"fmt"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/report"
)

// testOrder puts many records out of order and takes them back by part.
func testOrder(t *testing.T, b *bench) {
	s, m := b.start(t), newModel()
	var c bot.Change
	for i := range 300 {
		e := chat.Event{Channel: "telegram", Key: fmt.Sprint("update:", 999-i), Body: []byte("x"), Received: epoch.Add(time.Duration(i))}
		if _, err := s.Accept(bg, e); err != nil {
			t.Fatal(err)
		}
		m.accept(e)
		j := (i * 7919) % 300
		at := epoch.Add(time.Duration(j/10-20) * time.Second)
		c.Timers = append(c.Timers, bot.Timer{Key: fmt.Sprintf("quiet/zalo:%d", 1000-j), Due: at})
		c.Outbox = append(c.Outbox, bot.Outgoing{Class: bot.Reminder, Dedup: fmt.Sprint(j % 290), Person: fmt.Sprint(i), State: []bot.OutState{bot.Queued, bot.Parked, bot.Dead}[i%3], Msg: chat.Outbound{To: chats[i%2]}})
		c.Reports = append(c.Reports, report.Report{ID: fmt.Sprintf("2611-%d", 9900+j), Kind: report.Urgent, Unit: units[i%2], Person: persons[i%3], Period: periods[1], At: at, State: report.New, HeldBy: []report.Hand{{Unit: units[2]}}})
		c.Prompts = append(c.Prompts, bot.PromptCall{ID: fmt.Sprint("YC-", j), Unit: units[0], At: at})
		c.Audit = append(c.Audit, bot.Audit{At: at, Who: fmt.Sprint(i)})
	}
	both(t, s, m, c)
	same(t, s, m)
	var drop bot.Change
	for i := range 200 {
		drop.Handled = append(drop.Handled, bot.EventID{Channel: "telegram", Key: fmt.Sprint("update:", 999-i)})
		drop.Cancel = append(drop.Cancel, c.Timers[i].Key)
		drop.Settled = append(drop.Settled, bot.Outgoing{ID: uint64(i + 1)})
		r := c.Reports[i]
		r.Person, r.Period, r.HeldBy = persons[1], periods[0], nil
		drop.Reports = append(drop.Reports, r)
	}
	// Within the transaction that empties whole pages as well.
	err := s.Update(bg, func(tx bot.Tx) error {
		if _, err := tx.Apply(drop); err != nil {
			return err
		}
		for _, r := range tx.ReportsHeld(units[2], 1) {
			if w := func() report.Report { _, _ = m.Apply(drop); return m.ReportsHeld(units[2], 1)[0] }(); r.ID != w.ID {
				t.Errorf("newest held: %s, want %s", r.ID, w.ID)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	same(t, s, m)
	for _, n := range []int{1, 7, 50, 299} {
		for sec := -25; sec < 15; sec += 3 {
			now := epoch.Add(time.Duration(sec) * time.Second)
			view(t, s, func(v bot.View) {
				if got, want := fmt.Sprint(v.DueTimers(now, n)), fmt.Sprint(m.DueTimers(now, n)); got != want {
					t.Errorf("timers due at %v, at most %d:\n got %s\nwant %s", now, n, got, want)
				}
			})
		}
	}
}
