package main

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/telegram/telegramsim"
)

// TestGroupBinding binds a Telegram group by a startgroup link, and shows who
// cannot.
func TestGroupBinding(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "pct-bd@telegram", "pct-nh@telegram")
	lan, pct, other := w.phone("lan@telegram"), w.phone("pct-bd@telegram"), w.phone("pct-nh@telegram")
	_, lanID := ids("lan")
	_, pctID := ids("pct-bd")
	_, otherID := ids("pct-nh")
	code := func() string {
		t.Helper()
		got := pct.says("gắn nhóm")
		_, rest, ok := strings.Cut(got, "startgroup=")
		if !ok {
			t.Fatalf("no link: %s", got)
		}
		return rest[:8]
	}
	group := w.telegram.CreateGroup("CTV Ba Đình", lanID, pctID, otherID)
	a := chat.Address{Channel: "telegram", ID: strconv.FormatInt(group, 10)}
	bound := func() (unit string) {
		w.view(func(v bot.View) {
			if g, ok := v.Group(a); ok {
				unit = g.Unit
			}
		})
		return unit
	}
	say := func(by int64, text string) string {
		t.Helper()
		before := len(w.groupTexts(a))
		if by == 0 {
			_, err := w.telegram.GroupAnonymous(group, text)
			w.must(err)
		} else {
			_, err := w.telegram.GroupText(group, by, text)
			w.must(err)
		}
		w.pass(20e9)
		return strings.Join(w.groupTexts(a)[before:], "\n")
	}
	first := code()
	w.must(w.telegram.AddBotWithPayload(group, otherID, first))
	w.pass(20e9)
	want(t, w.groupTexts(a)[0], "Chưa gắn được nhóm")
	want(t, say(lanID, "/start@langnghe_bot "+first), "Chưa gắn được nhóm")
	want(t, say(0, "/start@langnghe_bot "+first), "ẩn danh")
	if bound() != "" {
		t.Fatal("bound by somebody else's code")
	}
	want(t, say(pctID, "/start@langnghe_bot "+first), "Nhóm này nay nhận thông báo của Mặt trận Phường Ba Đình")
	if bound() != "bd" {
		t.Fatalf("bound to %q", bound())
	}
	want(t, say(pctID, "/start@langnghe_bot "+first), "Chưa gắn được nhóm") // once only
	want(t, say(lanID, "/khan@langnghe_bot cháy ở ngõ 5"), "Xin nhắn riêng cho trợ lý")
	want(t, say(lanID, "/baocao"), "Xin nhắn riêng cho trợ lý")
	want(t, say(lanID, "hôm nay họp mấy giờ các bác?"))
	want(t, lan.news())
	want(t, other.news())

	// Thrown out: the head hears of it; added again: it serves again.
	w.must(w.telegram.RemoveBot(group, lanID))
	w.pass(20e9)
	want(t, pct.news(), "không còn gửi được vào nhóm CTV Ba Đình")
	w.restart()
	w.must(w.telegram.AddBot(group, lanID))
	w.settle()
	moved, err := w.telegram.Migrate(group)
	w.must(err)
	w.settle()
	w.view(func(v bot.View) {
		gs := v.GroupsOf("bd")
		if len(gs) != 1 || gs[0].Address.ID != strconv.FormatInt(moved, 10) || gs[0].Lost != "" {
			t.Errorf("after the move: %+v", gs)
		}
	})
	w.nothingLeft()
}

// TestGroupByLink: the link that is shown opens Telegram's list of groups, and the
// chosen one is bound by the tap alone.
func TestGroupByLink(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "pct-bd@telegram")
	pct := w.phone("pct-bd@telegram")
	_, lanID := ids("lan")
	_, pctID := ids("pct-bd")
	got := pct.says("gắn nhóm")
	want(t, got, "t.me/langnghe_bot?startgroup=", "Zalo: trong nhóm do OA tạo")
	_, rest, _ := strings.Cut(got, "startgroup=")
	group := w.telegram.CreateGroup("CTV Ba Đình", pctID, lanID)
	w.must(w.telegram.AddBotWithPayload(group, pctID, rest[:8]))
	w.pass(20e9)
	a := chat.Address{Channel: "telegram", ID: strconv.FormatInt(group, 10)}
	want(t, strings.Join(w.groupTexts(a), "\n"), "Nhóm này nay nhận thông báo của Mặt trận Phường Ba Đình")
	w.view(func(v bot.View) {
		if g, ok := v.Group(a); !ok || g.Unit != "bd" || g.Title != "CTV Ba Đình" {
			t.Errorf("bound: %+v", g)
		}
	})
}

// TestGroupCodeElsewhere shows that a group's code is no way to join, and that a
// person's code binds no group.
func TestGroupCodeElsewhere(t *testing.T) {
	w := newTown(t)
	w.settleIn("pct-bd@telegram")
	pct, stranger := w.phone("pct-bd@telegram"), w.phone("la@telegram")
	_, rest, _ := strings.Cut(pct.says("gắn nhóm"), "startgroup=")
	want(t, stranger.says(rest[:8]), "Mã này dành cho nhóm")
	personal := codeShape.FindString(w.operator("invite", "unit", "bd", "role", string(org.Collaborator)))
	_, pctID := ids("pct-bd")
	group := w.telegram.CreateGroup("CTV", pctID)
	w.must(w.telegram.AddBotWithPayload(group, pctID, strings.ReplaceAll(personal, "-", "")))
	w.pass(20e9)
	want(t, strings.Join(w.groupTexts(chat.Address{Channel: "telegram", ID: strconv.FormatInt(group, 10)}), "\n"), "Chưa gắn được nhóm")
}

// TestGroupGoneWhileSending shows what a refusal to post in a group leads to.
func TestGroupGoneWhileSending(t *testing.T) {
	for _, platform := range []string{"zalo", "telegram"} {
		t.Run(platform, func(t *testing.T) {
			w := newTown(t, startingAt(moment("2026-11-17 14:58")))
			w.settleIn("lan@"+platform, "pct-bd@"+platform)
			a := w.bindGroup("bd", platform, "lan", "pct-bd")
			w.settle()
			if platform == "zalo" {
				w.zalo.ExpireGroup(a.ID)
			} else {
				w.cut(a)
			}
			w.goTo("2026-11-17 15:10")
			w.view(func(v bot.View) {
				if g, ok := v.Group(a); !ok || g.Lost == "" {
					t.Errorf("the group still counts as reachable: %+v", g)
				}
			})
			want(t, w.operator("outbox list"), "không gửi được 1")
			w.goTo("2026-11-20 15:10")
			if n := len(w.rows(bot.Dead)); n != 1 {
				t.Errorf("%d tries", n)
			}
		})
	}
}

// cut throws the bot out of a Telegram group, and the platform's notice of it
// is lost.
func (w *town) cut(a chat.Address) {
	w.Helper()
	id, err := strconv.ParseInt(a.ID, 10, 64)
	w.must(err)
	_, by := ids("lan")
	f := w.telegram.Faults()
	f.Dropped = 1
	w.telegram.SetFaults(f)
	w.must(w.telegram.RemoveBot(id, by))
	w.settle()
}

// TestGroupInTopic: a group bound in a topic gets its posts there, and in the
// group as a whole once the topic is gone; the operator hears of that.
func TestGroupInTopic(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-17 14:58")))
	w.settleIn("lan@telegram", "pct-bd@telegram")
	pct := w.phone("pct-bd@telegram")
	_, pctID := ids("pct-bd")
	g := w.telegram.CreateForum("Mặt trận Ba Đình", pctID)
	w.must(w.telegram.AddBot(g, pctID))
	topic, err := w.telegram.CreateTopic(g, pctID, "Dư luận xã hội")
	w.must(err)
	_, code, _ := strings.Cut(pct.says("gắn nhóm"), "startgroup=")
	_, err = w.telegram.TopicText(g, pctID, topic, "/start@langnghe_bot "+code[:8])
	w.must(err)
	last := func(says string) int {
		t.Helper()
		all := w.telegram.Group(g)
		b := all[len(all)-1]
		want(t, b.Text, says)
		return b.Topic
	}
	w.settle()
	if n := last("Nhóm này nay nhận thông báo"); n != topic {
		t.Errorf("answered in topic %d", n)
	}
	w.restart()
	w.goTo("2026-11-17 15:10")
	if n := last("giao ban dư luận xã hội tháng 11"); n != topic {
		t.Errorf("reminded in topic %d", n)
	}
	w.must(w.telegram.DeleteTopic(g, topic))
	w.goTo("2026-11-20 15:10")
	if n := last("giao ban dư luận xã hội tháng 11"); n != 0 || len(w.rows(bot.Dead, bot.MaybeSent)) > 0 {
		t.Errorf("reminded in topic %d", n)
	}
	want(t, w.logs.String(), "telegram_topic")
}

// TestGroupMovesEitherWay: a group that becomes a supergroup keeps its unit,
// whichever of its two halves is heard of first.
func TestGroupMovesEitherWay(t *testing.T) {
	for _, faults := range []telegramsim.Faults{{}, {MirrorFirst: 1}} {
		w := newTown(t)
		w.settleIn("lan@telegram")
		_, lan := ids("lan")
		old := w.telegram.CreateGroup("CTV Ba Đình", lan)
		w.must(w.telegram.AddBot(old, lan))
		w.settle()
		at := chat.Address{Channel: "telegram", ID: strconv.FormatInt(old, 10)}
		w.must(w.node.store.Update(t.Context(), func(tx bot.Tx) error {
			_, err := tx.Apply(bot.Change{Groups: []org.Group{{Address: at, Unit: "bd", Title: "CTV Ba Đình", Bound: w.now}}})
			return err
		}))
		w.telegram.SetFaults(faults)
		moved, err := w.telegram.Migrate(old)
		w.must(err)
		w.pass(time.Minute)
		w.view(func(v bot.View) {
			gs := v.GroupsOf("bd")
			if len(gs) != 1 || gs[0].Address.ID != strconv.FormatInt(moved, 10) || gs[0].Lost != "" {
				t.Errorf("%+v: %+v", faults.MirrorFirst, gs)
			}
		})
		w.nothingLeft()
	}
}
