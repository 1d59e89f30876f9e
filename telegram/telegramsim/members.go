package telegramsim

import (
	"errors"
	"slices"
)

// Membership is who is in a group, and how the bot stands there.
type Membership struct {
	Title   string
	Kind    string  // group, supergroup
	Members []int64 // by number
	// Bot is the bot's status in the platform's word: administrator, member,
	// restricted (it may not write), kicked, or left (it was never in).
	Bot     string
	MovedTo int64 // the supergroup it became; 0 for none
}

// Membership describes a group; the zero value when there is none.
func (s *Sim) Membership(group int64) Membership {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[group]
	if r == nil || r.user != nil {
		return Membership{}
	}
	m := Membership{Title: r.title, Kind: r.kind, Bot: r.botStatus(), MovedTo: r.movedTo}
	for id := range r.members {
		m.Members = append(m.Members, id)
	}
	slices.Sort(m.Members)
	return m
}

// botStatus is how the bot stands in the group.
func (r *room) botStatus() string {
	switch {
	case !r.botIn && r.wasIn:
		return "kicked"
	case !r.botIn:
		return "left"
	case r.muted:
		return "restricted"
	case r.admin:
		return "administrator"
	}
	return "member"
}

// botMember is the same as the API shows it.
func (r *room) botMember() obj {
	o := obj{"status": r.botStatus()}
	if o["status"] == "restricted" {
		o["is_member"], o["can_send_messages"] = true, false
	}
	return o
}

// Join lets a person into the group, by himself or by its link.
func (s *Sim) Join(group, user int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, u := s.rooms[group], s.users[user]
	if r == nil || r.user != nil || r.movedTo != 0 || u == nil || u.deactivated || r.members[user] {
		return errNoGroup
	}
	r.members[user] = true
	s.came(r, u, "đã vào nhóm", "new_chat_members", []obj{u.wire()}, "left", "member")
	return nil
}

// Leave lets a member go.
func (s *Sim) Leave(group, user int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, u, err := s.inside(group, user)
	if err != nil {
		return err
	}
	s.came(r, u, "đã rời nhóm", "left_chat_member", u.wire(), "member", "left")
	delete(r.members, user)
	return nil
}

// came tells the bot of a member who came or went: by a message of service, and
// as an administrator that asked for it also by chat_member.
func (s *Sim) came(r *room, u *user, words, field string, who any, before, after string) {
	b := s.service(r, u, words)
	if !r.botIn {
		return
	}
	m := s.message(r, b)
	m[field] = who
	s.enqueue("message", m, laneMessage(r.id), messageLife)
	if !r.admin {
		return
	}
	s.enqueue("chat_member", obj{
		"chat": r.wire(), "from": u.wire(), "date": s.now().Unix(),
		"old_chat_member": obj{"status": before, "user": u.wire()},
		"new_chat_member": obj{"status": after, "user": u.wire()},
	}, laneOthers(u.id), messageLife)
}

// Demote takes the bot's being an administrator.
func (s *Sim) Demote(group, by int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, u, err := s.inside(group, by)
	if err != nil || !r.botIn || !r.admin {
		return errNoGroup
	}
	before := r.botMember()
	r.admin = false
	s.standingOf(r, u, before, r.botMember())
	return nil
}

// Mute takes the bot's right to write in the group, or gives it back.
func (s *Sim) Mute(group, by int64, muted bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, u, err := s.inside(group, by)
	if err != nil || !r.botIn || r.muted == muted {
		return errNoGroup
	}
	before := r.botMember()
	r.muted = muted
	s.standingOf(r, u, before, r.botMember())
	return nil
}

// DeleteGroup dissolves the group; nobody is told.
func (s *Sim) DeleteGroup(group, by int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, _, err := s.inside(group, by)
	if err != nil {
		return errors.Join(err)
	}
	r.deleted, r.botIn, r.members = true, false, map[int64]bool{}
	s.revision++
	return nil
}
