package bot

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
)

// deedDone is what the end of a deed changes besides its row.
func (b *Bot) deedDone(tx Tx, o Outgoing, r Sent, now time.Time) (Change, effects) {
	t := b.begin(tx, now)
	t.at = now
	switch {
	case o.State == Dead:
		t.deedFailed(o)
	case r.Group != nil:
		t.deedWell(o, *r.Group)
	}
	return t.finish(), t.fx
}

// firstInvite marks the rows of the invitation that follows a group's making.
const firstInvite = "group first invite"

func (t *turn) deedWell(o Outgoing, s chat.GroupState) {
	g, bound := t.tx.Group(o.Msg.To)
	switch d := o.Msg.Deed; d.Do {
	case chat.DeedCreate, chat.DeedFind:
		if bound && g.Kept.Mark == d.Mark {
			t.bindMade(g, s)
		} else {
			t.strange(s)
		}
	case chat.DeedInvite:
		if bound {
			t.invited(g, o, s)
		}
	case chat.DeedAsset:
		t.looked(o, s)
		t.renewed(o, s)
	case chat.DeedLook:
		t.looked(o, s)
		if o.Why == "group "+chat.DeedAsset { // its answer was lost
			t.renewed(o, s)
		}
	case chat.DeedDelete:
		if bound {
			t.ch.Unbound = append(t.ch.Unbound, g.Address)
		}
	}
}

// bindMade fulfils a wish: the group is the unit's, and its people are invited,
// those who surely can be first. Whoever has no chat where the group is gets the
// link.
func (t *turn) bindMade(wish org.Group, s chat.GroupState) {
	t.ch.Unbound = append(t.ch.Unbound, wish.Address)
	if _, bound := t.tx.Group(s.Address); bound { // somebody was faster
		t.tellAsker(wish, "bot.group_failed", "ten_nhom", wish.Title, "vi_sao", t.text("bot.group_why_taken"))
		return
	}
	g := wish
	g.Address, g.Lost, g.Bound = s.Address, "", t.now
	g.Kept.Link, g.Kept.Until, g.Kept.Members = s.Link, s.Until, s.Members
	admins := t.b.groupAdmins(t.tx, g.Address.Channel)
	there := func(a chat.Address) bool { return slices.Contains(admins, a) || slices.Contains(s.In, a) }
	sure, perhaps, none := t.b.sorted(t.tx, t.b.members(t.tx, g.Unit), g.Address.Channel, t.now)
	sure, perhaps = slices.DeleteFunc(sure, there), slices.DeleteFunc(perhaps, there)
	var portions [][]chat.Address
	if len(sure) > 0 {
		portions = append(portions, sure)
	}
	portions = slices.AppendSeq(portions, slices.Chunk(perhaps, doubtful))
	g.Kept.Inviting = len(portions)
	for i, people := range portions {
		row := deed(g.Address, chat.Deed{Do: chat.DeedInvite, People: people}, t.now)
		row.Why = firstInvite
		if i > 0 {
			row.Due = t.now.Add(time.Duration(i) * inviteEvery)
		}
		t.ch.Outbox = append(t.ch.Outbox, row)
	}
	for _, p := range none {
		if t.sendLink(g, p) {
			g.Kept.Linked++
		}
	}
	t.ch.Groups = append(t.ch.Groups, g)
	t.ch.Audit = append(t.ch.Audit, Audit{At: t.now, Who: "system", What: "bind_group", On: g.Unit, Unit: g.Unit})
	t.lookAt(g.Address)
	t.tellAsker(g, "bot.group_made", "ten_nhom", g.Title, "so", fmt.Sprint(len(sure)+len(perhaps)), "duong_dan", g.Kept.Link)
}

// Whoever may not be invited costs several calls, since a call is refused whole
// for the sake of one. So doubtful people are invited a few at a time, and
// slowly: calls about groups share the platform's limit with messages.
const (
	doubtful    = 10
	inviteEvery = 30 * time.Second
)

// invited counts who was invited and sends the others the link, unless the group
// has no room for them.
func (t *turn) invited(g org.Group, o Outgoing, s chat.GroupState) {
	left, linked := s.Left, 0
	full := s.Most > 0 && s.Members >= s.Most
	for _, a := range left {
		if full {
			break
		}
		if p, ok := t.tx.PersonAt(a); ok && t.sendLink(g, p) {
			linked++
		}
	}
	switch {
	case len(left) == 0:
	case full:
		t.noWayIn(g, "bot.group_full")
	case g.Kept.Link == "" && o.Why != firstInvite:
		t.noWayIn(g, "bot.group_no_link")
	}
	if o.Why != firstInvite {
		return
	}
	g.Kept.Inviting--
	g.Kept.Invited += len(o.Msg.Deed.People) - len(left)
	g.Kept.Linked += linked
	t.ch.Groups = append(t.ch.Groups, g)
	if g.Kept.Inviting > 0 {
		return
	}
	t.tellAsker(g, "bot.group_filled", "ten_nhom", g.Title, "so", fmt.Sprint(g.Kept.Invited), "so_cho", fmt.Sprint(g.Kept.Linked))
	if g.Kept.Link == "" && len(left) > 0 && !full {
		t.tellAsker(g, "bot.group_no_link")
	}
}

// noWayIn tells who keeps a group, once a day, that people cannot get in, and what
// to do.
func (t *turn) noWayIn(g org.Group, id string) {
	t.tellGroupHeads(g, id+"/"+t.groupKey(g.Address)+"/"+t.now.Format("2006-01-02"), id, "nhom", g.Title)
}

// sendLink sends somebody the way into a group in private. It reports whether
// there is one.
func (t *turn) sendLink(g org.Group, p org.Person) bool {
	if g.Kept.Link == "" || g.Lost != "" {
		return false
	}
	t.tell(p, note{
		class: Notice, why: "group link", dedup: "group link/" + t.groupKey(g.Address) + "/" + p.ID + "/" + t.now.Format("2006-01-02"),
		text: t.textTo(p, "bot.group_link", "nhom", g.Title, "duong_dan", g.Kept.Link, "don_vi", t.b.Tree.Name(g.Unit)),
	})
	return true
}

// groupKey names a group in dedup keys.
func (t *turn) groupKey(a chat.Address) string { return t.b.Store.Hash("chat", a.String())[:16] }

// tellAsker tells who asked for a group, or when an operator did, who keeps it.
func (t *turn) tellAsker(g org.Group, id string, pairs ...string) {
	if p, ok := org.Who(t.tx, g.Kept.By); ok && p.Active() {
		t.tell(p, note{class: Receipt, why: "group", text: t.textTo(p, id, pairs...)})
		return
	}
	t.tellGroupHeads(g, "", id, pairs...)
}

// tellGroupHeads tells who keeps a unit's groups; dedup, when not "", is the
// beginning of a key.
func (t *turn) tellGroupHeads(g org.Group, dedup, id string, pairs ...string) {
	for _, p := range t.holders(g.Unit, org.LeadViceChair, org.UnitAdmin) {
		n := note{class: Notice, why: "group", text: t.textTo(p, id, pairs...)}
		if dedup != "" {
			n.dedup = dedup + "/" + p.ID
		}
		t.tell(p, n)
	}
}

// deedFailed tells people and the operator what could not be done, and why.
func (t *turn) deedFailed(o Outgoing) {
	d := o.Msg.Deed
	g, ok := t.tx.Group(o.Msg.To)
	if !ok {
		return
	}
	why := t.text("bot.group_why_" + whyFailed(o))
	switch {
	case (d.Do == chat.DeedCreate || d.Do == chat.DeedFind) && g.Kept.Mark == d.Mark:
		t.ch.Unbound = append(t.ch.Unbound, g.Address)
		t.tellAsker(g, "bot.group_failed", "ten_nhom", g.Title, "vi_sao", why)
		t.fx.warn("group_failed", "Chưa tạo được nhóm cho đơn vị "+g.Unit+": "+o.Reason)
	case d.Do == chat.DeedInvite:
		t.invited(g, o, chat.GroupState{Left: d.People})
	case d.Do == chat.DeedAsset, o.Why == "group "+chat.DeedAsset:
		g.Kept.Renewing = time.Time{}
		t.ch.Groups = append(t.ch.Groups, g)
		t.tellRenewer(o, g, "bot.group_not_renewed", "nhom", g.Title, "vi_sao", why)
		t.fx.warn("group_not_renewed", "Chưa gia hạn được nhóm của đơn vị "+g.Unit+": "+o.Reason)
	case d.Do == chat.DeedRemove:
		t.fx.warn("group_not_removed", "Chưa đưa được người đã thôi ra khỏi nhóm của đơn vị "+g.Unit+": "+o.Reason)
	case d.Do == chat.DeedDelete && g.Lost == org.Closing:
		g.Lost = ""
		t.ch.Groups = append(t.ch.Groups, g)
		t.fx.warn("group_not_deleted", "Chưa xóa được nhóm của đơn vị "+g.Unit+": "+o.Reason)
	}
}

// whyFailed is the end of the name of the message that explains a failure.
func whyFailed(o Outgoing) string {
	reason := strings.TrimPrefix(strings.TrimPrefix(o.Reason, "expired: "), "too many attempts: ")
	switch reason {
	case "no_asset", "group_asset":
		return "no_asset"
	case "no_admin":
		return "no_admin"
	case "package", "api_not_registered", "not_authorised", "app_inactive", "oa_type":
		return "package"
	}
	if reason == "unsure" || o.Msg.Deed.Lost > 0 {
		return "unsure"
	}
	return "other"
}
