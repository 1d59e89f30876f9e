package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"langnghe/internal/yamlpos"
)

func checkCommand() *cobra.Command {
	var where location
	c := &cobra.Command{
		Use:   "check",
		Short: "Kiểm tra cấu hình, kịch bản, đơn vị, người và lịch",
		Args:  exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, problems := loadConfig(where.file(), os.Environ())
			f, err := everything(cfg, problems)
			if err != nil {
				return err
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

// everything reads the files that the settings point to, and gives all that is
// wrong with settings and files in one error.
func everything(cfg *config, problems []yamlpos.Problem) (f files, err error) {
	if cfg != nil {
		var bad []yamlpos.Problem
		f, bad = readFiles(cfg, nil)
		problems = append(problems, bad...)
	}
	if len(problems) > 0 {
		yamlpos.Sort(problems)
		return f, problemsError(problems)
	}
	return f, nil
}
