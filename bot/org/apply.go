package org

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"langnghe/bot/chat"
)

// Known is what is held already, as [File.Changes] asks for it.
type Known interface {
	Person(id string) (Person, bool)
	People() []Person
	Post(id string) (Post, bool)
	PostsOf(person string) []Post
	PostsIn(unit string) []Post
	Group(a chat.Address) (Group, bool)
	GroupsOf(unit string) []Group
}

// Changes is what the file changes in what is held, as whole records to put.
//
// A word of the file is applied once, when it is new or differs from the word
// the file had before; FileEntry remembers those. So what people changed in
// chat since (a form of address, a post handed over, a group bound elsewhere)
// stays until the file itself says something new about it. A post that left
// the file is ended if it came from the file. People and groups that left it
// stay as they are. Nothing is given back to a person whose identity was
// removed. What the file says of a record that became part of another is about
// that one ([Who]).
//
// Each part of it is run by try, which may end it where a record cannot be
// read: what the file says of that one is left for another time.
func (f *File) Changes(known Known, now time.Time, try func(part func())) (people []Person, posts []Post, groups []Group) {
	inFile := map[string]bool{}
	for _, fp := range f.People {
		for _, post := range fp.Posts {
			inFile[post.ID] = true
		}
	}
	for _, fp := range f.People {
		try(func() { people, posts = fp.changes(known, people, posts, now) })
	}
	try(func() { posts = append(posts, f.ended(known, inFile, now)...) })
	var moved map[chat.Address]Group
	for _, fg := range f.Groups {
		try(func() {
			held, had := known.Group(fg.Address)
			if !had && moved == nil {
				moved = f.moved(known)
			}
			if !had {
				held, had = moved[fg.Address]
			}
			if !had {
				held = Group{Address: fg.Address, Bound: now}
			}
			groups = fg.changes(held, groups, now)
		})
	}
	return people, posts, groups
}

// moved are the groups that have another address now, by their first.
func (f *File) moved(known Known) map[chat.Address]Group {
	m := map[chat.Address]Group{}
	for _, u := range f.Tree.All() {
		for _, g := range known.GroupsOf(u) {
			if !g.Was.IsZero() {
				m[g.Was] = g
			}
		}
	}
	return m
}

// changes adds what the file changes in a person and his posts.
func (fp FilePerson) changes(known Known, people []Person, posts []Post, now time.Time) ([]Person, []Post) {
	p, had := known.Person(fp.ID)
	if now, ok := Who(known, fp.ID); had && (!ok || !now.Erased.IsZero()) {
		return people, posts
	}
	if !had {
		p = Person{ID: fp.ID, Created: now}
	}
	if i := slices.IndexFunc(people, func(q Person) bool { return q.ID == fp.ID }); i >= 0 {
		p = people[i] // another record that became part of him has had its words
	}
	for _, post := range fp.Posts {
		if p, ok := post.apply(known, now); ok {
			posts = append(posts, p)
		}
	}
	if changed := applied(&p.FileEntry, fp.Name, fp.Address); changed != nil {
		people = fp.word(known, people, p, changed)
	}
	return people, posts
}

// changes adds what the file, whose word g is, changes in the group held.
func (g Group) changes(held Group, groups []Group, now time.Time) []Group {
	changed := applied(&held.FileEntry, g.Unit, g.Title)
	if changed == nil {
		return groups
	}
	if changed[0] {
		held.Unit, held.Bound = g.Unit, now
	}
	if changed[1] && g.Title != "" {
		held.Title = g.Title
	}
	return append(groups, held)
}

// word adds p, with what is new in the file's words, to the people changed. If p
// has become part of another record, the words are about that one.
func (fp FilePerson) word(known Known, people []Person, p Person, changed []bool) []Person {
	whose := &p
	if into, ok := Who(known, p.ID); ok && p.Into != "" {
		whose = &into
		if i := slices.IndexFunc(people, func(q Person) bool { return q.ID == into.ID }); i >= 0 {
			whose = &people[i]
		}
	}
	if changed[0] {
		whose.Name = fp.Name
	}
	if changed[1] && fp.Address != "" {
		whose.Address = fp.Address
	}
	if whose != &p && !slices.ContainsFunc(people, func(q Person) bool { return q.ID == whose.ID }) {
		people = append(people, *whose)
	}
	return append(people, p)
}

// apply is the stored post with what is new in the file's; ok is false when
// nothing is.
func (p Post) apply(known Known, now time.Time) (stored Post, ok bool) {
	stored, had := known.Post(p.ID)
	if !had {
		stored = Post{ID: p.ID}
	}
	changed := applied(&stored.FileEntry, p.Unit, string(p.Role), p.Organisation, p.Person)
	if changed == nil {
		return stored, false
	}
	if changed[0] {
		stored.Unit = p.Unit
	}
	if changed[1] {
		stored.Role = p.Role
	}
	if changed[2] {
		stored.Organisation = p.Organisation
	}
	if changed[3] {
		stored.Person, stored.Since = p.Person, now
		if who, ok := Who(known, p.Person); ok {
			stored.Person = who.ID
		}
	}
	stored.Ended = time.Time{}
	return stored, true
}

// ended lists the posts that came from the file and are no longer in it.
// Their FileEntry goes, so that the file may open them again.
func (f *File) ended(known Known, inFile map[string]bool, now time.Time) []Post {
	gone := map[string]Post{}
	look := func(posts []Post) {
		for _, p := range posts {
			if p.FileEntry != "" && p.Ended.IsZero() && !inFile[p.ID] {
				p.Ended, p.FileEntry = now, ""
				gone[p.ID] = p
			}
		}
	}
	for _, u := range f.Tree.All() {
		look(known.PostsIn(u))
	}
	for _, p := range known.People() { // their units may have left the file too
		look(known.PostsOf(p.ID))
	}
	list := make([]Post, 0, len(gone))
	for _, p := range gone {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b Post) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// applied compares the file's words with those the entry remembers, word by
// word, and remembers them; nil when all are as they were.
func applied(entry *string, words ...string) []bool {
	had := strings.Split(*entry, ".")
	now := make([]string, len(words))
	changed := make([]bool, len(words))
	for i, w := range words {
		sum := sha256.Sum256([]byte(w))
		now[i] = hex.EncodeToString(sum[:6])
		changed[i] = len(had) != len(words) || had[i] != now[i]
	}
	if !slices.Contains(changed, true) {
		return nil
	}
	*entry = strings.Join(now, ".")
	return changed
}
