package telegramsim

import (
	"slices"
	"time"
)

// deletable is how long a bot may delete a message.
const deletable = 48 * time.Hour

const notModified = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

// own finds the bot's own message that a call is about.
func (s *Sim) own(p params) (*room, *Bubble, *apiError) {
	r, e := s.reach(p)
	if e != nil {
		return nil, nil, e
	}
	b := r.find(int(p.int("message_id")))
	if b == nil {
		return nil, nil, bad("message to edit not found")
	}
	if !b.FromBot {
		return nil, nil, bad("message can't be edited")
	}
	return r, b, nil
}

func (s *Sim) editMessageReplyMarkup(p params) (any, *apiError) {
	r, b, e := s.own(p)
	if e != nil {
		return nil, e
	}
	rows, e := keyboard(p)
	if e != nil {
		return nil, e
	}
	if sameKeys(b, rows) {
		return nil, bad(notModified)
	}
	b.change(rows)
	s.revision++
	return s.message(r, b), nil
}

func (s *Sim) editMessageText(p params) (any, *apiError) {
	r, b, e := s.own(p)
	if e != nil {
		return nil, e
	}
	if b.Kind != "text" {
		return nil, bad("there is no text in the message to edit")
	}
	if e := checkText(p); e != nil {
		return nil, e
	}
	rows, e := keyboard(p)
	if e != nil {
		return nil, e
	}
	if b.Text == p["text"] && sameKeys(b, rows) {
		return nil, bad(notModified)
	}
	b.Text, b.Edited = p["text"], true
	b.change(rows)
	s.revision++
	return s.message(r, b), nil
}

func (s *Sim) deleteMessage(p params) (any, *apiError) {
	r, e := s.reach(p)
	if e != nil {
		return nil, e
	}
	b := r.find(int(p.int("message_id")))
	if b == nil {
		return nil, bad("message to delete not found")
	}
	if !b.FromBot || s.now().Sub(b.At) > deletable {
		return nil, bad("message can't be deleted for everyone")
	}
	b.Deleted = true
	s.revision++
	return true, nil
}

// change puts another keyboard under the bubble; one that goes stays to be
// seen, dead.
func (b *Bubble) change(rows [][]Button) {
	if rows != nil {
		b.Rows = rows
		return
	}
	for _, row := range b.Rows {
		for i := range row {
			row[i].Live = false
		}
	}
}

func sameKeys(b *Bubble, rows [][]Button) bool {
	return slices.Equal(b.live(), (&Bubble{Rows: rows}).live())
}
