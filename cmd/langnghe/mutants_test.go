//go:build mutant

package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"langnghe/drill"
	"langnghe/internal/mutant"
)

var only = flag.String("mutant", "", "only this deliberate fault")

// caught says which invariant must catch a fault, and in which city.
type caught struct {
	fault     mutant.Fault
	invariant string
	city      drill.Config
}

var aWeekOf100 = drill.Config{People: 100, Span: aWeek, Faults: true}

// TestMutants lets cities live with a program that has a deliberate fault: one
// of the first seeds must show it, by the invariant it breaks.
func TestMutants(t *testing.T) {
	prog, err := newDrilled()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range mutant.All {
		if *only != "" && *only != string(f) {
			continue
		}
		if err := mutant.Choose(f); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		for seed := uint64(1); seed <= 3; seed++ {
			cfg := aWeekOf100
			cfg.Seed = seed
			r, err := drill.Run(context.Background(), cfg, prog)
			if err != nil {
				t.Fatal(err)
			}
			n := map[string]int{}
			for _, b := range r.Broken {
				n[b.Name]++
			}
			var b strings.Builder
			for k, v := range n {
				fmt.Fprintf(&b, "%s %d; ", k, v)
			}
			if len(r.Broken) > 0 {
				fmt.Fprintf(&b, " e.g. %s", r.Broken[0].What)
			}
			fmt.Printf("%-20s seed %d %s: %s\n", f, seed, time.Since(began).Round(time.Second), b.String())
			if len(r.Broken) > 0 {
				break
			}
		}
	}
}
