package bot

import (
	"strings"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/text"
)

// withdrawn reports whether the person in hand took his consent back. What is
// kept of him is still his: he sees it, takes a copy of it and has it removed
// without agreeing to anything.
func (t *turn) withdrawn() bool {
	return t.person.ID != "" && t.person.Erased.IsZero() && !t.person.Consent.Withdrawn.IsZero()
}

// ownData answers somebody who withdrew and asks for what is his own. It
// reports false for everything else.
func (t *turn) ownData() bool {
	if !t.withdrawn() {
		return false
	}
	switch t.in.Kind {
	case chat.KindPress:
		token, key, _ := strings.Cut(strings.TrimPrefix(t.in.Data, "#"), ".")
		if m := t.session.Menu; m != nil && m.Token == token {
			a, ok := m.find(key)
			return ok && t.doOwn(a.Do)
		}
	case chat.KindText:
		clean := text.Clean(t.in.Text)
		if key, ok := text.Menu(clean); ok {
			a, ok := t.session.Menu.find(key)
			return ok && t.doOwn(a.Do)
		}
		if t.in.Command == "dulieu" {
			return t.doOwn("cmd:my_data")
		}
		// Whatever post he has or had: these words stand in every role's.
		switch m := t.b.Flows.Match(clean, string(org.Collaborator)); {
		case m.Flow != "":
			return t.doOwn("start:" + m.Flow)
		case m.Command != "" && m.Command != "menu":
			return t.doOwn("cmd:" + m.Command)
		}
	}
	return false
}

// doOwn carries out what somebody who withdrew may still ask for, and nothing
// else: a button of before is no right.
func (t *turn) doOwn(do string) bool {
	switch do {
	case "cmd:my_data", "cmd:export", "cmd:menu", "start:" + flowErase:
		t.setJoinAside()
	default:
		if !strings.HasPrefix(do, "export:") {
			return false
		}
	}
	switch do {
	case "cmd:menu":
		t.say(t.text("bot.own_rights"))
	case "start:" + flowErase:
		t.push(flowErase, nil)
	default:
		t.do(do)
	}
	return true
}

// setJoinAside puts a joining conversation aside, and ends any other: whoever
// is not taking part has nothing else to come back to.
func (t *turn) setJoinAside() {
	for n := len(t.session.Frames) - 1; n >= 0; n-- {
		if joins(t.session.Frames[n].State.Flow) {
			t.keepDraft(t.session.Frames[n])
		}
		t.session.Frames = t.session.Frames[:n]
	}
	t.schedule()
}
