package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
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
		seen := map[string]bool{}
		for _, w := range k.Ways {
			if !seen[w.ID] && k.Off(v, w.ID) {
				fmt.Fprintf(&b, "Tin mẫu %s đang ngừng: Zalo không cho dùng. Sửa xong thì chạy: langnghe zalo template on %s\n", w.ID, w.ID)
			}
			seen[w.ID] = true
		}
		return nil
	})
	return b.String(), err
}

// zaloTemplateCommand is `zalo template on ID`.
func zaloTemplateCommand() *cobra.Command {
	group := &cobra.Command{
		Use: "template", Short: "Tin mẫu đang ngừng: dùng lại",
		RunE: func(*cobra.Command, []string) error {
			return usage{errors.New("cần một việc: zalo template on MÃ")}
		},
	}
	var where location
	on := &cobra.Command{
		Use: "on MÃ", Short: "Cho dùng lại một tin mẫu đã ngừng vì Zalo từ chối", Args: exactly(1),
		RunE: func(c *cobra.Command, ids []string) error {
			cfg, problems := loadConfig(where.file(), os.Environ())
			if len(problems) > 0 {
				return problemsError(problems)
			}
			text, err := ask(c.Context(), cfg, task{Do: "zalo template on", Args: map[string]string{"id": ids[0]}})
			if text != "" {
				fmt.Fprintln(c.OutOrStdout(), text)
			}
			return err
		},
	}
	where.flags(on)
	group.AddCommand(on)
	return group
}

// opTemplateOn lets a text that was refused be tried again.
func (n *node) opTemplateOn(ctx context.Context, args map[string]string) (string, error) {
	id := args["id"]
	if !slices.ContainsFunc(n.cfg.Settings.Knock.Ways, func(w bot.Way) bool { return w.ID == id }) {
		return "", fmt.Errorf("không có tin mẫu %q trong zalo.templates", id)
	}
	was, err := n.bot.UseText(ctx, id, n.env.Now())
	switch {
	case err != nil:
		return "", err
	case !was:
		return "Tin mẫu " + id + " vẫn đang dùng.", nil
	}
	return "Tin mẫu " + id + " được dùng lại từ lần gửi tới.", nil
}

// vnd is a sum of money as it is written: 1.250.000.
func vnd(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}
