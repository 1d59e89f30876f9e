package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/telegram/telegramsim"
)

// TestUnlink: a chat is given up from either side, after being asked; what was
// being written and what waits goes to the other, and both hear of it.
func TestUnlink(t *testing.T) {
	for _, from := range []string{"zalo", "telegram"} { // where it is said; Zalo is given up
		t.Run(from, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@zalo", "pct-bd@zalo")
			zalo, tg, pct := w.phone("lan@zalo"), w.phone("lan@telegram"), w.phone("pct-bd@zalo")
			w.linkBoth(zalo, tg)
			filed := w.urgent(zalo)
			zalo.says("để sau")
			zalo.says("báo cáo")
			zalo.says("giao thông")
			zalo.says("ùn tắc")
			zalo.says("Phố Đội Cấn tắc từ 7 giờ đến 9 giờ") // in the midst of it
			said := map[string]*phone{"zalo": zalo, "telegram": tg}[from]
			if from == "zalo" {
				said.says("để sau")
			}
			zalo.news()
			want(t, said.says("gỡ"), "muốn gỡ nơi nào")
			want(t, said.says("0"), "muốn làm gì")
			want(t, said.says("gỡ Zalo"), "chắc chắn gỡ Zalo")
			want(t, said.says("2"), "muốn làm gì")
			said.says("gỡ zalo")
			if n := len(said.who().Chats); n != 2 {
				t.Fatalf("%d chats before the answer", n)
			}
			said.says("1")
			w.pass(5 * time.Second)
			want(t, allTexts(zalo), "không còn gắn với tài khoản nào", "ở Telegram")
			want(t, allTexts(tg), "✅ Đã gỡ Zalo")
			if zalo.who().ID != "" || len(tg.who().Chats) != 1 {
				t.Error("still linked")
			}
			w.view(func(v bot.View) {
				_, session := v.Session(addressOf("lan", "zalo"))
				_, contact := v.Contact(addressOf("lan", "zalo"))
				if session || contact {
					t.Error("its conversation is kept")
				}
			})
			zalo.news()
			tg.news()
			want(t, zalo.says("báo cáo của tôi"), "xin nhắn mã mời")
			pct.taps("Đã nhận")
			w.pass(5 * time.Second)
			want(t, tg.news(), filed, "đã nhận việc")
			want(t, tg.says("viết tiếp"), "viết tiếp phần nào")
			got := tg.taps("Viết tiếp: Báo cáo")
			want(t, got, "Có nhiều người nói")
			tg.says("menu")
			want(t, tg.says("gỡ telegram"), "chỉ dùng trợ lý ở Telegram")
			want(t, zalo.news())
			w.pass(26 * time.Hour)
			want(t, zalo.news())
			w.nothingLeft()
		})
	}
}

// TestUnlinkWaiting: what waited at the chat that was given up is sent in the
// other, with numbers that work; a code made before is void.
func TestUnlinkWaiting(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "pct-bd@both")
	lan, tg := w.phone("lan@zalo"), w.phone("pct-bd@telegram")
	_, id := ids("pct-bd")
	w.must(w.telegram.Block(id))
	w.lastWrote("pct-bd", longAgo)
	w.pass(5 * time.Second)
	filed := w.urgent(lan)
	if len(w.rows(bot.Parked)) == 0 {
		t.Fatal("nothing waits")
	}
	w.must(w.telegram.Unblock(id))
	w.pass(5 * time.Second)
	tg.news()
	tg.says("gỡ zalo")
	want(t, tg.says("1")+tg.news(), "✅ Đã gỡ Zalo")
	w.pass(5 * time.Second)
	want(t, allTexts(tg), "VIỆC HỎA TỐC mã "+filed)
	want(t, tg.taps("Đã nhận"), "đã nhận việc mã "+filed)
	if n := len(w.rows(bot.Parked)); n > 0 {
		for _, o := range w.rows(bot.Parked) {
			if o.Person != "" {
				t.Errorf("%s waits at %s", o.Why, o.Msg.To.Channel)
			}
		}
	}
}

// TestPrefer: somebody is written to where he wants to be; the other chat is a
// route when that one is closed; answers stay in the chat in hand.
func TestPrefer(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "tho@telegram", "pct-bd@both")
	lan, zalo, tg := w.phone("lan@zalo"), w.phone("pct-bd@zalo"), w.phone("pct-bd@telegram")
	alerted := func(on, not *phone, why string) {
		t.Helper()
		id := w.urgent(lan)
		lan.says("để sau")
		w.pass(time.Minute)
		want(t, on.news(), id)
		if got := not.news(); strings.Contains(got, id) {
			t.Errorf("%s: told in both: %s", why, got)
		}
		zalo.says("menu")
		zalo.news()
	}
	want(t, w.phone("tho@telegram").says("nhận tin ở zalo"), "chỉ dùng trợ lý ở Telegram")
	tg.says("chào")
	want(t, zalo.says("nhận tin ở đâu"), "nơi nhắn gần nhất", "muốn nhận tin ở đâu")
	want(t, zalo.says("0"), "muốn làm gì")
	alerted(zalo, tg, "wrote there last")
	want(t, zalo.says("nhận tin ở Telegram"), "✅ Từ nay", "Telegram")
	alerted(tg, zalo, "prefers Telegram")
	want(t, zalo.says("dữ liệu của tôi"), "nhận tin ở: Telegram", "Chọn nơi nhận tin")
	want(t, zalo.says("xuất dữ liệu"), "- Nhận tin ở: Telegram")
	_, id := ids("pct-bd")
	w.must(w.telegram.Block(id))
	w.pass(5 * time.Second)
	alerted(zalo, tg, "blocked there")
	w.must(w.telegram.Unblock(id))
	w.pass(5 * time.Second)
	alerted(tg, zalo, "open again")
	want(t, tg.says("nơi nhận tin"), "muốn nhận tin ở đâu")
	want(t, tg.taps("Ở Zalo"), "Zalo")
	alerted(zalo, tg, "prefers Zalo")
	w.lastWrote("pct-bd", longAgo)
	urgent := w.urgent(lan)
	want(t, tg.news(), urgent) // its window is shut
	want(t, tg.says("nhận tin ở nơi tôi nhắn gần nhất"), "nơi nhắn gần nhất")
	zalo.says("chào")
	lan.says("để sau")
	alerted(zalo, tg, "wrote there last, again")
}

// TestPreferStopped: when the preferred platform refuses everything, what is
// urgent takes the other.
func TestPreferStopped(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "pct-bd@both")
	lan, zalo, tg := w.phone("lan@zalo"), w.phone("pct-bd@zalo"), w.phone("pct-bd@telegram")
	zalo.says("nhận tin ở telegram")
	refused := telegramsim.Refusal{Code: 401, Description: "Unauthorized"}
	w.telegram.SetFaults(telegramsim.Faults{Refusals: []telegramsim.Refusal{refused, refused, refused, refused, refused, refused, refused, refused}})
	id := w.urgent(lan)
	w.pass(3 * time.Minute)
	want(t, zalo.news(), id)
	want(t, tg.news())
}

// TestDraftAway: what is begun in one chat goes on in the other, never in both.
func TestDraftAway(t *testing.T) {
	for _, way := range bothWays {
		t.Run(way[0], func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@both", "pct-bd@zalo")
			a, b := w.phone("lan@"+way[0]), w.phone("lan@"+way[1])
			name := channelWords[way[0]]
			for _, s := range []string{"báo cáo", "giao thông", "ùn tắc", "Phố Đội Cấn tắc từ 7 giờ đến 9 giờ"} {
				a.says(s)
			}
			w.restart()
			want(t, b.says("báo cáo"), "đang viết dở", "ở "+name)
			want(t, b.taps("Viết tiếp"), "Có nhiều người nói")
			want(t, a.news(), "đã chuyển sang "+channelWords[way[1]])
			a.says("2") // an answer to what is not here any more
			w.view(func(v bot.View) {
				s, _ := v.Session(addressOf("lan", way[0]))
				if len(s.Frames)+len(s.Drafts) > 0 {
					t.Error("it is in both")
				}
			})
			want(t, a.says("viết tiếp"), "viết tiếp phần nào")
			want(t, a.taps("Viết tiếp từ"), "Có nhiều người nói")
			want(t, b.news(), "đã chuyển sang "+name)
			for _, s := range []string{"1", "2", "bỏ qua", "không"} {
				a.says(s)
			}
			got := a.says("gửi")
			want(t, got, "Mã báo cáo: 2611-0001")
			want(t, b.says("viết tiếp"), "không có phần nào đang viết dở")
			want(t, b.says("2611-0001"), "Phố Đội Cấn tắc")

			b.says("báo cáo")
			b.says("môi trường")
			b.says("để sau")
			want(t, a.says("báo cáo"), "đang viết dở", "ở "+channelWords[way[1]])
			want(t, a.taps("Bỏ bản nháp"), "Đã bỏ")
			want(t, b.says("viết tiếp"), "không có phần nào đang viết dở")
			w.nothingLeft()
		})
	}
}

var channelWords = map[string]string{"zalo": "Zalo", "telegram": "Telegram"}

// TestNudgeElsewhere: what stands still in one chat is mentioned where he is
// written to.
func TestNudgeElsewhere(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@both")
	zalo, tg := w.phone("lan@zalo"), w.phone("lan@telegram")
	zalo.says("nhận tin ở telegram")
	for _, s := range []string{"báo cáo", "giao thông", "ùn tắc"} {
		zalo.says(s)
	}
	w.pass(25 * time.Hour)
	want(t, tg.news(), "viết dở ở Zalo", `Nhắn "viết tiếp"`)
	want(t, tg.says("viết tiếp"), "viết tiếp phần nào")
	want(t, tg.taps("Viết tiếp từ Zalo"), "kể ngắn gọn")
}

// TestEraseLinked: erasure and withdrawal are the person's, not one chat's.
func TestEraseLinked(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@both")
	zalo, tg := w.phone("lan@zalo"), w.phone("lan@telegram")
	tg.says("báo cáo")
	tg.says("giao thông")
	zalo.says("rút đồng ý")
	want(t, zalo.says("1"), "rút đồng ý")
	want(t, tg.says("báo cáo"), "đã rút đồng ý")
	want(t, tg.says("bắt đầu"), "có đồng ý không")
	tg.says("1")
	want(t, tg.says("1"), "đã tham gia")
	want(t, zalo.says("menu"), "muốn làm gì")
	if n := len(zalo.who().Chats); n != 2 {
		t.Errorf("%d chats", n)
	}
	zalo.says("xóa dữ liệu")
	want(t, zalo.says("1"), "Đã xóa tên")
	want(t, tg.says("báo cáo"), "xin nhắn mã mời")
	if zalo.who().ID != "" || tg.who().ID != "" {
		t.Error("still known")
	}
}

// TestUnlinkLate: a message that was under way when its chat was given up, and
// came to wait there, is not for whoever writes there later.
func TestUnlinkLate(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@both")
	zalo, tg := w.phone("lan@zalo"), w.phone("lan@telegram")
	tg.says("gỡ zalo")
	tg.says("1")
	zalo.news()
	w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		_, err := tx.Apply(bot.Change{Outbox: []bot.Outgoing{{Class: bot.Receipt, Person: "lan", Why: "report", State: bot.Parked,
			Made: w.now, Expires: w.now.Add(time.Hour), Msg: chat.Outbound{To: addressOf("lan", "zalo"), Text: "Mã 2611-0001 đã có kết quả"}}}})
		return err
	}))
	want(t, zalo.says("chào"), "xin nhắn mã mời")
	if got := allTexts(zalo); strings.Contains(got, "đã có kết quả") {
		t.Error(got)
	}
	want(t, tg.news(), "đã có kết quả")
}
