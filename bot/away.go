package bot

import (
	"slices"

	"langnghe/bot/chat"
)

// What a person writes belongs to him, not to the chat he began it in. From
// either chat he sees what he is writing in the other and takes it over: it
// leaves the one and goes on in the other, so it never is in two places.

// draft is something unfinished and where it is.
type draft struct {
	Frame
	at chat.Address
}

// begun reports whether there is anything in a conversation worth keeping.
func begun(f Frame) bool {
	return len(f.State.Answers) > 0 || len(f.State.Pieces) > 0 || len(f.State.Was) > 0 || len(f.State.Media) > 0
}

// own are the drafts of the chat in hand, away what is unfinished in the
// person's other chats, put aside there or in view; the latest last.
func (t *turn) own() (list []draft) {
	for _, f := range t.session.Drafts {
		list = append(list, draft{f, t.session.Chat})
	}
	return list
}

func (t *turn) away() (list []draft) {
	if !t.known() {
		return nil
	}
	for _, a := range t.person.Chats {
		if a == t.session.Chat {
			continue
		}
		s := t.peek(a)
		for _, f := range slices.Concat(s.Drafts, s.Frames) {
			if begun(f) && !joins(f.State.Flow) && !ownRight(f.State.Flow) {
				list = append(list, draft{f, a})
			}
		}
	}
	slices.SortStableFunc(list, func(x, y draft) int { return x.Touched.Compare(y.Touched) })
	return list
}

// peek reads a chat's session as this turn left it, without opening it. One that
// cannot be read stops its own chat and not this one.
func (t *turn) peek(a chat.Address) (s Session) {
	for _, s := range t.sessions {
		if s.Chat == a {
			return *s
		}
	}
	t.b.readable(&t.fx, func() { s, _ = t.tx.Session(a) })
	return s
}

// awayLabel names a draft of another chat; "" when its flow is gone.
func (t *turn) awayLabel(d draft) string {
	fl, ok := t.b.Flows.Flow(d.State.Flow)
	switch {
	case !ok:
		return ""
	case d.Report != "":
		return t.text("bot.draft_sent", "ma", d.Report)
	}
	return t.text("bot.draft_away", "ten_luong", fl.Title, "kenh", channelName(d.at.Channel))
}

// bring takes what is unfinished in another of the person's chats out of it. If
// it was in view there, nothing is any more: what it had interrupted is put
// aside, and the chat hears where it went.
func (t *turn) bring(run string) (f Frame, ok bool) {
	i := slices.IndexFunc(t.away(), func(d draft) bool { return d.Run == run })
	if i < 0 {
		return Frame{}, false
	}
	d := t.away()[i]
	here := t.session.Chat
	from := t.sessionOf(d.at)
	if slices.ContainsFunc(from.Frames, func(f Frame) bool { return f.Run == run }) {
		t.within(from, func() {
			t.putAside()
			from.Menu = nil
			t.ch.Cancel = append(t.ch.Cancel, t.timerKey("nudge"))
		})
		if fl, ok := t.b.Flows.Flow(d.State.Flow); ok && t.shut(d.at) == "" {
			t.tellChat(d.at, t.text("bot.draft_moved", "ten_luong", fl.Title, "kenh", channelName(here.Channel)))
		}
	}
	i = slices.IndexFunc(from.Drafts, func(f Frame) bool { return f.Run == run })
	if i < 0 {
		return Frame{}, false
	}
	f = from.Drafts[i]
	from.Drafts = slices.Delete(slices.Clone(from.Drafts), i, i+1)
	return f, true
}

// drafts lists everything the person has not finished, in this chat and in the
// other. The choice he sees is meant when it is about a draft already.
func (t *turn) drafts() {
	if m := t.session.Menu; m != nil {
		for _, a := range m.Items {
			if a.Label == t.text("bot.resume_go") {
				t.do(a.Do)
				return
			}
		}
	}
	as := t.draftActions(maxDrafts)
	if len(as) == 0 {
		t.say(t.text("bot.no_draft"))
		t.menu()
		return
	}
	t.say(t.text("bot.drafts"), numbered(append(as, Action{Key: "0", Label: t.text("bot.act_back"), Do: "cmd:menu"})...)...)
}

// draftActions take up at most n drafts of this chat and n of the others, the
// latest first.
func (t *turn) draftActions(n int) (as []Action) {
	own := t.session.Drafts[max(0, len(t.session.Drafts)-n):]
	for i := len(own) - 1; i >= 0; i-- {
		if label := t.draftLabel(own, i); label != "" {
			as = append(as, Action{Label: label, Do: "resume:" + own[i].Run})
		}
	}
	away := t.away()
	for i := len(away) - 1; i >= max(0, len(away)-n); i-- {
		if label := t.awayLabel(away[i]); label != "" {
			as = append(as, Action{Label: label, Do: "resume:" + away[i].Run})
		}
	}
	return as
}
