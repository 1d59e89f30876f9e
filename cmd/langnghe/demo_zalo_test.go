package main

import (
	"slices"
	"testing"
	"time"

	"langnghe/web"
)

// TestPageForm: Zalo's card that asks for a number is shown with its button, which
// shares the number of the phone's owner; only the latest can be answered.
func TestPageForm(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	w.knocking(1000, byNumber)
	c := w.playground("lan")
	lan := w.phone("lan@zalo")
	forms := func() (list []web.Bubble) {
		for _, b := range c.Bubbles("zalo", "lan") {
			if len(b.Buttons) == 1 && b.Buttons[0][0].Text == shareNumber {
				list = append(list, b)
			}
		}
		return list
	}
	for range 2 {
		want(t, lan.says("số điện thoại"), "của chính mình")
		lan.says("hủy")
		lan.says("1")
	}
	lan.says("số điện thoại")
	all := forms()
	if len(all) != 3 || all[0].Buttons[0][0].Live || !all[2].Buttons[0][0].Live || all[2].Mine || all[2].Text == "" {
		t.Fatalf("%+v", all)
	}
	if c.Press(t.Context(), "zalo", "lan", all[0].ID, 0) == nil || c.Press(t.Context(), "zalo", "lan", all[2].ID, 1) == nil {
		t.Error("pressed what cannot be pressed")
	}
	w.must(c.Press(t.Context(), "zalo", "lan", all[2].ID, 0))
	w.pass(5 * time.Second)
	want(t, lan.taps("Đúng, ghi lại"), "đã ghi số")
	if got, want := w.number("lan"), ownPhone(c.people[0])[1:]; got != want {
		t.Errorf("kept %q, want %q", got, want)
	}
	w.nothingLeft()
}

// TestPageZaloRoom: people of a Zalo group leave it and ask to come in again from
// the page, and somebody of the OA lets them in or not; the program hears of each.
func TestPageZaloRoom(t *testing.T) {
	w, g := gmfGroup(t, "tho@zalo")
	c := w.playground("tho", "pct-bd", "khach")
	c.people[2].posts = nil
	w.zalo.GroupRules(g, true, true)
	c.groups = []square{{unit: "bd", title: "CTV phường Ba Đình", zaloID: g}}
	id := c.groups[0].roomID("zalo")
	show := func() *web.Room { return c.room("zalo", c.groups[0]).Room }
	offered := func(list []web.Member, who string, a web.Act) bool {
		i := slices.IndexFunc(list, func(m web.Member) bool { return m.ID == who })
		return i >= 0 && slices.ContainsFunc(list[i].Deeds, func(d web.Deed) bool { return d.Act == a && d.Title != "" })
	}
	act := func(a web.Act, who string) {
		t.Helper()
		if err := c.Act(t.Context(), "zalo", id, a, who); err != nil {
			t.Fatalf("%s %s: %v", a, who, err)
		}
	}
	no := func(a web.Act, who string) {
		t.Helper()
		if c.Act(t.Context(), "zalo", id, a, who) == nil {
			t.Errorf("%s %s is done", a, who)
		}
	}
	if !offered(show().Members, "tho", web.ActLeave) {
		t.Fatalf("%+v", show())
	}
	no(web.ActJoin, "tho")
	no(web.ActAccept, "tho")
	act(web.ActLeave, "tho")
	if r := show(); offered(r.Members, "tho", web.ActLeave) || !offered(r.Waiting, "tho", web.ActJoin) || w.in("tho") {
		t.Fatalf("%+v", r)
	}
	no(web.ActLeave, "tho")
	no(web.ActJoin, "khach") // she is nobody of the unit
	for _, a := range []web.Act{web.ActReject, web.ActAccept} {
		act(web.ActJoin, "tho")
		r := show()
		if !offered(r.Waiting, "tho", web.ActAccept) || !offered(r.Waiting, "tho", web.ActReject) || offered(r.Waiting, "tho", web.ActJoin) {
			t.Fatalf("%+v", r)
		}
		act(a, "tho")
		if in := w.in("tho"); in != (a == web.ActAccept) {
			t.Errorf("after %s: %v", a, in)
		}
	}
	no(web.ActAccept, "tho")

	// Left to the program, whoever has a post is let in.
	act(web.ActLeave, "tho")
	act(web.ActJoin, "tho")
	w.pass(2 * time.Minute)
	if !w.in("tho") || !offered(show().Members, "tho", web.ActLeave) {
		t.Errorf("%+v", show())
	}
	act(web.ActAssetEnds, "")
	act(web.ActLeave, "tho")
	if r := show(); offered(r.Waiting, "tho", web.ActJoin) {
		t.Errorf("a way in where nothing is paid for: %+v", r)
	}
	no(web.ActJoin, "tho")
	w.pass(time.Minute)
}
