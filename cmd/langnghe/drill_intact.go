//go:build !mutant

package main

import "github.com/spf13/cobra"

// mutantFlag adds nothing: the program has no deliberate faults.
func mutantFlag(*cobra.Command) {}

// mutantArgs is how such a fault is chosen again.
func mutantArgs() string { return "" }
