package zalosim

import (
	"encoding/json"
	"net/http"
	"slices"
)

// createGroup is POST /v3.0/oa/group/creategroupwithoa.
func (s *Sim) createGroup(_ *http.Request, body []byte) (any, *refusal) {
	var q struct {
		Name    string   `json:"group_name"`
		Asset   string   `json:"asset_id"`
		Members []string `json:"member_user_ids"`
	}
	if json.Unmarshal(body, &q) != nil || q.Name == "" || len(q.Members) == 0 || len(q.Members) > 99 {
		return nil, &refusal{-201, "group_name or member_user_ids is invalid"}
	}
	if q.Asset == "" {
		return nil, &refusal{-238, "asset_id is invalid"}
	}
	for _, id := range q.Members {
		if u := s.users[id]; u == nil || !u.invitable(s.cfg.Now()) {
			return nil, &refusal{-201, "member_user_ids is invalid"}
		}
	}
	g := s.newGroup(q.Name, q.Members)
	return object{{"group_id", g.id}, {"group_link", "https://zalo.me/g/" + g.id}, {"name", g.name}, {"status", "enabled"}}, nil
}

// showGroup is GET /v3.0/oa/group/getgroup.
func (s *Sim) showGroup(r *http.Request, _ []byte) (any, *refusal) {
	g := s.groups[r.URL.Query().Get("group_id")]
	if g == nil {
		return nil, &refusal{-403, "OA is not a member of the group"}
	}
	status := "enabled"
	if g.expired {
		status = "disabled"
	}
	return object{{"group_info", object{
		{"group_id", g.id}, {"name", g.name}, {"status", status},
		{"total_member", int64(len(g.members) + 1)}, {"max_member", int64(100)},
	}}}, nil
}

// CreateGroup makes a group of the OA, as its administrators do in the console.
func (s *Sim) CreateGroup(name string, members ...string) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.newGroup(name, members).id
}

func (s *Sim) newGroup(name string, members []string) *group {
	g := &group{id: s.id("group"), name: name, members: slices.Clone(members)}
	s.groups[g.id] = g
	s.groupEvent("create_group", g, members)
	s.groupEvent("user_join_group", g, members)
	return g
}

// ExpireGroup lets the group's asset run out: the group is disabled.
func (s *Sim) ExpireGroup(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.groups[id]; g != nil {
		g.expired = true
	}
}

// DeleteGroup dissolves a group.
func (s *Sim) DeleteGroup(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.groups[id]; g != nil {
		delete(s.groups, id)
		s.groupEvent("delete_group", g, nil)
	}
}

// SendGroupText writes as a member in a group and returns the message's id.
func (s *Sim) SendGroupText(group, user, text string) (messageID string) {
	return s.groupMessage(group, user, "user_send_group_text", Bubble{Text: text}, object{{"text", text}})
}

// SendGroupMedia sends a picture, voice note or the like in a group.
func (s *Sim) SendGroupMedia(group, user string, m Media) (messageID string) {
	return s.groupMessage(group, user, "user_send_group_"+m.Kind, m.bubble(), m.fields())
}

func (s *Sim) groupMessage(groupID, userID, event string, b Bubble, fields object) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.groups[groupID]
	if g == nil || !slices.Contains(g.members, userID) {
		return ""
	}
	b.ID, b.From, b.At = s.id("message"), userID, s.cfg.Now()
	g.chat = append(g.chat, b)
	s.enqueue(event, object{
		{"oa_id", s.cfg.OAID},
		{"user_id_by_app", s.byApp(userID)},
		{"sender", object{{"id", userID}}},
		{"recipient", object{{"id", g.id}}},
		{"message", append(fields, field{"msg_id", b.ID})},
	})
	return b.ID
}

func (s *Sim) groupEvent(name string, g *group, members []string) {
	users := list{}
	for _, id := range members {
		users = append(users, object{{"id", id}})
	}
	s.enqueue(name, object{{"oa_id", s.cfg.OAID}, {"group_id", g.id}, {"group_name", g.name}, {"users", users}})
}

// Group is what a group's members see.
func (s *Sim) Group(id string) []Bubble {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.groups[id]; g != nil {
		return slices.Clone(g.chat)
	}
	return nil
}

// GroupInfo describes a group.
type GroupInfo struct {
	ID, Name string
	Members  []string
	Expired  bool
}

// Groups lists the groups by id.
func (s *Sim) Groups() []GroupInfo {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []GroupInfo
	for _, g := range s.groups {
		out = append(out, GroupInfo{g.id, g.name, slices.Clone(g.members), g.expired})
	}
	slices.SortFunc(out, func(a, b GroupInfo) int {
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return out
}
