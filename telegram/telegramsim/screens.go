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
	Files  []FileScreen // small ones
}

// Screen is one person's phone.
type Screen struct {
	ID                            int64
	Started, Blocked, Deactivated bool
	Chat                          []Bubble
}

// GroupScreen is a group's chat and who is in it, known by its title.
type GroupScreen struct {
	Title   string
	Members []int64
	Bot     string // its status, see [Membership]
	Admin   bool   // also while it may not write
	Chat    []Bubble
}

// FileScreen is a file on the platform.
type FileScreen struct {
	ID, Kind string
	Bytes    []byte
}

// keptFile is how large a file may be to be kept with the screens.
const keptFile = 1 << 20

// Screens gives them, people by id, groups by title.
func (s *Sim) Screens() Screens {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out Screens
	for _, r := range s.rooms {
		chat := make([]Bubble, 0, len(r.messages))
		for _, b := range r.messages {
			c := *b
			c.Rows, c.Thumbs = copyRows(b.Rows), slices.Clone(b.Thumbs)
			chat = append(chat, c)
		}
		switch u := r.user; {
		case u != nil:
			out.People = append(out.People, Screen{ID: u.id, Started: u.started, Blocked: u.blocked, Deactivated: u.deactivated, Chat: chat})
		case r.movedTo == 0:
			g := GroupScreen{Title: r.title, Bot: r.botStatus(), Admin: r.admin, Chat: chat}
			for id := range r.members {
				g.Members = append(g.Members, id)
			}
			slices.Sort(g.Members)
			out.Groups = append(out.Groups, g)
		}
	}
	slices.SortFunc(out.People, func(a, b Screen) int { return cmp.Compare(a.ID, b.ID) })
	for id, f := range s.files {
		if f.bytes != nil && len(f.bytes) <= keptFile {
			out.Files = append(out.Files, FileScreen{id, f.kind, f.bytes})
		}
	}
	slices.SortFunc(out.Files, func(a, b FileScreen) int { return strings.Compare(a.ID, b.ID) })
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
				r.stand(k)
			}
		}
	}
	for _, f := range kept.Files {
		s.store(f.ID, f.Kind, f.Bytes, int64(len(f.Bytes)))
	}
	s.revision++
}

// stand puts back who is in the group; a screen kept before that was noted
// says nothing of it.
func (r *room) stand(k GroupScreen) {
	if k.Bot == "" {
		return
	}
	r.members = map[int64]bool{}
	for _, id := range k.Members {
		r.members[id] = true
	}
	r.botIn = k.Bot != "left" && k.Bot != "kicked"
	r.wasIn, r.admin, r.muted = k.Bot != "left", k.Admin, k.Bot == "restricted"
}

func restored(chat []Bubble) []*Bubble {
	list := make([]*Bubble, len(chat))
	for i, b := range chat {
		b.Rows, b.Thumbs = copyRows(b.Rows), slices.Clone(b.Thumbs)
		list[i] = &b
	}
	return list
}
