//go:build mutant

package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"langnghe/drill"
	"langnghe/internal/mutant"
)

// TestShrink makes a history short that shows a deliberate fault: what is left
// is smaller, and its command fails in the same way.
func TestShrink(t *testing.T) {
	if *only != "" {
		t.Skip("only one deliberate fault is asked for")
	}
	if err := mutant.Choose(mutant.NameAbove); err != nil {
		t.Fatal(err)
	}
	prog, err := newDrilled()
	if err != nil {
		t.Fatal(err)
	}
	cfg := drill.Config{Seed: 1, People: 100, Span: aWeek, Faults: true}
	r, err := drill.Run(context.Background(), cfg, prog)
	if err != nil || len(r.Broken) == 0 {
		t.Fatal("the fault does not show", err)
	}
	first := r.Broken[0]
	tries := 0
	best, _ := drill.Shrink(context.Background(), cfg, prog, first, func() bool { tries++; return tries <= 60 })
	acting := best.People
	if len(best.Only) > 0 {
		acting = len(best.Only)
	}
	if acting > 10 || best.Until.IsZero() || best.Faults && len(best.Without) < len(drill.Mishaps())/2 {
		t.Errorf("still %d people, to %s, faults %v without %d kinds", acting, best.Until, best.Faults, len(best.Without))
	}
	t.Log(best.Command())
	var out strings.Builder
	c := drillCommand()
	c.SetArgs(append(strings.Fields(strings.TrimPrefix(best.Command(), "langnghe drill ")), "--mutant", string(mutant.NameAbove), "--shrink", "0"))
	c.SetOut(&out)
	c.SetErr(io.Discard)
	c.SilenceErrors, c.SilenceUsage = true, true
	if err := c.Execute(); !errors.Is(err, errBroke) || !strings.Contains(out.String(), "VỠ "+first.Name) {
		t.Errorf("the command ends with %v:\n%s", err, out.String())
	}
}
