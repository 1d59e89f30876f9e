package main

import (
	"strings"
	"testing"

	"langnghe/bot"
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

// TestKnocksCountedByPerson: giving a chat up and linking it again begins no new
// month, nor does becoming one with another record.
func TestKnocksCountedByPerson(t *testing.T) {
	for _, how := range []string{"relinked", "merged"} {
		t.Run(how, func(t *testing.T) {
			w := newTown(t, startingAt(moment("2026-11-11 07:58")), morePeople(`  - {id: lan2, name: "Nguyễn Thị Lan", posts: [{unit: bd, role: collaborator}]}
`))
			w.former = map[string]string{"lan": "bd", "lan2": "bd"}
			w.settleIn("lan@zalo")
			w.knocking(10_000, byAccount)
			w.rewrite("config.yaml", "template_budget", "template_each: 1, template_budget")
			w.restart()
			w.lastWrote("lan", longAgo)
			w.goTo("2026-11-11 08:10")
			if n := len(w.knocks("lan")); n != 1 {
				t.Fatalf("asked %d times", n)
			}
			zalo := w.phone("lan@zalo")
			who := "lan@telegram"
			if how == "merged" {
				who = "lan2@telegram"
				w.settleIn(who)
			}
			tg := w.phone(who)
			want(t, zalo.says("menu"), "muốn làm gì")
			if how == "merged" {
				want(t, zalo.says(w.linkCode(tg)), "tài khoản") // his record becomes part of the other
				want(t, zalo.says("1"), "✅ Đã nối")
			} else {
				want(t, tg.says(w.linkCode(zalo)), "tài khoản")
				want(t, tg.says("1"), "✅ Đã nối")
				want(t, tg.says("gỡ Zalo"), "Zalo")
				tg.taps("Gỡ")
				want(t, zalo.says(w.linkCode(tg)), "tài khoản")
				want(t, zalo.says("1"), "✅ Đã nối")
			}
			_, id := ids(map[string]string{"relinked": "lan", "merged": "lan2"}[how])
			w.must(w.telegram.Block(id))
			w.settle()
			w.lastWrote("lan", longAgo)
			w.apply(bot.Change{Contacts: []bot.Contact{{Chat: addressOf(strings.TrimSuffix(who, "@telegram"), "telegram"), Lost: "blocked"}}})
			w.goTo("2026-11-17 12:00")
			if n := len(w.knocks("lan")); n != 1 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}
