//go:build !mutant

package mutant

// On reports whether a fault is made: never.
func On(Fault) bool { return false }

// First reports whether an owner sees a key for the first time, for faults that
// need a memory: never.
func First(_ any, _ string) bool { return false }
