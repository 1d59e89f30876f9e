package zalo_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

// recovering is a rig that reads back, started and past its first look.
func recovering(t *testing.T, opts ...option) *rig {
	opts = append([]option{func(c *zalo.Config, _ *zalosim.Config) { c.Recover = 5 * time.Minute }}, opts...)
	r := newRig(t, opts...)
	if _, err := r.step(); err != nil {
		t.Fatal(err)
	}
	return r
}

// run lets time pass in steps of a minute.
func (r *rig) run(d time.Duration) {
	r.t.Helper()
	for ; d > 0; d -= time.Minute {
		r.clock.pass(time.Minute)
		if _, err := r.step(); err != nil {
			r.t.Fatal(err)
		}
	}
}

// drop loses the next n events for good.
func (r *rig) drop(n int) { r.sim.Inject(func(f *zalosim.Faults) { f.DropForGood = n }) }

// texts are what was kept, decoded.
func (r *rig) texts() (out []string) {
	r.t.Helper()
	for _, e := range r.inbox.all() {
		in, err := zalo.Decode(e.Body)
		if err != nil || in.Key != e.Key {
			r.t.Fatalf("decoded as %s, stored as %s: %v", in.Key, e.Key, err)
		}
		out = append(out, in.Text)
	}
	return out
}

func TestRecovery(t *testing.T) {
	for name, rows := range map[string]bool{"row for each chat": false, "row for each message": true} {
		t.Run(name, func(t *testing.T) {
			r := recovering(t, func(_ *zalo.Config, s *zalosim.Config) { s.RecentRows = rows })
			r.sim.AddUser("22", "Bình")
			r.clock.pass(time.Minute)
			r.drop(3)
			r.sim.SendText(anh, "một")
			r.clock.pass(time.Second)
			r.sim.SendText("22", "hai")
			r.clock.pass(time.Second)
			r.sim.SendText(anh, "ba")
			if got := r.deliver(); len(got) != 0 {
				t.Fatal("not dropped")
			}
			r.run(20 * time.Minute)
			if got := fmt.Sprint(r.texts()); got != "[một ba hai]" && got != "[hai một ba]" {
				t.Errorf("recovered %s", got)
			}
			if r.counted("recover_accepted") != 3 || !r.alerted("zalo_webhook_missed") {
				t.Error(r.counts, r.alerts)
			}
		})
	}
}

// Whatever comes first, the other is a duplicate.
func TestRecoveryAndWebhookBoth(t *testing.T) {
	r := recovering(t)
	r.sim.Inject(func(f *zalosim.Faults) { f.Delays, f.DelayBy = 1, 30*time.Minute })
	r.clock.pass(time.Minute)
	r.sim.SendText(anh, "muộn")
	r.run(10 * time.Minute)
	if len(r.texts()) != 1 {
		t.Fatal(r.texts())
	}
	r.clock.pass(30 * time.Minute)
	if got := r.deliver(); len(got) != 0 || r.counted("webhook_duplicate") != 1 {
		t.Error(got, r.counts)
	}
	r.sim.SendText(anh, "đúng giờ")
	r.deliver()
	r.run(10 * time.Minute)
	if got := fmt.Sprint(r.texts()); got != "[muộn đúng giờ]" || r.counted("recover_known") == 0 {
		t.Error(got, r.counts)
	}
}

// While the webhook works, nothing is taken from it: a message a few seconds
// old is its business.
func TestRecoveryLeavesTheYoung(t *testing.T) {
	r := recovering(t)
	r.clock.pass(5*time.Minute - time.Second)
	r.drop(1)
	r.sim.SendText(anh, "vừa gửi")
	r.clock.pass(time.Second)
	if _, err := r.step(); err != nil || len(r.texts()) != 0 {
		t.Fatal(err, r.texts())
	}
	r.run(5 * time.Minute)
	if len(r.texts()) != 1 {
		t.Error("never recovered")
	}
}

// A conversation in which nothing came since it was read is not read again,
// though the list still names it; requests are what answers are made of.
func TestRecoveryReadsOnce(t *testing.T) {
	for name, rows := range map[string]bool{"row for each chat": false, "row for each message": true} {
		t.Run(name, func(t *testing.T) {
			r := recovering(t, func(_ *zalo.Config, s *zalosim.Config) { s.RecentRows = rows })
			reads := func() (n int) {
				for _, c := range r.sim.Calls() {
					if c.Path == "/v2.0/oa/conversation" {
						n++
					}
				}
				return n
			}
			r.clock.pass(time.Minute)
			r.sim.SendText(anh, "một")
			r.deliver()
			r.run(30 * time.Minute)
			if n := reads(); n != 1 {
				t.Errorf("read %d times", n)
			}
			r.drop(1)
			r.sim.SendText(anh, "hai")
			r.run(10 * time.Minute)
			if n := reads(); n != 2 || fmt.Sprint(r.texts()) != "[một hai]" {
				t.Errorf("read %d times: %v", n, r.texts())
			}
		})
	}
}

// A list that names no messages tells only that there is something new.
func TestRecoveryOfNamelessRows(t *testing.T) {
	r := recovering(t, func(_ *zalo.Config, s *zalosim.Config) { s.RecentBare = true })
	r.clock.pass(time.Minute)
	r.drop(1)
	r.sim.SendText(anh, "một")
	r.run(10 * time.Minute)
	if fmt.Sprint(r.texts()) != "[một]" {
		t.Errorf("fetched %v", r.texts())
	}
}

// What was written before the program's first start is history.
func TestRecoveryIgnoresHistory(t *testing.T) {
	r := newRig(t, func(c *zalo.Config, _ *zalosim.Config) { c.Recover = 5 * time.Minute })
	r.drop(2)
	r.sim.SendText(anh, "năm ngoái")
	r.clock.pass(2 * time.Minute)
	r.run(20 * time.Minute)
	if got := r.texts(); len(got) != 0 {
		t.Fatal(got)
	}
	r.sim.SendText(anh, "bây giờ")
	r.run(20 * time.Minute)
	if got := r.texts(); fmt.Sprint(got) != "[bây giờ]" {
		t.Error(got)
	}
}

// A restart goes on from the watermark: what was missed meanwhile is fetched,
// what was there before is not answered again, even by an empty inbox.
func TestRecoveryAfterARestart(t *testing.T) {
	r := recovering(t)
	r.clock.pass(time.Minute)
	r.sim.SendText(anh, "trước")
	r.deliver()
	r.run(30 * time.Minute)
	r.clock.pass(24 * time.Hour)
	r.drop(1)
	r.sim.SendText(anh, "lúc tắt máy")
	r.clock.pass(time.Hour)
	r.ch = r.open()
	r.inbox.events = nil // as after retention
	r.run(10 * time.Minute)
	if got := fmt.Sprint(r.texts()); !strings.Contains(got, "lúc tắt máy") || r.counted("recover_accepted") > 2 {
		t.Error(got, r.counts)
	}
}

// Every type of the list becomes the webhook's event under the webhook's key.
func TestRecoveryOfEveryType(t *testing.T) {
	r := recovering(t)
	r.clock.pass(time.Minute)
	kinds := []string{"image", "gif", "link", "audio", "video", "sticker", "location", "file", "business_card"}
	want := map[string]chat.Inbound{}
	for _, k := range kinds {
		r.clock.pass(time.Second)
		id := r.sim.SendMedia(anh, zalosim.Media{Kind: k, URL: "https://f.example/x", Text: "kèm " + k, Latitude: "20.85", Longitude: "106.01"})
		want["user_send_"+k+":"+id] = chat.Inbound{}
	}
	bodies, _ := r.sim.Raw() // as the webhook would have brought them
	for _, b := range bodies {
		in, err := zalo.Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := want[in.Key]; ok {
			want[in.Key] = in
		}
	}
	r.run(10 * time.Minute)
	if len(r.inbox.all()) != len(kinds) {
		t.Fatalf("%d of %d recovered, %v", len(r.inbox.all()), len(kinds), r.counts)
	}
	for _, e := range r.inbox.all() {
		got, err := zalo.Decode(e.Body)
		w, ok := want[e.Key]
		if err != nil || !ok {
			t.Errorf("%s: not a key of the webhook's, %v", e.Key, err)
			continue
		}
		if got.Kind != w.Kind || got.From != w.From || got.Text != w.Text || got.Media[0].Kind != w.Media[0].Kind || !got.At.Equal(w.At) {
			t.Errorf("%s:\n got %+v\nwant %+v", e.Key, got, w)
		}
		if got.Media[0].Kind == "location" && got.Media[0].Ref != w.Media[0].Ref {
			t.Errorf("place %q, want %q", got.Media[0].Ref, w.Media[0].Ref)
		}
	}
}

// What the OA wrote is never taken for a person's word.
func TestRecoveryTakesOnlyPeople(t *testing.T) {
	r := recovering(t)
	r.sim.Follow(anh)
	r.deliver()
	before := len(r.inbox.all())
	r.clock.pass(time.Minute)
	if _, e := r.say("của trợ lý"); e != nil {
		t.Fatal(e)
	}
	r.sim.StaffWrites(anh, "của cán bộ")
	r.run(20 * time.Minute)
	if n := len(r.inbox.all()); n != before {
		t.Errorf("%d events too many", n-before)
	}
}

// A refusal is waited out with growing pauses, and then everything comes.
func TestRecoveryRefused(t *testing.T) {
	for _, code := range []int{-32, -200, -223} {
		r := recovering(t)
		r.clock.pass(time.Minute)
		r.drop(1)
		r.sim.SendText(anh, "chờ")
		r.sim.Inject(func(f *zalosim.Faults) {
			f.Codes = []zalosim.Code{{Code: code, Times: 4, Path: "/v2.0/oa/listrecentchat"}}
		})
		for range 120 {
			r.clock.pass(time.Minute)
			_, _ = r.step() // refused, which is the matter here
		}
		if n := r.counted("recover_failed"); n != 4 {
			t.Errorf("%d: %d refusals met", code, n)
		}
		if got := r.texts(); len(got) != 1 {
			t.Errorf("%d: recovered %v", code, got)
		}
	}
	r := recovering(t)
	r.sim.Inject(func(f *zalosim.Faults) {
		f.Codes = []zalosim.Code{{Code: -32, Times: 1000, Path: "/v2.0/oa/listrecentchat"}}
	})
	for range 24 * 60 {
		r.clock.pass(time.Minute)
		_, _ = r.step() // refused, which is the matter here
	}
	if n := r.counted("recover_failed"); n > 30 {
		t.Errorf("asked %d times in a day of refusals", n)
	}
}

// A store that cannot take it now gets it later.
func TestRecoveryStoreFull(t *testing.T) {
	r := recovering(t)
	r.clock.pass(time.Minute)
	r.drop(2)
	r.sim.SendText(anh, "một")
	r.clock.pass(time.Second)
	r.sim.SendText(anh, "hai")
	r.inbox.err = chat.ErrFull
	r.clock.pass(5 * time.Minute)
	if _, err := r.step(); err == nil {
		t.Fatal("no error")
	}
	r.inbox.err = nil
	r.run(time.Hour)
	if got := fmt.Sprint(r.texts()); got != "[một hai]" {
		t.Error(got)
	}
}

// The watermark runs on Zalo's clock: ours may leap ahead and be put back.
func TestRecoveryAcrossClockJumps(t *testing.T) {
	r := recovering(t)
	jump := func(d time.Duration) {
		r.clock.pass(d)
		_, _ = r.step() // whatever it does at such an hour
		r.clock.pass(-d)
	}
	jump(20 * 24 * time.Hour)
	jump(-20 * 24 * time.Hour)
	r.clock.pass(time.Minute)
	r.drop(1)
	r.sim.SendText(anh, "sau khi chỉnh giờ")
	for range 90 {
		r.clock.pass(time.Minute)
		if _, err := r.step(); err != nil {
			t.Fatal(err)
		}
	}
	if got := r.texts(); len(got) != 1 {
		t.Error(got, r.counts, r.alerts)
	}
}

// A long way is gone in rounds that leave most of a minute's requests to
// sending; nobody is forgotten.
func TestRecoveryInRounds(t *testing.T) {
	r := recovering(t, func(c *zalo.Config, _ *zalosim.Config) { c.PerMinute = 40 })
	r.clock.pass(time.Minute)
	r.drop(45 * 12)
	for i := range 45 {
		id := fmt.Sprint(1000 + i)
		r.sim.AddUser(id, "Người "+id)
		for j := range 12 {
			r.sim.SendText(id, fmt.Sprint("tin ", j))
		}
	}
	for range 60 {
		before := len(r.sim.Calls())
		r.clock.pass(time.Minute)
		if _, err := r.step(); err != nil {
			t.Fatal(err)
		}
		if n := len(r.sim.Calls()) - before; n > 8 {
			t.Fatalf("%d calls in a round", n)
		}
	}
	if n := len(r.texts()); n != 45*12 {
		t.Errorf("%d of %d", n, 45*12)
	}
}

func TestRecoveryOff(t *testing.T) {
	r := newRig(t)
	r.run(30 * time.Minute)
	for _, c := range r.sim.Calls() {
		if strings.Contains(c.Path, "listrecentchat") {
			t.Fatal("read back all the same")
		}
	}
}

// A type that nobody has described is counted, not guessed.
func TestRecoveryUnknownType(t *testing.T) {
	r := recovering(t)
	r.clock.pass(time.Minute)
	r.drop(1)
	r.sim.SendMedia(anh, zalosim.Media{Kind: "hologram"})
	r.run(10 * time.Minute)
	if len(r.inbox.all()) != 0 || r.counted("recover_unknown_type") == 0 {
		t.Error(r.counts)
	}
}

// A vault that is away is no reason to answer history.
func TestRecoveryWithoutVault(t *testing.T) {
	r := recovering(t)
	r.clock.pass(time.Minute)
	r.drop(1)
	r.sim.SendText(anh, "a")
	r.env.Vault = deafFor{r.vault, "zalo.recovery."}
	r.ch = r.open()
	r.clock.pass(10 * time.Minute)
	if _, err := r.step(); err == nil || len(r.texts()) != 0 {
		t.Error(err, r.texts())
	}
}

// deafFor is a vault that cannot read what begins with prefix.
type deafFor struct {
	chat.Vault
	prefix string
}

func (d deafFor) Get(ctx context.Context, name string) ([]byte, error) {
	if strings.HasPrefix(name, d.prefix) {
		return nil, errBroken
	}
	return d.Vault.Get(ctx, name)
}
