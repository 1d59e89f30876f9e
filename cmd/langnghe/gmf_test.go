package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/zalo/zalosim"
)

// gmfTown is a town in which the OA has an administrator, qt, and one asset for
// a hundred; the people of Ba Đình named are on Zalo.
func gmfTown(t *testing.T, names ...string) *town {
	w := newTown(t)
	w.settleIn(append([]string{"qt@zalo"}, names...)...)
	z, _ := ids("qt")
	w.zalo.MakeAdmin(z)
	w.zalo.BuyAsset("gmf100", moment("2027-11-11 00:00"))
	return w
}

// asks has somebody ask for a group by its usual name.
func (w *town) asks(p *phone) string {
	w.Helper()
	want(w, p.says("tạo nhóm"), "CTV phường")
	want(w, p.says("1"), "Mời được ngay")
	return p.says("tạo nhóm")
}

// theGroup is the one group of the OA, bound to the unit, with its members.
func (w *town) theGroup(unit string, members ...string) zalosim.GroupInfo {
	w.Helper()
	all := w.zalo.Groups()
	if len(all) != 1 {
		w.Fatalf("%d groups: %+v", len(all), all)
	}
	g := all[0]
	w.view(func(v bot.View) {
		bound := v.GroupsOf(unit)
		if len(bound) != 1 || bound[0].Address.ID != g.ID || bound[0].Lost != "" {
			w.Errorf("bound: %+v, the group is %s", bound, g.ID)
		}
	})
	var zs []string
	for _, m := range members {
		z, _ := ids(m)
		zs = append(zs, z)
	}
	slices.Sort(zs)
	slices.Sort(g.Members)
	if !slices.Equal(zs, g.Members) {
		w.Errorf("members %v, want %v", g.Members, zs)
	}
	return g
}

// TestGroupMade: from chat to a group that is bound, with everybody invited who
// can be and the link for the others.
func TestGroupMade(t *testing.T) {
	w := gmfTown(t, "lan@zalo", "tho@zalo", "mai@telegram", "pct-bd@zalo", "cuc@zalo")
	pct, lan, tho, mai := w.phone("pct-bd@zalo"), w.phone("lan@zalo"), w.phone("tho@zalo"), w.phone("mai@telegram")
	z, _ := ids("tho")
	w.zalo.Place(zalosim.Person{ID: z, Name: "Thọ", LastInteraction: w.now.Add(-8 * 24 * time.Hour)}) // follows no more
	w.lastWroteOnly("tho", 8*24*time.Hour)
	want(t, pct.says("tạo nhóm"), `"CTV phường Ba Đình"`)
	want(t, pct.says("1"), "Mời được ngay 2 người; 2 người khác")
	got := pct.says("tạo nhóm")
	want(t, got, "đang tạo nhóm CTV phường Ba Đình", "Đã tạo nhóm CTV phường Ba Đình", "đang mời 3 người", "https://zalo.me/g/")
	w.pass(2 * time.Minute)
	want(t, pct.news(), "đã mời 2 người, gửi đường dẫn cho 2 người")
	g := w.theGroup("bd", "qt", "lan", "pct-bd")
	if !strings.Contains(g.About, "Phường Ba Đình") || g.Name != "CTV phường Ba Đình" {
		t.Errorf("%+v", g)
	}
	want(t, mai.news(), "Mời cô vào nhóm CTV phường Ba Đình", "https://zalo.me/g/")
	want(t, lan.news())
	want(t, tho.news()) // waits for him
	want(t, tho.says("chào"), "Mời ông vào nhóm CTV phường Ba Đình")
	want(t, pct.says("tạo nhóm"), "đã có nhóm CTV phường Ba Đình")
	want(t, pct.says("nhóm"), "CTV phường Ba Đình (Zalo): đang dùng, hạn đến 10/11/2027. Số người: 4.")
	w.restart()
	w.nothingLeft()
	if n := w.called("creategroupwithoa"); n != 1 {
		t.Errorf("%d groups were asked for", n)
	}
}

// called is how often a call about groups was made.
func (w *town) called(name string) (n int) {
	for _, c := range w.zalo.Calls() {
		if strings.HasSuffix(c.Path, "/"+name) {
			n++
		}
	}
	return n
}

// TestGroupNotMade: why there is no group, in words, and nothing half done.
func TestGroupNotMade(t *testing.T) {
	for name, tc := range map[string]struct {
		do   func(w *town)
		says string
	}{
		"no asset":         {func(w *town) { w.useUp() }, "không còn gói nhóm trống"},
		"package":          {func(w *town) { w.groupFault(-224, 1) }, "Gói hoặc quyền của OA"},
		"not authorised":   {func(w *town) { w.groupFault(-223, 1) }, "Gói hoặc quyền của OA"},
		"no administrator": {func(w *town) { z, _ := ids("qt"); w.zalo.Unfollow(z); w.zalo.Block(z, true) }, "Chưa rõ ai là quản trị viên OA"},
		"something else":   {func(w *town) { w.groupFault(-9999, 1) }, "Zalo chưa nhận việc này"},
	} {
		t.Run(name, func(t *testing.T) {
			w := gmfTown(t, "pct-bd@zalo", "lan@zalo")
			pct := w.phone("pct-bd@zalo")
			tc.do(w)
			want(t, w.asks(pct), "đang tạo nhóm", "Chưa tạo được nhóm CTV phường Ba Đình", tc.says)
			w.view(func(v bot.View) {
				if gs := v.GroupsOf("bd"); len(gs) != 0 {
					t.Errorf("left: %+v", gs)
				}
			})
			want(t, w.logs.String(), "group_failed")
			want(t, pct.says("tổng hợp"), "Ba Đình") // the rest works
		})
	}
	w := newTown(t)
	w.settleIn("pct-bd@zalo", "lan@zalo")
	want(t, w.phone("pct-bd@zalo").says("tạo nhóm"), "Chưa rõ ai là quản trị viên OA")
	want(t, w.phone("lan@zalo").says("tạo nhóm"), "chưa hiểu")
}

// useUp leaves no asset free.
func (w *town) useUp() {
	w.Helper()
	for _, id := range w.zalo.Assets() {
		w.zalo.Spend(id)
	}
}

// groupFault has calls that make groups refused.
func (w *town) groupFault(code, times int) {
	w.zalo.Inject(func(f *zalosim.Faults) {
		f.Codes = []zalosim.Code{{Code: code, Times: times, Path: "/v3.0/oa/group/creategroupwithoa"}}
	})
}

// lastWroteOnly sets when somebody last wrote, as we know it.
func (w *town) lastWroteOnly(person string, ago time.Duration) {
	w.Helper()
	w.apply(bot.Change{Contacts: []bot.Contact{{Chat: addressOf(person, "zalo"), LastIn: w.now.Add(-ago)}}})
}

// apply writes a change.
func (w *town) apply(ch bot.Change) {
	w.Helper()
	w.must(w.node.store.Update(w.Context(), func(tx bot.Tx) error {
		_, err := tx.Apply(ch)
		return err
	}))
}

// TestGroupAnswerLost: a create whose answer is lost makes no second group, and
// one that made nothing is done again.
func TestGroupAnswerLost(t *testing.T) {
	for name, tc := range map[string]struct {
		fault   func(f *zalosim.Faults)
		creates int
	}{
		"made, and the event tells": {func(f *zalosim.Faults) {
			f.LostCalls = []zalosim.Lost{{Path: "/v3.0/oa/group/creategroupwithoa", Times: 1}}
		}, 1},
		"made, and only a search tells": {func(f *zalosim.Faults) {
			f.LostCalls = []zalosim.Lost{{Path: "/v3.0/oa/group/creategroupwithoa", Times: 1}}
			f.DropForGood = 20
		}, 1},
		"not made": {func(f *zalosim.Faults) {
			f.LostCalls = []zalosim.Lost{{Path: "/v3.0/oa/group/creategroupwithoa", Times: 1, Undone: true}}
		}, 2},
		"down a while":                     {func(f *zalosim.Faults) { f.Unavailable = 3 }, 1},
		"the event comes after the answer": {func(f *zalosim.Faults) { f.Delays, f.DelayBy = 1, time.Hour }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			w := gmfTown(t, "pct-bd@zalo", "lan@zalo")
			pct := w.phone("pct-bd@zalo")
			want(t, pct.says("tạo nhóm"), "CTV phường")
			want(t, pct.says("1"), "Mời được ngay")
			pct.send("tạo nhóm")
			w.zalo.Step(w.Context(), w.now)
			_, _, err := w.node.bot.Turn(w.Context(), w.now)
			w.must(err)
			w.zalo.Inject(tc.fault)
			w.pass(2 * time.Hour)
			want(t, pct.news(), "đang tạo nhóm", "Đã tạo nhóm CTV phường Ba Đình")
			w.theGroup("bd", "qt", "lan", "pct-bd")
			w.nothingLeft()
			made := 0
			for _, c := range w.zalo.Calls() {
				if strings.HasSuffix(c.Path, "creategroupwithoa") {
					made++
				}
			}
			if made != tc.creates {
				t.Errorf("asked %d times", made)
			}
		})
	}
}

// TestGroupsAtOnce: two people of one unit, and one who asks twice, get one group.
func TestGroupsAtOnce(t *testing.T) {
	w := gmfTown(t, "pct-bd@zalo", "ct-bd@zalo", "lan@zalo")
	a, b := w.phone("pct-bd@zalo"), w.phone("ct-bd@zalo")
	w.zalo.BuyAsset("gmf100", moment("2027-11-11 00:00"))
	for _, p := range []*phone{a, b} {
		want(t, p.says("tạo nhóm"), "CTV phường")
		want(t, p.says("1"), "Mời được ngay")
	}
	w.zalo.Inject(func(f *zalosim.Faults) { f.Unavailable = 1 })
	a.send("tạo nhóm")
	b.send("tạo nhóm")
	w.pass(time.Minute)
	got := a.news() + b.news()
	if strings.Count(got, "đang tạo nhóm") != 1 || !strings.Contains(got, "Nhóm của đơn vị đang được tạo") {
		t.Errorf("said: %s", got)
	}
	w.theGroup("bd", "qt", "lan", "pct-bd", "ct-bd")
}

// loseAnswer loses the answer of the next call that makes a group.
func (w *town) loseAnswer() {
	w.zalo.Inject(func(f *zalosim.Faults) {
		f.LostCalls = []zalosim.Lost{{Path: "/v3.0/oa/group/creategroupwithoa", Times: 1}}
	})
}

// TestGroupMadeAndDeleted: a group that is gone before it is bound, or before its
// making is cleared up, is told of and not made again by itself.
func TestGroupMadeAndDeleted(t *testing.T) {
	for name, after := range map[string]time.Duration{"at once": time.Second, "before the search": 50 * time.Second} {
		t.Run(name, func(t *testing.T) {
			w := gmfTown(t, "pct-bd@zalo", "lan@zalo")
			pct := w.phone("pct-bd@zalo")
			w.zalo.BuyAsset("gmf100", moment("2027-11-11 00:00"))
			if after > 10*time.Second {
				w.loseAnswer()
			}
			want(t, w.asks(pct), "đang tạo nhóm")
			w.pass(after)
			w.zalo.DeleteGroup(w.zalo.Groups()[0].ID)
			w.pass(time.Hour)
			want(t, pct.news(), "không còn gửi được vào nhóm CTV phường Ba Đình")
			if n := w.called("creategroupwithoa"); n != 1 || len(w.zalo.Groups()) != 0 {
				t.Errorf("made %d times, there are %+v", n, w.zalo.Groups())
			}
			w.zalo.BuyAsset("gmf100", moment("2027-11-11 00:00"))
			want(t, w.asks(pct), "Đã tạo nhóm")
		})
	}
	t.Run("while the answer is on its way", func(t *testing.T) {
		w := gmfTown(t, "pct-bd@zalo", "lan@zalo")
		pct := w.phone("pct-bd@zalo")
		want(t, pct.says("tạo nhóm"), "CTV phường")
		want(t, pct.says("1"), "Mời được ngay")
		pct.send("tạo nhóm")
		ctx := w.Context()
		w.zalo.Step(ctx, w.now)
		_, _, err := w.node.bot.Turn(ctx, w.now)
		w.must(err)
		for len(w.zalo.Groups()) == 0 {
			rows, _, err := w.node.deliver.Claim(ctx, w.now, 1)
			w.must(err)
			var sent []bot.Sent
			for _, o := range rows {
				sent = append(sent, w.node.deliver.Send(ctx, w.now, o))
			}
			for _, g := range w.zalo.Groups() {
				w.zalo.DeleteGroup(g.ID)
				rows = nil
			}
			w.must(w.node.deliver.Finish(ctx, w.now, sent))
			if len(sent) > 0 && len(rows) == 0 {
				break
			}
			w.now = w.now.Add(time.Second)
		}
		w.pass(time.Hour)
		want(t, pct.news(), "không còn gửi được vào nhóm CTV phường Ba Đình")
	})
}

// TestGroupBoundByHand: while the search for a group is still to come, somebody
// binds it by a code; it stays his.
func TestGroupBoundByHand(t *testing.T) {
	w := gmfTown(t, "pct-bd@zalo", "lan@zalo", "pct-nh@zalo")
	pct, other := w.phone("pct-bd@zalo"), w.phone("pct-nh@zalo")
	w.loseAnswer()
	want(t, w.asks(pct), "đang tạo nhóm")
	code := codeShape.FindString(other.says("gắn nhóm"))
	g := w.zalo.Groups()[0].ID
	w.zalo.Enter(g, addressOf("pct-nh", "zalo").ID)
	w.zalo.SendGroupText(g, addressOf("pct-nh", "zalo").ID, "gắn nhóm "+code)
	w.pass(time.Hour)
	w.view(func(v bot.View) {
		if gs := v.GroupsOf("nh"); len(gs) != 1 || gs[0].Address.ID != g {
			t.Errorf("bound to it: %+v", gs)
		}
		if gs := v.GroupsOf("bd"); len(gs) != 0 {
			t.Errorf("and to the other: %+v", gs)
		}
	})
}
