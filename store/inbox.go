package store

import (
	"encoding/binary"
	"encoding/json"

	"langnghe/bot"
	"langnghe/bot/chat"
)

// settleEvent makes an event handled: its row goes, from the inbox or the
// quarantine; its dedup key stays. An event never accepted is from now on known.
func (t *tx) settleEvent(id bot.EventID) {
	h := t.s.keys.hash.sum("event", id.Channel, id.Key)
	seq, ok := t.known(h)
	if !ok {
		t.putDedup(h, t.s.seq.Add(1), dayOf(t.s.c.Now()))
		return
	}
	t.dropEvent(seq)
}

func (t *tx) dropEvent(seq uint64) {
	k := be8(nil, seq)
	if t.get(bInbox, k) != nil {
		t.del(bInbox, k)
		t.delta[cWaiting]--
	}
	if t.get(bQuarantine, k) != nil {
		t.del(bQuarantine, k)
		t.delta[cQuarantined]--
	}
	if t.get(bDamaged, k) != nil {
		t.del(bDamaged, k)
		t.delta[cDamaged]--
	}
}

// quarantine puts an event aside, wherever it was.
func (t *tx) quarantine(q *bot.Quarantined) {
	now := t.s.c.Now()
	h := t.s.keys.hash.sum("event", q.Event.Channel, q.Event.Key)
	seq, ok := t.known(h)
	if !ok {
		seq = t.s.seq.Add(1)
		t.putDedup(h, seq, dayOf(now))
	}
	t.dropEvent(seq)
	plain, err := json.Marshal(q)
	if err != nil {
		t.fail(err)
		return
	}
	key, err := t.s.days.current(forQuarantine, now)
	if err != nil {
		t.fail(err)
		return
	}
	k := be8(nil, seq)
	v, err := key.seal(t.s.c.Rand, bQuarantine.String(), k, plain, 0)
	if err != nil {
		t.fail(err)
		return
	}
	t.put(bQuarantine, k, v)
	t.delta[cQuarantined]++
}

// replay puts an event that was put aside back in line, at its old place.
func (t *tx) replay(id bot.EventID) {
	seq, ok := t.known(t.s.keys.hash.sum("event", id.Channel, id.Key))
	if !ok {
		return
	}
	k := be8(nil, seq)
	v := t.get(bQuarantine, k)
	if v == nil {
		return
	}
	q := decode[bot.Quarantined](t, bQuarantine, k, v)
	t.dropEvent(seq)
	plain, err := appendEvent(nil, q.Event)
	if err != nil {
		t.fail(err)
		return
	}
	key, err := t.s.days.current(forInbox, t.s.c.Now())
	if err != nil {
		t.fail(err)
		return
	}
	sealed, err := key.seal(t.s.c.Rand, bInbox.String(), k, plain, 0)
	clear(plain)
	if err != nil {
		t.fail(err)
		return
	}
	t.put(bInbox, k, sealed)
	t.delta[cWaiting]++
}

// Waiting lists accepted events not yet handled, oldest first.
func (t *tx) Waiting(limit int) []chat.Event {
	var list []chat.Event
	if limit <= 0 {
		return nil
	}
	t.scan(bInbox, nil, func(k, v []byte) bool {
		list = append(list, t.event(k, v))
		return len(list) < limit
	})
	return list
}

func (t *tx) event(k, v []byte) chat.Event {
	e, err := decodeEvent(t.open(bInbox, k, v))
	if err != nil {
		panic(corrupt(bInbox, k, err))
	}
	return e
}

// Quarantined lists the events put aside, in the order they were accepted.
func (t *tx) Quarantined() []bot.Quarantined {
	var list []bot.Quarantined
	t.scan(bQuarantine, nil, func(k, v []byte) bool {
		list = append(list, decode[bot.Quarantined](t, bQuarantine, k, v))
		return true
	})
	return list
}

func sealedUnder(value []byte) uint32 {
	if len(value) < sealHead {
		return 0
	}
	return binary.BigEndian.Uint32(value[1:])
}
