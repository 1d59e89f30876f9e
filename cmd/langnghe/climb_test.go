package main

import (
	"strings"
	"testing"
	"time"

	"langnghe/bot"
)

// TestUrgentToTheTop lets nobody take an urgent report: it climbs rung by rung
// to the city, is asked again there, and in the end the operator hears of it.
func TestUrgentToTheTop(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "pct-bd@telegram", "ct-bd@telegram", "pct-cum@telegram", "pct-hn@telegram", "vp@telegram", "qt@telegram", "pct-nh@telegram")
	lan, beside := w.phone("lan@telegram"), w.phone("pct-nh@telegram")
	rungs := [][]*phone{
		{w.phone("pct-bd@telegram")}, {w.phone("ct-bd@telegram")}, {w.phone("pct-cum@telegram")},
		{w.phone("pct-hn@telegram"), w.phone("vp@telegram")},
	}
	id := w.urgent(lan)
	office := rungs[3][1]
	want(t, office.news(), "BÁO ĐỂ BIẾT: việc HỎA TỐC mã "+id, "CTV – Phường Ba Đình", "Đội Cấn")
	for i, rung := range rungs {
		for _, p := range rung {
			if n := strings.Count(allTexts(p), "VIỆC HỎA TỐC mã "+id); n != 1 {
				t.Errorf("%s was alerted %d times when it was his turn", p.person, n)
			}
		}
		for _, later := range rungs[i+1:] {
			for _, p := range later {
				if p == office { // who was told at once hears nothing again until it is his turn
					want(t, p.news())
					continue
				}
				want(t, allTexts(p))
			}
		}
		w.pass(15*time.Minute + time.Second)
		w.restart()
	}
	story := allTexts(lan)
	for _, rung := range []string{"Chủ tịch Phường Ba Đình", "Cụm Ba Đình", "Thành phố Hà Nội"} {
		if n := strings.Count(story, "đã chuyển tiếp tới "+rung); n != 1 {
			t.Errorf("told %d times of %s", n, rung)
		}
	}
	// At the top it is asked again, but not for ever.
	w.pass(25 * 4 * time.Hour) // at longer and longer intervals
	for _, p := range rungs[3] {
		if n := strings.Count(allTexts(p), "VIỆC HỎA TỐC mã "+id); n != 25 {
			t.Errorf("%s was asked %d times", p.person, n)
		}
	}
	want(t, allTexts(w.phone("qt@telegram")), "đã nhắc nhiều lần mà chưa có ai nhận")
	if strings.Contains(w.report(id).Log[0].Text, "ngõ") {
		t.Error("what happened holds what was told")
	}
	want(t, rungs[3][0].taps("Đã nhận"), "đã nhận việc mã "+id)
	want(t, lan.news(), "Phó Chủ tịch phụ trách Thành phố Hà Nội đã nhận việc")
	want(t, allTexts(beside))
	w.pass(2 * time.Hour)
	w.nothingLeft()
}

// TestUrgentNobody shows that a unit without anybody is passed over at once,
// and that the operator hears when there is nobody at all.
func TestUrgentNobody(t *testing.T) {
	t.Run("in the unit", func(t *testing.T) {
		w := newTown(t)
		w.settleIn("cuc@zalo", "pct-cum@zalo", "pct-bd@zalo")
		cuc := w.phone("cuc@zalo")
		id := w.urgent(cuc)
		above := w.phone("pct-cum@zalo")
		want(t, allTexts(above), "VIỆC HỎA TỐC mã "+id, "CTV – Phường Ngọc Hà")
		want(t, allTexts(w.phone("pct-bd@zalo")))
	})
	t.Run("anywhere", func(t *testing.T) {
		w := newTown(t)
		w.settleIn("cuc@zalo", "qt@zalo")
		cuc, qt := w.phone("cuc@zalo"), w.phone("qt@zalo")
		id := w.urgent(cuc)
		w.pass(2 * time.Minute)
		want(t, qt.news(), "chưa có ai để báo")
		// Somebody comes, late.
		w.settleIn("pct-hn@zalo")
		w.pass(20 * time.Minute)
		want(t, allTexts(w.phone("pct-hn@zalo")), "VIỆC HỎA TỐC mã "+id)
	})
	t.Run("but the reporter", func(t *testing.T) {
		w := newTown(t)
		w.settleIn("pct-bd@zalo", "ct-bd@zalo")
		pct := w.phone("pct-bd@zalo")
		id := w.urgent(pct)
		want(t, allTexts(w.phone("ct-bd@zalo")), "VIỆC HỎA TỐC mã "+id)
		if strings.Contains(allTexts(pct), "VIỆC HỎA TỐC") {
			t.Error("he is asked to acknowledge his own report")
		}
	})
}

// TestUrgentRace lets two vice-chairs acknowledge at the same moment: one has
// it, the other is told so, and the reporter hears of it once.
func TestUrgentRace(t *testing.T) {
	w := newTown(t, morePeople(`  - {id: pct-bd2, name: "Tạ Thị Hòa", xung_ho: chị, posts: [{unit: bd, role: lead_vice_chair}]}
`))
	w.settleIn("lan@zalo", "pct-bd@zalo", "pct-bd2@telegram")
	lan, first, second := w.phone("lan@zalo"), w.phone("pct-bd@zalo"), w.phone("pct-bd2@telegram")
	id := w.urgent(lan)
	first.touch("Đã nhận")
	second.touch("Đã nhận")
	w.pass(5 * time.Second)
	told := first.news() + second.news()
	if strings.Count(told, "đã nhận việc mã "+id) != 1 || strings.Count(told, "đã được Phường Ba Đình nhận lúc") != 1 {
		t.Errorf("the two were told: %s", told)
	}
	if got := lan.news(); strings.Count(got, "đã nhận việc") != 1 {
		t.Errorf("the reporter was told: %s", got)
	}
	w.pass(2 * time.Hour)
	want(t, first.news())
	want(t, second.news())
	w.nothingLeft()
}

// touch taps the latest button that contains the label, and nothing happens yet.
func (p *phone) touch(label string) {
	p.Helper()
	all := p.bubbles()
	for i := len(all) - 1; i >= 0; i-- {
		for j, b := range all[i].buttons {
			if strings.Contains(b, label) {
				p.pressAt(all[i], j)
				return
			}
		}
	}
	p.Fatalf("%s has no button %q", p.person, label)
}

// TestUrgentAtNight shows that urgent things do not wait for the morning, and
// other things do.
func TestUrgentAtNight(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-11 22:00")))
	w.settleIn("lan@zalo", "pct-bd@zalo")
	lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@zalo")
	id := w.urgent(lan)
	want(t, pct.news(), "VIỆC HỎA TỐC mã "+id)
	want(t, pct.taps("Đã nhận"), id)
	want(t, lan.news(), "đã nhận việc")
	for _, s := range []string{"bỏ qua", "bỏ qua", "bỏ qua", "bỏ qua"} {
		lan.says(s)
	}
	report := w.periodic(lan, "Phố Đội Cấn tắc từ 7 giờ đến 9 giờ")
	lan.says("báo cáo của tôi")
	lan.says("1")
	lan.says("1")
	want(t, lan.says("chiều cũng tắc"), "Đã bổ sung vào mã "+report)
	if rows := w.rows(bot.Queued); len(rows) != 1 || !rows[0].Due.Equal(moment("2026-11-12 07:00")) {
		t.Errorf("waiting for the morning: %v", rows)
	}
	want(t, pct.news())
	w.sleep("2026-11-12 07:00")
	want(t, pct.news(), "Mã "+report+" (Phường Ba Đình) có thêm: chiều cũng tắc")
}

// TestNobodyAtTheTop: an urgent matter climbs to the city, where nobody can be
// reached at the moment. Who was asked before is asked again, at once and then
// at intervals, and the operator hears of it also at night.
func TestNobodyAtTheTop(t *testing.T) {
	w := newTown(t, startingAt(time.Date(2026, 11, 11, 20, 0, 0, 0, hanoi)))
	w.settleIn("lan@telegram", "pct-bd@telegram", "pct-cum@telegram", "pct-hn@telegram", "vp@telegram", "qt@telegram")
	for _, away := range []string{"pct-hn", "vp"} {
		_, id := ids(away)
		w.must(w.telegram.Block(id))
	}
	id := w.urgent(w.phone("lan@telegram"))
	w.pass(46 * time.Minute)
	cluster := w.phone("pct-cum@telegram")
	if n := strings.Count(allTexts(cluster), "VIỆC HỎA TỐC mã "+id); n != 3 { // in its turn, when the city could not be, and again
		t.Errorf("the cluster was asked %d times", n)
	}
	want(t, allTexts(cluster), "NHẮC LẠI: cấp trên lúc này chưa liên lạc được")
	want(t, allTexts(w.phone("qt@telegram")), "chưa có ai để báo")
	w.pass(12 * time.Hour)
	if n := strings.Count(allTexts(cluster), "VIỆC HỎA TỐC mã "+id); n < 5 {
		t.Errorf("the cluster was asked %d times", n)
	}
	want(t, cluster.taps("Đã nhận"), "đã nhận việc mã "+id)
}
