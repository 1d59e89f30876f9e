package flows_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"langnghe/flows"
)

// positions is a way to each kind of place of a conversation.
var positions = []struct {
	name string
	say  []string
}{
	{"first question", nil},
	{"second page", []string{"7"}},
	{"choice", []string{"1"}},
	{"text", []string{"1", "1"}},
	{"text begun", []string{"1", "1", "Đường vào khu tập thể đào lên"}},
	{"masked", []string{"1", "1", "Gọi 0912345678 để hỏi việc đường hỏng", "xong"}},
	{"asked back", []string{"1", "1", "nóng"}},
	{"too long", []string{"1", "1", longText, "xong"}},
	{"stuck", []string{"1", "xyz", "xyz", "xyz"}},
	{"optional text", []string{"1", "1", story, "xong", "1", "1"}},
	{"again", []string{"1", "1", story, "xong", "1", "1", "bỏ qua"}},
	{"second round", []string{"1", "1", story, "xong", "1", "1", "bỏ qua", "có"}},
	{"review", []string{"1", "1", story, "xong", "1", "1", "bỏ qua", "không"}},
	{"fix", []string{"1", "1", story, "xong", "1", "1", "bỏ qua", "không", "sửa"}},
	{"fixing", []string{"1", "1", story, "xong", "1", "1", "bỏ qua", "không", "sửa", "3"}},
	{"review midway", []string{"1", "1", story, "xong", "xem lại"}},
	{"cancel asked", []string{"1", "hủy"}},
}

const story = "Đường vào khu tập thể đào lên hơn hai tháng chưa hoàn trả."

var longText = func() string {
	s := ""
	for len([]rune(s)) < 2100 {
		s += story + " "
	}
	return s
}()

// TestCommandsEverywhere: each command does what it is for at each place, loses
// nothing, and leaves a conversation that can be finished.
func TestCommandsEverywhere(t *testing.T) {
	set := defaultSet(t)
	asks := map[string]string{"giúp": "help", "gặp cán bộ": "person", "khẩn cấp": "urgent", "menu": "menu"}
	for _, pos := range positions {
		for _, cmd := range []string{"quay lại", "0", "xem lại", "sửa", "để sau", "hủy", "giúp", "gặp cán bộ", "khẩn cấp", "menu", "bỏ qua", "gửi", "xong"} {
			t.Run(pos.name+"/"+cmd, func(t *testing.T) {
				p := newPhone(t, set, "dinh-ky", nil)
				turn(p, flows.Event{Begin: true})
				for _, s := range pos.say {
					turn(p, flows.Event{Text: s})
				}
				before := len(p.all)
				given := p.state.Answers
				turn(p, flows.Event{Text: cmd})
				effects := p.all[before:]
				var ask, end string
				for _, e := range effects {
					ask += e.Ask
					end += e.End
					if e.File != nil && (cmd != "gửi" || pos.name != "review") {
						t.Errorf("filed by %q", cmd)
					}
				}
				if want := asks[cmd]; want != "" && ask != want {
					t.Errorf("ask %q, want %q\n%s", ask, want, tail(p))
				}
				if cmd == "để sau" && end != "later" || cmd == "hủy" && end != "" && pos.name != "cancel asked" {
					t.Errorf("end %q", end)
				}
				if cmd != "quay lại" && cmd != "0" && end == "" {
					for path, a := range given {
						if now, ok := p.state.Answers[path]; !ok && !cmp.Equal(p.state.Was[path], a) || ok && !cmp.Equal(now, a) {
							t.Errorf("answer at %s is lost", path)
						}
					}
				}
				finish(p)
			})
		}
	}
}

// finish answers plainly until the end.
func finish(p *phone) {
	p.t.Helper()
	for range 100 {
		if p.state.Over {
			return
		}
		p.pass(5 * time.Second)
		turn(p, flows.Event{Again: true})
		if p.state.Over {
			return
		}
		forward(p)
	}
	b, _ := json.Marshal(p.state)
	p.t.Errorf("no end: %s\n%s", b, tail(p))
}

// TestUserBraces: what a person types is never read as a template.
func TestUserBraces(t *testing.T) {
	set := defaultSet(t)
	p := newPhone(t, set, "bo-sung", map[string]string{"ma": "{xung_ho}"})
	next, effects := set.Step(p.state, flows.Event{Begin: true}, p.env())
	if effects[0].Say.Text != `Bác muốn bổ sung gì cho báo cáo {xung_ho} ạ? Xong thì nhắn "xong".` {
		t.Errorf("%q", effects[0].Say.Text)
	}
	next, _ = set.Step(next, flows.Event{Text: "chữ {ma} lạ"}, p.env())
	_, effects = set.Step(next, flows.Event{Quiet: true}, p.env())
	want := []flows.Field{{ID: "noi_dung", Label: "Nội dung bổ sung", Value: "chữ {ma} lạ", Shown: "chữ {ma} lạ"}}
	if d := cmp.Diff(want, effects[0].File.Fields); d != "" {
		t.Error(d)
	}
}
