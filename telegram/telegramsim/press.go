package telegramsim

import (
	"errors"
	"strconv"
	"time"
)

// press is a pressed button that waits for an answer.
type press struct {
	bubble *Bubble
	at     time.Time
}

const inaccessible = 48 * time.Hour // an older message is not shown with a press

// Press lets the person press the button with this index (over all rows, from
// 0) under a message in his chat with the bot.
func (s *Sim) Press(user int64, messageID, button int) error {
	return s.GroupPress(user, user, messageID, button)
}

// GroupPress does the same in a group.
func (s *Sim) GroupPress(group, user int64, messageID, button int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, u := s.rooms[group], s.users[user]
	if r == nil || u == nil {
		return errors.New("telegramsim: nobody there")
	}
	if u.blocked && r.user == u {
		return errors.New("telegramsim: the person has blocked the bot")
	}
	b := r.find(messageID)
	if b == nil {
		return errors.New("telegramsim: no such message")
	}
	keys := b.live()
	if button < 0 || button >= len(keys) {
		return errors.New("telegramsim: no such button on the screen")
	}
	s.forgetPresses()
	id := strconv.FormatInt(s.queue.nextID<<20, 10)
	s.presses[id] = &press{bubble: b, at: s.now()}
	s.pressed = append(s.pressed, id)
	q := obj{"id": id, "from": u.wire(), "chat_instance": strconv.FormatInt(group, 10), "data": keys[button].Data}
	if s.now().Sub(b.At) > inaccessible {
		q["message"] = obj{"chat": r.wire(), "message_id": b.ID, "date": 0}
	} else {
		q["message"] = s.message(r, b)
	}
	s.enqueue("callback_query", q, lanePress(user), pressLife)
	return nil
}

// forgetPresses drops those nobody can answer any more.
func (s *Sim) forgetPresses() {
	for len(s.pressed) > 0 {
		p := s.presses[s.pressed[0]]
		if p != nil && s.now().Sub(p.at) <= s.limits.PressAge {
			return
		}
		delete(s.presses, s.pressed[0])
		s.pressed = s.pressed[1:]
	}
}

func (s *Sim) answerCallbackQuery(p params) (any, *apiError) {
	id := p["callback_query_id"]
	q := s.presses[id]
	if q == nil || s.now().Sub(q.at) > s.limits.PressAge {
		return nil, bad("query is too old and response timeout expired or query ID is invalid")
	}
	if units(p["text"]) > 200 {
		return nil, bad("MESSAGE_TOO_LONG")
	}
	delete(s.presses, id) // a second answer is refused
	q.bubble.Toast = p["text"]
	s.revision++
	return true, nil
}
