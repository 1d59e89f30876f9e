package store

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"

	"langnghe/bot"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

func (c *checker) chats() {
	c.walk(bSessions, func(k, v []byte) {
		h := c.t.chatKey(decode[bot.Session](c.t, bSessions, k, v).Chat)
		c.under(bSessions, k, h[:])
	})
	c.walk(bContacts, func(k, v []byte) {
		h := c.t.chatKey(decode[bot.Contact](c.t, bContacts, k, v).Chat)
		c.under(bContacts, k, h[:])
	})
}

func (c *checker) org() {
	t := c.t
	c.walk(bPeople, func(k, v []byte) {
		p := decode[org.Person](t, bPeople, k, v)
		h := t.hash("person", p.ID)
		c.under(bPeople, k, h[:])
	})
	// A chat need not lead back to everyone who names it: another may have
	// taken it over, and let go of it since.
	c.walk(bPersonAt, func(k, v []byte) {
		for _, a := range need[org.Person](t, bPeople, v).Chats {
			if at := t.chatKey(a); bytes.Equal(at[:], k) {
				return
			}
		}
		c.problem("person_at/%s leads to a person who is not there", hex.EncodeToString(k))
	})
	c.walk(bPosts, func(k, v []byte) {
		p := decode[org.Post](t, bPosts, k, v)
		h := t.hash("post", p.ID)
		c.under(bPosts, k, h[:])
		for i, b := range []bucket{bPostsOf, bPostsIn} {
			for _, x := range t.postKeys(&p)[i] {
				c.entry(b, x)
			}
		}
	})
	c.walk(bGroups, func(k, v []byte) {
		g := decode[org.Group](t, bGroups, k, v)
		h := t.chatKey(g.Address)
		c.under(bGroups, k, h[:])
		c.entry(bGroupsOf, pairKey(t.hash("unit", g.Unit), h))
	})
	c.walk(bInvites, func(k, v []byte) {
		h := t.hash("invite", decode[org.Invite](t, bInvites, k, v).Hash)
		c.under(bInvites, k, h[:])
	})
}

func (c *checker) reports() {
	t := c.t
	c.walk(bReports, func(k, v []byte) {
		r := decode[report.Report](t, bReports, k, v)
		c.under(bReports, k, []byte(r.ID))
		keys := t.reportKeys(&r)
		for i, b := range reportIndexes {
			for _, x := range keys[i] {
				c.entry(b, x)
			}
		}
	})
	c.walk(bPrompts, func(k, v []byte) {
		p := decode[bot.PromptCall](t, bPrompts, k, v)
		h := t.hash("prompt", p.ID)
		c.under(bPrompts, k, h[:])
		c.entry(bPromptsOf, pairKey(t.hash("unit", p.Unit), h))
	})
}

func (c *checker) outbox() {
	t := c.t
	last := t.bucket(bOutbox).Sequence()
	c.walk(bOutbox, func(k, v []byte) {
		o := t.row(k, v)
		c.under(bOutbox, k, be8(nil, o.ID))
		if o.ID > last {
			c.problem("outbox row %d has a number not given yet", o.ID)
		}
		if o.State == bot.Parked {
			c.entry(bParked, t.parkedKey(o.Msg.To, o.ID))
		}
		if h := t.hash("dedup", o.Dedup); o.Dedup != "" {
			if s := t.get(bSeen, h[:]); s == nil || binary.BigEndian.Uint64(s) != o.ID {
				c.problem("outbox row %d is not the row of its dedup key", o.ID)
			}
		}
	})
	c.walk(bSeen, func(k, v []byte) {
		if len(v) != 12 {
			panic(corrupt(bSeen, k, errLength))
		}
	})
}

func (c *checker) timers() {
	t := c.t
	c.walk(bTimers, func(k, v []byte) {
		x := decode[bot.Timer](t, bTimers, k, v)
		h := t.hash("timer", x.Key)
		c.under(bTimers, k, append(appendTime(nil, x.Due), h[:]...))
		c.entry(bTimerDue, h[:])
		if !bytes.Equal(t.get(bTimerDue, h[:]), appendTime(nil, x.Due)) {
			c.problem("timers/%s: its key tells another time", hex.EncodeToString(k))
		}
	})
}

func (c *checker) rest() {
	t := c.t
	c.walk(bFired, func(k, v []byte) {
		h := t.hash("rule", decode[bot.Fired](t, bFired, k, v).Rule)
		c.under(bFired, k, h[:])
	})
	c.walk(bFlows, func(k, v []byte) {
		c.under(bFlows, k, []byte(decode[bot.FlowSet](t, bFlows, k, v).Version))
	})
	c.walk(bAudit, func(k, v []byte) { decode[bot.Audit](t, bAudit, k, v) })
	c.walk(bVault, func(k, v []byte) { t.open(bVault, k, v) })
	c.walk(bSeries, func(k, v []byte) {
		if len(v) != 8 {
			panic(corrupt(bSeries, k, errLength))
		}
	})
}
