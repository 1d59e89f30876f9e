//go:build mutant

package main

import (
	"github.com/spf13/cobra"

	"langnghe/internal/mutant"
)

// mutantFlag lets a deliberate fault be chosen.
func mutantFlag(c *cobra.Command) {
	f := c.Flags().String("mutant", "", "lỗi cố ý trong chương trình")
	c.PreRunE = func(*cobra.Command, []string) error {
		if err := mutant.Choose(mutant.Fault(*f)); err != nil {
			return usage{err}
		}
		return nil
	}
}
