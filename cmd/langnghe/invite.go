package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"langnghe/bot"
	"langnghe/bot/org"
	"langnghe/internal/yamlpos"
)

func inviteCommand() *cobra.Command {
	var where location
	args := map[string]*string{}
	c := &cobra.Command{
		Use:   "invite",
		Short: "Tạo mã mời cho một người hoặc một đơn vị",
		Example: `  langnghe invite --unit hn-ba-dinh-p --role collaborator --uses 20
  langnghe invite --person p-an
  langnghe invite --unit hn --role system_admin`,
		Args: exactly(0),
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, problems := loadConfig(where.file(), os.Environ())
			if len(problems) > 0 {
				return problemsError(problems)
			}
			t := task{Do: "invite", Args: map[string]string{}}
			for k, v := range args {
				t.Args[k] = *v
			}
			text, err := ask(c.Context(), cfg, t)
			if err != nil {
				return err
			}
			fmt.Fprintln(c.OutOrStdout(), text)
			return nil
		},
	}
	where.flags(c)
	for name, help := range map[string]string{
		"unit": "mã đơn vị", "role": "vai trò, ví dụ collaborator", "person": "mã người đã có trong tệp đơn vị",
		"uses": "dùng được mấy lần (mặc định 1)", "days": "sống mấy ngày (mặc định theo cấu hình)",
	} {
		args[name] = c.Flags().String(name, "", help)
	}
	return c
}

// opInvite makes a code: for a post in a unit, or for a person who is known
// and only has no chat yet.
func (n *node) opInvite(ctx context.Context, args map[string]string) (string, error) {
	now := n.env.Now()
	inv := org.Invite{Uses: 1, Expires: now.Add(n.cfg.Settings.InviteLife), By: "operator"}
	if s := args["uses"]; s != "" {
		u, err := strconv.Atoi(s)
		if err != nil || u < 1 || u > 1000 {
			return "", fmt.Errorf("--uses: cần một số từ 1 đến 1000")
		}
		inv.Uses = u
	}
	if s := args["days"]; s != "" {
		d, err := strconv.Atoi(s)
		if err != nil || d < 1 || d > 90 {
			return "", fmt.Errorf("--days: cần một số từ 1 đến 90")
		}
		inv.Expires = now.Add(time.Duration(d) * 24 * time.Hour)
	}
	var code string
	err := n.store.Update(ctx, func(tx bot.Tx) error {
		if p := args["person"]; p != "" {
			person, ok := org.Who(tx, p)
			if !ok || !person.Erased.IsZero() {
				return fmt.Errorf("--person: không có người %q", p)
			}
			inv.Person, inv.Uses = person.ID, 1
			for _, post := range tx.PostsOf(person.ID) {
				inv.Unit = post.Unit
			}
		} else {
			if _, ok := n.bot.Tree.Unit(args["unit"]); !ok {
				return fmt.Errorf("--unit: không có đơn vị %q%s", args["unit"], yamlpos.Hint(args["unit"], n.bot.Tree.All()))
			}
			var roles []string
			for _, r := range org.Roles() {
				roles = append(roles, string(r))
			}
			if !slices.Contains(roles, args["role"]) {
				return fmt.Errorf("--role: không có vai trò %q%s", args["role"], yamlpos.Hint(args["role"], roles))
			}
			inv.Unit, inv.Role = args["unit"], org.Role(args["role"])
		}
		var ch bot.Change
		var err error
		if code, ch, err = bot.Invite(tx, now, n.store, inv); err != nil {
			return err
		}
		_, err = tx.Apply(ch)
		return err
	})
	if err != nil {
		return "", err
	}
	for_ := inv.Role.Title() + ", " + n.bot.Tree.FullName(inv.Unit)
	if inv.Person != "" {
		for_ = inv.Person
	}
	return fmt.Sprintf("Mã mời: %s\nCho: %s\nDùng: %d lần, đến %s\nNgười nhận nhắn mã này cho trợ lý trên Zalo hoặc Telegram.",
		bot.ShowCode(code), for_, inv.Uses, inv.Expires.In(n.cfg.Zone).Format("15:04 02/01/2006")), nil
}
