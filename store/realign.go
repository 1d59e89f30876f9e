package store

import (
	"bytes"
	"maps"
	"slices"

	"langnghe/bot"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

// indexes are the buckets that only repeat what the records say.
var indexes = []bucket{
	bPostsOf, bPostsIn, bGroupsOf, bReportsOf, bReportsIn, bReportsHeld, bReportsBy, bUrgent, bPromptsOf, bParked, bTimerDue, bMediaOf, bMediaBy, bAnswers,
}

// realign brings the indexes into line with the records that can be read and
// returns how many entries were wrong. In a view it only counts.
func (t *tx) realign() (wrong int) {
	want := t.entries()
	for _, b := range indexes {
		var gone [][]byte
		t.scan(b, nil, func(k, v []byte) bool {
			if due, ok := want[b][string(k)]; ok && bytes.Equal(due, v) {
				delete(want[b], string(k))
			} else if !ok {
				gone = append(gone, bytes.Clone(k))
			}
			return true
		})
		wrong += len(gone) + len(want[b])
		if !t.writable {
			continue
		}
		for _, k := range gone {
			t.del(b, k)
		}
		for _, k := range slices.Sorted(maps.Keys(want[b])) {
			t.put(b, []byte(k), want[b][k])
		}
	}
	var lost [][]byte
	t.scan(bPersonAt, nil, func(k, v []byte) bool {
		if t.get(bPeople, v) == nil {
			lost = append(lost, bytes.Clone(k))
		}
		return true
	})
	if t.writable {
		for _, k := range lost {
			t.del(bPersonAt, k)
		}
	}
	return wrong + len(lost)
}

// entries are what should be in each index.
func (t *tx) entries() map[bucket]map[string][]byte {
	want := map[bucket]map[string][]byte{}
	for _, b := range indexes {
		want[b] = map[string][]byte{}
	}
	put := func(b bucket, keys [][]byte) {
		for _, k := range keys {
			want[b][string(k)] = nil
		}
	}
	each(t, bPosts, func(_ []byte, p *org.Post) {
		keys := t.postKeys(p)
		put(bPostsOf, keys[0])
		put(bPostsIn, keys[1])
	})
	each(t, bGroups, func(_ []byte, g *org.Group) { put(bGroupsOf, t.pair(g.Unit, t.chatKey(g.Address))) })
	each(t, bReports, func(_ []byte, r *report.Report) {
		for i, keys := range t.reportKeys(r) {
			put(reportIndexes[i], keys)
		}
	})
	each(t, bMedia, func(_ []byte, m *bot.Media) {
		for i, keys := range t.mediaKeys(m) {
			put(mediaIndexes[i], keys)
		}
	})
	each(t, bPrompts, func(_ []byte, p *bot.PromptCall) { put(bPromptsOf, t.pair(p.Unit, t.hash("prompt", p.ID))) })
	t.scan(bOutbox, nil, func(k, v []byte) bool {
		if len(v) > 0 && v[0] == 'p' && t.sound(func(t *tx, k, v []byte) { t.row(k, v) }, k, v) {
			o := t.row(k, v)
			put(bParked, [][]byte{t.parkedKey(o.Msg.To, o.ID)})
		}
		return true
	})
	each(t, bTimers, func(_ []byte, x *bot.Timer) {
		h := t.hash("timer", x.Key)
		want[bTimerDue][string(h[:])] = appendTime(nil, x.Due)
	})
	return want
}
