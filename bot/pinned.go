package bot

import (
	"fmt"
	"slices"

	"langnghe/flows"
)

// maxPinned is how many old sets of flows stay parsed in memory.
const maxPinned = 4

// pinnedSets are old sets of flows in memory, the one used last at the end.
type pinnedSets []pinnedSet

type pinnedSet struct {
	version string
	set     *flows.Set
}

// find gives a set and notes that it was used.
func (p *pinnedSets) find(version string) (*flows.Set, bool) {
	i := slices.IndexFunc(*p, func(x pinnedSet) bool { return x.version == version })
	if i < 0 {
		return nil, false
	}
	x := (*p)[i]
	*p = append(slices.Delete(*p, i, i+1), x)
	return x.set, true
}

// keep adds a set; the one not used for longest makes room.
func (p *pinnedSets) keep(version string, set *flows.Set) {
	*p = append(*p, pinnedSet{version, set})
	if n := len(*p); n > maxPinned {
		*p = slices.Delete(*p, 0, n-maxPinned)
	}
}

// set returns the flows of a version: the current ones, or those a
// conversation began with.
func (b *Bot) set(v View, version string) (*flows.Set, error) {
	if version == "" || version == b.Flows.Version() {
		return b.Flows, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if s, ok := b.pinned.find(version); ok {
		return s, nil
	}
	kept, ok := v.FlowSet(version)
	if !ok {
		return nil, fmt.Errorf("bot: flows %s are not in the store", version)
	}
	s, problems := flows.LoadBundle(kept.Bundle, Needs())
	if s == nil {
		return nil, fmt.Errorf("bot: flows %s do not load any more: %v", version, problems[0])
	}
	b.pinned.keep(version, s)
	return s, nil
}
