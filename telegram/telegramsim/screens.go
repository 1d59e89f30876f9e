package telegramsim

import (
	"cmp"
	"slices"
	"strings"
)

// Screens is what the phones show and how their owners stand to the bot, as a
// value that can be kept and put back into another Sim.
type Screens struct {
	People []Screen
	Groups []GroupScreen
}

// Screen is one person's phone.
type Screen struct {
	ID                            int64
	Started, Blocked, Deactivated bool
	Chat                          []Bubble
}

// GroupScreen is a group's chat, known by its title.
type GroupScreen struct {
	Title string
	Chat  []Bubble
}

// Screens gives them, people by id, groups by title.
func (s *Sim) Screens() Screens {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out Screens
	for _, r := range s.rooms {
		chat := make([]Bubble, 0, len(r.messages))
		for _, b := range r.messages {
			c := *b
			c.Rows = copyRows(b.Rows)
			chat = append(chat, c)
		}
		switch u := r.user; {
		case u != nil:
			out.People = append(out.People, Screen{ID: u.id, Started: u.started, Blocked: u.blocked, Deactivated: u.deactivated, Chat: chat})
		case r.movedTo == 0:
			out.Groups = append(out.Groups, GroupScreen{Title: r.title, Chat: chat})
		}
	}
	slices.SortFunc(out.People, func(a, b Screen) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(out.Groups, func(a, b GroupScreen) int { return strings.Compare(a.Title, b.Title) })
	return out
}

// Restore puts screens back for the people and groups that are there; others
// are left out. No update is sent.
func (s *Sim) Restore(kept Screens) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range kept.People {
		if u := s.users[k.ID]; u != nil {
			u.started, u.blocked, u.deactivated = k.Started, k.Blocked, k.Deactivated
			s.rooms[k.ID].messages = restored(k.Chat)
		}
	}
	for _, k := range kept.Groups {
		for _, r := range s.rooms {
			if r.user == nil && r.movedTo == 0 && r.title == k.Title {
				r.messages = restored(k.Chat)
			}
		}
	}
	s.revision++
}

func restored(chat []Bubble) []*Bubble {
	list := make([]*Bubble, len(chat))
	for i, b := range chat {
		b.Rows = copyRows(b.Rows)
		list[i] = &b
	}
	return list
}
