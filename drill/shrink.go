package drill

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Shrink looks for a shorter history that breaks the same invariant: one that
// ends sooner, with fewer people, fewer kinds of mishaps, and fewer people who
// do anything. It tries while more says so, and returns the shortest it found,
// which is cfg itself when none is shorter, and how often it tried.
func Shrink(ctx context.Context, cfg Config, prog Program, b Broken, more func() bool) (Config, int) {
	s := &shrinker{prog: prog, best: cfg, name: b.Name, more: more}
	s.best.Trace, s.best.Tick, s.best.StopAt = nil, nil, b.Name
	if s.best.Begin.IsZero() {
		s.best.Begin = Begin
	}
	if end := s.best.Begin.Add(s.best.Span); b.At.Before(end) {
		s.try(ctx, func(c *Config) { c.Until = b.At.Add(time.Second).Truncate(time.Second).Add(time.Second) })
	}
	for n := s.best.People / 2; n > 0; n /= 2 {
		if !s.try(ctx, func(c *Config) { c.People = n }) {
			break
		}
	}
	if s.best.Faults && !s.try(ctx, func(c *Config) { c.Faults = false }) {
		s.leaveOut(ctx, Mishaps(), func(c *Config, without []string) { c.Without = without })
	}
	var people []string
	for i := range s.best.People {
		people = append(people, reporterID(i))
	}
	for i := range (s.best.People + perNewcomer - 1) / perNewcomer {
		people = append(people, newcomerID(i))
	}
	s.leaveOut(ctx, people, func(c *Config, without []string) {
		c.Only = slices.DeleteFunc(slices.Clone(people), func(id string) bool { return slices.Contains(without, id) })
		if len(c.Only) == 0 {
			c.Only = []string{"nobody"}
		}
	})
	s.best.StopAt = cfg.StopAt
	return s.best, s.runs
}

// shrinker is the search for a shorter history.
type shrinker struct {
	prog Program
	best Config // the shortest that breaks it
	name string
	more func() bool
	runs int
}

// try keeps a change when the history still breaks the invariant.
func (s *shrinker) try(ctx context.Context, change func(*Config)) bool {
	if !s.more() || ctx.Err() != nil {
		return false
	}
	c := s.best
	change(&c)
	s.runs++
	r, err := Run(ctx, c, s.prog)
	if err != nil || !slices.ContainsFunc(r.Broken, func(b Broken) bool { return b.Name == s.name }) {
		return false
	}
	s.best = c
	return true
}

// leaveOut leaves out as many things as it can, in pieces that get smaller.
func (s *shrinker) leaveOut(ctx context.Context, all []string, set func(c *Config, without []string)) {
	var without []string
	left := slices.Clone(all)
	for size := len(left); size > 0; size /= 2 {
		for at := 0; at < len(left); {
			piece := left[at:min(at+size, len(left))]
			next := slices.Concat(without, piece)
			if !s.try(ctx, func(c *Config) { set(c, next) }) {
				at += size
				continue
			}
			without = next
			left = slices.Delete(slices.Clone(left), at, at+len(piece))
		}
	}
}

// Command is what to type to live a history again.
func (c Config) Command() string {
	b := fmt.Sprintf("langnghe drill --people %d --hours %d --seed %d", c.People, int(c.Span/time.Hour), c.Seed)
	if !c.Begin.IsZero() && !c.Begin.Equal(Begin) {
		b += " --begin " + c.Begin.In(hanoi).Format(time.DateOnly)
	}
	if c.Faults {
		b += " --faults"
	}
	if len(c.Without) > 0 {
		b += " --without-faults " + strings.Join(c.Without, ",")
	}
	if len(c.Only) > 0 {
		b += " --only-people " + strings.Join(c.Only, ",")
	}
	if !c.Until.IsZero() {
		b += " --until " + c.Until.In(hanoi).Format(time.RFC3339)
	}
	return b
}

// Mishaps are the kinds of what goes wrong, by the names by which they are left out.
func Mishaps() (names []string) {
	for _, m := range mishaps {
		names = append(names, m.slug())
	}
	return names
}

func (m mishap) slug() string {
	return strings.ReplaceAll(strings.ReplaceAll(m.name, ",", ""), " ", "-")
}
