package zalo_test

import (
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

const herPhone = "84912000111"

// templates gives the OA a text of two parameters, and Ánh a number.
func templates(r *rig) *rig {
	r.sim.AddTemplate(zalosim.Template{ID: "100", Text: "Kính gửi <ten>, hạn <han>.", Price: 300, ByUser: true,
		Params: []zalosim.Param{{Name: "ten"}, {Name: "han"}}})
	r.sim.SetPhone(anh, herPhone, false)
	return r
}

func knock(phone string) chat.Outbound {
	return chat.Outbound{To: to(anh), Template: &chat.Template{
		ID: "100", Data: map[string]string{"ten": "bác Ánh", "han": "15/11"}, Phone: phone, Track: "7-a1b2",
	}}
}

var toNextDay = toMorning // 06:00 of the day after, from 08:00

var phoneReactions = map[int]expected{
	-100:  {reaction: chat.Retry, reason: "platform"},
	-101:  stops("app"),
	-102:  stops("app"),
	-103:  stops("app"),
	-104:  stops("app"),
	-105:  stops("app"),
	-108:  {reaction: chat.Invalid, reason: "phone"},
	-109:  {reaction: chat.Invalid, reason: "template", alert: true},
	-110:  {reaction: chat.Unreachable, reason: "old_app"},
	-111:  {reaction: chat.Invalid, reason: "template_data", alert: true},
	-112:  {reaction: chat.Invalid, reason: "template_data", alert: true},
	-114:  {reaction: chat.Unreachable, reason: "inactive"},
	-115:  stops("balance"),
	-117:  {reaction: chat.Invalid, reason: "template", alert: true},
	-118:  {reaction: chat.Unreachable, reason: "no_account"},
	-119:  {reaction: chat.Unreachable, reason: "cannot_receive"},
	-124:  stops("token"),
	-125:  stops("oa"),
	-126:  stops("zns_test"),
	-127:  stops("zns_test"),
	-131:  {reaction: chat.Invalid, reason: "template", alert: true},
	-132:  {reaction: chat.Invalid, reason: "template", alert: true},
	-133:  {reaction: chat.Wait, scope: chat.ScopeChannel, after: toMorning, reason: "night"},
	-135:  stops("oa"),
	-136:  stops("cloud_account"),
	-137:  stops("cloud_account"),
	-139:  {reaction: chat.Unreachable, reason: "refuses"},
	-140:  {reaction: chat.Unreachable, reason: "refuses"},
	-141:  {reaction: chat.Unreachable, reason: "refuses"},
	-144:  {reaction: chat.Wait, scope: chat.ScopeChannel, after: toNextDay, reason: "daily_quota", alert: true},
	-145:  {reaction: chat.Invalid, reason: "template", alert: true},
	-146:  {reaction: chat.Invalid, reason: "template", alert: true},
	-147:  {reaction: chat.Wait, scope: chat.ScopeChat, after: toNextDay, reason: "template_quota", alert: true},
	-148:  {reaction: chat.Invalid, reason: "template", alert: true},
	-149:  {reaction: chat.Invalid, reason: "template", alert: true},
	-150:  {reaction: chat.Invalid, reason: "template", alert: true},
	-1121: {reaction: chat.Invalid, reason: "template_data", alert: true},
	-1122: {reaction: chat.Invalid, reason: "template_data", alert: true},
	-1124: {reaction: chat.Invalid, reason: "template_data", alert: true},
	-1241: stops("proof"),
	-1351: stops("oa"),
	-1441: {reaction: chat.Wait, scope: chat.ScopeChannel, after: toNextDay, reason: "daily_quota", alert: true},
	-32:   reactions[-32],
	-216:  reactions[-216],
	-220:  reactions[-220],
	-9999: {reaction: chat.Invalid, reason: "unknown", alert: true},
}

// TestEveryPhoneCodeHasItsReaction is the table of the business API, row by row.
func TestEveryPhoneCodeHasItsReaction(t *testing.T) {
	for code := range zalo.PhoneCodes {
		if _, ok := phoneReactions[code]; !ok {
			t.Errorf("code %d has a rule but no row here", code)
		}
	}
	for code, want := range phoneReactions {
		r := templates(newRig(t))
		r.sim.Inject(func(f *zalosim.Faults) { f.Codes = []zalosim.Code{{Code: code, Times: 99}} })
		_, e := r.send(knock(herPhone))
		if e == nil {
			t.Errorf("%d: sent", code)
			continue
		}
		got := expected{e.Reaction, e.Scope, e.After, e.Reason, len(r.alerts) > 0}
		if got != want || e.Maybe {
			t.Errorf("%d: %+v (maybe %v), want %+v", code, got, e.Maybe, want)
		}
		if s := e.Error() + strings.Join(r.alerts, " ") + r.log.String(); strings.Contains(s, "912000111") || strings.Contains(s, "Ánh") {
			t.Errorf("%d: tells too much: %s", code, s)
		}
		if n := r.sim.Refreshes(); n > 2 {
			t.Errorf("%d: %d refreshes for one call", code, n)
		}
	}
}

// TestTemplateGoes by both ways, and what comes of it.
func TestTemplateGoes(t *testing.T) {
	for phone, want := range map[string]zalosim.Call{
		"":       {Path: "/v3.0/oa/message/template", To: anh, Template: "100"},
		herPhone: {Path: "/message/template", To: herPhone, Template: "100"},
	} {
		r := templates(newRig(t))
		rec, e := r.send(knock(phone))
		if e != nil || rec.MessageID == "" || rec.Quota != map[string]string{"": "template_uid", herPhone: "template_phone"}[phone] {
			t.Fatalf("%q: %+v %v", phone, rec, e)
		}
		calls := r.sim.Calls()
		if c := calls[len(calls)-1]; c.Path != want.Path || c.To != want.To || c.Template != want.Template {
			t.Errorf("%q: %+v", phone, c)
		}
		if chat := r.sim.Chat(anh); len(chat) != 1 || chat[0].Text != "Kính gửi bác Ánh, hạn 15/11." {
			t.Errorf("%q: %v", phone, chat)
		}
		in := r.deliver()
		if phone == "" {
			if len(in) != 0 {
				t.Errorf("an echo was kept: %v", in)
			}
			continue
		}
		if len(in) != 1 || in[0].Kind != chat.KindDelivered || in[0].Data != "7-a1b2" || !in[0].Chat.IsZero() || !in[0].From.IsZero() {
			t.Errorf("told %+v", in)
		}
		if strings.Contains(in[0].Key, herPhone) {
			t.Error("the number is in the key")
		}
	}
}

// TestTemplateRefusedByUser: the codes of the other table as far as a template meets them.
func TestTemplateRefusedByUser(t *testing.T) {
	for name, tc := range map[string]struct {
		do     func(r *rig)
		want   chat.Reaction
		reason string
	}{
		"blocked":  {func(r *rig) { r.sim.Block(anh, true) }, chat.Unreachable, "blocked"},
		"inactive": {func(r *rig) { r.sim.Deactivate(anh, true) }, chat.Unreachable, "inactive"},
		"refuses":  {func(r *rig) { r.sim.RefuseTemplates(anh, -139) }, chat.Unreachable, "restricted"},
		"disabled": {func(r *rig) { r.sim.SetTemplate("100", zalosim.TemplateDisabled) }, chat.Invalid, chat.ReasonTemplate},
		"money":    {func(r *rig) { r.sim.SetBalance(10) }, chat.Stop, "cloud_account"},
	} {
		r := templates(newRig(t))
		tc.do(r)
		if _, e := r.send(knock("")); e == nil || e.Reaction != tc.want || e.Reason != tc.reason {
			t.Errorf("%s: %v", name, e)
		}
	}
}

// TestTemplateWire: an answer that is lost leaves it open, a dead token is
// renewed once, and at night by Zalo's clock nothing goes.
func TestTemplateWire(t *testing.T) {
	r := templates(newRig(t))
	r.sim.Inject(func(f *zalosim.Faults) { f.LostAnswers = 1 })
	if _, e := r.send(knock(herPhone)); e == nil || !e.Maybe {
		t.Errorf("lost: %v", e)
	}
	r.sim.ExpireToken()
	before := r.sim.Refreshes()
	if _, e := r.send(knock(herPhone)); e != nil || r.sim.Refreshes() != before+1 {
		t.Errorf("dead token: %v, %d refreshes", e, r.sim.Refreshes()-before)
	}
	r.clock.pass(14 * time.Hour) // 22:00
	if _, e := r.send(knock(herPhone)); e == nil || e.Code != "-133" || e.After != 8*time.Hour {
		t.Errorf("at night: %v", e)
	}
	r.clock.pass(8 * time.Hour)
	if _, e := r.send(knock(herPhone)); e != nil {
		t.Errorf("in the morning: %v", e)
	}
	long := knock(herPhone)
	long.Template.Track = strings.Repeat("a", 49)
	if _, e := r.send(long); e == nil || e.Reaction != chat.Invalid {
		t.Errorf("long tracking id: %v", e)
	}
}

// TestTemplateInTest: the development mode reaches administrators, free of charge.
func TestTemplateInTest(t *testing.T) {
	r := templates(newRig(t, func(c *zalo.Config, _ *zalosim.Config) { c.ZNSTest = true }))
	r.sim.SetBalance(10)
	if _, e := r.send(knock(herPhone)); e == nil || e.Code != "-126" {
		t.Errorf("to anybody: %v", e)
	}
	r.sim.SetPhone(anh, herPhone, true)
	if _, e := r.send(knock(herPhone)); e != nil || r.sim.Balance() != 10 {
		t.Errorf("to an administrator: %v, %d left", e, r.sim.Balance())
	}
}

// TestTemplateNews: what Zalo tells of templates.
func TestTemplateNews(t *testing.T) {
	r := templates(newRig(t))
	r.sim.SetTemplate("100", zalosim.TemplateDisabled)
	r.sim.SetTemplate("100", zalosim.TemplateEnabled)
	r.sim.RateTemplate("100", "HIGH", "LOW")
	r.sim.SetDaily(1000)
	var got []string
	for _, in := range r.deliver() {
		got = append(got, string(in.Kind)+" "+in.Data+" "+in.Text)
	}
	want := "template 100 off|template 100 on|advice  change_template_quality 100 LOW|advice  change_oa_daily_quota 1000"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("told %s", s)
	}
}

// TestAskForNumber: a request is drawn only with a picture, and of the answer
// the number is all that is read.
func TestAskForNumber(t *testing.T) {
	ask := chat.Outbound{To: to(anh), Text: "Bấm để gửi số ạ.", AskContact: "Gửi số của tôi"}
	r := newRig(t, func(c *zalo.Config, _ *zalosim.Config) { c.ContactImage = "https://oa.example/so.png" })
	if !r.ch.Limits().Contact {
		t.Error("no request is drawn")
	}
	r.sim.Follow(anh)
	r.deliver()
	if _, e := r.send(ask); e != nil {
		t.Fatal(e)
	}
	if b := r.sim.Chat(anh)[0]; !b.Form || b.Text != "Gửi số của tôi\nBấm để gửi số ạ." {
		t.Errorf("drawn %+v", b)
	}
	for _, info := range []zalosim.Info{{Name: "Trần Thị B", Phone: herPhone}, {Name: "Trần Thị B", Phone: herPhone, Old: true, Digits: true}} {
		if err := r.sim.Submit(anh, info); err != nil {
			t.Fatal(err)
		}
		in := r.deliver()
		if len(in) != 1 || in[0].Kind != chat.KindMedia || in[0].From != to(anh) || in[0].Text != "" ||
			len(in[0].Media) != 1 || in[0].Media[0] != (chat.Media{Kind: "contact", Ref: herPhone}) {
			t.Errorf("told %+v", in)
		}
		if strings.Contains(in[0].Key, herPhone) {
			t.Error("the number is in the key")
		}
	}
	if err := r.sim.Submit(anh, zalosim.Info{Name: "B"}); err != nil {
		t.Fatal(err)
	}
	if in := r.deliver(); len(in) != 0 {
		t.Errorf("an answer without a number was kept: %v", in)
	}
	plain := newRig(t)
	plain.sim.Follow(anh)
	if _, e := plain.send(ask); e != nil || plain.ch.Limits().Contact || plain.sim.Chat(anh)[0].Form {
		t.Errorf("without a picture: %v", e)
	}
}
