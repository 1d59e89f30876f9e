package main

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
)

// threefold is a store that runs each function three times and undoes the
// first two: with nothing read ahead, with everything read before anything is
// decided, and as it comes. What they want written must be the same to the byte.
type threefold struct {
	bot.Store
	t       testing.TB
	largest *int // batch that was read ahead for
	ahead   *int // chats read ahead, all in all
}

func (s threefold) Update(ctx context.Context, f func(bot.Tx) error) error {
	undo := errors.New("undo")
	var seen [3]string
	for i := range seen {
		x := &threefoldTx{how: i, s: s}
		err := s.Store.Update(ctx, func(tx bot.Tx) error {
			x.Tx, x.wrote = tx, nil
			if err := f(x); err != nil || i == 2 {
				return err
			}
			return undo
		})
		if i < 2 && !errors.Is(err, undo) || i == 2 && err != nil {
			return err
		}
		out, err := json.Marshal(x.wrote)
		if err != nil {
			s.t.Error(err)
		}
		seen[i] = string(out)
		*s.largest = max(*s.largest, x.waiting)
	}
	if seen[1] != seen[0] || seen[2] != seen[0] {
		s.t.Errorf("reading ahead changes what is decided:\n%s\n%s\n%s", seen[0], seen[1], seen[2])
	}
	return nil
}

type threefoldTx struct {
	bot.Tx
	how     int
	s       threefold
	wrote   []bot.Change
	waiting int
}

func (x *threefoldTx) Waiting(most int) []chat.Event {
	list := x.Tx.Waiting(most)
	x.waiting = len(list)
	return list
}

func (x *threefoldTx) Apply(c bot.Change) ([]uint64, error) {
	x.wrote = append(x.wrote, c)
	return x.Tx.Apply(c)
}

func (x *threefoldTx) Ahead(next func() (chat.Address, bool)) {
	switch x.how {
	case 1:
		whole := make(chan struct{})
		x.Tx.Ahead(func() (chat.Address, bool) {
			a, ok := next()
			if !ok {
				close(whole)
				return a, ok
			}
			*x.s.ahead++
			return a, ok
		})
		<-whole
	case 2:
		x.Tx.Ahead(next)
	}
}

// TestAheadSame: whole crowds write at once, whatever comes to their minds, some
// several messages, and each batch is decided the same way however much of it
// was read ahead.
func TestAheadSame(t *testing.T) {
	w := newTown(t)
	names := []string{
		"lan@zalo", "tho@telegram", "mai@zalo", "cuc@telegram", "pct-bd@zalo", "ct-bd@telegram", "pct-nh@telegram",
		"pct-cum@zalo", "vp@telegram", "qt@zalo",
	}
	w.settleIn(names...)
	var largest, ahead int
	w.node.bot.Store = threefold{w.node.store, t, &largest, &ahead}
	var phones []*phone
	for _, n := range names {
		phones = append(phones, w.phone(n))
	}
	phones = append(phones, w.phone("stranger@zalo"), w.phone("passerby@telegram"))
	said := []string{
		"1", "1", "1", "2", "2", "3", "4", "5", "0", "báo cáo", "báo cáo", "khẩn", "không có gì", "xong", "bỏ qua", "không", "quay lại",
		"xem lại", "để sau", "hủy", "giúp", "menu", "có", "Đường vào tổ 7 đào lên hai tháng chưa hoàn trả", "tài liệu tối mật số 12",
		"số nhà 12 ngõ 5 phố Đội Cấn, gọi bà Nguyễn Thị Lan 0912345678", "viec cua toi", "cháy chợ", "nhắc", "báo cáo đã gửi",
	}
	report := []string{"báo cáo", "4", "2", "Đường vào tổ 7 đào lên hai tháng, nhà số 12 gọi 0912345678", "xong", "3", "3", "bỏ qua", "không", "1"}
	chance := rand.New(rand.NewPCG(7, 7))
	const rounds = 60
	at := make([]int, len(phones))
	for range rounds {
		for i, p := range phones {
			for range chance.IntN(3) {
				what := said[chance.IntN(len(said))]
				if chance.IntN(20) > i { // some know what they want, more than others
					what = report[at[i]%len(report)]
					at[i]++
				}
				p.send(what)
			}
		}
		w.pass(time.Duration(chance.IntN(3)) * 3 * time.Second)
	}
	w.pass(30 * time.Minute)
	if largest < 8 || ahead < 8*rounds/2 {
		t.Errorf("the largest batch was of %d events, %d chats were read ahead: too few to say anything", largest, ahead)
	}
	if w.counted("bot", "report_periodic") == 0 {
		t.Error("nobody filed a report: the conversations do not get anywhere")
	}
	t.Logf("largest batch %d, %d chats read ahead", largest, ahead)
}
