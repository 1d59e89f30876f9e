package storetest

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/media"
)

// holds says what the store gives for an id; nil means that it is not there.
func holds(t *testing.T, s bot.Store, id string, want []byte) {
	t.Helper()
	switch b, err := s.Media(id); {
	case want == nil && !errors.Is(err, bot.ErrNoMedia):
		t.Errorf("%s: %d bytes, %v, want none", id, len(b), err)
	case want != nil && (err != nil || !bytes.Equal(b, want)):
		t.Errorf("%s: %d bytes, %v, want %d", id, len(b), err, len(want))
	}
}

func put(t *testing.T, s bot.Store, id string, b []byte) {
	t.Helper()
	if err := s.PutMedia(id, media.Photo, b); err != nil {
		t.Fatalf("put %s: %v", id, err)
	}
}

func record(id string, state bot.MediaState) bot.Media {
	return bot.Media{ID: id, Kind: media.Photo, State: state, Report: numbers[0], Person: persons[0], At: epoch}
}

// testMedia: what is put is there, also after reopening; it goes when it is
// dropped, and when its record says that nothing is kept.
func testMedia(t *testing.T, b *bench) {
	s := b.start(t)
	one, two := []byte("a picture of "+SecretName), bytes.Repeat([]byte("sound"), 100_000)
	holds(t, s, "m1", nil)
	put(t, s, "m1", []byte("something else"))
	put(t, s, "m1", one)
	if err := s.PutMedia("m2", media.Voice, two); err != nil {
		t.Fatal(err)
	}
	apply(t, s, bot.Change{Media: []bot.Media{record("m1", bot.MediaKept), record("m2", bot.MediaWanted)}})
	s = b.reopen(t)
	b.check(t)
	holds(t, s, "m1", one)
	holds(t, s, "m2", two)
	apply(t, s, bot.Change{Media: []bot.Media{record("m1", bot.MediaGone)}})
	holds(t, s, "m1", nil)
	holds(t, s, "m2", two)
	for range 2 {
		if err := s.DropMedia("m2"); err != nil {
			t.Errorf("drop: %v", err)
		}
		holds(t, s, "m2", nil)
	}
	for _, id := range []string{"", "m3"} {
		if err := s.PutMedia(id, media.Photo, nil); err == nil {
			t.Errorf("%q without bytes was kept", id)
		}
	}
	// A job that fails takes no file with it.
	put(t, s, "m1", one)
	_ = s.Update(bg, func(tx bot.Tx) error {
		_, _ = tx.Apply(bot.Change{Media: []bot.Media{record("m1", bot.MediaRefused)}})
		return errFault
	})
	holds(t, s, "m1", one)
	// Of two words in one change the last one holds.
	apply(t, s, bot.Change{Media: []bot.Media{record("m1", bot.MediaGone), record("m1", bot.MediaKept)}})
	holds(t, s, "m1", one)
}

// testMediaFull fills the room for media, makes room and goes on.
func testMediaFull(t *testing.T, b *bench) {
	b.o.Media = 10_000
	s := b.start(t)
	big := bytes.Repeat([]byte("x"), 4000)
	put(t, s, "m1", big)
	put(t, s, "m2", big)
	for range 2 {
		if err := s.PutMedia("m3", media.File, big); !errors.Is(err, chat.ErrFull) {
			t.Errorf("a third: %v", err)
		}
		holds(t, s, "m3", nil)
		put(t, s, "m2", big) // the same again takes no room
		s = b.reopen(t)
	}
	if err := s.DropMedia("m1"); err != nil {
		t.Fatal(err)
	}
	put(t, s, "m3", big)
	holds(t, s, "m3", big)
}

// testMediaFault has the keeping of a file fail: it is there whole or not at
// all, and the next try succeeds.
func testMediaFault(t *testing.T, b *bench) {
	s := b.start(t)
	want := []byte("a picture")
	for _, point := range []string{"before_media", "after_media"} {
		b.fail(func(at string) error {
			if at == point {
				return errFault
			}
			return nil
		})
		if err := s.PutMedia(point, media.Photo, want); !errors.Is(err, b.traits.Failed) || !errors.Is(err, errFault) {
			t.Errorf("%s: %v", point, err)
		}
		b.fail(nil)
		if point == "before_media" {
			holds(t, s, point, nil)
		} else {
			holds(t, s, point, want)
		}
		put(t, s, point, want)
		holds(t, s, point, want)
	}
}

// testMediaCrash copies the store's files at each point from a file to its
// record, and opens each copy: never a record without its file.
func testMediaCrash(t *testing.T, b *bench) {
	s := b.start(t)
	var copies []string
	b.fail(func(point string) error {
		dir := filepath.Join(t.TempDir(), point)
		copies = append(copies, dir)
		return copyDir(dir, b.o.Dir)
	})
	want := []byte("a picture")
	put(t, s, "m1", want)
	apply(t, s, bot.Change{Media: []bot.Media{record("m1", bot.MediaKept)}})
	apply(t, s, bot.Change{Media: []bot.Media{record("m1", bot.MediaGone)}})
	b.fail(nil)
	if len(copies) != 6 {
		t.Fatalf("%d copies", len(copies))
	}
	for i, dir := range copies {
		crashed := &bench{open: b.open, traits: b.traits, o: Options{Dir: dir, Now: b.o.Now}}
		s := crashed.start(t)
		check(t, s)
		_, err := s.Media("m1")
		if i > 0 && err != nil { // a crash leaves a file too many, never one too few
			t.Errorf("copy %d: %v", i, err)
		}
		view(t, s, func(v bot.View) {
			m, ok := v.MediaRecord("m1")
			if kept := i == 3 || i == 4; ok != (i >= 3) || kept != (m.State == bot.MediaKept) {
				t.Errorf("copy %d: the record is %q", i, m.State)
			}
		})
		crashed.close(t)
	}
}
