package main

import (
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
