package bot

import (
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
)

// contacts is a view that knows only when people wrote.
type contacts struct {
	View
	by map[chat.Address]Contact
}

func (c contacts) Contact(a chat.Address) (Contact, bool) { x, ok := c.by[a]; return x, ok }

// windowed is a channel with a name and a window.
type windowed struct {
	slow
	name string
}

func (w windowed) Name() string { return w.name }

// TestReachPreferred: the preferred chat wins while it is open, whenever he wrote
// where, and is the one to wait at; the other is the way when it is not.
func TestReachPreferred(t *testing.T) {
	z, g := chat.Address{Channel: "z", ID: "1"}, chat.Address{Channel: "g", ID: "1"}
	b := &Bot{Channels: []chat.Channel{
		windowed{slow{chat.Limits{Window: time.Hour}}, "z"}, windowed{slow{chat.Limits{Window: time.Hour}}, "g"},
	}}
	newer, older := Contact{LastIn: noon.Add(-time.Minute)}, Contact{LastIn: noon.Add(-30 * time.Minute)}
	old, lost := Contact{LastIn: noon.Add(-2 * time.Hour)}, Contact{Lost: "blocked"}
	for _, c := range []struct {
		name   string
		zalo   Contact
		other  Contact
		prefer string
		to     chat.Address
		ok     bool
	}{
		{"older, preferred", older, newer, "z", z, true},
		{"newer, preferred", newer, older, "z", z, true},
		{"the other preferred", newer, older, "g", g, true},
		{"preferred is shut", old, older, "z", g, true},
		{"preferred is lost", lost, older, "z", g, true},
		{"both shut", old, old, "g", g, false},
		{"both shut, the first preferred", old, old, "z", z, false},
		{"preferred is lost, the other shut", old, lost, "g", z, false},
		{"preferred is off", older, newer, "t", g, true},
	} {
		for _, order := range [][]chat.Address{{z, g}, {g, z}} {
			to, ok, _ := b.reach(contacts{by: map[chat.Address]Contact{z: c.zalo, g: c.other}}, org.Person{Chats: order, Prefer: c.prefer}, noon)
			if to != c.to || ok != c.ok {
				t.Errorf("%s, order %v: %v %t, want %v %t", c.name, order, to, ok, c.to, c.ok)
			}
		}
	}
}

// TestReach tries every state of two chats: an open one wins over any that is
// not, of two open ones the one written in last, and of none the one that can
// be waited at.
func TestReach(t *testing.T) {
	z, g := chat.Address{Channel: "z", ID: "1"}, chat.Address{Channel: "g", ID: "1"}
	b := &Bot{Channels: []chat.Channel{
		windowed{slow{chat.Limits{Window: time.Hour}}, "z"}, windowed{slow{}, "g"},
	}}
	fresh, old, lost := Contact{LastIn: noon.Add(-time.Minute)}, Contact{LastIn: noon.Add(-2 * time.Hour)}, Contact{Lost: "blocked"}
	for _, c := range []struct {
		name  string
		zalo  Contact
		other Contact
		to    chat.Address
		ok    bool
		why   string
	}{
		{"both open", fresh, old, z, true, ""},
		{"the other is newer", Contact{LastIn: noon.Add(-30 * time.Minute)}, fresh, g, true, ""},
		{"window shut", old, old, g, true, ""},
		{"other lost", fresh, lost, z, true, ""},
		{"first lost", lost, old, g, true, ""},
		{"none open", old, lost, z, false, "window"},
		{"all lost", lost, lost, z, false, "blocked"},
	} {
		for _, order := range [][]chat.Address{{z, g}, {g, z}} {
			to, ok, why := b.reach(contacts{by: map[chat.Address]Contact{z: c.zalo, g: c.other}}, org.Person{Chats: order}, noon)
			if c.name == "all lost" && order[0] == g {
				continue // then the first on file
			}
			if to != c.to || ok != c.ok || why != c.why {
				t.Errorf("%s, order %v: %v %t %q, want %v %t %q", c.name, order, to, ok, why, c.to, c.ok, c.why)
			}
		}
	}
	if to, ok, why := b.reach(contacts{}, org.Person{}, noon); !to.IsZero() || ok || why != "no_chat" {
		t.Errorf("nobody: %v %t %q", to, ok, why)
	}
}
