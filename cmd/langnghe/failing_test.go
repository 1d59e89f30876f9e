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

// zaloFails makes Zalo's servers answer 503 to everything; false ends it.
func (w *town) zaloFails(on bool) {
	w.zalo.Inject(func(f *zalosim.Faults) {
		f.Unavailable = 0
		if on {
			f.Unavailable = 1_000_000
		}
	})
}

func (w *town) telegramFails(on bool) {
	var f telegramsim.Faults
	if on {
		f.ServerErrors = 1_000_000
	}
	w.telegram.SetFaults(f)
}

// TestAlertLeavesAFailingPlatform: Zalo refuses nobody, it only fails. An alert
// that stands behind an answer there, and one that comes later, take Telegram
// within a minute; the answer waits, and goes soon after Zalo is back.
func TestAlertLeavesAFailingPlatform(t *testing.T) {
	w := newTown(t)
	w.settleIn("pct-bd@both", "ct-bd@both", "lan@zalo")
	w.settle()
	z, tg := w.phone("pct-bd@zalo"), w.phone("pct-bd@telegram")
	w.zaloFails(true)
	w.queue(bot.Reply, "pct-bd@zalo", "Trả lời")
	w.queue(bot.Alert, "pct-bd@zalo", "Khẩn")
	w.queue(bot.Alert, "lan@zalo", "Không nơi khác")
	w.pass(time.Minute)
	tg.wantGot("Khẩn")
	w.queue(bot.Alert, "ct-bd@zalo", "Khẩn sau")
	w.pass(2 * time.Second)
	w.phone("ct-bd@telegram").wantGot("Khẩn sau")
	w.pass(5 * time.Hour)
	z.wantGot()
	w.zaloFails(false)
	w.pass(2 * time.Minute)
	z.wantGot("Trả lời")
	w.phone("lan@zalo").wantGot("Không nơi khác")
	w.queue(bot.Alert, "pct-bd@zalo", "Khẩn cuối")
	w.settle()
	z.wantGot("Trả lời", "Khẩn cuối")
	w.nothingLeft()
}

// TestBothFail: with both platforms failing an alert is tried at both, now and
// then, and goes out where it works first.
func TestBothFail(t *testing.T) {
	w := newTown(t)
	w.settleIn("pct-bd@both")
	w.settle()
	w.zaloFails(true)
	w.telegramFails(true)
	began := w.now
	w.queue(bot.Alert, "pct-bd@zalo", "Khẩn")
	w.pass(20 * time.Minute)
	if n := w.tries(began) + len(w.telegram.Sent("sendMessage")); n < 10 || n > 90 {
		t.Errorf("%d tries in 20 minutes", n)
	}
	w.telegramFails(false)
	w.pass(3 * time.Minute)
	w.phone("pct-bd@telegram").wantGot("Khẩn")
	w.phone("pct-bd@zalo").wantGot()
	w.nothingLeft()
}

// TestFewLostInAnOutage: while a platform answers nothing but that it fails, it is
// tried now and then, not with one person's reminder after another's: of these
// each may be tried only twice.
func TestFewLostInAnOutage(t *testing.T) {
	const many = 100
	var people strings.Builder
	var names []string
	for i := range many {
		fmt.Fprintf(&people, "  - {id: c%03d, name: \"Cộng tác viên Thứ\", xung_ho: bác, posts: [{unit: bd, role: collaborator}]}\n", i)
		names = append(names, fmt.Sprintf("c%03d@zalo", i))
	}
	w := newTown(t, morePeople(people.String()))
	w.settleIn(names...)
	w.settle()
	w.zaloFails(true)
	for _, n := range names {
		w.queue(bot.Reminder, n, "Nhắc")
	}
	w.pass(10 * time.Minute)
	w.zaloFails(false)
	w.pass(20 * time.Minute)
	got := 0
	for _, n := range names {
		got += len(w.phone(n).got())
	}
	if got < many-15 {
		t.Errorf("%d of %d were reminded", got, many)
	}
}

// TestQuietAfterTrouble: a reminder that could not be sent in the morning, because
// the platform failed, does not come in the rest at noon but after it.
func TestQuietAfterTrouble(t *testing.T) {
	w := newTown(t, startingAt(time.Date(2026, 11, 10, 12, 0, 0, 0, hanoi)))
	w.settleIn("lan@zalo", "tho@telegram")
	w.pass(19 * time.Hour) // to the morning of a day on which is reminded
	w.zalo.Inject(func(f *zalosim.Faults) { f.Down = true })
	w.telegram.SetFaults(telegramsim.Faults{Refused: 1_000_000})
	w.pass(285 * time.Minute) // 11:45
	w.zalo.Inject(func(f *zalosim.Faults) { f.Down = false })
	w.telegram.SetFaults(telegramsim.Faults{})
	w.pass(100 * time.Minute)
	want(t, w.phone("lan@zalo").news())
	for _, who := range []string{"lan@zalo", "tho@telegram"} {
		p := w.phone(who)
		p.read = 0
		want(t, p.news())
	}
	w.pass(10 * time.Minute)
	for _, who := range []string{"lan@zalo", "tho@telegram"} {
		p := w.phone(who)
		p.read = 0
		want(t, p.news(), "Kính nhắc")
	}
	w.nothingLeft()
}
