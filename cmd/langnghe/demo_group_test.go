package main

import (
	"testing"

	"langnghe/bot"
)

// TestDemoGroup: what the demo's OA has bought and who keeps it suffice for a
// group.
func TestDemoGroup(t *testing.T) {
	c, end := demoRun(t, t.TempDir())
	defer end()
	groups := len(c.zalo.Groups())
	err := c.node.store.Update(t.Context(), func(tx bot.Tx) error {
		ch, err := c.node.bot.MakeGroup(tx, c.now(), "hn", "", "operator")
		if err != nil {
			return err
		}
		_, err = tx.Apply(ch)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		if _, _, err := c.node.deliver.Step(t.Context(), c.now()); err != nil {
			t.Fatal(err)
		}
	}
	err = c.node.store.View(t.Context(), func(v bot.View) error {
		if gs := v.GroupsOf("hn"); len(gs) != 1 || gs[0].Lost != "" {
			t.Errorf("bound: %+v", gs)
		}
		return nil
	})
	if n := len(c.zalo.Groups()); n != groups+1 || err != nil {
		t.Errorf("%d groups, there were %d: %v", n, groups, err)
	}
}
