package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"time"

	"langnghe/bot"
	"langnghe/flows"
)

const stepFor = time.Second

// stepFigure is one side of row 1; the names are those goflow/ prints.
type stepFigure struct {
	Nanoseconds float64 `json:"ns"`
	Allocations float64 `json:"allocs"`
	Session     int     `json:"session"`
}

// stepRow: read the session's JSON, step, write it. Ours is the report that
// comes with the program; goflow's asks the same six questions.
func stepRow(s setup, t *table) error {
	set, bad := flows.Load(flows.Default, bot.Needs())
	if len(bad) > 0 {
		return errors.New(bad[0].String())
	}
	first, err := stepCase(set, toReview[1:6], flows.Event{Text: "3"})
	if err != nil {
		return err
	}
	second, err := stepCase(set, append(append([]string{}, toReview[1:8]...), "có", "5"), flows.Event{Text: "1"})
	if err != nil {
		return err
	}
	peer, err := buildPeer(s.dir)
	if err != nil {
		return err
	}
	var ours, again, theirs stepFigure
	for range s.runs {
		for _, m := range []struct {
			to *stepFigure
			do func() (stepFigure, error)
		}{{&theirs, peer}, {&ours, first}, {&again, second}} {
			f, err := m.do()
			if err != nil {
				return err
			}
			if m.to.Nanoseconds == 0 || f.Nanoseconds < m.to.Nanoseconds {
				*m.to = f
			}
		}
	}
	t.add("", "product", "allocs", "goflow v0.250.0", "allocs", "ratio", "budget", "")
	for _, l := range []struct {
		name string
		f    stepFigure
	}{{fmt.Sprintf("5th question (session %d B, theirs %d B)", ours.Session, theirs.Session), ours},
		{fmt.Sprintf("2nd opinion (session %d B)", again.Session), again}} {
		ratio := theirs.Nanoseconds / l.f.Nanoseconds
		t.add(l.name, short(time.Duration(l.f.Nanoseconds)), fmt.Sprintf("%.0f", l.f.Allocations),
			short(time.Duration(theirs.Nanoseconds)), fmt.Sprintf("%.0f", theirs.Allocations),
			fmt.Sprintf("1/%.0f", ratio), "<= 50 us, <= 110 allocs, <= 1/30",
			verdict(l.f.Nanoseconds <= 50_000 && l.f.Allocations <= 110 && ratio >= 30))
	}
	return nil
}

// stepCase brings a conversation to where ev is measured.
func stepCase(set *flows.Set, said []string, ev flows.Event) (func() (stepFigure, error), error) {
	env := flows.Env{
		Now:  time.Date(2026, 11, 23, 9, 0, 0, 0, zone),
		Vars: map[string]string{"xung_ho": "bác", "ten": "Hòa", "don_vi": "phường Ba Đình", "thang": "11"},
	}
	st, _ := set.Step(set.Start("dinh-ky", nil), flows.Event{Begin: true}, env)
	for _, text := range said {
		st, _ = set.Step(st, flows.Event{Text: text}, env)
	}
	session, err := json.Marshal(st)
	if err != nil {
		return nil, err
	}
	step := func() error {
		var st flows.State
		if err := json.Unmarshal(session, &st); err != nil {
			return err
		}
		given := len(st.Answers)
		st, effects := set.Step(st, ev, env)
		if len(effects) == 0 || len(st.Answers) != given+1 {
			return fmt.Errorf("%q was not taken for an answer", ev.Text)
		}
		_, err := json.Marshal(st)
		return err
	}
	return func() (stepFigure, error) {
		var a, b runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&a)
		n, start := 0, time.Now()
		for time.Since(start) < stepFor {
			if err := step(); err != nil {
				return stepFigure{}, err
			}
			n++
		}
		spent := time.Since(start)
		runtime.ReadMemStats(&b)
		return stepFigure{float64(spent.Nanoseconds()) / float64(n), float64(b.Mallocs-a.Mallocs) / float64(n), len(session)}, nil
	}, nil
}

// buildPeer builds the program in goflow/, which reports its own figures.
func buildPeer(dir string) (func() (stepFigure, error), error) {
	if _, err := os.Stat("goflow/go.mod"); err != nil {
		return nil, errors.New("run this in the folder bench/, where goflow/ is")
	}
	program := filepath.Join(dir, "goflow")
	build := exec.Command("go", "build", "-o", program, ".")
	build.Dir, build.Stderr = "goflow", os.Stderr
	if err := build.Run(); err != nil {
		return nil, fmt.Errorf("building goflow: %w", err)
	}
	return func() (f stepFigure, err error) {
		run := exec.Command(program, "-for", stepFor.String())
		run.Stderr = os.Stderr
		out, err := run.Output()
		if err != nil {
			return f, fmt.Errorf("running goflow: %w", err)
		}
		return f, json.NewDecoder(bytes.NewReader(out)).Decode(&f)
	}, nil
}
