package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
)

// TestQuarantine puts aside what cannot be decided: what was said before and
// after goes on, the person gets an apology, the operator a notice, and after a
// fix it is decided as if it had just come.
func TestQuarantine(t *testing.T) {
	for _, where := range []string{"zalo", "telegram"} {
		t.Run(where, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@"+where, "tho@"+where, "qt@"+where)
			lan, tho, qt := w.phone("lan@"+where), w.phone("tho@"+where), w.phone("qt@"+where)
			w.settle()
			zone := w.node.bot.Settings.Zone
			w.node.bot.Settings.Zone = nil // whoever tells the time panics
			lan.send("không có gì, số của tôi là 0912345678")
			w.settle()
			w.node.bot.Settings.Zone = zone
			w.pass(2 * time.Minute)
			want(t, lan.news(), "trợ lý gặp trục trặc", "chị Vân")
			want(t, qt.news(), "langnghe quarantine list")
			want(t, tho.says("hạn nộp"), "chưa gửi ạ")
			if z := w.node.store.Sizes(); z.Quarantined != 1 || z.Waiting != 0 {
				t.Fatalf("%+v", z)
			}
			w.restart()
			id := strings.Fields(strings.Split(w.operator("quarantine list"), "\n")[1])[0]
			shown := w.operator("quarantine show", "id", id)
			want(t, shown, id, "panic while deciding", "•")
			for _, s := range []string{"0912345678", "không có gì", addressOf("lan", where).ID} {
				if strings.Contains(shown, s) {
					t.Errorf("the operator reads %q", s)
				}
			}
			if _, err := w.node.operate(context.Background(), task{Do: "quarantine show", Args: map[string]string{"id": "nhầm"}}); err == nil {
				t.Error("an id that is none shows something")
			}
			want(t, w.operator("quarantine replay", "id", id), id)
			w.pass(10 * time.Second)
			want(t, lan.news(), "muốn gửi nội dung này", "[đã che]")
			want(t, w.operator("quarantine list"), "Không có tin nào")
			w.nothingLeft()
			w.view(func(v bot.View) {
				if a := v.Audits(50); len(a) == 0 || !strings.Contains(auditWords(a), "operator replay") {
					t.Errorf("not in the record: %s", auditWords(a))
				}
			})
		})
	}
}

func auditWords(lines []bot.Audit) string {
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.Who + " " + l.What + " " + l.On + "\n")
	}
	return b.String()
}

// TestUnreadableReplay shows that what cannot be read cannot be read again
// either, and harms nobody.
func TestUnreadableReplay(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	w.settle()
	if got := w.post("telegram", "", `{"update_id":9,"message":"x"}`, "hook-secret"); got != 200 {
		t.Fatal(got)
	}
	w.settle()
	for range 3 {
		id := strings.Fields(strings.Split(w.operator("quarantine list"), "\n")[1])[0]
		w.operator("quarantine replay", "id", id)
		w.settle()
		w.restart()
	}
	want(t, w.phone("lan@zalo").says("menu"), "muốn làm gì")
	if z := w.node.store.Sizes(); z.Quarantined != 1 || z.Waiting != 0 {
		t.Errorf("%+v", z)
	}
}

// TestTimerFails shows that a timer which cannot be decided is not dropped: an
// urgent report climbs all the same once the fault is mended, and the operator
// hears of it.
func TestTimerFails(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "pct-bd@zalo", "ct-bd@zalo", "qt@zalo")
	lan, chair, qt := w.phone("lan@zalo"), w.phone("ct-bd@zalo"), w.phone("qt@zalo")
	id := w.urgent(lan)
	zone := w.node.bot.Settings.Zone
	w.node.bot.Settings.Zone = nil // whoever tells the time panics
	w.now = w.now.Add(20 * time.Minute)
	_, did, err := w.node.bot.Turn(context.Background(), w.now)
	w.node.bot.Settings.Zone = zone
	if err != nil || !did {
		t.Fatal(did, err)
	}
	w.pass(2 * time.Minute)
	want(t, qt.news(), "hẹn giờ bị lỗi")
	want(t, chair.news())
	w.restart()
	w.pass(10 * time.Minute)
	want(t, chair.news(), "VIỆC HỎA TỐC mã "+id)
	w.nothingLeft()
}

// TestOddTimers shows that timers about nothing do nothing.
func TestOddTimers(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	lan := w.phone("lan@zalo")
	w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		_, err := tx.Apply(bot.Change{Timers: []bot.Timer{
			{Key: "ack/none", Due: w.now, Arg: "không có"}, {Key: "quiet/none", Due: w.now, Arg: "không phải địa chỉ"},
			{Key: "prompt/none", Due: w.now, Arg: "không có"}, {Key: "lạ/none", Due: w.now},
		}})
		return err
	}))
	w.pass(5 * time.Second)
	want(t, lan.says("menu"), "muốn làm gì")
	if n := w.node.store.Sizes().Timers; n != 0 {
		t.Errorf("%d timers left", n)
	}
}
