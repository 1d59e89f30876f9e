package zalosim

import (
	"errors"
	"slices"
)

// icons are the reactions there are; /-remove takes them back.
var icons = []string{":>", "--b", ":-((", "/-strong", "/-heart", ":-h", ":o"}

const (
	noIcon   = "/-remove"
	maxIcons = 50 // reactions one message takes
)

// React lets a person put a reaction under a message of his chat with the OA,
// or take them back with /-remove. Whether that opens the window nobody has
// documented; here it does not.
func (s *Sim) React(id, messageID, icon string) (err error) {
	err = errors.New("zalosim: no such message")
	s.change(id, func(u *user) {
		i := slices.IndexFunc(u.chat, func(b Bubble) bool { return b.ID == messageID })
		if i < 0 {
			return
		}
		b := &u.chat[i]
		switch {
		case icon == noIcon:
			b.Icons = nil
		case !slices.Contains(icons, icon):
			err = errors.New("zalosim: no such reaction")
			return
		case len(b.Icons) >= maxIcons:
			err = errors.New("zalosim: a message takes 50 reactions")
			return
		default:
			b.Icons = append(slices.Clone(b.Icons), icon)
		}
		err = nil
		s.enqueue("user_reacted_message", object{
			{"sender", object{{"id", u.id}}},
			{"user_id_by_app", s.byApp(u.id)},
			{"recipient", object{{"id", s.cfg.OAID}}},
			{"message", object{{"msg_id", b.ID}, {"react_icon", icon}}},
		})
	})
	return err
}
