// Command goflow measures one step of the goflow engine, the best peer: read
// the session's JSON, resume it with an answer, write its JSON.
//
// It is a program and a module of its own, because goflow is under the AGPL:
// nothing of ours is linked with it, and ../ only runs it and reads the line it
// prints. The flow in flow.json asks the six questions of one opinion of
// flows/default/dinh-ky.yaml, in the same words and with the same choices, and
// leaves out what goflow's flow would need more nodes for: the loop, the
// review and the filing.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"

	"github.com/nyaruka/gocommon/urns"
	"github.com/nyaruka/goflow/assets"
	"github.com/nyaruka/goflow/assets/static"
	"github.com/nyaruka/goflow/envs"
	"github.com/nyaruka/goflow/flows"
	"github.com/nyaruka/goflow/flows/engine"
	"github.com/nyaruka/goflow/flows/events"
	"github.com/nyaruka/goflow/flows/resumes"
	"github.com/nyaruka/goflow/flows/triggers"
)

//go:embed flow.json
var flowJSON []byte

const flowID = "8a2e4f0c-5e0b-4f0e-9d4b-6f7c1a2b3c01"

// before is what has been answered when the step is measured: topic, matter,
// content, breadth. measured is the answer to the fifth question.
var before = []string{"4", "2", "Đường vào tổ 7 đào lên hai tháng chưa hoàn trả", "3"}

const measured = "3"

func main() {
	took := flag.Duration("for", time.Second, "how long to measure")
	flag.Parse()
	if err := run(*took); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// figures is the line this program prints.
type figures struct {
	Nanoseconds float64 `json:"ns"`
	Allocations float64 `json:"allocs"`
	Bytes       float64 `json:"bytes"`
	Session     int     `json:"session"` // size of the session's JSON
	Steps       int     `json:"steps"`
}

func run(took time.Duration) error {
	w, err := open()
	if err != nil {
		return err
	}
	session, err := w.converse()
	if err != nil {
		return err
	}
	for range 50 { // caches warm
		if _, err := w.step(session, measured); err != nil {
			return err
		}
	}
	var a, b runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&a)
	n, start := 0, time.Now()
	for time.Since(start) < took {
		if _, err := w.step(session, measured); err != nil {
			return err
		}
		n++
	}
	spent := time.Since(start)
	runtime.ReadMemStats(&b)
	return json.NewEncoder(os.Stdout).Encode(figures{
		Nanoseconds: float64(spent.Nanoseconds()) / float64(n),
		Allocations: float64(b.Mallocs-a.Mallocs) / float64(n),
		Bytes:       float64(b.TotalAlloc-a.TotalAlloc) / float64(n),
		Session:     len(session),
		Steps:       n,
	})
}

// world is the engine and what does not change between steps.
type world struct {
	engine  flows.Engine
	assets  flows.SessionAssets
	env     envs.Environment
	contact *flows.Contact
}

func open() (*world, error) {
	source, err := static.NewSource(flowJSON)
	if err != nil {
		return nil, err
	}
	env := envs.NewBuilder().WithAllowedLanguages("vie").Build()
	sa, err := engine.NewSessionAssets(env, source, nil)
	if err != nil {
		return nil, err
	}
	contact, err := flows.NewContact(sa, flows.NewContactUUID(), 1, "Hòa", "vie", flows.ContactStatusActive, nil,
		time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), nil, []urns.URN{"telegram:1000000001"}, nil, nil, nil, assets.PanicOnMissing)
	if err != nil {
		return nil, err
	}
	return &world{engine.NewBuilder().Build(), sa, env, contact}, nil
}

// converse begins the flow and answers what comes before the measured step.
func (w *world) converse() ([]byte, error) {
	flow, err := w.assets.Flows().Get(flowID)
	if err != nil {
		return nil, err
	}
	trigger := triggers.NewBuilder(flow.Reference(false)).Manual().Build()
	s, _, err := w.engine.NewSession(context.Background(), w.assets, w.env, w.contact, trigger, nil)
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(s)
	for _, text := range before {
		if err != nil {
			return nil, err
		}
		data, err = w.step(data, text)
	}
	return data, err
}

// step is what is measured. The contact is given, not read: ours is not read
// either.
func (w *world) step(session []byte, text string) ([]byte, error) {
	s, err := w.engine.ReadSession(w.assets, session, w.env, w.contact, nil, assets.IgnoreMissing)
	if err != nil {
		return nil, err
	}
	in := flows.NewMsgIn("telegram:1000000001", nil, text, nil, "")
	sprint, err := s.Resume(context.Background(), resumes.NewMsg(events.NewMsgReceived(in)))
	if err != nil {
		return nil, err
	}
	if s.Status() != flows.SessionStatusWaiting || !asked(sprint.Events()) {
		return nil, fmt.Errorf("goflow: %q was not followed by the next question", text)
	}
	return json.Marshal(s)
}

// asked tells whether the person was sent something.
func asked(all []flows.Event) bool {
	for _, e := range all {
		if e.Type() == events.TypeMsgCreated {
			return true
		}
	}
	return false
}
