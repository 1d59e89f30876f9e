package zalosim_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"langnghe/zalo/zalosim"
)

// TestReactions: an event with the message and the icon, nothing on the window.
func TestReactions(t *testing.T) {
	r := newRig(t).login()
	r.sim.Follow("1")
	r.say("1", "Chào bác")
	id := r.sim.Chat("1")[0].ID
	r.step()
	before := r.sim.Window("1")
	r.at = r.at.Add(time.Hour)
	for _, icon := range []string{"/-heart", "/-strong", "/-remove"} {
		if err := r.sim.React("1", id, icon); err != nil {
			t.Error(err)
		}
		got := r.step()
		if len(got) != 1 || got[0].JSON["event_name"] != "user_reacted_message" {
			t.Fatalf("%+v", got)
		}
		if m := got[0].JSON["message"].(map[string]any); m["msg_id"] != id || m["react_icon"] != icon {
			t.Errorf("%v", m)
		}
	}
	if b := r.sim.Chat("1")[0]; len(b.Icons) != 0 {
		t.Errorf("%v", b.Icons)
	}
	for range 50 {
		if err := r.sim.React("1", id, ":>"); err != nil {
			t.Fatal(err)
		}
	}
	for _, err := range []error{r.sim.React("1", id, ":>"), r.sim.React("1", id, "👍"), r.sim.React("1", "none", ":>")} {
		if err == nil {
			t.Error("reacted to nothing, by a word, or once too often")
		}
	}
	if w := r.sim.Window("1"); w != before {
		t.Errorf("the window moved from %v to %v", before, w)
	}
}

// TestReceipts: who stands as the sender of a receipt can be chosen.
func TestReceipts(t *testing.T) {
	for byUser, want := range map[bool]string{true: "1", false: "2961837450127733009"} {
		r := newRig(t, func(c *zalosim.Config) { c.Receipts, c.ByUser = true, byUser }).login()
		r.sim.Follow("1")
		r.step()
		r.say("1", "a")
		r.sim.See("1")
		got := r.step()
		if len(got) != 2 {
			t.Fatalf("%+v", got)
		}
		for _, e := range got {
			if from := e.JSON["sender"].(map[string]any)["id"]; from != want {
				t.Errorf("%s is sent by %v", e.JSON["event_name"], from)
			}
		}
	}
}

// TestWindowShown: what a phone may be told of the window.
func TestWindowShown(t *testing.T) {
	r := newRig(t)
	if w := r.sim.Window("1"); w.Code != -213 || w.Quota != "" {
		t.Errorf("before the first word: %+v", w)
	}
	r.sim.SendText("1", "a")
	start := r.at
	for _, c := range []struct {
		age  time.Duration
		want zalosim.Window
	}{
		{time.Hour, zalosim.Window{Quota: "reply", Until: start.Add(48 * time.Hour)}},
		{50 * time.Hour, zalosim.Window{Quota: "sub_quota", Until: start.Add(7 * 24 * time.Hour)}},
		{8 * 24 * time.Hour, zalosim.Window{Code: -230}},
	} {
		r.at = start.Add(c.age)
		if w := r.sim.Window("1"); w != c.want {
			t.Errorf("after %v: %+v", c.age, w)
		}
	}
	if w := r.sim.Window("nobody"); w != (zalosim.Window{}) {
		t.Errorf("%+v", w)
	}
	r.at = start.Add(50 * time.Hour)
	r.login().say("1", "b")
	if b := r.sim.Chat("1"); b[len(b)-1].Quota != "sub_quota" {
		t.Errorf("%+v", b)
	}
}

// TestAlbum: several pictures in one event or in several.
func TestAlbum(t *testing.T) {
	pic := func(n int) zalosim.Media { return zalosim.Media{URL: fmt.Sprintf("https://f.example/%d.jpg", n)} }
	for apart, want := range map[bool]string{false: "[3]", true: "[1 1 1]"} {
		r := newRig(t)
		ids, err := r.sim.SendAlbum("1", "Ngõ ngập", apart, pic(1), pic(2), pic(3))
		if err != nil {
			t.Fatal(err)
		}
		var attachments []int
		var told []string
		for _, e := range r.step() {
			m := e.JSON["message"].(map[string]any)
			attachments = append(attachments, len(m["attachments"].([]any)))
			told = append(told, m["msg_id"].(string))
			if (m["text"] == "Ngõ ngập") != (len(told) == 1) {
				t.Errorf("caption %v", m["text"])
			}
		}
		if fmt.Sprint(attachments) != want || !slices.Equal(told, ids) {
			t.Errorf("apart %v: %v, %v for %v", apart, attachments, told, ids)
		}
		shown := r.sim.Chat("1")
		if len(shown) != 3 || shown[0].Text != "Ngõ ngập" || shown[2].URL != "https://f.example/3.jpg" || shown[0].Album == "" || shown[0].Album != shown[2].Album {
			t.Errorf("%+v", shown)
		}
		if _, err := r.sim.SendAlbum("1", "", apart, pic(1)); err == nil {
			t.Error("an album of one")
		}
	}
}
