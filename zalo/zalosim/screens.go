package zalosim

import (
	"slices"
	"strings"
	"time"
)

// Screens is what the phones show and how their owners stand to the OA, as a
// value that can be kept and put back into another Sim.
type Screens struct {
	People []Screen
	Groups []GroupScreen
	Files  []FileScreen // small ones
}

// Screen is one person's phone.
type Screen struct {
	ID                             string
	Follower, Left, Blocked, Wrote bool
	Last                           time.Time // last interaction
	Chat                           []Bubble
}

// GroupScreen is a group's chat. Groups get new ids in each Sim, so they are
// known by their names.
type GroupScreen struct {
	Name    string
	Members []string
	Expired bool // its asset
	Chat    []Bubble
}

// Screens gives them, in the order people were added; groups by name.
func (s *Sim) Screens() Screens {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out Screens
	for _, id := range s.order {
		u := s.users[id]
		out.People = append(out.People, Screen{
			ID: u.id, Follower: u.follower, Left: u.left, Blocked: u.blocked, Wrote: u.wrote, Last: u.last, Chat: slices.Clone(u.chat),
		})
	}
	for _, g := range s.groups {
		out.Groups = append(out.Groups, GroupScreen{Name: g.name, Members: slices.Clone(g.members), Expired: g.expired, Chat: slices.Clone(g.chat)})
	}
	out.Files = s.fileScreens()
	slices.SortFunc(out.Groups, func(a, b GroupScreen) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// Restore puts screens back for the people and groups that are there; others
// are left out. No event is sent.
func (s *Sim) Restore(kept Screens) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range kept.Files {
		s.media[f.ID] = &hosted{name: f.Name, bytes: f.Bytes}
	}
	for _, k := range kept.People {
		if u := s.users[k.ID]; u != nil {
			u.follower, u.left, u.blocked, u.wrote, u.last = k.Follower, k.Left, k.Blocked, k.Wrote, k.Last
			u.chat = slices.Clone(k.Chat)
		}
	}
	for _, k := range kept.Groups {
		for _, g := range s.groups {
			if g.name == k.Name {
				g.chat, g.expired = slices.Clone(k.Chat), k.Expired
				if k.Members != nil {
					g.members = slices.Clone(k.Members)
				}
			}
		}
	}
}

// ChatFrom is what a phone shows from the n-th bubble on, for a long run.
func (s *Sim) ChatFrom(id string, n int) []Bubble {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.users[id]; u != nil && n < len(u.chat) {
		return slices.Clone(u.chat[n:])
	}
	return nil
}

// GroupFrom is what a group's members see from the n-th bubble on.
func (s *Sim) GroupFrom(id string, n int) []Bubble {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.groups[id]; g != nil && n < len(g.chat) {
		return slices.Clone(g.chat[n:])
	}
	return nil
}
