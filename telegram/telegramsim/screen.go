package telegramsim

import (
	"maps"
	"slices"
	"time"
)

// Bubble is one message as the phone shows it.
type Bubble struct {
	ID       int        `json:"id"`
	FromBot  bool       `json:"from_bot"`
	AuthorID int64      `json:"author_id"` // 0 for an anonymous administrator
	Author   string     `json:"author"`
	At       time.Time  `json:"at"`
	Kind     string     `json:"kind"` // text, service, contact, or a Media's kind
	Text     string     `json:"text"` // or caption
	Rows     [][]Button `json:"rows,omitempty"`
	Edited   bool       `json:"edited,omitempty"`
	Deleted  bool       `json:"deleted,omitempty"`
	Toast    string     `json:"toast,omitempty"` // notice that a press brought
	File     string     `json:"file,omitempty"`  // file_id of what is attached
	Name     string     `json:"name,omitempty"`  // of a document, or on a card
	Type     string     `json:"type,omitempty"`  // media type of a document
	Size     int64      `json:"size,omitempty"`
	Phone    string     `json:"phone,omitempty"` // on a card
	Owner    int64      `json:"owner,omitempty"` // of the card, when it is the sender's own
	Lat      float64    `json:"lat,omitempty"`   // of a place
	Lon      float64    `json:"lon,omitempty"`
	Thumbs   []Thumb    `json:"thumbs,omitempty"` // reactions, in the order of who gave them
	Album    string     `json:"album,omitempty"`  // the same for what was sent as one album
	Topic    int        `json:"topic,omitempty"`  // of a forum
}

// Button is one button under a bubble; a dead one is no longer on the screen.
type Button struct {
	Text string `json:"text"`
	Data string `json:"data"`
	Live bool   `json:"live"`
}

// Chat is what the person's phone shows of the chat with the bot, oldest first.
func (s *Sim) Chat(user int64) []Bubble { return s.screen(user) }

// Group is what a member's phone shows of the group, oldest first.
func (s *Sim) Group(id int64) []Bubble { return s.screen(id) }

// ChatFrom is what a phone shows of a chat or group from the n-th bubble on, for
// a long run.
func (s *Sim) ChatFrom(id int64, n int) []Bubble { return s.screenFrom(id, n) }

func (s *Sim) screen(id int64) []Bubble { return s.screenFrom(id, 0) }

func (s *Sim) screenFrom(id int64, n int) []Bubble {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.rooms[id]
	if r == nil || n >= len(r.messages) {
		return nil
	}
	shown := make([]Bubble, 0, len(r.messages)-n)
	for _, b := range r.messages[n:] {
		c := *b
		c.Rows, c.Thumbs = copyRows(b.Rows), slices.Clone(b.Thumbs)
		shown = append(shown, c)
	}
	return shown
}

func copyRows(rows [][]Button) [][]Button {
	if rows == nil {
		return nil
	}
	c := make([][]Button, len(rows))
	for i, r := range rows {
		c[i] = append([]Button(nil), r...)
	}
	return c
}

// put adds a bubble to the room.
func (s *Sim) put(r *room, b Bubble) *Bubble {
	b.ID = len(r.messages) + 1
	b.At = s.now()
	r.messages = append(r.messages, &b)
	s.revision++
	return &b
}

// live is the keyboard still on the screen, flat.
func (b *Bubble) live() []Button {
	var flat []Button
	for _, row := range b.Rows {
		for _, k := range row {
			if k.Live {
				flat = append(flat, k)
			}
		}
	}
	return flat
}

// message is a bubble as the API shows it.
func (s *Sim) message(r *room, b *Bubble) obj {
	m := obj{"message_id": b.ID, "chat": r.wire(), "date": b.At.Unix()}
	switch {
	case b.FromBot:
		m["from"] = s.botWire()
	case b.AuthorID == 0:
		m["from"] = obj{"id": 1087968824, "is_bot": true, "first_name": "Group", "username": "GroupAnonymousBot"}
		m["sender_chat"] = r.wire()
	default:
		m["from"] = s.users[b.AuthorID].wire()
	}
	if b.Topic != 0 {
		m["message_thread_id"], m["is_topic_message"] = b.Topic, true
	}
	if b.Kind == "text" {
		m["text"] = b.Text
	}
	maps.Copy(m, b.attached())
	if len(b.live()) > 0 {
		var rows [][]obj
		for _, row := range b.Rows {
			var keys []obj
			for _, k := range row {
				keys = append(keys, obj{"text": k.Text, "callback_data": k.Data})
			}
			rows = append(rows, keys)
		}
		m["reply_markup"] = obj{"inline_keyboard": rows}
	}
	return m
}
