package telegram

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"langnghe/bot/chat"
	"langnghe/telegram/telegramsim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	testToken  = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
	testSecret = "bi-mat_1"
	testHook   = "https://langnghe.example.vn/webhook/telegram"
	testName   = "langnghe_bot"
)

// box is an inbox in memory with faults.
type box struct {
	mu     sync.Mutex
	events []chat.Event
	full   bool
	broken bool
}

func (b *box) Accept(_ context.Context, e chat.Event) (bool, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broken {
		panic("inbox broken")
	}
	if b.full {
		return false, chat.ErrFull
	}
	for _, have := range b.events {
		if have.Key == e.Key {
			return false, nil
		}
	}
	b.events = append(b.events, e)
	return true, nil
}

func (b *box) keys() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var keys []string
	for _, e := range b.events {
		keys = append(keys, e.Key)
	}
	return keys
}

// rig is a channel on a simulated platform with a clock that stands still.
type rig struct {
	t      *testing.T
	sim    *telegramsim.Sim
	ch     *Channel
	box    *box
	mu     sync.Mutex
	at     time.Time
	counts map[string]int
	alerts []string
}

func (r *rig) now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.at
}

func (r *rig) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.at = r.at.Add(d)
}

func (r *rig) count(what string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.counts[what]
}

func (r *rig) alerted(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Contains(r.alerts, key)
}

func (r *rig) env() chat.Env {
	return chat.Env{
		Inbox: r.box, Transport: r.sim.Transport(), Now: r.now,
		Count: func(what string) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.counts[what]++
		},
		Alert: func(key, _ string) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.alerts = append(r.alerts, key)
		},
	}
}

func testConfig(mode string) Config {
	return Config{
		Token: testToken, WebhookSecret: testSecret, Mode: mode, PublicURL: testHook,
		APIURL: "https://api.telegram.test",
	}
}

// newRig opens a channel, not yet started, in the given mode.
func newRig(t *testing.T, mode string) *rig {
	t.Helper()
	r := &rig{t: t, box: &box{}, counts: map[string]int{}, at: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)}
	r.sim = telegramsim.New(telegramsim.Config{
		Token: testToken, Username: testName, Now: r.now,
		Deliver: telegramsim.InProcess(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { r.ch.ServeHTTP(w, q) })),
	})
	r.open(mode)
	return r
}

// open makes a fresh channel, as after a restart.
func (r *rig) open(mode string) {
	r.t.Helper()
	ch, err := Open(testConfig(mode), r.env())
	if err != nil {
		r.t.Fatal(err)
	}
	r.ch = ch
}

// started is newRig with the webhook set.
func started(t *testing.T) *rig {
	t.Helper()
	r := newRig(t, ModeWebhook)
	r.must(r.ch.Start(t.Context(), r.now()))
	return r
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// person makes someone who has pressed Start, and empties the inbox.
func (r *rig) person(id int64) chat.Address {
	r.t.Helper()
	r.sim.AddUser(id, "Bà Tư")
	_, err := r.sim.Start(id, "")
	r.must(err)
	r.take()
	return address(id)
}

// take delivers what is due and decodes all that arrived since the last take.
func (r *rig) take() []chat.Inbound {
	r.t.Helper()
	r.sim.Step(r.t.Context(), r.now())
	r.box.mu.Lock()
	events := r.box.events
	r.box.events = nil
	r.box.mu.Unlock()
	var got []chat.Inbound
	for _, e := range events {
		in, err := r.ch.Decode(e.Body)
		r.must(err)
		if in.Key != e.Key || in.Channel != Name {
			r.t.Fatalf("decoded key %q of %q, accepted %q", in.Key, in.Channel, e.Key)
		}
		got = append(got, in)
	}
	return got
}

// one is take when exactly one event must have come.
func (r *rig) one() chat.Inbound {
	r.t.Helper()
	got := r.take()
	if len(got) != 1 {
		r.t.Fatalf("got %d events, want 1: %+v", len(got), got)
	}
	return got[0]
}

func (r *rig) send(m chat.Outbound) (chat.Receipt, error) {
	return r.ch.Send(r.t.Context(), r.now(), m)
}
