package store

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
)

// putPerson keeps a person and where he is found. A chat belongs to the person
// put with it last.
func (t *tx) putPerson(p *org.Person) {
	k := t.hash("person", p.ID)
	if was, ok := load[org.Person](t, bPeople, k[:]); ok {
		for _, a := range was.Chats {
			h := t.chatKey(a)
			if !slices.Contains(p.Chats, a) && bytes.Equal(t.get(bPersonAt, h[:]), k[:]) {
				t.del(bPersonAt, h[:])
			}
		}
	}
	for _, a := range p.Chats {
		h := t.chatKey(a)
		if !bytes.Equal(t.get(bPersonAt, h[:]), k[:]) {
			t.put(bPersonAt, h[:], bytes.Clone(k[:]))
		}
	}
	t.save(bPeople, k[:], p)
}

// Person gives one person.
func (t *tx) Person(id string) (org.Person, bool) {
	k := t.hash("person", id)
	return load[org.Person](t, bPeople, k[:])
}

// PersonAt gives the person who talks in a chat.
func (t *tx) PersonAt(a chat.Address) (org.Person, bool) {
	h := t.chatKey(a)
	k := t.get(bPersonAt, h[:])
	if k == nil {
		return org.Person{}, false
	}
	return need[org.Person](t, bPeople, k), true
}

// People lists everybody, by id.
func (t *tx) People() []org.Person {
	var list []org.Person
	t.scan(bPeople, nil, func(k, v []byte) bool {
		list = append(list, decode[org.Person](t, bPeople, k, v))
		return true
	})
	slices.SortFunc(list, func(a, b org.Person) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

func (t *tx) putPost(p *org.Post) {
	k := t.hash("post", p.ID)
	var old [2][][]byte
	if was, ok := load[org.Post](t, bPosts, k[:]); ok {
		old = t.postKeys(&was)
	}
	now := t.postKeys(p)
	t.reindex(bPostsOf, old[0], now[0])
	t.reindex(bPostsIn, old[1], now[1])
	t.save(bPosts, k[:], p)
}

// postKeys are the keys of a post in the indexes by person and by unit.
func (t *tx) postKeys(p *org.Post) (k [2][][]byte) {
	id := t.hash("post", p.ID)
	if p.Person != "" {
		k[0] = [][]byte{pairKey(t.hash("person", p.Person), id)}
	}
	k[1] = t.pair(p.Unit, id)
	return k
}

// Post gives one post.
func (t *tx) Post(id string) (org.Post, bool) {
	k := t.hash("post", id)
	return load[org.Post](t, bPosts, k[:])
}

// PostsOf lists a person's posts, by id.
func (t *tx) PostsOf(person string) []org.Post {
	return t.postsBy(bPostsOf, t.hash("person", person))
}

// PostsIn lists a unit's posts, by id.
func (t *tx) PostsIn(unit string) []org.Post {
	return t.postsBy(bPostsIn, t.hash("unit", unit))
}

func (t *tx) postsBy(b bucket, h hkey) []org.Post {
	var list []org.Post
	for _, k := range t.tails(b, h[:], false, all) {
		list = append(list, need[org.Post](t, bPosts, k))
	}
	slices.SortFunc(list, func(a, b org.Post) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

func (t *tx) putGroup(g *org.Group) {
	k := t.chatKey(g.Address)
	var old [][]byte
	if was, ok := load[org.Group](t, bGroups, k[:]); ok {
		old = t.pair(was.Unit, k)
	}
	t.reindex(bGroupsOf, old, t.pair(g.Unit, k))
	t.save(bGroups, k[:], g)
}

func (t *tx) dropGroup(a chat.Address) {
	k := t.chatKey(a)
	if was, ok := load[org.Group](t, bGroups, k[:]); ok {
		t.reindex(bGroupsOf, t.pair(was.Unit, k), nil)
		t.del(bGroups, k[:])
	}
}

// Group gives the group at an address.
func (t *tx) Group(a chat.Address) (org.Group, bool) {
	k := t.chatKey(a)
	return load[org.Group](t, bGroups, k[:])
}

// GroupsOf lists a unit's groups, by address.
func (t *tx) GroupsOf(unit string) []org.Group {
	h := t.hash("unit", unit)
	var list []org.Group
	for _, k := range t.tails(bGroupsOf, h[:], false, all) {
		list = append(list, need[org.Group](t, bGroups, k))
	}
	slices.SortFunc(list, func(a, b org.Group) int { return cmp.Compare(a.Address.String(), b.Address.String()) })
	return list
}

func newestFirst[T any](list []T, by func(*T) (time.Time, string)) {
	slices.SortFunc(list, func(a, b T) int {
		at, aid := by(&a)
		bt, bid := by(&b)
		if c := bt.Compare(at); c != 0 {
			return c
		}
		return cmp.Compare(bid, aid)
	})
}
