package zalo_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

func ready(t *testing.T, opts ...option) *rig {
	r := newRig(t, opts...)
	r.sim.Follow(anh)
	if err := r.ch.Start(context.Background(), r.clock.now()); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestTokenExpiresMidSend(t *testing.T) {
	r := ready(t)
	r.sim.ExpireToken()
	if _, e := r.say("chào"); e != nil {
		t.Fatal(e)
	}
	if n := r.sim.Refreshes(); n != 2 {
		t.Errorf("%d refreshes, want the first and one forced", n)
	}
}

func TestTokenTooOldIsNotEvenTried(t *testing.T) {
	r := ready(t)
	r.clock.pass(26 * time.Hour)
	if _, e := r.say("chào"); e != nil {
		t.Fatal(e)
	}
	if n := len(r.sim.Calls()); n != 1 {
		t.Errorf("%d calls, want 1", n)
	}
}

// A platform that refuses every token is asked for one more, not for many.
func TestOneForcedRefresh(t *testing.T) {
	r := ready(t)
	r.sim.Inject(func(f *zalosim.Faults) { f.Codes = []zalosim.Code{{Code: -216, Times: 99}} })
	if _, e := r.say("chào"); e == nil || e.Reaction != chat.Stop || e.Reason != "token" {
		t.Fatal(e)
	}
	if n := r.sim.Refreshes(); n != 2 {
		t.Errorf("%d refreshes", n)
	}
}

func TestConcurrentSendersRefreshOnce(t *testing.T) {
	r := ready(t)
	r.sim.ExpireToken()
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := r.ch.Send(context.Background(), r.clock.now(), chat.Outbound{To: to(anh), Text: "a"}); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n := r.sim.Refreshes(); n != 2 {
		t.Errorf("%d refreshes, want 2", n)
	}
}

func TestTwoProcesses(t *testing.T) {
	r := ready(t)
	other := r.open()
	now := r.clock.now()
	if _, e := sendOn(t, other, now, chat.Outbound{To: to(anh), Text: "a"}); e != nil {
		t.Fatal(e)
	}
	r.sim.ExpireToken()
	for _, ch := range []*zalo.Channel{other, r.ch, other, r.ch} {
		if _, e := sendOn(t, ch, now, chat.Outbound{To: to(anh), Text: "a"}); e != nil {
			t.Fatal(e)
		}
	}
	if n := r.sim.Refreshes(); n != 2 {
		t.Errorf("%d refreshes: the second process should have found the first one's pair", n)
	}
}

// Both processes refresh at once: the loser's token is used up, but the vault
// has the winner's.
func TestTwoProcessesRace(t *testing.T) {
	r := ready(t)
	inner := r.env.Transport
	raced := false
	winner := r.ch
	r.env.Transport = via(func(req *http.Request) (*http.Response, error) {
		if strings.Contains(req.URL.Path, "/oa/access_token") && !raced {
			raced = true
			if _, err := winner.Send(context.Background(), r.clock.now(), chat.Outbound{To: to(anh), Text: "nhanh"}); err != nil {
				t.Error(err)
			}
		}
		return inner.RoundTrip(req)
	})
	loser := r.open()
	r.clock.pass(26 * time.Hour)
	if _, e := sendOn(t, loser, r.clock.now(), chat.Outbound{To: to(anh), Text: "chậm"}); e != nil {
		t.Fatal(e)
	}
	if !raced || r.alerted("zalo_needs_authorisation") {
		t.Errorf("raced %v, alerts %v", raced, r.alerts)
	}
}

func TestLostRefreshAnswer(t *testing.T) {
	for _, empty := range []bool{false, true} {
		r := ready(t)
		r.sim.ExpireToken()
		r.sim.Inject(func(f *zalosim.Faults) { f.LostRefreshes, f.EmptyConsumed = 1, empty })
		_, e := r.say("chào")
		if e == nil || e.Reaction != chat.Stop || e.Reason != "needs_authorisation" || e.Scope != chat.ScopeChannel {
			t.Fatalf("empty %v: %+v", empty, e)
		}
		if !r.alerted("zalo_needs_authorisation") {
			t.Error("nobody was told")
		}
		calls := len(r.sim.Calls())
		if _, e := r.say("chào"); e == nil || e.Reaction != chat.Stop || len(r.sim.Calls()) != calls {
			t.Errorf("a dead channel still calls: %v", e)
		}
	}
}

// The network breaks after the request went out, but Zalo never saw it: the
// same token serves when asked again.
func TestLostRefreshRequest(t *testing.T) {
	r := ready(t)
	inner, broken := r.env.Transport, 1
	r.env.Transport = via(func(req *http.Request) (*http.Response, error) {
		if strings.Contains(req.URL.Path, "/oa/access_token") && broken > 0 {
			broken--
			_, _ = req.Body.Read(make([]byte, 8))
			return nil, errBroken
		}
		return inner.RoundTrip(req)
	})
	ch := r.open()
	r.clock.pass(26 * time.Hour)
	if _, e := sendOn(t, ch, r.clock.now(), chat.Outbound{To: to(anh), Text: "a"}); e != nil {
		t.Fatal(e)
	}
}
