package telegramsim

import (
	"errors"
	"slices"
	"strings"
)

// CreateGroup makes a basic group of known people, without the bot.
func (s *Sim) CreateGroup(title string, members ...int64) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.groups++
	r := &room{id: -4000000 - s.groups, kind: "group", title: title, members: map[int64]bool{}}
	for _, id := range members {
		r.members[id] = true
	}
	s.rooms[r.id] = r
	return r.id
}

var errNoGroup = errors.New("telegramsim: no such group, or the person is not in it")

// inside finds a group and one of its members.
func (s *Sim) inside(group, user int64) (*room, *user, error) {
	r, u := s.rooms[group], s.users[user]
	if r == nil || r.user != nil || u == nil || !r.members[user] || r.movedTo != 0 {
		return nil, nil, errNoGroup
	}
	return r, u, nil
}

// AddBot lets a member add the bot to the group.
func (s *Sim) AddBot(group, by int64) error { return s.addBot(group, by, "") }

// AddBotWithPayload does so by a startgroup link: the group also receives
// /start@bot payload.
func (s *Sim) AddBotWithPayload(group, by int64, payload string) error {
	return s.addBot(group, by, payload)
}

func (s *Sim) addBot(group, by int64, payload string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, u, err := s.inside(group, by)
	if err != nil {
		return err
	}
	if !payloadShape.MatchString(payload) {
		return errors.New("telegramsim: a link carries up to 64 of A-Z a-z 0-9 _ -")
	}
	if r.botIn {
		return errors.New("telegramsim: the bot is in the group already")
	}
	before := r.botMember()
	r.botIn, r.wasIn, r.muted = true, true, false
	s.service(r, u, "đã thêm bot vào nhóm")
	s.standingOf(r, u, before, r.botMember())
	if payload != "" {
		s.groupWrite(r, u, "/start@"+s.cfg.Username+" "+payload, nil)
	}
	return nil
}

// RemoveBot lets a member throw the bot out.
func (s *Sim) RemoveBot(group, by int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, u, err := s.inside(group, by)
	if err != nil {
		return err
	}
	if !r.botIn {
		return errors.New("telegramsim: the bot is not in the group")
	}
	before := r.botMember()
	r.botIn, r.admin, r.muted = false, false, false
	s.service(r, u, "đã xóa bot khỏi nhóm")
	s.standingOf(r, u, before, r.botMember())
	return nil
}

// Promote makes the bot an administrator: from then on it sees all messages.
func (s *Sim) Promote(group, by int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, u, err := s.inside(group, by)
	if err != nil || !r.botIn {
		return errNoGroup
	}
	before := r.botMember()
	r.admin = true
	s.standingOf(r, u, before, r.botMember())
	return nil
}

// Migrate makes a supergroup of the group and returns its new id. Both chats
// get their service message; sends to the old id are refused from now on.
func (s *Sim) Migrate(group int64) (int64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[group]
	if r == nil || r.kind != "group" || r.movedTo != 0 {
		return 0, errNoGroup
	}
	n := &room{
		id: -1001000000000 + group, kind: "supergroup", title: r.title, members: r.members,
		botIn: r.botIn, wasIn: r.wasIn, admin: r.admin,
	}
	s.rooms[n.id] = n
	from := s.put(r, Bubble{Kind: "service", Text: "nhóm đã được nâng cấp"})
	to := s.put(n, Bubble{Kind: "service", Text: "nhóm đã được nâng cấp"})
	if r.botIn {
		old := s.message(r, from)
		old["migrate_to_chat_id"] = n.id
		mirror := s.message(n, to)
		mirror["migrate_from_chat_id"] = r.id
		tell := []func(){
			func() { s.enqueue("message", old, laneMessage(r.id), messageLife) },
			func() { s.enqueue("message", mirror, laneMessage(n.id), messageLife) },
		}
		if s.happens(&s.faults.MirrorFirst, "mirrorfirst") {
			slices.Reverse(tell)
		}
		for _, t := range tell {
			t()
		}
	}
	r.movedTo = n.id
	return n.id, nil
}

// GroupText lets a member write in the group. Privacy mode is on: unless the
// bot is an administrator it sees only commands that may be for it.
func (s *Sim) GroupText(group, user int64, text string) (int, error) {
	return s.GroupReply(group, user, 0, text)
}

// GroupReply lets a member answer a message; the bot sees answers to its own.
func (s *Sim) GroupReply(group, user int64, to int, text string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, u, err := s.inside(group, user)
	if err != nil {
		return 0, err
	}
	return s.groupWrite(r, u, text, r.find(to)), nil
}

// GroupAnonymous lets an administrator who hides behind the group write.
func (s *Sim) GroupAnonymous(group int64, text string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[group]
	if r == nil || r.user != nil || r.movedTo != 0 {
		return 0, errNoGroup
	}
	return s.groupWrite(r, nil, text, nil), nil
}

// Rename changes the group's title, of which the bot is told.
func (s *Sim) Rename(group, by int64, title string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, u, err := s.inside(group, by)
	if err != nil {
		return err
	}
	r.title = title
	b := s.service(r, u, "đã đổi tên nhóm")
	if r.botIn {
		m := s.message(r, b)
		m["new_chat_title"] = title
		s.enqueue("message", m, laneMessage(r.id), messageLife)
	}
	return nil
}

func (s *Sim) service(r *room, u *user, text string) *Bubble {
	return s.put(r, Bubble{AuthorID: u.id, Author: u.name, Kind: "service", Text: u.name + " " + text})
}

func (s *Sim) groupWrite(r *room, u *user, text string, to *Bubble) int {
	return s.groupWriteIn(r, u, 0, text, to)
}

func (s *Sim) groupWriteIn(r *room, u *user, topic int, text string, to *Bubble) int {
	b := Bubble{Kind: "text", Text: text, Author: r.title, Topic: topic}
	if u != nil {
		b.AuthorID, b.Author = u.id, u.name
	}
	shown := s.put(r, b)
	if r.botIn && s.sees(r, text, to) {
		m := s.message(r, shown)
		mark(m, text)
		if to != nil {
			m["reply_to_message"] = s.message(r, to)
		}
		s.enqueue("message", m, laneMessage(r.id), messageLife)
	}
	return shown.ID
}

// sees is privacy mode: answers to the bot, commands addressed to it, and
// commands to nobody where it was the last bot to write. To be mentioned is
// not enough.
func (s *Sim) sees(r *room, text string, to *Bubble) bool {
	if r.admin || to != nil && to.FromBot {
		return true
	}
	word, _, _ := strings.Cut(text, " ")
	if !strings.HasPrefix(word, "/") {
		return false
	}
	_, at, named := strings.Cut(word, "@")
	if named {
		return strings.EqualFold(at, s.cfg.Username)
	}
	return slices.ContainsFunc(r.messages, func(b *Bubble) bool { return b.FromBot })
}
