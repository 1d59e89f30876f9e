package bot

import (
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/text"
)

// FloodLimit is how many messages of one chat are answered in a window of time;
// 0 is no limit.
type FloodLimit struct {
	Messages int
	Window   time.Duration
}

// Flood is the count of what one chat was answered, and what is kept of the
// messages beyond the limit.
type Flood struct {
	Since time.Time `json:",omitzero"`  // when the window in hand began
	N     int       `json:",omitempty"` // messages answered in it
	Text  string    `json:",omitempty"` // masked words nobody has asked about yet
}

// at is the count at the moment a message was said, and whether there are no
// more answers in this window. A platform that catches up with what was said
// long ago is no flood.
func (f Flood) at(said time.Time, limit FloodLimit) (Flood, bool) {
	if d := said.Sub(f.Since); f.Since.IsZero() || d >= limit.Window || d <= -limit.Window {
		f.Since, f.N = said, 0
	}
	return f, f.N >= limit.Messages
}

// unlessFlooded decides the message in hand in its usual way, unless the chat
// has had all its answers: then its words are kept, the person hears once to
// write slower, and in a while is asked what the words are for. Nothing is
// chosen by a message he could not see the answer to. What must not wait always
// goes its way: buttons, urgent matters, secrets, and words that are silently
// put together anyway.
func (t *turn) unlessFlooded(decide func()) {
	limit := t.b.Settings.Flood
	if t.in.Kind == chat.KindPress || limit.Messages <= 0 {
		decide()
		return
	}
	count, over := t.session.Flood.at(t.at, limit)
	if over && t.canWait() {
		t.fx.count("flooded")
		if count.N == limit.Messages {
			view := t.session.Menu // what is in view stays in view
			t.say(t.text("bot.slow_down"))
			t.session.Menu = view
			count.N++
		}
		count.Text = t.session.Flood.Text
		t.session.Flood = count
		return
	}
	said := len(t.ch.Outbox)
	decide()
	if len(t.ch.Outbox) > said {
		count.N++
	}
	count.Text = t.session.Flood.Text
	t.session.Flood = count
}

// canWait reports whether the message in hand may go unanswered, and keeps its
// words if so.
func (t *turn) canWait() bool {
	switch {
	case t.session.Quiet.After(t.now) || t.pressing():
		return false
	case !t.known():
		return len(t.session.Frames) == 0 // a conversation only goes on with a code
	}
	return !t.outdated() && t.keepWords()
}

// pressing reports whether the message must not wait: it is about something
// urgent, or goes into a text that is being written.
func (t *turn) pressing() bool {
	if n := len(t.session.Frames); n > 0 {
		st := t.session.Frames[n-1].State
		if st.Flow == flowUrgent && !st.Sent {
			return true
		}
		if set, err := t.b.set(t.tx, st.Version); err == nil && t.in.Kind == chat.KindText && set.AsksText(st, t.env()) || t.asksPhone() {
			return true // words of a text, and a number that is to be kept nowhere else
		}
	}
	if t.in.Command == "khan" {
		return true
	}
	return t.known() && t.match(text.Clean(t.in.Text)).Flow == flowUrgent
}

// keepWords keeps what was typed until the flood is over. It reports false when
// the words must be looked at now. Numbers and the platform's commands are not
// kept: they mean what is in view when they are sent.
func (t *turn) keepWords() bool {
	clean := text.Clean(t.in.Text)
	if t.in.Kind == chat.KindEdit || t.in.Kind == chat.KindStart || t.in.Command != "" || clean == "" {
		return true
	}
	if m := text.Secret(clean); m == text.SureMarker || m == text.MaybeMarker {
		return false
	}
	masked, kinds := t.mask(clean)
	if _, number := text.Menu(masked); number {
		return true
	}
	f := &t.session.Flood
	if len(f.Text)+len(masked) >= maxHeld {
		return false
	}
	if len(kinds) > 0 {
		t.fx.count("masked")
	}
	f.Text = strings.TrimPrefix(f.Text+"\n"+masked, "\n")
	t.setTimer(t.timerKey("calm"), t.now.Add(t.b.Settings.Flood.Window), t.session.Chat.String())
	return true
}

// calm asks, once the flood is over, what its words are for.
func (t *turn) calm() {
	words := t.session.Flood.Text
	t.session.Flood.Text = ""
	if words == "" || !t.known() {
		return
	}
	if t.session.Held != "" && len(t.session.Held)+len(words) < maxHeld {
		t.session.Held += "\n" + words // the question about what is held is in view
		return
	}
	var as []Action
	if len(t.session.Frames) > 0 {
		as = append(as, Action{Label: t.text("bot.is_answer"), Do: "held:say"})
	}
	as = append(as, t.whatFor()...)
	if len(as) == 0 {
		t.hear(words, strings.Contains(words, text.Masked))
		return
	}
	t.hold(words, func(held string) string { return t.text("bot.slowed_down", "noi_dung", shorten(held, 120)) },
		append(as, Action{Label: t.text("bot.make_none"), Do: "held:menu"})...)
}
