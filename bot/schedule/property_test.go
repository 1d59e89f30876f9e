package schedule_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"langnghe/bot/schedule"
)

func someRule(id string) *rapid.Generator[schedule.Rule] {
	return rapid.Custom(func(t *rapid.T) schedule.Rule {
		r := schedule.Rule{
			ID:    id,
			Roll:  rapid.SampledFrom([]schedule.Roll{"", "none", "next", "previous", "tet"}).Draw(t, "roll"),
			Avoid: rapid.Bool().Draw(t, "avoid"),
			Grace: time.Duration(rapid.IntRange(0, 60).Draw(t, "grace")) * time.Hour,
			At:    rapid.SampledFrom([]string{"", "08:00", "15:30"}).Draw(t, "at"),
		}
		r.Before = rapid.SliceOfNDistinct(rapid.IntRange(-9, 12), 0, 4, rapid.ID).Draw(t, "before")
		if rapid.Bool().Draw(t, "cron") {
			r.Cron = rapid.SampledFrom([]string{"30 7 * * 1-5", "0 8 * * 1", "15 14 1,20 * *", "0 9 31 * *", "5 * * * *"}).Draw(t, "line")
			if r.Cron == "5 * * * *" {
				r.Before, r.At, r.Avoid, r.Roll = nil, "", false, ""
			}
			return r
		}
		r.Monthly.Day = rapid.OneOf(rapid.IntRange(1, 31), rapid.IntRange(-28, -1)).Draw(t, "day")
		r.Monthly.Time = rapid.SampledFrom([]string{"17:00", "00:00", "23:59"}).Draw(t, "time")
		return r
	})
}

// Whatever the clock does, between whatever restarts: no slot comes twice, and
// every slot comes the first time the clock stands at or after it, as owed when
// that is within its grace and as skipped when not.
func TestEachSlotOnce(t *testing.T) {
	start := at(t, "2025-01-10 00:00")
	rapid.Check(t, func(t *rapid.T) {
		rules := []schedule.Rule{someRule("a").Draw(t, "a"), someRule("b").Draw(t, "b")}
		for _, r := range rules {
			if err := r.Check(); err != nil {
				t.Fatal(err)
			}
		}
		now := start.Add(time.Duration(rapid.IntRange(0, 700*24*60).Draw(t, "start")) * time.Minute)
		fired := map[string]time.Time{}
		when, skip := map[string]time.Time{}, map[string]bool{}
		var beats []time.Time // those committed
		for range rapid.IntRange(1, 40).Draw(t, "beats") {
			owed, skipped := schedule.Due(rules, fired, now, cal)
			if rapid.IntRange(0, 9).Draw(t, "lives") > 0 { // else: it dies before its commit, and nothing of it happened
				for i, list := range [][]schedule.Occurrence{owed, skipped} {
					for _, o := range list {
						key := o.Rule.ID + " " + o.Slot.String()
						if !when[key].IsZero() {
							t.Fatalf("%s came twice", key)
						}
						when[key], skip[key] = now, i == 1
					}
				}
				for _, r := range rules {
					if _, ok := fired[r.ID]; !ok {
						fired[r.ID] = now
					}
				}
				for _, o := range slices.Concat(owed, skipped) {
					if o.Slot.After(fired[o.Rule.ID]) {
						fired[o.Rule.ID] = o.Slot
					}
				}
				beats = append(beats, now)
			}
			step := rapid.OneOf(rapid.Just(1), rapid.IntRange(1, 600), rapid.IntRange(-3000, 3000), rapid.IntRange(1, 60*24*60)).Draw(t, "minutes")
			now = now.Add(time.Duration(step) * time.Minute)
		}
		if len(beats) == 0 {
			return
		}
		for _, o := range schedule.Between(rules, beats[0], slices.MaxFunc(beats, time.Time.Compare), cal) {
			key := o.Rule.ID + " " + o.Slot.String()
			seen := beats[slices.IndexFunc(beats, func(b time.Time) bool { return !b.Before(o.Slot) })]
			if !when[key].Equal(seen) {
				t.Fatalf("%s came at %v, want %v of %v", key, when[key], seen, beats)
			}
			if late := seen.Sub(o.Slot); skip[key] != (late > max(o.Rule.Grace, schedule.LateAfter)) {
				t.Fatalf("%s late %v: skipped %v", key, late, skip[key])
			}
			delete(when, key)
		}
		if len(when) > 0 {
			t.Fatal("came without being a slot: " + fmt.Sprint(when))
		}
	})
}
