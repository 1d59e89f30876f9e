package main

import (
	"strings"
	"testing"
	"time"

	"langnghe/bot"
)

// TestOperatorReplacesWhileUrgent: what somebody was reporting as urgent in the
// account that an operator's code replaces goes to his own ward at once, also
// where the new account had joined in another.
func TestOperatorReplacesWhileUrgent(t *testing.T) {
	for name, elsewhere := range map[string]bool{"a stranger's chat": false, "joined in another ward": true} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			w.settleIn("lan@zalo", "pct-bd@telegram", "pct-nh@telegram")
			old, now := w.phone("lan@zalo"), w.phone("lan-moi@zalo")
			if elsewhere {
				code := codeShape.FindString(w.operator("invite", "unit", "nh", "role", "collaborator"))
				for _, s := range []string{code, "1", "bác", "Nguyễn Thị Lan"} {
					now.says(s)
				}
			}
			for _, s := range []string{"khẩn", "3", "ngõ 12 phố Đội Cấn"} {
				old.says(s)
			}
			w.phone("pct-nh@telegram").news()
			other := w.phone("pct-nh@telegram")
			code := codeShape.FindString(w.operator("invite", "person", "lan"))
			now.says(code)
			want(t, now.says("1"), "✅ Đã nối")
			w.pass(15 * time.Minute)
			want(t, allTexts(w.phone("pct-bd@telegram")), "VIỆC HỎA TỐC", "Đội Cấn")
			if got := other.news(); strings.Contains(got, "VIỆC") {
				t.Errorf("another ward reads it: %s", got)
			}
		})
	}
}

// TestErasedMeanwhile: who erases himself while he is joining again gets nothing
// of himself back, and hears that the code is of no use.
func TestErasedMeanwhile(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	z, tg := w.phone("lan@zalo"), w.phone("lan@telegram")
	z.says("rút đồng ý")
	z.says("1")
	tg.says(codeShape.FindString(w.operator("invite", "person", "lan")))
	z.says("xóa dữ liệu")
	for range 3 {
		z.says("1")
	}
	for _, s := range []string{"1", "bác", "Nguyễn Thị Lan"} {
		tg.says(s)
	}
	w.view(func(v bot.View) {
		if p, _ := v.Person("lan"); p.Erased.IsZero() || len(p.Chats) > 0 || p.Consent.Given() {
			t.Errorf("%+v", p)
		}
	})
	want(t, allTexts(tg), "chưa tham gia được")
}
