package bot

import (
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
	"langnghe/bot/text"
)

// codeLetters has no letter or digit that is easily taken for another when
// read aloud or copied by hand.
const codeLetters = "ABCDEFGHJKMNPQRSTVWXYZ23456789"

// codeLen letters make a code: 30^8 is out of reach of guessing at a few tries
// an hour.
const codeLen = 8

// hasher is the store's keyed hash.
type hasher interface {
	Hash(kind, value string) string
}

// codeFrom spells a hexadecimal hash in code letters.
func codeFrom(hash string) string {
	var b strings.Builder
	raw, err := hex.DecodeString(hash)
	if err != nil || len(raw) < codeLen {
		raw = []byte(hash)
	}
	for _, c := range raw[:codeLen] {
		b.WriteByte(codeLetters[int(c)%len(codeLetters)])
	}
	return b.String()
}

// ShowCode writes a code for people: "ABCD-2345".
func ShowCode(code string) string {
	if len(code) != codeLen {
		return code
	}
	return code[:4] + "-" + code[4:]
}

// looksLikeCode reports whether somebody who takes part already means a code by
// his words: eight letters alone may be a word.
func looksLikeCode(typed string) bool {
	_, ok := normalCode(typed)
	return ok && strings.ContainsAny(typed, "-23456789")
}

// Invite makes a code of an invitation: inv.Unit, Role, Post, Person, Group,
// Uses, Expires and By say what for. It is the one way codes come to be, from
// the chat and from the command line.
func Invite(tx Tx, now time.Time, h hasher, inv org.Invite) (code string, ch Change, err error) {
	n, err := tx.Number("invite")
	if err != nil {
		return "", Change{}, err
	}
	code = codeFrom(h.Hash("code", fmt.Sprintf("%d %s", n, inv.Unit)))
	inv.Hash = h.Hash("invite", code)
	inv.Made = now
	ch.Invites = []org.Invite{inv}
	what := "invite"
	if inv.Link {
		what = "link_code"
	}
	ch.Audit = []Audit{{At: now, Who: inv.By, What: what, On: string(inv.Role), Unit: inv.Unit}}
	return code, ch, nil
}

// inviteFrom answers the `moi` flow: a code for a role in the person's unit.
func (t *turn) inviteFrom(fields []report.Field) {
	unit, ok := t.unitFor(org.MakeInvite)
	if !ok {
		t.say(t.text("bot.not_yours"))
		return
	}
	inv := org.Invite{
		Unit: unit, Role: org.Role(value(fields, "vai_tro")), Uses: 1,
		Expires: t.now.Add(t.b.Settings.InviteLife), By: t.person.ID,
	}
	if !org.MayGrant(t.b.Tree, t.posts, inv.Role, unit) {
		t.say(t.text("bot.not_grantable", "vai_tro", inv.Role.Title()))
		return
	}
	if value(fields, "loai_ma") == "don_vi" && inv.Role.Reports() {
		inv.Uses = t.b.Settings.InviteUses
	}
	t.giveCode(inv)
}

// giveCode makes the code and shows it with how to use it.
func (t *turn) giveCode(inv org.Invite) {
	code, ch, err := Invite(t.tx, t.now, t.b.Store, inv)
	if err != nil {
		panic(err)
	}
	t.ch.Invites = append(t.ch.Invites, ch.Invites...)
	t.ch.Audit = append(t.ch.Audit, ch.Audit...)
	id := "bot.invite_one"
	if inv.Uses > 1 {
		id = "bot.invite_unit"
	}
	t.say(t.text(id, "ma_moi", ShowCode(code), "vai_tro", inv.Role.Title(),
		"don_vi", t.b.Tree.Name(inv.Unit), "so_lan", fmt.Sprint(inv.Uses),
		"han", moments(inv.Expires.In(t.b.Settings.Zone)), "cach_dung", t.howToUse(code)))
}

// howToUse says where a code is sent, for the channels that are on.
func (t *turn) howToUse(code string) string {
	var ways []string
	if t.b.Settings.OANameForCode != "" {
		ways = append(ways, t.text("bot.code_zalo", "ten_oa", t.b.Settings.OANameForCode))
	}
	if name := t.b.telegramName(); name != "" {
		ways = append(ways, t.text("bot.code_telegram", "lien_ket", "t.me/"+name+"?start="+code))
	}
	return strings.Join(ways, "\n")
}

// telegramName is the bot's name in Telegram links, "" while unknown.
func (b *Bot) telegramName() string {
	for _, c := range b.Channels {
		if n, ok := c.(chat.Named); ok && n.Username() != "" {
			return n.Username()
		}
	}
	return ""
}

// joined files the joining conversation: the person, his consent, his post.
func (t *turn) joined(f *Frame, fields []report.Field) {
	if value(fields, "dong_y") != "dong_y" {
		return
	}
	args := f.State.Args
	p := t.person
	var inv org.Invite
	if args["lai"] != "true" {
		var ok bool
		inv, ok = t.tx.Invite(args["loi_moi"])
		if !ok || !t.usable(inv) {
			t.say(t.text("bot.code_gone"))
			return
		}
		if inv.Person != "" {
			if p, ok = org.Who(t.tx, inv.Person); !ok || !p.Erased.IsZero() {
				t.say(t.text("bot.code_gone"))
				return
			}
		} else if p.ID == "" {
			p = org.Person{ID: "p-" + t.b.Store.Hash("person", t.session.Chat.String()+f.Run)[:12], Created: t.now}
		}
	}
	if p.ID == "" {
		t.say(t.text("bot.how_to_join"))
		return
	}
	if name := ownName(value(fields, "ho_ten")); name != "" {
		p.Name = name
	}
	if a := shown(fields, "xung_ho"); a != "" {
		p.Address = strings.ToLower(a)
	}
	p.Consent = org.Consent{Version: t.b.Settings.ConsentVersion, At: t.now, Channel: t.session.Chat.Channel}
	t.person = p
	t.posts = t.postsNow()
	if old, ok := p.At(t.session.Chat.Channel); ok && old != t.session.Chat { // the account he had there is lost
		t.detach(old, t.session.Chat)
	}
	t.person.Chats = withFirst(t.person.Chats, t.session.Chat)
	p = t.person
	t.ch.People = append(t.ch.People, p)
	if inv.Hash != "" {
		t.seat(inv)
	}
	t.posts = t.postsNow()
	if inv.Hash == "" { // he takes part again
		t.joinGroups(t.person, t.posts...)
	}
	t.audit("joined", p.ID, inv.Unit)
	t.say(t.text("bot.joined"))
	if t.b.Settings.Knock.ByPhone() && p.Phone.Number == "" {
		t.say(t.text("bot.phone_offer"), numbered(Action{Label: t.text("bot.act_phone"), Do: "start:" + flowPhone},
			Action{Key: "0", Label: t.text("bot.act_back"), Do: "cmd:menu"})...)
	}
}

// ownName is a name without the form of address people put before it. What is no
// name, such as a telephone number, is hidden as everywhere.
func ownName(s string) string {
	s = strings.TrimSpace(s)
	first, rest, ok := strings.Cut(s, " ")
	switch strings.ToLower(first) {
	case "ông", "bà", "bác", "cô", "chú", "anh", "chị":
		if ok {
			s = strings.TrimSpace(rest)
		}
	}
	s, _ = text.Mask(s)
	return s
}

// takePost gives a known person one more post by a code.
func (t *turn) takePost(inv org.Invite) {
	if by, ok := org.Who(t.tx, inv.By); ok && by.ID == t.person.ID {
		t.say(t.text("bot.code_own"))
		return
	}
	for _, p := range t.posts {
		if p.Held() && p.Unit == inv.Unit && p.Role == inv.Role && inv.Post == "" {
			t.say(t.text("bot.already_there"))
			t.menu()
			return
		}
	}
	t.seat(inv)
	t.posts = t.postsNow()
	t.say(t.text("bot.post_added", "vai_tro", inv.Role.Title(), "don_vi", t.b.Tree.Name(inv.Unit)))
	t.menu()
}

// seat uses an invitation up and puts the person on its post. Who held the
// post until now is told.
func (t *turn) seat(inv org.Invite) {
	inv.Uses--
	t.ch.Invites = append(t.ch.Invites, inv)
	if inv.Person != "" && inv.Post == "" && inv.Role == "" {
		t.joinGroups(t.person, t.tx.PostsOf(t.person.ID)...)
		return // a known person who only lacked a chat: his posts are his already
	}
	post := org.Post{
		ID:   "post-" + t.b.Store.Hash("post", t.person.ID+inv.Hash)[:12],
		Unit: inv.Unit, Role: inv.Role, Since: t.now, Person: t.person.ID,
	}
	if inv.Post != "" {
		old, ok := t.tx.Post(inv.Post)
		if !ok {
			return
		}
		if before, ok := t.tx.Person(old.Person); ok && before.ID != t.person.ID {
			t.tell(before, note{class: Notice, why: "handover", text: t.textTo(before, "bot.handed_over",
				"vai_tro", old.Role.Title(), "don_vi", t.b.Tree.Name(old.Unit))})
			t.leaveGroups(before, old)
		}
		old.Person, old.Since = t.person.ID, t.now
		post = old
	}
	t.ch.Posts = append(t.ch.Posts, post)
	t.audit("took_post", post.ID, post.Unit)
	t.joinGroups(t.person, post)
	for _, lead := range t.holders(t.b.Tree.Committee(post.Unit), org.LeadViceChair) {
		if lead.ID != t.person.ID {
			t.tell(lead, note{class: Notice, why: "joined", text: t.textTo(lead, "bot.somebody_joined",
				"ho_ten", t.person.Name, "vai_tro", post.Role.Title())})
		}
	}
}

// postsNow are the person's posts with this turn's changes.
func (t *turn) postsNow() []org.Post {
	posts := t.tx.PostsOf(t.person.ID)
	for _, p := range t.ch.Posts {
		found := false
		for i := range posts {
			if posts[i].ID == p.ID {
				posts[i], found = p, true
			}
		}
		if !found && p.Person == t.person.ID {
			posts = append(posts, p)
		}
	}
	return posts
}

// unitFor is the unit in which the person does act: his first such post's.
func (t *turn) unitFor(act org.Act) (string, bool) {
	units := org.Where(t.posts, act)
	if len(units) == 0 {
		return "", false
	}
	return units[0], true
}

// value is what was answered to a question, shown how it reads.
func value(fields []report.Field, id string) string {
	f, _ := report.Report{Fields: fields}.Field(id)
	return f.Value
}

func shown(fields []report.Field, id string) string {
	f, _ := report.Report{Fields: fields}.Field(id)
	return f.Shown
}

// withFirst puts a chat first, for it is where he just wrote.
func withFirst(chats []chat.Address, a chat.Address) []chat.Address {
	out := []chat.Address{a}
	for _, c := range chats {
		if c != a {
			out = append(out, c)
		}
	}
	return out
}
