package store

import (
	"errors"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"

	berrors "go.etcd.io/bbolt/errors"

	"langnghe/bot"
	"langnghe/bot/chat"
)

// whileBusy holds a commit open until n further jobs wait, started by start.
func whileBusy(t *testing.T, s *Store, n int, start func(i int)) {
	t.Helper()
	var wg sync.WaitGroup
	err := s.Update(bg, func(bot.Tx) error {
		for i := range n {
			wg.Go(func() { start(i) })
		}
		for {
			s.queue.mu.Lock()
			waiting := len(s.queue.jobs)
			s.queue.mu.Unlock()
			if waiting == n {
				return nil
			}
			runtime.Gosched()
		}
	})
	if err != nil {
		t.Error(err)
	}
	wg.Wait()
}

// What waits shares one commit, and a job that fails takes nobody with it.
func TestOneCommit(t *testing.T) {
	c := testConfig(t)
	commits := 0
	c.Fault = func(point string) error {
		if point == "after_commit" {
			commits++
		}
		return nil
	}
	s := mustOpen(t, c)
	oops := errors.New("oops")
	whileBusy(t, s, 64, func(i int) {
		var err, want error
		switch i % 4 {
		case 0:
			_, err = s.Accept(bg, benchEvent(i/8))
		case 1:
			err, want = s.Update(bg, func(tx bot.Tx) error {
				_, _ = tx.Number("n")
				return oops
			}), oops
		case 2:
			err = s.Update(bg, func(tx bot.Tx) error { _, err := tx.Number("n"); return err })
		case 3:
			err = s.Put(bg, "name", []byte("x"))
		}
		if !errors.Is(err, want) {
			t.Errorf("job %d: %v", i, err)
		}
	})
	if commits != 1 {
		t.Errorf("64 jobs that waited took %d commits", commits)
	}
	if z := s.Sizes(); z.Waiting != 8 {
		t.Errorf("%d events wait", z.Waiting)
	}
	_ = s.Update(bg, func(tx bot.Tx) error {
		if n, _ := tx.Number("n"); n != 17 {
			t.Errorf("number %d after 16 jobs", n)
		}
		return nil
	})
}

// A job that fails before it has written anything costs no second run.
func TestCheapFailure(t *testing.T) {
	s := mustOpen(t, testConfig(t))
	runs := make([]int, 10)
	whileBusy(t, s, 10, func(i int) {
		_ = s.Update(bg, func(tx bot.Tx) error {
			runs[i]++
			if i%2 == 0 {
				return errors.New("not mine")
			}
			_, err := tx.Number("n")
			return err
		})
	})
	for i, n := range runs {
		if n != 1 {
			t.Errorf("job %d ran %d times", i, n)
		}
	}
}

// A function that ends its goroutine leaves nobody waiting.
func TestGoexit(t *testing.T) {
	s := mustOpen(t, testConfig(t))
	var wg sync.WaitGroup
	wg.Go(func() { _ = s.Update(bg, func(bot.Tx) error { runtime.Goexit(); return nil }) })
	wg.Wait()
	if _, err := s.Accept(bg, benchEvent(1)); err != nil {
		t.Error(err)
	}
}

func TestPanicStack(t *testing.T) {
	s := mustOpen(t, testConfig(t))
	err := s.Update(bg, func(bot.Tx) error {
		var m map[string]int
		m["0912345678"]++
		return nil
	})
	var p *PanicError
	if !errors.As(err, &p) || !strings.Contains(p.Stack, "TestPanicStack") || strings.Contains(p.Stack+p.Error(), "0912345678") {
		t.Errorf("%v", err)
	}
}

// No room: events are refused and the operator hears of it once; other jobs of
// the same batch get their try; when there is room all goes on.
func TestNoRoom(t *testing.T) {
	for _, cause := range []error{berrors.ErrMaxSizeReached, syscall.ENOSPC} {
		c := testConfig(t)
		full, alerts := false, 0
		c.Alert = func(key, _ string) {
			if alerts++; key != "store_full" {
				t.Errorf("alert %s", key)
			}
		}
		c.Fault = func(point string) error {
			if full && point == "before_commit" {
				return cause
			}
			return nil
		}
		s := mustOpen(t, c)
		if _, err := s.Accept(bg, benchEvent(0)); err != nil {
			t.Fatal(err)
		}
		full = true
		for range 3 {
			if _, err := s.Accept(bg, benchEvent(1)); !errors.Is(err, chat.ErrFull) {
				t.Errorf("accept: %v", err)
			}
		}
		if err := s.Put(bg, "a", nil); !errors.Is(err, ErrStore) {
			t.Errorf("put: %v", err)
		}
		var mu sync.Mutex
		whileBusy(t, s, 6, func(i int) {
			var err error
			want := ErrStore
			if i%2 == 0 {
				_, err = s.Accept(bg, benchEvent(2+i))
				want = chat.ErrFull
			} else {
				err = s.Put(bg, "a", nil)
			}
			mu.Lock()
			defer mu.Unlock()
			if !errors.Is(err, want) {
				t.Errorf("job %d: %v", i, err)
			}
		})
		if err := s.View(bg, func(v bot.View) error {
			if len(v.Waiting(10)) != 1 {
				t.Errorf("%d wait", len(v.Waiting(10)))
			}
			return nil
		}); err != nil {
			t.Error(err)
		}
		full = false
		if _, err := s.Accept(bg, benchEvent(1)); err != nil {
			t.Errorf("accept with room: %v", err)
		}
		full = true
		_, _ = s.Accept(bg, benchEvent(9))
		full = false
		if alerts != 2 {
			t.Errorf("%d alerts for two times full", alerts)
		}
	}
}
