package bot

import (
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/text"
	"langnghe/flows"
	"langnghe/internal/mutant"
)

// converse answers in a private chat.
func (t *turn) converse() {
	// A silence that ends later than any can is one left by a clock that ran ahead.
	rest := t.session.Quiet.Sub(t.now)
	t.hushed = rest > 0 && rest <= t.b.Settings.StaffPause
	if t.in.Kind == chat.KindPress || t.in.Command != "" {
		t.wake()
	}
	if !t.known() {
		t.stranger()
		return
	}
	if t.hushed && !t.calls() {
		return // he is talking with an officer, not with the bot
	}
	if t.outdated() {
		t.push(flowJoin, map[string]string{"lai": "true", "can_hoi_ten": "false"})
		return
	}
	t.endAlbum(t.in.Album)
	switch t.in.Kind {
	case chat.KindStart:
		t.started()
	case chat.KindPress:
		t.press(t.in.Data)
	case chat.KindMedia:
		t.media()
	default:
		t.typed(t.in.Text)
	}
}

// calls reports whether somebody who talks with an officer calls the bot by one
// of its words.
func (t *turn) calls() bool {
	if t.in.Kind != chat.KindText && t.in.Kind != chat.KindStart {
		return false
	}
	m := t.match(text.Clean(t.in.Text))
	return t.in.Kind == chat.KindStart || m.Flow != "" || m.Command != ""
}

// outdated reports whether the person agreed to an older text and should be
// asked again. What is urgent comes first, and a conversation is not broken off.
func (t *turn) outdated() bool {
	if t.person.Consent.Version == t.b.Settings.ConsentVersion || len(t.session.Frames) > 0 || t.in.Kind == chat.KindPress {
		return false
	}
	return t.in.Command != "khan" && t.match(text.Clean(t.in.Text)).Flow != flowUrgent
}

// wake ends the silence the bot keeps while an officer writes by hand.
func (t *turn) wake() {
	t.hushed = false
	t.session.Quiet = time.Time{}
}

// started is /start or following: the question in view again, or the menu. A
// deep link's payload is an invite code.
func (t *turn) started() {
	t.wake()
	if t.in.Data != "" && t.redeem(t.in.Data) {
		return
	}
	if len(t.session.Frames) > 0 {
		t.again()
		return
	}
	t.welcome()
}

// typed is a text. Its markers of state secrets are looked at first, what
// would name a citizen is hidden next, and only then is it understood.
func (t *turn) typed(raw string) {
	if masked, hidden, ok := t.read(raw); ok {
		t.hear(masked, hidden)
	}
}

// read makes what was typed fit to be kept; ok is false when there is nothing
// to hear, or the person was asked about it.
func (t *turn) read(raw string) (masked string, hidden, ok bool) {
	clean := text.Clean(raw)
	if clean == "" {
		t.again()
		return "", false, false
	}
	switch text.Secret(clean) {
	case text.SureMarker:
		t.fx.count("secret_stopped")
		t.say(t.text("bot.secret_stop"))
		t.again()
		return "", false, false
	case text.MaybeMarker:
		masked, _ := t.mask(clean)
		t.hold(masked, func(string) string { return t.text("bot.secret_maybe") },
			Action{Label: t.text("bot.secret_no"), Do: "held:say"},
			Action{Label: t.text("bot.secret_yes"), Do: "held:drop"})
		return "", false, false
	}
	masked, kinds := t.mask(clean)
	if mutant.On(mutant.MaskLate) {
		return clean, false, true
	}
	if len(kinds) > 0 {
		t.fx.count("masked")
	}
	return masked, len(kinds) > 0, true
}

// mask hides what would name a citizen. Where something happens stays whole
// while it is asked for: help must find it ([turn.reveal] decides what is kept).
func (t *turn) mask(clean string) (string, []text.Kind) {
	if masked, kinds := text.Mask(clean); len(kinds) == 0 {
		return masked, nil // what the question in view lets stand is less, not more
	}
	if n := len(t.session.Frames); n > 0 {
		f := &t.session.Frames[n-1]
		if set, err := t.b.set(t.tx, f.State.Version); err == nil {
			return set.Mask(f.State, t.env(), clean)
		}
	}
	return text.Mask(clean)
}

// hold keeps a text until the person has said what to do with it. Who goes on
// writing in place of choosing adds to it.
func (t *turn) hold(masked string, question func(held string) string, options ...Action) {
	t.session.Whence = t.ref()
	if before := t.session.Held; before != "" && len(before)+len(masked) < maxHeld {
		masked, t.session.Whence = before+"\n"+masked, ""
	}
	t.session.Held = masked
	t.say(question(masked), numbered(options...)...)
}

// maxHeld bounds a text that is held, in bytes.
const maxHeld = 20_000

// hear understands a masked text: a number, an answer, a command, or words.
func (t *turn) hear(masked string, hidden bool) {
	if key, ok := text.Menu(masked); ok && t.number(key) {
		return
	}
	if t.in.Command != "" && t.slash() {
		return
	}
	if t.codeMidway() {
		return
	}
	if len(t.session.Frames) > 0 {
		t.step(flows.Event{Text: masked, Masked: hidden, Ref: t.ref()})
		return
	}
	m := t.match(masked)
	if a, ok := t.labelled(masked); ok && m.Flow == "" && m.Command == "" {
		t.do(a.Do)
		return
	}
	switch {
	case t.offered(m): // by its opening instead of its number: the words go with it
		t.wake()
		t.release(opened(m))
	case m.Flow != "":
		t.wake()
		t.start(m.Flow, nil)
	case m.Command != "":
		t.wake()
		t.command(m.Command)
	case len(m.Ambiguous) > 0:
		t.say(t.text("bot.which"), t.openings(m.Ambiguous)...)
	case text.Fold(masked) == text.Fold(t.text("bot.act_back")): // from a first page, or from nothing
		t.menu()
	case t.byNumber(masked):
	case looksLikeCode(t.in.Text) && t.redeem(t.in.Text), t.miscoded(t.in.Text):
	case len([]rune(masked)) >= 15 && len(t.whatFor()) > 0:
		// Somebody who just writes what he has to say: nothing typed is lost.
		t.hold(masked, func(held string) string { return t.text("bot.make_report", "noi_dung", shorten(held, 120)) },
			append(t.whatFor(), Action{Label: t.text("bot.make_none"), Do: "held:menu"})...)
	default:
		t.say(t.text("bot.not_understood"))
		t.menu()
	}
}

// match finds what words mean outside of any conversation, by the first of the
// person's roles to which they mean anything.
func (t *turn) match(words string) flows.Match {
	roles := t.roles()
	if len(roles) == 0 { // his posts went to others; he keeps what is his own right
		roles = []string{string(org.Stranger)}
	}
	for _, role := range roles {
		if m := t.b.Flows.Match(words, role); m.Flow != "" || m.Command != "" || len(m.Ambiguous) > 0 {
			return m
		}
	}
	return flows.Match{}
}

// labelled is the choice whose label was typed: of the menu in view, else of
// the person's whole menu.
func (t *turn) labelled(words string) (Action, bool) {
	key := text.Fold(words)
	if key == "" {
		return Action{}, false
	}
	var as []Action
	if t.session.Menu != nil {
		as = append(as, t.session.Menu.Items...)
	}
	for _, a := range append(as, t.entries()...) {
		if text.Fold(a.Label) == key {
			return a, true
		}
	}
	return Action{}, false
}

// openings are choices among flows and commands that fit what was typed.
func (t *turn) openings(ids []string) []Action {
	var as []Action
	for _, id := range ids {
		if flow, ok := strings.CutPrefix(id, "flow:"); ok {
			if f, ok := t.b.Flows.Flow(flow); ok {
				as = append(as, Action{Label: f.Title, Do: "start:" + flow})
			}
			continue
		}
		id = strings.TrimPrefix(id, "cmd:")
		as = append(as, Action{Label: t.text("command." + id), Do: "cmd:" + id})
	}
	return numbered(as...)
}

// slash maps the platform's own commands; what is not one of ours is words.
func (t *turn) slash() bool {
	switch t.in.Command {
	case "start", "menu":
		t.command("menu")
	case "baocao":
		t.leave()
		t.start(flowPeriodic, nil)
	case "khongcogi":
		t.leave()
		t.start(flowNil, nil)
	case "khan":
		t.urgent()
	case "giup", "help":
		t.command("help")
	case "xemlai":
		t.leave()
		t.command("my_reports")
	case "dulieu":
		t.leave()
		t.command("my_data")
	case "huy":
		if len(t.session.Frames) == 0 {
			t.menu()
			return true
		}
		t.step(flows.Event{Text: "hủy"})
	default:
		return false
	}
	return true
}

// number does what a typed number means: the choice in view, a standing card,
// or, when it may be either, a question which.
func (t *turn) number(key string) bool {
	type meaning struct {
		about string
		act   Action
	}
	var may []meaning
	s := t.session
	inFlow := len(s.Frames) > 0
	if a, ok := s.Menu.find(key); ok {
		about := s.Menu.About
		if about == "" {
			about = t.text("bot.question_in_view")
		}
		may = append(may, meaning{about, a})
	}
	for i := len(s.Cards) - 1; i >= max(0, len(s.Cards)-8); i-- { // the latest: nobody scrolls further up to type
		c := s.Cards[i]
		if c.Elsewhere || s.Menu != nil && c.At.Before(s.Menu.At) {
			continue
		}
		if a, ok := c.find(key); ok {
			may = append(may, meaning{c.About, a})
		}
	}
	switch {
	case len(may) == 0:
		return false
	case len(may) == 1 && (s.Menu != nil || !inFlow):
		t.do(may[0].act.Do)
		return true
	}
	var as []Action
	for _, m := range may {
		as = append(as, Action{Label: m.about + ": " + m.act.Label, Do: m.act.Do})
	}
	if inFlow && s.Menu == nil {
		s.Held = key
		as = append(as, Action{Label: t.text("bot.is_answer"), Do: "held:say"})
	}
	t.say(t.text("bot.which_number", "so", key), numbered(as...)...)
	return true
}

// press does what a pressed button means. A button that is not in view and not
// a standing card is stale: nothing happens but the question being shown again.
func (t *turn) press(data string) {
	token, key, ok := strings.Cut(strings.TrimPrefix(data, "#"), ".")
	if ok && token != "" {
		if t.session.Menu != nil && t.session.Menu.Token == token {
			if a, ok := t.session.Menu.find(key); ok {
				t.do(a.Do)
				return
			}
		}
		for _, a := range t.person.Chats {
			s := t.session
			if a != s.Chat {
				s = t.sessionOf(a)
			}
			for i := range s.Cards {
				if s.Cards[i].Token != token {
					continue
				}
				if a, ok := s.Cards[i].find(key); ok {
					t.do(a.Do)
					return
				}
			}
		}
	}
	if len(t.session.Frames) == 0 && t.session.Menu != nil {
		// What is in view stays in view: a second tap must not put it out.
		view := t.session.Menu
		t.say(t.text("bot.stale"))
		t.session.Menu = view
		return
	}
	t.say(t.text("bot.stale"))
	t.again()
}

// again shows what is in view once more.
func (t *turn) again() {
	if len(t.session.Frames) > 0 {
		t.step(flows.Event{Again: true})
		return
	}
	t.menu()
}
