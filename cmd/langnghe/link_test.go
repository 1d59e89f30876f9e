package main

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/org"
)

// linkCode asks for a code in one chat and gives it as it was shown.
func (w *town) linkCode(p *phone) string {
	w.Helper()
	got := p.says("nối")
	code := codeShape.FindString(got)
	if code == "" {
		w.Fatalf("no code in: %s", got)
	}
	return code
}

// linkBoth links a person's other phone to the account of the first.
func (w *town) linkBoth(first, second *phone) {
	w.Helper()
	want(w, second.says(w.linkCode(first)), "Mã này là của tài khoản")
	want(w, second.says("1"), "✅ Đã nối")
	first.news()
}

// who is the person who talks on a phone.
func (p *phone) who() (who org.Person) {
	p.Helper()
	p.view(func(v bot.View) { who, _ = v.PersonAt(addressOf(p.person, p.platform)) })
	return who
}

func audited(w *town, what string) (n int) {
	w.Helper()
	w.view(func(v bot.View) {
		for _, a := range v.Audits(1000) {
			if a.What == what {
				n++
			}
		}
	})
	return n
}

var bothWays = [][2]string{{"zalo", "telegram"}, {"telegram", "zalo"}}

// TestLink: one person on both platforms, from either side: asked whose account
// it becomes, told in the first chat, with one history.
func TestLink(t *testing.T) {
	for _, way := range bothWays {
		t.Run(way[0], func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@"+way[0], "pct-bd@zalo")
			first, second := w.phone("lan@"+way[0]), w.phone("lan@"+way[1])
			filed := w.periodic(first, "Chợ Hữu Tiệp họp lấn lòng đường vào giờ tan tầm")
			first.says("menu")
			first.taps("Xem thêm")
			got := first.taps("Dùng cả Zalo và Telegram")
			code := codeShape.FindString(got)
			other := map[string]string{"zalo": "Lắng Nghe", "telegram": "t.me/langnghe_bot?start="}[way[1]]
			want(t, got, "Mã nối: ", "đến 9 giờ 3", other)
			first.pass(time.Second)

			want(t, second.says(strings.ToLower(code)), "Bác Nguyễn Thị Lan, Phường Ba Đình", "đúng là người đó")
			if who := second.who(); who.ID != "" {
				t.Error("linked before the answer")
			}
			want(t, second.says("ừ"), "Việc này cần")
			want(t, second.says("1"), "✅ Đã nối", "Zalo", "Telegram")
			name := map[string]string{"zalo": "Zalo", "telegram": "Telegram"}[way[1]]
			want(t, first.news(), "🔔 "+name+" vừa được nối", `"gỡ `+name+`"`)
			if a, b := first.who(), second.who(); a.ID != "lan" || b.ID != "lan" || len(a.Chats) != 2 || a.Consent.Channel != way[0] {
				t.Errorf("%+v, %+v", a, b)
			}
			if audited(w, "linked") != 1 || audited(w, "link_code") != 1 {
				t.Error("not in the audit")
			}
			want(t, second.says("báo cáo của tôi"), "đã gửi gần đây")
			want(t, second.says("1"), filed, "Chợ Hữu Tiệp")
			want(t, second.says(filed), "Chợ Hữu Tiệp")
			for _, p := range []*phone{first, second} {
				if got := p.says("menu") + p.taps("Xem thêm") + p.taps("Xem thêm"); strings.Contains(got, "Dùng cả") {
					t.Error("offered again: ", got)
				}
				want(t, p.says("nối zalo"), "là đủ cả rồi")
				want(t, p.says("dữ liệu của tôi"), "(nhận tin ở: nơi nhắn gần nhất)")
			}
			want(t, second.says("xuất dữ liệu"), "- Nhận tin ở: nơi nhắn gần nhất", "- Zalo, số", "- Telegram, số")
			w.nothingLeft()
		})
	}
}

// TestLinkCode: the code serves once, for half an hour, only in another chat,
// and only the newest.
func TestLinkCode(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	zalo, tg := w.phone("lan@zalo"), w.phone("lan@telegram")
	old := w.linkCode(zalo)
	code := w.linkCode(zalo)
	want(t, tg.says(old), "Mã mời không đúng")
	want(t, zalo.says(code), "không dùng ở Zalo")
	want(t, tg.says("mã nối "+code), "tài khoản: Bác")
	w.pass(31 * time.Minute)
	want(t, tg.says("1"), "đã hết hạn", "lấy mã mới")
	want(t, tg.says(code), "Mã mời không đúng")
	if tg.who().ID != "" {
		t.Error("linked by an expired code")
	}
	code = w.linkCode(zalo)
	want(t, tg.says(strings.Replace(code, "-", "Ấ", 1)), "") // eight signs and an accent
	tg.news()
	want(t, tg.says("mã "+code[:7]), "có đúng 8 chữ")
	want(t, tg.says(code), "tài khoản: Bác")
	want(t, tg.says("2"), "không thay đổi gì")
	want(t, tg.says("xin chào"), "xin nhắn mã mời")
	_, id := ids("lan")
	_, err := w.telegram.Start(id, strings.ReplaceAll(code, "-", ""))
	w.must(err)
	w.pass(5 * time.Second)
	want(t, tg.news(), "tài khoản: Bác") // he did not use it up
	want(t, tg.says("1"), "✅ Đã nối")
	other := w.phone("tho@telegram")
	want(t, other.says(code), "Mã mời không đúng")
	want(t, other.says("bắt đầu"), "xin nhắn mã mời")
	w.view(func(v bot.View) {
		if _, ok := v.Invite(w.node.store.Hash("invite", strings.ReplaceAll(code, "-", ""))); ok {
			t.Error("the code is kept")
		}
	})
}

// TestLinkGuess: whoever guesses codes has as many tries as with invitations.
func TestLinkGuess(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "tho@telegram")
	code := w.linkCode(w.phone("lan@zalo"))
	for _, thief := range []*phone{w.phone("cuc@zalo"), w.phone("tho@telegram")} {
		for range 5 {
			want(t, thief.says("mã ABCD-2345"), "Mã mời không đúng")
		}
		want(t, thief.says("mã "+code), "thử lại sau một giờ")
	}
	w.pass(26 * time.Minute)
	want(t, w.phone("lan@zalo").says("menu"), "muốn làm gì")
}

// TestLinkStolen: a stranger with a stolen code is asked, the first chat hears
// at once, and one message there undoes it.
func TestLinkStolen(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "pct-bd@zalo")
	lan, thief := w.phone("lan@zalo"), w.phone("khach@telegram")
	filed := w.periodic(lan, "Chợ Hữu Tiệp họp lấn lòng đường vào giờ tan tầm")
	thief.says(w.linkCode(lan))
	thief.says("1")
	want(t, lan.news(), "Telegram vừa được nối", "gỡ Telegram")
	want(t, lan.says("gỡ telegram"), "chắc chắn gỡ Telegram")
	want(t, lan.says("không"), "muốn làm gì")
	lan.says("gỡ telegram")
	want(t, lan.says("1"), "✅ Đã gỡ Telegram")
	want(t, thief.news(), "không còn gắn với tài khoản nào")
	want(t, thief.says("báo cáo của tôi"), "xin nhắn mã mời")
	want(t, thief.says(filed), "xin nhắn mã mời")
	if thief.who().ID != "" || len(lan.who().Chats) != 1 {
		t.Error("still linked")
	}
	w.urgent(lan)
	w.pass(time.Minute)
	want(t, thief.news())
	if audited(w, "unlinked") != 1 {
		t.Error("not in the audit")
	}
}

// TestLinkRace: two chats are asked about one code, and both say yes at once.
func TestLinkRace(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	lan, a, b := w.phone("lan@zalo"), w.phone("lan@telegram"), w.phone("khach@telegram")
	code := w.linkCode(lan)
	want(t, a.says(code), "tài khoản: Bác")
	want(t, b.says(code), "tài khoản: Bác")
	a.send("1")
	b.send("1")
	w.pass(6 * time.Second)
	got := a.news() + b.news()
	if strings.Count(got, "✅ Đã nối") != 1 || strings.Count(got, "lấy mã mới") != 1 {
		t.Error(got)
	}
	if n := len(lan.who().Chats); n != 2 {
		t.Errorf("%d chats", n)
	}
}

// TestLinkInGroup: a code read by a whole group is void.
func TestLinkInGroup(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "tho@telegram")
	lan, tho := w.phone("lan@zalo"), w.phone("lan@telegram")
	code := w.linkCode(lan)
	g, err := strconv.ParseInt(w.makeGroup("telegram", "tho").ID, 10, 64)
	w.must(err)
	_, id := ids("tho")
	_, err = w.telegram.GroupText(g, id, "/start@langnghe_bot "+strings.ReplaceAll(code, "-", ""))
	w.must(err)
	w.pass(5 * time.Second)
	want(t, tho.says(code), "Mã mời không đúng")
}

// TestLinkMidJoin: somebody who had begun to join by a unit's code, and then
// sends the code that links, is the person he was before and joins nothing.
func TestLinkMidJoin(t *testing.T) {
	for _, open := range []bool{false, true} {
		w := newTown(t)
		w.settleIn("lan@zalo")
		zalo, tg := w.phone("lan@zalo"), w.phone("lan@telegram")
		joining := codeShape.FindString(w.operator("invite", "unit", "bd", "role", "collaborator"))
		want(t, tg.says(joining), "có đồng ý không")
		code := w.linkCode(zalo)
		if open {
			_, id := ids("lan")
			_, err := w.telegram.Start(id, strings.ReplaceAll(code, "-", ""))
			w.must(err)
			w.pass(5 * time.Second)
		} else {
			tg.send(code)
			w.pass(5 * time.Second)
		}
		want(t, tg.news(), "tài khoản: Bác Nguyễn Thị Lan")
		got := tg.says("1")
		want(t, got, "✅ Đã nối")
		if strings.Contains(got, "quay lại") {
			t.Error(got)
		}
		want(t, tg.says("menu"), "muốn làm gì")
		want(t, w.fact("lan"), "2 kênh")
		want(t, w.phone("khach@telegram").says(joining), "có đồng ý không") // nobody used it up
	}
}
