//go:build !mutant

package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"langnghe/internal/mutant"
)

// TestNoMutantInTheProgram: as it is built, the program has nothing of the
// deliberate faults in it, neither their names nor the package.
func TestNoMutantInTheProgram(t *testing.T) {
	if testing.Short() {
		t.Skip("it builds the program")
	}
	file := filepath.Join(t.TempDir(), "langnghe")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", file, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	program, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(program, []byte("langnghe/internal/yamlpos")) {
		t.Fatal("the names of packages are not found: nothing is shown by their absence")
	}
	if bytes.Contains(program, []byte("langnghe/internal/mutant")) {
		t.Error("the package of the deliberate faults is in the program")
	}
	for _, f := range mutant.All {
		if bytes.Contains(program, []byte(f)) {
			t.Errorf("the deliberate fault %s is in the program", f)
		}
	}
}
