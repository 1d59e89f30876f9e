package bot

import (
	"slices"
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/flows"
)

// ring is a timer going off.
func (t *turn) ring(timer Timer) {
	switch timerKind(timer.Key) {
	case "quiet":
		if t.openTimer(timer) && len(t.session.Frames) > 0 {
			t.step(flows.Event{Quiet: true})
		}
	case "album":
		if t.openTimer(timer) && t.known() {
			t.endAlbum("")
		}
	case "silence":
		if t.openTimer(timer) {
			t.silence()
		}
	case "nudge":
		if t.openTimer(timer) {
			t.nudge()
		}
	case "calm":
		if t.openTimer(timer) {
			t.calm()
		}
	case "ack":
		t.climb(timer.Arg)
	case "prompt":
		t.promptDue(timer.Arg)
	}
}

// timerKind is the part of a timer's key before the slash.
func timerKind(key string) string {
	kind, _, _ := strings.Cut(key, "/")
	return kind
}

// openTimer opens the chat a timer is about. Timers speak also while an
// officer writes by hand: what they say was promised.
func (t *turn) openTimer(timer Timer) bool {
	a, err := chat.ParseAddress(timer.Arg)
	if err != nil {
		return false
	}
	t.open(a)
	t.in.Chat = a
	return true
}

// silence is ten minutes without a word in an urgent report: what there is, or what
// was told since it went out, goes out. The flow may by now lie under another conversation, or be put aside.
func (t *turn) silence() {
	for i := len(t.session.Frames) - 1; i >= 0; i-- {
		first := !t.session.Frames[i].State.Sent
		if t.flash(i) {
			if first && i == len(t.session.Frames)-1 {
				t.step(flows.Event{Again: true})
			}
			return
		}
	}
}

// flash lets the i-th conversation send what has been told so far. Only the
// sending is carried out: whoever calls decides what is said next.
func (t *turn) flash(i int) bool {
	f := &t.session.Frames[i]
	set, err := t.b.set(t.tx, f.State.Version)
	if err != nil {
		return false
	}
	if fl, ok := set.Flow(f.State.Flow); !ok || fl.Silence == 0 || f.State.Sent && !f.State.Fresh {
		return false
	}
	state, effects := set.Step(f.State, flows.Event{Silence: true}, t.env())
	f.State = state
	t.apply(f.Run, slices.DeleteFunc(effects, func(e flows.Effect) bool { return e.File == nil }))
	return true
}

// nudge reminds of a conversation that stands still, once.
func (t *turn) nudge() {
	if len(t.session.Frames) == 0 || !t.known() {
		return
	}
	f := t.session.Frames[len(t.session.Frames)-1]
	fl, ok := t.b.Flows.Flow(f.State.Flow)
	if !ok || len(f.State.Answers)+len(f.State.Pieces) == 0 {
		return
	}
	if at := t.b.allowed(Reminder, t.now); at.After(t.now) {
		t.setTimer(t.timerKey("nudge"), at, t.session.Chat.String())
		return
	}
	to, reached, _ := t.b.reach(t.tx, t.person, t.now)
	if !reached {
		return // he will find it when he writes
	}
	words := t.text("bot.nudge", "ten_luong", fl.Title)
	if f.Report != "" { // it went out; only details are wanting
		words = t.text("bot.nudge_sent", "ma", f.Report)
	}
	if to != t.session.Chat { // he is written to in another chat, and may take it up there
		words = t.text("bot.nudge_away", "ten_luong", fl.Title, "kenh", channelName(t.session.Chat.Channel))
	}
	t.ch.Outbox = append(t.ch.Outbox, Outgoing{
		Class: Reminder, Person: t.person.ID, Made: t.now, Expires: t.now.Add(12 * time.Hour), State: Queued, Why: "nudge",
		Msg: chat.Outbound{To: to, Text: words},
	})
}
