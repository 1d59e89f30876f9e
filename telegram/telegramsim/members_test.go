package telegramsim

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// asked sets the webhook with a list of updates and delivers what waits.
func (r *rig) asked(kinds string) {
	r.t.Helper()
	r.hooked()
	r.pass(time.Second)
	if res := r.call("setWebhook", `{"url":"`+hook+`","allowed_updates":`+kinds+`}`); !res.OK {
		r.t.Fatal(res.Description)
	}
}

// kinds are what was delivered, in order.
func (r *rig) kinds() string {
	r.t.Helper()
	r.got = nil
	r.step()
	var all []string
	for _, body := range r.got {
		for _, k := range []string{"edited_message", "message_reaction", "my_chat_member", "chat_member", "callback_query", "message"} {
			if strings.Contains(body, `"`+k+`":{`) && !slices.Contains(all, k+"!") {
				all = append(all, k)
				break
			}
		}
	}
	return strings.Join(all, " ")
}

// TestBotsStanding: what the bot is told when it is muted, let back, made an
// administrator, thrown out and taken in again.
func TestBotsStanding(t *testing.T) {
	r := newRig(t)
	r.hooked()
	g := r.sim.CreateGroup("Tổ 7", 7)
	for _, c := range []struct {
		do            func() error
		before, after string
	}{
		{func() error { return r.sim.AddBot(g, 7) }, "left", "member"},
		{func() error { return r.sim.Mute(g, 7, true) }, "member", "restricted"},
		{func() error { return r.sim.Mute(g, 7, false) }, "restricted", "member"},
		{func() error { return r.sim.Promote(g, 7) }, "member", "administrator"},
		{func() error { return r.sim.Demote(g, 7) }, "administrator", "member"},
		{func() error { return r.sim.Mute(g, 7, true) }, "member", "restricted"},
		{func() error { return r.sim.RemoveBot(g, 7) }, "restricted", "kicked"},
		{func() error { return r.sim.AddBot(g, 7) }, "kicked", "member"},
	} {
		r.got = nil
		r.ok(c.do())
		r.step()
		if len(r.got) != 1 {
			t.Fatalf("%v", r.got)
		}
		_, old, _ := strings.Cut(r.got[0], `"old_chat_member":`)
		_, now, _ := strings.Cut(r.got[0], `"new_chat_member":`)
		now, _, _ = strings.Cut(now, `"old_chat_member"`)
		if !strings.Contains(old, `"status":"`+c.before+`"`) || !strings.Contains(now, `"status":"`+c.after+`"`) {
			t.Errorf("%s to %s: %s", c.before, c.after, r.got[0])
		}
		if m := r.sim.Membership(g); m.Bot != c.after || m.Title != "Tổ 7" || !slices.Equal(m.Members, []int64{7}) {
			t.Errorf("%+v", m)
		}
	}
	if r.sim.Demote(g, 7) == nil || r.sim.Mute(g, 7, false) == nil || r.sim.DeleteGroup(g, 99) == nil {
		t.Error("did what cannot be done")
	}
}

// TestMembersComeAndGo: the bot hears of it by messages of service, and by
// chat_member only as an administrator that asked.
func TestMembersComeAndGo(t *testing.T) {
	for _, c := range []struct {
		kinds string
		admin bool
		want  string
	}{
		{`[]`, true, "message message"},
		{`["message","chat_member"]`, false, "message message"},
		{`["message","chat_member"]`, true, "message chat_member message chat_member"},
	} {
		r := newRig(t)
		r.asked(c.kinds)
		r.sim.AddUser(8, "Ông Năm")
		g := r.sim.CreateGroup("T", 7)
		r.ok(r.sim.AddBot(g, 7))
		if c.admin {
			r.ok(r.sim.Promote(g, 7))
		}
		r.step()
		r.ok(r.sim.Join(g, 8))
		came := r.kinds()
		r.ok(r.sim.Leave(g, 8))
		if got := came + " " + r.kinds(); got != c.want {
			t.Errorf("%s, administrator %v: %s", c.kinds, c.admin, got)
		}
		if r.sim.Join(g, 7) == nil || r.sim.Join(g, 99) == nil || r.sim.Leave(g, 8) == nil {
			t.Error("came twice, or left without being in")
		}
	}
}

// TestReactions: they are delivered only when asked for by name, in a group
// only to an administrator.
func TestReactions(t *testing.T) {
	for _, c := range []struct {
		kinds string
		admin bool
		want  string
	}{
		{`[]`, true, ""},
		{`["message"]`, true, ""},
		{`["message_reaction"]`, false, "message_reaction"},
		{`["message_reaction"]`, true, "message_reaction message_reaction"},
	} {
		r := newRig(t)
		r.call("sendMessage", `{"chat_id":7,"text":"x"}`)
		g := r.sim.CreateGroup("T", 7)
		r.ok(r.sim.AddBot(g, 7))
		if c.admin {
			r.ok(r.sim.Promote(g, 7))
		}
		r.call("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"x"}`, g))
		r.asked(c.kinds)
		r.step()
		r.ok(r.sim.React(7, 2, "👍"))
		n := len(r.sim.Group(g))
		r.ok(r.sim.GroupReact(g, 7, n, "🙏"))
		if got := r.kinds(); got != c.want {
			t.Errorf("%s, administrator %v: %q", c.kinds, c.admin, got)
		}
		r.ok(r.sim.React(7, 2, "❤"))
		if b := r.sim.Chat(7)[1]; len(b.Thumbs) != 1 || b.Thumbs[0] != (Thumb{7, "❤"}) {
			t.Errorf("%+v", b.Thumbs)
		}
		r.ok(r.sim.React(7, 2, ""))
		if b := r.sim.Chat(7)[1]; len(b.Thumbs) != 0 {
			t.Errorf("%+v", b.Thumbs)
		}
		for _, err := range []error{r.sim.React(7, 2, "ok"), r.sim.React(7, 9, "👍"), r.sim.React(70, 2, "👍"), r.sim.GroupReact(g, 70, 1, "👍")} {
			if err == nil {
				t.Error("reacted to nothing, or with a word")
			}
		}
	}
}

// TestMigrationInBothOrders: the old group's message or the new one's is heard
// of first.
func TestMigrationInBothOrders(t *testing.T) {
	for first, mirrored := range map[string]int{`"migrate_to_chat_id"`: 0, `"migrate_from_chat_id"`: 1} {
		r := newRig(t)
		r.hooked()
		g := r.sim.CreateGroup("T", 7)
		r.ok(r.sim.AddBot(g, 7))
		r.step()
		r.got = nil
		r.sim.SetFaults(Faults{MirrorFirst: mirrored})
		to, err := r.sim.Migrate(g)
		r.ok(err)
		r.step()
		if len(r.got) != 2 || !strings.Contains(r.got[0], first) || r.sim.Membership(g).MovedTo != to || r.sim.Membership(to).Bot != "member" {
			t.Errorf("%s: %v", first, r.got)
		}
	}
}
