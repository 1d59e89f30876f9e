package zalosim_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"langnghe/zalo/zalosim"
)

const herPhone = "84912000111"

// templates gives the OA the usual texts, and Ánh a number.
func templates(r *rig) *rig {
	r.sim.AddTemplate(zalosim.Template{ID: "100", Text: "Kính gửi <ten>, hạn <so>.", Price: 300, ByUser: true,
		Params: []zalosim.Param{{Name: "ten"}, {Name: "so", Most: 4, Number: true}}})
	r.sim.AddTemplate(zalosim.Template{ID: "few", Text: "a", Daily: 1})
	for id, status := range map[string]string{"new": zalosim.TemplatePending, "bad": zalosim.TemplateRejected, "off": zalosim.TemplateDisabled} {
		r.sim.AddTemplate(zalosim.Template{ID: id, Status: status, Text: "a", ByUser: true})
	}
	r.sim.SetPhone("1", herPhone, false)
	return r
}

func byPhone(r *rig, change ...func(q map[string]any)) answer {
	return r.call("/message/template", template(map[string]any{"phone": herPhone, "tracking_id": "yk-1"}, change))
}

func byUser(r *rig, change ...func(q map[string]any)) answer {
	return r.call("/v3.0/oa/message/template", template(map[string]any{"user_id": "1"}, change))
}

func template(q map[string]any, change []func(q map[string]any)) string {
	q["template_id"], q["template_data"] = "100", map[string]any{"ten": "bác Ánh", "so": "15"}
	for _, c := range change {
		c(q)
	}
	b, _ := json.Marshal(q)
	return string(b)
}

func of(key string, value any) func(map[string]any) { return func(q map[string]any) { q[key] = value } }

func plain(id string) func(map[string]any) {
	return func(q map[string]any) { q["template_id"], q["template_data"] = id, map[string]any{} }
}

func with(name string, value any) func(map[string]any) {
	return func(q map[string]any) { q["template_data"].(map[string]any)[name] = value }
}

// TestTemplateRefusals: each thing that a template message is refused for.
func TestTemplateRefusals(t *testing.T) {
	phone := func(prepare func(r *rig), change ...func(map[string]any)) func(*rig) answer {
		return func(r *rig) answer { prepare(r); return byPhone(r, change...) }
	}
	user := func(prepare func(r *rig), change ...func(map[string]any)) func(*rig) answer {
		return func(r *rig) answer { prepare(r); return byUser(r, change...) }
	}
	nothing := func(*rig) {}
	clock := func(hour, minute int) func(*rig) {
		return func(r *rig) {
			r.at = time.Date(2026, 11, 23, hour, minute, 0, 0, time.FixedZone("+07", 7*3600))
			r.token = r.refresh(r.sim.Authorise()).Access
		}
	}
	for name, tc := range map[string]struct {
		do   func(*rig) answer
		code int
	}{
		"fine":                      {phone(nothing), 0},
		"no body":                   {func(r *rig) answer { return r.call("/message/template", "x") }, -111},
		"number without 84":         {phone(nothing, of("phone", "0912000111")), -108},
		"number too short":          {phone(nothing, of("phone", "8491200011")), -108},
		"unknown template":          {phone(nothing, of("template_id", "404")), -109},
		"disabled":                  {phone(nothing, plain("off")), -146},
		"rejected":                  {phone(nothing, plain("bad")), -131},
		"not approved yet":          {phone(nothing, plain("new")), -131},
		"long tracking id":          {phone(nothing, of("tracking_id", strings.Repeat("a", 49))), -132},
		"longest tracking id":       {phone(nothing, of("tracking_id", strings.Repeat("a", 48))), 0},
		"unknown mode":              {phone(nothing, of("mode", "play")), -132},
		"development to anybody":    {phone(nothing, of("mode", "development")), -126},
		"development to an admin":   {phone(func(r *rig) { r.sim.SetPhone("1", herPhone, true) }, of("mode", "development")), 0},
		"parameter missing":         {phone(nothing, with("so", "")), -1122},
		"parameter too long":        {phone(nothing, with("ten", strings.Repeat("ạ", 31))), -1121},
		"parameter with letters":    {phone(nothing, with("so", "15a")), -1124},
		"parameter nobody asked":    {phone(nothing, with("x", "1")), -112},
		"21:59":                     {phone(clock(21, 59)), 0},
		"22:00":                     {phone(clock(22, 0)), -133},
		"05:59":                     {phone(clock(5, 59)), -133},
		"06:00":                     {phone(clock(6, 0)), 0},
		"22:00, the rule is lifted": {phone(func(r *rig) { r.sim.AllowNights(); clock(22, 0)(r) }), 0},
		"nobody's number":           {phone(nothing, of("phone", "84912000112")), -118},
		"inactive":                  {phone(func(r *rig) { r.sim.Deactivate("1", true) }), -114},
		"old program":               {phone(func(r *rig) { r.sim.CannotReceive("1", -110) }), -110},
		"cannot receive":            {phone(func(r *rig) { r.sim.CannotReceive("1", -119) }), -119},
		"refuses":                   {phone(func(r *rig) { r.sim.RefuseTemplates("1", -140) }), -140},
		"out of money":              {phone(func(r *rig) { r.sim.SetBalance(299) }), -115},
		"just enough money":         {phone(func(r *rig) { r.sim.SetBalance(300) }), 0},
		"quota of the day":          {phone(func(r *rig) { r.sim.SetDaily(1); byPhone(r) }), -144},
		"quota of the next day":     {phone(func(r *rig) { r.sim.SetDaily(1); byPhone(r); r.at = r.at.Add(24 * time.Hour) }), 0},
		"quota of the template":     {phone(func(r *rig) { byPhone(r, plain("few")) }, plain("few")), -147},
		"wrong token":               {phone(func(r *rig) { r.token = "x" }), -124},
		"old token":                 {phone(func(r *rig) { r.sim.ExpireToken() }), -124},
		"blocked the OA":            {phone(func(r *rig) { r.sim.Block("1", true) }), 0}, // the number is another way
		"not verified":              {phone(func(r *rig) { r.sim.ChangeOA(func(o *zalosim.OA) { o.Verified = false }) }), -1351},
		"package over":              {phone(func(r *rig) { r.sim.ChangeOA(func(o *zalosim.OA) { o.Lapsed = true }) }), -135},

		"user: fine, never wrote":  {user(nothing), 0},
		"user: at night":           {user(clock(23, 0)), 0},
		"user: nobody":             {user(nothing, of("user_id", "404")), -201},
		"user: no template":        {user(nothing, of("template_id", "")), -201},
		"user: not for this way":   {user(nothing, plain("few")), -249},
		"user: disabled":           {user(nothing, plain("off")), -249},
		"user: not approved":       {user(nothing, plain("new")), -249},
		"user: data":               {user(nothing, with("so", "x")), -201},
		"user: inactive":           {user(func(r *rig) { r.sim.Deactivate("1", true) }), -227},
		"user: blocked":            {user(func(r *rig) { r.sim.Block("1", true) }), -217},
		"user: restricts":          {user(func(r *rig) { r.sim.Restrict("1", true) }), -244},
		"user: refuses templates":  {user(func(r *rig) { r.sim.RefuseTemplates("1", -139) }), -244},
		"user: out of money":       {user(func(r *rig) { r.sim.SetBalance(1) }), -321},
		"user: wrong token":        {user(func(r *rig) { r.token = "x" }), -216},
		"form: a window is needed": {func(r *rig) answer { return r.call("/v3.0/oa/message/cs", form("a", "b", "https://x/y.png")) }, -213},
		"form":                     {func(r *rig) answer { return asks(r, form("a", "b", "https://x/y.png")) }, 0},
		"form without a title":     {func(r *rig) answer { return asks(r, form("", "b", "https://x/y.png")) }, -201},
		"form without words":       {func(r *rig) answer { return asks(r, form("a", "", "https://x/y.png")) }, -201},
		"form without a picture":   {func(r *rig) answer { return asks(r, form("a", "b", "")) }, -201},
		"form without parts": {func(r *rig) answer {
			return asks(r, `{"recipient":{"user_id":"1"},"message":{"attachment":{"type":"template","payload":{"template_type":"request_user_info"}}}}`)
		}, -201},
		"form with a text": {func(r *rig) answer {
			return asks(r, strings.Replace(form("a", "b", "https://x/y.png"), `"message":{`, `"message":{"text":"a",`, 1))
		}, -233},
	} {
		r := templates(newRig(t)).login()
		if a := tc.do(r); a.status != 200 || a.Error != tc.code {
			t.Errorf("%s: %d %s, want %d", name, a.status, a.raw, tc.code)
		}
	}
	r := templates(newRig(t, func(c *zalosim.Config) { c.Proof = true })).login()
	if a := byPhone(r); a.Error != -1241 {
		t.Error(a.raw)
	}
}

func form(title, words, picture string) string {
	b, _ := json.Marshal(map[string]string{"title": title, "subtitle": words, "image_url": picture})
	return `{"recipient":{"user_id":"1"},"message":{"attachment":{"type":"template","payload":{"template_type":"request_user_info","elements":[` + string(b) + `]}}}}`
}

func asks(r *rig, body string) answer {
	r.sim.Follow("1")
	return r.call("/v3.0/oa/message/cs", body)
}

// TestTemplateArrives: what the phone shows, what it costs, and what is told of it.
func TestTemplateArrives(t *testing.T) {
	r := templates(newRig(t)).login()
	r.sim.SetBalance(1000)
	a := byPhone(r)
	if a.Data["msg_id"] == nil || a.Data["sending_mode"] != "1" || r.sim.Balance() != 700 {
		t.Error(a.raw, r.sim.Balance())
	}
	got := r.step()
	if len(got) != 1 || got[0].JSON["event_name"] != "user_received_message" || got[0].JSON["recipient"].(map[string]any)["id"] != herPhone {
		t.Fatal(got)
	}
	if m := got[0].JSON["message"].(map[string]any); m["tracking_id"] != "yk-1" || m["delivery_time"] == nil || m["msg_id"] != a.Data["msg_id"] {
		t.Error(m)
	}
	if a := byUser(r); a.Data["message_id"] == nil || a.Data["user_id"] != "1" || len(r.names()) != 0 {
		t.Error(a.raw)
	}
	if chat := r.sim.Chat("1"); len(chat) != 2 || chat[0].Text != "Kính gửi bác Ánh, hạn 15." || chat[0].Template != "100" {
		t.Error(chat)
	}
	if c := r.sim.Calls(); c[0].To != herPhone || c[0].Template != "100" || c[0].Quota != "zns_1" || c[1].To != "1" {
		t.Error(c)
	}
	r.sim.SetTemplate("100", zalosim.TemplateDisabled)
	r.sim.RateTemplate("100", "HIGH", "LOW")
	r.sim.SetDaily(100)
	if names := strings.Join(r.names(), " "); names != "change_template_status change_template_quality change_oa_daily_quota" {
		t.Error(names)
	}
	if a := byPhone(r); a.Error != -146 {
		t.Error(a.raw)
	}
}

// TestSubmit: the two forms of the event, and that nobody answers what was not asked.
func TestSubmit(t *testing.T) {
	r := newRig(t).login()
	if r.sim.Submit("1", zalosim.Info{}) == nil {
		t.Error("answered what was not asked")
	}
	asks(r, form("Số của bác", "để nhắc", "https://x/y.png"))
	r.step()
	for _, info := range []zalosim.Info{{Name: "B", Phone: herPhone}, {Name: "B", Phone: herPhone, Old: true, Digits: true}} {
		if err := r.sim.Submit("1", info); err != nil {
			t.Fatal(err)
		}
		got := r.step()
		in := got[0].JSON["info"].(map[string]any)
		_, isNumber := in["phone"].(float64)
		_, old := in["city"]
		if isNumber != info.Digits || old != info.Old || !strings.Contains(got[0].Body, herPhone) {
			t.Error(got[0].Body)
		}
	}
	if chat := r.sim.Chat("1"); !chat[0].Form || chat[0].Text != "Số của bác\nđể nhắc" {
		t.Error(chat)
	}
}
