package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/org"
	"langnghe/zalo/zalosim"
)

const (
	lanPhone   = "84912000111"
	textRemind = "Kính gửi <ten>, <don_vi> mời mở lại cuộc trò chuyện trước <han>."
	byAccount  = `{use: reminder, id: "R1", by: uid, price: 500, data: {ten: xung_ho, don_vi: don_vi, han: han}}`
	byNumber   = `{use: reminder, id: "R2", by: phone, price: 800, data: {ten: xung_ho, don_vi: don_vi, han: han}}`
)

// knocking gives the OA approved texts and the program settings to use them.
func (w *town) knocking(budget int, ways ...string) {
	w.Helper()
	params := []zalosim.Param{{Name: "ten"}, {Name: "don_vi"}, {Name: "han"}}
	for id, use := range map[string]bool{"R1": true, "R2": false} {
		w.zalo.AddTemplate(zalosim.Template{ID: id, Text: textRemind, Params: params, Price: 500, ByUser: use})
	}
	for id, use := range map[string]bool{"A1": true, "A2": false} {
		w.zalo.AddTemplate(zalosim.Template{ID: id, Text: "Có việc khẩn chờ <ten> xử lý.", Params: params[:1], Price: 500, ByUser: use})
	}
	w.rewrite("config.yaml", `oa_name: "Lắng Nghe"`, fmt.Sprintf(`oa_name: "Lắng Nghe", zns_url: "http://127.0.0.1", ask_phone: true,
  contact_image: "https://oa.example/so.png", template_budget: %d, templates: [%s]`, budget, strings.Join(ways, ", ")))
	w.restart()
}

// gavePhone is a person who gave his number, on the account of his Zalo.
func (w *town) gavePhone(person, phone string) {
	w.Helper()
	w.zalo.SetPhone(addressOf(person, "zalo").ID, phone, false)
	w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		p, _ := tx.Person(person)
		p.Phone = org.Phone{Number: phone, At: w.now}
		_, err := tx.Apply(bot.Change{People: []org.Person{p}})
		return err
	}))
}

// knocks are the template messages on a phone.
func (w *town) knocks(person string) (list []zalosim.Bubble) {
	for _, b := range w.zalo.Chat(addressOf(person, "zalo").ID) {
		if b.Template != "" {
			list = append(list, b)
		}
	}
	return list
}

func (w *town) series(name string) (n int) {
	w.view(func(v bot.View) { n = v.Count(name) })
	return n
}

// silent is a town in which Lan has not written for long, a moment before she
// is reminded.
func silent(t *testing.T, ways ...string) (*town, *phone) {
	t.Helper()
	w := newTown(t, startingAt(moment("2026-11-11 07:58")))
	w.settleIn("lan@zalo")
	w.knocking(10_000, ways...)
	w.lastWrote("lan", 8*24*time.Hour)
	lan := w.phone("lan@zalo")
	w.settle()
	return w, lan
}

// TestReminderKnocks: somebody silent for eight days gets a message of an
// approved text, once for each reminder, and the reminder itself when she writes.
func TestReminderKnocks(t *testing.T) {
	for way, text := range map[string]string{"uid": byAccount, "phone": byNumber} {
		t.Run(way, func(t *testing.T) {
			w, lan := silent(t, text)
			w.gavePhone("lan", lanPhone)
			w.goTo("2026-11-11 08:10")
			got := w.knocks("lan")
			if len(got) != 1 || got[0].Text != "Kính gửi bác, Phường Ba Đình mời mở lại cuộc trò chuyện trước 17 giờ ngày 16/11/2026." {
				t.Fatalf("knocked: %v", got)
			}
			if len(w.rows(bot.Parked)) != 1 {
				t.Error("the reminder does not wait")
			}
			if body := scrape(w); !strings.Contains(body, `what="zalo_quota_template_`+way+`"} 1`) {
				t.Error("not among the metrics")
			}
			w.restart()
			w.goTo("2026-11-12 09:00")
			if n := len(w.knocks("lan")); n != 1 {
				t.Errorf("knocked %d times for one reminder", n)
			}
			lan.news()
			want(t, lan.says("chào"), "muốn làm gì", "Kính nhắc bác")
			w.nothingLeft()
			sent, arrived := w.series(bot.CostSent.In("2611", got[0].Template)), w.series(bot.CostArrived.In("2611"))
			if sent != 1 || arrived != map[string]int{"phone": 1}[way] {
				t.Errorf("counted %d sent, %d arrived", sent, arrived)
			}
			price := map[string]string{"uid": "500", "phone": "800"}[way]
			want(t, w.operator("zalo costs"), "Tháng 11/2026: đã tính vào ngân sách "+price+" / 10.000 đồng", got[0].Template+"       1       "+price)
		})
	}
}

// TestKnockNeedsNoOpenChat: who can be written to elsewhere is not asked, nor is
// anybody when nothing is to be spent.
func TestKnockNeedsNoOpenChat(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-11 07:58")))
	w.settleIn("tho@both", "lan@zalo", "mai@telegram")
	w.knocking(10_000, byAccount)
	w.lastWrote("tho", longAgo)
	tho, lan := w.phone("tho@telegram"), w.phone("lan@zalo")
	w.settle()
	w.goTo("2026-11-11 08:10")
	want(t, tho.news(), "Kính nhắc ông")
	want(t, lan.news(), "Kính nhắc bác")
	if n := len(w.knocks("tho")) + len(w.knocks("lan")); n != 0 || w.series(bot.CostSpent.In("2611")) != 0 {
		t.Errorf("%d were asked", n)
	}
}

// TestKnockStopsAtTheBudget: what the month has is not gone beyond, the operator
// hears once, and the reminder waits as ever. The next month has its own money.
func TestKnockStopsAtTheBudget(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-11 07:58")))
	w.settleIn("lan@zalo", "tho@zalo", "mai@zalo", "qt@telegram")
	w.knocking(1100, byAccount)
	for _, p := range []string{"lan", "tho", "mai"} {
		w.lastWrote(p, longAgo)
	}
	qt := w.phone("qt@telegram")
	w.settle()
	w.goTo("2026-11-11 08:10")
	asked := func() int { return len(w.knocks("lan")) + len(w.knocks("tho")) + len(w.knocks("mai")) }
	if asked() != 2 || w.series(bot.CostSpent.In("2611")) != 1000 || len(w.rows(bot.Parked)) != 3 {
		t.Errorf("%d asked for %d, %d wait", asked(), w.series(bot.CostSpent.In("2611")), len(w.rows(bot.Parked)))
	}
	w.restart()
	w.goTo("2026-11-17 12:00") // two days before, on the day, and after it
	if asked() != 2 || w.series(bot.CostSpent.In("2611")) != 1000 {
		t.Errorf("%d asked beyond the budget", asked())
	}
	if n := strings.Count(qt.news(), "hết tiền tin mẫu"); n != 1 {
		t.Errorf("the operator was told %d times", n)
	}
	w.goTo("2026-12-10 08:30")
	if asked() != 4 || w.series(bot.CostSpent.In("2612")) != 1000 {
		t.Errorf("%d asked by December", asked())
	}
}

// TestKnockNotTooOften: one person is asked so often in a month and no more.
func TestKnockNotTooOften(t *testing.T) {
	w, _ := silent(t, byAccount)
	w.rewrite("config.yaml", "template_budget", "template_each: 2, template_budget")
	w.restart()
	w.goTo("2026-11-17 12:00")
	if n := len(w.knocks("lan")); n != 2 {
		t.Errorf("asked %d times", n)
	}
}

// TestKnockAtNight: an alert in the night asks at six, when the platform takes
// it; unless the person came by himself. A reminder keeps our quiet hours too.
func TestKnockAtNight(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-11 22:30")))
	w.settleIn("lan@telegram", "pct-bd@zalo", "ct-bd@zalo")
	w.knocking(10_000, `{use: alert, id: "A1", by: uid, price: 500, data: {ten: xung_ho}}`)
	w.lastWrote("pct-bd", longAgo)
	w.lastWrote("ct-bd", longAgo)
	lan, pct := w.phone("lan@telegram"), w.phone("pct-bd@zalo")
	w.settle()
	w.urgent(lan)
	w.goTo("2026-11-12 05:59")
	if n := len(w.knocks("pct-bd")); n != 0 {
		t.Fatalf("asked %d times at night", n)
	}
	chair := w.phone("ct-bd@zalo")
	want(t, chair.says("chào"), "VIỆC HỎA TỐC")
	w.restart()
	w.goTo("2026-11-12 06:02")
	if got := w.knocks("pct-bd"); len(got) != 1 || got[0].Text != "Có việc khẩn chờ anh xử lý." || got[0].At.In(hanoi).Hour() != 6 {
		t.Errorf("asked: %v", got)
	}
	if n := len(w.knocks("ct-bd")); n != 0 {
		t.Error("he who wrote meanwhile was asked")
	}
	want(t, pct.says("chào"), "VIỆC HỎA TỐC")
}

// TestKnockByPrompt: an urgent question goes to whom it can, and asks the others.
func TestKnockByPrompt(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "pct-bd@telegram")
	w.knocking(10_000, `{use: prompt, id: "R1", by: uid, price: 500, data: {ten: xung_ho, don_vi: don_vi, han: han}}`)
	w.lastWrote("lan", longAgo)
	pct, lan := w.phone("pct-bd@telegram"), w.phone("lan@zalo")
	w.settle()
	w.asksUnits(pct)
	if n := len(w.knocks("lan")); n != 1 {
		t.Fatalf("asked %d times: %s", n, allTexts(pct))
	}
	lan.news()
	want(t, lan.says("chào"), "tình hình nước sạch")
}

// asksUnits is a vice-chair who asks all his units for an urgent report.
func (w *town) asksUnits(p *phone) {
	w.Helper()
	for _, words := range []string{"giao việc", "1", "Xin cho biết tình hình nước sạch ở tổ dân phố", "2"} {
		p.says(words)
	}
	want(w, p.says("gửi"), "1 người")
}

// scrape is what the meters show.
func scrape(w *town) string {
	rec := httptest.NewRecorder()
	w.node.meters.handler().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return rec.Body.String()
}

// TestKnockAnswerLost: nobody knows whether it arrived; it is not sent twice, the
// operator sees it, and the platform's word that it arrived settles it.
func TestKnockAnswerLost(t *testing.T) {
	for name, told := range map[string]bool{"never told": false, "told that it arrived": true} {
		t.Run(name, func(t *testing.T) {
			w, lan := silent(t, byNumber)
			w.gavePhone("lan", lanPhone)
			w.zalo.Inject(func(f *zalosim.Faults) {
				f.LostAnswers = 1
				if !told {
					f.DropForGood = 1
				}
			})
			w.goTo("2026-11-11 09:00")
			w.restart()
			w.goTo("2026-11-11 12:00")
			if n := len(w.knocks("lan")); n != 1 {
				t.Errorf("sent %d times", n)
			}
			if n := len(w.rows(bot.MaybeSent)); n != map[bool]int{false: 1, true: 0}[told] {
				t.Errorf("%d in doubt", n)
			}
			if n := w.series(bot.CostSent.In("2611", "R2")); n != map[bool]int{false: 0, true: 1}[told] {
				t.Errorf("%d counted as sent", n)
			}
			want(t, lan.says("chào"), "Kính nhắc bác")
		})
	}
}

// TestKnockKilled: the program ends between claiming and sending; between
// sending and settling, with the platform's word before or after the start.
func TestKnockKilled(t *testing.T) {
	w, lan := silent(t, byNumber)
	w.gavePhone("lan", lanPhone)
	ctx := context.Background()
	w.now = moment("2026-11-11 08:00")
	if _, err := w.node.beat(ctx, w.now); err != nil {
		t.Fatal(err)
	}
	rows, _, err := w.node.deliver.Claim(ctx, w.now, 10)
	if err != nil || len(rows) != 1 || rows[0].Class != bot.Template {
		t.Fatalf("claimed %v, %v", rows, err)
	}
	w.node.deliver.Send(ctx, w.now, rows[0]) // and killed
	w.restart()
	w.pass(time.Minute) // the word comes now
	if n := len(w.knocks("lan")); n != 1 || len(w.rows(bot.MaybeSent, bot.Queued)) != 0 {
		t.Errorf("sent %d times, left %v", n, w.rows(bot.MaybeSent, bot.Queued))
	}
	want(t, lan.says("chào"), "Kính nhắc bác")

	w, _ = silent(t, byNumber)
	w.gavePhone("lan", lanPhone)
	w.now = moment("2026-11-11 08:00")
	if _, err := w.node.beat(ctx, w.now); err != nil {
		t.Fatal(err)
	}
	if rows, _, err = w.node.deliver.Claim(ctx, w.now, 10); err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	w.restart() // claimed and never sent
	w.goTo("2026-11-11 10:00")
	if n := len(w.knocks("lan")); n != 0 || len(w.rows(bot.MaybeSent)) != 1 {
		t.Errorf("sent %d times after the start", n)
	}
}

// TestArrivalBeforeTheAnswer: the platform's word comes while the send is still
// under way.
func TestArrivalBeforeTheAnswer(t *testing.T) {
	w, _ := silent(t, byNumber)
	w.gavePhone("lan", lanPhone)
	ctx := context.Background()
	w.now = moment("2026-11-11 08:00")
	if _, err := w.node.beat(ctx, w.now); err != nil {
		t.Fatal(err)
	}
	rows, _, err := w.node.deliver.Claim(ctx, w.now, 10)
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	sent := w.node.deliver.Send(ctx, w.now, rows[0])
	w.zalo.Step(ctx, w.now)
	if _, _, err := w.node.bot.Turn(ctx, w.now); err != nil {
		t.Fatal(err)
	}
	w.must(w.node.deliver.Finish(ctx, w.now, []bot.Sent{sent}))
	w.pass(time.Hour)
	w.nothingLeft()
	if s, a := w.series(bot.CostSent.In("2611", "R2")), w.series(bot.CostArrived.In("2611")); s != 1 || a != 1 {
		t.Errorf("%d sent, %d arrived", s, a)
	}
}
