package store_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/store"
	"langnghe/store/storetest"
)

var bg = context.Background()

// TestNothingInTheClear puts names, numbers and words into every field of every
// kind of record and looks for them in the raw bytes of all files.
func TestNothingInTheClear(t *testing.T) {
	dir := t.TempDir()
	o := storetest.Options{Dir: dir, Now: func() time.Time { return time.Unix(1_795_000_000, 0) }}
	s := open(t, o)
	for _, e := range storetest.Events() {
		if _, err := s.Accept(bg, e); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Put(bg, storetest.SecretName, []byte(storetest.SecretPhone)); err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		err := s.Update(bg, func(tx bot.Tx) error {
			if _, err := tx.Number(storetest.SecretName); err != nil {
				return err
			}
			_, err := tx.Apply(storetest.Sample(n))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	lookFor(t, dir)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	lookFor(t, dir)
}

func lookFor(t *testing.T, dir string) {
	t.Helper()
	var needles [][]byte
	for _, w := range []string{storetest.SecretName, storetest.SecretPhone, storetest.SecretText, storetest.SecretID} {
		quoted, _ := json.Marshal(w)
		needles = append(needles, []byte(w), quoted[1:len(quoted)-1], []byte(hex.EncodeToString([]byte(w))))
		for i := range 3 { // base64 at each of the three places it may begin
			enc := base64.RawStdEncoding.EncodeToString([]byte(w)[i : i+(len(w)-i)/3*3])
			needles = append(needles, []byte(enc))
		}
	}
	files := 0
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		b, err := os.ReadFile(path)
		for _, n := range needles {
			if bytes.Contains(b, n) || bytes.Contains([]byte(path), n) {
				t.Errorf("%s holds %q", filepath.Base(path), n)
			}
		}
		return err
	})
	if err != nil || files < 3 {
		t.Errorf("looked into %d files: %v", files, err)
	}
}

// TestForgottenForGood keeps a copy of the data file with an event in it. After
// the retention not even the key file opens it any more.
func TestForgottenForGood(t *testing.T) {
	dir := t.TempDir()
	now := time.Date(2026, 11, 23, 23, 59, 0, 0, time.UTC)
	o := storetest.Options{Dir: dir, Now: func() time.Time { return now }}
	s := open(t, o).(*store.Store)
	e := storetest.Events()
	for i := range e {
		if _, err := s.Accept(bg, e[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Update(bg, func(tx bot.Tx) error {
		_, err := tx.Apply(bot.Change{Quarantine: []bot.Quarantined{{Event: e[1], At: now}}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	var copied bytes.Buffer
	if err := s.Backup(bg, &copied); err != nil {
		t.Fatal(err)
	}
	if err := s.Update(bg, func(tx bot.Tx) error {
		_, err := tx.Apply(bot.Change{Handled: []bot.EventID{{Channel: e[0].Channel, Key: e[0].Key}}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	readable := func() (waiting int, err error) {
		t.Helper()
		at := t.TempDir()
		if err := os.CopyFS(at, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(filepath.Join(at, "langnghe.db.key"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(at, "langnghe.db"), copied.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		old := open(t, storetest.Options{Dir: at, Now: o.Now})
		defer old.Close() //nolint:errcheck // a copy
		err = old.View(bg, func(v bot.View) error {
			waiting = len(v.Waiting(100))
			v.Quarantined()
			return nil
		})
		return waiting, err
	}
	if n, err := readable(); n != 2 || err != nil {
		t.Fatalf("the copy shows %d events, %v", n, err)
	}
	now = now.AddDate(0, 0, 30)
	if n, err := s.Sweep(now); err != nil || n != (store.Swept{}) {
		t.Errorf("on the last day of the retention %+v was swept, %v", n, err)
	}
	now = now.AddDate(0, 0, 1)
	n, err := s.Sweep(now)
	if err != nil || n != (store.Swept{DayKeys: 2, Quarantined: 1, Resealed: 1, Dedup: 2}) {
		t.Errorf("swept %+v, %v", n, err)
	}
	if n, err := readable(); err == nil {
		t.Errorf("after the sweep the copy still shows %d events", n)
	}
	// The event nobody handled is still there, and still known.
	err = s.View(bg, func(v bot.View) error {
		if w := v.Waiting(10); len(w) != 1 || w[0].Key != e[2].Key || !bytes.Equal(w[0].Body, e[2].Body) {
			t.Errorf("waiting after the sweep: %d", len(w))
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if fresh, err := s.Accept(bg, e[2]); fresh || err != nil {
		t.Errorf("an event that waits is fresh after the sweep: %v, %v", fresh, err)
	}
	if err := s.Check(bg); err != nil {
		t.Error(err)
	}
	if z := s.Sizes(); z.Waiting != 1 || z.Quarantined != 0 {
		t.Errorf("sizes %+v", z)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
