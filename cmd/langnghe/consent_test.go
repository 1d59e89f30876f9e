package main

import (
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

// TestWithdrawEverywhere shows that consent withdrawn on one platform ends
// everything on the other, too: what was being written is not sent by itself,
// and what waited for him does not reach him any more.
func TestWithdrawEverywhere(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-11 07:50")))
	w.settleIn("lan@both", "mai@zalo", "pct-bd@zalo")
	w.lastWrote("lan", longAgo)
	w.lastWrote("mai", longAgo)
	zalo, telegram, mai := w.phone("lan@zalo"), w.phone("lan@telegram"), w.phone("mai@zalo")
	w.settle()
	w.goTo("2026-11-11 08:05") // mai's reminder waits for her
	telegram.says("khẩn")
	telegram.says("3")
	telegram.says("ngõ 12 phố Đội Cấn")
	zalo.says("rút đồng ý")
	want(t, zalo.taps("Rút đồng ý"), "Đã ghi nhận bác rút đồng ý")
	telegram.news()
	if n := w.node.store.Sizes().Timers; n != 0 {
		t.Errorf("%d timers left", n)
	}
	w.pass(30 * time.Minute)
	want(t, zalo.news())
	want(t, telegram.news())
	w.view(func(v bot.View) {
		if rs := v.ReportsOf("lan", 10); len(rs) != 0 {
			t.Errorf("filed without consent: %+v", rs)
		}
	})
	want(t, telegram.says("bỏ qua"), "đã rút đồng ý", "bắt đầu")
	mai.says("rút đồng ý")
	got := mai.taps("Rút đồng ý")
	if strings.Contains(got+mai.says("chào"), "Kính nhắc") {
		t.Error("reminded after she withdrew")
	}
	w.tick("2026-11-13 08:00")
	want(t, telegram.news())
	w.nothingLeft()
}

// TestEraseEverywhere shows that nothing of the person is left but his reports,
// without him.
func TestEraseEverywhere(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@both", "pct-bd@zalo")
	zalo, telegram, pct := w.phone("lan@zalo"), w.phone("lan@telegram"), w.phone("pct-bd@zalo")
	id := w.urgent(zalo)
	telegram.says("báo cáo")
	telegram.says("giao thông")
	zalo.says("menu")
	zalo.says("xóa dữ liệu")
	want(t, zalo.taps("Xóa dữ liệu"), "Đã xóa tên")
	w.pass(time.Minute)
	if r := w.report(id); r.Person != "" || r.State != report.New {
		t.Errorf("the report: %+v", r)
	}
	w.view(func(v bot.View) {
		p, _ := v.Person("lan")
		if p.Name != "" || len(p.Chats) > 0 || p.Address != "" {
			t.Errorf("left of her: %+v", p)
		}
		for _, platform := range []string{"zalo", "telegram"} {
			if s, ok := v.Session(addressOf("lan", platform)); ok {
				t.Errorf("a conversation is kept: %+v", s)
			}
			if _, ok := v.PersonAt(addressOf("lan", platform)); ok {
				t.Errorf("%s still leads to her", platform)
			}
		}
	})
	// What she told goes on; nobody tells her any more.
	want(t, pct.taps("Đã nhận"), "đã nhận việc mã "+id)
	want(t, zalo.news())
	telegram.news()
	want(t, telegram.says("menu"), "nhắn mã mời")
	// The seat is free for another; the org file does not bring her back.
	w.restart()
	want(t, w.fact("lan"), "đã xóa, , 0 kênh")
	w.pass(2 * time.Hour)
	w.nothingLeft()
}

// TestZaloErases is the platform's own word that somebody wants his data gone.
func TestZaloErases(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "pct-bd@zalo")
	lan := w.phone("lan@zalo")
	id := w.urgent(lan)
	w.zalo.Withdraw(addressOf("lan", "zalo").ID)
	w.pass(time.Minute)
	want(t, w.fact("lan"), "đã xóa, , 0 kênh")
	if w.report(id).Person != "" {
		t.Error("the report still names her")
	}
}

// TestSecondChannel uses an operator's code for a person on his other platform: it
// links, and asks for no second consent. Both serve,
// and she is told where she wrote last.
func TestSecondChannel(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "pct-bd@zalo")
	zalo, telegram, pct := w.phone("lan@zalo"), w.phone("lan@telegram"), w.phone("pct-bd@zalo")
	code := codeShape.FindString(w.operator("invite", "person", "lan"))
	_, tg := ids("lan")
	_, err := w.telegram.Start(tg, strings.ReplaceAll(code, "-", ""))
	w.must(err)
	w.pass(10 * time.Second)
	want(t, telegram.news(), "tài khoản: Bác Nguyễn Thị Lan, Phường Ba Đình")
	want(t, telegram.taps("Đúng, nối"), "✅ Đã nối")
	want(t, zalo.news(), "Telegram vừa được nối")
	id := w.urgent(zalo)
	pct.taps("Đã nhận")
	w.pass(10 * time.Second)
	told := zalo.news() + telegram.news()
	if strings.Count(told, "đã nhận việc") != 1 {
		t.Errorf("told %s: %s", id, told)
	}
	want(t, telegram.says("báo cáo của tôi"), "đã gửi gần đây")
	w.view(func(v bot.View) {
		if p, _ := v.Person("lan"); len(p.Chats) != 2 || p.Consent.Channel != "zalo" {
			t.Errorf("%+v", p)
		}
	})
	w.nothingLeft()
}

// TestPromptReachesLate shows that a prompt waits for whoever could not be
// written to, until its deadline.
func TestPromptReachesLate(t *testing.T) {
	w := newTown(t, morePeople(`  - {id: dao, name: "Đinh Thị Đào", xung_ho: cô, posts: [{unit: nh, role: collaborator}]}
`))
	w.settleIn("cuc@zalo", "dao@zalo", "pct-nh@zalo")
	w.lastWrote("cuc", longAgo)
	w.lastWrote("dao", longAgo)
	cuc, dao, pct := w.phone("cuc@zalo"), w.phone("dao@zalo"), w.phone("pct-nh@zalo")
	for _, s := range []string{"giao việc", "1", "Phường có bao nhiêu hộ mất nước?", "1"} {
		pct.says(s)
	}
	want(t, pct.says("1"), "tới 2 người và 0 nhóm", "Chưa nhắn tới được ngay: 2 người")
	w.pass(time.Hour)
	want(t, cuc.says("chào"), "đề nghị báo cáo đột xuất", "bao nhiêu hộ mất nước")
	cuc.taps("Trả lời")
	cuc.says("ba hộ ở ngõ 5")
	want(t, cuc.says("1"), "Đã nhận trả lời")
	w.pass(90 * time.Minute)
	want(t, pct.news(), "Hết hạn yêu cầu", "Đã trả lời 1/2")
	if got := dao.says("chào"); strings.Contains(got, "đột xuất") {
		t.Errorf("asked after the deadline: %s", got)
	}
	w.nothingLeft()
}

// TestPromptAtNight shows that a group is not told in the morning of a request
// that was over by then, and that no dead letter is made of it.
func TestPromptAtNight(t *testing.T) {
	w := newTown(t, startingAt(aWorkday.Add(13*time.Hour+30*time.Minute)))
	w.settleIn("cuc@zalo", "pct-nh@zalo")
	g := w.bindGroup("nh", "zalo", "cuc", "pct-nh")
	w.pass(time.Minute)
	before := len(w.groupTexts(g))
	cuc, pct := w.phone("cuc@zalo"), w.phone("pct-nh@zalo")
	for _, s := range []string{"giao việc", "1", "Phường có bao nhiêu hộ mất nước?", "1"} {
		pct.says(s)
	}
	want(t, pct.says("1"), "tới 1 người và 0 nhóm")
	want(t, cuc.news(), "bao nhiêu hộ mất nước")
	w.pass(10 * time.Hour)
	if texts := w.groupTexts(g); len(texts) != before {
		t.Errorf("the group reads %q", texts[before:])
	}
	w.nothingLeft()
}

// TestLeaksAreFound shows that what watches over every test does see.
func TestLeaksAreFound(t *testing.T) {
	people := []org.Person{{ID: "lan", Name: "Nguyễn Thị Lan"}}
	urgent := []report.Report{{ID: "2611-0001", Fields: []report.Field{{ID: "o_dau", Value: "ngõ 12 phố Đội Cấn", Shown: "ngõ 12 phố Đội Cấn"}}}}
	for text, n := range map[string]int{
		"Kính gửi các bác cộng tác viên": 0, "Nguyễn Thị Lan chưa gửi": 1, "Cháy ở ngõ 12 phố Đội Cấn": 2,
	} {
		if got := len(groupLeaks([]string{text}, people, urgent)); got != n {
			t.Errorf("%q: %d leaks, want %d", text, got, n)
		}
	}
}
