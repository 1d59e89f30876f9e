package telegramsim_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"langnghe/telegram/telegramsim"
)

// TestScreensGoOn: what phones showed goes through JSON into another Sim, whose
// own messages follow after it.
func TestScreensGoOn(t *testing.T) {
	now := time.Date(2026, 11, 11, 9, 0, 0, 0, time.UTC)
	make := func() (*telegramsim.Sim, int64) {
		s := telegramsim.New(telegramsim.Config{Token: "1:t", Username: "b", Now: func() time.Time { return now }})
		s.AddUser(7, "Lan")
		s.AddUser(8, "Thọ")
		return s, s.CreateGroup("Nhóm", 7, 8)
	}
	a, group := make()
	id, err := a.Start(7, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Block(8); err != nil {
		t.Fatal(err)
	}
	if err := a.AddBot(group, 7); err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(a.Screens())
	if err != nil {
		t.Fatal(err)
	}
	var kept telegramsim.Screens
	if err := json.Unmarshal(raw, &kept); err != nil {
		t.Fatal(err)
	}
	b, group := make()
	b.Restore(kept)
	if d := cmp.Diff(a.Screens(), b.Screens()); d != "" {
		t.Errorf("(-kept +restored)\n%s", d)
	}
	if n := len(b.Group(group)); n != 1 {
		t.Errorf("the group shows %d messages", n)
	}
	next, err := b.SendText(7, "menu")
	if err != nil || next != id+1 || len(b.Chat(7)) != 2 {
		t.Errorf("goes on with message %d after %d, %v: %+v", next, id, err, b.Chat(7))
	}
	if !b.User(8).Blocked || len(a.Chat(7)) != 1 {
		t.Error("who blocked the bot has not, or the two share a screen")
	}
}
