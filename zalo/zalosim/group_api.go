package zalosim

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
)

// groupBody is what the calls about groups are asked with.
type groupBody struct {
	Group   string   `json:"group_id"`
	Name    string   `json:"group_name"`
	About   string   `json:"group_description"`
	Asset   string   `json:"asset_id"`
	Members []string `json:"member_user_ids"`
}

// maxMembers is how many people one call may name.
const maxMembers = 99

// createGroup is POST /v3.0/oa/group/creategroupwithoa.
func (s *Sim) createGroup(_ *http.Request, body []byte) (any, *refusal) {
	var q groupBody
	if json.Unmarshal(body, &q) != nil || q.Name == "" || len(q.Members) == 0 || len(q.Members) > maxMembers {
		return nil, &refusal{-201, "group_name or member_user_ids is invalid"}
	}
	if !slices.ContainsFunc(q.Members, func(id string) bool { return slices.Contains(s.admins, id) }) {
		return nil, &refusal{-201, "member_user_ids has no admin of the OA"}
	}
	for _, id := range q.Members {
		if no := s.inviting(id); no != nil {
			return nil, no
		}
	}
	a, no := s.takeAsset(q.Asset, len(q.Members))
	if no != nil {
		return nil, no
	}
	g := s.newGroup(q.Name, q.Members)
	g.about, g.asset, g.most, g.until, a.used = q.About, a.id, a.size(), a.until, g.id
	return object{{"group_id", g.id}, {"group_link", g.link()}, {"name", g.name}, {"status", "enabled"}}, nil
}

func (g *group) link() string { return "https://zalo.me/g/" + g.id[:8] }

// inviting refuses who cannot be invited.
func (s *Sim) inviting(id string) *refusal {
	u := s.users[id]
	switch {
	case u == nil:
		return &refusal{-201, "member_user_ids is invalid"}
	case u.blocked:
		return &refusal{-217, "The user has blocked the OA from inviting"}
	case u.follower:
	case u.last.IsZero() || u.left:
		return &refusal{-213, "The user has not followed the OA"}
	case !u.invitable(s.cfg.Now()):
		return &refusal{-230, "The user has not interacted with the OA in the past 7 days"}
	}
	return nil
}

// members is an endpoint that does something with people of a group that is on.
func members(do func(s *Sim, g *group, ids []string) *refusal) endpoint {
	return func(s *Sim, _ *http.Request, body []byte) (any, *refusal) {
		var q groupBody
		if json.Unmarshal(body, &q) != nil || len(q.Members) == 0 || len(q.Members) > maxMembers {
			return nil, &refusal{-201, "member_user_ids is invalid"}
		}
		g, no := s.openGroup(q.Group)
		if no == nil {
			no = do(s, g, q.Members)
		}
		if no != nil {
			return nil, no
		}
		return object{}, nil
	}
}

// inviteMembers lets in all who are named, or nobody.
func (s *Sim) inviteMembers(g *group, ids []string) *refusal {
	var fresh []string
	for _, id := range ids {
		if slices.Contains(g.members, id) {
			continue
		}
		if no := s.inviting(id); no != nil {
			return no
		}
		fresh = append(fresh, id)
	}
	if len(g.members)+len(fresh)+1 > g.most {
		return &refusal{-210, "the group is full"}
	}
	s.letIn(g, fresh)
	return nil
}

func (s *Sim) letIn(g *group, ids []string) {
	g.asked = slices.DeleteFunc(g.asked, func(id string) bool { return slices.Contains(ids, id) })
	g.members = append(g.members, ids...)
	if len(ids) > 0 {
		s.groupEvent("user_join_group", g, ids)
	}
}

func (s *Sim) removeMembers(g *group, ids []string) *refusal {
	for _, id := range ids {
		if !slices.Contains(g.members, id) {
			return &refusal{-201, "member_user_ids is invalid"}
		}
	}
	g.members = slices.DeleteFunc(g.members, func(id string) bool { return slices.Contains(ids, id) })
	s.groupEvent("user_out_group", g, ids)
	return nil
}

func (s *Sim) answerAsked(g *group, ids []string, event string) *refusal {
	for _, id := range ids {
		if !slices.Contains(g.asked, id) {
			return &refusal{-201, "member_user_ids is invalid"}
		}
	}
	g.asked = slices.DeleteFunc(g.asked, func(id string) bool { return slices.Contains(ids, id) })
	s.groupEvent(event, g, ids)
	return nil
}

func (s *Sim) acceptAsked(g *group, ids []string) *refusal {
	no := s.answerAsked(g, ids, "accept_request_join_group")
	if no == nil {
		s.letIn(g, ids)
	}
	return no
}

func (s *Sim) rejectAsked(g *group, ids []string) *refusal {
	return s.answerAsked(g, ids, "reject_request_join_group")
}

func (s *Sim) addAdmins(g *group, ids []string) *refusal {
	for _, id := range ids {
		if !slices.Contains(g.members, id) {
			return &refusal{-201, "member_user_ids is invalid"}
		}
	}
	g.admins = append(g.admins, ids...)
	s.groupEvent("add_group_admin", g, ids)
	return nil
}

func (s *Sim) removeAdmins(g *group, ids []string) *refusal {
	g.admins = slices.DeleteFunc(g.admins, func(id string) bool { return slices.Contains(ids, id) })
	s.groupEvent("remove_group_admin", g, ids)
	return nil
}

// renameGroup is POST /v3.0/oa/group/updateinfo.
func (s *Sim) renameGroup(_ *http.Request, body []byte) (any, *refusal) {
	var q groupBody
	if json.Unmarshal(body, &q) != nil {
		return nil, &refusal{-201, "group_id is invalid"}
	}
	g, no := s.openGroup(q.Group)
	if no != nil {
		return nil, no
	}
	if q.Name != "" {
		g.name = q.Name
	}
	if q.About != "" {
		g.about = q.About
	}
	s.groupEvent("update_group_info", g, nil)
	return object{}, nil
}

// changeAsset is POST /v3.0/oa/group/updateasset; it also wakes a group whose
// asset has ended.
func (s *Sim) changeAsset(_ *http.Request, body []byte) (any, *refusal) {
	var q groupBody
	if json.Unmarshal(body, &q) != nil {
		return nil, &refusal{-201, "group_id is invalid"}
	}
	g, no := s.reachGroup(q.Group)
	if no != nil {
		return nil, no
	}
	a, no := s.takeAsset(q.Asset, len(g.members))
	if no != nil {
		return nil, no
	}
	if old := s.assets[g.asset]; old != nil {
		old.used = ""
	}
	g.asset, g.most, g.until, g.expired, a.used = a.id, a.size(), a.until, false, g.id
	return object{}, nil
}

// deleteGroup is POST /v3.0/oa/group/delete.
func (s *Sim) deleteGroup(_ *http.Request, body []byte) (any, *refusal) {
	var q groupBody
	if json.Unmarshal(body, &q) != nil {
		return nil, &refusal{-201, "group_id is invalid"}
	}
	g, no := s.reachGroup(q.Group)
	if no != nil {
		return nil, no
	}
	s.dropGroup(g)
	return object{}, nil
}

// info is what the platform tells of a group in lists.
func (s *Sim) info(g *group) object {
	status := "enabled"
	if s.off(g) {
		status = "disabled"
	}
	return object{
		{"group_id", g.id}, {"name", g.name}, {"group_link", g.link()}, {"group_description", g.about}, {"status", status},
		{"total_member", int64(len(g.members) + 1)}, {"max_member", int64(g.most)},
	}
}

// showGroup is GET /v3.0/oa/group/getgroup.
func (s *Sim) showGroup(r *http.Request, _ []byte) (any, *refusal) {
	g, no := s.reachGroup(r.URL.Query().Get("group_id"))
	if no != nil {
		return nil, no
	}
	o := object{
		{"group_info", s.info(g)},
		{"group_setting", object{
			{"lock_send_msg", false}, {"join_appr", g.joinAppr}, {"enable_msg_history", true}, {"enable_link_join", g.linkJoin},
		}},
	}
	if a := s.assets[g.asset]; a != nil {
		o = append(o, field{"asset_info", object{
			{"asset_type", a.product}, {"asset_id", a.id}, {"valid_through", day(g.until)}, {"auto_renew", a.auto},
		}})
	}
	return o, nil
}

// window cuts a page out of n rows.
func window(r *http.Request, n, usual int) (from, to int, no *refusal) {
	number := func(key string, usual int) int {
		v := r.URL.Query().Get(key)
		if v == "" {
			return usual
		}
		i, err := strconv.Atoi(v)
		if err != nil || i < 0 {
			no = &refusal{-201, key + " is invalid"}
		}
		return i
	}
	from, count := number("offset", 0), number("count", usual)
	if count > 50 {
		no = &refusal{-210, "count is over the limit"}
	}
	from = min(from, n)
	return from, min(from+count, n), no
}

// listGroups is GET /v3.0/oa/group/getgroupsofoa.
func (s *Sim) listGroups(r *http.Request, _ []byte) (any, *refusal) {
	var ids []string
	for id := range s.groups {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	ids = slices.DeleteFunc(ids, func(id string) bool { return s.find(id) == nil })
	from, to, no := window(r, len(ids), 5)
	if no != nil {
		return nil, no
	}
	out := list{}
	for _, id := range ids[from:to] {
		o := s.info(s.groups[id])
		if s.cfg.BareGroups {
			o = slices.DeleteFunc(o, func(f field) bool { return f.key == "group_description" })
		}
		out = append(out, o)
	}
	return object{{"groups", out}, {"total", int64(len(ids))}}, nil
}

// people is one page of a list of people; the OA stands in it under its own key.
func (s *Sim) people(r *http.Request, ids []string, withOA bool) (any, *refusal) {
	var rows list
	if withOA {
		rows = append(rows, object{{"oa_id", s.cfg.OAID}, {"name", s.oa.Name}, {"avatar", ""}})
	}
	for _, id := range ids {
		name := ""
		if u := s.users[id]; u != nil {
			name = u.name
		}
		rows = append(rows, object{{"user_id", id}, {"name", name}, {"avatar", ""}})
	}
	from, to, no := window(r, len(rows), 5)
	if no != nil {
		return nil, no
	}
	return object{{"offset", int64(from)}, {"count", int64(to - from)}, {"total", int64(len(rows))}, {"members", append(list{}, rows[from:to]...)}}, nil
}

// listMembers is GET /v3.0/oa/group/listmember.
func (s *Sim) listMembers(r *http.Request, _ []byte) (any, *refusal) {
	g, no := s.reachGroup(r.URL.Query().Get("group_id"))
	if no != nil {
		return nil, no
	}
	return s.people(r, g.members, true)
}

// listAsked is GET /v3.0/oa/group/listpendinginvite.
func (s *Sim) listAsked(r *http.Request, _ []byte) (any, *refusal) {
	g, no := s.reachGroup(r.URL.Query().Get("group_id"))
	if no != nil {
		return nil, no
	}
	return s.people(r, g.asked, false)
}
