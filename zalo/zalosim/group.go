package zalosim

import "slices"

// CreateGroup makes a group of the OA, as its administrators do in the console.
func (s *Sim) CreateGroup(name string, members ...string) (id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.newGroup(name, members).id
}

func (s *Sim) newGroup(name string, members []string) *group {
	g := &group{id: s.id("group"), name: name, members: slices.Clone(members), most: 100, linkJoin: true}
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
		g.until = s.cfg.Now()
	}
}

// DeleteGroup dissolves a group.
func (s *Sim) DeleteGroup(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.groups[id]; g != nil {
		s.dropGroup(g)
	}
}

func (s *Sim) dropGroup(g *group) {
	delete(s.groups, g.id)
	if a := s.assets[g.asset]; a != nil {
		a.used = ""
	}
	s.groupEvent("delete_group", g, nil)
}

// SendGroupText writes as a member in a group and returns the message's id.
func (s *Sim) SendGroupText(group, user, text string) (messageID string) {
	return s.groupMessage(group, user, "user_send_group_text", Bubble{Text: text}, object{{"text", text}})
}

// SendGroupMedia sends a picture, voice note or the like in a group.
func (s *Sim) SendGroupMedia(group, user string, m Media) (messageID string) {
	s.mu.Lock()
	m = s.host(m)
	s.mu.Unlock()
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

// aliases are the other names that events of groups are said to have.
var aliases = map[string]string{
	"delete_group": "disperse_group", "user_out_group": "user_leave_group",
	"accept_request_join_group": "react_request_join_group_accept", "reject_request_join_group": "react_request_join_group_reject",
}

func (s *Sim) groupEvent(name string, g *group, members []string) {
	if other, ok := aliases[name]; ok && s.cfg.GroupAliases {
		name = other
	}
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
	About    string
	Members  []string
	Asked    []string // who wait for an answer to their wish to join
	Asset    string
	Expired  bool
}

// Groups lists the groups by id.
func (s *Sim) Groups() []GroupInfo {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []GroupInfo
	var ids []string
	for id := range s.groups {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		g := s.find(id)
		if g == nil {
			continue
		}
		out = append(out, GroupInfo{g.id, g.name, g.about, slices.Clone(g.members), slices.Clone(g.asked), g.asset, s.off(g)})
	}
	return out
}
