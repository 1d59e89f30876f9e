package zalo_test

import (
	"context"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

// Killed between the answer and the save: after the restart the refresh token
// is found used up, and a human is called; nothing is guessed.
func TestKilledBeforeTheSave(t *testing.T) {
	r := ready(t)
	r.clock.pass(21 * time.Hour)
	r.vault.breakPut(true)
	if _, did, err := r.ch.Step(context.Background(), r.clock.now()); err == nil || !did {
		t.Fatalf("did %v, %v", did, err)
	}
	r.vault.breakPut(false)
	restarted := r.open()
	_, e := sendOn(t, restarted, r.clock.now(), chat.Outbound{To: to(anh), Text: "a"})
	if e == nil || e.Reaction != chat.Stop || e.Reason != "needs_authorisation" || !r.alerted("zalo_needs_authorisation") {
		t.Fatalf("%+v, alerts %v", e, r.alerts)
	}
	// The human authorises the app and puts the new token into the configuration.
	r.cfg.RefreshToken = zalo.Secret(r.sim.Authorise())
	if _, e := sendOn(t, r.open(), r.clock.now(), chat.Outbound{To: to(anh), Text: "a"}); e != nil {
		t.Fatal(e)
	}
}

func TestKilledAfterTheSave(t *testing.T) {
	r := ready(t)
	r.clock.pass(21 * time.Hour)
	if _, did, err := r.ch.Step(context.Background(), r.clock.now()); err != nil || !did {
		t.Fatal(did, err)
	}
	n := r.sim.Refreshes()
	if _, e := sendOn(t, r.open(), r.clock.now(), chat.Outbound{To: to(anh), Text: "a"}); e != nil || r.sim.Refreshes() != n {
		t.Fatalf("%v, %d refreshes", e, r.sim.Refreshes())
	}
}

// A pair that cannot be saved is not used, not lost, and saved when it can be.
func TestUnsavedPairIsNotUsed(t *testing.T) {
	r := ready(t)
	r.clock.pass(21 * time.Hour)
	r.vault.breakPut(true)
	now := r.clock.now()
	next, _, err := r.ch.Step(context.Background(), now)
	if err == nil || next != now.Add(30*time.Second) {
		t.Errorf("next %v, err %v", next, err)
	}
	if _, e := r.say("a"); e == nil || e.Reaction != chat.Retry || e.Reason != "token_unsaved" || e.Maybe {
		t.Errorf("%+v", e)
	}
	if len(r.sim.Calls()) != 0 || !r.alerted("zalo_token_unsaved") {
		t.Errorf("calls %v, alerts %v", r.sim.Calls(), r.alerts)
	}
	r.vault.breakPut(false)
	if _, did, err := r.ch.Step(context.Background(), now); err != nil || !did {
		t.Errorf("did %v, %v", did, err)
	}
	if _, e := r.say("a"); e != nil || r.sim.Refreshes() != 2 {
		t.Errorf("%v, %d refreshes", e, r.sim.Refreshes())
	}
}

func TestStepRhythm(t *testing.T) {
	r := newRig(t)
	ctx := context.Background()
	next, did, err := r.ch.Step(ctx, began)
	if err != nil || !did || next != began.Add(20*time.Hour) {
		t.Fatal(next, did, err)
	}
	if _, did, _ := r.ch.Step(ctx, next.Add(-time.Second)); did {
		t.Error("renewed early")
	}
	// The OA is asked after once a day, which comes before the next renewal.
	if n, did, err := r.ch.Step(ctx, next); err != nil || !did || n != began.Add(24*time.Hour) || r.sim.Refreshes() != 2 {
		t.Error(n, did, err)
	}
	if n, did, err := r.ch.Step(ctx, began.Add(24*time.Hour)); err != nil || !did || n != next.Add(20*time.Hour) {
		t.Error(n, did, err)
	}
}

func TestOldTokensAreReported(t *testing.T) {
	r := ready(t)
	ctx := context.Background()
	r.sim.Inject(func(f *zalosim.Faults) { f.BrokenOAuth = 2 })
	r.clock.pass(29 * time.Hour)
	if _, _, err := r.ch.Step(ctx, r.clock.now()); err == nil || r.alerted("zalo_refresh_overdue") {
		t.Error(err, r.alerts)
	}
	if _, e := r.say("a"); e == nil || e.Reaction != chat.Wait || e.Scope != chat.ScopeChannel {
		t.Errorf("while renewal fails: %+v", e)
	}
	r.sim.Inject(func(f *zalosim.Faults) { f.BrokenOAuth = 1 })
	r.clock.pass(2 * time.Hour)
	if next, _, err := r.ch.Step(ctx, r.clock.now()); err == nil || !r.alerted("zalo_refresh_overdue") || next != r.clock.now().Add(5*time.Minute) {
		t.Error(next, err, r.alerts)
	}
	// A refresh token that is not rotated grows old.
	r.sim.Inject(func(f *zalosim.Faults) { f.NoRotation = 99 })
	for range 76 {
		if _, _, err := r.ch.Step(ctx, r.clock.now()); err != nil {
			t.Fatal(err)
		}
		r.clock.pass(24 * time.Hour)
	}
	if !r.alerted("zalo_refresh_token_not_rotated") || !r.alerted("zalo_refresh_token_old") {
		t.Error(r.alerts)
	}
}

func TestRefusedRefreshKeepsTheToken(t *testing.T) {
	r := newRig(t)
	r.sim.Follow(anh)
	for _, code := range []int{-14002, -14003, -14004, -14012, -14024, -14029, -99} {
		r.sim.Inject(func(f *zalosim.Faults) { f.OAuthCode = code })
		if _, e := r.say("a"); e == nil || e.Reaction != chat.Stop || e.Reason != "oauth" || !r.alerted("zalo_oauth_refused") {
			t.Errorf("%d: %+v", code, e)
		}
	}
	r.sim.Inject(func(f *zalosim.Faults) { f.OAuthCode = 0 })
	if _, e := r.say("a"); e != nil {
		t.Error(e)
	}
}

func TestVaultWinsOverConfig(t *testing.T) {
	r := ready(t)
	r.cfg.RefreshToken = "rt-stale-from-config"
	if _, e := sendOn(t, r.open(), r.clock.now(), chat.Outbound{To: to(anh), Text: "a"}); e != nil {
		t.Error(e)
	}
	r.cfg.RefreshToken = ""
	if _, e := sendOn(t, r.open(), r.clock.now(), chat.Outbound{To: to(anh), Text: "a"}); e != nil {
		t.Error(e)
	}
}

func TestNoTokenAtAll(t *testing.T) {
	r := newRig(t, func(c *zalo.Config, _ *zalosim.Config) { c.RefreshToken = "" })
	if err := r.ch.Start(context.Background(), began); err == nil || !r.alerted("zalo_needs_authorisation") {
		t.Error(err)
	}
}

func TestProofIsSent(t *testing.T) {
	for _, on := range []bool{true, false} {
		r := newRig(t, func(c *zalo.Config, s *zalosim.Config) { c.Proof, s.Proof = on, true })
		r.sim.Follow(anh)
		if _, e := r.say("a"); (e == nil) != on || !on && e.Code != "-242" {
			t.Errorf("proof %v: %v", on, e)
		}
	}
}
