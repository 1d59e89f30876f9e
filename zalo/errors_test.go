package zalo_test

import (
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

// expected is what the outbox should hear of a refusal.
type expected struct {
	reaction chat.Reaction
	scope    chat.Scope
	after    time.Duration
	reason   string
	alert    bool
}

func stops(reason string) expected {
	return expected{reaction: chat.Stop, scope: chat.ScopeChannel, reason: reason, alert: true}
}

// began is 08:00:00 in Hanoi: the next minute and the next morning are known.
const (
	toMinute  = time.Minute + 500*time.Millisecond
	toMorning = 22 * time.Hour
)

var reactions = map[int]expected{
	-32:   {reaction: chat.Wait, scope: chat.ScopeChannel, after: toMinute, reason: "rate"},
	-100:  {reaction: chat.Invalid, reason: "attachment_expired"},
	-200:  {reaction: chat.Retry, reason: "platform"},
	-201:  {reaction: chat.Invalid, reason: "parameter", alert: true},
	-204:  stops("oa_deleted"),
	-205:  stops("oa_unknown"),
	-209:  stops("app_inactive"),
	-210:  {reaction: chat.Invalid, reason: "over_limit", alert: true},
	-211:  {reaction: chat.Wait, scope: chat.ScopeChannel, after: time.Hour, reason: "quota", alert: true},
	-212:  stops("api_not_registered"),
	-213:  {reaction: chat.Unreachable, reason: "not_follower"},
	-214:  {reaction: chat.Retry, reason: "processing"},
	-216:  stops("token"),
	-217:  {reaction: chat.Unreachable, reason: "blocked"},
	-218:  {reaction: chat.Wait, scope: chat.ScopeChat, after: 24 * time.Hour, reason: "person_quota"},
	-219:  stops("app_disabled"),
	-220:  stops("token"),
	-221:  stops("oa_unverified"),
	-223:  stops("not_authorised"),
	-224:  stops("package"),
	-227:  {reaction: chat.Unreachable, reason: "inactive"},
	-230:  {reaction: chat.Closed, reason: "window"},
	-232:  {reaction: chat.Closed, reason: "window"},
	-233:  {reaction: chat.Invalid, reason: "type", alert: true},
	-234:  {reaction: chat.Wait, scope: chat.ScopeChat, after: toMorning, reason: "night"},
	-235:  stops("oa_type"),
	-237:  {reaction: chat.Unreachable, reason: "group_disabled", alert: true},
	-238:  {reaction: chat.Invalid, reason: "group_asset", alert: true},
	-240:  stops("api_shut"),
	-241:  {reaction: chat.Invalid, reason: "group_asset", alert: true},
	-242:  stops("proof"),
	-244:  {reaction: chat.Unreachable, reason: "restricted"},
	-248:  stops("policy"),
	-249:  {reaction: chat.Invalid, reason: "template", alert: true},
	-320:  stops("cloud_account"),
	-321:  stops("cloud_account"),
	-403:  {reaction: chat.Unreachable, reason: "not_member", alert: true},
	-124:  stops("token"),
	-1340: stops("undocumented"),
	-1341: stops("undocumented"),
	-9999: {reaction: chat.Invalid, reason: "unknown", alert: true},
}

func TestEveryCodeHasItsReaction(t *testing.T) {
	for code := range zalo.Codes {
		if _, ok := reactions[code]; !ok {
			t.Errorf("code %d has a rule but no row here", code)
		}
	}
	for code, want := range reactions {
		r := newRig(t)
		r.sim.Follow(anh)
		r.sim.Inject(func(f *zalosim.Faults) { f.Codes = []zalosim.Code{{Code: code, Times: 99}} })
		_, e := r.say("bí mật của Ánh")
		if e == nil {
			t.Errorf("%d: sent", code)
			continue
		}
		got := expected{e.Reaction, e.Scope, e.After, e.Reason, len(r.alerts) > 0}
		if got != want || e.Maybe {
			t.Errorf("%d: %+v (maybe %v), want %+v", code, got, e.Maybe, want)
		}
		if strings.Contains(e.Error(), "bí mật") || strings.Contains(e.Error(), anh) {
			t.Errorf("%d: the error tells too much: %v", code, e)
		}
		if n := r.sim.Refreshes(); n > 2 {
			t.Errorf("%d: %d refreshes for one call", code, n)
		}
	}
}

func TestRealRefusals(t *testing.T) {
	for name, tc := range map[string]struct {
		do   func(r *rig)
		want chat.Reaction
		code string
	}{
		"never wrote":    {func(*rig) {}, chat.Unreachable, "-213"},
		"unfollowed":     {func(r *rig) { r.sim.Follow(anh); r.sim.Unfollow(anh) }, chat.Unreachable, "-213"},
		"blocked":        {func(r *rig) { r.sim.Follow(anh); r.sim.Block(anh, true) }, chat.Unreachable, "-217"},
		"seven days":     {func(r *rig) { r.sim.SendText(anh, "a"); r.clock.pass(7*24*time.Hour + time.Second) }, chat.Closed, "-230"},
		"package over":   {func(r *rig) { r.sim.Follow(anh); r.sim.ChangeOA(func(o *zalosim.OA) { o.Lapsed = true }) }, chat.Stop, "-224"},
		"not verified":   {func(r *rig) { r.sim.Follow(anh); r.sim.ChangeOA(func(o *zalosim.OA) { o.Verified = false }) }, chat.Stop, "-221"},
		"over the limit": {func(r *rig) { r.sim.Follow(anh); r.spend(100) }, chat.Wait, "-32"},
	} {
		r := newRig(t)
		tc.do(r)
		if _, e := r.say("chào"); e == nil || e.Reaction != tc.want || e.Code != tc.code {
			t.Errorf("%s: %v, want %s %s", name, e, tc.want, tc.code)
		}
		if tc.want == chat.Stop && len(r.alerts) == 0 {
			t.Errorf("%s: nobody is told", name)
		}
	}
}

// spend uses up n requests of this minute.
func (r *rig) spend(n int) {
	for range n {
		if _, e := r.say("."); e != nil {
			r.t.Fatal(e)
		}
	}
}

func TestGroupRefusals(t *testing.T) {
	r := newRig(t)
	id := r.sim.CreateGroup("Tổ 3", anh)
	m := chat.Outbound{To: to(id), Group: true, Text: "Mời họp"}
	if _, e := r.send(m); e != nil {
		t.Fatal(e)
	}
	r.sim.ExpireGroup(id)
	if _, e := r.send(m); e == nil || e.Reaction != chat.Unreachable || e.Code != "-237" {
		t.Errorf("expired: %v", e)
	}
	r.sim.DeleteGroup(id)
	if _, e := r.send(m); e == nil || e.Reaction != chat.Unreachable || e.Code != "-403" {
		t.Errorf("deleted: %v", e)
	}
}
