package main

import (
	"strings"
	"testing"
)

// TestKnockTakesTheWayThatServes: where the first way is too dear for what is left
// of the month the cheaper one is taken; and one text that may go both ways is
// tried by number when the account takes none.
func TestKnockTakesTheWayThatServes(t *testing.T) {
	t.Run("the cheaper", func(t *testing.T) {
		w := newTown(t, startingAt(moment("2026-11-11 07:58")))
		w.settleIn("lan@zalo", "qt@telegram")
		w.knocking(600, byNumber, byAccount)
		w.gavePhone("lan", lanPhone)
		w.lastWrote("lan", longAgo)
		qt := w.phone("qt@telegram")
		w.goTo("2026-11-11 08:10")
		if n := len(w.knocks("lan")); n != 1 {
			t.Errorf("asked %d times", n)
		}
		if got := qt.news(); strings.Contains(got, "hết tiền") {
			t.Errorf("told %s", got)
		}
	})
	t.Run("the same text by number", func(t *testing.T) {
		w := newTown(t, startingAt(moment("2026-11-11 07:58")))
		w.settleIn("lan@zalo")
		w.knocking(10_000, byAccount, strings.Replace(byAccount, "uid", "phone", 1))
		w.gavePhone("lan", lanPhone)
		w.lastWrote("lan", longAgo)
		z, _ := ids("lan")
		w.zalo.Restrict(z, true)
		w.goTo("2026-11-11 08:10")
		var ways []string
		for _, c := range w.zalo.Calls() {
			if strings.Contains(c.Path, "template") {
				ways = append(ways, c.Path)
			}
		}
		if len(ways) != 2 || ways[0] == ways[1] {
			t.Errorf("tried %v", ways)
		}
	})
}
