package zalo_test

import (
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/text"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

// long is a text of more than three messages.
var long = strings.Repeat("Đường thôn Đoài ngập ba ngày nay. Bà con đi lại rất khó khăn 🙏.\n", 90)

func TestLongTextGoesInParts(t *testing.T) {
	r := ready(t)
	var rec chat.Receipt
	for i, p := range r.ch.Parts(chat.Outbound{To: to(anh), Text: long, Choices: []chat.Choice{{Key: "1", Label: "Đã đọc", Data: "#ok"}}}) {
		var e *chat.SendError
		if rec, e = r.send(p); e != nil {
			t.Fatal(e)
		}
		if n := len(r.sim.Chat(anh)); n != i+1 {
			t.Fatalf("%d messages after part %d", n, i)
		}
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
		if text.Units(x.Text) > 1800 {
			t.Errorf("part %d has %d units", i, text.Units(x.Text))
		}
		all = append(all, x.Text)
	}
	if got, want := strings.Fields(strings.Join(all, "\n")), strings.Fields(long+"1. Đã đọc"); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Error("words were lost")
	}
}

func TestWhatCannotBeSent(t *testing.T) {
	r := ready(t)
	for name, m := range map[string]chat.Outbound{
		"nothing":         {To: to(anh), Text: "  "},
		"more than one":   {To: to(anh), Text: long},
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
