package flows_test

import (
	"encoding/json"
	"testing"
	"time"

	"langnghe/flows"
)

// BenchmarkStep is one turn as the host makes it: read the session's JSON,
// step, write it. The conversation is a periodic report in its second item.
func BenchmarkStep(b *testing.B) {
	set := defaultSet(b)
	p := newPhone(b, set, "dinh-ky", nil)
	p.step(flows.Event{Begin: true})
	for _, s := range []string{"4", "2", "Đường vào tổ 7 đào lên hai tháng chưa hoàn trả", "3", "3", "bỏ qua", "có", "5"} {
		p.step(flows.Event{Text: s})
		p.pass(5 * time.Second)
	}
	session, err := json.Marshal(p.state)
	if err != nil {
		b.Fatal(err)
	}
	env := p.env()
	for name, ev := range map[string]flows.Event{"choice": {Text: "1"}, "press": {Do: p.options[0].Do}, "word": {Text: "thu gom"}} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var st flows.State
				if err := json.Unmarshal(session, &st); err != nil {
					b.Fatal(err)
				}
				st, effects := set.Step(st, ev, env)
				if _, err := json.Marshal(st); err != nil || len(effects) == 0 {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if s, problems := flows.Load(flows.Default, testNeeds()); s == nil {
			b.Fatal(problems)
		}
	}
}
