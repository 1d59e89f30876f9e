package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/org"
	"langnghe/zalo/zalosim"
)

// TestGroupNoWayIn: whoever joins later gets no useless link into a group that is
// full, and no silence where the link is off: who keeps the group hears of it, once
// a day, and what to do.
func TestGroupNoWayIn(t *testing.T) {
	for name, told := range map[string]string{"full": "đã đủ người", "no link": "tắt đường dẫn"} {
		t.Run(name, func(t *testing.T) {
			w, group := gmfGroup(t)
			pct := w.phone("pct-bd@zalo")
			who := "@telegram"
			if name == "full" {
				who = "@zalo"
				for i := range 200 {
					id := fmt.Sprintf("70000000000%03d", i)
					w.zalo.Place(zalosim.Person{ID: id, Name: id, Follower: true, LastInteraction: w.now})
					w.zalo.Enter(group, id)
				}
			} else {
				w.zalo.GroupRules(group, false, false)
				w.pass(25 * time.Hour) // the daily look
			}
			w.pass(time.Minute)
			pct.news()
			code := codeShape.FindString(w.operator("invite", "unit", "bd", "role", "collaborator", "uses", "3"))
			for _, one := range []string{"hoa", "bao"} {
				p := w.phone(one + who)
				for _, s := range []string{code, "1", "bà", "Nguyễn Thị Hoa"} {
					p.says(s)
				}
				w.pass(2 * time.Minute)
				if got := allTexts(p); strings.Contains(got, "zalo.me/g/") {
					t.Errorf("%s got a link: %s", one, got)
				}
			}
			if got := pct.news(); strings.Count(got, told) != 1 {
				t.Errorf("who keeps it was told: %s", got)
			}
		})
	}
}

// TestAdminStaysInTheGroup: who keeps the groups of the OA is not taken out of one
// when he leaves his post in its unit, or nobody could keep it.
func TestAdminStaysInTheGroup(t *testing.T) {
	w, group := gmfGroup(t)
	w.settleIn("qt@zalo")
	z, _ := ids("qt")
	if !w.in("qt") {
		w.zalo.Enter(group, z)
	}
	w.apply(bot.Change{Posts: []org.Post{{ID: "qt-bd", Person: "qt", Unit: "bd", Role: org.Collaborator}}})
	qt := w.phone("qt@zalo")
	qt.says("rút đồng ý")
	qt.says("1")
	w.pass(5 * time.Minute)
	w.view(func(v bot.View) {
		if p, _ := v.Person("qt"); p.Active() {
			t.Fatal("he is still there")
		}
	})
	if !w.in("qt") {
		t.Error("the one who keeps the group was taken out")
	}
}
