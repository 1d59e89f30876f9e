//go:build mutant

package mutant

import (
	"fmt"
	"slices"
	"strings"
	"sync"
)

var (
	mu     sync.Mutex
	chosen Fault
	seen   = map[any]map[string]bool{}
)

// Choose makes a fault from now on, "" none. An error names the faults there are.
func Choose(f Fault) error {
	mu.Lock()
	defer mu.Unlock()
	if f != "" && !slices.Contains(All, f) {
		var names []string
		for _, x := range All {
			names = append(names, string(x))
		}
		return fmt.Errorf("no fault is called %q; there are %s", f, strings.Join(names, ", "))
	}
	chosen = f
	clear(seen)
	return nil
}

// On reports whether a fault is made.
func On(f Fault) bool {
	mu.Lock()
	defer mu.Unlock()
	return chosen == f
}

// First reports whether an owner sees a key for the first time.
func First(owner any, key string) bool {
	mu.Lock()
	defer mu.Unlock()
	if seen[owner] == nil {
		seen[owner] = map[string]bool{}
	}
	first := !seen[owner][key]
	seen[owner][key] = true
	return first
}
