package store

import (
	"fmt"
	"os"

	bolt "go.etcd.io/bbolt"
)

// ready gives the open file, opening it again after a failure.
func (s *Store) ready() (*bolt.DB, error) {
	if db := s.db.Load(); db != nil {
		return db, nil
	}
	s.mendMu.Lock()
	defer s.mendMu.Unlock()
	if s.closed {
		return nil, fmt.Errorf("%w: it is closed", ErrStore)
	}
	if db := s.db.Load(); db != nil {
		return db, nil
	}
	db, err := s.reopen()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStore, err)
	}
	s.db.Store(db)
	s.c.Log.Info("store: the data file is open again")
	return db, nil
}

// reconcile is called when a commit failed: it closes the file, opens it again
// and finds out whether transaction id is in it. When the file cannot be opened
// the next call tries again.
func (s *Store) reconcile(db *bolt.DB, id int, cause error) (committed bool) {
	s.c.Log.Error("store: commit failed, opening the data file again", "err", cause)
	s.mendMu.Lock()
	if s.db.CompareAndSwap(db, nil) {
		if err := s.closeFile(db); err != nil {
			s.c.Log.Error("store: close after a failed commit", "err", err)
		}
	}
	s.mendMu.Unlock()
	again, err := s.ready()
	if err != nil {
		s.c.Alert("store_down", "the data file cannot be opened after a failed write: "+err.Error())
		return true // not known: nobody may run the batch again
	}
	err = again.View(func(btx *bolt.Tx) error {
		committed = btx.ID() >= id
		return nil
	})
	if err != nil {
		return true
	}
	s.c.Log.Warn("store: looked whether the failed commit happened", "committed", committed)
	return committed
}

// reopen opens the file after a failure and looks whether it is still ours.
func (s *Store) reopen() (*bolt.DB, error) {
	if _, err := os.Stat(s.c.Path); err != nil {
		return nil, fmt.Errorf("store: the data file is gone: %w", err) // opening would make a new one
	}
	db, err := s.openFile()
	if err != nil {
		return nil, err
	}
	err = s.settleMeta(db)
	if err == nil {
		err = db.View(func(btx *bolt.Tx) error {
			if _, err := openDataKey(&s.c, s.days.file, btx.Bucket([]byte(bMeta.String())).Get(wrappedKey)); err != nil {
				return err
			}
			return s.takeStock(btx)
		})
	}
	if err != nil {
		_ = s.closeFile(db)
		return nil, err
	}
	return db, nil
}

// settleMeta writes the two meta pages again as they are read, and syncs them.
// bbolt syncs a commit's pages before it writes its meta page, so after a failed
// sync only that page is in doubt: the system may show it from memory and never
// write it. Written again, what is read is what is on disk.
func (s *Store) settleMeta(db *bolt.DB) error {
	if s.c.NoSync {
		return nil
	}
	f, err := os.OpenFile(s.c.Path, os.O_RDWR, 0)
	if err != nil {
		return fmt.Errorf("store: settle: %w", err)
	}
	pages := make([]byte, 2*db.Info().PageSize)
	_, err = f.ReadAt(pages, 0)
	if err == nil {
		_, err = f.WriteAt(pages, 0)
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("store: settle: %w", err)
	}
	return nil
}
