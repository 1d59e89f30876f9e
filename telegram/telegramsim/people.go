package telegramsim

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// AddUser makes a person with the app, who does not know the bot yet; for a
// known id it changes the name.
func (s *Sim) AddUser(id int64, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.users[id]; u != nil {
		u.name = name
		return
	}
	u := &user{id: id, name: name}
	s.users[id] = u
	s.rooms[id] = &room{id: id, kind: "private", user: u}
}

var errNobody = errors.New("telegramsim: nobody has this id")

// payloadShape is what a deep link can carry.
var payloadShape = regexp.MustCompile(`^[A-Za-z0-9_-]{0,64}$`)

// Start lets the person press Start, with the payload of a deep link or "".
// One who had blocked the bot unblocks it so.
func (s *Sim) Start(user int64, payload string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[user]
	if u == nil {
		return 0, errNobody
	}
	if !payloadShape.MatchString(payload) {
		return 0, errors.New("telegramsim: a link carries up to 64 of A-Z a-z 0-9 _ -")
	}
	if u.blocked {
		s.blocking(u, false)
	}
	return s.write(u, strings.TrimSpace("/start "+payload))
}

// SendText lets the person write; it returns the message's id.
func (s *Sim) SendText(user int64, text string) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.write(s.users[user], text)
}

// SendCommand lets the person send /name with what follows it.
func (s *Sim) SendCommand(user int64, name, rest string) (int, error) {
	return s.SendText(user, strings.TrimSpace("/"+name+" "+rest))
}

func (s *Sim) write(u *user, text string) (int, error) {
	r, err := s.speak(u)
	if err != nil {
		return 0, err
	}
	if n := units(text); n == 0 || n > maxText {
		return 0, fmt.Errorf("telegramsim: the app sends 1 to %d characters", maxText)
	}
	b := s.put(r, Bubble{AuthorID: u.id, Author: u.name, Kind: "text", Text: text})
	m := s.message(r, b)
	mark(m, text)
	s.enqueue("message", m, laneMessage(r.id), messageLife)
	return b.ID, nil
}

// speak gives the chat in which the person may write to the bot. To write is
// also to start.
func (s *Sim) speak(u *user) (*room, error) {
	switch {
	case u == nil:
		return nil, errNobody
	case u.deactivated:
		return nil, errors.New("telegramsim: the account is deleted")
	case u.blocked:
		return nil, errors.New("telegramsim: the person has blocked the bot")
	}
	u.started = true
	return s.rooms[u.id], nil
}

// mark notes a leading command, as the platform's entities do.
func mark(m obj, text string) {
	if !strings.HasPrefix(text, "/") {
		return
	}
	word, _, _ := strings.Cut(text, " ")
	if len(word) > 1 {
		m["entities"] = []obj{{"type": "bot_command", "offset": 0, "length": units(word)}}
	}
}

// Block lets the person block the bot.
func (s *Sim) Block(user int64) error { return s.setBlocked(user, true) }

// Unblock lets the person unblock the bot.
func (s *Sim) Unblock(user int64) error { return s.setBlocked(user, false) }

func (s *Sim) setBlocked(user int64, blocked bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[user]
	if u == nil {
		return errNobody
	}
	if u.blocked != blocked {
		s.blocking(u, blocked)
	}
	return nil
}

func (s *Sim) blocking(u *user, blocked bool) {
	u.blocked = blocked
	before, after := "member", "kicked"
	if !blocked {
		before, after = after, before
	}
	s.standing(s.rooms[u.id], u, before, after)
}

// Deactivate deletes the person's account; the bot is not told.
func (s *Sim) Deactivate(user int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[user]
	if u == nil {
		return errNobody
	}
	u.deactivated = true
	return nil
}

// standing tells the bot that its own membership in r changed.
func (s *Sim) standing(r *room, by *user, before, after string) {
	s.standingOf(r, by, obj{"status": before}, obj{"status": after})
}

func (s *Sim) standingOf(r *room, by *user, before, after obj) {
	before["user"], after["user"] = s.botWire(), s.botWire()
	s.enqueue("my_chat_member", obj{
		"chat": r.wire(), "from": by.wire(), "date": s.now().Unix(),
		"old_chat_member": before,
		"new_chat_member": after,
	}, laneMember(r.id), messageLife)
}

// Place puts a person there who has started the bot in a past this simulator
// did not see: no update is sent.
func (s *Sim) Place(id int64, name string) {
	s.AddUser(id, name)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.users[id].started = true
}

// Account is what is known of a person with the app.
type Account struct {
	Name             string
	Started, Blocked bool
}

// User describes a person; the zero Account when nobody has the id.
func (s *Sim) User(id int64) Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[id]
	if u == nil {
		return Account{}
	}
	return Account{Name: u.name, Started: u.started, Blocked: u.blocked}
}
