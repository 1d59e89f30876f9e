package telegram

import (
	"testing"
	"time"

	"langnghe/telegram/telegramsim"
)

func TestWebhookIsLookedAfter(t *testing.T) {
	r := started(t)
	next, did, err := r.step()
	if did || err != nil || !next.Equal(r.now().Add(healthEvery)) {
		t.Fatal(next, did, err)
	}
	check := func() {
		t.Helper()
		r.alerts = nil
		r.pass(healthEvery)
		if _, did, err := r.step(); !did || err != nil {
			t.Fatal(did, err)
		}
	}
	if check(); len(r.alerts) > 0 {
		t.Errorf("all is well: %v", r.alerts)
	}

	r.sim.AddUser(7, "Bà Tư")
	_, err = r.sim.SendText(7, "x")
	r.must(err)
	r.box.full = true
	r.take()
	if check(); !r.alerted("telegram_webhook_failing") {
		t.Error("updates wait and nobody is told")
	}
	r.box.full = false
	r.one()
	if check(); len(r.alerts) > 0 {
		t.Errorf("the old error again: %v", r.alerts)
	}

	if _, err := r.ch.bot.DeleteWebhook(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if check(); !r.alerted("telegram_webhook_taken") || len(r.sim.Sent("setWebhook")) != 2 {
		t.Errorf("webhook gone: %v", r.alerts)
	}
	if check(); len(r.alerts) > 0 {
		t.Errorf("after it was set again: %v", r.alerts)
	}

	r.sim.SetFaults(telegramsim.Faults{Methods: []string{"getWebhookInfo"}, ServerErrors: 1})
	r.pass(healthEvery)
	if next, did, err := r.step(); !did || err == nil || next.Sub(r.now()) != healthEvery {
		t.Error(next, did, err)
	}
	r.sim.SetFaults(telegramsim.Faults{})
	r.pass(time.Minute)
	if _, did, _ := r.step(); did {
		t.Error("looked before it was due")
	}
}
