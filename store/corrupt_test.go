package store

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

var somebody = chat.Address{Channel: "zalo", ID: "12"}

// everyKind has a record in every bucket.
func everyKind(t *testing.T, s *Store) {
	t.Helper()
	for i := range 3 {
		if _, err := s.Accept(bg, benchEvent(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Put(bg, "token", []byte("x")); err != nil {
		t.Fatal(err)
	}
	if err := s.Update(bg, func(tx bot.Tx) error { _, err := tx.Number("n"); return err }); err != nil {
		t.Fatal(err)
	}
	apply(t, s, bot.Change{
		Quarantine: []bot.Quarantined{{Event: benchEvent(1), At: day0}},
		Sessions:   []bot.Session{{Chat: somebody}}, Contacts: []bot.Contact{{Chat: somebody}},
		People:  []org.Person{{ID: "p1", Chats: []chat.Address{somebody}}},
		Posts:   []org.Post{{ID: "s1", Unit: "hn", Person: "p1"}},
		Groups:  []org.Group{{Address: somebody, Unit: "hn"}},
		Invites: []org.Invite{{Hash: "h", Uses: 1}},
		Reports: []report.Report{{ID: "2611-0001", Kind: report.Urgent, Unit: "hn", Person: "p1", Period: "2026-11", At: day0, State: report.New, Prompt: "YC-2611-001", HeldBy: []report.Hand{{Unit: "hn"}}}},
		Prompts: []bot.PromptCall{{ID: "YC", Unit: "hn"}},
		Outbox:  []bot.Outgoing{{Dedup: "d", State: bot.Parked, Msg: chat.Outbound{To: somebody}}},
		Media:   []bot.Media{{ID: "m", Report: "2611-0001", Person: "p1", State: bot.MediaWanted}},
		Timers:  []bot.Timer{{Key: "k", Due: day0}},
		Fired:   []bot.Fired{{Rule: "r", At: day0}}, Flows: []bot.FlowSet{{Version: "v"}}, Audit: []bot.Audit{{At: day0}},
	})
}

// readers read the record of everyKind in each bucket with sealed values.
var readers = map[bucket]func(bot.View){
	bInbox:      func(v bot.View) { v.Waiting(10) },
	bQuarantine: func(v bot.View) { v.Quarantined() },
	bSessions:   func(v bot.View) { v.Session(somebody) },
	bContacts:   func(v bot.View) { v.Contact(somebody) },
	bPeople:     func(v bot.View) { v.PersonAt(somebody) },
	bPosts:      func(v bot.View) { v.PostsOf("p1") },
	bGroups:     func(v bot.View) { v.GroupsOf("hn") },
	bInvites:    func(v bot.View) { v.Invite("h") },
	bReports:    func(v bot.View) { v.ReportsIn("hn", "2026-11") },
	bPrompts:    func(v bot.View) { v.Prompts("hn") },
	bOutbox:     func(v bot.View) { v.ParkedFor(somebody) },
	bMedia:      func(v bot.View) { v.MediaOf("2611-0001") },
	bTimers:     func(v bot.View) { v.NextTimer() },
	bFired:      func(v bot.View) { v.Fired("r") },
	bFlows:      func(v bot.View) { v.FlowSet("v") },
	bAudit:      func(v bot.View) { v.Audits(1) },
}

// raw changes the data file behind the store's back.
func raw(t *testing.T, c Config, f func(b func(bucket) *bolt.Bucket) error) {
	t.Helper()
	db, err := bolt.Open(c.Path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(btx *bolt.Tx) error {
		return f(func(b bucket) *bolt.Bucket { return btx.Bucket([]byte(b.String())) })
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestDamagedRecord changes a byte of one record in each bucket: reading it is
// an error that names the place, in a view and in an update; the rest is read.
func TestDamagedRecord(t *testing.T) {
	for b, read := range readers {
		for _, how := range []string{"last byte", "cut", "empty", "version"} {
			c := testConfig(t)
			s := mustOpen(t, c)
			everyKind(t, s)
			closeNow(t, s)
			raw(t, c, func(at func(bucket) *bolt.Bucket) error {
				k, v := at(b).Cursor().First()
				v = bytes.Clone(v)
				switch how {
				case "last byte":
					v[len(v)-1] ^= 1
				case "cut":
					v = v[:len(v)/2]
				case "empty":
					v = nil
				case "version":
					v[0] ^= 0x40
				}
				return at(b).Put(bytes.Clone(k), v)
			})
			s, err := Open(c)
			if err != nil {
				t.Fatal(err)
			}
			for _, err := range []error{
				s.View(bg, func(v bot.View) error { read(v); return nil }),
				s.Update(bg, func(tx bot.Tx) error { read(tx); return nil }),
			} {
				var bad *CorruptError
				if !errors.As(err, &bad) || bad.Bucket != b.String() || bad.Key == "" {
					t.Errorf("%s, %s: %v", b, how, err)
				}
			}
			for other, read := range readers {
				if other != b {
					if err := s.View(bg, func(v bot.View) error { read(v); return nil }); err != nil {
						t.Errorf("%s of %s spoils %s: %v", how, b, other, err)
					}
				}
			}
			if err := s.Check(bg); err == nil {
				t.Errorf("%s, %s: the check finds nothing", b, how)
			}
			if fresh, err := s.Accept(bg, benchEvent(77)); !fresh || err != nil {
				t.Errorf("accept beside damage: %v, %v", fresh, err)
			}
			closeNow(t, s)
		}
	}
}

// TestDamagedRow: a row that cannot be read is named, and the others are read.
func TestDamagedRow(t *testing.T) {
	c := testConfig(t)
	s := mustOpen(t, c)
	for _, why := range []string{"a", "b", "c"} {
		apply(t, s, bot.Change{Outbox: []bot.Outgoing{{Why: why, Msg: chat.Outbound{To: somebody}}}})
	}
	closeNow(t, s)
	raw(t, c, func(at func(bucket) *bolt.Bucket) error {
		v := bytes.Clone(at(bOutbox).Get(be8(nil, 2)))
		v[len(v)-1] ^= 1
		return at(bOutbox).Put(be8(nil, 2), v)
	})
	s = mustOpen(t, c)
	defer closeNow(t, s)
	if err := s.View(bg, func(v bot.View) error {
		rows := v.Outbox(0, 10)
		one, ok := v.Outgoing(2)
		if len(rows) != 3 || rows[0].Why != "a" || rows[2].Why != "c" || !ok || one.ID != 2 || one.State != bot.Damaged || rows[1].Reason != one.Reason {
			t.Errorf("%+v, %+v", rows, one)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
}

// TestCheckFinds breaks what holds between records.
func TestCheckFinds(t *testing.T) {
	drop := func(b bucket) func(func(bucket) *bolt.Bucket) error {
		return func(at func(bucket) *bolt.Bucket) error {
			k, _ := at(b).Cursor().First()
			return at(b).Delete(bytes.Clone(k))
		}
	}
	breaks := map[string]func(func(bucket) *bolt.Bucket) error{
		"an event in two places": func(at func(bucket) *bolt.Bucket) error {
			_, v := at(bQuarantine).Cursor().First()
			k, _ := at(bInbox).Cursor().First()
			return at(bQuarantine).Put(bytes.Clone(k), bytes.Clone(v))
		},
		"a series of another length": func(at func(bucket) *bolt.Bucket) error {
			k, _ := at(bSeries).Cursor().First()
			return at(bSeries).Put(bytes.Clone(k), []byte{1})
		},
		"two events with one number": func(at func(bucket) *bolt.Bucket) error {
			_, v := at(bDedup).Cursor().First()
			return at(bDedup).Put(make([]byte, 16), bytes.Clone(v))
		},
		"a moved session": func(at func(bucket) *bolt.Bucket) error {
			_, v := at(bSessions).Cursor().First()
			return at(bSessions).Put(make([]byte, 16), bytes.Clone(v))
		},
		"an outbox state that lies": func(at func(bucket) *bolt.Bucket) error {
			k, v := at(bOutbox).Cursor().First()
			v = bytes.Clone(v)
			v[0] = 'q'
			return at(bOutbox).Put(bytes.Clone(k), v)
		},
	}
	for _, b := range append([]bucket{bSeen}, indexes...) {
		breaks[b.String()+" without its entry"] = drop(b)
		breaks[b.String()+" with one too many"] = func(at func(bucket) *bolt.Bucket) error {
			return at(b).Put(bytes.Repeat([]byte{1}, 24), nil)
		}
	}
	for _, b := range []bucket{bPeople, bPosts, bReports, bTimers, bPrompts, bGroups, bMedia} {
		breaks[b.String()+" gone from under its index"] = drop(b)
	}
	for name, f := range breaks {
		c := testConfig(t)
		s := mustOpen(t, c)
		everyKind(t, s)
		if err := s.Check(bg); err != nil {
			t.Fatal(err)
		}
		closeNow(t, s)
		raw(t, c, f)
		s, err := Open(c)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Check(bg); err == nil {
			t.Errorf("%s: the check finds nothing", name)
		}
		closeNow(t, s)
	}
}

// Without its key of the day an event does not pass for absent. Salvage sets it
// aside so that the others get on, and puts it back when the key is back.
func TestKeyOfTheDayLost(t *testing.T) {
	c := testConfig(t)
	now := day0
	c.Now = func() time.Time { return now }
	s := mustOpen(t, c)
	for i := range 2 {
		if _, err := s.Accept(bg, benchEvent(i)); err != nil {
			t.Fatal(err)
		}
	}
	apply(t, s, bot.Change{Quarantine: []bot.Quarantined{{Event: benchEvent(1), At: now}}})
	now = now.AddDate(0, 0, 1)
	if _, err := s.Accept(bg, benchEvent(2)); err != nil {
		t.Fatal(err)
	}
	closeNow(t, s)
	lost := []string{s.days.path(keyID(forInbox, dayOf(day0))), s.days.path(keyID(forQuarantine, dayOf(day0)))}
	for _, f := range lost {
		if err := os.Rename(f, f+".lost"); err != nil {
			t.Fatal(err)
		}
	}
	s = mustOpen(t, c)
	var bad *CorruptError
	if err := s.View(bg, func(v bot.View) error { v.Waiting(1); return nil }); !errors.As(err, &bad) {
		t.Errorf("waiting: %v", err)
	}
	if fresh, err := s.Accept(bg, benchEvent(0)); fresh || err != nil {
		t.Errorf("accept again: %v, %v", fresh, err)
	}
	salvage := func(want Salvaged, waiting, quarantined, damaged int) {
		t.Helper()
		if n, err := s.Salvage(bg); n != want || err != nil {
			t.Errorf("salvaged %+v, %v, want %+v", n, err, want)
		}
		if z := s.Sizes(); z.Waiting != waiting || z.Quarantined != quarantined || z.Damaged != damaged {
			t.Errorf("sizes %+v", z)
		}
		err := s.View(bg, func(v bot.View) error {
			if w, q := len(v.Waiting(10)), len(v.Quarantined()); w != waiting || q != quarantined {
				t.Errorf("%d wait, %d are quarantined", w, q)
			}
			return nil
		})
		if err = errors.Join(err, s.Check(bg)); err != nil {
			t.Error(err)
		}
	}
	salvage(Salvaged{Aside: 2}, 1, 0, 2)
	salvage(Salvaged{}, 1, 0, 2)
	if fresh, err := s.Accept(bg, benchEvent(0)); fresh || err != nil {
		t.Errorf("accept again: %v, %v", fresh, err)
	}
	for _, f := range lost {
		if err := os.Rename(f+".lost", f); err != nil {
			t.Fatal(err)
		}
	}
	closeNow(t, s)
	s = mustOpen(t, c)
	salvage(Salvaged{Back: 2}, 2, 1, 0)
}
