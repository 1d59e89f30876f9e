package zalosim_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"langnghe/zalo/zalosim"
)

// TestScreensGoOn: what phones showed goes through JSON into another Sim, whose
// own messages follow after it.
func TestScreensGoOn(t *testing.T) {
	now := time.Date(2026, 11, 11, 9, 0, 0, 0, time.UTC)
	make := func(first int) (*zalosim.Sim, string) {
		s := zalosim.New(zalosim.Config{First: first, Now: func() time.Time { return now }})
		s.AddUser("lan", "Lan")
		s.AddUser("tho", "Thọ")
		return s, s.CreateGroup("Nhóm", "lan", "tho")
	}
	a, group := make(0)
	a.Follow("lan")
	a.SendText("lan", "báo cáo")
	a.SendMedia("lan", zalosim.Media{Kind: "location", Latitude: "21.03", Longitude: "105.82"})
	a.StaffWrites("lan", "Chào bà")
	a.Unfollow("tho")
	a.SendGroupText(group, "tho", "chào cả nhà")
	raw, err := json.Marshal(a.Screens())
	if err != nil {
		t.Fatal(err)
	}
	var kept zalosim.Screens
	if err := json.Unmarshal(raw, &kept); err != nil {
		t.Fatal(err)
	}
	b, group := make(1000)
	b.Restore(kept)
	if d := cmp.Diff(a.Screens(), b.Screens(), cmp.AllowUnexported(zalosim.Bubble{})); d != "" {
		t.Errorf("(-kept +restored)\n%s", d)
	}
	if n := len(b.Group(group)); n != 1 {
		t.Errorf("the group shows %d messages", n)
	}
	b.SendText("lan", "menu")
	chat := b.Chat("lan")
	if len(chat) != 4 || chat[3].Text != "menu" || slices.ContainsFunc(chat[:3], func(b zalosim.Bubble) bool { return b.ID == chat[3].ID }) {
		t.Errorf("it goes on as %+v", chat)
	}
	if chat := a.Chat("lan"); len(chat) != 3 {
		t.Error("the two share a screen")
	}
}
