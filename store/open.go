package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"
)

// mapSize is how much address space is reserved at once: while the file is
// smaller, growing it need not wait for readers. It is no memory.
const mapSize = 256 << 20

// growth is the step in which the file grows, unless MaxSize is small.
const growth = 16 << 20

// Open opens the store, making it when there is none.
func Open(c Config) (*Store, error) {
	if err := c.fill(); err != nil {
		return nil, err
	}
	if c.NoSync {
		c.Log.Warn("store without fsync: a crash of the machine loses data")
	}
	st, err := os.Stat(c.Path)
	if err != nil && !os.IsNotExist(err) {
		return nil, fmt.Errorf("store: %w", err)
	}
	file, err := loadKeyFile(&c, err != nil || st.Size() == 0)
	if err != nil {
		return nil, err
	}
	s := &Store{c: c}
	s.days = &dayKeys{dir: c.Path + ".keys", file: file, rand: c.Rand, sync: !c.NoSync, boxes: map[uint32]*box{}}
	s.media = &mediaFiles{s: s, dir: c.Path + ".media"}
	if err := s.media.takeStock(); err != nil {
		return nil, err
	}
	db, err := s.openFile()
	if err != nil {
		return nil, err
	}
	if err := s.prepare(db, file); err != nil {
		_ = s.closeFile(db)
		return nil, err
	}
	s.db.Store(db)
	return s, nil
}

// options are the same for every opening. What would trade durability away is
// off, but for NoSync, which tests and the drill ask for.
func (c *Config) options() *bolt.Options {
	o := &bolt.Options{
		Timeout:         c.Timeout,
		FreelistType:    bolt.FreelistMapType,
		InitialMmapSize: mapSize,
		MaxSize:         c.MaxSize,
		NoSync:          c.NoSync,
	}
	if c.MaxSize > 0 {
		o.InitialMmapSize = min(mapSize, 2*c.MaxSize)
	}
	return o
}

func (c *Config) growth() int {
	if c.MaxSize > 0 {
		return min(growth, max(c.MaxSize/16, 64<<10))
	}
	return growth
}

// openFile opens the data file, alone.
func (s *Store) openFile() (db *bolt.DB, err error) {
	err = guard(func() (err error) {
		db, err = bolt.Open(s.c.Path, 0o600, s.c.options())
		return err
	})
	if errors.Is(err, berrors.ErrTimeout) {
		return nil, inUse(s.c.Path)
	}
	if err != nil {
		return nil, fmt.Errorf("store: open %s: %w", s.c.Path, err)
	}
	db.AllocSize = s.c.growth()
	if err := writeHolder(&s.c); err != nil {
		s.c.Log.Warn("store: cannot say who holds the file", "err", err)
	}
	return db, nil
}

func (s *Store) closeFile(db *bolt.DB) error {
	removeHolder(s.c.Path) // while the lock is still ours
	if err := db.Close(); err != nil {
		return fmt.Errorf("store: close: %w", err)
	}
	return nil
}

var metaVersion = []byte("version")

// prepare lays out a new file or migrates an old one, and opens the keys.
func (s *Store) prepare(db *bolt.DB, file *box) error {
	fresh := false
	err := db.View(func(btx *bolt.Tx) error {
		fresh = btx.Bucket([]byte(bMeta.String())) == nil
		return nil
	})
	if err == nil && fresh {
		err = db.Update(func(btx *bolt.Tx) error { return s.layOut(btx, file) })
	}
	if err == nil {
		err = s.migrate(db, file, migrations, schemaVersion)
	}
	if err == nil {
		err = db.View(func(btx *bolt.Tx) error { return s.start(btx, file) })
	}
	if err == nil && fresh && !s.c.NoSync {
		err = syncDir(filepath.Dir(s.c.Path))
	}
	return err
}

func (s *Store) layOut(btx *bolt.Tx, file *box) error {
	for b := range nBuckets {
		if _, err := btx.CreateBucketIfNotExists([]byte(b.String())); err != nil {
			return fmt.Errorf("store: lay out: %w", err)
		}
	}
	wrapped, err := newDataKey(&s.c, file)
	if err != nil {
		return err
	}
	m := btx.Bucket([]byte(bMeta.String()))
	if err := m.Put(wrappedKey, wrapped); err != nil {
		return fmt.Errorf("store: lay out: %w", err)
	}
	return putVersion(btx, schemaVersion)
}

// start opens the keys and takes stock.
func (s *Store) start(btx *bolt.Tx, file *box) error {
	if err := s.openKeys(btx, file); err != nil {
		return err
	}
	return s.takeStock(btx)
}

func (s *Store) openKeys(btx *bolt.Tx, file *box) (err error) {
	s.keys, err = openDataKey(&s.c, file, btx.Bucket([]byte(bMeta.String())).Get(wrappedKey))
	return err
}

// takeStock rebuilds what is counted in memory.
func (s *Store) takeStock(btx *bolt.Tx) error {
	t := &tx{s: s, btx: btx}
	return guard(func() error {
		if last := t.bucket(bInbox).Sequence(); last > s.seq.Load() {
			s.seq.Store(last)
		}
		s.recount(t)
		return nil
	})
}

// Close lets the current commit end and closes the file.
func (s *Store) Close() error {
	s.mendMu.Lock()
	defer s.mendMu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	db := s.db.Swap(nil)
	if db == nil {
		return nil
	}
	return s.closeFile(db)
}

func putVersion(btx *bolt.Tx, v uint32) error {
	if err := btx.Bucket([]byte(bMeta.String())).Put(metaVersion, binary.BigEndian.AppendUint32(nil, v)); err != nil {
		return fmt.Errorf("store: put version: %w", err)
	}
	return nil
}
