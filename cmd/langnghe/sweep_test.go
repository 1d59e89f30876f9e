package main

import (
	"context"
	"testing"
	"time"

	"langnghe/bot"
)

// TestClockThatLeapsDestroysNothing: the clock runs a year ahead for a moment.
// The keys of the days, without which what was put aside cannot be read, stay.
func TestClockThatLeapsDestroysNothing(t *testing.T) {
	w := newTown(t)
	w.settleIn("qt@telegram")
	w.settle()
	zone := w.node.bot.Settings.Zone
	w.node.bot.Settings.Zone = nil // whoever tells the time panics
	w.phone("qt@telegram").send("alo")
	w.settle()
	w.node.bot.Settings.Zone = zone
	if n := w.node.store.Sizes().Quarantined; n != 1 {
		t.Fatalf("%d quarantined, want 1", n)
	}
	ahead := w.now.AddDate(1, 0, 0)
	for range 3 {
		if err := w.node.sweep(ahead); err != nil {
			t.Fatal(err)
		}
		ahead = ahead.Add(2 * time.Hour)
	}
	err := w.node.store.View(context.Background(), func(v bot.View) error {
		if len(v.Quarantined()) != 1 {
			t.Error("what was put aside is gone")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
