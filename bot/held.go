package bot

import (
	"slices"
	"strings"
	"time"

	"langnghe/bot/report"
	"langnghe/bot/text"
	"langnghe/flows"
)

// release does with a held text what the person chose.
func (t *turn) release(how string) {
	held := t.session.Held
	hidden := strings.Contains(held, text.Masked) // so it is shown back
	t.session.Held = ""
	switch {
	case how == "drop":
		t.fx.count("secret_stopped")
		t.say(t.text("bot.secret_stop"))
		t.again()
	case held == "":
		t.again()
	case how == "menu" && len(t.session.Frames) == 0:
		t.menu()
	case how == "menu":
		t.again()
	case how == "say":
		if len(t.session.Frames) > 0 {
			t.step(flows.Event{Text: held, Masked: hidden, Ref: t.session.Whence})
			return
		}
		t.hear(held, hidden)
	default:
		t.startWith(how, held)
	}
}

// opened is the flow that words open.
func opened(m flows.Match) string {
	if m.Command == "urgent" {
		return flowUrgent
	}
	return m.Flow
}

// freshWords is how long held words are taken for part of an urgent matter that is
// begun by its name: it goes out by itself, so words about something else must not.
const freshWords = 30 * time.Minute

// offered reports whether the flow that words open is among those offered for a
// held text.
func (t *turn) offered(m flows.Match) bool {
	flow := opened(m)
	if f, ok := t.b.Flows.Flow(flow); ok && f.Silence > 0 && t.session.Menu != nil && t.now.Sub(t.session.Menu.At) > freshWords {
		return false
	}
	return flow != "" && t.session.Held != "" && t.session.Menu != nil &&
		slices.ContainsFunc(t.session.Menu.Items, func(a Action) bool { return a.Do == "held:"+flow })
}

// whatFor is what words written out of the blue may be meant for: the question
// a vice-chair asked, a report, an urgent matter.
func (t *turn) whatFor() []Action {
	var as []Action
	cards := t.session.Cards
	for i := len(cards) - 1; i >= 0 && len(as) < 2; i-- {
		if cards[i].Elsewhere || t.now.Sub(cards[i].At) > answerable {
			continue
		}
		for _, a := range cards[i].Items {
			ref, isReply := strings.CutPrefix(a.Do, "start:")
			flow, id, _ := strings.Cut(ref, ":")
			if isReply && (flow == flowReply || flow == flowSupplement) && t.awaited(flow, id) {
				as = append(as, Action{Label: t.text("bot.make_reply", "viec", cards[i].About), Do: "held:" + ref})
			}
		}
	}
	if t.files() {
		as = append(as, Action{Label: t.text("bot.make_periodic"), Do: "held:" + flowPeriodic})
	}
	if f, ok := t.b.Flows.Flow(flowUrgent); ok && t.mayStart(f) {
		as = append(as, Action{Label: t.text("bot.make_urgent"), Do: "held:" + flowUrgent})
	}
	return as
}

// answerable is how long after a question words are taken for its answer.
const answerable = 7 * 24 * time.Hour

// awaited reports whether an answer is still wanted.
func (t *turn) awaited(flow, id string) bool {
	if flow == flowReply {
		call, ok := t.tx.Prompt(id)
		return ok && !call.Closed
	}
	r, ok := t.report(id)
	return ok && r.State == report.MoreAsked
}

// startWith begins a flow with a text already told: it is offered where the
// flow asks for words.
func (t *turn) startWith(flow, held string) {
	if flow, ref, ok := strings.Cut(flow, ":"); ok { // asks for words at once
		t.startFrom(flow, ref)
		if n := len(t.session.Frames); n > 0 && t.session.Frames[n-1].State.Flow == flow {
			t.step(flows.Event{Text: held, Masked: strings.Contains(held, text.Masked), Ref: t.session.Whence})
		}
		return
	}
	f, ok := t.b.Flows.Flow(flow)
	if !ok || !t.mayStart(f) {
		t.menu()
		return
	}
	t.push(flow, nil)
	if n := len(t.session.Frames); n > 0 && t.session.Frames[n-1].State.Flow == flow {
		fr := &t.session.Frames[n-1]
		if path := f.FreeText(); path != "" {
			if fr.State.Was == nil {
				fr.State.Was = map[string]flows.Answer{}
			}
			fr.State.Was[path] = flows.Answer{Value: held, Shown: held, Parts: whole(held, t.session.Whence)}
			if f.Silence > 0 { // should he say no more, it goes out by itself
				t.setTimer(t.timerKey("silence"), t.now.Add(f.Silence), t.session.Chat.String())
			}
		}
	}
}
