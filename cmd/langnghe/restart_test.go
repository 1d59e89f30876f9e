package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

// TestRestartWhileQueued stops the program while the platforms are away.
func TestRestartWhileQueued(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "pct-bd@telegram")
	lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@telegram")
	w.settle()
	w.zalo.Inject(func(f *zalosim.Faults) { f.Unavailable = 1000 })
	w.telegram.SetFaults(telegramsim.Faults{Refused: 1000})
	for _, s := range []string{"khẩn", "3", "ngõ 12 phố Đội Cấn", "cháy nhà hai tầng, khói nhiều"} {
		want(t, lan.says(s))
	}
	for range 3 {
		w.restart()
		w.pass(time.Minute)
	}
	want(t, lan.news())
	want(t, pct.news())
	w.zalo.Inject(func(f *zalosim.Faults) { f.Unavailable = 0 })
	w.telegram.SetFaults(telegramsim.Faults{})
	w.pass(8 * time.Minute)
	if got := lan.news(); strings.Count(got, "Đã chuyển ngay") != 1 || strings.Index(got, "Việc xảy ra ở đâu") > strings.Index(got, "Tình hình hiện nay") {
		t.Errorf("read %q", got)
	}
	if n := strings.Count(pct.news(), "VIỆC HỎA TỐC"); n != 1 {
		t.Errorf("alerted %d times", n)
	}
}

// TestRestartWhileSending stops the program when rows are marked as being sent:
// each class does what its table says.
func TestRestartWhileSending(t *testing.T) {
	for _, c := range []struct {
		class bot.Class
		after int // copies on the phone when nothing had arrived before
		state bot.OutState
	}{
		{bot.Reply, 1, ""}, {bot.Receipt, 1, ""}, {bot.Alert, 1, ""},
		{bot.Reminder, 1, ""}, {bot.Notice, 1, ""}, {bot.Digest, 1, ""},
		{bot.Group, 0, bot.MaybeSent},
	} {
		t.Run(string(c.class), func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@zalo")
			lan := w.phone("lan@zalo")
			w.settle()
			w.enqueue(c.class, "lan", "thử một hai ba", 48*time.Hour)
			rows, _, err := w.node.deliver.Claim(context.Background(), w.now, 10)
			if err != nil || len(rows) != 1 || rows[0].State != bot.Sending {
				t.Fatalf("claimed %v, %v", rows, err)
			}
			w.restart() // the crash: claimed, and never sent
			w.pass(time.Minute)
			if n := strings.Count(allTexts(lan), "thử một hai ba"); n != c.after {
				t.Errorf("%d copies", n)
			}
			if left := w.rows(bot.Queued, bot.Sending, bot.Parked, bot.Dead, bot.MaybeSent); c.state == "" && len(left) > 0 || c.state != "" && (len(left) != 1 || left[0].State != c.state) {
				t.Errorf("left: %v", left)
			}
		})
	}
}

// TestReminderTwiceInDoubt shows that what was in doubt once and is again is
// left to the operator, and that what is past its moment is not sent at all.
func TestReminderTwiceInDoubt(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	lan := w.phone("lan@zalo")
	w.settle()
	w.enqueue(bot.Reminder, "lan", "nhắc lần một", 48*time.Hour)
	for range 2 {
		_, _, err := w.node.deliver.Claim(context.Background(), w.now, 10)
		w.must(err)
		w.restartAsleep()
	}
	w.pass(time.Minute)
	want(t, lan.news())
	if rows := w.rows(bot.MaybeSent); len(rows) != 1 {
		t.Errorf("in doubt: %v", rows)
	}
	w.enqueue(bot.Reminder, "lan", "nhắc lần hai", time.Minute)
	_, _, err := w.node.deliver.Claim(context.Background(), w.now, 10)
	w.must(err)
	w.must(w.node.Close())
	w.now = w.now.Add(time.Hour)
	w.open()
	w.pass(time.Minute)
	want(t, lan.news())
	if rows := w.rows(bot.Dead); len(rows) != 1 || !strings.HasPrefix(rows[0].Reason, "expired") {
		t.Errorf("dead: %v", rows)
	}
}

// restartAsleep is restart without letting anything happen.
func (w *town) restartAsleep() {
	w.Helper()
	w.must(w.node.Close())
	w.open()
}

// enqueue puts a message of a class into the outbox.
func (w *town) enqueue(class bot.Class, person, text string, life time.Duration) {
	w.Helper()
	o := bot.Outgoing{Class: class, Person: person, Made: w.now, Expires: w.now.Add(life), State: bot.Queued, Why: "test"}
	o.Msg.To, o.Msg.Text = addressOf(person, "zalo"), text
	w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		_, err := tx.Apply(bot.Change{Outbox: []bot.Outgoing{o}})
		return err
	}))
}

// TestRestartWithTimers stops the program while a timer runs, and lets it fall
// due meanwhile.
func TestRestartWithTimers(t *testing.T) {
	t.Run("a text in pieces", func(t *testing.T) {
		w := newTown(t)
		w.settleIn("lan@zalo")
		lan := w.phone("lan@zalo")
		for _, s := range []string{"báo cáo", "giao thông", "ùn tắc"} {
			lan.says(s)
		}
		lan.send("Phố Đội Cấn tắc")
		w.settle()
		w.restart()
		lan.send("từ 7 giờ đến 9 giờ sáng")
		w.settle()
		w.restart()
		want(t, lan.news())
		w.pass(4 * time.Second)
		want(t, lan.news(), "Có nhiều người")
		want(t, lan.says("xem lại"), "Phố Đội Cấn tắc từ 7 giờ đến 9 giờ sáng")
	})
	t.Run("silence in an urgent report", func(t *testing.T) {
		w := newTown(t)
		w.settleIn("lan@zalo", "pct-bd@zalo")
		lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@zalo")
		lan.says("khẩn")
		lan.says("3")
		lan.says("ngõ 12 phố Đội Cấn")
		w.sleep(w.now.In(hanoi).Add(3 * time.Hour).Format("2006-01-02 15:04"))
		w.pass(10 * time.Second)
		want(t, lan.news(), "Mã: 2611-0001")
		want(t, pct.news(), "VIỆC HỎA TỐC", "ngõ 12 phố Đội Cấn")
		w.pass(time.Minute)
		if n := strings.Count(allTexts(pct), "VIỆC HỎA TỐC"); n != 1 {
			t.Errorf("alerted %d times", n)
		}
	})
	t.Run("the acknowledgement", func(t *testing.T) {
		w := newTown(t)
		w.settleIn("lan@zalo", "pct-bd@zalo", "ct-bd@zalo")
		lan, chair := w.phone("lan@zalo"), w.phone("ct-bd@zalo")
		id := w.urgent(lan)
		w.sleep(w.now.In(hanoi).Add(2 * time.Hour).Format("2006-01-02 15:04"))
		w.pass(10 * time.Second)
		if n := strings.Count(allTexts(chair), "VIỆC HỎA TỐC mã "+id); n != 1 {
			t.Errorf("alerted %d times", n)
		}
	})
}

// TestCommitFails breaks commits at every point in turn: the event is decided
// again, and everything is there once.
func TestCommitFails(t *testing.T) {
	for _, point := range []string{"before_commit", "after_commit"} {
		for nth := range 4 {
			t.Run(fmt.Sprint(point, " ", nth), func(t *testing.T) {
				w := newTown(t)
				w.settleIn("lan@zalo")
				lan := w.phone("lan@zalo")
				want(t, lan.says("menu"), "muốn làm gì")
				seen := 0
				armed := true
				w.fault = func(p string) error {
					if p != point || !armed {
						return nil
					}
					seen++
					if seen == nth+1 {
						armed = false
						return fmt.Errorf("injected")
					}
					return nil
				}
				w.restartAsleep()
				armed, seen = true, 0
				lan.send("không có gì")
				for range 200 {
					w.zalo.Step(t.Context(), w.now)
					_, _, _ = w.steps.step(t.Context(), w.now) // may fail, once
					w.now = w.now.Add(time.Second)
				}
				w.pass(time.Minute)
				if got := lan.news(); strings.Count(got, "Mã: 2611-0001") < 1 || strings.Contains(got, "2611-0002") {
					t.Errorf("read %q", got)
				}
				if armed {
					t.Error("nothing was broken")
				}
				w.nothingLeft()
			})
		}
	}
}
