package main

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// figure is how one side did: calls a second and the time the slow ones took.
type figure struct {
	rate     float64
	p50, p99 time.Duration
}

func (f figure) String() string {
	return fmt.Sprintf("%.0f/s p99 %s", f.rate, short(f.p99))
}

// closed runs f n times from callers goroutines, each doing the next when its
// last is done.
func closed(callers, n int, f func(i int) error) (figure, error) {
	took := make([]time.Duration, n)
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	start := time.Now()
	for range callers {
		all.Go(func() {
			for failed.Load() == nil {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				began := time.Now()
				if err := f(i); err != nil {
					failed.Store(&err)
					return
				}
				took[i] = time.Since(began)
			}
		})
	}
	all.Wait()
	spent := time.Since(start)
	if err := failed.Load(); err != nil {
		return figure{}, *err
	}
	return measured(n, spent, took), nil
}

func measured(n int, spent time.Duration, took []time.Duration) figure {
	slices.Sort(took)
	return figure{float64(n) / spent.Seconds(), at(took, 50), at(took, 99)}
}

// at is a percentile of sorted durations.
func at(sorted []time.Duration, percent int) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[(len(sorted)-1)*percent/100]
}

// best is the least disturbed of several measurements of one thing: others use
// the machine too.
func best(all []figure) figure {
	b := all[0]
	for _, f := range all[1:] {
		b.rate, b.p50, b.p99 = max(b.rate, f.rate), min(b.p50, f.p50), min(b.p99, f.p99)
	}
	return b
}

// pair is both sides, measured in turns.
type pair struct{ ours, bare []figure }

// turns measures both sides runs times, one after the other.
func turns(runs int, ours, bare func() (figure, error)) (p pair, err error) {
	for range runs {
		for _, side := range []struct {
			to *[]figure
			do func() (figure, error)
		}{{&p.bare, bare}, {&p.ours, ours}} {
			f, err := side.do()
			if err != nil {
				return p, err
			}
			*side.to = append(*side.to, f)
		}
	}
	return p, nil
}

// ratios is our rate over the baseline's: of the best of each, and the range
// over the runs.
func (p pair) ratios() (of float64, spread string) {
	low, high := 0.0, 0.0
	for i := range p.ours {
		r := p.ours[i].rate / p.bare[i].rate
		if i == 0 || r < low {
			low = r
		}
		high = max(high, r)
	}
	return best(p.ours).rate / best(p.bare).rate, fmt.Sprintf("%.0f..%.0f %%", 100*low, 100*high)
}

// short prints a duration in three digits or so.
func short(d time.Duration) string {
	switch {
	case d < 10*time.Microsecond:
		return fmt.Sprintf("%.2f us", float64(d)/1e3)
	case d < time.Millisecond:
		return fmt.Sprintf("%.0f us", float64(d)/1e3)
	case d < 10*time.Millisecond:
		return fmt.Sprintf("%.2f ms", float64(d)/1e6)
	case d < time.Second:
		return fmt.Sprintf("%.0f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
