package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

// zaloRefuses makes Zalo refuse everything with a code; 0 ends it.
func (w *town) zaloRefuses(code int) {
	w.zalo.Inject(func(f *zalosim.Faults) {
		f.Codes = nil
		if code != 0 {
			f.Codes = []zalosim.Code{{Code: code, Times: 1_000_000}}
		}
	})
}

// tries is how many messages were tried on Zalo since a moment.
func (w *town) tries(since time.Time) (n int) {
	for _, c := range w.zalo.Calls() {
		if c.To != "" && !c.At.Before(since) {
			n++
		}
	}
	return n
}

// TestStoppedChannelIsNotTried: Zalo refuses the whole app while alerts and
// notices to many are queued. Each alert leaves for Telegram without having been
// tried; the notices wait, and when Zalo works again they go there, as alerts do.
func TestStoppedChannelIsNotTried(t *testing.T) {
	for name, code := range map[string]int{"refused": -223, "out of quota for an hour": -211} {
		t.Run(name, func(t *testing.T) {
			const many = 150
			var people strings.Builder
			var names []string
			for i := range many {
				fmt.Fprintf(&people, "  - {id: c%03d, name: \"Cộng tác viên Thứ\", xung_ho: bác, posts: [{unit: bd, role: collaborator}]}\n", i)
				names = append(names, fmt.Sprintf("c%03d@both", i))
			}
			w := newTown(t, morePeople(people.String()))
			w.settleIn(names...)
			w.settle()
			w.zaloRefuses(code)
			for _, n := range names {
				id, _, _ := strings.Cut(n, "@")
				w.queue(bot.Notice, id+"@zalo", "Tin "+id)
				w.queue(bot.Alert, id+"@zalo", "Khẩn "+id)
			}
			began := w.now
			w.pass(10 * time.Second)
			if n := w.tries(began); n != 1 {
				t.Errorf("Zalo was tried %d times", n)
			}
			w.queue(bot.Alert, "c007@zalo", "Khẩn lần hai")
			w.pass(time.Second)
			check := func(onZalo bool) {
				t.Helper()
				for _, n := range names {
					id, _, _ := strings.Cut(n, "@")
					z, tg := w.phone(id+"@zalo"), w.phone(id+"@telegram")
					alerts := []string{"Khẩn " + id}
					if id == "c007" {
						alerts = append(alerts, "Khẩn lần hai")
					}
					tg.wantGot(alerts...)
					if onZalo {
						z.wantGot("Tin " + id)
					} else {
						z.wantGot()
					}
				}
			}
			check(false)
			w.pass(4 * time.Minute)
			if n := w.tries(began); n > 5 {
				t.Errorf("Zalo was tried %d times in 4 minutes", n)
			}
			w.zaloRefuses(0)
			w.pass(65 * time.Minute)
			check(true)
			w.queue(bot.Alert, "c149@zalo", "Khẩn lần ba")
			w.settle()
			w.phone("c149@zalo").wantGot("Tin c149", "Khẩn lần ba")
			w.nothingLeft()
		})
	}
}

// TestAlertWaitsForAnotherChat: the only other chat is shut when the channel
// stops. Once it opens, the alert takes it within a minute.
func TestAlertWaitsForAnotherChat(t *testing.T) {
	w := newTown(t)
	w.settleIn("pct-bd@both")
	z, tg := w.phone("pct-bd@zalo"), w.phone("pct-bd@telegram")
	_, id := ids("pct-bd")
	w.must(w.telegram.Block(id))
	w.settle()
	w.zaloRefuses(-211)
	w.queue(bot.Reply, "pct-bd@zalo", "Chờ")
	w.queue(bot.Alert, "pct-bd@zalo", "Khẩn")
	w.pass(5 * time.Minute)
	z.wantGot()
	tg.wantGot()
	w.must(w.telegram.Unblock(id))
	w.pass(time.Minute)
	tg.wantGot("Khẩn")
	w.zaloRefuses(0)
	w.pass(time.Hour)
	z.wantGot("Chờ")
	w.nothingLeft()
}

// TestBothStopped: no platform has us. The alert goes to and fro no more than
// the trying does, and out where it works first.
func TestBothStopped(t *testing.T) {
	for _, first := range []string{"zalo", "telegram"} {
		w := newTown(t)
		w.settleIn("pct-bd@both")
		w.settle()
		w.zaloRefuses(-223)
		refusals := make([]telegramsim.Refusal, 1000)
		for i := range refusals {
			refusals[i] = telegramsim.Refusal{Code: 401, Description: "Unauthorized"}
		}
		w.telegram.SetFaults(telegramsim.Faults{Refusals: refusals})
		began := w.now
		w.queue(bot.Alert, "pct-bd@zalo", "Khẩn")
		w.pass(20 * time.Minute)
		if n := w.tries(began) + len(w.telegram.Sent("sendMessage")); n < 15 || n > 45 {
			t.Errorf("%d tries in 20 minutes", n)
		}
		if first == "zalo" {
			w.zaloRefuses(0)
		} else {
			w.telegram.SetFaults(telegramsim.Faults{})
		}
		w.pass(5 * time.Minute)
		w.phone("pct-bd@" + first).wantGot("Khẩn")
		w.nothingLeft()
	}
}
