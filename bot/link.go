package bot

import (
	"fmt"
	"slices"
	"strings"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

// One person on several platforms. He asks for a code in one chat and sends it
// in the other ([turn.link]); there he is asked whether he is the person the
// code belongs to ([turn.linkWith]), and on his yes that chat becomes one of his
// ([turn.linked]). If it had a person of its own, the two records become one
// ([turn.merge]). Every chat he had before hears of it at once, with how to undo
// it ([turn.detach]). A person has one chat on each platform.

// link gives the person a code with which he links his chat on another platform.
// A new code ends the one before.
func (t *turn) link() {
	rest := t.linkable()
	if len(rest) == 0 {
		id := "bot.link_all"
		if len(t.person.Chats) < 2 {
			id = "bot.link_nowhere"
		}
		t.say(t.text(id, "kenh", channelNames(t.person.Chats)))
		t.again()
		return
	}
	t.endLinkCode()
	inv := org.Invite{
		Link: true, Person: t.person.ID, Uses: 1, Expires: t.now.Add(t.b.Settings.LinkLife), By: t.person.ID,
	}
	code, ch, err := Invite(t.tx, t.now, t.b.Store, inv)
	if err != nil {
		panic(err)
	}
	t.ch.Invites = append(t.ch.Invites, ch.Invites...)
	t.ch.Audit = append(t.ch.Audit, ch.Audit...)
	t.person.Link = ch.Invites[0].Hash
	t.ch.People = append(t.ch.People, t.person)
	var ways []string
	for _, c := range rest {
		ways = append(ways, t.howToLink(c, code))
	}
	t.say(t.text("bot.link_code", "ma_moi", ShowCode(code), "han", clock(inv.Expires.In(t.b.Settings.Zone)),
		"cach_dung", strings.Join(ways, "\n")))
}

// linkable are the channels that are on and on which the person has no chat.
func (t *turn) linkable() (rest []chat.Channel) {
	for _, c := range t.b.Channels {
		if _, ok := t.person.At(c.Name()); !ok {
			rest = append(rest, c)
		}
	}
	return rest
}

// howToLink says where the code is sent on one platform.
func (t *turn) howToLink(c chat.Channel, code string) string {
	if n, ok := c.(chat.Named); ok {
		if n.Username() != "" {
			return t.text("bot.link_open", "kenh", channelName(c.Name()), "lien_ket", "t.me/"+n.Username()+"?start="+code)
		}
	} else if t.b.Settings.OANameForCode != "" {
		return t.text("bot.code_zalo", "ten_oa", t.b.Settings.OANameForCode)
	}
	return t.text("bot.link_find", "kenh", channelName(c.Name()))
}

// endLinkCode makes the person's code void, if he has one. The record is put by
// whoever calls.
func (t *turn) endLinkCode() {
	if t.person.Link == "" {
		return
	}
	t.ch.Invites = append(t.ch.Invites, org.Invite{Hash: t.person.Link}) // no use is left
	t.person.Link = ""
}

// channelName is how people call a channel.
func channelName(channel string) string { return upperFirst(channel) }

func channelNames(chats []chat.Address) string {
	var names []string
	for _, a := range chats {
		names = append(names, channelName(a.Channel))
	}
	return strings.Join(names, ", ")
}

// linkWith answers a code that is bound to a person: the chat in hand is asked
// whether it is his. It reports false when the code rather lets somebody join.
func (t *turn) linkWith(inv org.Invite) bool {
	p, ok := org.Who(t.tx, inv.Person)
	switch {
	case !ok || !p.Erased.IsZero() || inv.Link && (p.Link != inv.Hash || !p.Active()):
		t.session.Tries = append(t.session.Tries, t.now)
		t.say(t.text("bot.code_wrong"))
		return true
	case p.ID == t.person.ID && inv.Link:
		t.say(t.text("bot.link_here", "kenh", channelName(t.session.Chat.Channel)))
		return true
	case p.ID == t.person.ID && t.known():
		t.say(t.text("bot.already_there"))
		t.menu()
		return true
	case !p.Active() && (t.person.ID == "" || t.person.ID == p.ID):
		return false // he joins by it, or joins again
	}
	if no := t.cannotLink(inv, p); no != "" {
		t.say(no)
		return true
	}
	t.say(t.text("bot.link_whose", "tai_khoan", t.accountOf(p)))
	t.push(flowLink, map[string]string{"loi_moi": inv.Hash, "gop": fmt.Sprint(t.person.ID != "")})
	return true
}

// codeMidway answers a code that links, sent by somebody in the middle of
// something else: it is no answer to any question. What only looks like one (the
// number plate of a car) is an answer, and counts as a try all the same.
func (t *turn) codeMidway() bool {
	typed, sure := t.in.Text, t.in.Kind == chat.KindStart
	if sure {
		typed = t.in.Data
	}
	code, ok := normalCode(typed)
	whole := len([]rune(typed)) <= codeLen+10
	if len(t.session.Frames) == 0 || !ok || !whole || !sure && !looksLikeCode(typed) || t.tooManyTries() {
		return false
	}
	inv, ok := t.tx.Invite(t.b.Store.Hash("invite", code))
	if !ok || !t.usable(inv) || inv.Person == "" {
		t.session.Tries = append(t.session.Tries, t.now)
		return false
	}
	return t.linkWith(inv)
}

// accountOf tells somebody whose account a code belongs to: how he is addressed,
// his name and his unit, and no more.
func (t *turn) accountOf(p org.Person) string {
	posts := t.tx.PostsOf(p.ID)
	if t.b.unitNames(posts) == "" {
		return t.textTo(p, "bot.account")
	}
	return t.textTo(p, "bot.account_in")
}

// cannotLink says why the chat in hand cannot become p's, "" when it can.
func (t *turn) cannotLink(inv org.Invite, p org.Person) string {
	theirs := []chat.Address{t.session.Chat}
	if t.person.ID != "" {
		theirs = t.person.Chats
	}
	if t.withdrawn() || !p.Consent.Withdrawn.IsZero() {
		return t.text("bot.link_withdrawn")
	}
	for _, a := range theirs {
		if _, ok := p.At(a.Channel); ok && inv.Link {
			return t.text("bot.link_same", "kenh", channelName(a.Channel))
		}
	}
	if org.Exclusive(t.tx.PostsOf(p.ID), t.posts) {
		return t.text("bot.link_posts")
	}
	return ""
}

// linked makes the chat in hand one of the person's whose code was sent in it:
// he has said that he is that person. All is looked at again, for the code may
// have been used, ended or overtaken since the question.
func (t *turn) linked(f *Frame, fields []report.Field) {
	if value(fields, "noi") != "noi" {
		return
	}
	inv, ok := t.tx.Invite(f.State.Args["loi_moi"])
	p, found := org.Who(t.tx, inv.Person)
	if !ok || !found || !t.usable(inv) || !t.stillOf(inv, p) {
		t.say(t.text("bot.link_gone"))
		return
	}
	if no := t.cannotLink(inv, p); no != "" {
		t.say(no)
		return
	}
	inv.Uses--
	t.ch.Invites = append(t.ch.Invites, inv)
	here, what := t.session.Chat, "linked"
	before, added, on := p.Chats, []chat.Address{here}, p.ID
	if other := t.person; other.ID != "" {
		added, what, on = other.Chats, "merged", other.ID
		p = t.merge(p, other)
	}
	t.person = p
	t.posts = t.postsNow() // what is begun in a chat that goes is filed from his own post
	t.endLinkCode()
	t.session.Drafts = slices.DeleteFunc(t.session.Drafts, func(d Frame) bool { return joins(d.State.Flow) })
	t.session.Frames = slices.DeleteFunc(t.session.Frames, func(d Frame) bool { return d.State.Flow == flowJoin })
	for _, a := range added {
		if old, ok := t.person.At(a.Channel); ok { // an operator's code: he lost that account
			t.detach(old, here)
			t.tellChat(old, t.text("bot.unlinked_here", "kenh", channelName(here.Channel)))
		}
		t.person.Chats = append(t.person.Chats[:len(t.person.Chats):len(t.person.Chats)], a)
	}
	t.ch.People = append(t.ch.People, t.person)
	t.posts = t.postsNow()
	if slices.ContainsFunc(added, func(a chat.Address) bool { return t.b.keeps(a.Channel) }) {
		t.joinGroups(t.person, t.posts...)
	}
	t.audit(what, on, "")
	t.say(t.text("bot.linked", "kenh", channelNames(t.person.Chats)))
	for _, a := range before {
		if t.has(a) {
			t.tellChat(a, t.text("bot.link_told", "kenh", channelName(here.Channel)))
		}
	}
}

// joins reports whether a flow leads somebody in: what he would come back to
// without taking part.
func joins(flow string) bool { return flow == flowJoin || flow == flowLink }

// stillOf reports whether a code still is the one its person made last, or an
// operator made for him, and has something to do here.
func (t *turn) stillOf(inv org.Invite, p org.Person) bool {
	if p.ID == t.person.ID || !p.Erased.IsZero() || inv.Link && p.Link != inv.Hash {
		return false
	}
	return p.Active() || !inv.Link && t.person.ID != ""
}

// has reports whether a chat is one of the person's.
func (t *turn) has(a chat.Address) bool { return slices.Contains(t.person.Chats, a) }

// tellChat writes to one chat and to no other: what is said is about that chat.
// It names nobody as its recipient, so it takes no other route; where the chat is
// closed it waits for somebody to write there.
func (t *turn) tellChat(a chat.Address, text string) {
	out := Outgoing{
		Class: Receipt, Why: "link", Made: t.now, Expires: t.now.Add(t.b.Settings.ParkLife), State: Queued,
		Msg: chat.Outbound{To: a, Text: text},
	}
	if why := t.shut(a); why != "" {
		out.State, out.Reason, out.Since = Parked, why, t.now
	}
	t.ch.Outbox = append(t.ch.Outbox, out)
}
