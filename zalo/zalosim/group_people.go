package zalosim

import "slices"

// What people and administrators do to groups with their phones.

// AskToJoin opens the group's link: the person is in, or waits for an
// administrator where joining wants approval. It reports whether the link works.
func (s *Sim) AskToJoin(group, user string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.find(group)
	if g == nil || !g.linkJoin || s.users[user] == nil || slices.Contains(g.members, user) || s.off(g) ||
		len(g.members)+2 > g.most {
		return false
	}
	if !g.joinAppr {
		s.letIn(g, []string{user})
		return true
	}
	if !slices.Contains(g.asked, user) {
		g.asked = append(g.asked, user)
	}
	s.groupEvent("user_request_join_group", g, []string{user})
	return true
}

// Answer is an administrator who lets in by hand somebody who asked, or turns him
// away. It reports whether there was such a wish.
func (s *Sim) Answer(group, user string, accept bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.find(group)
	if g == nil {
		return false
	}
	if accept {
		return s.acceptAsked(g, []string{user}) == nil
	}
	return s.rejectAsked(g, []string{user}) == nil
}

// LeaveGroup is a member going away by himself.
func (s *Sim) LeaveGroup(group, user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.find(group); g != nil && slices.Contains(g.members, user) {
		g.members = slices.DeleteFunc(g.members, func(id string) bool { return id == user })
		s.groupEvent("user_out_group", g, []string{user})
	}
}

// GroupRules are what an administrator sets: whether who comes by the link must
// be let in, and whether there is a link at all.
func (s *Sim) GroupRules(group string, approval, link bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.find(group); g != nil {
		g.joinAppr, g.linkJoin = approval, link
	}
}

// Enter puts somebody into a group as its administrators do by hand.
func (s *Sim) Enter(group, user string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.find(group); g != nil && !slices.Contains(g.members, user) {
		s.letIn(g, []string{user})
	}
}
