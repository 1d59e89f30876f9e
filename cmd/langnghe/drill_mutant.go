//go:build mutant

package main

import (
	"github.com/spf13/cobra"

	"langnghe/internal/mutant"
)

var chosenMutant string

// mutantArgs is how the fault is chosen again.
func mutantArgs() string {
	if chosenMutant == "" {
		return ""
	}
	return " --mutant " + chosenMutant
}

// mutantFlag lets a deliberate fault be chosen.
func mutantFlag(c *cobra.Command) {
	c.Flags().StringVar(&chosenMutant, "mutant", "", "lỗi cố ý trong chương trình")
	c.PreRunE = func(*cobra.Command, []string) error {
		if err := mutant.Choose(mutant.Fault(chosenMutant)); err != nil {
			return usage{err}
		}
		return nil
	}
}
