package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"langnghe/bot"
	"langnghe/zalo/zalosim"
)

// number is the telephone number kept of a person.
func (w *town) number(person string) (n string) {
	w.view(func(v bot.View) {
		p, _ := v.Person(person)
		n = p.Phone.Number
	})
	return n
}

// TestOwnNumberOnTelegram: typed or shared by one tap it is asked back without
// its middle, kept, shown, and taken back alone. A friend's card is not taken
// for it.
func TestOwnNumberOnTelegram(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram")
	lan := w.phone("lan@telegram")
	_, tg := ids("lan")
	want(t, lan.says("so dien thoai"), "Zalo không cho trợ lý nhắn trước", "của chính mình", "có thể bấm nút")
	if k := w.telegram.Keyboard(tg); k == nil || k.Rows[0][0].Text != "Gửi số của tôi" || !k.Rows[0][0].Contact {
		t.Fatalf("on the screen: %+v", k)
	}
	share := func(phone string, own bool) string {
		_, err := w.telegram.SendContact(tg, phone, own)
		w.must(err)
		w.pass(5e9)
		return lan.news()
	}
	want(t, share("+84987654321", false), "không lưu số điện thoại của người khác", "của chính mình")
	want(t, lan.says("024 3825 1234"), "mười chữ số")
	_, err := w.telegram.ShareContact(tg, "+84912000111") // its key is still there
	w.must(err)
	w.pass(5e9)
	got := lan.news()
	want(t, got, "0912•••111")
	if strings.Contains(got, "0912000111") {
		t.Error("shown whole")
	}
	want(t, lan.taps("Đúng, ghi lại"), "đã ghi số 0912•••111")
	if w.number("lan") != lanPhone || w.telegram.Keyboard(tg) != nil {
		t.Errorf("kept %q, on the screen %v", w.number("lan"), w.telegram.Keyboard(tg))
	}
	w.restart()
	want(t, lan.says("dữ liệu của tôi"), "Số điện thoại: 0912•••111", "Kênh: Telegram")
	want(t, lan.says("xuất dữ liệu"), "Số điện thoại: 0912000111")
	want(t, lan.says("bỏ số điện thoại"), "đã bỏ số điện thoại")
	if w.number("lan") != "" {
		t.Error("still kept")
	}
	want(t, lan.says("bỏ số điện thoại"), "không lưu số điện thoại nào")
	want(t, share("+84912000111", true), "Trợ lý không lưu số này")
	if w.number("lan") != "" {
		t.Error("a number nobody asked for is kept")
	}
	// Not confirmed, nothing is kept; and elsewhere it is hidden as any other.
	lan.says("số điện thoại")
	lan.says("0912 000 111")
	want(t, lan.taps("Không ghi số"), "không ghi số nào")
	want(t, lan.says("gọi cho bà con theo số 0912000111 để hỏi thêm"), "[đã che]")
	if w.number("lan") != "" || w.telegram.Keyboard(tg) != nil {
		t.Error("something is left")
	}
}

// TestOwnNumberOnZalo: where there is a picture the platform's own card asks,
// and either form of its event answers; else the number is typed.
func TestOwnNumberOnZalo(t *testing.T) {
	for name, info := range map[string]zalosim.Info{
		"new form": {Name: "Trần Thị Bí Mật", Phone: lanPhone}, "old form, a number": {Name: "Trần Thị Bí Mật", Phone: lanPhone, Old: true, Digits: true},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@zalo")
			w.knocking(1000, byNumber)
			lan := w.phone("lan@zalo")
			id := addressOf("lan", "zalo").ID
			want(t, lan.says("dữ liệu của tôi"), "Số điện thoại: không có", "Để lại số điện thoại")
			want(t, lan.says("6"), "của chính mình")
			if b := w.zalo.Chat(id); !b[len(b)-1].Form {
				t.Fatalf("no card: %+v", b[len(b)-1])
			}
			w.must(w.zalo.Submit(id, info))
			w.pass(5e9)
			want(t, lan.news(), "0912•••111")
			want(t, lan.taps("Đúng, ghi lại"), "đã ghi số")
			if w.number("lan") != lanPhone || strings.Contains(allTexts(lan), "Bí Mật") {
				t.Errorf("kept %q", w.number("lan"))
			}
			// Shared once more out of the blue it is not taken.
			lan.says("bỏ số điện thoại")
			w.must(w.zalo.Submit(id, info))
			w.pass(5e9)
			want(t, lan.news(), "không lưu số này")
			w.zalo.SendMedia(id, zalosim.Media{Kind: "business_card", URL: "https://zalo.me/84900000001"})
			w.pass(5e9)
			want(t, lan.news(), "số điện thoại của người khác")
			if w.number("lan") != "" {
				t.Error("kept what was not asked for")
			}
		})
	}
	w := newTown(t)
	w.settleIn("lan@zalo")
	lan := w.phone("lan@zalo")
	if got := lan.says("số điện thoại"); strings.Contains(got, "bấm nút") {
		t.Errorf("no picture, and a button is spoken of: %s", got)
	}
	want(t, lan.says("0912.000.111"), "0912•••111")
	want(t, lan.says("1"), "đã ghi số")
	if w.number("lan") != lanPhone {
		t.Errorf("kept %q", w.number("lan"))
	}
}

// TestNumberIsOffered at the end of joining, only where texts go by number, and
// may be passed over.
func TestNumberIsOffered(t *testing.T) {
	for name, ways := range map[string][]string{"by number": {byNumber}, "by account": {byAccount}} {
		w := newTown(t)
		w.knocking(1000, ways...)
		lan := w.phone("hoa@telegram")
		lan.says(codeShape.FindString(w.operator("invite", "unit", "bd", "role", "collaborator")))
		lan.taps("Đồng ý")
		lan.says("bác")
		got := lan.says("Nguyễn Thị Hoa")
		want(t, got, "đã tham gia")
		if strings.Contains(got, "để lại số điện thoại") != (name == "by number") {
			t.Errorf("%s: %s", name, got)
		}
		want(t, lan.says("không có gì"), "Đã ghi nhận tháng")
	}
}

// TestNumberGoesWithConsent: with a withdrawal or an erasure, and what waits to be
// sent to it goes too.
func TestNumberGoesWithConsent(t *testing.T) {
	for words, choice := range map[string]string{"rút đồng ý": "Rút", "xóa dữ liệu của tôi": "Xóa", "bỏ số điện thoại": ""} {
		w := newTown(t, startingAt(moment("2026-11-11 21:30")))
		w.settleIn("pct-bd@both", "lan@telegram")
		w.knocking(100_000, `{use: alert, id: "A2", by: phone, price: 500, data: {ten: xung_ho}}`)
		w.gavePhone("pct-bd", lanPhone)
		w.lastWrote("pct-bd", longAgo)
		_, tg := ids("pct-bd")
		w.must(w.telegram.Block(tg))
		lan := w.phone("lan@telegram")
		w.now = moment("2026-11-11 22:30")
		w.settle()
		w.urgent(lan)
		if n := len(w.rows(bot.Queued)); n != 1 {
			t.Fatalf("%d wait for the morning", n)
		}
		w.must(w.telegram.Unblock(tg))
		pct := w.phone("pct-bd@telegram")
		pct.says(words)
		if choice != "" {
			pct.taps(choice)
		}
		if w.number("pct-bd") != "" {
			t.Errorf("%s: the number is still kept", words)
		}
		for _, o := range w.rows(bot.Queued, bot.Parked, bot.MaybeSent, bot.Dead) {
			if o.Msg.Template != nil {
				t.Errorf("%s: a message to the number is still there", words)
			}
		}
		w.goTo("2026-11-12 07:00")
		if n := len(w.knocks("pct-bd")); n != 0 {
			t.Errorf("%s: asked all the same", words)
		}
	}
}

// TestWrongNumberIsTold: a number Zalo knows nothing of is forgotten, and its
// owner hears of it when he writes.
func TestWrongNumberIsTold(t *testing.T) {
	w, lan := silent(t, byNumber)
	w.gavePhone("lan", "84012")
	w.goTo("2026-11-11 09:00")
	got := lan.says("chào")
	want(t, got, "muốn làm gì", "Zalo báo số điện thoại bác để lại không đúng")
	if w.number("lan") != "" || strings.Contains(lan.says("menu"), "không đúng") {
		t.Error("told twice, or kept")
	}
}

// TestNumberStaysSecret: the number is in no file, log line, metric or operator's
// page, neither when it is typed nor when it is written to.
func TestNumberStaysSecret(t *testing.T) {
	var logged bytes.Buffer
	w := newTown(t, startingAt(moment("2026-11-11 07:30")), func(w *town) {
		w.log = slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	w.settleIn("lan@zalo", "mai@zalo", "qt@telegram")
	w.knocking(100_000, byNumber)
	lan, mai := w.phone("lan@zalo"), w.phone("mai@zalo")
	const maiPhone = "84387654123"
	for p, n := range map[*phone]string{lan: "0912 000 111", mai: "+84 387.654.123"} {
		p.says("số điện thoại")
		p.says(n)
		p.taps("Đúng, ghi lại")
	}
	w.zalo.SetPhone(addressOf("lan", "zalo").ID, lanPhone, false)
	w.lastWrote("lan", longAgo)
	w.lastWrote("mai", longAgo) // of whose number Zalo knows nothing
	w.zalo.Inject(func(f *zalosim.Faults) { f.LostAnswers, f.DropForGood = 1, 1 })
	w.goTo("2026-11-11 09:00")
	if len(w.knocks("lan")) != 1 || len(w.rows(bot.MaybeSent)) != 1 || w.number("mai") != maiPhone {
		t.Fatalf("%d came, in doubt %v, %q", len(w.knocks("lan")), w.rows(bot.MaybeSent), w.number("mai"))
	}
	pages := w.operator("outbox list") + w.operator("quarantine list") + w.operator("zalo costs") + scrape(w)
	for _, o := range w.rows(bot.MaybeSent, bot.Parked) {
		pages += w.operator("outbox show", "id", fmt.Sprint(o.ID))
	}
	w.goTo("2026-11-12 09:00")
	w.must(w.node.Close())
	w.node = nil
	for _, core := range []string{"912000111", "912 000 111", "387654123", "387.654.123"} {
		if strings.Contains(logged.String(), core) || strings.Contains(pages, core) {
			t.Errorf("%s is in a log or a page", core)
		}
		w.must(filepath.Walk(w.dir, func(path string, info os.FileInfo, err error) error {
			if err != nil || info.IsDir() {
				return err
			}
			data, err := os.ReadFile(path)
			if bytes.Contains(data, []byte(core)) {
				t.Errorf("%s is in %s", core, info.Name())
			}
			return err
		}))
	}
}
