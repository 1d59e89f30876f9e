package main

import (
	"context"
	"slices"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/telegram/telegramsim"
)

// endPosts takes somebody's posts away, the last of them in a unit.
func (w *town) endPosts(person, unit string) {
	w.Helper()
	w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		var ch bot.Change
		for _, p := range tx.PostsOf(person) {
			p.Person, p.Ended = "", w.now
			ch.Posts = append(ch.Posts, p)
		}
		_, err := tx.Apply(ch)
		return err
	}))
	w.former = map[string]string{person: unit}
}

// lookingDuringAnOutage is the head of a unit who has asked to see a photo that
// cannot be sent to him for two hours.
func lookingDuringAnOutage(t *testing.T, meanwhile func(w *town, lan *phone)) (pct *phone) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@zalo", "pct-bd@telegram", "ct-bd@zalo")
	lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@telegram")
	lan.reportsWith("photo")
	pct.news()
	w.telegram.SetFaults(telegramsim.Faults{Methods: []string{"sendMessage", "sendPhoto"}, ServerErrors: 100_000})
	pct.taps("Xem ảnh")
	meanwhile(w, lan)
	w.pass(2 * time.Hour)
	w.telegram.SetFaults(telegramsim.Faults{})
	w.pass(time.Hour)
	w.nothingLeft()
	return pct
}

// TestShownWhenItCan: a photo waits as long as the words that go with it.
func TestShownWhenItCan(t *testing.T) {
	pct := lookingDuringAnOutage(t, func(*town, *phone) {})
	if n := len(pct.files()); n != 1 {
		t.Errorf("%d photos", n)
	}
	want(t, pct.news(), "1 ảnh của mã")
}

// TestNotShownTooLate: a photo whose time is over is no letter for an operator to
// send by hand; its words are, as all others.
func TestNotShownTooLate(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@zalo", "pct-bd@telegram")
	lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@telegram")
	lan.reportsWith("photo")
	pct.news()
	w.telegram.SetFaults(telegramsim.Faults{Methods: []string{"sendMessage", "sendPhoto"},
		Refusals: slices.Repeat([]telegramsim.Refusal{{Code: 401, Description: "Unauthorized"}}, 10_000)})
	pct.taps("Xem ảnh")
	w.pass(47 * time.Hour)
	if n := len(w.rows(bot.Queued)); n == 0 {
		t.Error("nothing waits")
	}
	w.pass(2 * time.Hour)
	for _, o := range w.rows(bot.Queued, bot.Sending, bot.Dead, bot.MaybeSent) {
		if o.Msg.Attach != nil {
			t.Errorf("%s, %s", o.State, o.Reason)
		}
	}
}

// TestNotShownAnyMore: a photo that waits to be sent is not, once it was taken back
// or its reader has lost his right; nobody is to send it again by hand.
func TestNotShownAnyMore(t *testing.T) {
	for name, meanwhile := range map[string]func(*town, *phone){
		"taken back": func(_ *town, lan *phone) {
			lan.says("báo cáo của tôi")
			lan.says("1")
			lan.taps("Rút")
			lan.taps("Rút")
		},
		"no longer head": func(w *town, _ *phone) { w.endPosts("pct-bd", "bd") },
	} {
		t.Run(name, func(t *testing.T) {
			if n := len(lookingDuringAnOutage(t, meanwhile).files()); n != 0 {
				t.Errorf("%d photos", n)
			}
		})
	}
}
