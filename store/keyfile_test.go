package store

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

var day0 = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func testConfig(t testing.TB) Config {
	return Config{Path: filepath.Join(t.TempDir(), "db"), Now: func() time.Time { return day0 }, NoSync: true}
}

// mustOpen opens a store that is checked and closed at the end of the test.
func mustOpen(t testing.TB, c Config) *Store {
	t.Helper()
	s, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if s.db.Load() == nil {
			return
		}
		if err := s.Check(bg); err != nil && !t.Failed() {
			t.Errorf("check: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func closeNow(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestKeyFile(t *testing.T) {
	c := testConfig(t)
	closeNow(t, mustOpen(t, c))
	file := c.Path + ".key"
	key, err := os.ReadFile(file)
	if err != nil || len(key) != keySize {
		t.Fatalf("key file: %d bytes, %v", len(key), err)
	}
	if st, _ := os.Stat(file); st.Mode().Perm() != 0o600 {
		t.Errorf("key file has mode %v", st.Mode())
	}
	refused := func(name, want string) {
		t.Helper()
		s, err := Open(c)
		if err == nil {
			_ = s.Close()
			t.Errorf("%s: opened", name)
			return
		}
		if !strings.Contains(err.Error(), file) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: the message does not name the file or say %q: %v", name, want, err)
		}
	}
	write := func(b []byte, mode os.FileMode) {
		t.Helper()
		_ = os.Remove(file)
		if err := os.WriteFile(file, b, mode); err != nil {
			t.Fatal(err)
		}
	}
	write(key, 0o640)
	refused("readable by others", "chmod 600")
	write(bytes.Repeat([]byte{7}, keySize), 0o600)
	refused("wrong", "does not fit")
	write(key[:31], 0o600)
	refused("short", "not a key file")
	_ = os.Remove(file)
	refused("missing", "backup")
	if _, err := os.Stat(file); err == nil {
		t.Error("a key file was made for a store that has one")
	}
	write(key, 0o600)
	closeNow(t, mustOpen(t, c))
}

// The file is there but was never laid out: the first start died.
func TestDiedAtFirstStart(t *testing.T) {
	c := testConfig(t)
	if err := os.WriteFile(c.Path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	closeNow(t, mustOpen(t, c))
	c = testConfig(t)
	closeNow(t, mustOpen(t, c))
	_ = os.Remove(c.Path)
	db, err := bolt.Open(c.Path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = db.Close()
	s := mustOpen(t, c)
	if err := s.Put(bg, "a", []byte("b")); err != nil {
		t.Error(err)
	}
}

func TestParseURL(t *testing.T) {
	if p, err := ParseURL("bolt:/a/b.db"); err != nil || p != "/a/b.db" {
		t.Errorf("%q, %v", p, err)
	}
	for _, bad := range []string{"", "bolt:", "/a/b.db", "postgres://x"} {
		if _, err := ParseURL(bad); err == nil || !strings.Contains(err.Error(), "bolt:PATH") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestConfigNeeded(t *testing.T) {
	for _, c := range []Config{{Now: time.Now}, {Path: "x"}} {
		if _, err := Open(c); err == nil {
			t.Errorf("opened with %+v", c)
		}
	}
}

// With chance given from outside, as the drill does, two stores are alike.
func TestSeeded(t *testing.T) {
	var hashes []string
	for range 2 {
		c := testConfig(t)
		c.Rand = rand.NewChaCha8([32]byte{1})
		s := mustOpen(t, c)
		if _, err := s.Accept(bg, benchEvent(1)); err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, s.Hash("invite", "123456"))
	}
	if hashes[0] != hashes[1] {
		t.Error("the same seed gave two keys")
	}
}

// Another day begins, and the disk has no room for its key.
func TestNoDayKey(t *testing.T) {
	c := testConfig(t)
	now := day0
	c.Now = func() time.Time { return now }
	s := mustOpen(t, c)
	if _, err := s.Accept(bg, benchEvent(1)); err != nil {
		t.Fatal(err)
	}
	now = now.AddDate(0, 0, 1)
	day := s.days.path(keyID(forInbox, dayOf(now)))
	if err := os.Mkdir(day+".tmp", 0o700); err != nil {
		t.Fatal(err)
	}
	if fresh, err := s.Accept(bg, benchEvent(2)); fresh || !errors.Is(err, ErrStore) {
		t.Errorf("accept without a key of the day: %v, %v", fresh, err)
	}
	if err := os.Remove(day + ".tmp"); err != nil {
		t.Fatal(err)
	}
	if fresh, err := s.Accept(bg, benchEvent(2)); !fresh || err != nil {
		t.Errorf("accept with the key: %v, %v", fresh, err)
	}
	if fresh, err := s.Accept(bg, benchEvent(1)); fresh || err != nil {
		t.Errorf("accept of yesterday's event: %v, %v", fresh, err)
	}
}
