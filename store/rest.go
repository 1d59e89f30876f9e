package store

import (
	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
)

// Session gives a chat's conversation.
func (t *tx) Session(a chat.Address) (bot.Session, bool) {
	k := t.chatKey(a)
	return load[bot.Session](t, bSessions, k[:])
}

// Contact gives what is known of a chat.
func (t *tx) Contact(a chat.Address) (bot.Contact, bool) {
	k := t.chatKey(a)
	return load[bot.Contact](t, bContacts, k[:])
}

// Invite gives the invitation whose code has this hash.
func (t *tx) Invite(hash string) (org.Invite, bool) {
	k := t.hash("invite", hash)
	return load[org.Invite](t, bInvites, k[:])
}

// Fired gives the memory of a rule.
func (t *tx) Fired(rule string) (bot.Fired, bool) {
	k := t.hash("rule", rule)
	return load[bot.Fired](t, bFired, k[:])
}

// FlowSet gives a pinned set of flows.
func (t *tx) FlowSet(version string) (bot.FlowSet, bool) {
	return load[bot.FlowSet](t, bFlows, []byte(version))
}

// FlowSets lists the versions of the pinned sets.
func (t *tx) FlowSets() []string {
	var list []string
	t.scan(bFlows, nil, func(k, _ []byte) bool {
		list = append(list, string(k))
		return true
	})
	return list
}

// Audits lists what was done, newest first.
func (t *tx) Audits(limit int) []bot.Audit {
	var list []bot.Audit
	for _, k := range t.tails(bAudit, nil, true, limit) {
		list = append(list, need[bot.Audit](t, bAudit, k))
	}
	return list
}
