package flows_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"langnghe/flows"
)

// FuzzLoad: whatever a file holds, there is a Set or there are problems, and
// whatever loads can be stepped through.
func FuzzLoad(f *testing.F) {
	base := defaultFiles(f)
	small := fstest.MapFS{}
	for name, file := range base {
		f.Add(string(file.Data))
		switch name {
		case "messages.yaml", "commands.yaml", "lists.yaml":
			small[name] = file
		}
	}
	f.Add("flow: x\ntitle: X\nfiles: nil\nsteps:\n  - when: any(1..9, #>1)\n    steps: [submit]\n")
	f.Fuzz(func(t *testing.T, src string) {
		m := maps.Clone(small)
		m["x.yaml"] = &fstest.MapFile{Data: []byte(src)}
		set, problems := flows.Load(m, testNeeds())
		if (set == nil) == (problems == nil) {
			t.Fatal("neither set nor problems, or both")
		}
		if set == nil {
			return
		}
		for _, fl := range set.Flows() {
			p := newPhone(t, set, fl.ID, nil)
			p.step(flows.Event{Begin: true})
			p.step(flows.Event{Text: "1"})
			p.pass(time.Hour)
		}
	})
}

// TestHostile: files made to be slow to read are refused, not chewed on.
func TestHostile(t *testing.T) {
	many := func(format string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, format, i)
		}
		return b.String()
	}
	head := "flow: x\ntitle: X\nfiles: nil\nfor: [collaborator]\n"
	for name, src := range map[string]string{
		"keys":      many("khoa_%d: x\n", 60_000),
		"steps":     head + "steps:\n" + many("  - say: \"{bien_%d}\"\n", 30_000),
		"variables": head + "steps:\n  - say: \"" + many("{bien_%d}", 60_000) + "\"\n  - submit\n",
		"open":      head + "open: [" + many("từ mở %d,", 40_000) + "x]\nsteps: [submit]\n",
		"roles":     "flow: x\nfor: [" + many("vai_%d,", 60_000) + "x]\nsteps: [submit]\n",
		"nested":    head + "steps:\n" + strings.Repeat("[", 200_000),
		"whens":     head + "steps: " + strings.Repeat("[{when: \"true\", steps: ", 24) + "[submit]" + strings.Repeat("}]", 24),
		"items":     head + "steps:\n  - ask: a\n    text: A?\n    pick: {" + many("M_%d: X,", 50_000) + "x: y}\n  - submit\n",
		"condition": head + "steps:\n  - when: \"" + strings.Repeat("(", 390) + "\"\n    steps: [submit]\n  - submit\n",
	} {
		t.Run(name, func(t *testing.T) {
			m := defaultFiles(t)
			m["x.yaml"] = &fstest.MapFile{Data: []byte(src)}
			if set, problems := flows.Load(m, testNeeds()); set != nil || len(problems) == 0 || len(problems) > 500 {
				t.Errorf("set %v, %d problems", set != nil, len(problems))
			}
		})
	}
}

// FuzzStep: whatever state and event, Step answers and does not panic.
func FuzzStep(f *testing.F) {
	set := defaultSet(f)
	f.Add(`{"flow":"dinh-ky","answers":{"y_kien[0].linh_vuc":{"v":"giao_thong"}}}`, "1", "", uint8(0))
	f.Add(`{"flow":"khan","mode":"sure","pending":"remove\n7","pieces":["a"]}`, "", "x.y", uint8(1))
	f.Add(`{"flow":"dinh-ky","mode":"fix","page":-5,"edit":"y_kien[0].noi_dung"}`, "bỏ", "", uint8(2))
	f.Add(`{"flow":"khan","media":[{"id":"a","k":"photo"}]}`, "xong", "a", uint8(2))
	f.Add(`{"flow":"giao-viec","mode":"masked","pending":"x","page":99}`, "0912345678", "", uint8(4))
	f.Fuzz(func(t *testing.T, state, typed, do string, kind uint8) {
		var st flows.State
		if json.Unmarshal([]byte(state), &st) != nil {
			return
		}
		p := newPhone(t, set, st.Flow, nil)
		ev := flows.Event{Text: typed, Do: do, Begin: kind == 1, Quiet: kind == 2, Silence: kind == 3, Again: kind == 4, Masked: kind&16 > 0}
		set.Step(st, ev, p.env())
		set.Step(st, ev, flows.Env{})
		with := p.env()
		with.Media = true
		sent, _ := set.Step(st, flows.Event{Media: []flows.Media{{ID: do, Kind: typed}, {ID: typed, Kind: flows.Photo}}, Text: do}, with)
		set.Step(sent, ev, with)
		_, effects := set.Step(st, flows.Event{Again: true}, p.env())
		for _, e := range effects {
			if e.Say == nil {
				continue
			}
			for _, o := range e.Say.Options {
				set.Step(st, flows.Event{Do: o.Do}, p.env())
			}
		}
	})
}
