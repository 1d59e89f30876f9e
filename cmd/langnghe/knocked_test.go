package main

import (
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/zalo/zalosim"
)

// knockRow is who was asked how after a refusal, and what is remembered of it.
type knockRow struct {
	before func(w *town, id string) // makes the platform refuse
	ways   []string
	got    string // templates that arrived by 09:00
	next   string // by noon two days later, when the next reminder has gone out
	phone  bool   // the number is still kept
	told   string // of the operator, "" for nothing
}

// TestKnockRefused is what becomes of a person's knock by what it was refused
// for: another way if there is one; the way, the text or the number is not used
// again until there is reason to.
func TestKnockRefused(t *testing.T) {
	both := []string{byAccount, byNumber}
	for name, c := range map[string]knockRow{
		"by account: blocked": {func(w *town, id string) { w.zalo.Block(id, true) }, both, "R2", "R2 R2", true, ""},
		"by account: refuses, and by number too": {
			func(w *town, id string) { w.zalo.RefuseTemplates(id, -140) }, both, "", "", true, ""},
		"by account: the text is off": {func(w *town, _ string) { w.quiet("R1", zalosim.TemplateDisabled) }, both, "R2", "R2 R2", true, "Tin mẫu R1 không dùng được"},
		"inactive":                    {func(w *town, id string) { w.zalo.CannotReceive(id, -114) }, []string{byNumber}, "", "", true, ""},
		"cannot receive":              {func(w *town, id string) { w.zalo.CannotReceive(id, -119) }, []string{byNumber, byAccount}, "R1", "R1 R1", true, ""},
		"no such account":             {func(w *town, id string) { w.zalo.SetPhone(id, "", false) }, []string{byNumber}, "", "", true, ""},
		"no number":                   {func(w *town, _ string) { w.gavePhone("lan", "84012") }, []string{byNumber, byAccount}, "R1", "R1 R1", false, ""},
		"not approved":                {func(w *town, _ string) { w.quiet("R2", zalosim.TemplateRejected) }, []string{byNumber}, "", "", true, "Tin mẫu R2 không dùng được"},
		"out of money":                {func(w *town, _ string) { w.zalo.SetBalance(0) }, []string{byNumber}, "", "", true, "balance"},
		"quota of the day": {func(w *town, _ string) {
			w.zalo.Inject(func(f *zalosim.Faults) {
				f.Codes = []zalosim.Code{{Code: -144, Times: 1, Path: "/message/template"}}
			})
		}, []string{byNumber}, "", "R2 R2", true, "quota"},
		"night": {func(w *town, _ string) {
			w.zalo.Inject(func(f *zalosim.Faults) {
				f.Codes = []zalosim.Code{{Code: -133, Times: 1, Path: "/message/template"}}
			})
		}, []string{byNumber}, "", "R2 R2", true, ""},
		"failure": {func(w *town, _ string) {
			w.zalo.Inject(func(f *zalosim.Faults) {
				f.Codes = []zalosim.Code{{Code: -100, Times: 3, Path: "/message/template"}}
			})
		}, []string{byNumber}, "R2", "R2 R2", true, ""},
		"data": {func(w *town, _ string) {
			w.zalo.Inject(func(f *zalosim.Faults) {
				f.Codes = []zalosim.Code{{Code: -1121, Times: 9, Path: "/message/template"}}
			})
		}, []string{byNumber}, "", "", true, "zalo_template_data"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t, startingAt(moment("2026-11-11 07:58")))
			w.settleIn("lan@zalo", "qt@telegram")
			w.knocking(100_000, c.ways...)
			w.lastWrote("lan", longAgo)
			w.gavePhone("lan", lanPhone)
			qt := w.phone("qt@telegram")
			w.settle()
			c.before(w, addressOf("lan", "zalo").ID)
			w.goTo("2026-11-11 09:00")
			if got := w.came("lan"); got != c.got {
				t.Errorf("came %q, want %q", got, c.got)
			}
			if n := len(w.rows(bot.Parked)); n != 1 {
				t.Errorf("%d reminders wait", n)
			}
			w.restart()
			w.goTo("2026-11-14 12:00")
			w.view(func(v bot.View) {
				if p, _ := v.Person("lan"); (p.Phone.Number != "") != c.phone {
					t.Errorf("kept %+v", p.Phone)
				}
			})
			if got := w.came("lan"); got != c.next {
				t.Errorf("two days later %q, want %q", got, c.next)
			}
			news := qt.news()
			if c.told == "" && strings.Contains(news, "mẫu") || !strings.Contains(news, c.told) {
				t.Errorf("the operator was told %q", news)
			}
			for _, o := range w.rows(bot.Dead, bot.MaybeSent) {
				t.Errorf("left: %s %s", o.Class, o.Reason)
			}
		})
	}
}

// quiet changes a template's state without the event that tells of it.
func (w *town) quiet(id, status string) {
	w.zalo.Inject(func(f *zalosim.Faults) { f.DropForGood = 1 })
	w.zalo.SetTemplate(id, status)
}

// came are the templates on a phone, in order.
func (w *town) came(person string) string {
	var ids []string
	for _, b := range w.knocks(person) {
		ids = append(ids, b.Template)
	}
	return strings.Join(ids, " ")
}

// TestKnockWaysRest: whom a way does not lead to is tried that way again when
// the rest is over.
func TestKnockWaysRest(t *testing.T) {
	w, _ := silent(t, byNumber)
	w.gavePhone("lan", lanPhone)
	id := addressOf("lan", "zalo").ID
	w.zalo.CannotReceive(id, -114)
	w.goTo("2026-11-11 09:00")
	w.zalo.CannotReceive(id, 0)
	w.zalo.ForgetCalls()
	w.goTo("2026-12-10 12:00")
	if got := w.came("lan"); got != "" || len(w.templateCalls()) != 0 {
		t.Errorf("tried again too soon: %q", got)
	}
	w.goTo("2026-12-15 12:00")
	if got := w.came("lan"); !strings.HasPrefix(got, "R2") {
		t.Errorf("not tried again: %q", got)
	}
}

func (w *town) templateCalls() (calls []zalosim.Call) {
	for _, c := range w.zalo.Calls() {
		if c.Template != "" {
			calls = append(calls, c)
		}
	}
	return calls
}

// TestKnocksStopAlone: that nothing can be paid for stops knocks and nothing
// else.
func TestKnocksStopAlone(t *testing.T) {
	w, lan := silent(t, byNumber)
	w.gavePhone("lan", lanPhone)
	w.zalo.SetBalance(0)
	w.goTo("2026-11-11 08:05")
	if n := len(w.templateCalls()); n == 0 {
		t.Fatal("nothing was tried")
	}
	want(t, lan.says("chào"), "muốn làm gì", "Kính nhắc bác")
	w.pass(5 * time.Minute)
	w.zalo.SetBalance(10_000)
	w.pass(2 * time.Hour)
	if got := w.came("lan"); got != "" {
		t.Errorf("asked although the chat is open: %q", got)
	}
	w.nothingLeft()
}

// TestTextSwitched: Zalo's word on a text counts before the first refusal, and
// ends it.
func TestTextSwitched(t *testing.T) {
	w := newTown(t, startingAt(moment("2026-11-11 07:58")))
	w.settleIn("lan@zalo", "qt@telegram")
	w.knocking(100_000, byAccount)
	w.lastWrote("lan", longAgo)
	qt := w.phone("qt@telegram")
	w.zalo.SetTemplate("R1", zalosim.TemplateDisabled)
	w.zalo.SetTemplate("R2", zalosim.TemplateDisabled) // not among ours
	w.pass(time.Minute)
	w.restart()
	w.goTo("2026-11-11 09:00")
	if n := len(w.templateCalls()); n != 0 {
		t.Errorf("%d tried with a text that is off", n)
	}
	w.zalo.SetTemplate("R1", zalosim.TemplateEnabled)
	w.zalo.RateTemplate("R1", "HIGH", "LOW")
	w.zalo.SetDaily(100)
	w.goTo("2026-11-14 12:00")
	if got := w.came("lan"); got != "R1" {
		t.Errorf("came %q", got)
	}
	news := qt.news()
	want(t, news, "Tin mẫu R1 không dùng được nữa", "Tin mẫu R1 dùng lại được", "change_template_quality R1 LOW")
	if strings.Count(news, "không dùng được nữa") != 1 {
		t.Errorf("told %q", news)
	}
}

// TestTextOffIsNotForEver: Zalo refuses a text for what its data lack, of which it
// tells nothing when it is mended. The text is listed as off, and tried again when
// its settings change or the operator says so.
func TestTextOffIsNotForEver(t *testing.T) {
	for _, how := range []string{"by the operator", "by the settings"} {
		t.Run(how, func(t *testing.T) {
			w := newTown(t, startingAt(moment("2026-11-11 07:58")))
			w.settleIn("lan@zalo")
			w.knocking(100_000, byAccount)
			w.lastWrote("lan", longAgo)
			w.settle()
			w.quiet("R1", zalosim.TemplateRejected)
			w.goTo("2026-11-11 09:00")
			want(t, w.operator("zalo costs"), "Tin mẫu R1 đang ngừng", "langnghe zalo template on R1")
			w.quiet("R1", zalosim.TemplateEnabled)
			if how == "by the operator" {
				want(t, w.operator("zalo template on", "id", "R1"), "được dùng lại")
				want(t, w.operator("zalo template on", "id", "R1"), "vẫn đang dùng")
				if _, err := w.node.operate(t.Context(), task{Do: "zalo template on", Args: map[string]string{"id": "R9"}}); err == nil {
					t.Error("a text nobody set was switched on")
				}
			} else {
				w.rewrite("config.yaml", "price: 500", "price: 501")
			}
			w.restart()
			if got := w.operator("zalo costs"); strings.Contains(got, "đang ngừng") {
				t.Errorf("still off: %s", got)
			}
			w.goTo("2026-11-14 12:00")
			if got := w.came("lan"); got != "R1" {
				t.Errorf("came %q", got)
			}
		})
	}
}
