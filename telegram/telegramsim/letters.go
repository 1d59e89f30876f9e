package telegramsim

import (
	"encoding/json"
	"errors"
	"strings"
)

// Keyboard stands in place of the letters in a private chat.
type Keyboard struct {
	Rows    [][]Key
	OneTime bool
}

// Key is one key of it.
type Key struct {
	Text    string
	Contact bool // pressed, it shares the person's own number
}

// replyKeyboard reads such a keyboard, nil when there is none; an empty one
// takes it away.
func replyKeyboard(r *room, p params) (*Keyboard, *apiError) {
	var markup struct {
		Rows [][]struct {
			Text    string `json:"text"`
			Contact bool   `json:"request_contact"`
		} `json:"keyboard"`
		OneTime bool   `json:"one_time_keyboard"`
		Hint    string `json:"input_field_placeholder"`
		Remove  bool   `json:"remove_keyboard"`
	}
	if p["reply_markup"] == "" || json.Unmarshal([]byte(p["reply_markup"]), &markup) != nil || markup.Rows == nil && !markup.Remove {
		return nil, nil
	}
	k := &Keyboard{OneTime: markup.OneTime}
	if units(markup.Hint) > 64 {
		return nil, bad("input field placeholder is too long")
	}
	for _, row := range markup.Rows {
		var keys []Key
		for _, key := range row {
			switch {
			case strings.TrimSpace(key.Text) == "":
				return nil, bad("can't parse keyboard button: text must be non-empty")
			case key.Contact && r.user == nil:
				return nil, bad("phone number can be requested in private chats only")
			}
			keys = append(keys, Key{key.Text, key.Contact})
		}
		k.Rows = append(k.Rows, keys)
	}
	return k, nil
}

// Keyboard is what stands in place of the letters in a person's chat with the
// bot, nil when the letters do.
func (s *Sim) Keyboard(user int64) *Keyboard {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r := s.rooms[user]; r != nil {
		return r.keyboard
	}
	return nil
}

// ShareContact lets the person press the key that shares his own number.
func (s *Sim) ShareContact(user int64, phone string) (int, error) {
	for i, k := range s.Keyboard(user).flat() {
		if k.Contact {
			return s.PressKey(user, i, phone)
		}
	}
	return 0, errNoKey
}

var errNoKey = errors.New("telegramsim: no such key on the screen")

// PressKey lets the person press a key in place of the letters, counted through
// all rows from 0: it writes its text, or shares the person's own number.
func (s *Sim) PressKey(user int64, key int, phone string) (int, error) {
	keys := s.Keyboard(user).flat()
	if key < 0 || key >= len(keys) {
		return 0, errNoKey
	}
	s.mu.Lock()
	if r := s.rooms[user]; r.keyboard != nil && r.keyboard.OneTime {
		r.keyboard = nil
		s.revision++
	}
	s.mu.Unlock()
	if keys[key].Contact {
		return s.SendContact(user, phone, true)
	}
	return s.SendText(user, keys[key].Text)
}

func (k *Keyboard) flat() (all []Key) {
	if k != nil {
		for _, row := range k.Rows {
			all = append(all, row...)
		}
	}
	return all
}
