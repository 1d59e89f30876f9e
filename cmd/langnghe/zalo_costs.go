package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"langnghe/bot"
)

func zaloCostsCommand() *cobra.Command {
	var where location
	c := &cobra.Command{
		Use:   "costs",
		Short: "Tiền tin mẫu của tháng này và tháng trước",
		Args:  exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, problems := loadConfig(where.file(), os.Environ())
			if len(problems) > 0 {
				return problemsError(problems)
			}
			text, err := ask(c.Context(), cfg, task{Do: "zalo costs"})
			if text != "" {
				fmt.Fprintln(c.OutOrStdout(), strings.TrimRight(text, "\n"))
			}
			return err
		},
	}
	where.flags(c)
	return c
}

// opZaloCosts tells what template messages cost, text by text.
func (n *node) opZaloCosts(ctx context.Context, _ map[string]string) (string, error) {
	k := n.cfg.Settings.Knock
	if len(k.Ways) == 0 {
		return "Chưa khai tin mẫu nào (zalo.templates).", nil
	}
	now := n.env.Now().In(n.cfg.Zone)
	first := now.AddDate(0, 0, 1-now.Day())
	var b strings.Builder
	err := n.store.View(ctx, func(v bot.View) error {
		b.Reset()
		for _, m := range []struct {
			key, name string
		}{
			{first.Format("0601"), first.Format("01/2006")},
			{first.AddDate(0, -1, 0).Format("0601"), first.AddDate(0, -1, 0).Format("01/2006")},
		} {
			fmt.Fprintf(&b, "Tháng %s: đã tính vào ngân sách %s / %s đồng; Zalo báo đã tới (chỉ tin theo số) %d.\n", m.name,
				vnd(v.Count(bot.CostSpent.In(m.key))), vnd(k.Budget), v.Count(bot.CostArrived.In(m.key)))
			rows := [][]string{{"TIN MẪU", "ĐÃ GỬI", "ĐỒNG"}}
			seen := map[string]bool{}
			for _, w := range k.Ways {
				if sent := v.Count(bot.CostSent.In(m.key, w.ID)); sent > 0 && !seen[w.ID] {
					rows = append(rows, []string{w.ID, strconv.Itoa(sent), vnd(v.Count(bot.CostPaid.In(m.key, w.ID)))})
				}
				seen[w.ID] = true
			}
			if len(rows) > 1 {
				b.WriteString(table(rows))
			}
		}
		return nil
	})
	return b.String(), err
}

// vnd is a sum of money as it is written: 1.250.000.
func vnd(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}
