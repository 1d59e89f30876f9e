package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"langnghe/bot"
	"langnghe/flows"
)

// TestEditUnderALiveConversation: an author changes a question, the program is
// started with it, and who was in the middle of the flow goes on as he began,
// also when the folder with the old text is gone. Who begins now gets the new.
func TestEditUnderALiveConversation(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "tho@telegram", "pct-bd@telegram")
	lan, tho := w.phone("lan@telegram"), w.phone("tho@telegram")
	want(t, lan.says("khẩn"), "Việc gì đang xảy ra")

	w.editFlows(func(name, text string) string {
		if name != "khan.yaml" {
			return text
		}
		return strings.ReplaceAll(strings.ReplaceAll(text, "Việc xảy ra ở đâu ạ?", "Xin cho biết nơi xảy ra ạ?"), "Tình hình hiện nay thế nào ạ?", "Diễn biến ra sao ạ?")
	})
	w.restart()
	want(t, lan.taps("Ngập lụt"), "Việc xảy ra ở đâu ạ?")
	w.restart()
	want(t, lan.says("ngõ 12 Đội Cấn"), "Tình hình hiện nay thế nào ạ?")
	want(t, lan.says("nước ngập"), "Đã chuyển ngay")

	tho.says("khẩn")
	want(t, tho.taps("Ngập lụt"), "Xin cho biết nơi xảy ra ạ?")
}

// TestBrokenFlowsStartNothing: one mistake, and the program says where and does
// not start with half of the flows.
func TestBrokenFlowsStartNothing(t *testing.T) {
	w := newTown(t)
	w.editFlows(func(name, text string) string {
		if name == "khan.yaml" {
			return strings.ReplaceAll(text, "pick: urgent_triggers", "pick: urgent_trigers")
		}
		return text
	})
	cfg, problems := loadConfig(filepath.Join(w.dir, "config.yaml"), nil)
	if len(problems) > 0 {
		t.Fatal(problemsError(problems))
	}
	_, bad := readFiles(cfg, nil)
	if len(bad) != 1 || !strings.Contains(bad[0].String(), "khan.yaml:") || !strings.Contains(bad[0].String(), "urgent_triggers") {
		t.Errorf("problems: %v", bad)
	}
}

// TestOldFlowsAreTrimmed: old flows stay in the store while somebody is in the
// middle of them, has put them aside, or has not written for weeks; what nobody
// needs any more goes with the next sweep.
func TestOldFlowsAreTrimmed(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@telegram", "tho@telegram", "cuc@telegram")
	lan, tho, cuc := w.phone("lan@telegram"), w.phone("tho@telegram"), w.phone("cuc@telegram")
	published := func(question string) {
		w.editFlows(func(name, text string) string {
			if name == "dinh-ky.yaml" {
				return strings.ReplaceAll(text, "Có nhiều người nói việc này không ạ?", question)
			}
			return text
		})
		w.restart()
	}
	sets := func(want int) {
		t.Helper()
		w.now = w.now.AddDate(0, 0, 21)
		w.restart()
		w.settle()
		w.view(func(v bot.View) {
			if got := v.FlowSets(); len(got) != want {
				t.Errorf("%d sets of flows are kept, want %d", len(got), want)
			}
		})
	}
	toQuestion := func(p *phone) {
		for _, s := range []string{"báo cáo", "giao thông", "ùn tắc"} {
			p.says(s)
		}
	}
	rest := func(p *phone) {
		t.Helper()
		for _, s := range []string{"1", "2", "bỏ qua", "không"} {
			p.says(s)
		}
		want(t, p.says("gửi"), "Mã báo cáo:")
	}
	published("Bản một: nhiều người nói không ạ?")
	toQuestion(lan)
	toQuestion(tho)
	want(t, tho.says("để sau"), "giữ lại")
	published("Bản hai: nhiều người nói không ạ?")
	toQuestion(cuc)
	sets(2)
	published("Bản ba: nhiều người nói không ạ?")
	sets(2)
	want(t, cuc.says("Phố Đội Cấn tắc từ 7 giờ đến 9 giờ"), "Bản hai")
	rest(cuc)
	sets(1)
	want(t, lan.says("Phố Đội Cấn tắc từ 7 giờ đến 9 giờ"), "Bản một")
	rest(lan)
	sets(1)
	tho.says("báo cáo")
	tho.says("1")
	want(t, tho.says("Phố Đội Cấn tắc từ 7 giờ đến 9 giờ"), "Bản một")
	rest(tho)
	sets(0)
	toQuestion(cuc)
	sets(1)
	want(t, cuc.says("Phố Đội Cấn tắc từ 7 giờ đến 9 giờ"), "Bản ba")
}

// editFlows copies the program's flows beside the settings, changed, and points
// the settings there.
func (w *town) editFlows(change func(name, text string) string) {
	w.Helper()
	dir := filepath.Join(w.dir, "flows")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		w.Fatal(err)
	}
	names, err := fs.Glob(flows.Default, "*.yaml")
	if err != nil {
		w.Fatal(err)
	}
	for _, name := range names {
		b, err := fs.ReadFile(flows.Default, name)
		if err != nil {
			w.Fatal(err)
		}
		w.write("flows/"+name, change(name, string(b)))
	}
	b, err := os.ReadFile(filepath.Join(w.dir, "config.yaml"))
	if err != nil {
		w.Fatal(err)
	}
	if !strings.Contains(string(b), "flows:") {
		w.write("config.yaml", string(b)+"flows: {dir: flows}\n")
	}
}
