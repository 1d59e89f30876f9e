package store

import (
	"encoding/binary"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// schemaVersion is the layout this program writes.
const schemaVersion = 2

// migration brings a file from one version to the next.
type migration struct {
	from uint32
	what string
	do   func(*bolt.Tx) error
}

// migrations in order. Version 1 is the first there was.
var migrations = []migration{
	{1, "photos, voice notes and files", func(btx *bolt.Tx) error {
		for _, b := range []bucket{bMedia, bMediaOf, bMediaBy} {
			if _, err := btx.CreateBucketIfNotExists([]byte(b.String())); err != nil {
				return fmt.Errorf("store: bucket %s: %w", b, err)
			}
		}
		return nil
	}},
}

// migrate brings the file to version want, each step in a commit of its own
// together with the new version number, so that a crash between is harmless.
func migrate(db *bolt.DB, c *Config, list []migration, want uint32) error {
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
			return fmt.Errorf("store: %s was written by a newer program (version %d of the file, this one knows %d): install the newer program or restore a backup", c.Path, have, want)
		}
		step, ok := from(list, have)
		if !ok {
			return fmt.Errorf("store: %s has version %d of the file, which this program cannot bring to version %d", c.Path, have, want)
		}
		c.Log.Info("store: migrating", "from", have, "to", have+1, "what", step.what)
		err = db.Update(func(btx *bolt.Tx) error {
			if err := step.do(btx); err != nil {
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
