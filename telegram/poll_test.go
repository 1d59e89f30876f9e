package telegram

import (
	"context"
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/telegram/telegramsim"
)

func chatText(to chat.Address, text string) chat.Outbound { return chat.Outbound{To: to, Text: text} }

func polling(t *testing.T, texts ...string) *rig {
	t.Helper()
	r := newRig(t, ModePoll)
	r.must(r.ch.Start(t.Context(), r.now()))
	r.sim.AddUser(7, "Bà Tư")
	for _, text := range texts {
		_, err := r.sim.SendText(7, text)
		r.must(err)
	}
	return r
}

func (r *rig) step() (next time.Time, did bool, err error) {
	return r.ch.Step(r.t.Context(), r.now())
}

func TestPoll(t *testing.T) {
	r := polling(t, "một", "hai")
	next, did, err := r.step()
	if !did || err != nil || next.After(r.now()) || len(r.box.events) != 2 {
		t.Fatal(next, did, err, r.box.keys())
	}
	if n := r.sim.Pending(); n != 2 {
		t.Errorf("%d pending: confirmed by the same call", n)
	}
	next, did, err = r.step()
	if did || err != nil || !next.Equal(r.now().Add(time.Second)) || r.sim.Pending() != 0 {
		t.Fatal(next, did, err, r.sim.Pending())
	}
	before := len(r.sim.Sent("getUpdates"))
	if again, did, _ := r.step(); did || !again.Equal(next) || len(r.sim.Sent("getUpdates")) != before {
		t.Error("asked before it was due")
	}
	if in, err := r.ch.Decode(r.box.events[1].Body); err != nil || in.Text != "hai" {
		t.Errorf("%+v %v", in, err)
	}
}

func TestPollOffsetAfterCommit(t *testing.T) {
	r := polling(t, "một", "hai", "ba")
	r.ch.env.Inbox = &failAt{box: r.box, n: 2}
	next, did, err := r.step()
	if !did || err == nil || !next.Equal(r.now().Add(5*time.Second)) {
		t.Fatal(next, did, err)
	}
	r.pass(5 * time.Second)
	if _, _, err = r.step(); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(r.box.keys(), " "); got != "update:100001 update:100002 update:100003" || r.count("duplicate") != 0 {
		t.Error(got, r.counts)
	}
	if call := r.sim.Sent("getUpdates")[1].Params; call["offset"] != "100002" {
		t.Errorf("offset %s", call["offset"])
	}
}

// failAt refuses the nth event once.
type failAt struct {
	*box
	n int
}

func (f *failAt) Accept(ctx context.Context, e chat.Event) (bool, error) {
	if f.n--; f.n == 0 {
		return false, chat.ErrFull
	}
	return f.box.Accept(ctx, e)
}

func TestPollRestartReadsAgain(t *testing.T) {
	r := polling(t, "một", "hai")
	_, _, err := r.step() // accepted, and the process dies before it confirms
	r.must(err)
	r.open(ModePoll)
	r.pass(time.Second)
	_, did, err := r.step()
	if !did || err != nil || len(r.box.events) != 2 || r.count("duplicate") != 2 {
		t.Error(did, err, r.box.keys(), r.counts)
	}
}

func TestPollKeepsUnreadableAndPassesIgnored(t *testing.T) {
	r := polling(t)
	r.sim.Enqueue("message", 7, "không phải tin")
	r.sim.Enqueue("message", 7, map[string]any{"message_id": 2, "chat": map[string]any{"id": 7, "type": "private"}, "pinned_message": 1})
	_, did, err := r.step()
	if keys := r.box.keys(); !did || err != nil || len(keys) != 1 || !strings.HasPrefix(keys[0], "raw:") || r.count(ignoredService) != 1 {
		t.Error(did, err, keys, r.counts)
	}
	_, _, err = r.step()
	if r.must(err); r.sim.Pending() != 0 {
		t.Error("not confirmed")
	}
}

func TestPollFailures(t *testing.T) {
	poll := []string{"getUpdates"}
	for _, c := range []struct {
		name    string
		faults  telegramsim.Faults
		waits   []time.Duration
		alert   string
		counter string
	}{
		{"conflict", telegramsim.Faults{Conflicts: 7}, []time.Duration{2, 4, 8, 16, 32, 60, 60}, "telegram_poll_conflict", "poll_conflict"},
		{"flood", telegramsim.Faults{Methods: poll, Flood: 2, RetryAfter: 90 * time.Second}, []time.Duration{90, 90}, "", "poll_flood"},
		{"server", telegramsim.Faults{Methods: poll, ServerErrors: 2}, []time.Duration{2, 4}, "", "poll_failed"},
		{"page", telegramsim.Faults{Methods: poll, NonJSON: 1}, []time.Duration{2}, "", "poll_failed"},
		{"unreachable", telegramsim.Faults{Methods: poll, Refused: 1}, []time.Duration{2}, "", "poll_failed"},
		{"revoked", telegramsim.Faults{Methods: poll, Refusals: []telegramsim.Refusal{{Code: 401, Description: "Unauthorized"}}}, []time.Duration{60}, "telegram_unauthorized", "poll_refused"},
		{"odd", telegramsim.Faults{Methods: poll, Refusals: []telegramsim.Refusal{{Code: 400, Description: "Bad Request: query is too old"}}}, []time.Duration{2}, "", "poll_failed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := polling(t, "một")
			r.sim.SetFaults(c.faults)
			for i, wait := range c.waits {
				next, did, err := r.step()
				if !did || err == nil || next.Sub(r.now()) != wait*time.Second {
					t.Fatalf("failure %d: wait %v, %v", i, next.Sub(r.now()), err)
				}
				r.pass(wait * time.Second)
			}
			if _, _, err := r.step(); err != nil || len(r.box.events) != 1 {
				t.Errorf("afterwards: %v, kept %v", err, r.box.keys())
			}
			if c.alert != "" && !r.alerted(c.alert) || c.alert == "" && len(r.alerts) > 0 || r.count(c.counter) != len(c.waits) {
				t.Errorf("alerts %v, counters %v", r.alerts, r.counts)
			}
		})
	}
}

func TestPollWithWebhookSet(t *testing.T) {
	r := started(t)
	r.open(ModePoll)
	_, _, err := r.step()
	e := asSendError(t, err)
	if e.Code != "409" || !r.alerted("telegram_poll_conflict") {
		t.Error(err, r.alerts)
	}
}

func TestLongPoll(t *testing.T) {
	r := polling(t)
	r.ch.cfg.PollTimeout = 25 * time.Second
	next, did, err := r.step()
	if did || err != nil || next.After(r.now()) || r.sim.Sent("getUpdates")[0].Params["timeout"] != "25" {
		t.Error(next, did, err)
	}
}
