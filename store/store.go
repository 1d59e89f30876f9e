package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot"
)

// Store is a [bot.Store] in one bbolt file. It is safe for concurrent use; but
// a function given to Update or View must not call the store itself.
type Store struct {
	c    Config
	keys *keys
	days *dayKeys

	db     atomic.Pointer[bolt.DB] // nil while broken or closed
	mendMu sync.Mutex              // held while the file is closed or opened
	closed bool                    // under mendMu

	media *mediaFiles

	queue  queue
	seq    atomic.Uint64 // number of the last event
	counts [nCounts]atomic.Int64
	isFull atomic.Bool // the operator was told
}

var _ bot.Store = (*Store)(nil)

// Update runs f in a transaction shared with whoever else waits, and returns
// when it is on disk. ctx is looked at before, not while, it waits.
func (s *Store) Update(ctx context.Context, f func(bot.Tx) error) error {
	return s.update(ctx, func(t *tx) error { return f(t) })
}

func (s *Store) update(ctx context.Context, f func(*tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	j := s.queue.job()
	j.f = f
	s.do(j)
	err := j.err
	s.queue.done(j)
	if err != nil && full(err) {
		s.tellFull()
	}
	return err
}

// View runs f over the state as it is now.
func (s *Store) View(ctx context.Context, f func(bot.View) error) error {
	return s.view(ctx, func(t *tx) error { return f(t) })
}

func (s *Store) view(ctx context.Context, f func(*tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	db, err := s.ready()
	if err != nil {
		return err
	}
	btx, err := db.Begin(false)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrStore, err)
	}
	t := &tx{s: s, btx: btx}
	defer btx.Rollback() //nolint:errcheck // reading: nothing to lose
	return guard(func() error { return f(t) })
}
