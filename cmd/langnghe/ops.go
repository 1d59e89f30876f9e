package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"langnghe/bot"
)

func quarantineCommand() *cobra.Command {
	return operatorGroup("quarantine", "Tin nhận được mà chưa xử lý được")
}

func outboxCommand() *cobra.Command {
	return operatorGroup("outbox", "Tin gửi đi: đang chờ, chưa gửi được, không rõ đã gửi chưa")
}

// operatorGroup is `NAME list|show ID|replay ID`.
func operatorGroup(name, short string) *cobra.Command {
	group := &cobra.Command{
		Use: name, Short: short,
		RunE: func(c *cobra.Command, _ []string) error {
			return usage{fmt.Errorf("cần một việc: %s list, show ID hoặc replay ID", name)}
		},
	}
	add := func(do, short string, args int) {
		var where location
		use := do
		if args > 0 {
			use += " ID"
		}
		c := &cobra.Command{
			Use: use, Short: short, Args: exactly(args),
			RunE: func(c *cobra.Command, ids []string) error {
				cfg, problems := loadConfig(where.file(), os.Environ())
				if len(problems) > 0 {
					return problemsError(problems)
				}
				t := task{Do: name + " " + do, Args: map[string]string{}}
				if len(ids) > 0 {
					t.Args["id"] = ids[0]
				}
				text, err := ask(c.Context(), cfg, t)
				if text != "" {
					fmt.Fprintln(c.OutOrStdout(), strings.TrimRight(text, "\n"))
				}
				return err
			},
		}
		where.flags(c)
		group.AddCommand(c)
	}
	add("list", "Liệt kê", 0)
	add("show", "Xem một dòng, nội dung được che", 1)
	add("replay", "Xử lý lại hoặc gửi lại một dòng", 1)
	return group
}

// shape shows how a text looks without what it says: letters and digits become
// dots. The operator has no right to read what people write.
func shape(s string) string {
	dots := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			return '•'
		}
		return r
	}, s)
	if r := []rune(dots); len(r) > 200 {
		dots = string(r[:200]) + "…"
	}
	return dots
}

// stateWords is a row's state for people.
func stateWords(s bot.OutState) string {
	switch s {
	case bot.Queued:
		return "đang chờ"
	case bot.Sending:
		return "đang gửi"
	case bot.Parked:
		return "chờ người nhận"
	case bot.MaybeSent:
		return "không rõ đã gửi"
	case bot.Dead:
		return "không gửi được"
	case bot.Damaged:
		return "hỏng"
	}
	return string(s)
}

func (n *node) when(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.In(n.cfg.Zone).Format("02/01 15:04:05")
}

func table(rows [][]string) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintln(w, strings.Join(r, "\t"))
	}
	_ = w.Flush() // into memory
	return b.String()
}

// quarantineID is how an event put aside is named on the command line: a short
// keyed hash, since the platform's key may name a person.
func (n *node) quarantineID(q bot.Quarantined) string {
	return n.store.Hash("quarantine", q.Event.Channel+" "+q.Event.Key)[:10]
}

func (n *node) quarantined(ctx context.Context) (list []bot.Quarantined, err error) {
	err = n.store.View(ctx, func(v bot.View) error { list = v.Quarantined(); return nil })
	return list, err
}

func (n *node) opQuarantineList(ctx context.Context, _ map[string]string) (string, error) {
	list, err := n.quarantined(ctx)
	if err != nil {
		return "", err
	}
	if len(list) == 0 {
		return "Không có tin nào bị giữ riêng.", nil
	}
	rows := [][]string{{"MÃ", "NỀN TẢNG", "NHẬN LÚC", "GIỮ LÚC", "LÝ DO"}}
	for _, q := range list {
		rows = append(rows, []string{n.quarantineID(q), q.Event.Channel, n.when(q.Event.Received), n.when(q.At), q.Reason})
	}
	return table(rows), nil
}

func (n *node) findQuarantined(ctx context.Context, id string) (bot.Quarantined, error) {
	list, err := n.quarantined(ctx)
	if err != nil {
		return bot.Quarantined{}, err
	}
	for _, q := range list {
		if n.quarantineID(q) == id {
			return q, nil
		}
	}
	return bot.Quarantined{}, fmt.Errorf("không có tin %q: xem langnghe quarantine list", id)
}

func (n *node) opQuarantineShow(ctx context.Context, args map[string]string) (string, error) {
	id := args["id"]
	q, err := n.findQuarantined(ctx, id)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("Mã: %s\nNền tảng: %s\nNhận lúc: %s\nLý do: %s\nDài: %d byte\nDạng: %s",
		id, q.Event.Channel, n.when(q.Event.Received), q.Reason, len(q.Event.Body), shape(string(q.Event.Body))), nil
}

// opQuarantineReplay puts an event back in line: it is decided again, as if it
// had just been accepted.
func (n *node) opQuarantineReplay(ctx context.Context, args map[string]string) (string, error) {
	id := args["id"]
	q, err := n.findQuarantined(ctx, id)
	if err != nil {
		return "", err
	}
	err = n.store.Update(ctx, func(tx bot.Tx) error {
		_, err := tx.Apply(bot.Change{
			Replay: []bot.EventID{{Channel: q.Event.Channel, Key: q.Event.Key}},
			Audit:  []bot.Audit{{At: n.env.Now(), Who: "operator", What: "replay", On: id}},
		})
		return err
	})
	if err != nil {
		return "", err
	}
	return "Đã đưa tin " + id + " vào xử lý lại.", nil
}

func (n *node) opOutboxList(ctx context.Context, _ map[string]string) (string, error) {
	rows := [][]string{{"MÃ", "TRẠNG THÁI", "LOẠI", "NỀN TẢNG", "TẠO LÚC", "LẦN", "VÌ", "LÝ DO"}}
	counts := map[bot.OutState]int{}
	err := n.store.View(ctx, func(v bot.View) error {
		for after := uint64(0); ; {
			list := v.Outbox(after, 1000)
			if len(list) == 0 {
				return nil
			}
			for _, o := range list {
				after = o.ID
				counts[o.State]++
				if len(rows) <= 200 && (o.State != bot.Queued || len(list) < 50) {
					rows = append(rows, []string{
						fmt.Sprint(o.ID), stateWords(o.State), string(o.Class), o.Msg.To.Channel,
						n.when(o.Made), fmt.Sprint(o.Attempt), o.Why, o.Reason,
					})
				}
			}
		}
	})
	if err != nil {
		return "", err
	}
	if len(rows) == 1 {
		return "Không có tin nào đang chờ gửi.", nil
	}
	return table(rows) + fmt.Sprintf("\nĐang chờ %d, đang gửi %d, chờ người nhận %d, không rõ đã gửi %d, không gửi được %d.",
		counts[bot.Queued], counts[bot.Sending], counts[bot.Parked], counts[bot.MaybeSent], counts[bot.Dead]), nil
}

func (n *node) findOutgoing(ctx context.Context, id string) (o bot.Outgoing, err error) {
	num, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return o, fmt.Errorf("mã %q không đúng: cần một số, xem langnghe outbox list", id)
	}
	err = n.store.View(ctx, func(v bot.View) error {
		var ok bool
		if o, ok = v.Outgoing(num); !ok {
			return fmt.Errorf("không có tin %s: xem langnghe outbox list", id)
		}
		if o.State == bot.Damaged {
			return fmt.Errorf("tin %s bị hỏng, không đọc được: chạy langnghe store mend", id)
		}
		return nil
	})
	return o, err
}

func (n *node) opOutboxShow(ctx context.Context, args map[string]string) (string, error) {
	id := args["id"]
	o, err := n.findOutgoing(ctx, id)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("Mã: %d\nTrạng thái: %s từ %s\nLoại: %s\nNền tảng: %s (nhóm: %t)\nVì: %s\nLần gửi: %d (đã xong %d phần)\nLý do: %s\nTạo: %s, hết hạn: %s\nDạng: %s",
		o.ID, stateWords(o.State), n.when(o.Since), o.Class, o.Msg.To.Channel, o.Msg.Group, o.Why, o.Attempt, o.Part, o.Reason,
		n.when(o.Made), n.when(o.Expires), shape(o.Msg.Text)), nil
}

// opOutboxReplay sends a dead or doubtful row again, as a new row.
func (n *node) opOutboxReplay(ctx context.Context, args map[string]string) (string, error) {
	id := args["id"]
	o, err := n.findOutgoing(ctx, id)
	if err != nil {
		return "", err
	}
	if o.State != bot.Dead && o.State != bot.MaybeSent && o.State != bot.Parked {
		return "", fmt.Errorf("tin %s đang ở trạng thái %s, không cần gửi lại", id, stateWords(o.State))
	}
	now := n.env.Now()
	err = n.store.Update(ctx, func(tx bot.Tx) error {
		old, ok := tx.Outgoing(o.ID)
		if !ok || old.State != o.State {
			return fmt.Errorf("tin %s vừa đổi trạng thái, xin xem lại", id)
		}
		again := old
		old.State = ""
		again.ID, again.Dedup, again.State, again.Attempt, again.Due, again.Reason = 0, "", bot.Queued, 0, time.Time{}, "replayed"
		again.Begun = false
		again.Since = now
		if !again.Expires.IsZero() && !now.Before(again.Expires) {
			again.Expires = now.Add(24 * time.Hour)
		}
		_, err := tx.Apply(bot.Change{
			Settled: []bot.Outgoing{old}, Outbox: []bot.Outgoing{again},
			Audit: []bot.Audit{{At: now, Who: "operator", What: "resend", On: id}},
		})
		return err
	})
	if err != nil {
		return "", err
	}
	return "Đã đưa tin " + id + " vào gửi lại.", nil
}
