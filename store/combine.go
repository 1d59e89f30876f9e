package store

import (
	"errors"
	"fmt"
	"runtime"
	"sync"

	bolt "go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"langnghe/bot/chat"
)

// queue is where jobs wait while somebody commits. Nobody sleeps: whoever finds
// it idle leads; whoever leads passes the lead to the first that came meanwhile.
type queue struct {
	mu   sync.Mutex
	jobs []*job
	busy bool // somebody leads
	free sync.Pool
}

// job is one call of Update (f) or Accept (event).
type job struct {
	f     func(*tx) error
	event *arrival

	fresh bool
	err   error
	ran   bool      // a result is there
	wake  chan bool // true: there is a result; false: lead
}

// maxBatch bounds what one commit takes.
const maxBatch = 1024

var errAbandoned = fmt.Errorf("%w: the commit was abandoned", ErrStore)

// job gives an empty job; used ones are taken again, within one store, since a
// channel belongs to those who made it.
func (q *queue) job() *job {
	if j, ok := q.free.Get().(*job); ok {
		return j
	}
	return &job{wake: make(chan bool, 1)}
}

func (q *queue) done(j *job) {
	*j = job{wake: j.wake}
	q.free.Put(j)
}

// do has j done, by whoever leads.
func (s *Store) do(j *job) {
	q := &s.queue
	q.mu.Lock()
	q.jobs = append(q.jobs, j)
	if q.busy {
		q.mu.Unlock()
		if <-j.wake {
			return
		}
	} else {
		q.busy = true
		q.mu.Unlock()
	}
	s.lead(j)
}

// lead commits what waits, own among it.
func (s *Store) lead(own *job) {
	q := &s.queue
	// Those just woken get to run first, so that their next jobs come along.
	// A lone caller loses nothing.
	runtime.Gosched()
	q.mu.Lock()
	batch := q.jobs[:min(len(q.jobs), maxBatch)]
	q.jobs = append([]*job(nil), q.jobs[len(batch):]...)
	q.mu.Unlock()

	// Deferred, because a function may end its goroutine (t.FailNow does).
	defer func() {
		for _, j := range batch {
			if !j.ran {
				j.err = errAbandoned
			}
			if j != own {
				j.wake <- true
			}
		}
		q.mu.Lock()
		defer q.mu.Unlock()
		if len(q.jobs) == 0 {
			q.busy = false
			return
		}
		q.jobs[0].wake <- false
	}()
	s.run(batch)
}

// run gives every job of the batch a result.
func (s *Store) run(batch []*job) {
	for len(batch) > 0 {
		a := s.attempt(batch)
		switch {
		case a.bad >= 0:
			// Everything is undone; the rest runs again without it.
			batch[a.bad].ran = true
			batch = without(batch, func(i int, _ *job) bool { return i == a.bad })
		case a.err == nil:
			s.finish(batch, nil)
			return
		case !full(a.err) || a.committed:
			s.finish(batch, fmt.Errorf("%w: %w", ErrStore, a.err))
			return
		default:
			batch = s.refuse(batch, a.err)
		}
	}
}

// refuse answers a commit for which there was no room: events are refused, and
// what else there is gets another try, for it may make room.
func (s *Store) refuse(batch []*job, err error) []*job {
	rest := without(batch, func(_ int, j *job) bool {
		if j.event != nil {
			j.err, j.ran = chat.ErrFull, true
		}
		return j.event != nil
	})
	if len(rest) < len(batch) {
		return rest
	}
	if len(rest) == 1 {
		s.finish(rest, fmt.Errorf("%w: no room: %w", ErrStore, err))
		return nil
	}
	for _, j := range rest {
		s.run([]*job{j})
	}
	return nil
}

func (s *Store) finish(batch []*job, err error) {
	for _, j := range batch {
		j.ran = true
		if err != nil {
			j.err, j.fresh = err, false
		}
	}
}

func without(batch []*job, gone func(int, *job) bool) []*job {
	rest := make([]*job, 0, len(batch))
	for i, j := range batch {
		if !gone(i, j) {
			rest = append(rest, j)
		}
	}
	return rest
}

// outcome is how an attempt at a batch ended: bad is the job that spoilt it, or
// -1; err that of the commit, which committed says happened all the same.
type outcome struct {
	bad       int
	err       error
	committed bool
}

func (s *Store) attempt(batch []*job) outcome {
	db, err := s.ready()
	if err != nil {
		return outcome{-1, err, false}
	}
	btx, err := db.Begin(true)
	if err != nil {
		return outcome{-1, err, false}
	}
	defer btx.Rollback() //nolint:errcheck // after a commit it does nothing
	t := &tx{s: s, btx: btx, writable: true, tight: s.tight(db, btx)}
	for i, j := range batch {
		j.err, j.fresh = nil, false
		before := t.writes
		err := guard(func() error { return t.exec(j) })
		if err == nil {
			err = t.err
		}
		if err == nil {
			continue
		}
		j.err = err
		if t.writes > before || t.err != nil {
			return outcome{i, nil, false}
		}
	}
	if t.writes == 0 {
		return outcome{-1, nil, false}
	}
	return s.commit(db, t)
}

// commit makes t durable. The points are those of [Config.Fault].
func (s *Store) commit(db *bolt.DB, t *tx) outcome {
	id, written := t.btx.ID(), false
	err := t.saveSequence()
	if err == nil {
		err = s.c.Fault("before_commit")
	}
	if err == nil {
		err = guard(t.btx.Commit)
		if err == nil {
			written = true
			err = s.c.Fault("after_commit")
		}
	}
	if err == nil {
		s.count(t)
		s.media.removeAll(t.gone)
		return outcome{-1, nil, false}
	}
	_ = t.btx.Rollback() // else closing the file would wait for it
	if errors.Is(err, berrors.ErrMaxSizeReached) && !written {
		return outcome{-1, err, false} // refused before anything reached the file
	}
	return outcome{-1, err, s.reconcile(db, id, err)}
}

// exec runs one job.
func (t *tx) exec(j *job) (err error) {
	if j.event != nil {
		j.fresh, err = t.accept(j.event)
		return err
	}
	defer func() {
		t.ahead.end()
		t.ahead = nil
	}()
	return j.f(t)
}
