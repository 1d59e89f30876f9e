package zalosim_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/zalo/zalosim"
)

// Events are signed over the bytes that arrive, in whatever layout.
func TestSignedBytes(t *testing.T) {
	r := newRig(t, func(c *zalosim.Config) { c.Vary, c.Echo, c.Receipts = true, true, true })
	r.login()
	for i := range 40 {
		r.sim.SendText("1", fmt.Sprintf("Đường \"ngập\" \\ / \n 🙏 %d", i))
		r.at = r.at.Add(time.Second)
	}
	r.sim.Follow("1")
	r.say("1", "a")
	r.sim.See("1")
	layouts := map[string]bool{}
	for i, e := range r.step() {
		stamp := fmt.Sprint(e.JSON["timestamp"])
		if n, ok := e.JSON["timestamp"].(float64); ok {
			stamp = fmt.Sprintf("%.0f", n)
		}
		sum := sha256.Sum256([]byte("4175200936218840057" + e.Body + stamp + "kZ7mPq2VxT9wLs4Rb1Yd"))
		if e.Signature != "mac="+hex.EncodeToString(sum[:]) {
			t.Errorf("event %d is not signed: %s", i, e.Body)
		}
		if m, ok := e.JSON["message"].(map[string]any); ok && i < 40 && m["text"] != fmt.Sprintf("Đường \"ngập\" \\ / \n 🙏 %d", i) {
			t.Errorf("event %d says %q", i, m["text"])
		}
		layouts[fmt.Sprint(e.Body[:12], strings.Contains(e.Body, `\u`), strings.Contains(e.Body, `\/`), strings.Contains(e.Body, "{ "))] = true
	}
	if len(layouts) < 8 {
		t.Errorf("only %d layouts", len(layouts))
	}
}

func TestSameCallsSameHistory(t *testing.T) {
	run := func() string {
		r := newRig(t, func(c *zalosim.Config) { c.Vary, c.Echo = true, true })
		r.login()
		r.sim.Follow("1")
		r.sim.SendText("1", "a")
		r.say("1", "b")
		r.sim.CreateGroup("g", "1")
		b, _ := json.Marshal(r.step())
		return string(b)
	}
	if run() != run() {
		t.Error("two runs differ")
	}
}

// The ladder of retries, and the end of it.
func TestLadder(t *testing.T) {
	r := newRig(t)
	r.status = func() int { return 503 }
	r.sim.SendText("1", "a")
	rungs := []time.Duration{0, 30 * time.Second, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour}
	for i, wait := range rungs {
		if wait > 0 {
			r.at = r.at.Add(wait - time.Second)
			if got := r.step(); len(got) != 0 {
				t.Fatalf("rung %d came early", i)
			}
			r.at = r.at.Add(time.Second)
		}
		got := r.step()
		if len(got) != 1 || i > 0 && got[0].Retry != fmt.Sprint(i) || i == 0 && got[0].Retry != "" {
			t.Fatalf("rung %d: %+v", i, got)
		}
		if r.sim.WebhookOn() != (i < 5) {
			t.Errorf("after rung %d the webhook is %v", i, r.sim.WebhookOn())
		}
	}
	r.sim.SendText("1", "b")
	if got := r.step(); len(got) != 0 || r.sim.Missed() != 2 {
		t.Errorf("delivered %d, missed %d", len(got), r.sim.Missed())
	}
	r.status = func() int { return 200 }
	r.sim.TurnWebhookOn()
	r.sim.SendText("1", "c")
	if got := r.names(); !slices.Equal(got, []string{"user_send_text"}) {
		t.Error(got)
	}
}

func TestNextDue(t *testing.T) {
	queued := 0
	r := newRig(t, func(c *zalosim.Config) { c.Queued = func() { queued++ } })
	defer func() {
		if queued != 1 {
			t.Errorf("woken %d times", queued)
		}
	}()
	r.status = func() int { return 500 }
	r.sim.SendText("1", "a")
	next, did := r.sim.Step(context.Background(), r.at)
	if !did || next != began.Add(30*time.Second) {
		t.Error(next, did)
	}
	if next, did = r.sim.Step(context.Background(), r.at); did || next != began.Add(30*time.Second) {
		t.Error(next, did)
	}
}

// An answer after two seconds is a failure, even a 200.
func TestDeadline(t *testing.T) {
	r := newRig(t)
	r.status = func() int { r.at = r.at.Add(2*time.Second + 1); return 200 }
	r.sim.SendText("1", "a")
	if r.step(); len(r.sim.Pending()) != 1 {
		t.Error("accepted")
	}
}

func TestFaultsOfTheWebhook(t *testing.T) {
	texts := func(r *rig) (list []string) {
		for _, e := range r.step() {
			list = append(list, e.JSON["message"].(map[string]any)["text"].(string))
		}
		return list
	}
	for name, tc := range map[string]struct {
		set  func(*zalosim.Faults)
		want []string // at once, after 30 s
	}{
		"none":      {func(*zalosim.Faults) {}, []string{"a b c", ""}},
		"duplicate": {func(f *zalosim.Faults) { f.Duplicates = 2 }, []string{"a a b b c", ""}},
		"swap":      {func(f *zalosim.Faults) { f.Swaps = 1 }, []string{"b a c", ""}},
		"delay":     {func(f *zalosim.Faults) { f.Delays, f.DelayBy = 1, 10*time.Second }, []string{"b c", "a"}},
		"drop once": {func(f *zalosim.Faults) { f.DropOnce = 1 }, []string{"b c", "a"}},
		"drop":      {func(f *zalosim.Faults) { f.DropForGood = 1 }, []string{"b c", ""}},
	} {
		r := newRig(t)
		r.sim.Inject(tc.set)
		for _, s := range []string{"a", "b", "c"} {
			r.sim.SendText("1", s)
		}
		for i, want := range tc.want {
			if got := strings.Join(texts(r), " "); got != want {
				t.Errorf("%s, delivery %d: %q, want %q", name, i, got, want)
			}
			r.at = r.at.Add(30 * time.Second)
		}
	}
}

func TestWhatPeopleDo(t *testing.T) {
	r := newRig(t, func(c *zalosim.Config) { c.Echo, c.Receipts = true, true })
	r.login()
	r.sim.AddUser("2", "Bình")
	r.sim.Follow("1")
	r.sim.Follow("1")
	r.sim.OpenChat("2")
	r.sim.SendMedia("1", zalosim.Media{Kind: "image", URL: "u"})
	a := r.call("/v3.0/oa/message/cs", withButtons(`{"title":"Có","type":"oa.query.show","payload":"#y"},{"title":"Thôi","type":"oa.query.hide","payload":"#n"},{"title":"Xem","type":"oa.open.url","payload":{"url":"https://a.example"}}`))
	id := a.Data["message_id"].(string)
	for i := range 3 {
		if _, err := r.sim.Press("1", id, i); err != nil {
			t.Error(i, err)
		}
	}
	if _, err := r.sim.Press("1", id, 3); err == nil {
		t.Error("pressed a button that is not there")
	}
	r.sim.See("1")
	r.sim.StaffWrites("1", "Chào")
	g := r.sim.CreateGroup("Tổ", "1")
	r.sim.SendGroupText(g, "1", "a")
	if r.sim.SendGroupText(g, "2", "a") != "" {
		t.Error("a stranger writes in the group")
	}
	r.sim.SendGroupMedia(g, "1", zalosim.Media{Kind: "audio", URL: "u"})
	r.sim.DeleteGroup(g)
	r.sim.Withdraw("1")
	r.sim.Unfollow("1")
	r.sim.AnonymousWrites("a")
	r.sim.UnknownEvent("from_the_future")
	r.sim.RevokePermission()
	want := strings.Fields(`follow follow user_click_chatnow user_send_image oa_send_text user_received_message
		user_send_text user_send_text user_seen_message oa_send_text create_group user_join_group user_send_group_text user_send_group_audio
		delete_group user_withdraw unfollow anonymous_send_text from_the_future permission_revoked`)
	events := r.step()
	var got []string
	for _, e := range events {
		got = append(got, e.JSON["event_name"].(string))
	}
	if !slices.Equal(got, want) {
		t.Errorf("events\n%v, want\n%v", got, want)
	}
	if events[0].JSON["timestamp"] == events[1].JSON["timestamp"] {
		t.Error("two follows of one person cannot be told apart")
	}
	var screen []string
	for _, b := range r.sim.Chat("1") {
		screen = append(screen, fmt.Sprint(b.FromOA, b.Staff, b.Text, b.Media, len(b.Buttons), b.Seen))
	}
	if want := "false falseimage0 false|true falsea3 true|false false#y0 false|true trueChào0 false"; strings.Join(screen, "|") != want {
		t.Errorf("screen %s, want %s", strings.Join(screen, "|"), want)
	}
	if u := r.sim.Users(); len(u) != 2 || u[0].Name != "Ánh" || u[0].Follower || u[1].LastInteraction != began {
		t.Errorf("%+v", u)
	}
	r.sim.CreateGroup("b", "1")
	if list := r.sim.Groups(); len(list) != 1 || list[0].Name != "b" || len(r.sim.Group(list[0].ID)) != 0 {
		t.Errorf("%+v", list)
	}
}
