package main

import (
	"context"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/zalo/zalosim"
)

// TestAnswerFromBeforeTheStop: Zalo says that nothing goes for an hour, and just
// after that an answer comes to what was sent before. That is no word of the
// hour: alerts go on taking Telegram, and none is sent into the stop.
func TestAnswerFromBeforeTheStop(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "tho@zalo", "pct-bd@both", "ct-bd@both")
	w.settle()
	w.zalo.Inject(func(f *zalosim.Faults) { f.Codes = []zalosim.Code{{Code: -211, Times: 1}} })
	ctx := context.Background()
	var sent []bot.Sent
	for _, who := range []string{"lan@zalo", "tho@zalo"} {
		w.queue(bot.Reply, who, "Chào "+who)
		rows, _, err := w.node.deliver.Claim(ctx, w.now, 10)
		if err != nil || len(rows) != 1 {
			t.Fatal(rows, err)
		}
		sent = append(sent, w.node.deliver.Send(ctx, w.now, rows[0]))
		w.now = w.now.Add(time.Second)
	}
	w.must(w.node.deliver.Finish(ctx, w.now, sent))
	w.phone("tho@zalo").wantGot("Chào tho@zalo")
	w.queue(bot.Alert, "pct-bd@zalo", "Khẩn")
	w.pass(2 * time.Minute)
	w.phone("pct-bd@telegram").wantGot("Khẩn")
	// Nor is Zalo taken for open by what Telegram refuses.
	w.telegramFails(true)
	w.queue(bot.Alert, "ct-bd@telegram", "Khẩn hai")
	w.pass(5 * time.Minute)
	for _, o := range w.rows(bot.Queued) {
		if o.Class == bot.Alert && o.Msg.To.Channel == "zalo" {
			t.Error("an alert waits in the channel that is stopped")
		}
	}
	w.telegramFails(false)
	w.pass(2 * time.Hour)
	w.phone("lan@zalo").wantGot("Chào lan@zalo")
	w.nothingLeft()
}

// TestAlertNotHeldByOneChat: Zalo takes nothing for this one person until
// tomorrow. What is urgent takes his other chat: the refused alert itself, and
// one that stands behind what was refused, also after a restart.
func TestAlertNotHeldByOneChat(t *testing.T) {
	full := func(w *town, person string) {
		z, _ := ids(person)
		w.zalo.Inject(func(f *zalosim.Faults) {
			f.Codes = append(f.Codes, zalosim.Code{Code: -218, Times: 1_000_000, To: z})
		})
	}
	w := newTown(t)
	w.settleIn("pct-bd@both", "ct-bd@both", "lan@zalo")
	w.settle()
	full(w, "pct-bd")
	full(w, "ct-bd")
	full(w, "lan")
	w.queue(bot.Alert, "pct-bd@zalo", "Khẩn")
	w.settle()
	w.phone("pct-bd@telegram").wantGot("Khẩn")
	w.queue(bot.Reply, "ct-bd@zalo", "Trả lời")
	w.queue(bot.Reply, "lan@zalo", "Không nơi khác")
	w.settle()
	w.queue(bot.Alert, "ct-bd@zalo", "Khẩn sau")
	w.queue(bot.Alert, "lan@zalo", "Khẩn, không nơi khác")
	w.pass(time.Minute)
	w.phone("ct-bd@telegram").wantGot("Khẩn sau")
	w.queue(bot.Alert, "ct-bd@zalo", "Khẩn ba")
	w.restart()
	w.pass(time.Minute)
	w.phone("ct-bd@telegram").wantGot("Khẩn sau", "Khẩn ba")
	w.phone("ct-bd@zalo").wantGot()
	w.zaloRefuses(0)
	w.pass(25 * time.Hour)
	w.phone("ct-bd@zalo").wantGot("Trả lời")
	w.phone("lan@zalo").wantGot("Không nơi khác", "Khẩn, không nơi khác")
	w.nothingLeft()
}

// TestClockSetBack: the clock ran five days ahead while a platform failed. Set
// right, and the program started again, it holds nothing up for five days.
func TestClockSetBack(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-18 09:00"))) // no reminder near
	w.settleIn("tho@telegram", "mai@telegram")
	w.settle()
	right := w.now
	w.now = w.now.Add(5 * 24 * time.Hour)
	w.telegramFails(true)
	w.queue(bot.Reply, "tho@telegram", "Một")
	w.settle()
	w.now = right.Add(time.Minute)
	w.telegramFails(false)
	w.restart()
	w.queue(bot.Reply, "tho@telegram", "Hai")
	w.pass(time.Minute)
	w.phone("tho@telegram").wantGot("Một", "Hai")
	w.nothingLeft()
}

// TestWroteWhileItWasRefused: somebody comes back while a refusal of what was
// sent to him before is under way. What was refused comes at once, not when he
// writes another time.
func TestWroteWhileItWasRefused(t *testing.T) {
	for name, refuse := range map[string]func(w *town, id string, tg int64) func(){
		"zalo": func(w *town, id string, _ int64) func() {
			w.zalo.Block(id, true)
			return func() { w.zalo.Block(id, false) }
		},
		"telegram": func(w *town, _ string, id int64) func() {
			w.must(w.telegram.Block(id))
			return func() { w.must(w.telegram.Unblock(id)) }
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("pct-bd@" + name)
			w.settle()
			pct := w.phone("pct-bd@" + name)
			z, tg := ids("pct-bd")
			back := refuse(w, z, tg)
			w.queue(bot.Alert, "pct-bd@"+name, "Khẩn")
			ctx := context.Background()
			rows, _, err := w.node.deliver.Claim(ctx, w.now, 10)
			if err != nil || len(rows) != 1 {
				t.Fatal(rows, err)
			}
			refused := w.node.deliver.Send(ctx, w.now, rows[0])
			if refused.Err == nil {
				t.Fatal("was not refused")
			}
			w.now = w.now.Add(3 * time.Second)
			back()
			pct.send("chào")
			for range 20 {
				w.zalo.Step(ctx, w.now)
				w.telegram.Step(ctx, w.now)
				if _, _, err := w.node.bot.Turn(ctx, w.now); err != nil {
					t.Fatal(err)
				}
			}
			w.must(w.node.deliver.Finish(ctx, w.now, []bot.Sent{refused}))
			w.pass(time.Minute)
			want(t, pct.news(), "Khẩn")
			w.nothingLeft()
		})
	}
}
