package store

import (
	"encoding/binary"
	"fmt"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/internal/mutant"
)

// Apply writes c. What removes comes so that the obvious thing happens when one
// Change names a key twice: a timer cancelled and set again is set, a chat that
// is to be forgotten or unbound is gone.
func (t *tx) Apply(c bot.Change) ([]uint64, error) {
	for _, id := range c.Handled {
		t.settleEvent(id)
	}
	for i := range c.Quarantine {
		t.quarantine(&c.Quarantine[i])
	}
	for _, id := range c.Replay {
		t.replay(id)
	}
	for i := range c.Sessions {
		k := t.chatKey(c.Sessions[i].Chat)
		t.save(bSessions, k[:], &c.Sessions[i])
	}
	for i := range c.Contacts {
		k := t.chatKey(c.Contacts[i].Chat)
		t.save(bContacts, k[:], &c.Contacts[i])
	}
	t.applyOrg(&c)
	for i := range c.Reports {
		t.putReport(&c.Reports[i])
	}
	for i := range c.Prompts {
		t.putPrompt(&c.Prompts[i])
	}
	for i := range c.Media {
		t.putMedia(&c.Media[i])
	}
	for i := range c.Settled {
		t.settle(&c.Settled[i])
	}
	var ids []uint64
	if len(c.Outbox) > 0 {
		ids = make([]uint64, 0, len(c.Outbox))
		for i := range c.Outbox {
			if mutant.On(mutant.LoseRow) && i > 0 && i == len(c.Outbox)-1 {
				break
			}
			ids = append(ids, t.enqueue(c.Outbox[i]))
		}
	}
	for _, k := range c.Cancel {
		t.cancel(k)
	}
	for _, x := range c.Timers {
		t.setTimer(x)
	}
	t.applyRest(&c)
	for _, a := range c.Forget {
		k := t.chatKey(a)
		t.del(bSessions, k[:])
		t.del(bContacts, k[:])
	}
	return ids, t.err
}

func (t *tx) applyOrg(c *bot.Change) {
	for i := range c.People {
		t.putPerson(&c.People[i])
	}
	for i := range c.Posts {
		t.putPost(&c.Posts[i])
	}
	for i := range c.Groups {
		t.putGroup(&c.Groups[i])
	}
	for _, a := range c.Unbound {
		t.dropGroup(a)
	}
	for i := range c.Invites {
		t.putInvite(&c.Invites[i])
	}
}

func (t *tx) applyRest(c *bot.Change) {
	for i := range c.Fired {
		k := t.hash("rule", c.Fired[i].Rule)
		t.save(bFired, k[:], &c.Fired[i])
	}
	for i := range c.Flows {
		if c.Flows[i].Version == "" {
			t.fail(fmt.Errorf("store: a flow set without a version cannot be kept"))
			return
		}
		t.save(bFlows, []byte(c.Flows[i].Version), &c.Flows[i])
	}
	for i := range c.Audit {
		t.save(bAudit, be8(nil, t.next(bAudit)), &c.Audit[i])
	}
}

func (t *tx) chatKey(a chat.Address) hkey { return t.s.keys.hash.sum("chat", a.Channel, a.ID) }

// Number gives the next number of a series, from 1.
func (t *tx) Number(series string) (int, error) { return t.Add(series, 1) }

// Add adds to what a series counts; the sum is never below 0.
func (t *tx) Add(series string, by int) (int, error) {
	n := max(0, t.Count(series)+by)
	k := t.hash("series", series)
	t.put(bSeries, k[:], be8(nil, uint64(n)))
	return n, t.err
}

// Count is what a series counts.
func (t *tx) Count(series string) int {
	k := t.hash("series", series)
	v := t.get(bSeries, k[:])
	switch {
	case v == nil:
		return 0
	case len(v) != 8:
		panic(corrupt(bSeries, k[:], errLength))
	}
	return int(binary.BigEndian.Uint64(v))
}

// putInvite keeps an invitation; one without uses is removed.
func (t *tx) putInvite(v *org.Invite) {
	k := t.hash("invite", v.Hash)
	if v.Uses <= 0 {
		t.del(bInvites, k[:])
		return
	}
	t.save(bInvites, k[:], v)
}
