package store

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"langnghe/bot"
)

// With the options of production nothing trades durability away.
func TestProductionSyncs(t *testing.T) {
	c := testConfig(t)
	c.NoSync = false
	s := mustOpen(t, c)
	db := s.db.Load()
	if db.NoSync || db.NoGrowSync || db.NoFreelistSync {
		t.Errorf("NoSync %v, NoGrowSync %v, NoFreelistSync %v: all must be false", db.NoSync, db.NoGrowSync, db.NoFreelistSync)
	}
	if _, err := s.Accept(bg, benchEvent(1)); err != nil {
		t.Error(err)
	}
	if _, err := s.Sweep(day0.AddDate(1, 0, 0)); err != nil {
		t.Error(err)
	}
}

// snapshots gives the data file before and after one commit.
func snapshots(t *testing.T) (c Config, before, after []byte) {
	c = testConfig(t)
	c.MaxSize = 8 << 20 // then the file grows in small steps, and copying is cheap
	s := mustOpen(t, c)
	at := 0
	s.c.Fault = func(string) (err error) {
		b, err := os.ReadFile(c.Path)
		if at++; at%2 == 1 {
			before = b
		} else {
			after = b
		}
		return err
	}
	for i := range 60 {
		if _, err := s.Accept(bg, benchEvent(i)); err != nil {
			t.Fatal(err)
		}
	}
	apply(t, s, bot.Change{Handled: []bot.EventID{{Channel: "zalo", Key: benchEvent(3).Key}}, Timers: []bot.Timer{{Key: "last", Due: day0}}})
	s.c.Fault = func(string) error { return nil }
	closeNow(t, s)
	return c, before, after
}

// openCopy opens the store over another data file and says whether the last
// commit of snapshots is in it.
func openCopy(t *testing.T, c Config, file []byte) (last bool) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "db")
	if err := os.CopyFS(path+".keys", os.DirFS(c.Path+".keys")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	c.KeyFile, c.Path = c.Path+".key", path
	s, err := Open(c)
	if err != nil {
		t.Errorf("open: %v", err)
		return false
	}
	defer closeNow(t, s)
	if err := s.Check(bg); err != nil {
		t.Errorf("check: %v", err)
	}
	waiting := 0
	err = s.View(bg, func(v bot.View) error {
		_, last = v.NextTimer()
		waiting = len(v.Waiting(1000))
		return nil
	})
	if err != nil || waiting != 60 && !last || waiting != 59 && last {
		t.Errorf("%d events wait, last commit %v, %v", waiting, last, err)
	}
	if _, err := s.Accept(bg, benchEvent(1000)); err != nil {
		t.Errorf("accept afterwards: %v", err)
	}
	return last
}

// TestTornCommit is a power cut within a commit: of its pages any may have
// reached the disk, its meta page not or only in part.
func TestTornCommit(t *testing.T) {
	const page = 4096
	c, before, after := snapshots(t)
	if !openCopy(t, c, after) || openCopy(t, c, before) {
		t.Fatal("the snapshots are not those before and after the commit")
	}
	var data []int
	meta := -1
	for i := 0; i < len(after); i += page {
		if i < len(before) && bytes.Equal(before[i:i+page], after[i:i+page]) {
			continue
		}
		if i < 2*page {
			meta = i
			continue
		}
		data = append(data, i)
	}
	if meta < 0 || len(data) == 0 {
		t.Fatalf("the commit changed %d pages and meta page %d", len(data), meta)
	}
	r := rand.New(rand.NewPCG(1, 1))
	for round := range 60 {
		file := bytes.Clone(before)
		file = append(file, make([]byte, len(after)-len(before))...)
		for _, i := range data {
			if round == 0 || r.IntN(2) == 0 {
				copy(file[i:], after[i:i+page])
			}
		}
		if round%3 == 2 { // the meta page, cut short within its fields
			copy(file[meta:], after[meta:meta+16+r.IntN(60)])
			if bytes.Equal(file[meta:meta+80], after[meta:meta+80]) {
				continue
			}
		}
		if openCopy(t, c, file) {
			t.Errorf("round %d: a torn commit passes for whole", round)
		}
	}
}

// TestDamagedMeta damages one of the two meta pages: the other serves, which is
// the last state or the one before it.
func TestDamagedMeta(t *testing.T) {
	c, _, after := snapshots(t)
	states := map[bool]int{}
	for _, page := range []int{0, 1} {
		file := bytes.Clone(after)
		for i := range 64 {
			file[page*4096+16+i] ^= 0xff
		}
		states[openCopy(t, c, file)]++
	}
	if states[true] != 1 || states[false] != 1 {
		t.Errorf("of the two meta pages %d showed the last state and %d the one before", states[true], states[false])
	}
	file := bytes.Clone(after)
	for i := range 2 * 4096 {
		file[i] = 0xff
	}
	c2 := c
	c2.KeyFile, c2.Path = c.Path+".key", filepath.Join(t.TempDir(), "db")
	if err := os.WriteFile(c2.Path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := Open(c2); err == nil {
		_ = s.Close()
		t.Error("a file without a sound meta page opened")
	}
}

// TestMend has the file vanish after a failed commit: calls fail, no new store
// is made in its place, and when the file is back all goes on.
func TestMend(t *testing.T) {
	c := testConfig(t)
	c.NoSync = false // the meta pages are settled
	fail, alerts := false, 0
	c.Alert = func(key, _ string) { alerts++ }
	c.Fault = func(point string) error {
		if !fail {
			return nil
		}
		return errors.Join(errors.New("disk"), os.Rename(c.Path, c.Path+".away"))
	}
	s := mustOpen(t, c)
	if _, err := s.Accept(bg, benchEvent(1)); err != nil {
		t.Fatal(err)
	}
	fail = true
	if _, err := s.Accept(bg, benchEvent(2)); !errors.Is(err, ErrStore) {
		t.Errorf("accept: %v", err)
	}
	fail = false
	for range 2 {
		if _, err := s.Accept(bg, benchEvent(2)); !errors.Is(err, ErrStore) {
			t.Errorf("accept without the file: %v", err)
		}
		if err := s.View(bg, func(bot.View) error { return nil }); !errors.Is(err, ErrStore) {
			t.Errorf("view without the file: %v", err)
		}
	}
	if _, err := os.Stat(c.Path); err == nil || alerts != 1 {
		t.Errorf("a new file was made: %v; %d alerts", err == nil, alerts)
	}
	if err := os.Rename(c.Path+".away", c.Path); err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{false, true} {
		if fresh, err := s.Accept(bg, benchEvent(1+i)); err != nil || fresh != want {
			t.Errorf("accept %d with the file back: fresh %v, %v", i, fresh, err)
		}
	}
}
