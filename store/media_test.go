package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot"
	"langnghe/bot/media"
)

func mediaFile(s *Store, id string) string { return s.media.path(s.mediaKey(id)) }

func keepOne(id string, k media.Kind, report string, at time.Time) bot.Media {
	return bot.Media{ID: id, Kind: k, State: bot.MediaKept, Report: report, At: at}
}

// TestMediaDamaged: a damaged file never passes for absent, and the check names it.
func TestMediaDamaged(t *testing.T) {
	s := mustOpen(t, testConfig(t))
	picture := bytes.Repeat([]byte("picture"), 100)
	if err := s.PutMedia("m1", media.Photo, picture); err != nil {
		t.Fatal(err)
	}
	apply(t, s, bot.Change{Media: []bot.Media{keepOne("m1", media.Photo, "2611-0001", day0)}})
	whole, err := os.ReadFile(mediaFile(s, "m1"))
	if err != nil || bytes.Contains(whole, []byte("picturepicture")) {
		t.Fatalf("the file holds the picture in the clear, or is not there: %v", err)
	}
	flipped := bytes.Clone(whole)
	flipped[len(flipped)-1] ^= 1
	for name, b := range map[string][]byte{"a byte": flipped, "cut": whole[:40], "short": whole[:3], "empty": {}, "another's": nil} {
		if name == "another's" {
			if err := s.PutMedia("m2", media.Photo, picture); err != nil {
				t.Fatal(err)
			}
			b, _ = os.ReadFile(mediaFile(s, "m2"))
		}
		if err := os.WriteFile(mediaFile(s, "m1"), b, 0o600); err != nil {
			t.Fatal(err)
		}
		var bad *CorruptError
		if _, err := s.Media("m1"); !errors.As(err, &bad) {
			t.Errorf("%s: %v", name, err)
		}
		if err := s.Check(bg); !errors.As(err, &bad) {
			t.Errorf("%s: the check finds %v", name, err)
		}
	}
	if err := os.Remove(mediaFile(s, "m1")); err != nil {
		t.Fatal(err)
	}
	if err := s.Check(bg); !errors.Is(err, ErrNoMedia) {
		t.Errorf("a file that is missing: the check finds %v", err)
	}
	if err := s.PutMedia("m1", media.Photo, picture); err != nil {
		t.Fatal(err)
	}
}

// TestMediaRetention: photos and what cannot be masked go in their own time,
// with their keys, so that a copy of a file opens no more.
func TestMediaRetention(t *testing.T) {
	c := testConfig(t)
	now := day0
	c.Now = func() time.Time { return now }
	s := mustOpen(t, c)
	for _, m := range []bot.Media{
		keepOne("photo", media.Photo, "2611-0001", day0), keepOne("voice", media.Voice, "2611-0001", day0),
		keepOne("pdf", media.File, "2611-0001", day0), keepOne("draft", media.Voice, "", day0),
	} {
		if err := s.PutMedia(m.ID, m.Kind, []byte("bytes of "+m.ID)); err != nil {
			t.Fatal(err)
		}
		apply(t, s, bot.Change{Media: []bot.Media{m}})
	}
	copied, err := os.ReadFile(mediaFile(s, "voice"))
	if err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		day   int
		want  Swept
		files int
	}{{30, Swept{}, 4}, {31, Swept{Media: 3, DayKeys: 1}, 1}, {32, Swept{}, 1}, {180, Swept{}, 1}, {181, Swept{Media: 1, DayKeys: 1}, 0}} {
		now = day0.AddDate(0, 0, step.day)
		if got, err := s.Sweep(now); err != nil || got != step.want {
			t.Errorf("day %d: swept %+v, %v", step.day, got, err)
		}
		if z := s.Sizes(); z.MediaFiles != step.files || (z.MediaBytes == 0) != (step.files == 0) {
			t.Errorf("day %d: %d files of %d bytes", step.day, z.MediaFiles, z.MediaBytes)
		}
		if err := s.Check(bg); err != nil {
			t.Error(err)
		}
	}
	err = s.View(bg, func(v bot.View) error {
		for _, m := range v.MediaOf("2611-0001") {
			if m.State != bot.MediaGone || m.Reason != "expired" {
				t.Errorf("%s is %s, %s", m.ID, m.State, m.Reason)
			}
		}
		if _, ok := v.MediaRecord("draft"); ok || len(v.MediaOf("2611-0001")) != 3 {
			t.Error("what was never filed is still known, or what was is not")
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if err := os.WriteFile(mediaFile(s, "voice"), copied, 0o600); err != nil {
		t.Fatal(err)
	}
	if b, err := s.Media("voice"); err == nil {
		t.Errorf("a copy still opens: %q", b)
	}
	if n, err := s.Sweep(now); err != nil || n.Files != 1 {
		t.Errorf("the copy is not swept: %+v, %v", n, err)
	}
}

// TestMediaForgotten: a record of what never became part of a report goes in its
// time, also when its file went long before: it names who sent it.
func TestMediaForgotten(t *testing.T) {
	s := mustOpen(t, testConfig(t))
	refused := keepOne("refused", media.Photo, "", day0)
	refused.State, refused.Person = bot.MediaRefused, "lan"
	apply(t, s, bot.Change{Media: []bot.Media{refused}})
	for gone, day := range []int{180, 181} {
		if _, err := s.Sweep(day0.AddDate(0, 0, day)); err != nil {
			t.Fatal(err)
		}
		if err := s.View(bg, func(v bot.View) error {
			if n := len(v.MediaBy("lan")); n != 1-gone {
				t.Errorf("day %d: %d records", day, n)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestMediaUnreadable: the file of a record that cannot be read waits for the
// operator.
func TestMediaUnreadable(t *testing.T) {
	c := testConfig(t)
	s := mustOpen(t, c)
	if err := s.PutMedia("m", media.Photo, []byte("bytes")); err != nil {
		t.Fatal(err)
	}
	apply(t, s, bot.Change{Media: []bot.Media{keepOne("m", media.Photo, "2611-0001", day0)}})
	closeNow(t, s)
	raw(t, c, func(at func(bucket) *bolt.Bucket) error {
		k, v := at(bMedia).Cursor().First()
		return at(bMedia).Put(bytes.Clone(k), bytes.Clone(v[:len(v)-1]))
	})
	s = mustOpen(t, c)
	if n, err := s.Sweep(day0.AddDate(0, 0, 3)); err != nil || n.Files != 0 || s.Sizes().MediaFiles != 1 {
		t.Errorf("%+v, %v, %d files", n, err, s.Sizes().MediaFiles)
	}
	if list, _, err := s.Mend(bg); err != nil || len(list) != 1 {
		t.Errorf("mended %v, %v", list, err)
	}
}

// TestMediaOrphans: a file whose record never came gets a day; one whose record
// is settled, and what a crash left half written, go at once.
func TestMediaOrphans(t *testing.T) {
	c := testConfig(t)
	now := day0
	c.Now = func() time.Time { return now }
	s := mustOpen(t, c)
	for _, id := range []string{"orphan", "wanted", "kept", "gone"} {
		if err := s.PutMedia(id, media.Photo, []byte(id)); err != nil {
			t.Fatal(err)
		}
	}
	wanted := keepOne("wanted", media.Photo, "", day0)
	wanted.State = bot.MediaWanted
	apply(t, s, bot.Change{Media: []bot.Media{wanted, keepOne("kept", media.Photo, "", day0), keepOne("gone", media.Photo, "r", day0)}})
	left, _ := os.ReadFile(mediaFile(s, "gone"))
	gone := keepOne("gone", media.Photo, "r", day0)
	gone.State = bot.MediaGone
	apply(t, s, bot.Change{Media: []bot.Media{gone}})
	if err := os.WriteFile(mediaFile(s, "gone"), left, 0o600); err != nil { // as a crash before its removal leaves it
		t.Fatal(err)
	}
	half := filepath.Join(s.media.dir, "0011"+temp)
	if err := os.WriteFile(half, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	closeNow(t, s)
	s = mustOpen(t, c)
	for i, want := range []int{1, 0, 1, 0} {
		if n, err := s.Sweep(now.AddDate(0, 0, i)); err != nil || n.Files != want {
			t.Errorf("day %d: %d files swept, %v, want %d", i, n.Files, err, want)
		}
	}
	if _, err := os.Stat(half); err == nil {
		t.Error("what was half written is still there")
	}
	if z := s.Sizes(); z.MediaFiles != 2 {
		t.Errorf("%d files are left", z.MediaFiles)
	}
}

// TestKeyIDs: the numbers that are in sealed values already stay what they were.
func TestKeyIDs(t *testing.T) {
	seen := map[uint32]bool{dataKeyID: true}
	for _, day := range []uint32{dayOf(day0), 1, 40000} {
		for p := range nPurposes {
			id := keyID(p, day)
			if gp, gd := dayOfKey(id); gp != p || gd != day || seen[id] {
				t.Errorf("purpose %d, day %d: number %d is of purpose %d, day %d", p, day, id, gp, gd)
			}
			seen[id] = true
			if p < forPhotos && id != day*2+uint32(p) {
				t.Errorf("purpose %d, day %d: number %d has changed", p, day, id)
			}
		}
	}
}

// TestMediaAside: the file of a record that is damaged and set aside stays as
// long as the record does.
func TestMediaAside(t *testing.T) {
	c := testConfig(t)
	now := day0
	c.Now = func() time.Time { return now }
	s := mustOpen(t, c)
	if err := s.PutMedia("m", media.Photo, []byte("bytes")); err != nil {
		t.Fatal(err)
	}
	apply(t, s, bot.Change{Media: []bot.Media{keepOne("m", media.Photo, "2611-0001", day0)}})
	closeNow(t, s)
	raw(t, c, func(at func(bucket) *bolt.Bucket) error {
		k, v := at(bMedia).Cursor().First()
		return at(bMedia).Put(bytes.Clone(k), bytes.Clone(v[:len(v)-1]))
	})
	s = mustOpen(t, c)
	if list, _, err := s.Mend(bg); err != nil || len(list) != 1 {
		t.Fatalf("mended %v, %v", list, err)
	}
	for _, x := range []struct{ day, files int }{{3, 1}, {c.Retention.Quarantine + 60, 0}} {
		now = day0.AddDate(0, 0, x.day)
		if _, err := s.Sweep(now); err != nil {
			t.Fatal(err)
		}
		if n := s.Sizes().MediaFiles; n != x.files {
			t.Errorf("day %d: %d files", x.day, n)
		}
	}
}
