package zalosim_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"langnghe/zalo/zalosim"
)

const back = "https://bot.example/zalo/callback"

func challenge(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// permit opens the permission link and agrees.
func (r *rig) permit(app, redirect, verifier string) (answer, url.Values) {
	q := url.Values{"app_id": {app}, "redirect_uri": {redirect}, "code_challenge": {challenge(verifier)}, "state": {"s"}}
	a := r.do(http.MethodGet, "/v4/oa/permission?"+q.Encode(), "", "", nil)
	u, err := url.Parse(a.header.Get("Location"))
	if err != nil {
		r.t.Fatal(err)
	}
	return a, u.Query()
}

func (r *rig) trade(code, verifier string) answer {
	form := url.Values{"app_id": {"4175200936218840057"}, "grant_type": {"authorization_code"}, "code": {code}, "code_verifier": {verifier}}
	return r.do("POST", "/v4/oa/access_token", "application/x-www-form-urlencoded", form.Encode(), map[string]string{"secret_key": "app"})
}

func withRedirect(c *zalosim.Config) { c.RedirectURL = back }

const app = "4175200936218840057"

func TestPermission(t *testing.T) {
	r := newRig(t, withRedirect).login()
	a, q := r.permit(app, back, "v")
	if a.status != 302 || !strings.HasPrefix(a.header.Get("Location"), back+"?") || q.Get("state") != "s" || q.Get("oa_id") != "2961837450127733009" {
		t.Fatal(a.status, a.header)
	}
	b := r.trade(q.Get("code"), "v")
	if b.Access == "" || b.Refresh == "" || b.Expires != "90000" {
		t.Fatal(b.raw)
	}
	r.sim.Follow("1")
	if c := r.say("1", "a"); c.Error != -216 {
		t.Error("the old token serves:", c.raw)
	}
	if c := r.refresh("rt-0"); c.Error != -14014 {
		t.Error("the old refresh token serves:", c.raw)
	}
	r.token = b.Access
	if c := r.say("1", "a"); c.Error != 0 {
		t.Error(c.raw)
	}
	if c := r.refresh(b.Refresh); c.Access == "" {
		t.Error(c.raw)
	}
}

func TestPermissionRefusals(t *testing.T) {
	for name, tc := range map[string]struct {
		do   func(r *rig) answer
		code int
	}{
		"app id":       {func(r *rig) answer { a, _ := r.permit("1", back, "v"); return a }, -14002},
		"redirect":     {func(r *rig) answer { a, _ := r.permit(app, back+"/", "v"); return a }, -14003},
		"made-up code": {func(r *rig) answer { return r.trade("x", "v") }, -14098},
		"code used twice": {func(r *rig) answer {
			_, q := r.permit(app, back, "v")
			r.trade(q.Get("code"), "v")
			return r.trade(q.Get("code"), "v")
		}, -14098},
		"code of ten min": {func(r *rig) answer {
			_, q := r.permit(app, back, "v")
			r.at = r.at.Add(10 * time.Minute)
			return r.trade(q.Get("code"), "v")
		}, -14098},
		"another verifier": {func(r *rig) answer { _, q := r.permit(app, back, "v"); return r.trade(q.Get("code"), "w") }, -14099},
	} {
		r := newRig(t, withRedirect)
		if a := tc.do(r); a.status != 200 || a.Error != tc.code || a.Access != "" {
			t.Errorf("%s: %d %s", name, a.status, a.raw)
		}
	}
	r := newRig(t)
	if a, _ := r.permit(app, back, "v"); a.Error != -14003 {
		t.Error("no callback in the console:", a.raw)
	}
	r = newRig(t, withRedirect, func(c *zalosim.Config) { c.Challenge = challenge("static") })
	_, q := r.permit(app, back, "v")
	if a := r.trade(q.Get("code"), "v"); a.Error != -14099 {
		t.Error("console has another challenge:", a.raw)
	}
	_, q = r.permit(app, back, "v")
	if a := r.trade(q.Get("code"), "static"); a.Access == "" {
		t.Error("console's own challenge:", a.raw)
	}
}

// An administrator who picks another OA gets a token of that one; ours goes on.
func TestPermissionOfAnotherOA(t *testing.T) {
	r := newRig(t, withRedirect).login()
	r.sim.Follow("1")
	r.sim.Inject(func(f *zalosim.Faults) { f.OtherOA = true })
	_, q := r.permit(app, back, "v")
	b := r.trade(q.Get("code"), "v")
	if q.Get("oa_id") == "2961837450127733009" || b.Access == "" || r.say("1", "a").Error != 0 {
		t.Fatal(q, b.raw)
	}
	r.token = b.Access
	if a := r.do("GET", "/v2.0/oa/getoa", "", "", map[string]string{"access_token": r.token}); a.Data["oaid"] != q.Get("oa_id") {
		t.Error(a.raw)
	}
	if a := r.say("1", "a"); a.Error != -201 {
		t.Error("a person has another id there:", a.raw)
	}
}

func TestStandingOfTheOA(t *testing.T) {
	r := newRig(t).login()
	r.sim.Follow("1")
	r.sim.ChangeOA(func(o *zalosim.OA) { o.Lapsed = true })
	if a := r.say("1", "a"); a.Error != -224 {
		t.Error(a.raw)
	}
	r.sim.ChangeOA(func(o *zalosim.OA) { o.Verified = false })
	if a := r.say("1", "a"); a.Error != -221 {
		t.Error(a.raw)
	}
	a := r.do("GET", "/v2.0/oa/getoa", "", "", map[string]string{"access_token": r.token})
	if a.Error != 0 || a.Data["is_verified"] != false || a.Data["package_valid_through_date"] != "31/12/2027" {
		t.Error(a.raw)
	}
}

func (r *rig) list(path, data string) answer {
	return r.do("GET", path+"?data="+url.QueryEscape(data), "", "", map[string]string{"access_token": r.token})
}

func TestListings(t *testing.T) {
	for rows, want := range map[bool]int{false: 2, true: 3} {
		r := newRig(t, func(c *zalosim.Config) { c.RecentRows = rows }).login()
		r.sim.AddUser("2", "Bình")
		first := r.sim.SendText("1", "một")
		r.at = r.at.Add(time.Second)
		r.sim.SendText("2", "hai")
		r.at = r.at.Add(time.Second)
		r.say("1", "trả lời")
		a := r.list("/v2.0/oa/listrecentchat", `{"offset":0,"count":10}`)
		if n := strings.Count(a.raw, `"message_id"`); n != want || !strings.Contains(a.raw, "trả lời") {
			t.Errorf("%d rows: %s", n, a.raw)
		}
		a = r.list("/v2.0/oa/conversation", `{"user_id":"1","offset":1,"count":10}`)
		for _, part := range []string{`"src":1`, `"type":"text"`, `"message":"một"`, `"message_id":"` + first + `"`, `"from_id":"1"`, `"to_id":"2961837450127733009"`, `"time":1795395600000`} {
			if !strings.Contains(a.raw, part) {
				t.Errorf("without %s: %s", part, a.raw)
			}
		}
	}
}

func TestListingRefusals(t *testing.T) {
	r := newRig(t).login()
	for _, path := range []string{"/v2.0/oa/listrecentchat", "/v2.0/oa/conversation"} {
		for _, data := range []string{
			``, `{"user_id":"1","offset":0,"count":11}`, `{"user_id":"1","offset":0,"count":0}`, `{"user_id":"1","offset":-1,"count":10}`,
		} {
			if a := r.list(path, data); a.Error != -201 {
				t.Errorf("%s %s: %s", path, data, a.raw)
			}
		}
	}
	if a := r.list("/v2.0/oa/conversation", `{"user_id":"404","offset":0,"count":10}`); a.Error != -201 {
		t.Error(a.raw)
	}
	r.token = ""
	if a := r.list("/v2.0/oa/listrecentchat", `{"offset":0,"count":10}`); a.Error != -216 {
		t.Error(a.raw)
	}
}

func TestCodesOfOnePath(t *testing.T) {
	r := newRig(t).login()
	r.sim.Follow("1")
	r.sim.Inject(func(f *zalosim.Faults) {
		f.Codes = []zalosim.Code{{Code: -32, Times: 1, Path: "/v2.0/oa/listrecentchat"}}
	})
	if a := r.say("1", "a"); a.Error != 0 {
		t.Error(a.raw)
	}
	for _, want := range []int{-32, 0} {
		if a := r.list("/v2.0/oa/listrecentchat", `{"offset":0,"count":10}`); a.Error != want {
			t.Error(a.raw)
		}
	}
}
