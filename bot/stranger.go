package bot

import (
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/text"
	"langnghe/flows"
)

// stranger answers somebody who is not, or no longer, taking part. He learns
// how to join and nothing else.
func (t *turn) stranger() {
	if t.in.Kind == chat.KindMedia && t.sameAlbum() {
		return
	}
	if t.ownData() {
		return
	}
	if t.danger() {
		if len(t.session.Frames) > 0 {
			t.joinAside("urgent")
			return
		}
		t.say(t.text("bot.danger_first"))
		t.howToJoin()
		return
	}
	if n := len(t.session.Frames); n > 0 {
		if f := t.session.Frames[n-1]; t.codeGone(f) {
			t.end(f.Run, "stopped")
			t.schedule()
			t.sayCodeGone(f)
			return
		}
		if t.in.Kind != chat.KindPress && t.codeMidway() {
			return
		}
		switch t.in.Kind {
		case chat.KindPress:
			t.pressJoin(t.in.Data)
		case chat.KindMedia:
			t.step(flows.Event{Media: []flows.Media{{Kind: "file"}}})
		case chat.KindStart:
			t.step(flows.Event{Again: true})
		default:
			clean := text.Clean(t.in.Text)
			if key, ok := text.Menu(clean); ok {
				if a, ok := t.session.Menu.find(key); ok {
					t.doJoin(a.Do)
					return
				}
			}
			t.step(flows.Event{Text: clean})
		}
		return
	}
	if t.joining() {
		return
	}
	code := t.in.Data
	if t.in.Kind == chat.KindText {
		code = t.in.Text
	}
	if t.in.Kind != chat.KindPress && t.redeem(code) {
		return
	}
	if t.returning() {
		t.push(flowJoin, map[string]string{"lai": "true", "can_hoi_ten": "false"})
		return
	}
	t.howToJoin()
}

// howToJoin is what somebody who is not taking part may know.
func (t *turn) howToJoin() {
	if t.withdrawn() {
		t.say(t.text("bot.own_rights"))
		return
	}
	t.say(t.text("bot.how_to_join"))
}

// danger reports whether the words in hand would open an urgent report, or have
// such words in them: then the numbers to call come first, whoever it is.
func (t *turn) danger() bool {
	if t.in.Command == "khan" {
		return true
	}
	if t.in.Kind != chat.KindText {
		return false
	}
	clean := text.Clean(t.in.Text)
	return t.b.Flows.Match(clean, string(org.Collaborator)).Flow == flowUrgent || t.b.Flows.Mentions(clean, flowUrgent)
}

// returning reports whether somebody who withdrew his consent wants back in.
func (t *turn) returning() bool {
	return t.withdrawn() && (t.in.Kind == chat.KindStart || t.b.Flows.Match(t.in.Text, string(org.Stranger)).Command == "menu")
}

func (t *turn) pressJoin(data string) {
	token, key, _ := strings.Cut(strings.TrimPrefix(data, "#"), ".")
	if m := t.session.Menu; m != nil && m.Token == token {
		if a, ok := m.find(key); ok {
			t.doJoin(a.Do)
			return
		}
	}
	t.step(flows.Event{Again: true})
}

// doJoin does only what belongs to the joining conversation.
func (t *turn) doJoin(do string) {
	if opt, ok := strings.CutPrefix(do, "flow:"); ok {
		t.step(flows.Event{Do: opt})
		return
	}
	t.step(flows.Event{Again: true})
}

// aside is what a person asks for in the middle of a conversation.
func (t *turn) aside(what string) {
	if !t.known() {
		t.joinAside(what)
		return
	}
	switch what {
	case "help", "person":
		t.help(what)
		t.step(flows.Event{Again: true})
	case "urgent":
		t.urgent()
	default:
		t.leave()
		t.command(what)
	}
}

// joinAside is the same for somebody who is joining: help, what to do in danger,
// and going away for a while without losing the code.
func (t *turn) joinAside(what string) {
	switch what {
	case "help", "person":
		t.say(t.text("bot.join_help"))
		t.step(flows.Event{Again: true})
	case "urgent":
		t.say(t.text("bot.join_urgent"))
		t.step(flows.Event{Again: true})
	default:
		joining := joins(t.session.Frames[len(t.session.Frames)-1].State.Flow)
		t.setJoinAside()
		if !joining {
			t.say(t.text("bot.own_rights"))
			return
		}
		t.say(t.text("bot.join_later"))
	}
}

// joining takes up a joining conversation that was put aside.
func (t *turn) joining() bool {
	asked := t.in.Kind == chat.KindStart || t.in.Kind == chat.KindText &&
		t.b.Flows.Match(text.Clean(t.in.Text), string(org.Stranger)).Command == "menu"
	n := len(t.session.Drafts) - 1
	if !asked || n < 0 || !joins(t.session.Drafts[n].State.Flow) {
		return false
	}
	if f := t.session.Drafts[n]; t.codeGone(f) {
		t.session.Drafts = t.session.Drafts[:n]
		t.sayCodeGone(f)
		return true
	}
	if inv, ok := t.tx.Invite(t.session.Drafts[n].State.Args["loi_moi"]); ok && t.session.Drafts[n].State.Flow == flowLink {
		if p, ok := org.Who(t.tx, inv.Person); ok && t.stillOf(inv, p) {
			t.say(t.text("bot.link_whose", "tai_khoan", t.accountOf(p)))
		}
	}
	t.resume(t.session.Drafts[n].Run)
	return true
}

// codeGone reports whether the code with which somebody began to join serves no
// more: another used it up meanwhile, or its time is over. He hears it at once,
// not when he has told everything.
func (t *turn) codeGone(f Frame) bool {
	if !joins(f.State.Flow) || f.State.Args["lai"] == "true" {
		return false
	}
	inv, ok := t.tx.Invite(f.State.Args["loi_moi"])
	return !ok || !t.usable(inv)
}

func (t *turn) sayCodeGone(f Frame) {
	if f.State.Flow == flowLink {
		t.say(t.text("bot.link_gone"))
		return
	}
	t.say(t.text("bot.code_gone"))
}

// usable reports whether a code may still be used.
func (t *turn) usable(inv org.Invite) bool { return inv.Uses > 0 && t.now.Before(inv.Expires) }

// redeem takes an invite code, typed or from a deep link. It reports whether
// there was anything to answer: words that look like no code are not one.
func (t *turn) redeem(typed string) bool {
	code, ok := normalCode(typed)
	if !ok {
		return t.miscoded(typed)
	}
	t.wake()
	if t.tooManyTries() {
		t.say(t.text("bot.code_wait"))
		return true
	}
	hash := t.b.Store.Hash("invite", code)
	inv, ok := t.tx.Invite(hash)
	if !ok || !t.usable(inv) {
		t.session.Tries = append(t.session.Tries, t.now)
		t.say(t.text("bot.code_wrong"))
		return true
	}
	if inv.Group {
		t.say(t.text("bot.code_is_group"))
		return true
	}
	if inv.Person != "" && t.linkWith(inv) {
		return true
	}
	if t.known() {
		t.takePost(inv)
		return true
	}
	ask := "true"
	if inv.Person != "" {
		ask = "false"
	}
	t.session.Tries = nil
	t.push(flowJoin, map[string]string{"loi_moi": hash, "can_hoi_ten": ask})
	return true
}

// tooManyTries counts the wrong codes of the last hour.
func (t *turn) tooManyTries() bool {
	kept := t.session.Tries[:0:0]
	for _, at := range t.session.Tries {
		if t.now.Sub(at) < time.Hour && !at.After(t.now) {
			kept = append(kept, at)
		}
	}
	t.session.Tries = kept
	return len(kept) >= t.b.Settings.CodeTries
}
