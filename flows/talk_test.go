package flows_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"langnghe/bot/text"
	"langnghe/flows"
)

var update = flag.Bool("update", false, "write what the flows say into testdata/talk")

// TestTalk plays the conversations of testdata/talk. In a file, lines beginning
// with > are typed, * pressed (by key), ~ pass time ("~ 4s") or are another
// event ("~ again", "~ photo", "~ masked …"). "> [ảnh]", "> [ảnh x3] words below",
// "> [tin thoại]", "> [tệp]" and "> [video]" are sent; everything else is what
// comes back, and is written by -update. "with:" (a file of testdata/flows),
// "flow:", "arg:" and "media:" (the host keeps them) at the top set the scene.
func TestTalk(t *testing.T) {
	files, err := filepath.Glob("testdata/talk/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no conversations", err)
	}
	set := defaultSet(t)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			set := set
			if name, _, ok := strings.Cut(strings.TrimPrefix(string(want), "with: "), "\n"); ok && strings.HasPrefix(string(want), "with: ") {
				set = setWith(t, name)
			}
			got := play(t, set, string(want))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
				t.Errorf("conversation changed (-want +got); go test ./flows -update writes it anew\n%s", d)
			}
		})
	}
}

// setWith is the default folder with a file of testdata/flows.
func setWith(t testing.TB, name string) *flows.Set {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "flows", name))
	if err != nil {
		t.Fatal(err)
	}
	m := defaultFiles(t)
	m[name] = &fstest.MapFile{Data: b}
	set, problems := flows.Load(m, testNeeds())
	if set == nil {
		t.Fatal(problems)
	}
	return set
}

// phone is one conversation as a host would hold it: state as JSON, timers.
type phone struct {
	t       testing.TB
	set     *flows.Set
	state   flows.State
	now     time.Time
	timers  map[string]time.Time
	options []flows.Option
	ended   bool
	b       strings.Builder
	all     []flows.Effect
	media   bool // the host keeps what is sent besides words
	sent    int
}

func newPhone(t testing.TB, set *flows.Set, flow string, args map[string]string) *phone {
	return &phone{t: t, set: set, state: set.Start(flow, args),
		now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("", 7*3600)), timers: map[string]time.Time{}}
}

func (p *phone) env() flows.Env {
	return flows.Env{Now: p.now, Media: p.media, Vars: map[string]string{"xung_ho": "bác", "ten": "Hòa", "don_vi": "phường Ba Đình", "thang": "11"},
		Items: func(list string) []flows.ListItem {
			switch list {
			case "posts":
				return []flows.ListItem{{ID: "pct-ba-dinh", Name: "Phó Chủ tịch phường Ba Đình"}, {ID: "to-5", Name: "Trưởng ban tổ dân phố số 5"}}
			case "units_below":
				var out []flows.ListItem
				for i := range 14 {
					out = append(out, flows.ListItem{ID: fmt.Sprintf("tdp-%02d", i+1), Name: fmt.Sprintf("Tổ dân phố số %d", i+1)})
				}
				return out
			}
			return nil
		}}
}

// step takes an event, the state going through JSON on both sides.
func (p *phone) step(ev flows.Event) []flows.Effect {
	p.t.Helper()
	b, err := json.Marshal(p.state)
	if err != nil {
		p.t.Fatal(err)
	}
	var st flows.State
	if err := json.Unmarshal(b, &st); err != nil {
		p.t.Fatal(err)
	}
	next, effects := p.set.Step(st, ev, p.env())
	if after, _ := json.Marshal(st); string(after) != string(b) {
		p.t.Fatalf("Step changed the state given to it:\n%s\n%s", b, after)
	}
	p.state = next
	p.all = append(p.all, effects...)
	for _, e := range effects {
		p.effect(e)
	}
	return effects
}

func (p *phone) effect(e flows.Effect) {
	switch {
	case e.Say != nil:
		p.options = e.Say.Options
		for i, l := range strings.Split(e.Say.Text, "\n") {
			p.b.WriteString([]string{"  ", "< "}[b2i(i == 0)] + l + "\n")
		}
		for _, o := range e.Say.Options {
			p.b.WriteString("  [" + o.Key + "] " + o.Label + "\n")
		}
		if u := text.Units(e.Say.Text); u > 1800 {
			p.t.Errorf("message of %d units", u)
		}
		if strings.ContainsAny(e.Say.Text, "{}") {
			p.t.Errorf("braces left in %q", e.Say.Text)
		}
	case e.Wait != nil:
		if e.Wait.After == 0 {
			delete(p.timers, e.Wait.Timer)
		} else {
			p.timers[e.Wait.Timer] = p.now.Add(e.Wait.After)
		}
		fmt.Fprintf(&p.b, "= wait %s %v\n", e.Wait.Timer, e.Wait.After)
	case e.File != nil:
		fmt.Fprintf(&p.b, "= file %s final=%v\n", e.File.Kind, e.File.Final)
		writeFields(&p.b, e.File.Fields, "    ")
	case e.Ask != "":
		p.b.WriteString("= ask " + e.Ask + "\n")
	case e.End != "":
		p.b.WriteString("= end " + e.End + "\n")
		p.ended = true
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func writeFields(b *strings.Builder, fields []flows.Field, indent string) {
	for _, f := range fields {
		fmt.Fprintf(b, "%s%s (%s): %s | %s\n", indent, f.ID, f.Label, f.Value, f.Shown)
		for i, item := range f.Items {
			fmt.Fprintf(b, "%s  %d:\n", indent, i+1)
			writeFields(b, item, indent+"    ")
		}
	}
}

// pass lets time go by and fires the timers that fall due, in order.
func (p *phone) pass(d time.Duration) {
	end := p.now.Add(d)
	for {
		first, at := "", end
		for name, due := range p.timers {
			if due.Before(at) || due.Equal(at) && (first == "" || name < first) {
				first, at = name, due
			}
		}
		if first == "" {
			break
		}
		p.now = at
		delete(p.timers, first)
		p.step(flows.Event{Quiet: first == "quiet", Silence: first == "silence"})
	}
	p.now = end
}

func (p *phone) press(key string) {
	for _, o := range p.options {
		if o.Key == key || o.Label == key {
			p.step(flows.Event{Do: o.Do})
			return
		}
	}
	p.t.Errorf("no option %q among %v", key, p.options)
}

// sends sends what a line in brackets names, in one event.
func (p *phone) sends(line string) bool {
	in, opened := strings.CutPrefix(line, "[")
	in, words, closed := strings.Cut(in, "]")
	if !opened || !closed {
		return false
	}
	ev := flows.Event{Text: strings.TrimSpace(words)}
	for _, part := range strings.Split(in, ", ") {
		what, times, _ := strings.Cut(part, " x")
		kind, known := map[string]string{"ảnh": flows.Photo, "tin thoại": flows.Voice, "tệp": flows.Attached, "video": "video"}[what]
		if !known {
			return false
		}
		n, _ := strconv.Atoi(times)
		for range max(n, 1) {
			p.sent++
			ev.Media = append(ev.Media, flows.Media{ID: fmt.Sprintf("m%d", p.sent), Kind: kind})
		}
	}
	p.step(ev)
	return true
}

func play(t *testing.T, set *flows.Set, script string) string {
	flow, args := "", map[string]string(nil)
	var p *phone
	media := false
	var head strings.Builder
	for _, line := range strings.Split(script, "\n") {
		if v, ok := strings.CutPrefix(line, "flow: "); ok {
			flow = v
			head.WriteString(line + "\n")
			continue
		}
		if strings.HasPrefix(line, "with: ") || strings.HasPrefix(line, "media: ") {
			media = media || line == "media: on"
			head.WriteString(line + "\n")
			continue
		}
		if v, ok := strings.CutPrefix(line, "arg: "); ok {
			if args == nil {
				args = map[string]string{}
			}
			k, val, _ := strings.Cut(v, "=")
			args[k] = val
			head.WriteString(line + "\n")
			continue
		}
		if strings.HasPrefix(line, "#") && p == nil {
			head.WriteString(line + "\n")
			continue
		}
		if p == nil {
			p = newPhone(t, set, flow, args)
			p.media = media
			p.b.WriteString(head.String())
			p.step(flows.Event{Begin: true})
		}
		mark, rest, _ := strings.Cut(line, " ")
		switch mark {
		case ">", "*", "~":
			p.b.WriteString("\n" + line + "\n")
		}
		switch mark {
		case ">":
			if !p.sends(rest) {
				p.step(flows.Event{Text: rest})
			}
		case "*":
			p.press(rest)
		case "~":
			if v, ok := strings.CutPrefix(rest, "masked "); ok {
				p.step(flows.Event{Text: v, Masked: true})
			} else if d, err := time.ParseDuration(rest); err == nil {
				p.pass(d)
			} else if rest == "again" {
				p.step(flows.Event{Again: true})
			} else {
				p.step(flows.Event{Media: []flows.Media{{Kind: rest}}})
			}
		}
	}
	return p.b.String()
}
