package storetest

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"langnghe/bot"
)

// Options is what a test asks of the store it opens.
type Options struct {
	Dir     string           // where its files are; the same folder is the same store
	Now     func() time.Time // its clock
	MaxSize int              // bytes it may take, 0 for no limit
	Media   int64            // bytes the files of media may take, 0 for no limit
	// Fault is called by the store's committer at "before_commit" and
	// "after_commit"; an error counts as the commit having failed there. Nothing
	// is being written to the store's files while it is called. PutMedia calls it
	// at "before_media" and "after_media". Nil does nothing.
	Fault func(point string) error
}

// Traits says how a store speaks of trouble.
type Traits struct {
	Failed error // what calls return when a write failed, for [errors.Is]
}

// Open opens or makes a store; it ends the test when it cannot.
type Open func(t *testing.T, o Options) bot.Store

var (
	bg       = context.Background()
	errFault = errors.New("storetest: injected fault")
	epoch    = time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("", 7*3600))
)

// Run runs the whole suite.
func Run(t *testing.T, open Open, traits Traits) {
	for _, c := range []struct {
		name string
		test func(*testing.T, *bench)
	}{
		{"ReadBack", testReadBack},
		{"Remove", testRemove},
		{"Indexes", testIndexes},
		{"Order", testOrder},
		{"Numbers", testNumbers},
		{"Vault", testVault},
		{"Hash", testHash},
		{"Copies", testCopies},
		{"Dedup", testDedup},
		{"Places", testPlaces},
		{"ConcurrentAccept", testConcurrentAccept},
		{"JobError", testJobError},
		{"JobPanic", testJobPanic},
		{"Combined", testCombined},
		{"FaultBefore", testFaultBefore},
		{"FaultAfter", testFaultAfter},
		{"FaultAccept", testFaultAccept},
		{"AckAfterCommit", testAckAfterCommit},
		{"Cancelled", testCancelled},
		{"Closed", testClosed},
		{"Crash", testCrash},
		{"Full", testFull},
		{"Random", testRandom},
		{"Media", testMedia},
		{"MediaFull", testMediaFull},
		{"MediaFault", testMediaFault},
		{"MediaCrash", testMediaCrash},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := &bench{open: open, traits: traits, o: Options{Dir: t.TempDir(), Now: func() time.Time { return epoch }}}
			b.o.Fault = func(point string) error {
				if f := b.fault.Load(); f != nil {
					return (*f)(point)
				}
				return nil
			}
			t.Cleanup(func() {
				if b.s != nil {
					b.reopen(t)
					b.check(t)
					b.close(t)
				}
			})
			c.test(t, b)
		})
	}
}

// bench is one store under test.
type bench struct {
	open   Open
	traits Traits
	o      Options
	s      bot.Store
	fault  atomic.Pointer[func(string) error]
}

func (b *bench) start(t *testing.T) bot.Store {
	t.Helper()
	b.s = b.open(t, b.o)
	return b.s
}

func (b *bench) close(t *testing.T) {
	t.Helper()
	if err := b.s.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
}

func (b *bench) reopen(t *testing.T) bot.Store {
	t.Helper()
	b.fail(nil)
	b.close(t)
	return b.start(t)
}

// fail has f called at each point from now on.
func (b *bench) fail(f func(string) error) {
	if f == nil {
		b.fault.Store(nil)
		return
	}
	b.fault.Store(&f)
}

func (b *bench) check(t *testing.T) { t.Helper(); check(t, b.s) }

func check(t *testing.T, s bot.Store) {
	t.Helper()
	if c, ok := s.(interface{ Check(context.Context) error }); ok {
		if err := c.Check(bg); err != nil {
			t.Errorf("check: %v", err)
		}
	}
}

// apply puts one change and returns the numbers of its outbox rows.
func apply(t interface {
	Helper()
	Fatalf(string, ...any)
}, s bot.Store, c bot.Change) (ids []uint64) {
	t.Helper()
	err := s.Update(bg, func(tx bot.Tx) (err error) {
		ids, err = tx.Apply(c)
		return err
	})
	if err != nil {
		t.Fatalf("apply: %v", err)
	}
	return ids
}

func view(t interface {
	Helper()
	Fatalf(string, ...any)
}, s bot.Store, f func(bot.View)) {
	t.Helper()
	if err := s.View(bg, func(v bot.View) error { f(v); return nil }); err != nil {
		t.Fatalf("view: %v", err)
	}
}

// copyDir copies a store's files.
func copyDir(to, from string) error {
	return filepath.WalkDir(from, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.MkdirAll(filepath.Join(to, rel), 0o700)
		}
		return copyFile(filepath.Join(to, rel), path)
	})
}

func copyFile(to, from string) error {
	r, err := os.Open(from)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // reading
	w, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, r); err != nil {
		_ = w.Close()
		return err
	}
	return w.Close()
}
