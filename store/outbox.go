package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"langnghe/bot"
	"langnghe/bot/chat"
)

// enqueue makes a new row and returns its number, 0 when its Dedup key was seen.
func (t *tx) enqueue(o bot.Outgoing) uint64 {
	var h hkey
	if o.Dedup != "" {
		h = t.hash("dedup", o.Dedup)
		if t.get(bSeen, h[:]) != nil {
			return 0
		}
	}
	o.ID = t.next(bOutbox)
	if o.State == "" {
		o.State = bot.Queued
	}
	if o.Dedup != "" {
		t.put(bSeen, h[:], binary.BigEndian.AppendUint32(be8(nil, o.ID), dayOf(t.s.c.Now())))
	}
	t.putRow(&o)
	return o.ID
}

// settle puts a row in its new state; State "" removes it. A row that is not
// there any more stays gone.
func (t *tx) settle(o *bot.Outgoing) {
	k := be8(nil, o.ID)
	v := t.get(bOutbox, k)
	if v == nil {
		return
	}
	state := rowState(k, v)
	if state == 'p' && (o.State != bot.Parked || t.row(k, v).Msg.To != o.Msg.To) {
		t.del(bParked, t.parkedKey(t.row(k, v).Msg.To, o.ID))
	}
	t.delta[stateCount(state)]--
	if o.State == "" {
		t.del(bOutbox, k)
		return
	}
	t.putRow(o)
}

func (t *tx) putRow(o *bot.Outgoing) {
	state, ok := stateBytes[o.State]
	if !ok {
		t.fail(fmt.Errorf("store: outbox row %d: unknown state %q", o.ID, o.State))
		return
	}
	k := be8(nil, o.ID)
	v := t.sealed(bOutbox, k, o, 1)
	if v == nil {
		return
	}
	v[0] = state
	t.put(bOutbox, k, v)
	if o.State == bot.Parked {
		t.put(bParked, t.parkedKey(o.Msg.To, o.ID), nil)
	}
	t.delta[stateCount(state)]++
}

func (t *tx) parkedKey(a chat.Address, id uint64) []byte {
	k := t.chatKey(a)
	return be8(k[:], id)
}

var errState = errors.New("the state in front is not the row's")

// row decodes a row.
func (t *tx) row(k, v []byte) (o bot.Outgoing) {
	state := rowState(k, v)
	if err := json.Unmarshal(t.open(bOutbox, k, v[1:]), &o); err != nil {
		panic(corrupt(bOutbox, k, errJSON))
	}
	if stateBytes[o.State] != state {
		panic(corrupt(bOutbox, k, errState))
	}
	return o
}

// rowOrDamaged decodes a row as far as it can be read.
func (t *tx) rowOrDamaged(k, v []byte) (o bot.Outgoing) {
	err := guard(func() error { o = t.row(k, v); return nil })
	var bad *CorruptError
	switch {
	case err == nil:
		return o
	case errors.As(err, &bad):
		return bot.Outgoing{ID: binary.BigEndian.Uint64(k), State: bot.Damaged, Reason: bad.Error()}
	}
	panic(err)
}

// Outbox lists rows after a number, in order.
func (t *tx) Outbox(after uint64, limit int) []bot.Outgoing {
	var list []bot.Outgoing
	if limit <= 0 || after+1 == 0 {
		return nil
	}
	c := t.bucket(bOutbox).Cursor()
	for k, v := c.Seek(be8(nil, after+1)); k != nil && len(list) < limit; k, v = c.Next() {
		list = append(list, t.rowOrDamaged(k, v))
	}
	return list
}

// Outgoing gives one row.
func (t *tx) Outgoing(id uint64) (bot.Outgoing, bool) {
	k := be8(nil, id)
	v := t.get(bOutbox, k)
	if v == nil {
		return bot.Outgoing{}, false
	}
	return t.rowOrDamaged(k, v), true
}

// ParkedFor lists the parked rows of a chat, in order.
func (t *tx) ParkedFor(a chat.Address) []bot.Outgoing {
	var list []bot.Outgoing
	h := t.chatKey(a)
	for _, k := range t.tails(bParked, h[:], false, all) {
		v := t.get(bOutbox, k)
		if v == nil {
			panic(corrupt(bParked, k, errDangling))
		}
		list = append(list, t.row(k, v))
	}
	return list
}

// Seen reports whether a row with this key was made, within Retention.Sent.
func (t *tx) Seen(dedup string) bool {
	h := t.hash("dedup", dedup)
	return t.get(bSeen, h[:]) != nil
}
