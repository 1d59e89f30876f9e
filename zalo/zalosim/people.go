package zalosim

import (
	"errors"
	"strconv"
	"time"
)

// AddUser gives a person a Zalo account. He knows nothing of the OA yet.
func (s *Sim) AddUser(id, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users[id] == nil {
		s.users[id] = &user{id: id, name: name}
		s.order = append(s.order, id)
	}
}

// change does something to a person; an unknown id is a mistake of the caller,
// and panics.
func (s *Sim) change(id string, do func(u *user)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[id]
	if u == nil {
		panic("zalosim: no user " + id)
	}
	do(u)
}

// interact opens the window.
func (u *user) interact(now time.Time) { u.last, u.left = now, false }

func (u *user) invitable(now time.Time) bool {
	return u.follower || !u.last.IsZero() && now.Sub(u.last) <= paidWindow
}

// Follow is a tap on the OA's follow button; it counts as an interaction.
func (s *Sim) Follow(id string) {
	s.change(id, func(u *user) {
		u.follower = true
		u.interact(s.cfg.Now())
		s.personEvent("follow", u, object{{"oa_id", s.cfg.OAID}, {"follower", object{{"id", id}}}, {"source", "oa_profile"}})
	})
}

// Unfollow ends it; the OA cannot write until the person comes back.
func (s *Sim) Unfollow(id string) {
	s.change(id, func(u *user) {
		u.follower, u.left = false, true
		s.personEvent("unfollow", u, object{{"oa_id", s.cfg.OAID}, {"follower", object{{"id", id}}}, {"source", "oa_profile"}})
	})
}

// OpenChat is the first tap on the chat button of somebody who never wrote.
func (s *Sim) OpenChat(id string) {
	s.change(id, func(u *user) {
		u.interact(s.cfg.Now())
		s.personEvent("user_click_chatnow", u, object{{"oa_id", s.cfg.OAID}, {"user_id", id}})
	})
}

// Withdraw asks Zalo to have the person's data deleted.
func (s *Sim) Withdraw(id string) {
	s.change(id, func(u *user) { s.personEvent("user_withdraw", u, object{{"user_id", id}}) })
}

// Block makes Zalo refuse the OA's messages; it sends no event.
func (s *Sim) Block(id string, on bool) { s.change(id, func(u *user) { u.blocked = on }) }

// Deactivate makes the account one that was not used for 45 days.
func (s *Sim) Deactivate(id string, on bool) { s.change(id, func(u *user) { u.inactive = on }) }

// Restrict makes the person refuse this kind of message.
func (s *Sim) Restrict(id string, on bool) { s.change(id, func(u *user) { u.restricts = on }) }

// RevokePermission is the OA removing the app: tokens die.
func (s *Sim) RevokePermission() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.grant.access, s.grant.refresh = "", ""
	s.enqueue("permission_revoked", object{{"oa_id", s.cfg.OAID}})
}

// SendText writes to the OA and returns the message's id.
func (s *Sim) SendText(id, text string) (messageID string) {
	s.change(id, func(u *user) {
		messageID = s.wrote(u, "user_send_text", Bubble{Text: text}, object{{"text", text}}, true)
	})
	return messageID
}

// SendMedia sends a picture, voice note or the like.
func (s *Sim) SendMedia(id string, m Media) (messageID string) {
	s.change(id, func(u *user) {
		m := s.host(m)
		messageID = s.wrote(u, "user_send_"+m.Kind, m.bubble(), m.fields(), true)
	})
	return messageID
}

// Press taps a button. Zalo has no event for that: the payload comes as if it
// had been typed.
func (s *Sim) Press(id, messageID string, button int) (pressID string, err error) {
	err = errors.New("zalosim: no such button")
	s.change(id, func(u *user) {
		for _, b := range u.chat {
			if b.ID != messageID || button < 0 || button >= len(b.Buttons) {
				continue
			}
			bt := b.Buttons[button]
			if err = nil; bt.Type == "oa.query.hide" || bt.Type == "oa.query.show" {
				pressID = s.wrote(u, "user_send_text", Bubble{Text: bt.Payload}, object{{"text", bt.Payload}}, bt.Type == "oa.query.show")
			}
			return
		}
	})
	return pressID, err
}

// wrote is a message from a person.
func (s *Sim) wrote(u *user, event string, b Bubble, fields object, visible bool) string {
	u.wrote = true
	u.interact(s.cfg.Now())
	b.ID, b.From, b.At = s.id("message"), u.id, s.cfg.Now()
	if visible {
		u.chat = append(u.chat, b)
	}
	s.enqueue(event, object{
		{"sender", object{{"id", u.id}}},
		{"user_id_by_app", s.byApp(u.id)},
		{"recipient", object{{"id", s.cfg.OAID}}},
		{"message", append(fields, field{"msg_id", b.ID})},
	})
	return b.ID
}

// StaffWrites is an officer answering a person by hand in the OA's chat tool.
func (s *Sim) StaffWrites(id, text string) (messageID string) {
	s.change(id, func(u *user) {
		b := Bubble{ID: s.id("message"), FromOA: true, Staff: true, At: s.cfg.Now(), Text: text}
		u.chat = append(u.chat, b)
		s.enqueue("oa_send_text", object{
			{"sender", object{{"id", s.cfg.OAID}, {"admin_id", digits("admin")}}},
			{"recipient", object{{"id", id}}},
			{"user_id_by_app", s.byApp(id)},
			{"message", object{{"msg_id", b.ID}, {"text", text}}},
		})
		messageID = b.ID
	})
	return messageID
}

// See opens the chat: everything the OA sent has been seen.
func (s *Sim) See(id string) {
	s.change(id, func(u *user) {
		ids := list{}
		for i := range u.chat {
			if b := &u.chat[i]; b.FromOA && !b.Seen {
				b.Seen = true
				ids = append(ids, b.ID)
			}
		}
		if len(ids) > 0 && s.cfg.Receipts {
			s.receipt("user_seen_message", u, field{"msg_ids", ids})
		}
	})
}

// receipt tells that messages arrived, or were seen.
func (s *Sim) receipt(event string, u *user, which field) {
	from, to := s.cfg.OAID, u.id
	if s.cfg.ByUser {
		from, to = to, from
	}
	s.enqueue(event, object{{"sender", object{{"id", from}}}, {"recipient", object{{"id", to}}}, {"message", object{which}}})
}

// AnonymousWrites is a visitor of a website with the OA's chat box.
func (s *Sim) AnonymousWrites(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.enqueue("anonymous_send_text", object{
		{"sender", object{{"id", s.id("anonymous")}}},
		{"recipient", object{{"id", s.cfg.OAID}}},
		{"message", object{{"msg_id", s.id("message")}, {"conversation_id", s.id("conversation")}, {"text", text}}},
	})
}

// UnknownEvent sends an event of a name that nobody has documented.
func (s *Sim) UnknownEvent(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.enqueue(name, object{{"oa_id", s.cfg.OAID}, {"user_id", digits("somebody")}, {"data", object{{"a", list{int64(1), true, "x"}}}}})
}

// personEvent enqueues an event that has no message id. A person's own events
// never carry the same time, as no thumb is that fast.
func (s *Sim) personEvent(name string, u *user, fields object) {
	u.stamp = max(s.cfg.Now().UnixMilli(), u.stamp+1)
	fields = append(fields, field{"user_id_by_app", s.byApp(u.id)}, field{"timestamp", strconv.FormatInt(u.stamp, 10)})
	s.enqueue(name, fields)
}

func (s *Sim) byApp(user string) string { return digits(s.cfg.AppID + "/" + user) }

// Place puts a person there as he would be after a past this simulator did not
// see: no event is sent.
func (s *Sim) Place(p Person) {
	s.AddUser(p.ID, p.Name)
	s.change(p.ID, func(u *user) { u.follower, u.last = p.Follower, p.LastInteraction })
}
