package zalosim_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/zalo/zalosim"
)

const groupAPI = "/v3.0/oa/group/"

func ids(list ...string) string { return `"` + strings.Join(list, `","`) + `"` }

func (r *rig) create(asset string, people ...string) answer {
	return r.call(groupAPI+"creategroupwithoa", `{"group_name":"Tổ","group_description":"về LN-1","asset_id":"`+asset+`","member_user_ids":[`+ids(people...)+`]}`)
}

func (r *rig) members(do, group string, people ...string) answer {
	return r.call(groupAPI+do, `{"group_id":"`+group+`","member_user_ids":[`+ids(people...)+`]}`)
}

// later lets time pass; the token is new.
func (r *rig) later(to time.Time) *rig {
	r.at = to
	r.token = r.refresh(r.sim.Authorise()).Access
	return r
}

func (r *rig) get(path string) answer {
	return r.do("GET", path, "", "", map[string]string{"access_token": r.token})
}

// groupRig has an administrator "1", a follower "2", somebody who wrote eight
// days ago "3", a stranger "4", an asset for ten and a group of the first.
func groupRig(t *testing.T, change ...func(*zalosim.Config)) (r *rig, asset, group string) {
	r = newRig(t, change...).login()
	asset = r.sim.BuyAsset("gmf10", began.AddDate(0, 1, 0))
	for _, id := range []string{"2", "3", "4"} {
		r.sim.AddUser(id, "Người "+id)
	}
	r.sim.MakeAdmin("1")
	r.sim.Follow("1")
	r.sim.Follow("2")
	r.sim.Place(zalosim.Person{ID: "3", LastInteraction: began.Add(-8 * 24 * time.Hour)})
	a := r.create(asset, "1")
	if a.Error != 0 {
		t.Fatalf("no group: %s", a.raw)
	}
	return r, asset, a.Data["group_id"].(string)
}

// TestGroupRefusals: each thing that the platform refuses about groups.
func TestGroupRefusals(t *testing.T) {
	for name, tc := range map[string]struct {
		do   func(r *rig, asset, group string) answer
		code int
	}{
		"create": {func(r *rig, _, _ string) answer {
			return r.create(r.sim.BuyAsset("gmf50", r.at.Add(time.Hour)), "1", "2")
		}, 0},
		"create without an administrator": {func(r *rig, _, _ string) answer {
			return r.create(r.sim.BuyAsset("gmf50", r.at.Add(time.Hour)), "2")
		}, -201},
		"create of nobody": {func(r *rig, _, _ string) answer {
			return r.call(groupAPI+"creategroupwithoa", `{"group_name":"a","asset_id":"x","member_user_ids":[]}`)
		}, -201},
		"create of a hundred": {func(r *rig, asset, _ string) answer {
			return r.create(r.sim.BuyAsset("gmf1000", r.at.Add(time.Hour)), strings.Split(strings.Repeat("1,", 100)[:199], ",")...)
		}, -201},
		"create without a name": {func(r *rig, asset, _ string) answer {
			return r.call(groupAPI+"creategroupwithoa", `{"asset_id":"x","member_user_ids":["1"]}`)
		}, -201},
		"create without an asset":    {func(r *rig, _, _ string) answer { return r.create("", "1") }, -241},
		"create with a used asset":   {func(r *rig, asset, _ string) answer { return r.create(asset, "1") }, -238},
		"create with an ended asset": {func(r *rig, _, _ string) answer { return r.create(r.sim.BuyAsset("gmf10", r.at), "1") }, -241},
		"create with a stranger": {func(r *rig, _, _ string) answer {
			return r.create(r.sim.BuyAsset("gmf50", r.at.Add(time.Hour)), "1", "4")
		}, -213},
		"create too large": {func(r *rig, _, _ string) answer {
			return r.create(r.sim.BuyAsset("gmf10", r.at.Add(time.Hour)), strings.Split(strings.Repeat("1,", 10)[:19], ",")...)
		}, -210},
		"invite a follower":          {func(r *rig, _, g string) answer { return r.members("invite", g, "2") }, 0},
		"invite a member":            {func(r *rig, _, g string) answer { return r.members("invite", g, "1") }, 0},
		"invite after eight days":    {func(r *rig, _, g string) answer { return r.members("invite", g, "3") }, -230},
		"invite a stranger":          {func(r *rig, _, g string) answer { return r.members("invite", g, "4") }, -213},
		"invite nobody we know":      {func(r *rig, _, g string) answer { return r.members("invite", g, "404") }, -201},
		"invite one who blocked":     {func(r *rig, _, g string) answer { r.sim.Block("2", true); return r.members("invite", g, "2") }, -217},
		"invite one with a good one": {func(r *rig, _, g string) answer { return r.members("invite", g, "2", "4") }, -213},
		"invite too many at once": {func(r *rig, _, g string) answer {
			return r.members("invite", g, strings.Split(strings.Repeat("2,", 100)[:199], ",")...)
		}, -201},
		"invite within seven days": {func(r *rig, _, g string) answer {
			r.sim.SendText("4", "a")
			return r.later(r.at.Add(7*24*time.Hour)).members("invite", g, "4")
		}, 0},
		"invite after seven days": {func(r *rig, _, g string) answer {
			r.sim.SendText("4", "a")
			return r.later(r.at.Add(7*24*time.Hour+time.Second)).members("invite", g, "4")
		}, -230},
		"invite to nowhere":     {func(r *rig, _, _ string) answer { return r.members("invite", "x", "2") }, -403},
		"invite when it is off": {func(r *rig, _, g string) answer { r.sim.ExpireGroup(g); return r.members("invite", g, "2") }, -237},
		"remove who is not in":  {func(r *rig, _, g string) answer { return r.members("removemembers", g, "2") }, -201},
		"remove": {func(r *rig, _, g string) answer {
			r.members("invite", g, "2")
			return r.members("removemembers", g, "2")
		}, 0},
		"accept who did not ask": {func(r *rig, _, g string) answer { return r.members("acceptpendinginvite", g, "2") }, -201},
		"reject who did not ask": {func(r *rig, _, g string) answer { return r.members("rejectpendinginvite", g, "2") }, -201},
		"make a stranger admin":  {func(r *rig, _, g string) answer { return r.members("addadmins", g, "4") }, -201},
		"another asset that is used": {func(r *rig, asset, g string) answer {
			return r.call(groupAPI+"updateasset", `{"group_id":"`+g+`","asset_id":"`+asset+`"}`)
		}, -238},
		"another asset": {func(r *rig, _, g string) answer {
			return r.call(groupAPI+"updateasset", `{"group_id":"`+g+`","asset_id":"`+r.sim.BuyAsset("gmf50", r.at.Add(time.Hour))+`"}`)
		}, 0},
		"show what is off": {func(r *rig, _, g string) answer {
			r.sim.ExpireGroup(g)
			return r.get(groupAPI + "getgroup?group_id=" + g)
		}, 0},
		"show what is gone": {func(r *rig, _, g string) answer {
			r.sim.DeleteGroup(g)
			return r.get(groupAPI + "getgroup?group_id=" + g)
		}, -403},
		"delete twice": {func(r *rig, _, g string) answer {
			r.call(groupAPI+"delete", `{"group_id":"`+g+`"}`)
			return r.call(groupAPI+"delete", `{"group_id":"`+g+`"}`)
		}, -403},
		"assets of a strange kind": {func(r *rig, _, _ string) answer {
			return r.call("/v3.0/oa/quota/group", `{"quota_owner":"OA","product_type":"gmf7","quota_type":"sub_quota"}`)
		}, -201},
		"a page too large": {func(r *rig, _, g string) answer { return r.get(groupAPI + "listmember?group_id=" + g + "&count=51") }, -210},
		"the group 44 days after": {func(r *rig, _, g string) answer {
			return r.later(r.at.AddDate(0, 1, 44)).get(groupAPI + "getgroup?group_id=" + g)
		}, 0},
		"the group 45 days after": {func(r *rig, _, g string) answer {
			return r.later(r.at.AddDate(0, 1, 46)).get(groupAPI + "getgroup?group_id=" + g)
		}, -403},
	} {
		r, asset, group := groupRig(t)
		if a := tc.do(r, asset, group); a.Error != tc.code {
			t.Errorf("%s: %d %s, want %d", name, a.status, a.raw, tc.code)
		}
	}
	r, _, g := groupRig(t)
	for _, path := range []string{"listgroup", "listgroups", "info"} {
		if a := r.get(groupAPI + path + "?group_id=" + g); a.status != 404 {
			t.Errorf("%s answers %d", path, a.status)
		}
	}
}

// TestGroupLife: what the platform tells of a group, and the events it sends,
// by either set of names.
func TestGroupLife(t *testing.T) {
	for _, aliases := range []bool{false, true} {
		r, _, g := groupRig(t, func(c *zalosim.Config) { c.GroupAliases = aliases })
		_ = r.names()
		r.sim.GroupRules(g, true, true)
		r.sim.AskToJoin(g, "4")
		r.sim.AskToJoin(g, "3")
		r.members("acceptpendinginvite", g, "4")
		r.members("rejectpendinginvite", g, "3")
		r.members("addadmins", g, "4")
		r.members("removeadmins", g, "4")
		r.call(groupAPI+"updateinfo", `{"group_id":"`+g+`","group_name":"Tên mới"}`)
		r.sim.LeaveGroup(g, "4")
		if a := r.get(groupAPI + "listmember?group_id=" + g); fmt.Sprint(a.Data["total"]) != "2" || !strings.Contains(a.raw, `"oa_id"`) {
			t.Errorf("members: %s", a.raw)
		}
		if a := r.get(groupAPI + "getgroupsofoa"); !strings.Contains(a.raw, "Tên mới") || !strings.Contains(a.raw, "LN-1") {
			t.Errorf("groups: %s", a.raw)
		}
		r.call(groupAPI+"delete", `{"group_id":"`+g+`"}`)
		got := strings.Join(r.names(), " ")
		want := "user_request_join_group user_request_join_group accept_request_join_group user_join_group reject_request_join_group " +
			"add_group_admin remove_group_admin update_group_info user_out_group delete_group"
		if aliases {
			want = strings.NewReplacer("accept_", "react_", "reject_", "react_", "join_group user_join", "join_group_accept user_join",
				"join_group add_", "join_group_reject add_", "user_out", "user_leave", "delete_", "disperse_").Replace(want)
		}
		if got != want {
			t.Errorf("events: %s", got)
		}
	}
}

// TestGroupByHand: an administrator lets in by hand whoever asked, or turns him
// away, and nobody else; the platform tells of it as of what the API does.
func TestGroupByHand(t *testing.T) {
	r, _, g := groupRig(t)
	_ = r.names()
	r.sim.GroupRules(g, true, true)
	for _, accept := range []bool{true, false} {
		if r.sim.Answer(g, "4", accept) || r.sim.Answer("no group", "4", accept) {
			t.Error("answered who did not ask")
		}
	}
	r.sim.AskToJoin(g, "4")
	r.sim.AskToJoin(g, "3")
	if !r.sim.Answer(g, "4", true) || !r.sim.Answer(g, "3", false) || r.sim.Answer(g, "4", false) {
		t.Error("not answered once")
	}
	if in := r.sim.Groups()[0]; !slices.Contains(in.Members, "4") || slices.Contains(in.Members, "3") || len(in.Asked) != 0 {
		t.Errorf("%+v", in)
	}
	want := "user_request_join_group user_request_join_group accept_request_join_group user_join_group reject_request_join_group"
	if got := strings.Join(r.names(), " "); got != want {
		t.Errorf("events: %s", got)
	}
}
