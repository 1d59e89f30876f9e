package main

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
)

// TestMergeRows: of what waits for both of two who become one, the one is told
// once, where it can go; what only one was to get stays, and nothing is left
// under the name that is gone.
func TestMergeRows(t *testing.T) {
	row := func(person, platform, why string, class bot.Class, state bot.OutState, now time.Time) bot.Outgoing {
		account := map[string]string{"zalo": "lan", "telegram": "lan2"}[platform]
		o := bot.Outgoing{Class: class, Person: person, Why: why, State: state, Made: now, Expires: now.Add(48 * time.Hour),
			Msg: chat.Outbound{To: addressOf(account, platform), Text: why + " " + platform}}
		if state == bot.Queued {
			o.Due = now.Add(time.Hour)
		}
		return o
	}
	for _, c := range []struct {
		name          string
		class         bot.Class
		first, second bot.OutState // of the one who stays, and of the other
		zalo, tg      bool         // where it is read in the end
	}{
		{"both queued", bot.Reminder, bot.Queued, bot.Queued, true, false},
		{"his waits, the other's goes", bot.Reminder, bot.Parked, bot.Queued, false, true},
		{"his goes, the other's waits", bot.Reminder, bot.Queued, bot.Parked, true, false},
		{"digests of two units", bot.Digest, bot.Queued, bot.Queued, true, true},
		{"alerts", bot.Alert, bot.Queued, bot.Queued, true, false},
		{"only the other's", bot.Reminder, "", bot.Queued, false, true},
		{"only his", bot.Reminder, bot.Queued, "", true, false},
		{"no two notices are the same", bot.Notice, bot.Queued, bot.Queued, true, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newTown(t, morePeople(`  - {id: lan2, name: "Nguyễn Thị Lan", posts: [{unit: bd, role: collaborator}]}
`), startingAt(moment("2026-11-11 14:00")))
			w.former = map[string]string{"lan2": "bd"}
			w.settleIn("lan@zalo", "lan2@telegram")
			zalo, tg := w.phone("lan@zalo"), w.phone("lan2@telegram")
			want(t, tg.says(w.linkCode(zalo)), "tài khoản")
			w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
				var rows []bot.Outgoing
				if c.first != "" {
					rows = append(rows, row("lan", "zalo", "việc chung", c.class, c.first, w.now))
				}
				if c.second != "" {
					rows = append(rows, row("lan2", "telegram", "việc chung", c.class, c.second, w.now))
				}
				_, err := tx.Apply(bot.Change{Outbox: rows})
				return err
			}))
			said := tg.says("1")
			want(t, said, "✅ Đã nối")
			w.view(func(v bot.View) {
				if slices.ContainsFunc(v.Outbox(0, 100), func(o bot.Outgoing) bool { return o.Person == "lan2" }) {
					t.Error("something is left under the name that is gone")
				}
			})
			w.pass(2 * time.Hour)
			said += tg.news()
			got := zalo.news() + zalo.says("menu")
			if read := strings.Contains(got, "việc chung zalo"); read != c.zalo {
				t.Errorf("on Zalo %t, want %t", read, c.zalo)
			}
			if read := strings.Contains(said, "việc chung telegram"); read != c.tg {
				t.Errorf("on Telegram %t, want %t", read, c.tg)
			}
			w.nothingLeft()
		})
	}
}
