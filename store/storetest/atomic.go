package storetest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"langnghe/bot"
	"langnghe/bot/chat"
)

// testJobError has a function fail before, between and after its writes, among
// others that succeed.
func testJobError(t *testing.T, b *bench) {
	s, m := b.start(t), newModel()
	prepare(t, s, m)
	err := s.Update(bg, func(tx bot.Tx) error {
		if _, err := tx.Apply(Sample(1)); err != nil {
			return err
		}
		return errFault
	})
	if !errors.Is(err, errFault) {
		t.Errorf("update gave %v, not the error of the function", err)
	}
	same(t, s, m)
	if err := s.View(bg, func(bot.View) error { return errFault }); !errors.Is(err, errFault) {
		t.Errorf("view gave %v, not the error of the function", err)
	}
	var good atomic.Int64
	var wg sync.WaitGroup
	for i := range 32 {
		wg.Go(func() {
			err := s.Update(bg, func(tx bot.Tx) error {
				if i%4 == 1 {
					return errFault
				}
				if _, err := tx.Number("n"); err != nil {
					return err
				}
				if i%4 == 2 {
					return errFault
				}
				if i%4 == 3 {
					panic("storetest")
				}
				return nil
			})
			if err == nil {
				good.Add(1)
			}
			if (i%4 == 0) != (err == nil) {
				t.Errorf("job %d: %v", i, err)
			}
		})
	}
	wg.Wait()
	err = s.Update(bg, func(tx bot.Tx) error {
		if n, _ := tx.Number("n"); n != int(good.Load())+1 {
			t.Errorf("%d jobs succeeded but %d were kept", good.Load(), n-1)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

func testJobPanic(t *testing.T, b *bench) {
	s, m := b.start(t), newModel()
	prepare(t, s, m)
	for _, p := range []any{SecretText, errors.New(SecretPhone), 7} {
		err := s.Update(bg, func(tx bot.Tx) error {
			_, _ = tx.Apply(Sample(1))
			panic(p)
		})
		if err == nil {
			t.Errorf("a panic was no error")
		} else if got := fmt.Sprintf("%v %+v", err, err); contains(got, SecretText) || contains(got, SecretPhone) {
			t.Errorf("the error of a panic tells data: %s", got)
		}
		same(t, s, m)
		if err := s.View(bg, func(bot.View) error { panic(p) }); err == nil {
			t.Errorf("a panic in a view was no error")
		}
	}
	both(t, s, m, Sample(1))
	same(t, s, m)
}

// testCombined has many callers at once, each of whom must see what the ones
// before him did.
func testCombined(t *testing.T, b *bench) {
	s := b.start(t)
	const callers = 64
	var got [callers + 1]atomic.Int64
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			if i%2 == 0 {
				if _, err := s.Accept(bg, chat.Event{Channel: "zalo", Key: fmt.Sprint(i), Received: epoch}); err != nil {
					t.Error(err)
				}
			}
			n := 0
			err := s.Update(bg, func(tx bot.Tx) (err error) {
				n, err = tx.Number("n")
				if r, ok := tx.Fired("r"); ok != (n > 1) || ok && int(r.At.Sub(epoch)) != n-1 {
					t.Errorf("job %d does not see job %d", n, n-1)
				}
				if err == nil {
					_, err = tx.Apply(bot.Change{Fired: []bot.Fired{{Rule: "r", At: epoch.Add(duration(n))}}})
				}
				return err
			})
			if err != nil {
				t.Error(err)
				return
			}
			got[n].Add(1)
		})
	}
	wg.Wait()
	for n := 1; n <= callers; n++ {
		if got[n].Load() != 1 {
			t.Errorf("number %d was given %d times", n, got[n].Load())
		}
	}
}

func testFaultBefore(t *testing.T, b *bench) { testFault(t, b, "before_commit", false) }
func testFaultAfter(t *testing.T, b *bench)  { testFault(t, b, "after_commit", true) }

// testFault has the commit of every kind of change fail: before it nothing is
// written, after it everything, and the caller hears of an error both times.
func testFault(t *testing.T, b *bench, point string, written bool) {
	s, m := b.start(t), newModel()
	prepare(t, s, m)
	both(t, s, m, Sample(1))
	try := func(name string, c bot.Change) {
		t.Helper()
		b.fail(func(at string) error {
			if at == point {
				return errFault
			}
			return nil
		})
		err := s.Update(bg, func(tx bot.Tx) error { _, err := tx.Apply(c); return err })
		b.fail(nil)
		if !errors.Is(err, b.traits.Failed) || !errors.Is(err, errFault) {
			t.Errorf("%s: the caller got %v", name, err)
		}
		if written {
			_, _ = m.Apply(c)
		}
		if same(t, s, m); t.Failed() {
			t.Fatalf("%s: at once after the fault", name)
		}
		s = b.reopen(t)
		b.check(t)
		if same(t, s, m); t.Failed() {
			t.Fatalf("%s: after reopening", name)
		}
	}
	changes := kinds()
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		c := changes[name]
		try(name, c)
	}
	try("everything", Sample(3))
	both(t, s, m, Sample(4))
	same(t, s, m)
}

// testFaultAccept has the commit of an event fail; the platform delivers it
// again and then it is there once.
func testFaultAccept(t *testing.T, b *bench) {
	s, m := b.start(t), newModel()
	for i, point := range []string{"before_commit", "after_commit"} {
		e := Events()[i]
		b.fail(func(at string) error {
			if at == point {
				return errFault
			}
			return nil
		})
		if fresh, err := s.Accept(bg, e); fresh || !errors.Is(err, b.traits.Failed) {
			t.Errorf("%s: fresh %v, %v", point, fresh, err)
		}
		if err := s.Put(bg, point, []byte("x")); !errors.Is(err, b.traits.Failed) {
			t.Errorf("%s: put: %v", point, err)
		}
		b.fail(nil)
		fresh, err := s.Accept(bg, e)
		if want := point == "before_commit"; err != nil || fresh != want {
			t.Errorf("delivered again after a failure %s: fresh %v, %v, want %v", point, fresh, err, want)
		}
		m.accept(e)
		same(t, s, m)
	}
}

// testAckAfterCommit counts commits: no call returns before its own.
func testAckAfterCommit(t *testing.T, b *bench) {
	s := b.start(t)
	var before, after int
	b.fail(func(point string) error {
		if point == "before_commit" {
			before++
		} else {
			after++
		}
		return nil
	})
	did := func(what string, want int, err error) {
		t.Helper()
		if err != nil || before != want || after != want {
			t.Errorf("%s: %v; %d commits begun and %d ended at its return, want %d", what, err, before, after, want)
		}
	}
	_, err := s.Accept(bg, Events()[0])
	did("accept", 1, err)
	did("put", 2, s.Put(bg, "a", []byte("b")))
	did("update", 3, s.Update(bg, func(tx bot.Tx) error { _, err := tx.Apply(Sample(1)); return err }))
	_, err = s.Accept(bg, Events()[0])
	did("accept again", 3, err)
	did("update of nothing", 3, s.Update(bg, func(bot.Tx) error { return nil }))
}

func testCancelled(t *testing.T, b *bench) {
	s, m := b.start(t), newModel()
	ctx, cancel := context.WithCancel(bg)
	cancel()
	if _, err := s.Accept(ctx, Events()[0]); !errors.Is(err, context.Canceled) {
		t.Errorf("accept: %v", err)
	}
	if err := s.Update(ctx, func(bot.Tx) error { t.Error("it ran"); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("update: %v", err)
	}
	if err := s.View(ctx, func(bot.View) error { t.Error("it ran"); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("view: %v", err)
	}
	same(t, s, m)
}

func testClosed(t *testing.T, b *bench) {
	s := b.start(t)
	b.close(t)
	if err := s.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	if _, err := s.Accept(bg, Events()[0]); !errors.Is(err, b.traits.Failed) {
		t.Errorf("accept after close: %v", err)
	}
	if err := s.Update(bg, func(bot.Tx) error { return nil }); !errors.Is(err, b.traits.Failed) {
		t.Errorf("update after close: %v", err)
	}
	if err := s.View(bg, func(bot.View) error { return nil }); !errors.Is(err, b.traits.Failed) {
		t.Errorf("view after close: %v", err)
	}
	b.start(t)
}

// differ compares two pictures.
func differ(want, got []string) string { return cmp.Diff(want, got) }
