package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/zalo/zalosim"
)

// TestAlertPassesTheUnreachable: the lead vice-chair has not written for so long
// that Zalo lets nobody write to him. The chair hears at once, not after the
// time an acknowledgement may take; what waits for the vice-chair is not sent
// to him once the matter is closed.
func TestAlertPassesTheUnreachable(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "pct-bd@zalo", "ct-bd@telegram")
	w.pass(8 * 24 * time.Hour) // outside the window
	lan, pct, chair := w.phone("lan@telegram"), w.phone("pct-bd@zalo"), w.phone("ct-bd@telegram")
	lan.says("khẩn")
	lan.says("3")
	lan.says("chợ Ngọc Hà")
	want(t, lan.says("cháy một ki ốt"), "Đã chuyển ngay")
	want(t, pct.news())
	want(t, chair.news(), "VIỆC HỎA TỐC")
	chair.taps("Đã nhận")
	chair.taps("Trả lời kết quả")
	chair.says("Đã dập tắt, không ai bị thương.")
	chair.taps("Gửi")
	if got := pct.says("alo"); strings.Contains(got, "VIỆC HỎA TỐC") {
		t.Errorf("an alert of a closed matter came late:\n%s", got)
	}
}

// TestNumberMeansWhatCameLast: somebody writes after weeks, the reminder that
// waited comes below the menu, and "2" is asked back, not taken for the menu's.
func TestNumberMeansWhatCameLast(t *testing.T) {
	w := newTown(t, startingAt(time.Date(2026, 11, 1, 9, 0, 0, 0, hanoi)))
	w.settleIn("lan@zalo", "pct-bd@telegram")
	lan := w.phone("lan@zalo")
	w.pass(12 * 24 * time.Hour)
	want(t, lan.says("alo"), "muốn làm gì", "Kính nhắc")
	want(t, lan.says("2"), "Số 2 dành cho việc nào", "Không có vấn đề nổi lên", "Báo việc khẩn")
}

// TestJoinerCanAsk: in the middle of joining, help, danger and going away are
// answered, and the code is not lost.
func TestJoinerCanAsk(t *testing.T) {
	w := newTown(t)
	w.settleIn("pct-bd@telegram")
	code := strings.SplitN(strings.SplitN(w.mustOperate("invite", map[string]string{"person": "lan"}), "Mã mời: ", 2)[1], "\n", 2)[0]
	lan := w.phone("lan@telegram")
	lan.says("/start")
	want(t, lan.says(code), "có đồng ý không")
	want(t, lan.says("giúp"), "024 1234", "có đồng ý không")
	want(t, lan.says("khẩn"), "113", "có đồng ý không")
	want(t, lan.says("để sau"), "bắt đầu")
	want(t, lan.says("bắt đầu"), "có đồng ý không")
	lan.taps("Đồng ý")
	want(t, lan.taps("Bác"), "đã tham gia")
}

// TestNobodyMakesHimselfAReader: administrators keep the roster and get no right
// to read by a code of their own.
func TestNobodyMakesHimselfAReader(t *testing.T) {
	w := newTown(t)
	w.settleIn("qt@telegram")
	qt := w.phone("qt@telegram")
	qt.says("mời")
	qt.taps("Phó Chủ tịch phụ trách")
	want(t, qt.taps("Cho một người"), "không mời được vai trò")
}

func (w *town) mustOperate(do string, args map[string]string) string {
	w.Helper()
	out, err := w.node.operate(context.Background(), task{Do: do, Args: args})
	if err != nil {
		w.Fatal(err)
	}
	return out
}

// TestSilentPeer: a platform that sends the head of an answer and then nothing
// is given up on.
func TestSilentPeer(t *testing.T) {
	release := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) {
		rw.WriteHeader(http.StatusOK)
		rw.(http.Flusher).Flush()
		<-release
	}))
	defer srv.Close()
	defer close(release)
	client := http.Client{Transport: bounded{http.DefaultTransport, 50 * time.Millisecond}}
	resp, err := client.Get(srv.URL)
	if err != nil {
		return // given up on even sooner
	}
	defer resp.Body.Close()
	if _, err := io.ReadAll(resp.Body); err == nil {
		t.Error("a body that never came was read")
	}
}

// TestAlertLeavesAStoppedChannel: Zalo refuses the whole app. An alert takes the
// other platform; what can wait stays where it is.
func TestAlertLeavesAStoppedChannel(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "pct-bd@both")
	w.phone("pct-bd@zalo").says("alo") // he wrote last on Zalo: that is where he is told
	w.zalo.Inject(func(f *zalosim.Faults) { f.Codes = []zalosim.Code{{Code: -223, Times: 1000}} })
	lan, pct := w.phone("lan@telegram"), w.phone("pct-bd@telegram")
	lan.says("khẩn")
	lan.says("3")
	lan.says("chợ Ngọc Hà")
	lan.says("cháy một ki ốt")
	w.pass(2 * time.Minute)
	want(t, pct.news(), "VIỆC HỎA TỐC")
}

// TestErasedIsNotWrittenTo: what was queued for the morning does not reach
// somebody who had himself erased in the evening.
func TestErasedIsNotWrittenTo(t *testing.T) {
	w := newTown(t, startingAt(time.Date(2026, 11, 11, 21, 0, 0, 0, hanoi)))
	w.settleIn("lan@telegram", "pct-bd@telegram")
	lan := w.phone("lan@telegram")
	err := w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		_, err := tx.Apply(bot.Change{Outbox: []bot.Outgoing{{
			Class: bot.Reminder, Person: "lan", State: bot.Queued, Made: w.now, Due: w.now.Add(10 * time.Hour), Expires: w.now.Add(24 * time.Hour),
			Msg: chat.Outbound{To: addressOf("lan", "telegram"), Text: "nhắc bác Lan"},
		}}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	lan.says("xóa dữ liệu")
	want(t, lan.taps("Xóa dữ liệu"), "Đã xóa")
	w.pass(12 * time.Hour)
	want(t, lan.news())
}
