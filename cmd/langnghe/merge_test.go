package main

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot"
	"langnghe/bot/report"
)

// joinAgain lets a human in a second time, by a unit's code, on another platform.
func (w *town) joinAgain(p *phone, role string) {
	w.Helper()
	code := codeShape.FindString(w.operator("invite", "unit", "bd", "role", role))
	p.says(code)
	for _, s := range []string{"1", "1"} {
		p.says(s)
	}
	want(w, p.says("Nguyễn Thị Lan"), "đã tham gia")
	p.news()
}

// mergeTwice is lan, who is here on Zalo by the org file and on Telegram by a
// unit's code, with a report on each.
func mergeTwice(w *town) (zalo, tg *phone, ids [2]string) {
	w.settleIn("lan@zalo", "tho@zalo", "pct-bd@zalo")
	zalo, tg = w.phone("lan@zalo"), w.phone("lan@telegram")
	w.joinAgain(tg, "collaborator")
	ids[0] = w.periodic(zalo, "Chợ Hữu Tiệp họp lấn lòng đường vào giờ tan tầm")
	ids[1] = w.urgent(tg)
	return zalo, tg, ids
}

// TestMerge: the same human joined twice; confirming makes the two one, with one
// seat, one history, and one of each who is counted.
func TestMerge(t *testing.T) {
	w := newTown(t)
	zalo, tg, filed := mergeTwice(w)
	other := tg.who().ID
	pct := w.phone("pct-bd@zalo")
	pct.taps("Đã nhận")
	for _, s := range []string{"giao việc", "1", "Phường có bao nhiêu hộ mất nước?", "1"} {
		pct.says(s)
	}
	want(t, pct.says("1"), "tới 3 người")
	want(t, zalo.news()+tg.news(), "đề nghị báo cáo đột xuất")
	want(t, tg.says("hạn nộp"), "chưa gửi ạ")
	want(t, pct.says("tổng hợp"), "Đã gửi: 1/3")
	for _, s := range []string{"báo cáo", "môi trường", "rác thải"} { // a draft
		tg.says(s)
	}
	tg.says("để sau")

	code := w.linkCode(zalo)
	want(t, tg.says(code), "tài khoản: Bác Nguyễn Thị Lan, Phường Ba Đình", "sẽ nhập vào tài khoản đó", "không tách ra được")
	want(t, tg.says("1"), "✅ Đã nối")
	want(t, zalo.news(), "Telegram vừa được nối")
	want(t, pct.news(), "nay nhập làm một")

	p := tg.who()
	if p.ID != "lan" || len(p.Chats) != 2 || p.Consent.Channel != "zalo" {
		t.Errorf("%+v", p)
	}
	w.view(func(v bot.View) {
		held := 0
		for _, post := range v.PostsOf("lan") {
			if post.Held() {
				held++
			}
		}
		gone, _ := v.Person(other)
		if held != 1 || gone.Into != "lan" || gone.Name != "" || len(gone.Chats) > 0 || gone.Active() ||
			len(v.PostsOf(other)) > 0 || len(v.ReportsOf(other, 10)) > 0 || len(v.ReportsOf("lan", 10)) != 2 || !v.Filed("lan", "2026-11", report.Urgent) {
			t.Errorf("%d posts, %+v", held, gone)
		}
		if call, _ := v.Prompt("YC-2611-001"); len(call.Asked) != 2 {
			t.Errorf("asked %v", call.Asked)
		}
	})
	if r := w.report(filed[1]); r.Person != "lan" || strings.Contains(w.record(filed[1]), other) {
		t.Errorf("%+v", r)
	}
	want(t, tg.says("hạn nộp"), "đã gửi rồi")
	want(t, pct.says("tổng hợp"), "Đã gửi: 1/2")
	want(t, tg.says(filed[0]), "Chợ Hữu Tiệp")
	want(t, zalo.says(filed[1]), "cháy nhà hai tầng")
	want(t, zalo.says("viết tiếp"), "Viết tiếp từ Telegram: Báo cáo")
	w.must(w.node.store.Check(context.Background()))

	w.goTo("2026-11-30 12:00") // the reminders of the month go to who still owes
	for _, p := range []*phone{zalo, tg} {
		if got := p.news(); strings.Contains(got, "Kính nhắc") {
			t.Errorf("reminded of what the other self filed: %s", got)
		}
	}
}

// TestMergeFile: what the org file says later of a record that became part of
// another is about that one.
func TestMergeFile(t *testing.T) {
	w := newTown(t, morePeople(`  - {id: lan2, name: "Nguyễn Thị Lan", xung_ho: bà, posts: [{unit: bd, role: collaborator}]}
`))
	w.settleIn("lan@zalo", "lan2@telegram")
	w.former = map[string]string{"lan2": "bd"}
	first, second := w.phone("lan@zalo"), w.phone("lan2@telegram")
	second.says(w.linkCode(first))
	want(t, second.says("1"), "✅ Đã nối")
	w.rewrite("org.yaml", `{id: lan2, name: "Nguyễn Thị Lan", xung_ho: bà, posts: [{unit: bd, role: collaborator}]}`,
		`{id: lan2, name: "Nguyễn Thị Lan", xung_ho: cô, posts: [{unit: bd, role: collaborator}, {unit: bd-tdp5, role: hamlet_head}]}`)
	w.restart()
	want(t, w.fact("lan"), "Nguyễn Thị Lan", "cô", "2 kênh", "collaborator bd", "hamlet_head bd-tdp5")
	want(t, w.fact("lan2"), "chưa tham gia", "0 kênh")
	if strings.Count(w.fact("lan"), "collaborator bd") != 1 {
		t.Error(w.fact("lan"))
	}
	want(t, w.operator("invite", "person", "lan2"), "Mã mời")
}

// TestMergeRefused: two records that cannot be one stay two, and it is said why.
func TestMergeRefused(t *testing.T) {
	for _, c := range []struct {
		name, more, other string
		before            func(w *town, p *phone)
		want              string
	}{
		{"withdrawn", "", "tho", func(_ *town, p *phone) { p.says("rút đồng ý"); p.says("1") }, "đã rút đồng ý"},
		{"auditor", `  - {id: kt, name: "Phan Văn Kiểm", posts: [{unit: bd, role: auditor}]}` + "\n", "kt", nil, "hai nhiệm vụ"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newTown(t, morePeople(c.more))
			w.settleIn("lan@zalo", c.other+"@telegram")
			lan, other := w.phone("lan@zalo"), w.phone(c.other+"@telegram")
			if c.before != nil {
				c.before(w, other)
				other.news()
			}
			want(t, other.says(w.linkCode(lan)), c.want)
			if len(lan.who().Chats) != 1 || other.who().ID != c.other {
				t.Error("linked all the same")
			}
		})
	}
	t.Run("heads of two units", func(t *testing.T) {
		w := newTown(t)
		w.settleIn("pct-bd@zalo", "pct-nh@telegram")
		want(t, w.phone("pct-nh@telegram").says(w.linkCode(w.phone("pct-bd@zalo"))), "hai nhiệm vụ")
	})
	t.Run("same platform", func(t *testing.T) {
		w := newTown(t)
		w.settleIn("lan@zalo", "tho@zalo")
		want(t, w.phone("tho@zalo").says(w.linkCode(w.phone("lan@zalo"))), "đã có Zalo khác")
	})
	t.Run("withdrawn since", func(t *testing.T) {
		w := newTown(t)
		w.settleIn("lan@zalo")
		lan, tg := w.phone("lan@zalo"), w.phone("lan@telegram")
		code := w.linkCode(lan)
		lan.says("rút đồng ý")
		lan.says("1")
		want(t, tg.says(code), "Mã mời không đúng")
	})
	t.Run("erased while asked", func(t *testing.T) {
		w := newTown(t)
		w.settleIn("lan@zalo")
		lan, tg := w.phone("lan@zalo"), w.phone("lan@telegram")
		want(t, tg.says(w.linkCode(lan)), "tài khoản: Bác")
		lan.says("xóa dữ liệu")
		want(t, lan.says("1"), "Đã xóa tên")
		want(t, tg.says("1"), "trợ lý không đổi gì")
		if tg.who().ID != "" {
			t.Error("linked to nobody")
		}
	})
}

// TestMergeCrash: the program stops at each point of the deed; afterwards the
// two are two or one, never in between, and the deed can be done.
func TestMergeCrash(t *testing.T) {
	stopped := errors.New("stopped here")
	for at := 1; ; at++ {
		w := newTown(t)
		zalo, tg, _ := mergeTwice(w)
		other := tg.who().ID
		tg.says(w.linkCode(zalo))
		n, hit := 0, false
		w.must(w.node.Close())
		w.fault = func(string) error {
			if n++; n == at {
				hit = true
				return stopped
			}
			return nil
		}
		w.open()
		n = 0
		tg.send("1")
		for range 20 { // a store that stopped opens its file again, or the program is started again
			if _, _, err := w.steps.step(context.Background(), w.now); err != nil && hit {
				break
			}
			w.zalo.Step(context.Background(), w.now)
			w.telegram.Step(context.Background(), w.now)
		}
		w.fault = nil
		w.restart()
		w.must(w.node.store.Check(context.Background()))
		w.view(func(v bot.View) {
			a, _ := v.PersonAt(addressOf("lan", "zalo"))
			b, _ := v.PersonAt(addressOf("lan", "telegram"))
			one := a.ID == b.ID
			mine, theirs := len(v.ReportsOf("lan", 10)), len(v.ReportsOf(other, 10))
			if one != (len(a.Chats) == 2) || one != (theirs == 0) || one != (mine == 2) || one != (len(v.PostsOf(other)) == 0) {
				t.Errorf("stopped at %d: %v, %d and %d reports", at, one, mine, theirs)
			}
		})
		w.pass(30 * time.Second)
		if tg.who().ID != "lan" {
			w.pass(time.Minute)
			tg.says("1")
		}
		if tg.who().ID != "lan" {
			t.Errorf("stopped at %d: never one", at)
		}
		if !hit {
			if at < 4 {
				t.Errorf("only %d points", at)
			}
			return
		}
	}
}

// TestMergeSameState: whichever of the two makes the code, the same things are
// one person's in the end.
func TestMergeSameState(t *testing.T) {
	var got []map[string]any
	for _, byFirst := range []bool{true, false} {
		w := newTown(t)
		zalo, tg, filed := mergeTwice(w)
		w.former = map[string]string{"lan": "bd"}
		from, to := zalo, tg
		if !byFirst {
			from, to = tg, zalo
		}
		to.says(w.linkCode(from))
		want(t, to.says("1"), "✅ Đã nối")
		w.view(func(v bot.View) {
			p := to.who()
			var posts []string
			for _, x := range v.PostsOf(p.ID) {
				if x.Held() {
					posts = append(posts, fmt.Sprint(x.Unit, x.Role, x.FileEntry != ""))
				}
			}
			got = append(got, map[string]any{"posts": posts, "chats": len(p.Chats), "reports": len(v.ReportsOf(p.ID, 10)),
				"consent": p.Consent.Channel, "filed": v.Filed(p.ID, "2026-11", report.Periodic), "names": p.Name})
			for _, id := range filed {
				if r, _ := v.Report(id); r.Person != p.ID || r.Post == "" {
					t.Errorf("%+v", r)
				} else if post, ok := v.Post(r.Post); !ok || !post.Held() {
					t.Errorf("%s was filed from a seat that is closed", id)
				}
			}
		})
		w.restart()
		want(t, zalo.says("báo cáo của tôi"), "đã gửi gần đây")
	}
	if !reflect.DeepEqual(got[0], got[1]) {
		t.Error(got)
	}
}

// TestMergeHead: a vice-chair who is here twice gets one alert in place of two
// that wait, and what he took in hand stays his.
func TestMergeHead(t *testing.T) {
	w := newTown(t, morePeople(`  - {id: pct2, name: "Đỗ Quang Hải", xung_ho: anh, posts: [{unit: bd, role: lead_vice_chair}]}
`))
	w.settleIn("lan@zalo", "pct-bd@zalo", "pct2@telegram")
	w.former = map[string]string{"pct2": "bd"}
	w.lastWrote("pct-bd", longAgo)
	lan, zalo, tg := w.phone("lan@zalo"), w.phone("pct-bd@zalo"), w.phone("pct2@telegram")
	first := w.urgent(lan)
	want(t, tg.taps("Đã nhận"), "đã nhận việc")
	second := w.urgent(lan)
	w.must(w.telegram.Block(func() int64 { _, id := ids("pct2"); return id }()))
	w.pass(time.Second)
	third := w.urgent(lan)
	if n := len(w.rows(bot.Parked)); n < 2 {
		t.Fatalf("%d parked", n)
	}
	w.must(w.telegram.Unblock(func() int64 { _, id := ids("pct2"); return id }()))
	w.pass(10 * time.Second)
	tg.says(w.linkCode(zalo))
	want(t, tg.says("1"), "✅ Đã nối")
	w.pass(10 * time.Second)
	if r := w.report(first); r.Ack == nil || r.Ack.Person != "pct-bd" {
		t.Errorf("%+v", r.Ack)
	}
	want(t, zalo.says("việc khẩn đang mở"), "Có 3 việc khẩn")
	for _, id := range []string{second, third} {
		shown := strings.Count(allTexts(zalo), "VIỆC HỎA TỐC mã "+id) + strings.Count(allTexts(tg), "VIỆC HỎA TỐC mã "+id)
		if shown < 1 {
			t.Errorf("%s was never shown", id)
		}
	}
	tg.says(second)
	want(t, tg.taps("Đã nhận"), "đã nhận việc mã "+second)
	if r := w.report(second); r.Ack == nil || r.Ack.Person != "pct-bd" {
		t.Errorf("%+v", r.Ack)
	}
	var left []string
	w.view(func(v bot.View) {
		for _, o := range v.Outbox(0, 1000) {
			if o.Person == "pct2" {
				left = append(left, o.Why)
			}
		}
	})
	if len(left) > 0 {
		t.Error(left)
	}
}

// TestMergeDeedsAndMedia: what the other self sent besides words, was writing and
// was asked is the one person's.
func TestMergeDeedsAndMedia(t *testing.T) {
	w := newTown(t, takingPhotos, morePeople(`  - {id: lan2, name: "Nguyễn Thị Lan", posts: [{unit: bd, role: collaborator}]}
`))
	w.former = map[string]string{"lan2": "bd"}
	w.settleIn("lan@zalo", "lan2@telegram", "pct-bd@zalo")
	zalo, tg, pct := w.phone("lan@zalo"), w.phone("lan2@telegram"), w.phone("pct-bd@zalo")
	for _, s := range []string{"giao việc", "1", "Phường có bao nhiêu hộ mất nước?", "1", "1"} {
		pct.says(s)
	}
	for _, s := range []string{"báo cáo", "giao thông", "ùn tắc", "Phố Đội Cấn tắc từ 7 giờ đến 9 giờ"} {
		tg.says(s)
	}
	tg.shows("photo", 1)
	sent := len(w.mediaBy("lan2"))
	if sent == 0 {
		t.Fatal("no photo was taken")
	}
	code := w.linkCode(zalo)
	want(t, tg.says(code), "tài khoản: Bác") // in the midst of a report
	got := tg.says("1")
	want(t, got, "✅ Đã nối", "quay lại: Báo cáo")
	if n := len(w.mediaBy("lan2")); n != 0 || len(w.mediaBy("lan")) != sent {
		t.Errorf("%d of %d left behind", n, sent)
	}
	tg.says("menu")
	want(t, zalo.says("viết tiếp"), "viết tiếp phần nào")
	want(t, zalo.taps("Viết tiếp từ Telegram"), "Có nhiều người nói")
	zalo.says("để sau")
	tg.taps("Trả lời")
	tg.says("ba hộ ở ngõ 5")
	want(t, tg.says("1"), "Đã nhận trả lời")
	w.pass(time.Minute)
	want(t, pct.news(), "Mọi người đã trả lời 1/1")
}

// TestOperatorReplaces: somebody who lost his account comes back by an operator's
// code: the new chat takes the place of the old one of that platform, with what
// was being written there.
func TestOperatorReplaces(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	old, now := w.phone("lan@zalo"), w.phone("lan-moi@zalo")
	for _, s := range []string{"báo cáo", "giao thông", "ùn tắc"} {
		old.says(s)
	}
	code := codeShape.FindString(w.operator("invite", "person", "lan"))
	want(t, now.says(code), "tài khoản: Bác Nguyễn Thị Lan")
	want(t, now.says("1"), "✅ Đã nối")
	want(t, old.news(), "không còn gắn với tài khoản nào")
	want(t, old.says("báo cáo"), "xin nhắn mã mời")
	if p := now.who(); p.ID != "lan" || len(p.Chats) != 1 {
		t.Errorf("%+v", p)
	}
	want(t, now.says("viết tiếp"), "Viết tiếp: Báo cáo")
	want(t, now.says("1"), "kể ngắn gọn")
}

// TestOperatorHeals: somebody who joined by a unit's code gets the code that
// bears his name in the org file: he is that one, with one seat and the consent
// he gave; a code that asks again afterwards changes nothing.
func TestOperatorHeals(t *testing.T) {
	w := newTown(t)
	w.settleIn("pct-bd@zalo")
	tg := w.phone("lan@telegram")
	w.joinAgain(tg, "collaborator")
	w.former = map[string]string{"lan": "bd"}
	was := tg.who()
	var codes []string
	for range 2 {
		codes = append(codes, codeShape.FindString(w.operator("invite", "person", "lan")))
	}
	for _, c := range codes {
		want(t, tg.says(c), "tài khoản: Bác Nguyễn Thị Lan, Phường Ba Đình", "sẽ nhập vào")
	}
	want(t, tg.says("1"), "✅ Đã nối", "quay lại: Nối tài khoản")
	want(t, tg.says("1"), "trợ lý không đổi gì")
	p := tg.who()
	if p.ID != "lan" || p.Consent != was.Consent || len(p.Chats) != 1 {
		t.Errorf("%+v", p)
	}
	want(t, w.fact("lan"), "collaborator bd")
	w.view(func(v bot.View) {
		if n := len(v.PostsIn("bd")); n < 2 {
			t.Error(n)
		}
		if gone, _ := v.Person(was.ID); gone.Into != "lan" {
			t.Errorf("%+v", gone)
		}
	})
	want(t, tg.says(codes[0]), "đã có nhiệm vụ này")
}

// TestHandOverLinked: who gives his seat away loses it in both his chats, and
// hears of it once.
func TestHandOverLinked(t *testing.T) {
	w := newTown(t)
	w.settleIn("pct-bd@both", "lan@zalo")
	w.former = map[string]string{"pct-bd": "bd"}
	zalo, tg, heir := w.phone("pct-bd@zalo"), w.phone("pct-bd@telegram"), w.phone("khach@zalo")
	zalo.says("bàn giao")
	zalo.says("2")
	code := codeShape.FindString(zalo.says("1"))
	want(t, tg.says(code), "do chính anh tạo")
	heir.says(code)
	for _, s := range []string{"1", "1"} {
		heir.says(s)
	}
	want(t, heir.says("Phan Văn Mới"), "đã tham gia")
	w.pass(time.Minute)
	if n := strings.Count(zalo.news()+tg.news(), "đã được bàn giao"); n != 1 {
		t.Errorf("told %d times", n)
	}
	for _, p := range []*phone{zalo, tg} {
		want(t, p.says("việc khẩn đang mở"), "không thuộc phần")
	}
}

// TestLinkBroken: a conversation that cannot be read on one platform stops that
// chat, and not the person's other one.
func TestLinkBroken(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@both", "qt@zalo")
	zalo, tg := w.phone("lan@zalo"), w.phone("lan@telegram")
	tg.says("chào")
	w.must(w.node.Close())
	var before []string
	w.file(func(btx *bolt.Tx) error { before = keysOf(btx, "sessions"); return nil })
	w.open()
	want(t, zalo.says("báo cáo"), "lĩnh vực")
	w.damage("sessions", before)
	want(t, zalo.says("giao thông"), "gặp trục trặc")
	want(t, tg.says("menu"), "muốn làm gì")
	want(t, tg.says("báo cáo"), "lĩnh vực")
	w.mend(true)
}
