package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
)

// The deadline of November 2026 is the 15th, a Sunday, so Monday the 16th at
// 17:00. Reminders go out at 8:00 on the 11th, the 13th (the 14th is a
// Saturday) and the 16th; who is late hears of it on the 17th.

// daysReminded lists when somebody was reminded, and how.
func daysReminded(p *phone) (days []string) {
	for _, b := range p.zalo.Chat(addressOf(p.person, "zalo").ID) {
		switch {
		case !b.FromOA:
		case strings.Contains(b.Text, "Kính nhắc"):
			days = append(days, b.At.In(hanoi).Format("2 15:04"))
		case strings.Contains(b.Text, "đã quá hạn"):
			days = append(days, b.At.In(hanoi).Format("2 15:04")+" muộn")
		}
	}
	return days
}

func wantDays(t *testing.T, p *phone, days ...string) {
	t.Helper()
	if got := strings.Join(daysReminded(p), ", "); got != strings.Join(days, ", ") {
		t.Errorf("%s was reminded on %q, want %q", p.person, got, days)
	}
}

// tick lets the minutes around a moment happen.
func (w *town) tick(at string) {
	w.Helper()
	w.now = moment(at).Add(-time.Minute)
	w.settle()
	w.pass(3 * time.Minute)
}

// TestDeadlineLadder is a month of reminders: only who still owes, each slot
// once, and the list of the late to the vice-chair alone.
func TestDeadlineLadder(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-10 09:00")))
	w.settleIn("lan@zalo", "tho@zalo", "pct-bd@zalo", "pct-cum@zalo")
	lan, tho, pct, above := w.phone("lan@zalo"), w.phone("tho@zalo"), w.phone("pct-bd@zalo"), w.phone("pct-cum@zalo")
	w.settle()
	w.tick("2026-11-11 08:00")
	tho.says("không có gì")
	pct.says("menu") // Zalo lets us write for a week
	lan.says("hạn nộp")
	w.restart()
	for _, at := range []string{"2026-11-12 08:00", "2026-11-13 08:00", "2026-11-14 08:00", "2026-11-15 08:00", "2026-11-16 08:00"} {
		w.tick(at)
		w.restart()
	}
	want(t, allTexts(lan), "hạn gửi báo cáo tháng 11/2026 là 17 giờ ngày 16/11/2026")
	pct.news()
	above.news()
	w.tick("2026-11-17 08:00")
	wantDays(t, tho, "11 08:00")
	wantDays(t, lan, "11 08:00", "13 08:00", "16 08:00", "17 08:00 muộn")
	want(t, pct.news(), "1 người đã gửi, 1 người quá hạn", "- Nguyễn Thị Lan", "Không liên lạc được: 2 người")
	want(t, above.news())
	// What comes after the deadline is taken, and told to be late.
	want(t, lan.says("không có gì"), "Mã: 2611-0002")
	if !w.report("2611-0002").Late {
		t.Error("not late")
	}
	w.tick("2026-11-18 08:00")
	wantDays(t, lan, "11 08:00", "13 08:00", "16 08:00", "17 08:00 muộn")
	w.nothingLeft()
}

// TestLadderAfterDowntime shows that a slot missed is made up once while that
// makes sense, out of quiet hours, and not at all later.
func TestLadderAfterDowntime(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-10 09:00")))
	w.settleIn("lan@zalo")
	lan := w.phone("lan@zalo")
	w.settle()
	w.sleep("2026-11-11 12:00") // quiet from 11:30 to 13:30
	wantDays(t, lan)
	w.goTo("2026-11-11 14:00")
	wantDays(t, lan, "11 13:30")
	w.sleep("2026-11-14 09:00") // more than eight hours after the second slot
	w.tick("2026-11-14 10:00")
	wantDays(t, lan, "11 13:30")
	w.restart()
	w.tick("2026-11-16 08:00")
	w.sleep("2026-11-16 08:30")
	wantDays(t, lan, "11 13:30", "16 08:00")
	if !strings.Contains(w.logs.String(), "scheduled occurrence skipped") {
		t.Error("the operator cannot see what was skipped")
	}
}

// TestClockJumps shows that a clock set back fires nothing twice, and one set
// forward skips what lies too far back.
func TestClockJumps(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-10 09:00")))
	w.settleIn("lan@zalo")
	lan := w.phone("lan@zalo")
	w.settle()
	w.tick("2026-11-11 08:00")
	wantDays(t, lan, "11 08:00")
	w.now = moment("2026-11-11 07:30")
	w.restart()
	w.pass(90 * time.Minute)
	w.now = moment("2026-11-09 07:30")
	w.restart()
	w.settle()
	wantDays(t, lan, "11 08:00")
	w.sleep("2026-11-11 09:00")
	w.tick("2026-11-13 08:00")
	wantDays(t, lan, "11 08:00", "13 08:00")
	w.now = moment("2026-11-20 10:00") // forward over two slots
	w.settle()
	wantDays(t, lan, "11 08:00", "13 08:00")
	w.nothingLeft()

	// Back again by more than an hour: the schedule stays silent until the clock
	// is where it was, and the operator hears of it.
	w.settleIn("qt@zalo")
	w.now = moment("2026-11-14 09:00")
	w.restart()
	w.pass(3 * time.Minute)
	want(t, allTexts(w.phone("qt@zalo")), "Đồng hồ máy chủ từng chạy trước giờ thật", "bao-cao-thang")
}

// TestBriefing shows that the monthly briefing is announced in the groups of
// the clusters and wards, and nowhere else.
func TestBriefing(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-17 14:58")))
	w.settleIn("lan@zalo", "pct-bd@telegram", "pct-cum@telegram", "vp@telegram")
	ward := w.bindGroup("bd", "zalo", "lan", "pct-bd")
	cluster := w.bindGroup("cum", "telegram", "pct-bd", "pct-cum")
	city := w.bindGroup("hn", "telegram", "pct-cum", "vp")
	hamlet := w.bindGroup("bd-tdp5", "telegram", "lan")
	w.settle()
	for _, at := range []string{"2026-11-17 15:00", "2026-11-20 15:00", "2026-11-23 15:00"} {
		w.tick(at)
		w.restart()
	}
	const said = "giao ban dư luận xã hội tháng 11/2026 lúc 8 giờ 30, ngày 24/11/2026"
	for _, texts := range [][]string{w.groupTexts(ward), w.groupTexts(cluster)} {
		if len(texts) != 3 {
			t.Fatalf("told %d times: %q", len(texts), texts)
		}
		want(t, texts[0], said, "(còn 7 ngày)", "trụ sở Ủy ban MTTQ")
		want(t, texts[1], said, "(còn 4 ngày)")
		want(t, texts[2], said, "(ngày mai)")
	}
	for _, texts := range [][]string{w.groupTexts(city), w.groupTexts(hamlet)} {
		if len(texts) != 0 {
			t.Errorf("told where it is nobody's business: %q", texts)
		}
	}
	w.nothingLeft()
}

// TestWeeklyDigest shows that each head gets his own figures.
func TestWeeklyDigest(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-20 09:00")))
	w.settleIn("lan@zalo", "pct-bd@zalo", "pct-nh@zalo", "pct-cum@telegram", "vp@telegram")
	lan := w.phone("lan@zalo")
	ward, other, cluster, office := w.phone("pct-bd@zalo"), w.phone("pct-nh@zalo"), w.phone("pct-cum@telegram"), w.phone("vp@telegram")
	w.periodic(lan, "Phố Đội Cấn tắc từ 7 giờ đến 9 giờ")
	w.tick("2026-11-23 08:00")
	want(t, ward.news(), "Tổng hợp tháng 11/2026, Phường Ba Đình", "Đã gửi: 1/1", "Giao thông: 1")
	got := other.news()
	want(t, got, "Tổng hợp tháng 11/2026, Phường Ngọc Hà")
	if strings.Contains(got, "Giao thông") {
		t.Errorf("another ward's figures: %s", got)
	}
	for _, p := range []*phone{cluster, office} {
		got := p.news()
		want(t, got, "Tổng hợp tháng 11/2026", "Đã gửi: 1/1")
		if strings.Contains(got, "Giao thông") || strings.Contains(got, "Đội Cấn") {
			t.Errorf("a group of one left its unit: %s", got)
		}
	}
	w.nothingLeft()
}

// TestSilenceOfTheStore shows that a heartbeat which cannot be written is made
// up at the next.
func TestSilenceOfTheStore(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-11 07:58")))
	w.settleIn("lan@zalo")
	lan := w.phone("lan@zalo")
	w.settle()
	broken := true
	w.fault = func(point string) error {
		if broken && point == "before_commit" && w.now.Equal(moment("2026-11-11 08:00")) {
			return bot.ErrStore
		}
		return nil
	}
	w.restart()
	w.goTo("2026-11-11 07:59")
	w.now = moment("2026-11-11 08:00")
	if _, _, err := w.steps.step(context.Background(), w.now); err == nil {
		t.Error("a store that fails goes unnoticed")
	}
	broken = false
	w.goTo("2026-11-11 08:05")
	wantDays(t, lan, "11 08:01")
	w.nothingLeft()
}
