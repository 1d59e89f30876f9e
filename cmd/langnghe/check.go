package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func checkCommand() *cobra.Command {
	var where location
	c := &cobra.Command{
		Use:   "check",
		Short: "Kiểm tra cấu hình, kịch bản, đơn vị, người và lịch",
		Args:  exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, problems := loadConfig(where.file(), os.Environ())
			if cfg == nil {
				return problemsError(problems)
			}
			f, bad := readFiles(cfg, nil)
			if problems = append(problems, bad...); len(problems) > 0 {
				return problemsError(problems)
			}
			out := c.OutOrStdout()
			for _, p := range f.org.Notices {
				fmt.Fprintln(out, "lưu ý:", p)
			}
			fmt.Fprintf(out, "Đạt: %d đơn vị, %d người, %d nhóm, %d luồng, %d lịch.\n",
				len(f.org.Units), len(f.org.People), len(f.org.Groups), len(f.flows.Flows()), len(cfg.Rules))
			return nil
		},
	}
	where.flags(c)
	return c
}
