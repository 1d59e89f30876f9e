package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

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
