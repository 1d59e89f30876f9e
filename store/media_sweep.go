package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"langnghe/bot"
	"langnghe/bot/media"
)

// sweepMedia lets go of what was kept long enough: records first, then the
// files, then the keys of the days, after which no copy of a file opens.
func (s *Store) sweepMedia(ctx context.Context, now time.Time) (gone, orphans, keys int, err error) {
	expired := map[uint32]bool{}
	var ids []uint32
	for _, p := range []purpose{forPhotos, forNotes} {
		list, err := s.days.expired(p, now, s.mediaDays(p))
		if err != nil {
			return 0, 0, 0, err
		}
		for _, id := range list {
			expired[id] = true
			ids = append(ids, id)
		}
	}
	over := func(m *bot.Media, k []byte) bool {
		p := forNotes
		if m.Kind == media.Photo {
			p = forPhotos
		}
		return dayOf(m.At)+uint32(s.mediaDays(p)) < dayOf(now) || expired[s.media.sealedUnder(hkey(k))]
	}
	gone, err = s.sweep(ctx, bMedia, func(k, v []byte) bool {
		m, ok := s.mediaRecord(k, v)
		return ok && over(&m, k) && (hasFile(&m) || m.Report == "")
	}, func(t *tx, k, v []byte) error {
		m, ok := s.mediaRecord(k, v)
		if !ok || len(k) != len(hkey{}) {
			return errKeep
		}
		if m.Report == "" { // nobody will ask what there was
			t.dropMedia(k, &m)
			t.gone = append(t.gone, hkey(k))
			return nil
		}
		m.State, m.Reason, m.Ref = bot.MediaGone, "expired", ""
		t.putMedia(&m)
		return nil
	})
	if err != nil {
		return gone, 0, 0, err
	}
	if orphans, err = s.sweepFiles(ctx, now, expired); err != nil {
		return gone, orphans, 0, err
	}
	for _, id := range ids {
		if err := s.days.destroy(id); err != nil {
			return gone, orphans, keys, err
		}
		keys++
	}
	return gone, orphans, keys, nil
}

func (s *Store) mediaDays(p purpose) int {
	if p == forPhotos {
		return s.c.Retention.Photos
	}
	return s.c.Retention.Notes
}

// sweepFiles removes files no record asks for. One without a record gets a day,
// since the record comes after the file; one whose record is settled goes at once.
func (s *Store) sweepFiles(ctx context.Context, now time.Time, expired map[uint32]bool) (n int, err error) {
	if err := s.media.removeTemps(); err != nil {
		return 0, err
	}
	var files []hkey
	if err := s.media.each(func(k hkey, _ int64) error { files = append(files, k); return nil }); err != nil {
		return 0, err
	}
	var idle []hkey
	err = s.view(ctx, func(t *tx) error {
		idle = nil
		for _, k := range files {
			under := s.media.sealedUnder(k)
			if !expired[under] && t.get(bAside, append([]byte(bMedia.String()+"/"), k[:]...)) != nil {
				continue // its record is damaged and set aside
			}
			v := t.get(bMedia, k[:])
			if v != nil && !expired[under] {
				if m, ok := s.mediaRecord(k[:], v); !ok || hasFile(&m) {
					continue // one that cannot be read is for the operator
				}
			} else if _, day := dayOfKey(under); v == nil && !expired[under] && day+1 >= dayOf(now) {
				continue
			}
			idle = append(idle, k)
		}
		return nil
	})
	for _, k := range idle {
		if err == nil {
			err = s.media.remove(k)
			n++
		}
	}
	return n, err
}

// sealedUnder reads under which key a file is sealed, 0 when it does not say.
func (m *mediaFiles) sealedUnder(k hkey) uint32 {
	f, err := os.Open(m.path(k))
	if err != nil {
		return 0
	}
	defer f.Close() //nolint:errcheck // reading
	head := make([]byte, sealHead)
	if _, err := io.ReadFull(f, head); err != nil {
		return 0
	}
	return sealedUnder(head)
}

// mediaRecord opens a record, false when it is damaged.
func (s *Store) mediaRecord(k, v []byte) (m bot.Media, ok bool) {
	plain, err := unseal(s.box, bMedia.String(), k, v)
	if err != nil || json.Unmarshal(plain, &m) != nil {
		return m, false
	}
	return m, true
}

// media: records and their indexes agree. The files are looked at by checkFiles.
func (c *checker) media() {
	t := c.t
	c.walk(bMedia, func(k, v []byte) {
		m := decode[bot.Media](t, bMedia, k, v)
		h := t.s.mediaKey(m.ID)
		c.under(bMedia, k, h[:])
		keys := t.mediaKeys(&m)
		for i, b := range mediaIndexes {
			for _, x := range keys[i] {
				c.entry(b, x)
			}
		}
		if m.State == bot.MediaKept {
			c.kept = append(c.kept, h)
		}
	})
}

// checkFiles says that each record that is kept has a file that opens. A file
// may go while it is looked at, so a missing one is asked for again.
func (s *Store) checkFiles(ctx context.Context, kept []hkey) error {
	var bad []error
	for _, k := range kept {
		if ctx.Err() != nil || len(bad) == maxProblems {
			break
		}
		_, err := s.media.read(k)
		if err == nil {
			continue
		}
		still := false
		verr := s.view(ctx, func(t *tx) error {
			v := t.get(bMedia, k[:])
			m, ok := s.mediaRecord(k[:], v)
			still = v != nil && ok && m.State == bot.MediaKept
			return nil
		})
		if err = errors.Join(err, verr); still || verr != nil {
			bad = append(bad, fmt.Errorf("the file of media/%s: %w", hex.EncodeToString(k[:]), err))
		}
	}
	return errors.Join(bad...)
}
