package store

import (
	"context"

	"langnghe/bot"
)

// TrimFlows removes the sets of flows that no conversation goes on with: no
// session has it in a frame or a draft, and it is not the current one. Once
// that is so it stays so, since only the current set is begun with. Where a
// session cannot be read nobody knows what it needs, and all are kept.
func (s *Store) TrimFlows(ctx context.Context, current string) (n int, err error) {
	used := map[string]bool{current: true}
	var idle []string
	err = s.view(ctx, func(t *tx) error {
		idle = t.FlowSets()
		if len(idle) == 0 || len(idle) == 1 && idle[0] == current {
			idle = nil
			return nil
		}
		t.scan(bSessions, nil, func(k, v []byte) bool {
			if !t.sound(reads[bot.Session](bSessions), k, v) {
				idle = nil
				return false
			}
			session := decode[bot.Session](t, bSessions, k, v)
			for _, frames := range [][]bot.Frame{session.Frames, session.Drafts} {
				for _, f := range frames {
					used[f.State.Version] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		return 0, err
	}
	err = s.update(ctx, func(t *tx) error {
		n = 0
		for _, v := range idle {
			if !used[v] && t.get(bFlows, []byte(v)) != nil {
				t.del(bFlows, []byte(v))
				n++
			}
		}
		return nil
	})
	return n, err
}
