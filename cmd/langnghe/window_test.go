package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
)

const longAgo = 9 * 24 * time.Hour // outside Zalo's window

// TestClosedWindow is what becomes of a reminder when Zalo lets nobody write to
// its person: the other platform, else the group is told how many, and the
// reminder waits until he writes.
func TestClosedWindow(t *testing.T) {
	for _, platform := range []string{"zalo", "telegram"} {
		t.Run("group on "+platform, func(t *testing.T) {
			w := newTown(t, startingAt(moment("2026-11-11 07:58")))
			w.settleIn("lan@zalo", "tho@both", "mai@zalo", "cuc@zalo", "pct-bd@zalo")
			for _, p := range []string{"lan", "tho", "mai"} {
				w.lastWrote(p, longAgo)
			}
			group := w.bindGroup("bd", platform, "lan", "pct-bd")
			lan, mai, cuc, pct := w.phone("lan@zalo"), w.phone("mai@zalo"), w.phone("cuc@zalo"), w.phone("pct-bd@zalo")
			thoZalo, thoTelegram := w.phone("tho@zalo"), w.phone("tho@telegram")
			w.settle()
			w.goTo("2026-11-11 08:10")
			want(t, cuc.news(), "Kính nhắc bà")
			want(t, thoTelegram.news(), "Kính nhắc ông")
			for _, p := range []*phone{lan, mai, thoZalo} {
				want(t, p.news())
			}
			if texts := w.groupTexts(group); len(texts) != 1 || !strings.Contains(texts[0], "còn 3 cộng tác viên chưa gửi") {
				t.Errorf("the group was told %q", texts)
			}
			if rows := w.rows(bot.Parked); len(rows) != 2 {
				t.Errorf("%d reminders wait", len(rows))
			}
			want(t, pct.says("không liên lạc được"), "Nguyễn Thị Lan: lâu chưa nhắn", "Lê Thị Mai: lâu chưa nhắn", "3 người")
			if strings.Contains(allTexts(pct), "Thọ: lâu") {
				t.Error("who can be reached on Telegram is listed")
			}
			w.restart()
			// Mai writes something else: the answer first, then what waited.
			got := mai.says("hạn nộp")
			if answer, waited := strings.Index(got, "chưa gửi ạ"), strings.Index(got, "Kính nhắc"); answer < 0 || waited < answer {
				t.Errorf("mai read %q", got)
			}
			// Lan reports at once: there is nothing left to remind her of.
			got = lan.says("không có gì")
			want(t, got, "Đã ghi nhận tháng")
			if strings.Contains(got, "Kính nhắc") {
				t.Errorf("reminded of what is done: %q", got)
			}
			if n := w.node.store.Sizes().Parked; n != 0 {
				t.Errorf("%d still wait", n)
			}
			want(t, pct.says("không liên lạc được"), "1 người", "Vũ Đình Long: chưa tham gia")
			w.nothingLeft()
		})
	}
}

// TestWindowClosesUnnoticed shows that Zalo's own word counts: what we thought
// was open and is not goes the other way.
func TestWindowClosesUnnoticed(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "pct-bd@both")
	lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@telegram")
	w.zalo.Block(addressOf("pct-bd", "zalo").ID, true) // no event tells
	id := w.urgent(lan)
	want(t, pct.news(), "VIỆC HỎA TỐC mã "+id)
	want(t, pct.taps("Đã nhận"), id)
}

// TestBlockedAndBack shows that what could not be delivered waits, and comes
// when the person is back.
func TestBlockedAndBack(t *testing.T) {
	for _, where := range []string{"zalo", "telegram"} {
		t.Run(where, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@"+where, "pct-bd@"+where)
			lan, pct := w.phone("lan@"+where), w.phone("pct-bd@"+where)
			id := w.urgent(lan)
			block := func(on bool) {
				z, tg := ids("lan")
				switch {
				case where == "zalo":
					w.zalo.Block(z, on)
				case on:
					w.must(w.telegram.Block(tg))
				default:
					w.must(w.telegram.Unblock(tg))
				}
				w.settle()
			}
			block(true)
			want(t, pct.taps("Đã nhận"), id)
			w.pass(time.Minute)
			want(t, lan.news())
			if n := w.node.store.Sizes().Parked; n != 1 {
				t.Fatalf("%d messages wait", n)
			}
			want(t, pct.says("không liên lạc được"), "Nguyễn Thị Lan: đã chặn trợ lý")
			w.restart()
			block(false)
			if where == "zalo" {
				lan.send("chào") // nothing else tells us
			}
			w.pass(20 * time.Second)
			if got := lan.news(); strings.Count(got, "đã nhận việc") != 1 {
				t.Errorf("read %q", got)
			}
			w.nothingLeft()
		})
	}
}

// TestParkedExpires shows that what waited too long does not come out of the
// blue, and that nothing is lost without the operator's seeing it.
func TestParkedExpires(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-11 07:58")))
	w.settleIn("lan@zalo")
	w.lastWrote("lan", longAgo)
	lan := w.phone("lan@zalo")
	w.settle()
	w.goTo("2026-11-11 08:05")
	if rows := w.rows(bot.Parked); len(rows) != 1 || !slices.Contains([]string{"window"}, rows[0].Reason) {
		t.Fatalf("waiting: %v", rows)
	}
	want(t, w.operator("outbox list"), "chờ người nhận 1", "window")
	w.sleep("2026-12-02 09:00")
	got := lan.says("menu")
	want(t, got, "muốn làm gì")
	if strings.Contains(got, "Kính nhắc") {
		t.Errorf("reminded of a deadline long past: %q", got)
	}
}
