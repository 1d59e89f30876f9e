package flows_test

import (
	"strings"
	"testing"
	"time"

	"langnghe/flows"
)

// TestRevise changes messages after they were sent: while a text is being
// written, once it is an answer, and once it went out.
func TestRevise(t *testing.T) {
	set := defaultSet(t)
	begin := func(flow string, do ...string) *phone {
		p := newPhone(t, set, flow, nil)
		p.step(flows.Event{Begin: true})
		for _, d := range do {
			p.step(flows.Event{Text: d, Ref: "ref " + d})
			p.pass(5 * time.Second)
		}
		return p
	}
	revise := func(p *phone, ref, words string) flows.Revision {
		st, rev := set.Revise(p.state, p.env(), ref, words, false)
		p.state = st
		return rev
	}
	at := func(p *phone, path string) string { return p.state.Answers[path].Value }
	const place = "Đầu ngõ 12 phố Đội Cấn"

	t.Run("answer", func(t *testing.T) {
		p := begin("khan", "1", place)
		rev := revise(p, "ref "+place, "Đầu ngõ 21 phố Đội Cấn")
		if rev.Kind != flows.Revised || rev.Label != "Ở đâu" || at(p, "o_dau") != "Đầu ngõ 21 phố Đội Cấn" || rev.File != nil {
			t.Errorf("%+v %q", rev, at(p, "o_dau"))
		}
		if rev = revise(p, "ref "+place, "Đ"); rev.Kind != flows.RevisedShort || rev.Min != 2 || at(p, "o_dau") != "Đầu ngõ 21 phố Đội Cấn" {
			t.Errorf("short: %+v", rev)
		}
		if rev = revise(p, "ref "+place, strings.Repeat("ngõ ", 200)); rev.Kind != flows.RevisedLong || rev.Max != 300 {
			t.Errorf("long: %+v", rev)
		}
		if rev = revise(p, "ref "+place, "Ngõ 21, gọi 0912345678"); !rev.Hidden || strings.Contains(at(p, "o_dau"), "0912") {
			t.Errorf("masked: %+v %q", rev, at(p, "o_dau"))
		}
		for _, ref := range []string{"", "ref 1", "nobody's"} {
			if rev = revise(p, ref, "gì đó"); rev.Kind != "" {
				t.Errorf("%q: %+v", ref, rev)
			}
		}
		if found, asks := set.Asked(p.state, p.env(), "ref "+place); !found || !asks {
			t.Error("not asked where")
		}
	})
	t.Run("pieces", func(t *testing.T) {
		p := begin("khan", "1", place)
		p.step(flows.Event{Text: "Nước tràn vào nhà", Ref: "a"})
		p.step(flows.Event{Text: "Còn lên nữa", Ref: "b"})
		if rev := revise(p, "a", "Nước tràn vào chợ"); !rev.Writing {
			t.Errorf("%+v", rev)
		}
		p.pass(5 * time.Second)
		if got := at(p, "dien_bien"); got != "Nước tràn vào chợ\nCòn lên nữa" {
			t.Fatalf("%q", got)
		}
		rev := revise(p, "b", "Đang rút dần")
		if rev.Kind != flows.Revised || rev.File == nil || at(p, "dien_bien") != "Nước tràn vào chợ\nĐang rút dần" {
			t.Errorf("%+v %q", rev, at(p, "dien_bien"))
		}
		last := rev.File.Fields[len(rev.File.Fields)-1]
		if s, _, ok := flows.Splice(last.Value, last.Parts, "a", "Nước vào trường"); !ok || s != "Nước vào trường\nĐang rút dần" {
			t.Errorf("filed: %q %v", s, ok)
		}
	})
	t.Run("shown back masked", func(t *testing.T) {
		p := begin("khan", "1", place, "Nước tràn vào nhà, gọi 0912345678 nhé")
		if p.state.Mode != "masked" {
			t.Fatal(p.state.Mode)
		}
		rev := revise(p, "ref Nước tràn vào nhà, gọi 0912345678 nhé", "Nước tràn vào nhà dân")
		if !rev.Writing || p.state.Mode != "" {
			t.Errorf("%+v %+v", rev, p.state)
		}
		p.step(flows.Event{Quiet: true})
		if p.state.Mode != "masked" || p.state.Pending != "Nước tràn vào nhà dân" {
			t.Errorf("%+v", p.state)
		}
	})
	t.Run("taken back", func(t *testing.T) {
		p := begin("khan", "1", place, "quay lại")
		if rev := revise(p, "ref "+place, "Ngõ 21"); rev.Kind != flows.Revised || p.state.Was["o_dau"].Value != "Ngõ 21" {
			t.Errorf("%+v %+v", rev, p.state.Was)
		}
	})
}
