package drill

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"
)

// Config says what is rehearsed.
type Config struct {
	Seed   uint64
	People int           // collaborators; those who act on reports come with them
	Begin  time.Time     // by the platforms' clock
	Span   time.Duration // how long the city lives
	Faults bool

	Until   time.Time // the history ends here, before its span does; zero for not
	Only    []string  // the collaborators who do anything; none for all
	Without []string  // kinds of mishaps that are left out, by the names of [Mishaps]

	Trace io.Writer // the history goes here, line by line; nil for nowhere

	ZaloPerMinute int             // what the platform allows; default 100
	Tick          func(time.Time) // called as time goes on, for a progress bar
	Alone         bool            // nothing else goes on in this process: what the program takes of it is judged
	StopAt        string          // ends as soon as this invariant breaks
}

// Begin is the Monday before the deadline of November 2026, just past midnight:
// a week from it has reminders, the rush, the deadline and what is said after it.
var Begin = time.Date(2026, 11, 9, 0, 0, 0, 0, hanoi)

// Result is what came of it.
type Result struct {
	Score  Score
	Broken []Broken // invariants that did not hold, in the order they were seen
	Digest string   // of the history
}

// Broken is an invariant that did not hold.
type Broken struct {
	Name string
	At   time.Time
	What string // ids and moments, never what somebody wrote
}

// maxBroken is how many broken invariants are noted: after that one looks, and
// does not count.
const maxBroken = 100

// Run lets a city live with the program. An error means that the rehearsal could
// not be held; what the program did wrong stands in the result.
func Run(ctx context.Context, cfg Config, prog Program) (Result, error) {
	if cfg.Begin.IsZero() {
		cfg.Begin = Begin
	}
	if cfg.ZaloPerMinute == 0 {
		cfg.ZaloPerMinute = 100
	}
	dir, err := os.MkdirTemp("", "drill")
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder of temporary files
	w, err := newWorld(cfg, prog, dir)
	if err != nil {
		return Result{}, err
	}
	end := cfg.Begin.Add(cfg.Span)
	if !cfg.Until.IsZero() && cfg.Until.Before(end) {
		end = cfg.Until
	}
	third := cfg.Begin.Add(end.Sub(cfg.Begin) / 3)
	err = w.live(ctx, third)
	var before, after standing
	if err == nil {
		before, err = w.standing(ctx)
	}
	if err == nil {
		err = w.live(ctx, end)
	}
	if err == nil {
		after, err = w.standing(ctx)
	}
	if err == nil {
		err = w.rest(ctx)
	}
	if errors.Is(err, errEnough) {
		err = nil
	}
	if err != nil && ctx.Err() == nil {
		w.judges.broken(invAlive, "%v", err)
		err = nil
	}
	if err == nil && cfg.Alone {
		w.judges.flat(before, after)
	}
	w.score.Lived = cfg.Span
	w.judges.sumUp()
	w.score.Invariants = w.judges.counted
	if w.node != nil {
		if cerr := w.node.Close(); cerr != nil && w.failed == nil {
			w.judges.broken(invAlive, "%v", cerr)
		}
	}
	return Result{Score: w.score, Broken: w.judges.list, Digest: w.log.digest()}, errors.Join(err, w.log.err)
}

// rest ends what goes wrong, lets what is under way come to its end, and has
// everything judged that can only be judged then.
func (w *world) rest(ctx context.Context) error {
	w.faults.stop()
	for _, p := range w.city.people {
		p.plan = nil
	}
	if err := w.live(ctx, next(w.now.Add(26*time.Hour), 13, 35)); err != nil { // an hour at which everybody may be written to
		return err
	}
	if err := w.farewell(ctx); err != nil {
		return err
	}
	if err := w.judges.figures(ctx); err != nil {
		return err
	}
	if err := w.live(ctx, next(w.now.Add(9*time.Hour), 9, 30)); err != nil { // what was said at night comes in the morning
		return err
	}
	return w.judges.end()
}

// next is the first moment from t on at which clocks show an hour and minute.
func next(t time.Time, hour, minute int) time.Time {
	t = t.In(hanoi)
	at := time.Date(t.Year(), t.Month(), t.Day(), hour, minute, 0, 0, hanoi)
	if at.Before(t) {
		at = at.AddDate(0, 0, 1)
	}
	return at
}

// farewell lets everybody end what he is in the middle of, and see that he can
// begin anew.
func (w *world) farewell(ctx context.Context) error {
	w.over = true
	for _, words := range []string{"hủy", "menu"} {
		for _, p := range w.city.people {
			for _, ph := range p.phones {
				if ph.blocked {
					ph.block(false)
				}
				ph.last = ""
				ph.write(words)
			}
		}
		if err := w.live(ctx, w.now.Add(2*time.Hour+time.Duration(w.cfg.People)*time.Second)); err != nil {
			return err
		}
		for _, p := range w.city.people {
			for _, ph := range p.phones {
				w.judges.holds(invTalk, ph.last != "", "%s wrote %q on %s and got no answer", p.id, words, ph.platform)
			}
		}
	}
	return w.inOneBreath(ctx)
}

// inOneBreath lets everybody ask two things at once.
func (w *world) inOneBreath(ctx context.Context) error {
	for _, p := range w.city.people {
		for _, ph := range p.phones {
			ph.heard = nil
			ph.write("giúp")
			ph.write("quy chế")
		}
	}
	if err := w.live(ctx, w.now.Add(time.Hour+time.Duration(2*w.cfg.People)*time.Second)); err != nil {
		return err
	}
	for _, p := range w.city.people {
		for _, ph := range p.phones {
			if p.away() || ph.stranger {
				continue // he is told of his rights, or how to join
			}
			w.judges.inOrder(ph, helpWords, rulesWords)
		}
	}
	return nil
}

// standing is what a program takes of the machine, beside the city.
type standing struct {
	heap       int64
	goroutines int
}

// standing measures the program by ending it in good order, which gives back
// what it takes, and starting it again.
func (w *world) standing(ctx context.Context) (s standing, err error) {
	if !w.cfg.Alone {
		return s, nil
	}
	if w.settle(ctx); w.failed != nil {
		return s, w.failed
	}
	with := heapNow()
	s.goroutines = runtime.NumGoroutine()
	if err := w.node.Close(); err != nil {
		return s, fmt.Errorf("the program does not end: %w", err)
	}
	w.node = nil
	s.heap = with - heapNow()
	return s, w.open()
}

func heapNow() int64 {
	runtime.GC()
	runtime.GC() // what the first one freed from pools and finalisers
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// errEnough ends a rehearsal that has shown what it was held for.
var errEnough = errors.New("drill: enough seen")

// errNotHeld is a rehearsal that could not be held.
var errNotHeld = errors.New("drill: the rehearsal could not be held")

// hold wraps what kept a rehearsal from being held.
func hold(err error) error { return fmt.Errorf("%w: %w", errNotHeld, err) }
