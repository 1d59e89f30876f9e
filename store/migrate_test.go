package store

import (
	"errors"
	"strings"
	"testing"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot"
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

// A file of the first version gets room for photos, voice notes and files.
func TestMigrateFromOne(t *testing.T) {
	c := testConfig(t)
	closeNow(t, mustOpen(t, c))
	raw(t, c, func(at func(bucket) *bolt.Bucket) error {
		for _, b := range []bucket{bMedia, bMediaOf, bMediaBy} {
			if err := at(bMeta).Tx().DeleteBucket([]byte(b.String())); err != nil {
				return err
			}
		}
		return nil
	})
	setVersion(t, c, 1)
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
	list := []migration{{0, "a fake", func(btx *bolt.Tx) error {
		if ran++; ran == 1 {
			_ = btx.DeleteBucket([]byte("vault"))
			return oops
		}
		return btx.Bucket([]byte("meta")).Put([]byte("migrated"), []byte{1})
	}}}
	if err := migrate(db, &c, list, 1); !errors.Is(err, oops) {
		t.Errorf("a migration that fails: %v", err)
	}
	for range 2 { // the second time there is nothing to do
		if err := migrate(db, &c, list, 1); err != nil || ran != 2 {
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
