package zalo_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"langnghe/bot/chat"
	"langnghe/zalo/zalosim"
)

// One conversation from end to end: a person writes, is answered with choices,
// presses one.
func TestTextInChoicesOutPressIn(t *testing.T) {
	r := newRig(t)
	id := r.sim.SendText(anh, "bc \"ngập\" / 🙏")
	got := r.deliver()
	want := []chat.Inbound{{
		Channel: "zalo", Key: "user_send_text:" + id, Kind: chat.KindText, From: to(anh), Chat: to(anh),
		Text: "bc \"ngập\" / 🙏", MessageID: id, At: began,
	}}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatal(d)
	}

	rec, e := r.send(chat.Outbound{To: to(anh), Text: "Lĩnh vực nào ạ?", Choices: []chat.Choice{
		{Key: "0", Label: "Quay lại", Data: "#c:0"},
		{Key: "1", Label: "Môi trường <&>", Data: "#c:1"},
		{Key: "2", Label: "Giao thông, hạ tầng và chiếu sáng công cộng", Data: "#c:2"},
	}})
	if e != nil {
		t.Fatal(e)
	}
	chatOf := r.sim.Chat(anh)
	b := chatOf[len(chatOf)-1]
	if rec.MessageID != b.ID || rec.Quota != "reply" {
		t.Errorf("receipt %+v for bubble %s", rec, b.ID)
	}
	if want := "Lĩnh vực nào ạ?\n1. Môi trường <&>\n2. Giao thông, hạ tầng và chiếu sáng công cộng\n0. Quay lại"; b.Text != want {
		t.Errorf("text %q, want %q", b.Text, want)
	}
	buttons := []zalosim.Button{
		{Title: "Môi trường <&>", Type: "oa.query.hide", Payload: "#c:1"},
		{Title: "Giao thông, hạ tầng và chiếu sáng…", Type: "oa.query.hide", Payload: "#c:2"},
		{Title: "Quay lại", Type: "oa.query.hide", Payload: "#c:0"},
	}
	if d := cmp.Diff(buttons, b.Buttons); d != "" {
		t.Error(d)
	}

	r.clock.pass(time.Second)
	if _, err := r.sim.Press(anh, b.ID, 1); err != nil {
		t.Fatal(err)
	}
	press := r.deliver()
	if len(press) != 1 || press[0].Kind != chat.KindPress || press[0].Data != "#c:2" || press[0].Text != "#c:2" || press[0].From != to(anh) {
		t.Errorf("press came as %+v", press)
	}
}

func TestNoButtons(t *testing.T) {
	six := make([]chat.Choice, 6)
	for i := range six {
		six[i] = chat.Choice{Key: string(rune('1' + i)), Label: "Xã", Data: "#x"}
	}
	group := func(r *rig) chat.Outbound {
		id := r.sim.CreateGroup("Tổ 3", anh)
		return chat.Outbound{To: to(id), Group: true, Text: "a [@all] [[@@x", Choices: six[:2]}
	}
	person := func(c ...chat.Choice) func(*rig) chat.Outbound {
		return func(*rig) chat.Outbound { return chat.Outbound{To: to(anh), Text: "a [@all] [[@@x", Choices: c} }
	}
	for name, mk := range map[string]func(*rig) chat.Outbound{
		"six choices":  person(six...),
		"foreign data": person(chat.Choice{Key: "1", Label: "Có", Data: "yes"}),
		"group":        group,
	} {
		t.Run(name, func(t *testing.T) {
			r := newRig(t)
			r.sim.Follow(anh)
			if _, e := r.send(mk(r)); e != nil {
				t.Fatal(e)
			}
			calls := r.sim.Calls()
			c := calls[len(calls)-1]
			if len(c.Buttons) != 0 || !strings.Contains(c.Text, "\n1. ") {
				t.Errorf("sent %+v", c)
			}
			if strings.Contains(c.Text, "[@") {
				t.Errorf("a mention went out: %q", c.Text)
			}
		})
	}
}

func TestPressedNeedsNoAnswer(t *testing.T) {
	r := newRig(t)
	if _, e := r.send(chat.Outbound{To: to(anh), Pressed: &chat.Pressed{ID: "x"}}); e != nil || len(r.sim.Calls()) != 0 {
		t.Errorf("error %v, calls %v", e, r.sim.Calls())
	}
}

// Buttons that Zalo refuses become numbers, and stay numbers.
func TestFallsBackToPlainText(t *testing.T) {
	for _, code := range []int{-201, -233} {
		r := newRig(t)
		r.sim.Follow(anh)
		r.sim.Inject(func(f *zalosim.Faults) { f.NoButtons = code })
		m := chat.Outbound{To: to(anh), Text: "?", Choices: []chat.Choice{{Key: "1", Label: "Có", Data: "#y"}}}
		for range 2 {
			if _, e := r.send(m); e != nil {
				t.Fatal(e)
			}
		}
		if n := len(r.sim.Calls()); n != 3 {
			t.Errorf("%d calls, want refused, plain, plain", n)
		}
		if !r.alerted("zalo_buttons_refused") {
			t.Error("nobody was told")
		}
	}
}

// A parameter error that plain text does not mend is no reason to give
// buttons up.
func TestKeepsButtonsWhenTheyWereNotToBlame(t *testing.T) {
	r := newRig(t)
	choices := []chat.Choice{{Key: "1", Label: "Có", Data: "#y"}}
	if _, e := r.send(chat.Outbound{To: to("404"), Text: "?", Choices: choices}); e == nil || e.Reaction != chat.Invalid {
		t.Fatal(e)
	}
	if n := len(r.sim.Calls()); n != 1 {
		t.Errorf("%d calls for an unknown person", n)
	}
	r.sim.Follow(anh)
	if _, e := r.send(chat.Outbound{To: to(anh), Text: "?", Choices: choices}); e != nil {
		t.Fatal(e)
	}
	if b := r.sim.Chat(anh)[0]; len(b.Buttons) != 1 {
		t.Errorf("bubble %+v", b)
	}
}
