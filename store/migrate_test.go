package store

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot"
	"langnghe/bot/report"
)

func setVersion(t *testing.T, c Config, v uint32) {
	t.Helper()
	db, err := bolt.Open(c.Path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(func(btx *bolt.Tx) error { return putVersion(btx, v) }); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestNewerVersion(t *testing.T) {
	c := testConfig(t)
	closeNow(t, mustOpen(t, c))
	setVersion(t, c, schemaVersion+1)
	if _, err := Open(c); err == nil || !strings.Contains(err.Error(), "newer program") {
		t.Errorf("a store of a newer version: %v", err)
	}
	setVersion(t, c, 0)
	if _, err := Open(c); err == nil || !strings.Contains(err.Error(), "version 0") {
		t.Errorf("a store of an unknown old version: %v", err)
	}
}

// A file of version 2 gets room for photos, voice notes and files.
func TestMigrateMedia(t *testing.T) {
	c := testConfig(t)
	closeNow(t, mustOpen(t, c))
	raw(t, c, func(at func(bucket) *bolt.Bucket) error {
		for _, b := range []bucket{bMedia, bMediaOf, bMediaBy, bAnswers} {
			if err := at(bMeta).Tx().DeleteBucket([]byte(b.String())); err != nil {
				return err
			}
		}
		return nil
	})
	setVersion(t, c, 2)
	s := mustOpen(t, c)
	apply(t, s, bot.Change{Media: []bot.Media{{ID: "m", Report: "2611-0001", State: bot.MediaWanted}}})
	if err := s.Check(bg); err != nil {
		t.Error(err)
	}
}

func TestMigrate(t *testing.T) {
	c := testConfig(t)
	s := mustOpen(t, c)
	if err := s.Put(bg, "a", []byte("b")); err != nil {
		t.Fatal(err)
	}
	closeNow(t, s)
	setVersion(t, c, 0)
	db, err := bolt.Open(c.Path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.fill(); err != nil {
		t.Fatal(err)
	}
	oops := errors.New("oops")
	ran := 0
	list := []migration{{0, "a fake", func(t *tx) error {
		if ran++; ran == 1 {
			_ = t.btx.DeleteBucket([]byte("vault"))
			return oops
		}
		return t.bucket(bMeta).Put([]byte("migrated"), []byte{1})
	}}}
	file, err := loadKeyFile(&c, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := (&Store{c: c}).migrate(db, file, list, 1); !errors.Is(err, oops) {
		t.Errorf("a migration that fails: %v", err)
	}
	for range 2 { // the second time there is nothing to do
		if err := (&Store{c: c}).migrate(db, file, list, 1); err != nil || ran != 2 {
			t.Errorf("migrate: %v, ran %d times", err, ran)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	s = mustOpen(t, c)
	if v, err := s.Get(bg, "a"); err != nil || string(v) != "b" {
		t.Errorf("after migrating: %q, %v", v, err)
	}
}

// A file of version 1 has no index of who has filed and of who has answered a
// prompt. Opening it makes them; a report that cannot be read does not stand in the way.
func TestMigrateFiled(t *testing.T) {
	for _, damaged := range []bool{false, true} {
		c := testConfig(t)
		s := mustOpen(t, c)
		everyKind(t, s)
		apply(t, s, bot.Change{Reports: []report.Report{
			{ID: "2610-0001", Kind: report.Periodic, Unit: "hn", Person: "p1", Period: "2026-10", State: report.Held, Prompt: "YC-2610-009"},
			{ID: "2611-0002", Kind: report.Nil, Unit: "hn", Person: "p1", Period: "2026-11", State: report.Withdrawn},
		}})
		closeNow(t, s)
		raw(t, c, func(at func(bucket) *bolt.Bucket) error {
			if damaged {
				k, v := at(bReports).Cursor().Last()
				v = bytes.Clone(v)
				v[len(v)-1] ^= 1
				if err := at(bReports).Put(bytes.Clone(k), v); err != nil {
					return err
				}
			}
			tx := at(bMeta).Tx()
			err := putVersion(tx, 1)
			for _, b := range []bucket{bReportsBy, bAside, bMedia, bMediaOf, bMediaBy} {
				err = errors.Join(err, tx.DeleteBucket([]byte(b.String())))
			}
			return err
		})
		s = mustOpen(t, c)
		err := s.View(bg, func(v bot.View) error {
			if n, he := v.Answered("YC-2610-009", "p1"); n != 1 || !he {
				t.Errorf("answered: %d, %v", n, he)
			}
			for _, x := range []struct {
				period, kind string
				want         bool
			}{
				{"2026-10", report.Periodic, true}, {"2026-10", report.Nil, false}, {"2026-11", report.Urgent, true},
				{"2026-11", report.Nil, false}, {"2026-12", report.Periodic, false},
			} {
				if got := v.Filed("p1", x.period, x.kind); got != x.want {
					t.Errorf("%s %s filed: %v", x.period, x.kind, got)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Check(bg); (err != nil) != damaged {
			t.Errorf("damaged %v: check: %v", damaged, err)
		}
		closeNow(t, s)
	}
}
