package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestSweptOnceItsDayIsOver: what a message was sealed under is destroyed a
// while later, and not at the end of a leap of the clock, which somebody may
// yet set right.
func TestSweptOnceItsDayIsOver(t *testing.T) {
	for _, leap := range []bool{false, true} {
		w := newTown(t)
		w.settleIn("lan@zalo", "qt@telegram")
		qt := w.phone("qt@telegram")
		w.phone("lan@zalo").says("menu")
		w.pass(time.Minute)
		qt.news()
		keys, err := filepath.Glob(filepath.Join(w.dir, "*", "inbox-*"))
		if err != nil || len(keys) != 1 {
			t.Fatalf("keys after a message: %v, %v", keys, err)
		}
		kept := func() bool { _, err := os.Stat(keys[0]); return err == nil }
		if leap {
			w.now = w.now.AddDate(0, 0, 33)
			w.settle()
			w.pass(2 * time.Minute)
			if heard := qt.news(); !strings.Contains(heard, "nhảy xa") {
				t.Errorf("the operator hears %q", heard)
			}
			w.pass(47 * time.Hour)
			if !kept() {
				t.Error("a clock that leapt was believed at once")
			}
			w.pass(2 * time.Hour)
		} else {
			for range 33 {
				w.pass(24 * time.Hour)
			}
		}
		if kept() {
			t.Errorf("leap %v: the key of the day was never destroyed", leap)
		}
	}
}
