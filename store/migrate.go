package store

import (
	"encoding/binary"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot/report"
)

// schemaVersion is the layout this program writes.
const schemaVersion = 4

// migration brings a file from one version to the next.
type migration struct {
	from uint32
	what string
	do   func(*tx) error
}

// migrations in order. Version 1 is the first there was.
var migrations = []migration{
	{1, "who has filed for which period; a place for damaged records", indexFiled},
	{2, "photos, voice notes and files", roomForMedia},
	{3, "who has answered which prompt", indexAnswers},
}

// indexFiled makes the index of who has filed.
func indexFiled(t *tx) error {
	if _, err := t.btx.CreateBucketIfNotExists([]byte(bAside.String())); err != nil {
		return err
	}
	return t.indexReports(bReportsBy)
}

// indexAnswers makes the index of who has answered.
func indexAnswers(t *tx) error { return t.indexReports(bAnswers) }

// indexReports makes one of the indexes over reports. A report that cannot be
// read has no entry: Check names it, Mend sets it aside.
func (t *tx) indexReports(b bucket) error {
	if _, err := t.btx.CreateBucketIfNotExists([]byte(b.String())); err != nil {
		return err
	}
	at := slices.Index(reportIndexes[:], b)
	t.scan(bReports, nil, func(k, v []byte) bool {
		err := guard(func() error {
			r := decode[report.Report](t, bReports, k, v)
			t.reindex(b, nil, t.reportKeys(&r)[at])
			return nil
		})
		if err != nil {
			t.s.c.Log.Warn("store: a report cannot be read and is not indexed", "err", err)
		}
		return true
	})
	return t.err
}

// roomForMedia makes the buckets of what is sent besides words.
func roomForMedia(t *tx) error {
	for _, b := range []bucket{bMedia, bMediaOf, bMediaBy} {
		if _, err := t.btx.CreateBucketIfNotExists([]byte(b.String())); err != nil {
			return err
		}
	}
	return nil
}

// migrate brings the file to version want, each step in a commit of its own
// together with the new version number, so that a crash between is harmless.
func (s *Store) migrate(db *bolt.DB, file *box, list []migration, want uint32) error {
	for {
		var have uint32
		err := db.View(func(btx *bolt.Tx) (err error) {
			have, err = version(btx)
			return err
		})
		if err != nil {
			return err
		}
		if have == want {
			return nil
		}
		if have > want {
			return fmt.Errorf("store: %s was written by a newer program (version %d of the file, this one knows %d): install the newer program or restore a backup", s.c.Path, have, want)
		}
		step, ok := from(list, have)
		if !ok {
			return fmt.Errorf("store: %s has version %d of the file, which this program cannot bring to version %d", s.c.Path, have, want)
		}
		s.c.Log.Info("store: migrating", "from", have, "to", have+1, "what", step.what)
		err = db.Update(func(btx *bolt.Tx) error {
			if err := s.openKeys(btx, file); err != nil {
				return err
			}
			t := &tx{s: s, btx: btx, writable: true}
			if err := guard(func() error { return step.do(t) }); err != nil {
				return fmt.Errorf("store: migrate from version %d: %w", have, err)
			}
			return putVersion(btx, have+1)
		})
		if err != nil {
			return err
		}
	}
}

func from(list []migration, have uint32) (migration, bool) {
	for _, m := range list {
		if m.from == have {
			return m, true
		}
	}
	return migration{}, false
}

func version(btx *bolt.Tx) (uint32, error) {
	v := btx.Bucket([]byte(bMeta.String())).Get(metaVersion)
	if len(v) != 4 {
		return 0, fmt.Errorf("store: the file has no version: it is damaged or not a store")
	}
	return binary.BigEndian.Uint32(v), nil
}
