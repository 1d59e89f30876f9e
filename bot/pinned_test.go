package bot

import "testing"

// Of old flows only a few stay in memory: those used last.
func TestPinnedSets(t *testing.T) {
	var p pinnedSets
	for _, v := range []string{"a", "b", "c", "d"} {
		p.keep(v, nil)
	}
	if _, ok := p.find("a"); !ok {
		t.Error("a is gone")
	}
	p.keep("e", nil)
	for v, want := range map[string]bool{"a": true, "b": false, "c": true, "d": true, "e": true} {
		if _, ok := p.find(v); ok != want {
			t.Errorf("%s is kept: %v", v, ok)
		}
	}
	for range 10 {
		p.keep("x", nil)
	}
	if len(p) != maxPinned {
		t.Errorf("%d sets in memory", len(p))
	}
}
