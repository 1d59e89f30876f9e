package telegramsim

import (
	"errors"
	"slices"
)

// Thumb is a reaction somebody put under a message.
type Thumb struct {
	By    int64  `json:"by"`
	Emoji string `json:"emoji"`
}

// emojis are some of those the platform permits.
var emojis = []string{"👍", "👎", "❤", "🔥", "🎉", "😁", "😢", "🙏", "👌", "🤔"}

// React lets the person put a reaction under a message of his chat with the
// bot, another in its place, or take it away with "".
func (s *Sim) React(user int64, messageID int, emoji string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[user]
	if u == nil {
		return errNobody
	}
	if u.blocked || u.deactivated {
		return errors.New("telegramsim: the person has blocked the bot, or is gone")
	}
	return s.react(s.rooms[user], u, messageID, emoji)
}

// GroupReact lets a member do so in a group. The bot hears of it only as an
// administrator.
func (s *Sim) GroupReact(group, user int64, messageID int, emoji string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	r, u, err := s.inside(group, user)
	if err != nil {
		return err
	}
	return s.react(r, u, messageID, emoji)
}

func (s *Sim) react(r *room, u *user, messageID int, emoji string) error {
	b := r.find(messageID)
	switch {
	case b == nil || b.Kind == "service":
		return errors.New("telegramsim: nothing to react to")
	case emoji != "" && !slices.Contains(emojis, emoji):
		return errors.New("telegramsim: REACTION_INVALID")
	}
	before, after := []obj{}, []obj{}
	i := slices.IndexFunc(b.Thumbs, func(t Thumb) bool { return t.By == u.id })
	if i >= 0 {
		before = append(before, obj{"type": "emoji", "emoji": b.Thumbs[i].Emoji})
		b.Thumbs = slices.Delete(b.Thumbs, i, i+1)
	}
	if emoji != "" {
		b.Thumbs = append(b.Thumbs, Thumb{u.id, emoji})
		after = append(after, obj{"type": "emoji", "emoji": emoji})
	}
	s.revision++
	if r.user == nil && !(r.botIn && r.admin) {
		return nil
	}
	s.enqueue("message_reaction", obj{
		"chat": r.wire(), "message_id": b.ID, "user": u.wire(), "date": s.now().Unix(),
		"old_reaction": before, "new_reaction": after,
	}, laneReaction(r.id), messageLife)
	return nil
}
