package telegram

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"langnghe/telegram/telegramsim"
)

func TestStartWebhook(t *testing.T) {
	r := newRig(t, ModeWebhook)
	r.must(r.ch.Start(t.Context(), r.now()))
	r.must(r.ch.Start(t.Context(), r.now())) // the same again changes nothing
	if r.ch.Username() != testName {
		t.Errorf("username %q", r.ch.Username())
	}
	p := r.sim.Sent("setWebhook")[0].Params
	var allowed []string
	r.must(json.Unmarshal([]byte(p["allowed_updates"]), &allowed))
	want := []string{"message", "edited_message", "callback_query", "my_chat_member"}
	if p["url"] != testHook || p["secret_token"] != testSecret || p["max_connections"] != "20" || !slices.Equal(allowed, want) {
		t.Errorf("%v", p)
	}
	if _, ok := p["drop_pending_updates"]; ok {
		t.Error("drops what waits")
	}
	if len(r.sim.Commands("all_private_chats", "vi")) == 0 || len(r.sim.Commands("all_group_chats", "en")) == 0 {
		t.Error("no menu")
	}
	next, did, err := r.ch.Step(t.Context(), r.now())
	if did || err != nil || !next.After(r.now()) {
		t.Error("something to step in webhook mode")
	}
}

func TestStartRefusedThenRepeated(t *testing.T) {
	r := newRig(t, ModeWebhook)
	for _, m := range []string{"getMe", "setWebhook", "setMyCommands"} {
		r.sim.SetFaults(telegramsim.Faults{Methods: []string{m}, ServerErrors: 1})
		if r.ch.Start(t.Context(), r.now()) == nil {
			t.Errorf("%s failed and Start did not", m)
		}
		r.pass(2 * time.Second)
	}
	r.must(r.ch.Start(t.Context(), r.now()))
}

func TestStartPollTakesTheWebhookAway(t *testing.T) {
	r := started(t)
	r.sim.AddUser(7, "Bà Tư")
	_, err := r.sim.Start(7, "")
	r.must(err)
	r.open(ModePoll)
	r.must(r.ch.Start(t.Context(), r.now()))
	p := r.sim.Sent("deleteWebhook")[0].Params
	if d := cmp.Diff(map[string]string{}, p); d != "" || r.sim.Pending() != 1 {
		t.Errorf("%s, %d pending", d, r.sim.Pending())
	}
}
