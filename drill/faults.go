package drill

import (
	"errors"
	"fmt"
	"slices"
	"syscall"
	"time"

	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

// errBroken is a write that fails for no reason the program can know.
var errBroken = errors.New("drill: the disk failed")

// faults is what goes wrong, and when: one mishap after another, at moments and
// of kinds that the seed gives.
type faults struct {
	w      *world
	on     bool
	chance chance
	count  int       // of mishaps so far
	at     time.Time // of the next mishap

	armed    string               // where the program is killed next: a point of writing, "call" or "answer"
	after    int                  // times it passes there before
	soon     int                  // steps until it is killed between two
	tear     bool                 // and the last meta page is damaged
	fail     map[string]int       // writes at a point that fail
	full     time.Time            // until when the disk is full
	askew    time.Time            // until when the program's clock is wrong
	hurt     bool                 // a write failed since the last good step
	down     map[string]time.Time // by platform
	refusals []time.Time          // when a webhook was not taken, and will come again
	doubts   []time.Time          // when an answer was lost or the program killed
	ills     []span               // when the program or a platform could not do its work
	clocks   []span               // when the clock of the program was wrong
}

// span is a stretch of time.
type span struct{ from, to time.Time }

func newFaults(w *world) *faults {
	f := &faults{w: w, on: w.cfg.Faults, chance: chance{seed: w.cfg.Seed, entity: "faults"}, fail: map[string]int{}, down: map[string]time.Time{}}
	if f.on {
		f.at = w.now.Add(f.gap())
	}
	return f
}

// gap is the time between two mishaps: 80 minutes on an average.
func (f *faults) gap() time.Duration { return time.Duration(1+f.chance.below(160)) * time.Minute }

// next is when a mishap is due, or ends.
func (f *faults) next() (at time.Time) {
	sooner := func(t time.Time) {
		if t.After(f.w.now) && (at.IsZero() || t.Before(at)) {
			at = t
		}
	}
	sooner(f.at)
	sooner(f.askew)
	for _, p := range []string{"telegram", "zalo"} {
		sooner(f.down[p])
	}
	return at
}

// act brings about what is due, and ends what is over.
func (f *faults) act() {
	if f.w.skew != 0 && !f.w.now.Before(f.askew) {
		f.w.skew = 0
	}
	for _, p := range []string{"telegram", "zalo"} {
		if until, ok := f.down[p]; ok && !f.w.now.Before(until) {
			delete(f.down, p)
			f.lift(p)
		}
	}
	if !f.on || f.at.IsZero() || f.w.now.Before(f.at) {
		return
	}
	// Each has its chance for itself, so that without one the others stay.
	f.count++
	f.chance = chance{seed: f.w.cfg.Seed, entity: fmt.Sprint("fault ", f.count)}
	f.at = f.w.now.Add(f.gap())
	m := mishaps[f.chance.below(len(mishaps))]
	if slices.Contains(f.w.cfg.Without, m.slug()) {
		return
	}
	f.w.score.Faults[m.name]++
	f.w.log.add(f.w.now, "fault %s", m.name)
	m.do(f)
}

// stop ends everything, so that the city can come to rest.
func (f *faults) stop() {
	f.on, f.at, f.armed, f.soon, f.full = false, time.Time{}, "", 0, time.Time{}
	f.w.skew = 0
	clear(f.fail)
	for _, p := range []string{"telegram", "zalo"} {
		delete(f.down, p)
		f.lift(p)
	}
}

func (f *faults) lift(platform string) {
	if platform == "zalo" {
		f.w.zalo.Inject(func(z *zalosim.Faults) { *z = zalosim.Faults{} })
		return
	}
	f.w.telegram.SetFaults(telegramsim.Faults{})
}

// ill notes that the program or a platform does not work for a while.
func (f *faults) ill(d time.Duration) { f.ills = append(f.ills, span{f.w.now, f.w.now.Add(d)}) }

// mishap is a kind of what goes wrong.
type mishap struct {
	name string
	do   func(f *faults)
}

var mishaps = []mishap{
	{"kill between steps", func(f *faults) { f.soon = 1 + f.chance.below(40) }},
	{"kill before commit", func(f *faults) { f.arm("before_commit") }},
	{"kill after commit", func(f *faults) { f.arm("after_commit") }},
	{"kill after commit, meta page torn", func(f *faults) { f.arm("after_commit"); f.tear = true }},
	{"kill before call", func(f *faults) { f.arm("call") }},
	{"kill after call", func(f *faults) { f.arm("answer") }},
	{"kill after post to a group", func(f *faults) { f.armed, f.after = "post", 0 }},
	{"commit fails before", func(f *faults) { f.fail["before_commit"] += 1 + f.chance.below(3) }},
	{"commit fails after", func(f *faults) { f.fail["after_commit"] += 1 + f.chance.below(3) }},
	{"disk full", func(f *faults) {
		d := time.Duration(1+f.chance.below(15)) * time.Minute
		f.full = f.w.now.Add(d)
		f.ill(d)
	}},
	{"clock askew", func(f *faults) {
		d := time.Duration(20+f.chance.below(240)) * time.Minute
		f.w.skew = time.Duration(f.chance.below(240)-120) * time.Minute
		f.askew = f.w.now.Add(d)
		f.clocks = append(f.clocks, span{f.w.now, f.askew})
		f.ill(d + f.w.skew.Abs()) // what was set by the wrong clock comes so much later
	}},
	{"zalo away", func(f *faults) { f.away("zalo") }},
	{"telegram away", func(f *faults) { f.away("telegram") }},
	{"zalo answers lost", func(f *faults) { f.zalo(func(z *zalosim.Faults) { z.LostAnswers += 1 + f.chance.below(4) }) }},
	{"zalo unavailable", func(f *faults) { f.zalo(func(z *zalosim.Faults) { z.Unavailable += 1 + f.chance.below(6) }) }},
	{"zalo garbled", func(f *faults) { f.zalo(func(z *zalosim.Faults) { z.Garbled += 1 + f.chance.below(3) }) }},
	{"zalo flood", func(f *faults) {
		f.zalo(func(z *zalosim.Faults) {
			z.Codes = append(z.Codes, zalosim.Code{Code: -32, Times: 1 + f.chance.below(3)})
		})
		f.w.judges.floods["zalo"] += 3
	}},
	{"zalo duplicates", func(f *faults) { f.zalo(func(z *zalosim.Faults) { z.Duplicates += 1 + f.chance.below(5) }) }},
	{"zalo reorders", func(f *faults) { f.zalo(func(z *zalosim.Faults) { z.Swaps += 1 + f.chance.below(3) }) }},
	{"zalo delays", func(f *faults) {
		f.zalo(func(z *zalosim.Faults) {
			z.Delays, z.DelayBy = z.Delays+1+f.chance.below(4), time.Duration(1+f.chance.below(600))*time.Second
		})
	}},
	{"zalo webhook redelivered", func(f *faults) { f.zalo(func(z *zalosim.Faults) { z.DropOnce += 1 + f.chance.below(3) }) }},
	{"zalo webhook dropped for good", func(f *faults) { f.zalo(func(z *zalosim.Faults) { z.DropForGood++ }) }},
	{"zalo token answer lost", func(f *faults) { f.zalo(func(z *zalosim.Faults) { z.LostRefreshes++ }) }},
	{"telegram answers lost", func(f *faults) { f.telegram(telegramsim.Faults{LostAnswers: 1 + f.chance.below(4)}) }},
	{"telegram server errors", func(f *faults) { f.telegram(telegramsim.Faults{ServerErrors: 1 + f.chance.below(6)}) }},
	{"telegram flood", func(f *faults) {
		f.telegram(telegramsim.Faults{Flood: 1 + f.chance.below(3)})
		f.w.judges.floods["telegram"] += 3
	}},
	{"telegram duplicates", func(f *faults) { f.telegram(telegramsim.Faults{Duplicate: 1 + f.chance.below(5)}) }},
	{"telegram reorders", func(f *faults) { f.telegram(telegramsim.Faults{Reorder: 1 + f.chance.below(3)}) }},
	{"telegram delays", func(f *faults) {
		f.telegram(telegramsim.Faults{Delayed: 1 + f.chance.below(4), Delay: time.Duration(1+f.chance.below(600)) * time.Second})
	}},
	{"telegram update dropped for good", func(f *faults) { f.telegram(telegramsim.Faults{Dropped: 1}) }},
}

func (f *faults) arm(where string) { f.armed, f.after = where, f.chance.below(30) }

func (f *faults) away(platform string) {
	d := time.Duration(1+f.chance.below(90)) * time.Minute
	f.down[platform] = f.w.now.Add(d)
	f.ill(d)
	if platform == "zalo" {
		f.w.zalo.Inject(func(z *zalosim.Faults) { z.Down = true })
		return
	}
	f.w.telegram.SetFaults(telegramsim.Faults{Methods: []string{"sendmessage", "answercallbackquery", "editmessagereplymarkup"}, Refused: 1_000_000})
}

func (f *faults) zalo(change func(*zalosim.Faults)) {
	if _, down := f.down["zalo"]; !down {
		f.w.zalo.Inject(change)
	}
}

// straying is how many messages on a platform will still be lost, or brought late.
func (f *faults) straying(platform string) (n int) {
	if platform == "telegram" {
		t := f.w.telegram.Faults()
		return t.Dropped + t.Delayed + t.Reorder
	}
	f.w.zalo.Inject(func(z *zalosim.Faults) { n = z.DropForGood + z.DropOnce + z.Delays })
	return n
}

func (f *faults) telegram(now telegramsim.Faults) {
	if _, down := f.down["telegram"]; !down {
		f.w.telegram.SetFaults(now)
	}
}

// point is called wherever the program writes.
func (f *faults) point(where string) error {
	switch {
	case f.w.dead:
		return ErrKilled
	case f.killAt(where):
		return ErrKilled
	case f.fail[where] > 0:
		f.fail[where]--
		f.hurt = true
		f.lost()
		return errBroken
	case f.w.now.Before(f.full) && (where == "before_commit" || where == "before_media"):
		f.hurt = true
		return fmt.Errorf("write: %w", syscall.ENOSPC)
	}
	return nil
}

// killAt kills the program when it is its time to die here.
func (f *faults) killAt(where string) bool {
	if f.armed != where {
		return false
	}
	if f.after--; f.after >= 0 {
		return false
	}
	f.armed = ""
	f.tear = f.tear && where == "after_commit"
	f.w.dead = true
	f.lost()
	return true
}

// between reports whether the program is killed now, between two steps.
func (f *faults) between() bool {
	if f.soon == 0 {
		return false
	}
	f.soon--
	if f.soon > 0 {
		return false
	}
	f.tear = false
	f.lost()
	return true
}

// lost notes that the program cannot know what became of what it did just now.
func (f *faults) lost() {
	if n := len(f.doubts); n == 0 || f.doubts[n-1] != f.w.now {
		f.doubts = append(f.doubts, f.w.now)
	}
}

// doubted reports whether something was in doubt around a moment.
func (f *faults) doubted(from, to time.Time) bool {
	for _, t := range f.doubts {
		if !t.Before(from) && !t.After(to) {
			return true
		}
	}
	return false
}

// doubts2 reports whether something was in doubt twice between two moments.
func (f *faults) doubts2(from, to time.Time) bool {
	n := 0
	for _, t := range f.doubts {
		if !t.Before(from) && !t.After(to) {
			n++
		}
	}
	return n >= 2
}

// sick is how long of a stretch something did not work.
func (f *faults) sick(from, to time.Time) (d time.Duration) {
	for _, s := range f.ills {
		a, b := s.from, s.to
		if a.Before(from) {
			a = from
		}
		if b.After(to) {
			b = to
		}
		if b.After(a) {
			d += b.Sub(a)
		}
	}
	return d
}

// wrongClock reports whether the program's clock was wrong shortly before a
// moment.
func (f *faults) wrongClock(at time.Time) bool {
	for _, s := range f.clocks {
		if !at.Before(s.from) && at.Before(s.to.Add(time.Hour)) {
			return true
		}
	}
	return false
}

// clockOff reports whether the program's clock was wrong some time between two
// moments.
func (f *faults) clockOff(from, to time.Time) bool {
	for _, s := range f.clocks {
		if s.from.Before(to) && s.to.After(from) {
			return true
		}
	}
	return false
}

// turnedAway reports whether a webhook was not taken some time between two moments.
func (f *faults) turnedAway(from, to time.Time) bool {
	for _, t := range f.refusals {
		if !t.Before(from) && t.Before(to) {
			return true
		}
	}
	return false
}

// excuse reports whether a step may fail: a write did.
func (f *faults) excuse(error) bool {
	ok := f.hurt
	f.hurt = false
	return ok
}
