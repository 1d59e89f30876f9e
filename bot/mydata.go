package bot

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
	"langnghe/flows"
)

// myData shows everything that is kept of the person, and what he can do about it.
func (t *turn) myData() {
	p := t.person
	var posts []string
	for _, x := range t.posts {
		if x.Held() {
			posts = append(posts, x.Role.Title()+" "+t.b.Tree.Name(x.Unit))
		}
	}
	agreed := moments(p.Consent.At.In(t.b.Settings.Zone))
	if t.withdrawn() {
		agreed += t.text("bot.export_withdrawn", "luc", moments(p.Consent.Withdrawn.In(t.b.Settings.Zone)))
	}
	shown := t.text("bot.my_data", "ho_ten", p.Name, "vai_tro", strings.Join(posts, "; "),
		"kenh", t.chatsShown(), "dien_thoai", t.phoneLine(false), "phien_ban", p.Consent.Version, "luc", agreed,
		"so_bao_cao", countText(len(t.tx.ReportsOf(p.ID, 1000))))
	if t.withdrawn() {
		t.say(shown, numbered(
			Action{Label: t.text("bot.act_export"), Do: "cmd:export"},
			Action{Label: t.text("bot.act_erase"), Do: "start:" + flowErase},
			Action{Key: "0", Label: t.text("bot.act_back"), Do: "cmd:menu"})...)
		return
	}
	as := []Action{
		{Label: t.text("bot.act_my_reports"), Do: "cmd:my_reports"},
		{Label: t.text("bot.act_correct"), Do: "start:" + flowCorrect},
		{Label: t.text("bot.act_export"), Do: "cmd:export"},
		{Label: t.text("bot.act_withdraw_consent"), Do: "start:" + flowWithdraw},
		{Label: t.text("bot.act_erase"), Do: "start:" + flowErase},
	}
	switch {
	case p.Phone.Number != "":
		as = append(as, Action{Label: t.text("bot.act_forget_phone"), Do: "cmd:forget_phone"})
	case t.b.Settings.Knock.ByPhone():
		as = append(as, Action{Label: t.text("bot.act_phone"), Do: "start:" + flowPhone})
	}
	if len(p.Chats) > 1 {
		as = append(as, Action{Label: t.text("command.prefer"), Do: "cmd:prefer"})
	}
	t.say(shown, numbered(append(as, Action{Key: "0", Label: t.text("bot.act_back"), Do: "cmd:menu"})...)...)
}

func countText(n int) string {
	if n >= 1000 {
		return "trên 1.000"
	}
	return strconv.Itoa(n)
}

// withdrawConsent stops all processing: no reminder, no report, until he
// agrees again. What he filed stays, as the consent text says.
func (t *turn) withdrawConsent(fields []report.Field) {
	if !confirmed(fields, "rut") {
		return
	}
	t.person.Consent.Withdrawn = t.now
	t.endLinkCode()
	t.dropPhone()
	t.ch.People = append(t.ch.People, t.person)
	t.audit("consent_withdrawn", t.person.ID, "")
	t.tellHead("bot.vc_left")
	t.leaveGroups(t.person, t.posts...)
	t.stopEverything()
	t.dropSent("")
	t.say(t.text("bot.consent_withdrawn"))
}

// eraseOnRequest removes the person: name, chats, form of address. His reports
// stay without him.
func (t *turn) eraseOnRequest(fields []report.Field) {
	if !confirmed(fields, "xoa") {
		return
	}
	if !t.withdrawn() { // else they heard it then
		t.tellHead("bot.vc_left")
	}
	t.say(t.text("bot.erased"))
	t.erase()
}

// confirmed reports whether the flow's last question was answered with the one
// option that goes ahead. Nothing else is consent to losing something.
func confirmed(fields []report.Field, option string) bool {
	return value(fields, "chac_chan") == option
}

// erase removes whoever talks in the chat in hand: on his request, or on the
// platform's word that he asked for it.
func (t *turn) erase() {
	t.endLinkCode()
	p := t.person
	if p.ID == "" {
		t.ch.Forget = append(t.ch.Forget, t.in.Chat)
		t.dropSession(t.in.Chat)
		return
	}
	for _, r := range t.tx.ReportsOf(p.ID, 100000) {
		if changed, ok := t.reports[r.ID]; ok {
			r = changed
		}
		r.Person = ""
		for i := range r.Log {
			if r.Log[i].By == p.ID {
				r.Log[i].By = ""
			}
		}
		t.keep(r)
	}
	for _, post := range t.posts {
		if post.Person == p.ID {
			post.Person = ""
			t.ch.Posts = append(t.ch.Posts, post)
		}
	}
	t.eraseMedia()
	t.leaveGroups(p, t.posts...)
	chats := p.Chats
	t.ch.People = append(t.ch.People, org.Person{ID: p.ID, Erased: t.now, Created: p.Created, FileEntry: p.FileEntry})
	t.audit("erased", p.ID, "")
	for _, a := range chats {
		t.forgetWaiting(a)
		t.ch.Forget = append(t.ch.Forget, a)
		t.dropSession(a)
	}
	t.freed = nil
	t.ch.Timers = nil
	t.person, t.posts = org.Person{}, nil
}

// dropSession keeps a forgotten chat's session from being written again.
func (t *turn) dropSession(a chat.Address) {
	t.sessions = slices.DeleteFunc(t.sessions, func(s *Session) bool { return s.Chat == a })
	t.ch.Contacts = slices.DeleteFunc(t.ch.Contacts, func(c Contact) bool { return c.Chat == a })
}

func (t *turn) timerKeyOf(kind string, a chat.Address) string {
	return kind + "/" + t.b.Store.Hash("timer", a.String())[:24]
}

// stopEverything ends what is going on in the person's chats, and what waits
// for him there.
func (t *turn) stopEverything() {
	for _, a := range t.person.Chats {
		s := t.sessionOf(a)
		s.Frames, s.Drafts, s.Cards, s.Held, s.Menu, s.Album, s.Flood.Text = nil, nil, nil, "", nil, nil, ""
		t.forgetWaiting(a)
	}
	t.freed, t.ch.Timers = nil, nil
}

// forgetWaiting drops the timers of a chat and every message kept for it: queued,
// parked, dead or doubtful.
func (t *turn) forgetWaiting(a chat.Address) {
	for after := uint64(0); ; {
		rows := t.tx.Outbox(after, 500)
		if len(rows) == 0 {
			break
		}
		after = rows[len(rows)-1].ID
		for _, o := range rows {
			if o.Msg.To == a && o.State != Sending {
				o.State = ""
				t.ch.Settled = append(t.ch.Settled, o)
				t.notComing(o)
			}
		}
	}
	for _, kind := range chatTimers {
		t.ch.Cancel = append(t.ch.Cancel, t.timerKeyOf(kind, a))
	}
}

// tellHead tells the heads of the person's units what became of him: that he
// left, or is called otherwise now.
func (t *turn) tellHead(id string, pairs ...string) {
	for _, post := range t.posts {
		if !post.Held() {
			continue
		}
		for _, lead := range t.heads(post.Unit) {
			t.tell(lead, note{class: Notice, why: "roster", text: t.textTo(lead, id,
				append([]string{"ho_ten", t.person.Name, "vai_tro", post.Role.Title()}, pairs...)...)})
		}
	}
}

// postsToHandOver are the seats of the person's units that can be given away.
func (t *turn) postsToHandOver() []flows.ListItem {
	var items []flows.ListItem
	for _, u := range org.Where(t.posts, org.HandOver) {
		for _, p := range t.b.postsAround(t.tx, u) {
			if !p.Ended.IsZero() || !t.mayHandOver(p) {
				continue
			}
			name := p.Role.Title() + ": " + t.text("bot.vacant")
			if who, ok := t.tx.Person(p.Person); ok && who.Name != "" {
				name = who.Name + ", " + p.Role.Title() // a button shows the beginning
			}
			items = append(items, flows.ListItem{ID: p.ID, Name: name})
		}
	}
	return items
}

// mayHandOver reports whether the person may give the seat to another: only a
// seat of a role he may give at all.
func (t *turn) mayHandOver(p org.Post) bool {
	unit := t.b.Tree.Committee(p.Unit)
	return t.may(org.HandOver, unit) && org.MayGrant(t.b.Tree, t.posts, p.Role, unit)
}

// handOver makes a code for a seat: whoever joins with it takes the seat, and
// until then nothing changes.
func (t *turn) handOver(fields []report.Field) {
	post, ok := t.tx.Post(value(fields, "vi_tri"))
	if !confirmed(fields, "ban_giao") || !ok || !t.mayHandOver(post) {
		t.say(t.text("bot.not_yours"))
		return
	}
	t.audit("hand_over", post.ID, post.Unit)
	t.giveCode(org.Invite{
		Unit: post.Unit, Role: post.Role, Post: post.ID, Uses: 1,
		Expires: t.now.Add(t.b.Settings.InviteLife), By: t.person.ID,
	})
}

// inviteGroup makes a one-time code that binds a chat group to the person's unit.
func (t *turn) inviteGroup() {
	unit, ok := t.unitFor(org.MakeInvite)
	if !ok {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	code, ch, err := Invite(t.tx, t.now, t.b.Store, org.Invite{
		Unit: unit, Group: true, Uses: 1, Expires: t.now.Add(24 * time.Hour), By: t.person.ID,
	})
	if err != nil {
		panic(err)
	}
	t.ch.Invites = append(t.ch.Invites, ch.Invites...)
	t.ch.Audit = append(t.ch.Audit, ch.Audit...)
	var ways []string
	if t.b.keeper() != nil {
		ways = append(ways, t.text("bot.group_code_zalo", "ma_moi", ShowCode(code)))
	}
	if name := t.b.telegramName(); name != "" {
		ways = append(ways, t.text("bot.group_code_telegram", "lien_ket", "t.me/"+name+"?startgroup="+code))
	}
	t.say(t.text("bot.invite_group", "don_vi", t.b.Tree.Name(unit), "ma_moi", ShowCode(code), "cach_dung", strings.Join(ways, "\n")))
}
