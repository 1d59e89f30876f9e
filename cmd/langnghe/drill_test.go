package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"langnghe/drill"
)

const aWeek = 7 * 24 * time.Hour

// drilling runs one history and shows what broke, with the command that replays
// it.
func drilling(t *testing.T, cfg drill.Config) drill.Result {
	t.Helper()
	prog, err := newDrilled()
	if err != nil {
		t.Fatal(err)
	}
	r, err := drill.Run(context.Background(), cfg, prog)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Broken) > 0 {
		var b strings.Builder
		if err := r.Write(&b); err != nil {
			t.Fatal(err)
		}
		t.Errorf("langnghe drill --people %d --weeks %d --seed %d --faults=%v\n%s", cfg.People, int(cfg.Span/aWeek), cfg.Seed, cfg.Faults, b.String())
	}
	return r
}

// TestDrill lets some cities of a hundred people live through a week with
// everything going wrong.
func TestDrill(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine steps it all: the race detector finds nothing here")
	}
	const seeds = 20
	for seed := range seeds {
		t.Run(fmt.Sprint(seed+1), func(t *testing.T) {
			t.Parallel()
			drilling(t, drill.Config{Seed: uint64(seed + 1), People: 100, Span: aWeek, Faults: true})
		})
	}
}

// TestDrillTwice: one seed gives one history, another gives another.
func TestDrillTwice(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine steps it all: the race detector finds nothing here")
	}
	run := func(seed uint64) (string, []string) {
		var trace bytes.Buffer
		r := drilling(t, drill.Config{Seed: seed, People: 40, Span: 3 * 24 * time.Hour, Faults: true, Trace: &trace})
		return r.Digest, strings.Split(trace.String(), "\n")
	}
	a, first := run(7)
	b, again := run(7)
	if a != b {
		i := parting(first, again)
		t.Errorf("one seed gave two histories of %d and %d lines; they part at line %d:\n%s\n%s", len(first), len(again), i, line(first, i), line(again, i))
	}
	if c, _ := run(8); c == a {
		t.Error("two seeds gave one history")
	}
}

// TestDrillSeeds lives again through the histories that once showed something.
func TestDrillSeeds(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine steps it all: the race detector finds nothing here")
	}
	list, err := os.ReadFile("testdata/drill/seeds.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(list)) {
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		var out strings.Builder
		c := drillCommand()
		c.SetArgs(append(strings.Fields(line), "--shrink", "0"))
		c.SetOut(&out)
		c.SetErr(io.Discard)
		if err := c.Execute(); err != nil {
			t.Errorf("langnghe drill %s: %v\n%s", line, err, out.String())
		}
	}
}
