package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"langnghe/flows"
	"langnghe/zalo/zalosim"
)

// TestFlowsChangeMidTalk edits the flows while somebody is in the middle of
// one: his conversation goes on as it began, the next one is new.
func TestFlowsChangeMidTalk(t *testing.T) {
	w := newTown(t)
	copyFlows(t, filepath.Join(w.dir, "kich-ban"), nil)
	w.rewrite("config.yaml", "store:", "flows: {dir: kich-ban}\nstore:")
	w.restart()
	w.settleIn("lan@zalo", "tho@zalo")
	lan, tho := w.phone("lan@zalo"), w.phone("tho@zalo")
	for _, s := range []string{"báo cáo", "giao thông"} {
		lan.says(s)
	}
	copyFlows(t, filepath.Join(w.dir, "kich-ban"), map[string][2]string{
		"dinh-ky.yaml": {"Có nhiều người nói việc này không ạ?", "Việc này nhiều người nói không ạ?"},
		"lists.yaml":   {"un_tac: \"Ùn tắc\", ", ""},
	})
	w.restart()
	want(t, lan.says("ùn tắc"), "kể ngắn gọn")
	want(t, lan.says("Phố Đội Cấn tắc từ 7 giờ đến 9 giờ"), "Có nhiều người nói việc này không ạ?")
	for _, s := range []string{"1", "2", "bỏ qua", "không"} {
		lan.says(s)
	}
	want(t, lan.says("gửi"), "2611-0001")
	for _, s := range []string{"báo cáo", "giao thông"} {
		tho.says(s)
	}
	if got := tho.says("xe buýt"); strings.Contains(got, "Ùn tắc") {
		t.Errorf("the old list: %s", got)
	}
	want(t, tho.says("Xe buýt số 33 bỏ chuyến buổi chiều"), "Việc này nhiều người nói không ạ?")

	// A file that does not load stops nothing that runs: the program does not start.
	copyFlows(t, filepath.Join(w.dir, "kich-ban"), map[string][2]string{"dinh-ky.yaml": {"pick: breadth", "pick: breath"}})
	w.must(w.node.Close())
	cfg, problems := loadConfig(filepath.Join(w.dir, "config.yaml"), nil)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if n, err := openNode(cfg, nodeEnv{Now: func() time.Time { return w.now }, Log: w.log, NoSync: true, Offline: true}); err == nil {
		t.Errorf("started with broken flows: %v", n.Close())
	}
	copyFlows(t, filepath.Join(w.dir, "kich-ban"), nil)
	w.open()
	want(t, tho.says("1"), "Thái độ chung")
}

// copyFlows writes the default flows into a folder, with one change a file.
func copyFlows(t *testing.T, dir string, changes map[string][2]string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	entries, err := fs.ReadDir(flows.Default, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		data, err := fs.ReadFile(flows.Default, e.Name())
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		if c, ok := changes[e.Name()]; ok {
			if !strings.Contains(text, c[0]) {
				t.Fatalf("%s does not hold %q", e.Name(), c[0])
			}
			text = strings.Replace(text, c[0], c[1], 1)
		}
		if err := os.WriteFile(filepath.Join(dir, e.Name()), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestOfficerWrites shows that the bot does not talk over an officer who writes
// by hand, that nothing said meanwhile is lost, and that an urgent thing is
// heard all the same.
func TestOfficerWrites(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo", "pct-bd@zalo")
	lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@zalo")
	z, _ := ids("lan")
	lan.says("menu")
	w.zalo.StaffWrites(z, "Chào bác, cháu là Vân ở Mặt trận phường ạ.")
	w.settle()
	lan.news()
	want(t, lan.says("Chào cháu, bác hỏi về lịch họp"))
	w.restart()
	want(t, lan.says("cảm ơn cháu nhé"))
	w.pass(31 * time.Minute)
	want(t, lan.says("hạn nộp"), "chưa gửi ạ")
	w.zalo.StaffWrites(z, "Bác cần gì nữa không ạ?")
	w.settle()
	lan.news()
	w.urgent(lan) // "khẩn" wakes it
	want(t, pct.news(), "VIỆC HỎA TỐC")
	w.nothingLeft()
}

// TestMessageEdited shows that a corrected message that would be no answer
// changes nothing, and that the person is told so.
func TestMessageEdited(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram")
	lan := w.phone("lan@telegram")
	_, tg := ids("lan")
	for _, s := range []string{"báo cáo", "giao thông", "ùn tắc"} {
		lan.says(s)
	}
	lan.says("Phố Đội Cấn tắc từ 7 giờ đến 9 giờ")
	all := lan.bubbles()
	for i := len(all) - 1; ; i-- {
		if all[i].mine {
			n := i + 1 // Telegram numbers a chat's messages from 1
			w.must(w.telegram.EditText(tg, n, "Phố Đội Cấn vắng"))
			break
		}
	}
	w.pass(10 * time.Second)
	want(t, lan.news(), "còn ngắn, cần ít nhất 20 chữ", "Có nhiều người nói việc này")
	want(t, lan.says("xem lại"), "tắc từ 7 giờ")
}

// TestNotWords sends what is no text, on both platforms.
func TestNotWords(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	lan := w.phone("lan@zalo")
	z, _ := ids("lan")
	for _, m := range []zalosim.Media{
		{Kind: "image", URL: "https://photo.example/1.jpg"}, {Kind: "audio", URL: "https://voice.example/1.aac"},
		{Kind: "sticker", Name: "12", URL: "https://sticker.example/12"}, {Kind: "location", Latitude: "21.0", Longitude: "105.8"},
		{Kind: "file", Name: "bao-cao.pdf", Size: "1000", URL: "https://file.example/1"},
	} {
		w.zalo.SendMedia(z, m)
		w.pass(10 * time.Second)
		want(t, lan.news(), "gõ chữ giúp ạ", "muốn làm gì")
	}
	w.zalo.SendMedia(z, zalosim.Media{Kind: "business_card", Name: "x", URL: "https://card.example/1"})
	w.pass(10 * time.Second)
	want(t, lan.news(), "không lưu số điện thoại của người khác", "muốn làm gì")
	for _, s := range []string{"báo cáo", "giao thông", "ùn tắc"} {
		lan.says(s)
	}
	w.zalo.SendMedia(z, zalosim.Media{Kind: "image", URL: "https://photo.example/2.jpg"})
	w.pass(10 * time.Second)
	want(t, lan.news(), "tả lại bằng chữ", "kể ngắn gọn")
	w.zalo.SendMedia(z, zalosim.Media{Kind: "image", URL: "https://photo.example/3.jpg", Text: "Phố Đội Cấn tắc từ 7 giờ đến 9 giờ"})
	w.pass(10 * time.Second)
	want(t, lan.news(), "chỉ nhận phần chữ", "Có nhiều người nói việc này")
	w.nothingLeft()
}

// TestToldThenSilent is somebody who wrote what happens before any question,
// tapped "urgent", and could do no more: it goes out after the silence.
func TestToldThenSilent(t *testing.T) {
	for _, then := range []string{"", "3"} {
		t.Run("then "+then, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@zalo", "pct-bd@zalo")
			lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@zalo")
			want(t, lan.says("cháy to ở chợ Ngọc Hà, khói đen kín trời"), "muốn gửi nội dung này")
			want(t, lan.taps("Báo việc khẩn"), "Việc gì đang xảy ra")
			if then != "" {
				want(t, lan.says(then), "Việc xảy ra ở đâu")
			}
			w.restart()
			w.pass(11 * time.Minute)
			want(t, lan.news(), "Đã chuyển ngay", "2611-0001")
			want(t, pct.news(), "mã 2611-0001", "cháy to ở chợ Ngọc Hà, khói đen kín trời")
			w.nothingLeft()
		})
	}
}
