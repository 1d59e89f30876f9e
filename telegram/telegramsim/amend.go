package telegramsim

import (
	"errors"
	"fmt"
	"time"
)

// editable is how long a person may edit what he wrote.
const editable = 48 * time.Hour

var errNotHis = errors.New("telegramsim: not a message of this person, or of a kind that cannot be edited")

// EditText lets the person correct a text of his own.
func (s *Sim) EditText(user int64, messageID int, text string) error {
	return s.amend(user, messageID, text, func(b *Bubble) bool { return b.Kind == "text" && text != "" }, maxText)
}

// EditCaption lets the person correct, add or take away the words under
// something he attached; of an album, under one of its items.
func (s *Sim) EditCaption(user int64, messageID int, caption string) error {
	captioned := func(b *Bubble) bool {
		switch b.Kind {
		case "photo", "video", "animation", "document", "audio", "voice":
			return true
		}
		return false
	}
	return s.amend(user, messageID, caption, captioned, maxCaption)
}

func (s *Sim) amend(user int64, messageID int, text string, can func(*Bubble) bool, most int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, err := s.speak(s.users[user])
	if err != nil {
		return err
	}
	b := r.find(messageID)
	switch {
	case b == nil || b.AuthorID != user || !can(b):
		return errNotHis
	case s.now().Sub(b.At) > editable:
		return errors.New("telegramsim: the app does not edit what is older than 48 hours")
	case units(text) > most:
		return fmt.Errorf("telegramsim: the app takes at most %d characters here", most)
	}
	b.Text, b.Edited = text, true
	m := s.message(r, b)
	if b.Kind == "text" {
		mark(m, text)
	}
	m["edit_date"] = s.now().Unix()
	s.enqueue("edited_message", m, laneMessage(r.id), messageLife)
	return nil
}
