package flows_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"langnghe/bot/text"
	"langnghe/flows"
)

// said is what people type: sense, nonsense, commands, words that are both.
var said = []string{
	"1", "2", "3", "7", "9", "0", "13", "số 2", "có", "không", "dạ", "dạ vâng ạ", "dung", "đúng", "dừng", "thôi", "bỏ", "mai", "hết", "nóng", "xong",
	"quay lại", "xem lai", "sửa", "để sau", "hủy", "giup", "khẩn", "gặp cán bộ", "menu", "gửi", "bỏ qua", "chưa biết", "không có gì thêm",
	"giao thông", "moi truong", "da so", "Bức xúc", "khác", "đồng ý", "k", "?", "👍", "ok", "Tổ dân phố số 5", "lịch",
	"Đường vào khu tập thể đào lên hơn hai tháng chưa hoàn trả mặt đường.", "ngõ 7 đường Láng", "gọi 0912345678 hỏi ông Nguyễn Văn An nhé",
	"0912 345 678", "hôm qua", "50k", strings.Repeat("rất dài ", 300), "\u0000", "a\nb", "năm", "hai mươi lăm hộ",
}

var defaultArgs = map[string]string{"ma": "BC-1", "cau_hoi": "Tình hình nước sạch?", "can_hoi_ten": "true"}

// TestRandomWalk lets people type and press anything in every default flow.
// Wherever they get to, answering plainly from there ends the flow.
func TestRandomWalk(t *testing.T) {
	set := defaultSet(t)
	walks := 150
	if testing.Short() {
		walks = 20
	}
	for _, f := range set.Flows() {
		t.Run(f.ID, func(t *testing.T) {
			for seed := range walks {
				walkOnce(t, set, f, uint64(seed))
				if t.Failed() {
					return
				}
			}
		})
	}
}

func walkOnce(t *testing.T, set *flows.Set, f *flows.Flow, seed uint64) {
	rnd := rand.New(rand.NewPCG(seed, 7))
	p := newPhone(t, set, f.ID, defaultArgs)
	p.media = seed%2 == 0
	turn(p, flows.Event{Begin: true})
	for range 10 + rnd.IntN(60) {
		if p.state.Over {
			return
		}
		switch n := rnd.IntN(20); {
		case n < 7 && len(p.options) > 0:
			turn(p, flows.Event{Do: p.options[rnd.IntN(len(p.options))].Do})
		case n < 14:
			turn(p, flows.Event{Text: said[rnd.IntN(len(said))], Masked: rnd.IntN(9) == 0})
		case n < 16:
			p.pass(5 * time.Second)
		case n == 16:
			p.pass(11 * time.Minute)
		case n == 17:
			turn(p, flows.Event{Again: true})
		case n == 18:
			kind := []string{flows.Photo, flows.Voice, flows.Attached, "video"}[rnd.IntN(4)]
			for range 1 + rnd.IntN(8) {
				p.sent++
				turn(p, flows.Event{Media: []flows.Media{{ID: fmt.Sprint("m", p.sent), Kind: kind}}, Text: []string{"", "xong", "Ảnh chụp chiều qua"}[rnd.IntN(3)]})
			}
		default:
			turn(p, flows.Event{Do: "cũ.y"})
		}
	}
	// Now plainly: forward wherever there is a way forward.
	for range 200 {
		if p.state.Over {
			return
		}
		turn(p, flows.Event{Again: true})
		if p.state.Over {
			return
		}
		before, _ := json.Marshal(p.state)
		forward(p)
		if after, _ := json.Marshal(p.state); string(before) == string(after) {
			t.Fatalf("seed %d: stuck in %s\n%s", seed, before, tail(p))
		}
	}
	t.Errorf("seed %d: %s does not end\n%s", seed, f.ID, tail(p))
}

// forward answers plainly: the first option that leads on, else a text.
func forward(p *phone) {
	for _, want := range []string{"Không", "Gửi", "Viết tiếp", "Được", "Là câu trả lời", "Thử lại", "Bỏ qua"} {
		for _, o := range p.options {
			if o.Label == want {
				turn(p, flows.Event{Do: o.Do})
				return
			}
		}
	}
	if p.set.AsksPhone(p.state, p.env()) {
		turn(p, flows.Event{Text: "0912 345 678"})
		return
	}
	if len(p.options) > 1 {
		turn(p, flows.Event{Do: p.options[0].Do})
		return
	}
	turn(p, flows.Event{Text: "Rác đổ ở đầu ngõ ba hôm nay chưa dọn"})
	p.pass(5 * time.Second)
}

func tail(p *phone) string {
	s := p.b.String()
	return s[max(0, len(s)-3000):]
}

// turn steps and checks what holds of every step.
func turn(p *phone, ev flows.Event) {
	t := p.t
	t.Helper()
	kept := p.state
	direct, effects := p.set.Step(kept, ev, p.env())
	got := p.step(ev)
	if d := cmp.Diff(effects, got); d != "" {
		t.Errorf("a restart changes the answer: %s", d)
	}
	a, _ := json.Marshal(direct)
	b, _ := json.Marshal(p.state)
	if string(a) != string(b) {
		t.Errorf("a restart changes the state:\n%s\n%s", a, b)
	}
	checkEffects(t, ev, got)
}

func checkEffects(t testing.TB, ev flows.Event, effects []flows.Effect) {
	t.Helper()
	if len(effects) == 0 && !ev.Quiet && !ev.Silence {
		t.Errorf("no answer to %+v", ev)
	}
	for _, e := range effects {
		if e.Say == nil {
			continue
		}
		if u := text.Units(e.Say.Text); u > 1800 || u == 0 {
			t.Errorf("message of %d units", u)
		}
		keys, dos := map[string]bool{}, map[string]bool{}
		for _, o := range e.Say.Options {
			if keys[o.Key] || dos[o.Do] || o.Key == "" || o.Do == "" || len(o.Do) > 50 || o.Label == "" {
				t.Errorf("option %+v among %+v", o, e.Say.Options)
			}
			if text.Units(o.Label) > 35 {
				t.Errorf("label %q too long", o.Label)
			}
			keys[o.Key], dos[o.Do] = true, true
		}
	}
}
