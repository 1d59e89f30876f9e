package org_test

import (
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
)

// store is what is held, in maps.
type store struct {
	people map[string]org.Person
	posts  map[string]org.Post
	groups map[chat.Address]org.Group
}

func newStore() *store {
	return &store{map[string]org.Person{}, map[string]org.Post{}, map[chat.Address]org.Group{}}
}

func (s *store) Person(id string) (org.Person, bool)    { p, ok := s.people[id]; return p, ok }
func (s *store) Post(id string) (org.Post, bool)        { p, ok := s.posts[id]; return p, ok }
func (s *store) Group(a chat.Address) (org.Group, bool) { g, ok := s.groups[a]; return g, ok }
func (s *store) GroupsOf(unit string) (list []org.Group) {
	for _, g := range s.groups {
		if g.Unit == unit {
			list = append(list, g)
		}
	}
	return list
}
func (s *store) PostsOf(person string) (list []org.Post) {
	return s.which(func(p org.Post) bool { return p.Person == person })
}
func (s *store) PostsIn(unit string) (list []org.Post) {
	return s.which(func(p org.Post) bool { return p.Unit == unit })
}
func (s *store) which(f func(org.Post) bool) (l []org.Post) {
	for _, p := range s.posts {
		if f(p) {
			l = append(l, p)
		}
	}
	return l
}

func (s *store) People() (list []org.Person) {
	for _, p := range s.people {
		list = append(list, p)
	}
	return list
}

func (s *store) put(people []org.Person, posts []org.Post, groups []org.Group) {
	for _, p := range people {
		s.people[p.ID] = p
	}
	for _, p := range posts {
		s.posts[p.ID] = p
	}
	for _, g := range groups {
		s.groups[g.Address] = g
	}
}

// all is how parts are run where everything can be read.
func all(part func()) { part() }

func day(n int) time.Time { return time.Date(2026, 11, n, 9, 0, 0, 0, time.UTC) }

const (
	anPost = "p-an.hn-a-p.collaborator"
	seat   = "ghe-tdp05"
)

// apply loads small with replacements and applies it; it returns how many
// records changed.
func (s *store) apply(t *testing.T, n int, replace ...string) int {
	t.Helper()
	people, posts, groups := load(t, strings.NewReplacer(replace...).Replace(small)).Changes(s, day(n), all)
	s.put(people, posts, groups)
	return len(people) + len(posts) + len(groups)
}

func TestChangesOnce(t *testing.T) {
	s := newStore()
	if n := s.apply(t, 1); n != 2+3+1 {
		t.Errorf("%d records", n)
	}
	if n := s.apply(t, 2); n != 0 {
		t.Errorf("%d records the second time", n)
	}
	an := s.people["p-an"]
	if an.Name != "Nguyễn Văn An" || an.Address != "bác" || !an.Created.Equal(day(1)) || an.Active() {
		t.Errorf("%+v", an)
	}
	if p := s.posts[anPost]; !p.Held() || !p.Since.Equal(day(1)) || p.Role != org.Collaborator {
		t.Errorf("%+v", p)
	}
	if g := s.groups[chat.Address{Channel: "telegram", ID: "-1001234567890"}]; g.Unit != "hn-a-p" || !g.Bound.Equal(day(1)) {
		t.Errorf("%+v", g)
	}
}

func TestWhatChatChangedStays(t *testing.T) {
	s := newStore()
	s.apply(t, 1)
	an, p := s.people["p-an"], s.posts[seat]
	an.Address, an.Chats = "ông", []chat.Address{{Channel: "zalo", ID: "1"}}
	p.Person, p.Since = "p-moi", day(2)
	s.put([]org.Person{an}, []org.Post{p}, nil)
	if n := s.apply(t, 3); n != 0 {
		t.Errorf("%d records", n)
	}
	// The file says something new about other words of the same entries.
	s.apply(t, 4, "Nguyễn Văn An", "Nguyễn Văn Ân", "id: ghe-tdp05,", `id: ghe-tdp05, organisation: "Hội Nông dân",`)
	if an := s.people["p-an"]; an.Name != "Nguyễn Văn Ân" || an.Address != "ông" || len(an.Chats) != 1 || !an.Created.Equal(day(1)) {
		t.Errorf("%+v", an)
	}
	if p := s.posts[seat]; p.Person != "p-moi" || p.Organisation != "Hội Nông dân" || !p.Since.Equal(day(2)) {
		t.Errorf("%+v", p)
	}
	s.apply(t, 5, "xung_ho: bác", "xung_ho: chú")
	if an := s.people["p-an"]; an.Address != "chú" {
		t.Errorf("%+v", an)
	}
}

func TestPostLeftTheFile(t *testing.T) {
	s := newStore()
	s.apply(t, 1)
	s.posts["moi-vao"] = org.Post{ID: "moi-vao", Unit: "hn-a-p", Role: org.Collaborator, Person: "p-moi"} // joined by code
	gone := `      - {id: ghe-tdp05, unit: hn-a-p-tdp05, role: hamlet_head}` + "\n"
	if n := s.apply(t, 2, gone, ""); n != 1 {
		t.Errorf("%d records", n)
	}
	if p := s.posts[seat]; !p.Ended.Equal(day(2)) || p.Held() {
		t.Errorf("%+v", p)
	}
	if p := s.posts["moi-vao"]; !p.Held() {
		t.Error("a post that did not come from the file was ended")
	}
	if n := s.apply(t, 3, gone, ""); n != 0 {
		t.Errorf("%d records again", n)
	}
	s.apply(t, 4)
	if p := s.posts[seat]; !p.Held() || !p.Since.Equal(day(4)) {
		t.Errorf("did not come back: %+v", p)
	}
	// Ended by a person, not by the file: it stays so until the file changes.
	p := s.posts[seat]
	p.Ended = day(5)
	s.posts[seat] = p
	if n := s.apply(t, 6); n != 0 || s.posts[seat].Held() {
		t.Errorf("%d records", n)
	}
}

func TestUnitLeftTheFile(t *testing.T) {
	s := newStore()
	s.apply(t, 1)
	f := load(t, "units: [{id: hn, type: thanh_pho, name: \"Hà Nội\"}]\n")
	s.put(f.Changes(s, day(2), all))
	for id, p := range s.posts {
		if p.Held() {
			t.Errorf("%s is still held", id)
		}
	}
	if len(s.people) != 2 || len(s.groups) != 1 {
		t.Error("people or groups were touched")
	}
}

func TestErasedStaysErased(t *testing.T) {
	s := newStore()
	s.apply(t, 1)
	s.people["p-an"] = org.Person{ID: "p-an", Erased: day(2)}
	p := s.posts[anPost]
	p.Person = ""
	s.posts[anPost] = p
	s.apply(t, 3, "Nguyễn Văn An", "Nguyễn Văn Ân", "role: collaborator,", `role: collaborator, organisation: "Khác" } #`)
	if an := s.people["p-an"]; an.Name != "" || an.Address != "" {
		t.Errorf("%+v", an)
	}
	if p := s.posts[anPost]; p.Person != "" {
		t.Errorf("%+v", p)
	}
}

func TestGroupBoundElsewhereStays(t *testing.T) {
	s := newStore()
	s.apply(t, 1)
	a := chat.Address{Channel: "telegram", ID: "-1001234567890"}
	g := s.groups[a]
	g.Unit = "hn-cum-a"
	s.groups[a] = g
	s.apply(t, 2, "CTV Phường A", "Nhóm CTV")
	if g := s.groups[a]; g.Unit != "hn-cum-a" || g.Title != "Nhóm CTV" || !g.Bound.Equal(day(1)) {
		t.Errorf("%+v", g)
	}
}

// TestMovedGroup: a group that the platform gave another address is still the
// one that the file knows by the old, and is not made anew at each start.
func TestMovedGroup(t *testing.T) {
	s := newStore()
	s.apply(t, 1)
	old, to := chat.Address{Channel: "telegram", ID: "-1001234567890"}, chat.Address{Channel: "telegram", ID: "-42"}
	g := s.groups[old]
	delete(s.groups, old)
	s.groups[to] = g.Moved(to)
	if n := s.apply(t, 2); n != 0 || len(s.groups) != 1 {
		t.Errorf("%d records changed: %+v", n, s.groups)
	}
	s.apply(t, 3, `title: "`, `title: "Mới `)
	if len(s.groups) != 1 || s.groups[to].Unit != "hn-a-p" {
		t.Errorf("what the file says anew: %+v", s.groups)
	}
}
