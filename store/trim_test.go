package store

import (
	"bytes"
	"slices"
	"testing"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/flows"
)

// Old flows go only when every session can be read and none needs them.
func TestTrimFlows(t *testing.T) {
	frame := func(v string) []bot.Frame { return []bot.Frame{{State: flows.State{Version: v}}} }
	for _, damaged := range []bool{false, true} {
		c := testConfig(t)
		s := mustOpen(t, c)
		apply(t, s, bot.Change{
			Flows: []bot.FlowSet{{Version: "a"}, {Version: "b"}, {Version: "c"}, {Version: "d"}},
			Sessions: []bot.Session{
				{Chat: chat.Address{Channel: "zalo", ID: "1"}, Frames: frame("a")}, {Chat: chat.Address{Channel: "zalo", ID: "2"}, Drafts: frame("b")},
			},
		})
		closeNow(t, s)
		if damaged {
			raw(t, c, func(at func(bucket) *bolt.Bucket) error {
				k, v := at(bSessions).Cursor().First()
				v = bytes.Clone(v)
				v[len(v)-1] ^= 1
				return at(bSessions).Put(bytes.Clone(k), v)
			})
		}
		s = mustOpen(t, c)
		want := []string{"a", "b", "d"}
		if damaged {
			want = []string{"a", "b", "c", "d"}
		}
		for range 2 {
			if _, err := s.TrimFlows(bg, "d"); err != nil {
				t.Fatal(err)
			}
			err := s.View(bg, func(v bot.View) error {
				if got := v.FlowSets(); !slices.Equal(got, want) {
					t.Errorf("damaged %v: kept %v, want %v", damaged, got, want)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		closeNow(t, s)
	}
}
