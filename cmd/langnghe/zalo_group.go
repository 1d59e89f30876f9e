package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/text"
	"langnghe/internal/yamlpos"
	"langnghe/zalo"
)

// zaloGroupCommand is `zalo group create|list|show|invite|renew|delete`.
func zaloGroupCommand() *cobra.Command {
	group := &cobra.Command{
		Use: "group", Short: "Nhóm Zalo (GMF) của các đơn vị",
		RunE: func(*cobra.Command, []string) error {
			return usage{errors.New("cần một việc: zalo group create --unit ĐƠN_VỊ, list, show ID, invite ID, renew ID hoặc delete ID")}
		},
	}
	add := func(do, short string, withID bool) *cobra.Command {
		var where location
		flags := map[string]*string{}
		use, args := do, 0
		if withID {
			use, args = do+" ID", 1
		}
		c := &cobra.Command{Use: use, Short: short, Args: exactly(args), RunE: func(c *cobra.Command, ids []string) error {
			cfg, problems := loadConfig(where.file(), os.Environ())
			if len(problems) > 0 {
				return problemsError(problems)
			}
			t := task{Do: "zalo group " + do, Args: map[string]string{}}
			if withID {
				t.Args["id"] = ids[0]
			}
			for k, v := range flags {
				t.Args[k] = *v
			}
			text, err := ask(c.Context(), cfg, t)
			if text != "" {
				fmt.Fprintln(c.OutOrStdout(), strings.TrimRight(text, "\n"))
			}
			return err
		}}
		where.flags(c)
		if do == "create" {
			flags["unit"] = c.Flags().String("unit", "", "mã đơn vị")
			flags["name"] = c.Flags().String("name", "", "tên nhóm (mặc định: CTV và tên đơn vị)")
		}
		group.AddCommand(c)
		return c
	}
	add("create", "Tạo nhóm cho một đơn vị và mời người của đơn vị", false)
	add("list", "Liệt kê nhóm đã gắn, và nhóm của OA chưa gắn với đơn vị nào", false)
	add("show", "Hỏi Zalo về một nhóm", true)
	add("invite", "Mời lại mọi người của đơn vị; ai không mời được nhận đường dẫn", true)
	add("renew", "Gia hạn bằng một gói trống", true)
	add("delete", "Xóa nhóm trên Zalo và bỏ gắn", true)
	return group
}

// whenDone says when what was written down is carried out.
func (n *node) whenDone() string {
	if n.env.Offline {
		return " Máy chủ đang dừng: việc này làm khi máy chủ chạy."
	}
	return " Xem kết quả: langnghe zalo group list."
}

// errZaloOff is said when there is no OA to do anything with.
var errZaloOff = errors.New("chưa bật Zalo: hãy đặt các khóa zalo.* trong cấu hình")

// write carries out a change of the operator's about a group. While the server is
// stopped the channels are only opened, so that it is known which there are.
func (n *node) write(ctx context.Context, make func(tx bot.Tx) (bot.Change, error)) error {
	if !n.cfg.Zalo.Enabled() {
		return errZaloOff
	}
	if n.env.Offline && len(n.channels) == 0 {
		if err := n.openChannels(); err != nil {
			return err
		}
		n.bot.Channels = n.channels
	}
	return n.store.Update(ctx, func(tx bot.Tx) error {
		ch, err := make(tx)
		if err != nil {
			return err
		}
		_, err = tx.Apply(ch)
		return err
	})
}

func (n *node) opGroupCreate(ctx context.Context, args map[string]string) (string, error) {
	unit := args["unit"]
	if _, ok := n.bot.Tree.Unit(unit); !ok {
		return "", fmt.Errorf("--unit: không có đơn vị %q%s", unit, yamlpos.Hint(unit, n.bot.Tree.All()))
	}
	if len([]rune(args["name"])) > 60 {
		return "", errors.New("--name: tên nhóm dài nhất 60 chữ")
	}
	err := n.write(ctx, func(tx bot.Tx) (bot.Change, error) {
		return n.bot.MakeGroup(tx, n.env.Now(), unit, args["name"], "operator")
	})
	if err != nil {
		return "", err
	}
	return "Đã ghi việc tạo nhóm cho " + n.bot.Tree.FullName(unit) + "." + n.whenDone(), nil
}

// groups are the groups on Zalo that are bound to a unit, or asked for.
func (n *node) groups(v bot.View) (list []org.Group) {
	for _, u := range n.bot.Tree.All() {
		for _, g := range v.GroupsOf(u) {
			if g.Address.Channel == zalo.Name {
				list = append(list, g)
			}
		}
	}
	return list
}

// groupState is how a group stands, for people.
func groupState(g org.Group) string {
	switch g.Lost {
	case "":
		return "đang dùng"
	case org.Making:
		return "đang tạo"
	case org.Closing:
		return "đang xóa"
	case org.GroupOff:
		return "hết hạn"
	}
	return "không gửi được (" + g.Lost + ")"
}

func (n *node) opGroupList(ctx context.Context, _ map[string]string) (string, error) {
	rows := [][]string{{"NHÓM", "ĐƠN VỊ", "TÌNH TRẠNG", "SỐ NGƯỜI", "HẾT HẠN", "TÊN"}}
	bound := map[string]bool{}
	err := n.store.View(ctx, func(v bot.View) error {
		for _, g := range n.groups(v) {
			bound[g.Address.ID] = true
			id := g.Address.ID
			if g.Lost == org.Making {
				id = "-"
			}
			rows = append(rows, []string{id, g.Unit, groupState(g), headCount(g.Kept.Members), n.endDay(g.Kept.Until), g.Title})
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	note := ""
	switch list, err := n.groupsOfOA(ctx); {
	case err != nil:
		note = "\nChưa hỏi được Zalo về các nhóm khác của OA: " + err.Error()
	default:
		for _, s := range list {
			if !bound[s.Address.ID] {
				rows = append(rows, []string{s.Address.ID, "(chưa gắn)", "", headCount(s.Members), "", masked(s.Name)})
			}
		}
	}
	if len(rows) == 1 {
		return "Chưa có nhóm Zalo nào." + note, nil
	}
	return table(rows) + note, nil
}

func (n *node) groupsOfOA(ctx context.Context) ([]chat.GroupState, error) {
	if !n.cfg.Zalo.Enabled() {
		return nil, errZaloOff
	}
	c, err := n.zaloChannel()
	if err != nil {
		return nil, err
	}
	return c.Groups(ctx, n.env.Now())
}

// masked is a group's name without what may be a person's: whoever made the
// group may have put a telephone number into it.
func masked(name string) string {
	name, _ = text.Mask(name)
	return name
}

func headCount(members int) string {
	if members == 0 {
		return "-"
	}
	return fmt.Sprint(members)
}

func (n *node) endDay(until time.Time) string {
	if until.IsZero() {
		return "-"
	}
	return until.Add(-time.Second).In(n.cfg.Zone).Format("02/01/2006")
}

// keptGroup finds a group on Zalo that is there and bound.
func (n *node) keptGroup(v bot.View, id string) (org.Group, error) {
	for _, g := range n.groups(v) {
		if g.Address.ID == id && g.Lost != org.Making {
			return g, nil
		}
	}
	return org.Group{}, fmt.Errorf("không có nhóm %q đã gắn: xem langnghe zalo group list", id)
}

func (n *node) opGroupShow(ctx context.Context, args map[string]string) (string, error) {
	if !n.cfg.Zalo.Enabled() {
		return "", errZaloOff
	}
	c, err := n.zaloChannel()
	if err != nil {
		return "", err
	}
	s, err := c.Keep(ctx, n.env.Now(), chat.Address{Channel: zalo.Name, ID: args["id"]}, chat.Deed{Do: chat.DeedLook})
	if err != nil {
		return "", fmt.Errorf("chưa hỏi được Zalo về nhóm này: %w", err)
	}
	if s.Gone {
		return "", fmt.Errorf("không có nhóm %q trên Zalo, hoặc OA không ở trong nhóm", args["id"])
	}
	unit := "(chưa gắn)"
	known := 0
	err = n.store.View(ctx, func(v bot.View) error {
		if g, ok := v.Group(s.Address); ok {
			unit = n.bot.Tree.FullName(g.Unit)
		}
		for _, a := range s.In {
			if _, ok := v.PersonAt(a); ok {
				known++
			}
		}
		return nil
	})
	if err != nil {
		return "", err
	}
	state, link := "đang dùng", s.Link
	if s.Off {
		state = "hết hạn, đang khóa"
	}
	if link == "" {
		link = "đang tắt"
	}
	return fmt.Sprintf("Nhóm: %s\nTên: %s\nĐơn vị: %s\nTình trạng: %s\nHết hạn: %s\nSố người: %d trên %d, trong đó %d người dùng trợ lý\nĐang xin vào: %d\nĐường dẫn: %s",
		s.Address.ID, masked(s.Name), unit, state, n.endDay(s.Until), s.Members, s.Most, known, len(s.Asked), link), nil
}

func (n *node) opGroupInvite(ctx context.Context, args map[string]string) (string, error) {
	people := 0
	err := n.write(ctx, func(tx bot.Tx) (ch bot.Change, err error) {
		g, err := n.keptGroup(tx, args["id"])
		if err != nil {
			return ch, err
		}
		if g.Lost != "" {
			return ch, fmt.Errorf("nhóm %s: %s", args["id"], groupState(g))
		}
		ch, people = n.bot.InviteAll(tx, g, n.env.Now())
		return ch, nil
	})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("Đã ghi việc mời %d người. Ai không mời được sẽ nhận đường dẫn.%s", people, n.whenDone()), nil
}

func (n *node) opGroupRenew(ctx context.Context, args map[string]string) (string, error) {
	err := n.write(ctx, func(tx bot.Tx) (ch bot.Change, err error) {
		g, err := n.keptGroup(tx, args["id"])
		if err == nil {
			if ch = bot.RenewGroup(g, "operator", n.env.Now()); ch.Empty() {
				err = errors.New("nhóm này đang được gia hạn, xin chờ kết quả")
			}
		}
		return ch, err
	})
	if err != nil {
		return "", err
	}
	return "Đã ghi việc gia hạn nhóm " + args["id"] + "." + n.whenDone(), nil
}

func (n *node) opGroupDelete(ctx context.Context, args map[string]string) (string, error) {
	err := n.write(ctx, func(tx bot.Tx) (bot.Change, error) {
		g, err := n.keptGroup(tx, args["id"])
		if err != nil {
			return bot.Change{}, err
		}
		return bot.DeleteGroup(g, n.env.Now()), nil
	})
	if err != nil {
		return "", err
	}
	return "Đã ghi việc xóa nhóm " + args["id"] + "." + n.whenDone(), nil
}
