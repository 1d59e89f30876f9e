package bot

import (
	"slices"

	"langnghe/bot/chat"
)

// countQuota counts what a sent message was charged to, for cost reports. What
// the platform names beyond the kinds its channel knows is "other", so that
// the counters are a fixed set; where it names none, the message was paid for
// from the account. No decision hangs on it.
func (b *Bot) countQuota(c chat.Channel, m chat.Outbound, r chat.Receipt) {
	kinds := c.Limits().Quotas
	if len(kinds) == 0 || m.Group || m.Pressed != nil {
		return
	}
	kind := r.Quota
	switch {
	case kind == "":
		kind = "charged"
	case !slices.Contains(kinds, kind):
		kind = "other"
	}
	b.Count(c.Name() + "_quota_" + kind)
}
