package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
)

// crowd is a town of many units with people who owe a report, so that the
// schedule goes through them in several pieces.
func crowd(t testing.TB, units, people int) *town {
	w := newTown(t, startingAt(moment("2026-11-16 07:58")))
	var org, who strings.Builder
	var names []string
	org.WriteString("units:\n  - {id: hn, type: thanh_pho, name: \"Thành phố Hà Nội\"}\n")
	who.WriteString("people:\n  - {id: qt, name: \"Lý Hồng Vân\", posts: [{unit: hn, role: system_admin}]}\n")
	for u := range units {
		fmt.Fprintf(&org, "  - {id: u%03d, type: phuong, name: \"Phường số %d\", parent: hn}\n", u, u+1)
		for n := range people {
			id := fmt.Sprintf("n%03d-%d", u, n)
			fmt.Fprintf(&who, "  - {id: %s, name: \"Nguyễn Văn Ba\", posts: [{unit: u%03d, role: collaborator}]}\n", id, u)
			names = append(names, id+"@telegram")
		}
	}
	w.write("org.yaml", org.String()+who.String())
	w.restart()
	w.settleIn(names...)
	w.settle()
	w.now = moment("2026-11-16 08:00")
	return w
}

// beat does one piece of the heartbeat.
func (w *town) beat() (more bool) {
	w.Helper()
	more, err := w.node.bot.Heartbeat(context.Background(), w.now)
	w.must(err)
	return more
}

// reminded counts the reminders of each person, and the cards they left.
func (w *town) reminded() map[string]int {
	w.Helper()
	got := map[string]int{}
	for _, o := range w.rows(bot.Queued, bot.Parked) {
		if o.Class == bot.Reminder {
			got[o.Person]++
		}
	}
	w.view(func(v bot.View) {
		for id := range got {
			s, _ := v.Session(addressOf(id, "telegram"))
			if n := len(s.Cards); n != 1 {
				w.Errorf("%s has %d cards", id, n)
			}
		}
	})
	return got
}

// TestScheduleInPieces: an occurrence over many people is done in pieces. A
// message is decided between two; after a crash it goes on where it was, also
// when nobody knows whether the last piece was written; and each is reminded once.
func TestScheduleInPieces(t *testing.T) {
	for _, crash := range []string{"", "stopped", "before_commit", "after_commit"} {
		t.Run(crash, func(t *testing.T) {
			w := crowd(t, 12, 30)
			ctx := context.Background()
			strike := ""
			w.fault = func(point string) error {
				if point == strike {
					strike = ""
					return errors.New("injected")
				}
				return nil
			}
			w.restart()
			pieces, before := 0, 0
			for more := true; more; pieces++ {
				switch crash {
				case "stopped":
					w.restart()
				case "before_commit", "after_commit":
					strike = crash
					if _, err := w.node.bot.Heartbeat(ctx, w.now); !errors.Is(err, bot.ErrStore) && strike == "" {
						t.Fatalf("a failed commit: %v", err)
					}
					strike = "" // there was nothing left to commit
				}
				more = w.beat()
				if pieces == 1 {
					before = len(w.reminded())
					w.phone("n000-0@telegram").send("menu")
					_, _ = w.telegram.Step(ctx, w.now)
					if _, did, err := w.node.bot.Turn(ctx, w.now); !did || err != nil {
						t.Errorf("between two pieces a turn did nothing: %v", err)
					}
				}
				if pieces > 100 {
					t.Fatal("never ends")
				}
			}
			if got := w.reminded(); len(got) != 360 || pieces < 3 || before == 0 || before >= 360 {
				t.Errorf("%d reminded in %d pieces, %d after the second", len(got), pieces, before)
			}
			for who, n := range w.reminded() {
				if n != 1 {
					t.Errorf("%s was reminded %d times", who, n)
				}
			}
			w.restart()
			for w.beat() {
				continue
			}
			if got := w.reminded(); len(got) != 360 {
				t.Errorf("%d reminded after it was over", len(got))
			}
		})
	}
}

// TestUnitsChangeMidway: the program is stopped in the middle of an occurrence
// and started with another file, with a unit more before those that are done
// and with somebody moved among these: nobody is passed over or told twice.
func TestUnitsChangeMidway(t *testing.T) {
	w := crowd(t, 12, 30)
	w.beat()
	if n := len(w.reminded()); n == 0 || n >= 200 {
		t.Fatalf("%d reminded by the first piece", n)
	}
	w.rewrite("org.yaml", "posts: [{unit: u011, role: collaborator}]}\n", "posts: [{unit: u000, role: collaborator}]}\n")
	w.rewrite("org.yaml", "  - {id: u000,", "  - {id: a000, type: phuong, name: \"Phường mới\", parent: hn}\n  - {id: u000,")
	w.rewrite("org.yaml", "{id: n010-7, name: \"Nguyễn Văn Ba\", posts: [{unit: u010,", "{id: n010-7, name: \"Nguyễn Văn Ba\", posts: [{unit: a000,")
	w.restart()
	for w.beat() {
		continue
	}
	got := w.reminded()
	if len(got) != 360 {
		t.Errorf("%d reminded", len(got))
	}
	for who, n := range got {
		if n != 1 {
			t.Errorf("%s was reminded %d times", who, n)
		}
	}
}

// moody is a channel that panics when asked for what it can do.
type moody struct {
	chat.Channel
	bad *bool
}

// Limits panics while the mood is bad.
func (m moody) Limits() chat.Limits {
	if *m.bad {
		panic("a mood")
	}
	return m.Channel.Limits()
}

// TestRuleFails: what goes wrong for one person keeps neither the others of his
// unit nor the other rules back; the operator hears of it; it is tried again
// each minute and comes right, once. When it does not within its grace, the
// operator hears of that too.
func TestRuleFails(t *testing.T) {
	for _, mended := range []bool{true, false} {
		w := newTown(t, startingAt(moment("2026-11-16 07:58"))) // a Monday: the digest and the last day are due at 8
		w.settleIn("lan@telegram", "tho@zalo", "cuc@zalo", "pct-bd@zalo", "qt@zalo")
		lan, tho, cuc := w.phone("lan@telegram"), w.phone("tho@zalo"), w.phone("cuc@zalo")
		pct, qt := w.phone("pct-bd@zalo"), w.phone("qt@zalo")
		w.settle()
		bad := true
		for i, c := range w.node.bot.Channels {
			if c.Name() == "telegram" {
				w.node.bot.Channels[i] = moody{c, &bad}
			}
		}
		w.pass(4 * time.Minute)
		want(t, lan.news())
		want(t, tho.news(), "Kính nhắc ông")
		want(t, cuc.news(), "Kính nhắc bà")
		want(t, pct.news(), "Tổng hợp tháng 11/2026")
		want(t, qt.news(), "Một lịch gửi bị lỗi, sẽ thử lại: bao-cao-thang")
		if mended {
			bad = false
			w.pass(2 * time.Minute)
			want(t, lan.news(), "Kính nhắc bác")
		} else {
			w.pass(9 * time.Hour)
			want(t, lan.news())
			want(t, qt.news(), "chưa gửi hết: bao-cao-thang")
			bad = false
		}
		w.pass(10 * time.Minute)
		for _, p := range []*phone{lan, tho, cuc, pct} {
			if got := p.news(); got != "" {
				t.Errorf("%s hears again: %s", p.person, got)
			}
		}
	}
}

// again is a store that runs each function twice, as a store may.
type again struct{ bot.Store }

// Update runs f, undoes it, and runs it again.
func (s again) Update(ctx context.Context, f func(bot.Tx) error) error {
	undo := errors.New("undo")
	if err := s.Store.Update(ctx, func(tx bot.Tx) error { return errors.Join(f(tx), undo) }); !errors.Is(err, undo) {
		return err
	}
	return s.Store.Update(ctx, f)
}

// TestEffectsOnce: what is decided twice before it is committed is counted once
// and told the operator once.
func TestEffectsOnce(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "tho@zalo", "pct-bd@zalo")
	w.node.bot.Store = again{w.node.store}
	alerts := map[string]int{}
	w.node.bot.Alert = func(key, _ string) { alerts[key]++ }
	lan := w.phone("lan@zalo")
	want(t, lan.says("không có gì"), "2611-0001")
	lan.says("tài liệu tối mật số 12")
	lan.says("số của tôi là 0912345678, gọi giúp nhé")
	zone := w.node.bot.Settings.Zone
	w.node.bot.Settings.Zone = nil // whoever tells the time panics
	w.phone("tho@zalo").send("menu")
	w.settle()
	w.node.bot.Settings.Zone = zone
	for what, n := range map[string]float64{"report_nil": 1, "secret_stopped": 1, "masked": 1, "quarantined": 1} {
		if got := w.counted("bot", what); got != n {
			t.Errorf("%s was counted %v times", what, got)
		}
	}
	if alerts["quarantine"] != 1 {
		t.Errorf("alerts: %v", alerts)
	}
}

// TestSendingEffectsOnce: the same for what sending finds out, and for a message
// that was changed.
func TestSendingEffectsOnce(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "pct-bd@telegram")
	g := w.bindGroup("bd", "telegram", "lan", "pct-bd")
	w.cut(g)
	w.node.bot.Store = again{w.node.store}
	alerts := map[string]int{}
	w.node.bot.Alert = func(key, _ string) { alerts[key]++ }
	lan := w.phone("lan@telegram")
	lan.says("chào")
	lan.edits("chào", "tài liệu tối mật số 12")
	post := bot.Outgoing{Class: bot.Group, Made: w.now, Expires: w.now.Add(time.Hour), State: bot.Queued, Why: "test"}
	post.Msg.To, post.Msg.Group, post.Msg.Text = g, true, "họp"
	w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		_, err := tx.Apply(bot.Change{Outbox: []bot.Outgoing{post}})
		return err
	}))
	w.settle()
	if alerts["group_lost"] != 1 || alerts["dead_letter"] != 1 || w.counted("bot", "secret_stopped") != 1 || w.counted("bot", "sent_dead") != 1 {
		t.Errorf("alerts %v, %v secrets stopped, %v dead", alerts, w.counted("bot", "secret_stopped"), w.counted("bot", "sent_dead"))
	}
	w.enqueue(bot.Notice, "lan", "quá muộn", 0) // over before its turn comes
	w.settle()
	if alerts["dead_letter"] != 2 || w.counted("bot", "sent_dead") != 2 {
		t.Errorf("alerts %v, %v dead", alerts, w.counted("bot", "sent_dead"))
	}
}

// BenchmarkReminder is the reminder of a month to 12,000 people in 126 units:
// what it takes as a whole, and the longest transaction, while which a message
// waits.
func BenchmarkReminder(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		w := crowd(b, 126, 95)
		b.StartTimer()
		var longest time.Duration
		pieces := 0
		for more := true; more; pieces++ {
			began := time.Now()
			more = w.beat()
			longest = max(longest, time.Since(began))
		}
		b.ReportMetric(float64(longest.Microseconds())/1000, "longest-ms")
		b.ReportMetric(float64(pieces), "pieces")
	}
}
