package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

// TestTokenExpiresMidSend shows that an answer which meets a dead token goes
// out once, with a new one.
func TestTokenExpiresMidSend(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	lan := w.phone("lan@zalo")
	want(t, lan.says("menu"), "muốn làm gì")
	before := w.zalo.Refreshes()
	w.zalo.ExpireToken()
	if got := lan.says("giúp"); strings.Count(got, "Người hỗ trợ") != 1 {
		t.Errorf("not told exactly once: %s", got)
	}
	if n := w.zalo.Refreshes() - before; n != 1 {
		t.Errorf("%d refreshes", n)
	}
}

// TestRefreshAnswerLost shows the worst of Zalo: the pair was issued and the
// answer lost. Nothing is sent until an administrator authorises anew, he is
// told so, and then everything goes out.
func TestRefreshAnswerLost(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "qt@telegram")
	lan, qt := w.phone("lan@zalo"), w.phone("qt@telegram")
	want(t, lan.says("menu"), "muốn làm gì")
	w.zalo.ExpireToken()
	w.zalo.Inject(func(f *zalosim.Faults) { f.LostRefreshes = 1 })
	want(t, lan.says("không có gì"))
	w.pass(3 * time.Minute)
	want(t, lan.news())
	if w.rows(bot.Queued) == nil {
		t.Error("the answer is not waiting")
	}
	want(t, qt.news(), "zalo_needs_authorisation")
	fresh := w.zalo.Authorise()
	w.rewrite("config.yaml", `refresh_token: "rt-first"`, `refresh_token: "`+fresh+`"`)
	w.restart()
	w.pass(2 * time.Minute)
	if got := lan.news(); strings.Count(got, "Đã ghi nhận tháng") != 1 {
		t.Errorf("not told exactly once: %s", got)
	}
}

// TestAnswerLost is the table of what each class does when the platform took
// the message and its answer was lost.
func TestAnswerLost(t *testing.T) {
	t.Run("a conversation's answer is sent again", func(t *testing.T) {
		w := newTown(t)
		w.settleIn("lan@telegram")
		lan := w.phone("lan@telegram")
		w.telegram.SetFaults(telegramsim.Faults{LostAnswers: 2})
		if got := lan.says("menu"); strings.Count(got, "muốn làm gì") < 2 {
			t.Errorf("not sent again: %q", got)
		}
		w.pass(time.Minute)
		if n := strings.Count(allTexts(lan), "muốn làm gì"); n != 3 {
			t.Errorf("%d copies after two lost answers", n)
		}
		w.nothingLeft()
	})
	t.Run("an alert is sent until it is known to be there", func(t *testing.T) {
		w := newTown(t)
		w.settleIn("lan@zalo", "pct-bd@telegram")
		lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@telegram")
		w.telegram.SetFaults(telegramsim.Faults{LostAnswers: 4})
		w.urgent(lan)
		w.pass(10 * time.Minute)
		if n := strings.Count(allTexts(pct), "VIỆC HỎA TỐC"); n != 5 {
			t.Errorf("%d copies after four lost answers", n)
		}
		w.nothingLeft()
	})
	t.Run("a reminder is sent again once", func(t *testing.T) {
		w := newTown(t, startingAt(moment("2026-11-11 07:58")))
		w.settleIn("lan@telegram")
		lan := w.phone("lan@telegram")
		w.settle()
		w.telegram.SetFaults(telegramsim.Faults{LostAnswers: 10})
		w.goTo("2026-11-11 09:00")
		if n := strings.Count(allTexts(lan), "Kính nhắc"); n != 2 {
			t.Errorf("%d copies", n)
		}
		if rows := w.rows(bot.MaybeSent); len(rows) != 1 || rows[0].Class != bot.Reminder {
			t.Errorf("doubtful: %v", rows)
		}
	})
	t.Run("a group notice is not repeated", func(t *testing.T) {
		w := newTown(t, startingAt(moment("2026-11-17 14:58")))
		w.settleIn("lan@telegram", "pct-bd@telegram")
		g := w.bindGroup("bd", "telegram", "lan", "pct-bd")
		w.settle()
		w.telegram.SetFaults(telegramsim.Faults{LostAnswers: 1})
		w.goTo("2026-11-17 16:00")
		texts := w.groupTexts(g)
		if len(texts) != 1 || !strings.Contains(texts[0], "giao ban dư luận xã hội") {
			t.Errorf("the group saw %q", texts)
		}
		rows := w.rows(bot.MaybeSent)
		if len(rows) != 1 || rows[0].Class != bot.Group {
			t.Fatalf("doubtful: %v", rows)
		}
		id := fmt.Sprint(rows[0].ID)
		want(t, w.operator("outbox list"), id, "không rõ đã gửi 1")
		shown := w.operator("outbox show", "id", id)
		want(t, shown, "answer lost", "•")
		if strings.Contains(shown, "giao ban") {
			t.Errorf("the operator reads the message: %s", shown)
		}
		want(t, w.operator("outbox replay", "id", id), "gửi lại")
		w.settle()
		if n := len(w.groupTexts(g)); n != 2 {
			t.Errorf("%d notices after the operator sent it again", n)
		}
		w.nothingLeft()
	})
}

// TestZaloRate shows that a refusal for the rate (-32) holds everything until
// the next minute, loses nothing, and that we do not come near the limit ourselves.
func TestZaloRate(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "tho@zalo")
	lan, tho := w.phone("lan@zalo"), w.phone("tho@zalo")
	want(t, lan.says("menu"), "muốn làm gì")
	w.zalo.Inject(func(f *zalosim.Faults) { f.Codes = []zalosim.Code{{Code: -32, Times: 1}} })
	refused := w.now
	lan.send("giúp")
	tho.send("giúp")
	w.pass(90 * time.Second)
	for _, p := range []*phone{lan, tho} {
		got := p.news()
		help, menu := strings.Index(got, "Người hỗ trợ"), strings.Index(got, "muốn làm gì")
		if help < 0 || menu < help || strings.Count(got, "Người hỗ trợ") != 1 {
			t.Errorf("%s read %q", p.person, got)
		}
	}
	next := refused.Truncate(time.Minute).Add(time.Minute)
	for _, c := range w.zalo.Calls() {
		if c.Accepted() && c.At.After(refused) && c.At.Before(next) {
			t.Errorf("sent at %v although stopped until %v", c.At, next)
		}
	}
}

// TestFlood is a storm of 429 in the midst of a mass of reminders: everybody
// stops for as long as told, nothing is lost or doubled, and who asks meanwhile
// does not wait for the mass.
func TestFlood(t *testing.T) {
	const many = 150
	var names []string
	var people strings.Builder
	for i := range many {
		fmt.Fprintf(&people, "  - {id: c%03d, name: \"Cộng tác viên Thứ\", xung_ho: bác, posts: [{unit: bd, role: collaborator}]}\n", i)
		names = append(names, fmt.Sprintf("c%03d@telegram", i))
	}
	w := newTown(t, startingAt(moment("2026-11-11 07:59")), morePeople(people.String()))
	w.settleIn(names...)
	last := w.phone("c149@telegram")
	w.goTo("2026-11-11 08:00")
	w.telegram.SetFaults(telegramsim.Faults{Flood: 4, RetryAfter: 7 * time.Second})
	w.pass(2 * time.Second)
	last.send("hạn nộp")
	w.pass(2 * time.Minute)
	var stops []time.Time
	var answered time.Time
	later := 0
	for _, c := range w.telegram.Sent("sendMessage") {
		for _, s := range stops {
			if c.At.After(s) && c.At.Before(s.Add(7*time.Second)) {
				t.Fatalf("called at %v, stopped at %v for 7 s", c.At, s)
			}
		}
		switch {
		case c.Code == 429:
			stops = append(stops, c.At)
		case strings.Contains(c.Params["text"], "chưa gửi ạ"):
			answered = c.At
		case !answered.IsZero() && strings.Contains(c.Params["text"], "Kính nhắc"):
			later++
		}
	}
	if len(stops) != 4 {
		t.Errorf("%d refusals", len(stops))
	}
	if answered.IsZero() || later < many/2 {
		t.Errorf("answered at %v, %d reminders after it", answered, later)
	}
	for _, name := range names {
		p := w.phone(name)
		if n := strings.Count(allTexts(p), "Kính nhắc"); n != 1 {
			t.Errorf("%s was reminded %d times", name, n)
		}
	}
	w.nothingLeft()
}

// TestOrderUnderFlood shows that what one person gets stays in order.
func TestOrderUnderFlood(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram")
	lan := w.phone("lan@telegram")
	for range 4 {
		lan.send("giúp")
		w.settle()
		w.telegram.SetFaults(telegramsim.Faults{Flood: 1, RetryAfter: 2 * time.Second})
		lan.send("quy chế")
		w.settle()
	}
	w.pass(2 * time.Minute)
	var kinds []string
	for _, b := range lan.bubbles() {
		for _, k := range []string{"Người hỗ trợ", "muốn làm gì", "Quy chế hoạt động"} {
			if !b.mine && strings.Contains(b.text, k) {
				kinds = append(kinds, k)
			}
		}
	}
	one := []string{"Người hỗ trợ", "muốn làm gì", "Quy chế hoạt động"}
	if all := slices.Concat(one, one, one, one); !slices.Equal(kinds, all) {
		t.Errorf("came as %q", kinds)
	}
	w.nothingLeft()
}

// TestLongOutage takes a platform away for hours: nothing is lost, and nothing
// is out of order.
func TestLongOutage(t *testing.T) {
	for _, where := range []string{"zalo", "telegram"} {
		t.Run(where, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@"+where, "pct-bd@"+where)
			lan, pct := w.phone("lan@"+where), w.phone("pct-bd@"+where)
			w.periodic(lan, "Phố Đội Cấn tắc từ 7 giờ đến 9 giờ")
			w.zalo.Inject(func(f *zalosim.Faults) { f.Unavailable = 1_000_000 })
			w.telegram.SetFaults(telegramsim.Faults{ServerErrors: 1_000_000})
			lan.send("báo cáo của tôi")
			lan.send("hạn nộp")
			w.pass(5 * time.Hour)
			w.restart()
			w.zalo.Inject(func(f *zalosim.Faults) { f.Unavailable = 0 })
			w.telegram.SetFaults(telegramsim.Faults{})
			w.pass(20 * time.Minute)
			got := lan.news()
			if list, due := strings.Index(got, "đã gửi gần đây"), strings.Index(got, "đã gửi rồi"); list < 0 || due < list {
				t.Errorf("read %q", got)
			}
			want(t, pct.says("báo cáo mới"), "Có 1 báo cáo")
			want(t, lan.says("báo cáo của tôi"), "đã gửi gần đây")
			w.nothingLeft()
		})
	}
}
