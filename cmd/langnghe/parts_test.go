package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

// book is a text of n messages; each begins with "Phần k.".
func book(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "Phần %d. %s\n\n", i+1, strings.TrimSpace(strings.Repeat("đường ngập. ", 120)))
	}
	return b.String()
}

// queue puts a message to a person's chat into the outbox; it lives two days.
func (w *town) queue(class bot.Class, to, text string) {
	w.Helper()
	person, where, _ := strings.Cut(to, "@")
	o := bot.Outgoing{Class: class, Person: person, Made: w.now, Expires: w.now.Add(48 * time.Hour), State: bot.Queued, Why: "test"}
	o.Msg.To, o.Msg.Text = addressOf(person, where), text
	w.put(o)
}

func (w *town) put(rows ...bot.Outgoing) {
	w.Helper()
	w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		_, err := tx.Apply(bot.Change{Outbox: rows})
		return err
	}))
}

// got is which parts of a book, and which other texts, arrived, in order.
func (p *phone) got() (list []string) {
	for _, b := range p.bubbles() {
		if !b.mine {
			first, _, _ := strings.Cut(b.text, ". ")
			list = append(list, first)
		}
	}
	return list
}

func (p *phone) wantGot(list ...string) {
	p.Helper()
	if got := p.got(); !slices.Equal(got, list) {
		p.Errorf("%s on %s got %q, want %q", p.person, p.platform, got, list)
	}
}

// TestPartsKeepTheRate shows that each part of a long message counts: no
// platform has to say that it is too much, and nothing comes between the parts.
func TestPartsKeepTheRate(t *testing.T) {
	for _, where := range []string{"zalo", "telegram"} {
		t.Run(where, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@"+where, "tho@"+where)
			lan, tho := w.phone("lan@"+where), w.phone("tho@"+where)
			w.settle()
			w.queue(bot.Notice, "lan@"+where, book(20))
			w.queue(bot.Reply, "lan@"+where, "Sau")
			w.queue(bot.Reply, "tho@"+where, "Khác")
			w.pass(3 * time.Second)
			tho.wantGot("Khác")
			w.pass(time.Minute)
			var all []string
			for i := range 20 {
				all = append(all, fmt.Sprint("Phần ", i+1))
			}
			// A message on Telegram holds two such paragraphs.
			if where == "telegram" {
				all = slices.DeleteFunc(all, func(s string) bool { return !slices.Contains(lan.got(), s) })
			}
			lan.wantGot(append(all, "Sau")...)
			for _, c := range w.zalo.Calls() {
				if c.To != "" && !c.Accepted() {
					t.Errorf("refused: %d", c.Code)
				}
			}
			if n := w.telegram.Answers(429); n > 0 || len(all) < 8 {
				t.Errorf("refused %d times, %d parts", n, len(all))
			}
			w.nothingLeft()
		})
	}
}

// TestLaterPart is what a refusal or a lost answer of the second of three parts
// does: it is of that part alone, also when the program is started again.
func TestLaterPart(t *testing.T) {
	code := func(code int) func(*town) {
		return func(w *town) {
			w.zalo.Inject(func(f *zalosim.Faults) { f.Codes = []zalosim.Code{{Code: code, Times: 1}} })
		}
	}
	lost := func(n int) func(*town) {
		return func(w *town) { w.zalo.Inject(func(f *zalosim.Faults) { f.LostAnswers = n }) }
	}
	one, two, three := "Phần 1", "Phần 2", "Phần 3"
	for name, c := range map[string]struct {
		class bot.Class
		fault func(*town)
		got   []string
		left  bot.OutState
	}{
		"nothing":                  {bot.Notice, func(*town) {}, []string{one, two, three, "Sau"}, ""},
		"flood":                    {bot.Notice, code(-32), []string{one, two, three, "Sau"}, ""},
		"wait of the chat":         {bot.Reply, code(-218), []string{one, two, three, "Sau"}, ""},
		"the platform fails":       {bot.Group, code(-200), []string{one, two, three, "Sau"}, ""},
		"channel refused":          {bot.Reply, code(-223), []string{one, two, three, "Sau"}, ""},
		"never":                    {bot.Reply, code(-201), []string{one, "Sau"}, bot.Dead},
		"lost, a reply":            {bot.Reply, lost(3), []string{one, two, two, two, two, three, "Sau"}, ""},
		"lost once, a reminder":    {bot.Reminder, lost(1), []string{one, two, two, three, "Sau"}, ""},
		"lost twice, a reminder":   {bot.Reminder, lost(2), []string{one, two, two, "Sau"}, bot.MaybeSent},
		"lost, not to be repeated": {bot.Group, lost(1), []string{one, two, "Sau"}, bot.MaybeSent},
	} {
		for _, restarted := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, restarted %t", name, restarted), func(t *testing.T) {
				w := newTown(t)
				w.settleIn("lan@zalo")
				lan := w.phone("lan@zalo")
				w.settle()
				w.queue(c.class, "lan@zalo", book(3))
				w.queue(bot.Reply, "lan@zalo", "Sau")
				w.settle()
				lan.wantGot(one)
				if restarted {
					w.restart()
				}
				c.fault(w)
				w.pass(time.Second)
				if restarted {
					w.restart()
				}
				w.pass(25 * time.Hour)
				lan.wantGot(c.got...)
				rows := w.rows(bot.Queued, bot.Sending, bot.Parked, bot.Dead, bot.MaybeSent)
				if c.left == "" && len(rows) > 0 || c.left != "" && (len(rows) != 1 || rows[0].State != c.left || rows[0].Part != 1) {
					t.Errorf("left %+v", rows)
				}
			})
		}
	}
}

// TestRestOfAMessage shows that an operator who sends a doubtful message again
// sends what was not through.
func TestRestOfAMessage(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	lan := w.phone("lan@zalo")
	w.settle()
	w.queue(bot.Group, "lan@zalo", book(3))
	w.settle()
	w.zalo.Inject(func(f *zalosim.Faults) { f.LostAnswers = 1 })
	w.pass(time.Minute)
	id := fmt.Sprint(w.rows(bot.MaybeSent)[0].ID)
	want(t, w.operator("outbox show", "id", id), "đã xong 1 phần")
	w.operator("outbox replay", "id", id)
	w.pass(time.Minute)
	lan.wantGot("Phần 1", "Phần 2", "Phần 2", "Phần 3")
	w.nothingLeft()
}

// TestOtherRouteFromTheBeginning shows that who gets the rest of a message on
// another platform gets it whole there.
func TestOtherRouteFromTheBeginning(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@both")
	z, tg := w.phone("lan@zalo"), w.phone("lan@telegram")
	w.settle()
	w.queue(bot.Notice, "lan@zalo", book(3))
	w.settle()
	w.zalo.Inject(func(f *zalosim.Faults) { f.Codes = []zalosim.Code{{Code: -230, Times: 1}} })
	w.pass(time.Minute)
	z.wantGot("Phần 1")
	if got := tg.got(); len(got) != 2 || got[0] != "Phần 1" {
		t.Errorf("on Telegram %q", got)
	}
	w.nothingLeft()
}

// TestNoMessage shows that what makes no message, or more than anybody reads, is
// a dead letter with its reason.
func TestNoMessage(t *testing.T) {
	for _, where := range []string{"zalo", "telegram"} {
		w := newTown(t)
		w.settleIn("lan@" + where)
		lan := w.phone("lan@" + where)
		w.settle()
		w.queue(bot.Notice, "lan@"+where, " \n ")
		w.queue(bot.Notice, "lan@"+where, book(100))
		w.pass(time.Minute)
		rows := w.rows(bot.Dead)
		if len(rows) != 2 || rows[0].Reason != "empty" || rows[1].Reason != "too long" || len(lan.got()) > 0 {
			t.Errorf("%s: got %q, dead %v", where, lan.got(), rows)
		}
	}
}

// TestWaitKeepsItsPlace shows that what waits because the platform said so is
// not overtaken, also not after a restart.
func TestWaitKeepsItsPlace(t *testing.T) {
	for _, due := range []time.Duration{0, 30 * time.Minute} {
		w := newTown(t)
		w.settleIn("lan@zalo")
		lan := w.phone("lan@zalo")
		w.settle()
		w.zalo.Inject(func(f *zalosim.Faults) { f.Codes = []zalosim.Code{{Code: -218, Times: 1}} })
		w.put(bot.Outgoing{
			Class: bot.Notice, Person: "lan", Made: w.now, Due: w.now.Add(due), State: bot.Queued,
			Msg: chat.Outbound{To: addressOf("lan", "zalo"), Text: "Trước"},
		})
		w.pass(due + time.Minute)
		lan.wantGot()
		w.queue(bot.Reply, "lan@zalo", "Sau")
		w.restart()
		w.pass(time.Hour)
		lan.wantGot()
		w.pass(24 * time.Hour)
		lan.wantGot("Trước", "Sau")
	}
}

// TestMootCostsNothing shows that what need not be sent any more takes nothing
// of the rate: who asks is answered at the same moment.
func TestMootCostsNothing(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "tho@zalo")
	lan, tho := w.phone("lan@zalo"), w.phone("tho@zalo")
	lan.says("không có gì")
	w.pass(time.Minute)
	before := len(lan.got())
	for range 50 {
		w.put(bot.Outgoing{
			Class: bot.Alert, Person: "lan", Unless: "2026-11", Made: w.now, State: bot.Queued,
			Msg: chat.Outbound{To: addressOf("lan", "zalo"), Text: "nhắc"},
		})
	}
	w.queue(bot.Reply, "tho@zalo", "Đây")
	w.settle()
	tho.wantGot("Đây")
	if n := len(lan.got()) - before; n > 0 || len(w.rows(bot.Queued, bot.Dead)) > 0 {
		t.Errorf("%d sent, left %v", n, w.rows(bot.Queued, bot.Dead))
	}
}

// TestTelegramFloodInParts shows a shared stop in the middle of a long message.
func TestTelegramFloodInParts(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram")
	lan := w.phone("lan@telegram")
	w.settle()
	w.queue(bot.Notice, "lan@telegram", book(6))
	w.settle()
	w.telegram.SetFaults(telegramsim.Faults{Flood: 2, RetryAfter: 7 * time.Second})
	w.pass(6 * time.Second)
	lan.wantGot("Phần 1")
	w.pass(20 * time.Second)
	if got := lan.got(); len(got) != 3 || len(slices.Compact(got)) != 3 {
		t.Errorf("got %q", got)
	}
	w.nothingLeft()
}
