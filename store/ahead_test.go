package store

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"testing"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
)

// readAhead has a transaction read ahead for the chats, to the end.
func readAhead(t *tx, chats ...chat.Address) {
	t.Ahead(func() (c chat.Address, ok bool) {
		if len(chats) == 0 {
			return c, false
		}
		c, chats = chats[0], chats[1:]
		return c, true
	})
	<-t.ahead.done
}

// What was read ahead is what is there, serves once, and is forgotten where the
// transaction has written: before as well as after it was read.
func TestAhead(t *testing.T) {
	s := mustOpen(t, testConfig(t))
	everyKind(t, s)
	other := chat.Address{Channel: "telegram", ID: "7"}
	var many bot.Change // small buckets lie in the page of another and are copied when they are opened
	for i := range 20 {
		a := chat.Address{Channel: "zalo", ID: fmt.Sprint("of many ", i)}
		many.Contacts = append(many.Contacts, bot.Contact{Chat: a})
		many.Posts = append(many.Posts, org.Post{ID: a.ID, Unit: "hn", Person: a.ID})
		many.People = append(many.People, org.Person{ID: a.ID, Chats: []chat.Address{a}})
		many.Sessions = append(many.Sessions, bot.Session{Chat: a})
	}
	apply(t, s, many)
	person := org.Person{ID: "p1", Name: "Lan", Chats: []chat.Address{somebody}}
	apply(t, s, bot.Change{
		Sessions: []bot.Session{{Chat: somebody, Held: "một", Turns: 1}, {Chat: other, Held: "khác", Turns: 1}},
		People:   []org.Person{person},
	})
	err := s.update(bg, func(x *tx) error {
		if _, err := x.Apply(bot.Change{Sessions: []bot.Session{{Chat: other, Held: "mới", Turns: 2}}}); err != nil {
			return err
		}
		readAhead(x, somebody, other, chat.Address{Channel: "zalo", ID: "nobody"})
		if n := len(x.ahead.recs); n != 5 {
			t.Errorf("%d records were read ahead, want two sessions, a contact, a person and a post", n)
		}
		for range 2 { // the second time from the file
			got, ok := x.Session(somebody)
			if want := (bot.Session{Chat: somebody, Held: "một", Turns: 1}); !ok || !reflect.DeepEqual(got, want) {
				t.Errorf("session: %+v", got)
			}
			if got, ok := x.PersonAt(somebody); !ok || !reflect.DeepEqual(got, person) {
				t.Errorf("person: %+v", got)
			}
			if got := x.PostsOf("p1"); len(got) != 1 || got[0].ID != "s1" {
				t.Errorf("posts: %+v", got)
			}
			if got, ok := x.Contact(somebody); !ok || got.Chat != somebody {
				t.Errorf("contact: %+v", got)
			}
			if n := len(x.ahead.recs); n != 1 {
				t.Errorf("%d records are left, want the other's old session", n)
			}
		}
		if got, _ := x.Session(other); got.Held != "mới" {
			t.Errorf("what the transaction wrote before is not seen: %+v", got)
		}
		x.ahead.end()
		x.ahead = nil
		readAhead(x, somebody)
		if _, err := x.Apply(bot.Change{Sessions: []bot.Session{{Chat: somebody, Held: "hai", Turns: 2}}}); err != nil {
			return err
		}
		if got, _ := x.Session(somebody); got.Held != "hai" {
			t.Errorf("what the transaction wrote after is not seen: %+v", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A record that cannot be read ahead stops the one who needs it, and nobody
// else; and who fails leaves no reader behind.
func TestAheadDamaged(t *testing.T) {
	s := mustOpen(t, testConfig(t))
	everyKind(t, s)
	k := s.keys.hash.sum("chat", somebody.Channel, somebody.ID)
	damage := func(value []byte) (was []byte) {
		err := s.db.Load().Update(func(btx *bolt.Tx) error {
			b := btx.Bucket([]byte(bSessions.String()))
			was = bytes.Clone(b.Get(k[:]))
			return b.Put(k[:], value)
		})
		if err != nil {
			t.Fatal(err)
		}
		return was
	}
	whole := damage(make([]byte, 100))
	defer damage(whole)
	err := s.update(bg, func(x *tx) error {
		readAhead(x, somebody)
		x.Session(somebody)
		return nil
	})
	if !errors.As(err, new(*CorruptError)) {
		t.Errorf("reading it gives %v", err)
	}
	oops := errors.New("oops")
	endless := func() (chat.Address, bool) { return somebody, true }
	if err := s.Update(bg, func(x bot.Tx) error { x.Ahead(endless); return oops }); !errors.Is(err, oops) {
		t.Errorf("a failing job gives %v", err)
	}
	if err := s.Update(bg, func(x bot.Tx) error { x.Ahead(endless); panic("at work") }); !errors.As(err, new(*PanicError)) {
		t.Errorf("a panicking job gives %v", err)
	}
	if n := s.db.Load().Stats().OpenTxN; n != 0 {
		t.Errorf("%d readers are left", n)
	}
}
