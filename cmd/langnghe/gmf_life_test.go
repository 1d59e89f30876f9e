package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/org"
	"langnghe/zalo/zalosim"
)

// gmfGroup is a town with a group of Ba Đình made from chat.
func gmfGroup(t *testing.T, names ...string) (w *town, group string) {
	t.Helper()
	w = gmfTown(t, append([]string{"pct-bd@zalo", "lan@zalo"}, names...)...)
	want(t, w.asks(w.phone("pct-bd@zalo")), "Đã tạo nhóm")
	w.pass(2 * time.Minute)
	return w, w.zalo.Groups()[0].ID
}

// in are the members of the one group there is.
func (w *town) in(person string) bool {
	z, _ := ids(person)
	return strings.Contains(strings.Join(w.zalo.Groups()[0].Members, " "), z)
}

// TestGroupMembers: whoever takes a post is invited or gets the link; whoever
// leaves his post, or the bot, is taken out.
func TestGroupMembers(t *testing.T) {
	w, _ := gmfGroup(t)
	code := codeShape.FindString(w.operator("invite", "unit", "bd", "role", "collaborator", "uses", "3"))
	join := func(p *phone) string {
		for _, s := range []string{code, "1", "bà", "Nguyễn Thị Hoa"} {
			p.says(s)
		}
		w.pass(time.Minute)
		return allTexts(p)
	}
	hoa, tam := w.phone("hoa@zalo"), w.phone("tam@telegram")
	want(t, join(hoa), "đã tham gia")
	if !w.in("hoa") {
		t.Error("who joined was not invited")
	}
	want(t, join(tam), "đã tham gia", "Mời bà vào nhóm CTV phường Ba Đình", "https://zalo.me/g/")

	// A post handed over: the one comes, the other goes.
	w.view(func(v bot.View) {
		for _, p := range v.PostsOf("lan") {
			code = codeShape.FindString(w.handOverCode(p))
		}
	})
	bao := w.phone("bao@zalo")
	want(t, join(bao), "đã tham gia")
	if w.in("lan") || !w.in("bao") {
		t.Errorf("after the handover: %+v", w.zalo.Groups()[0].Members)
	}
	bao.says("rút đồng ý")
	want(t, bao.says("1"), "")
	w.pass(time.Minute)
	if w.in("bao") {
		t.Error("who withdrew is still in it")
	}
	w.nothingLeft()

	// A member who goes by himself is let go.
	z, _ := ids("hoa")
	w.zalo.LeaveGroup(w.zalo.Groups()[0].ID, z)
	w.pass(49 * time.Hour)
	if w.in("hoa") {
		t.Error("who left was fetched back")
	}

	// A post ended in the org file.
	w.rewrite("org.yaml", `, posts: [{unit: bd, role: lead_vice_chair}]`, ``)
	w.restart()
	w.pass(25 * time.Hour)
	if w.in("pct-bd") {
		t.Error("whose post was ended in the file is still in it")
	}
}

// handOverCode is a code by which somebody takes over a post.
func (w *town) handOverCode(p org.Post) (code string) {
	w.Helper()
	w.must(w.node.store.Update(w.Context(), func(tx bot.Tx) error {
		c, ch, err := bot.Invite(tx, w.now, w.node.store, org.Invite{
			Unit: p.Unit, Role: p.Role, Post: p.ID, Uses: 1, Expires: w.now.Add(time.Hour), By: "operator",
		})
		w.must(err)
		code = bot.ShowCode(c)
		_, err = tx.Apply(ch)
		return err
	}))
	return code
}

// TestGroupAsked: who has a post is let in by himself, of others the head is
// asked, and nothing is kept of them.
func TestGroupAsked(t *testing.T) {
	w, g := gmfGroup(t, "tho@zalo")
	pct := w.phone("pct-bd@zalo")
	tho, _ := ids("tho")
	w.zalo.LeaveGroup(g, tho)
	w.zalo.GroupRules(g, true, true)
	for _, s := range []string{"khach1", "khach2"} {
		w.zalo.AddUser(s, "Khách "+s+" 0912345678")
		w.zalo.AskToJoin(g, s)
	}
	w.zalo.AskToJoin(g, tho)
	w.pass(2 * time.Minute)
	if !w.in("tho") {
		t.Error("a collaborator was not let in")
	}
	got := pct.news()
	want(t, got, "Khách khach1", "Khách khach2", "xin vào nhóm CTV phường Ba Đình", "Cho vào")
	if strings.Contains(got, "0912345678") || strings.Contains(got, "Thọ") {
		t.Errorf("said: %s", got)
	}
	w.zalo.AskToJoin(g, "khach1") // again: no second card
	w.pass(time.Minute)
	want(t, pct.news())
	want(t, pct.taps("Không cho vào"), "không cho người ấy vào") // the later card
	w.pass(time.Minute)
	if i := w.zalo.Groups()[0]; len(i.Asked) != 1 || i.Asked[0] != "khach1" {
		t.Errorf("waiting: %+v", i.Asked)
	}
	want(t, w.phone("lan@zalo").says("nhóm"), "không thuộc phần của bác")
	w.nothingLeft()
}

// TestGroupEnds: people are told 14, 7 and 1 days before a group's time ends;
// when it is off, briefings go to people in private, and a free asset wakes it.
func TestGroupEnds(t *testing.T) {
	w := newTown(t)
	w.settleIn("qt@zalo", "pct-bd@both", "lan@both")
	z, _ := ids("qt")
	w.zalo.MakeAdmin(z)
	w.zalo.BuyAsset("gmf50", moment("2026-12-13 00:00"))
	pct, lan := w.phone("pct-bd@zalo"), w.phone("lan@telegram")
	want(t, w.asks(pct), "Đã tạo nhóm")
	w.pass(time.Hour)
	want(t, pct.says("gia hạn nhóm"), "còn hạn đến 12/12/2026")
	pctTG := w.phone("pct-bd@telegram")
	var told []string
	for w.now.Before(moment("2026-12-13 09:00")) {
		pctTG.says("chào") // so that he can be reached
		_ = pctTG.news()
		w.pass(24 * time.Hour)
		for _, line := range strings.Split(pctTG.news(), "\n") {
			if strings.Contains(line, "hết hạn gói ngày 12/12/2026") {
				told = append(told, w.now.Format("02/01 ")+line[strings.Index(line, "không quá"):strings.Index(line, " ngày. Đã")])
			}
		}
	}
	if len(told) != 3 || !strings.Contains(told[0], "14") || !strings.Contains(told[1], "7") || !strings.Contains(told[2], "1") {
		t.Errorf("told: %q", told)
	}
	_, _ = lan.news(), w.phone("lan@zalo").news()
	lan.says("chào")
	w.goTo("2026-12-17 15:10") // a briefing notice
	want(t, allTexts(lan), "Nhóm của đơn vị đang không nhận được tin", "giao ban dư luận xã hội")
	if n := strings.Count(allTexts(lan), "trợ lý báo riêng"); n != 1 {
		t.Errorf("told %d times", n)
	}
	want(t, allTexts(pctTG), "đã hết hạn gói nên bị khóa")
	pctTG.says("gia hạn nhóm")
	w.pass(time.Minute)
	want(t, allTexts(pctTG), "Chưa gia hạn được nhóm", "không còn gói nhóm trống")
	w.zalo.BuyAsset("gmf50", moment("2027-06-01 00:00"))
	want(t, pctTG.says("gia hạn nhóm"), "Đã gia hạn nhóm CTV phường Ba Đình. Hạn đến: 31/05/2027")
	w.goTo("2026-12-20 15:10")
	w.view(func(v bot.View) {
		if g := v.GroupsOf("bd")[0]; g.Lost != "" || g.Kept.Warned != 0 {
			t.Errorf("%+v", g)
		}
		if texts := w.groupTexts(v.GroupsOf("bd")[0].Address); len(texts) == 0 || !strings.Contains(texts[len(texts)-1], "giao ban") {
			t.Errorf("posted: %v", texts)
		}
	})
}

// TestGroupOffWhilePosting: a briefing that the group does not take any more is
// told in private at once.
func TestGroupOffWhilePosting(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-17 14:58")))
	w.settleIn("lan@telegram", "pct-bd@telegram")
	a := w.bindGroup("bd", "zalo", "lan", "pct-bd")
	w.settle()
	lan, pct := w.phone("lan@telegram"), w.phone("pct-bd@telegram")
	w.pass(30 * time.Second)
	w.zalo.ExpireGroup(a.ID)
	w.goTo("2026-11-17 15:10")
	want(t, lan.news(), "trợ lý báo riêng", "giao ban dư luận xã hội tháng 11")
	want(t, pct.news(), "đã hết hạn gói", "trợ lý báo riêng")
}

// TestGroupOfTheOA: a group made in the OA's own tools is told of, and bound by
// a code written in it; nothing else in it is looked at.
func TestGroupOfTheOA(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "pct-bd@zalo", "qt@zalo")
	pct, qt := w.phone("pct-bd@zalo"), w.phone("qt@zalo")
	zp, _ := ids("pct-bd")
	zl, _ := ids("lan")
	g := w.zalo.CreateGroup("Nhóm tự lập", zp, zl)
	w.pass(2 * time.Minute)
	want(t, qt.news(), "chưa gắn với đơn vị nào", g)
	code := codeShape.FindString(pct.says("gắn nhóm"))
	for _, s := range []string{"gắn nhóm đi các bác ơi", "gắn nhóm ABCD-2345", "nhờ gắn nhóm " + code} {
		w.zalo.SendGroupText(g, zp, s)
	}
	w.zalo.SendGroupText(g, zl, "gắn nhóm "+code) // not hers
	w.pass(time.Minute)
	w.view(func(v bot.View) {
		if len(v.GroupsOf("bd")) != 0 {
			t.Error("bound")
		}
	})
	w.zalo.SendGroupText(g, zp, "[@2961837450127733009] gắn nhóm "+code)
	w.pass(2 * time.Minute)
	w.view(func(v bot.View) {
		gs := v.GroupsOf("bd")
		if len(gs) != 1 || gs[0].Address.ID != g || gs[0].Title != "Nhóm tự lập" || gs[0].Kept.Members != 3 {
			t.Errorf("bound: %+v", gs)
		}
	})
	want(t, pct.says("tạo nhóm"), "đã có nhóm Nhóm tự lập")
}

// TestGroupCommands: what an operator does with groups.
func TestGroupCommands(t *testing.T) {
	w := gmfTown(t, "pct-bd@zalo", "lan@zalo", "tho@telegram")
	pct := w.phone("pct-bd@zalo")
	try := func(do string, args ...string) string {
		t.Helper()
		a := map[string]string{}
		for i := 0; i+1 < len(args); i += 2 {
			a[args[i]] = args[i+1]
		}
		_, err := w.node.operate(w.Context(), task{Do: "zalo group " + do, Args: a})
		if err == nil {
			t.Errorf("%s %v is done", do, args)
			return ""
		}
		return err.Error()
	}
	want(t, try("create", "unit", "bdd"), `"bd"`)
	want(t, try("show", "id", "x"), "không có nhóm")
	want(t, try("renew", "id", "x"), "zalo group list")
	want(t, w.operator("zalo group list"), "Chưa có nhóm Zalo nào")
	want(t, w.operator("zalo group create", "unit", "bd", "name", "Tổ dư luận Ba Đình"), "Đã ghi việc tạo nhóm")
	want(t, try("create", "unit", "bd"), "đang được tạo")
	want(t, w.operator("zalo group list"), "đang tạo")
	w.pass(2 * time.Minute)
	want(t, pct.news(), "Đã tạo nhóm Tổ dư luận Ba Đình")
	g := w.theGroup("bd", "qt", "lan", "pct-bd")
	want(t, try("create", "unit", "bd"), "đã có nhóm")
	list := w.operator("zalo group list")
	want(t, list, g.ID, "bd", "đang dùng", "10/11/2027", "Tổ dư luận Ba Đình")
	show := w.operator("zalo group show", "id", g.ID)
	want(t, show, "Số người: 4 trên 100, trong đó 3 người dùng trợ lý", "https://zalo.me/g/")
	for _, name := range []string{"Lan", "Hải", "Vân"} {
		if strings.Contains(list+show, name) {
			t.Errorf("shows the name of a person: %s", list+show)
		}
	}
	zl, _ := ids("lan")
	w.zalo.LeaveGroup(g.ID, zl)
	want(t, w.operator("zalo group invite", "id", g.ID), "mời 2 người")
	w.zalo.BuyAsset("gmf50", moment("2028-01-01 00:00"))
	want(t, w.operator("zalo group renew", "id", g.ID), "Đã ghi")
	w.pass(2 * time.Minute)
	want(t, pct.news(), "Hạn đến: 31/12/2027")
	w.theGroup("bd", "qt", "lan", "pct-bd")
	want(t, w.operator("zalo group delete", "id", g.ID), "Đã ghi")
	want(t, w.operator("zalo group list"), "đang xóa")
	w.pass(2 * time.Minute)
	want(t, pct.news()) // no alarm about what was meant
	want(t, w.operator("zalo group list"), "Chưa có nhóm Zalo nào")
	if len(w.zalo.Groups()) != 0 {
		t.Error("it is still there")
	}
	w.nothingLeft()
	other := w.zalo.CreateGroup("Lạ", zl)
	want(t, w.operator("zalo group list"), other, "(chưa gắn)", "Lạ")
	w.zalo.Inject(func(f *zalosim.Faults) { f.Down = true })
	want(t, w.operator("zalo group list"), "Chưa hỏi được Zalo")
	w.zalo.Inject(func(f *zalosim.Faults) { f.Down = false })

	// While the server is stopped it is written down and done at the next start.
	w.must(w.node.Close())
	n, err := openNode(w.cfg, nodeEnv{
		Now: w.clock, Log: w.log, NoSync: true, Offline: true, Transport: map[string]http.RoundTripper{"zalo": w.zalo.Transport()},
	})
	w.must(err)
	text, err := n.operate(w.Context(), task{Do: "zalo group create", Args: map[string]string{"unit": "nh"}})
	w.must(err)
	want(t, text, "Phường Ngọc Hà", "Máy chủ đang dừng")
	text, err = n.operate(w.Context(), task{Do: "zalo group list"})
	w.must(err)
	want(t, text, "CTV phường Ngọc Hà", "đang tạo", "Lạ")
	w.must(n.Close())
	w.open()
	w.pass(2 * time.Minute)
	want(t, w.operator("zalo group list"), "CTV phường Ngọc Hà", "đang dùng")
}

// TestGroupAndLinkedChats: a chat that is linked comes into the unit's group, one
// that is given up goes, and who agrees again is back.
func TestGroupAndLinkedChats(t *testing.T) {
	w, _ := gmfGroup(t, "tho@telegram")
	tg, z := w.phone("tho@telegram"), w.phone("tho@zalo")
	if w.in("tho") {
		t.Fatal("in it without a chat there")
	}
	w.linkBoth(tg, z)
	w.pass(time.Minute)
	if !w.in("tho") {
		t.Error("the linked chat was not invited")
	}
	want(t, tg.says("gỡ zalo"), "chắc chắn gỡ Zalo")
	tg.says("1")
	w.pass(time.Minute)
	if w.in("tho") {
		t.Error("the chat that was given up is still in it")
	}
	lan := w.phone("lan@zalo")
	lan.says("rút đồng ý")
	lan.says("1")
	w.pass(time.Minute)
	if w.in("lan") {
		t.Error("who withdrew is still in it")
	}
	for _, s := range []string{"bắt đầu", "1", "bác"} {
		lan.says(s)
	}
	w.pass(time.Minute)
	if !w.in("lan") {
		t.Errorf("who agreed again is not in it: %s", lan.news())
	}
	w.nothingLeft()
}
