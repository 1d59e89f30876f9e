package zalo_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

// long is a text of more than three messages.
var long = strings.Repeat("Đường thôn Đoài ngập ba ngày nay. Bà con đi lại rất khó khăn 🙏.\n", 90)

func TestLongTextGoesInParts(t *testing.T) {
	r := ready(t)
	rec, e := r.send(chat.Outbound{To: to(anh), Text: long, Choices: []chat.Choice{{Key: "1", Label: "Đã đọc", Data: "#ok"}}})
	if e != nil {
		t.Fatal(e)
	}
	b := r.sim.Chat(anh)
	if len(b) < 3 || rec.MessageID != b[len(b)-1].ID {
		t.Fatalf("%d parts, receipt %+v", len(b), rec)
	}
	var all []string
	for i, x := range b {
		if last := i == len(b)-1; (len(x.Buttons) == 1) != last || strings.Contains(x.Text, "1. Đã đọc") != last {
			t.Errorf("part %d: buttons %v, text ends %q", i, x.Buttons, x.Text[len(x.Text)-20:])
		}
		if zalo.Units(x.Text) > 1800 {
			t.Errorf("part %d has %d units", i, zalo.Units(x.Text))
		}
		all = append(all, x.Text)
	}
	if got, want := strings.Fields(strings.Join(all, "\n")), strings.Fields(long+"1. Đã đọc"); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Error("words were lost")
	}
}

// When a later part fails, an earlier one has arrived: to send again may
// repeat it, and the error says so.
func TestLaterPartFails(t *testing.T) {
	for _, code := range []int{-200, -230, -32} {
		r := ready(t)
		r.sim.Inject(func(f *zalosim.Faults) {
			f.Slow = 2
			f.OnSlow = func() {
				if f.Slow == 0 {
					f.Codes = []zalosim.Code{{Code: code, Times: 9}}
				}
			}
		})
		_, e := r.send(chat.Outbound{To: to(anh), Text: long})
		if e == nil || e.Reaction != chat.Retry || e.Reason != "partial" || !e.Maybe {
			t.Errorf("%d: %+v", code, e)
		}
		var inside *chat.SendError
		if !errors.As(e.Err, &inside) {
			t.Errorf("%d: the cause is lost", code)
		}
	}
}

func TestWhatCannotBeSent(t *testing.T) {
	r := ready(t)
	for name, m := range map[string]chat.Outbound{
		"nothing":         {To: to(anh), Text: "  "},
		"a book":          {To: to(anh), Text: strings.Repeat(long, 40)},
		"another channel": {To: chat.Address{Channel: "telegram", ID: "1"}, Text: "a"},
		"nobody":          {Text: "a"},
	} {
		if _, e := r.send(m); e == nil || e.Reaction != chat.Invalid {
			t.Errorf("%s: %v", name, e)
		}
	}
	if n := len(r.sim.Calls()); n != 0 {
		t.Errorf("%d calls", n)
	}
}

func TestQuotaIsReported(t *testing.T) {
	for age, want := range map[time.Duration]string{0: "reply", 48 * time.Hour: "reply", 48*time.Hour + time.Millisecond: "sub_quota", 7 * 24 * time.Hour: "sub_quota"} {
		r := newRig(t)
		r.sim.SendText(anh, "a")
		r.clock.pass(age)
		if rec, e := r.say("b"); e != nil || rec.Quota != want {
			t.Errorf("%v: %+v, %v", age, rec, e)
		}
	}
}

// A sender that keeps to Limits is never told to slow down, wherever the
// platform's minute begins.
func TestLimitsKeepBelowThePlatforms(t *testing.T) {
	for _, perMinute := range []int{1, 7, 80, 100, 4000} {
		r := newRig(t, func(c *zalo.Config, _ *zalosim.Config) { c.PerMinute = perMinute })
		l := r.ch.Limits()
		// The most that a token bucket lets through in 60 s.
		if most := int(float64(l.Burst) + 60*l.PerSec); most > perMinute {
			t.Errorf("%d a minute: up to %d", perMinute, most)
		}
		if l.Window != 7*24*time.Hour || l.Presses || l.Text != 2000 || l.Buttons != 5 {
			t.Errorf("%+v", l)
		}
	}
}
