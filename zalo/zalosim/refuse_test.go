package zalosim_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"langnghe/zalo/zalosim"
)

func withButtons(list string) string {
	return `{"recipient":{"user_id":"1"},"message":{"text":"a","attachment":{"type":"template","payload":{"buttons":[` + list + `]}}}}`
}

func button(title, payload string) string {
	return fmt.Sprintf(`{"title":%q,"type":"oa.query.hide","payload":%q}`, title, payload)
}

// paid lets a person be outside the free window of an OA whose package pays for
// n messages.
func paid(n int) func(r *rig) {
	return func(r *rig) {
		r.sim.ChangeOA(func(o *zalosim.OA) { o.PaidMost = n })
		r.sim.Follow("1")
		r.at = r.at.Add(50 * time.Hour)
		r.again()
	}
}

// later lets a person do something eight days after the OA wrote to him, with a
// link and a button under it, and has the OA write again.
func later(do func(r *rig)) func(*rig) answer {
	return func(r *rig) answer {
		r.sim.Follow("1")
		r.call("/v3.0/oa/message/cs", withButtons(`{"title":"a","type":"oa.open.url","payload":{"url":"https://bot.example"}},`+button("b", "#b")))
		r.at = r.at.Add(8 * 24 * time.Hour)
		do(r)
		r.again()
		return r.say("1", "a")
	}
}

func (r *rig) press(n int) {
	if _, err := r.sim.Press("1", r.sim.Chat("1")[0].ID, n); err != nil {
		r.t.Error(err)
	}
}

// Each thing that the platform refuses.
func TestRefusals(t *testing.T) {
	cs := func(body string) func(*rig) answer {
		return func(r *rig) answer { r.sim.Follow("1"); return r.call("/v3.0/oa/message/cs", body) }
	}
	say := func(do func(r *rig)) func(*rig) answer {
		return func(r *rig) answer { do(r); return r.say("1", "a") }
	}
	group := func(do func(r *rig, id string)) func(*rig) answer {
		return func(r *rig) answer {
			id := r.sim.CreateGroup("Tổ", "1")
			do(r, id)
			return r.call("/v3.0/oa/group/message", `{"recipient":{"group_id":"`+id+`"},"message":{"text":"a"}}`)
		}
	}
	for name, tc := range map[string]struct {
		do   func(*rig) answer
		code int
	}{
		"fine":            {say(func(r *rig) { r.sim.Follow("1") }), 0},
		"no token":        {say(func(r *rig) { r.token = "" }), -216},
		"wrong token":     {say(func(r *rig) { r.token = "at-x" }), -216},
		"rotated token":   {say(func(r *rig) { r.refresh(r.sim.Authorise()) }), -216},
		"25 hours":        {say(func(r *rig) { r.at = r.at.Add(25 * time.Hour) }), -220},
		"expired by hand": {say(func(r *rig) { r.sim.ExpireToken() }), -220},
		"revoked":         {say(func(r *rig) { r.sim.RevokePermission() }), -216},
		"unknown user":    {func(r *rig) answer { return r.say("404", "a") }, -201},
		"id as a number":  {cs(`{"recipient":{"user_id":1},"message":{"text":"a"}}`), -201},
		"not JSON":        {cs(`hello`), -201},
		"no text":         {cs(`{"recipient":{"user_id":"1"},"message":{}}`), -201},
		"2000 characters": {func(r *rig) answer { r.sim.Follow("1"); return r.say("1", strings.Repeat("ạ", 2000)) }, 0},
		"2001 characters": {func(r *rig) answer { return r.say("1", strings.Repeat("ạ", 2001)) }, -210},
		"five buttons":    {cs(withButtons(strings.Repeat(button("a", "#b")+",", 4) + button("a", "#b"))), 0},
		"six buttons":     {cs(withButtons(strings.Repeat(button("a", "#b")+",", 5) + button("a", "#b"))), -201},
		"long title":      {cs(withButtons(button(strings.Repeat("ạ", 36), "#b"))), -201},
		"no title":        {cs(withButtons(button("", "#b"))), -201},
		"long payload":    {cs(withButtons(button("a", strings.Repeat("b", 101)))), -201},
		"no payload":      {cs(withButtons(`{"title":"a","type":"oa.query.hide"}`)), -201},
		"strange button":  {cs(withButtons(`{"title":"a","type":"oa.dance","payload":"b"}`)), -201},
		"link":            {cs(withButtons(`{"title":"a","type":"oa.open.url","payload":{"url":"https://bot.example"}}`)), 0},
		"link to nothing": {cs(withButtons(`{"title":"a","type":"oa.open.url","payload":"bot.example"}`)), -201},
		"call to nobody":  {cs(withButtons(`{"title":"a","type":"oa.open.phone","payload":{"url":"x"}}`)), -201},
		"the old endpoint": {func(r *rig) answer {
			r.sim.Follow("1")
			return r.call("/v2.0/oa/message", withButtons(button("a", "#b")))
		}, -240},
		"not verified":       {say(func(r *rig) { r.sim.Follow("1"); r.sim.ChangeOA(func(o *zalosim.OA) { o.Verified = false }) }), -221},
		"package lapsed":     {say(func(r *rig) { r.sim.Follow("1"); r.sim.ChangeOA(func(o *zalosim.OA) { o.Lapsed = true }) }), -224},
		"the package's last": {say(paid(1)), 0},
		"package used up":    {say(func(r *rig) { paid(1)(r); r.say("1", "a") }), -211},
		"used up, but free":  {say(func(r *rig) { paid(1)(r); r.say("1", "a"); r.sim.SendText("1", "b") }), 0},
		"a person in a group's place": {func(r *rig) answer {
			return r.call("/v3.0/oa/group/message", `{"recipient":{"group_id":"1"},"message":{"text":"a"}}`)
		}, -403},
		"a group in a person's place": {func(r *rig) answer {
			return r.call("/v3.0/oa/message/cs", `{"recipient":{"group_id":"`+r.sim.CreateGroup("Tổ", "1")+`"},"message":{"text":"a"}}`)
		}, -201},
		"a long text in a group": {func(r *rig) answer {
			return r.call("/v3.0/oa/group/message", `{"recipient":{"group_id":"`+r.sim.CreateGroup("Tổ", "1")+`"},"message":{"text":"`+strings.Repeat("ạ", 2001)+`"}}`)
		}, -210},
		"to see opens nothing":      {later(func(r *rig) { r.sim.See("1") }), -230},
		"a link opens nothing":      {later(func(r *rig) { r.press(0) }), -230},
		"a button opens the window": {later(func(r *rig) { r.press(1) }), 0},
		"a word opens the window":   {later(func(r *rig) { r.sim.SendText("1", "a") }), 0},
		"a reaction opens nothing": {later(func(r *rig) {
			if err := r.sim.React("1", r.sim.Chat("1")[0].ID, "/-strong"); err != nil {
				r.t.Error(err)
			}
		}), -230},
		"strange template": {cs(`{"recipient":{"user_id":"1"},"message":{"text":"a","attachment":{"type":"template","payload":{"template_type":"list"}}}}`), -233},
		"never interacted": {say(func(*rig) {}), -213},
		"wrote, no follow": {say(func(r *rig) { r.sim.SendText("1", "a") }), 0},
		"unfollowed":       {say(func(r *rig) { r.sim.Follow("1"); r.sim.Unfollow("1") }), -213},
		"came back":        {say(func(r *rig) { r.sim.Unfollow("1"); r.sim.SendText("1", "a") }), 0},
		"blocked":          {say(func(r *rig) { r.sim.Follow("1"); r.sim.Block("1", true) }), -217},
		"inactive":         {say(func(r *rig) { r.sim.Follow("1"); r.sim.Deactivate("1", true) }), -227},
		"restricted":       {say(func(r *rig) { r.sim.Follow("1"); r.sim.Restrict("1", true) }), -244},
		"group":            {group(func(*rig, string) {}), 0},
		"expired group":    {group(func(r *rig, id string) { r.sim.ExpireGroup(id) }), -237},
		"group not ours":   {group(func(r *rig, id string) { r.sim.DeleteGroup(id) }), -403},
	} {
		r := newRig(t).login()
		if a := tc.do(r); a.status != 200 || a.Error != tc.code {
			t.Errorf("%s: %d %s, want %d", name, a.status, a.raw, tc.code)
		}
	}
}

func TestWindows(t *testing.T) {
	for _, tc := range []struct {
		wrote bool
		age   time.Duration
		quota string
		code  int
	}{
		{false, time.Hour, "welcome_msg", 0},
		{true, 47*time.Hour + 59*time.Minute, "reply", 0},
		{true, 48 * time.Hour, "reply", 0},
		{true, 48*time.Hour + time.Second, "sub_quota", 0},
		{true, 7 * 24 * time.Hour, "sub_quota", 0},
		{true, 7*24*time.Hour + time.Second, "", -230},
	} {
		r := newRig(t)
		r.sim.Follow("1")
		if tc.wrote {
			r.sim.SendText("1", "a")
		}
		r.at = r.at.Add(tc.age)
		a := r.login().say("1", "b")
		quota := ""
		if q, ok := a.Data["quota"].(map[string]any); ok {
			quota = q["quota_type"].(string)
		}
		if a.Error != tc.code || quota != tc.quota {
			t.Errorf("%v: %s", tc.age, a.raw)
		}
	}
}

func TestMinuteLimits(t *testing.T) {
	for name, change := range map[string]func(*zalosim.Config){
		"of the OA":  func(c *zalosim.Config) { c.PerMinute = 3 },
		"of the app": func(c *zalosim.Config) { c.AppPerMinute = 3 },
	} {
		r := newRig(t, change).login()
		r.sim.Follow("1")
		r.at = began.Add(50 * time.Second)
		for i := range 4 {
			a := r.say("1", "a")
			if over := i == 3; (a.Error == -32) != over || a.header.Get("X-RateLimit-Limit") != "3" || a.header.Get("X-RateLimit-Remain") != fmt.Sprint(max(0, 2-i)) {
				t.Errorf("%s, call %d: %s %v", name, i, a.raw, a.header)
			}
		}
		r.at = began.Add(60 * time.Second)
		if a := r.say("1", "a"); a.Error != 0 {
			t.Errorf("%s, next minute: %s", name, a.raw)
		}
	}
}

func TestProof(t *testing.T) {
	r := newRig(t, func(c *zalosim.Config) { c.Proof = true }).login()
	r.sim.Follow("1")
	sum := hmac.New(sha256.New, []byte("app"))
	sum.Write([]byte(r.token))
	right := hex.EncodeToString(sum.Sum(nil))
	body := `{"recipient":{"user_id":"1"},"message":{"text":"a"}}`
	for proof, code := range map[string]int{"": -242, "x" + right[1:]: -242, right: 0} {
		header := map[string]string{"access_token": r.token}
		if proof != "" {
			header["appsecret_proof"] = proof
		}
		if a := r.do("POST", "/v3.0/oa/message/cs", "application/json", body, header); a.Error != code {
			t.Errorf("%q: %s", proof, a.raw)
		}
	}
}

func TestTokenEndpoint(t *testing.T) {
	r := newRig(t)
	a := r.refresh("rt-0")
	if a.Access == "" || a.Refresh == "" || a.Expires != "90000" || a.Error != 0 {
		t.Fatal(a.raw)
	}
	if b := r.refresh("rt-0"); b.Error != -14014 || b.status != 200 || b.Access != "" {
		t.Error("used twice:", b.raw)
	}
	r.sim.Inject(func(f *zalosim.Faults) { f.EmptyConsumed = true })
	if b := r.refresh("rt-0"); b.raw != "" || b.status != 200 {
		t.Error("used twice, empty:", b.raw)
	}
	r.sim.Inject(func(f *zalosim.Faults) { f.EmptyConsumed = false })
	r.at = r.at.Add(91 * 24 * time.Hour)
	if b := r.refresh(a.Refresh); b.Error != -14014 {
		t.Error("after three months:", b.raw)
	}
	form := func(body, secret string) answer {
		return r.do("POST", "/v4/oa/access_token", "application/x-www-form-urlencoded", body, map[string]string{"secret_key": secret})
	}
	for body, code := range map[string]int{
		"app_id=1&grant_type=refresh_token&refresh_token=x":                          -14002,
		"app_id=4175200936218840057&grant_type=password&refresh_token=x":             -14005,
		"app_id=4175200936218840057&grant_type=refresh_token":                        -14014,
		"app_id=4175200936218840057&grant_type=refresh_token&refresh_token=no%20one": -14014,
	} {
		if b := form(body, "app"); b.Error != code {
			t.Errorf("%s: %s", body, b.raw)
		}
	}
	if b := form("app_id=4175200936218840057&grant_type=refresh_token&refresh_token=x", "wrong"); b.Error != -14004 {
		t.Error("wrong secret:", b.raw)
	}
	if b := r.call("/v9/nothing", "{}"); b.status != 404 {
		t.Error(b.status)
	}
}

func TestOtherCalls(t *testing.T) {
	r := newRig(t).login()
	r.sim.SendText("1", "a")
	id := r.sim.CreateGroup("Tổ", "1")
	header := map[string]string{"access_token": r.token}
	if a := r.do("GET", "/v2.0/oa/getoa", "", "", header); a.Data["oaid"] != "2961837450127733009" {
		t.Error(a.raw)
	}
	if a := r.do("GET", "/v3.0/oa/group/getgroup?group_id="+id, "", "", header); a.Error != 0 || !strings.Contains(a.raw, `"total_member":2`) {
		t.Error(a.raw)
	}
	if a := r.do("GET", "/v3.0/oa/group/getgroup?group_id=x", "", "", header); a.Error != -403 {
		t.Error(a.raw)
	}
	if a := r.call("/v3.0/oa/quota/message", `{"user_id":"1"}`); a.Data["last_interaction"] != fmt.Sprint(began.UnixMilli()) {
		t.Error(a.raw)
	}
	if a := r.call("/v3.0/oa/quota/message", `{"user_id":"404"}`); a.Error != -201 {
		t.Error(a.raw)
	}
}

func TestFaultsOfTheAPI(t *testing.T) {
	r := newRig(t).login()
	r.sim.Follow("1")
	slow := 0
	r.sim.Inject(func(f *zalosim.Faults) {
		f.Slow, f.OnSlow = 1, func() { slow++ }
		f.Unavailable, f.Garbled, f.LostAnswers = 1, 1, 1
		f.Codes = []zalosim.Code{{Code: -200, Times: 1, To: "1"}, {Code: -211, Times: 1, To: "2"}}
	})
	if a := r.say("1", "a"); a.status != 503 || slow != 1 {
		t.Error(a.status, slow)
	}
	if a := r.say("1", "b"); !strings.HasPrefix(a.raw, "<html>") {
		t.Error(a.raw)
	}
	if a := r.say("1", "c"); a.Error != -200 {
		t.Error(a.raw)
	}
	if a := r.say("1", "d"); !isBroken(a) {
		t.Error(a.raw, a.err)
	}
	if a := r.say("1", "e"); a.Error != 0 {
		t.Error(a.raw)
	}
	var told []string
	for _, b := range r.sim.Chat("1") {
		told = append(told, b.Text)
	}
	if fmt.Sprint(told) != "[d e]" {
		t.Errorf("the phone shows %v", told)
	}
	var calls []string
	for _, c := range r.sim.Calls() {
		calls = append(calls, fmt.Sprint(c.Text, c.To, c.HTTP, c.Code, c.Garbled, c.Lost, c.Accepted()))
	}
	want := "a1503 0 false false false|b1200 0 true false false|c1200 -200 false false false|d1200 0 false true true|e1200 0 false false true"
	if got := strings.Join(calls, "|"); got != want {
		t.Errorf("recorded\n%s, want\n%s", got, want)
	}
	r.sim.Inject(func(f *zalosim.Faults) { f.Down = true })
	if a := r.say("1", "f"); a.err == nil {
		t.Error("answered while down")
	}
	r.sim.Inject(func(f *zalosim.Faults) { f.Down, f.LostRefreshes = false, 1 })
	if a := r.refresh(r.sim.Authorise()); !isBroken(a) || r.sim.Refreshes() != 2 {
		t.Error(a.raw, a.err)
	}
	r.sim.ForgetCalls()
	r.sim.ForgetChats()
	if len(r.sim.Calls())+len(r.sim.Chat("1")) != 0 {
		t.Error("nothing was forgotten")
	}
}
