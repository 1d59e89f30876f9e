package bot

import (
	"strings"

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
		t.b.Count("secret_stopped")
		t.say(t.text("bot.secret_stop"))
		t.again()
	case held == "":
		t.again()
	case how == "menu":
		t.menu()
	case how == "say":
		if len(t.session.Frames) > 0 {
			t.step(flows.Event{Text: held, Masked: hidden})
			return
		}
		t.hear(held, hidden)
	default:
		t.startWith(how, held)
	}
}

// startWith begins a flow with a text already told: it is offered where the
// flow asks for words.
func (t *turn) startWith(flow, held string) {
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
			fr.State.Was[path] = flows.Answer{Value: held, Shown: held}
			if f.Silence > 0 { // should he say no more, it goes out by itself
				t.setTimer(t.timerKey("silence"), t.now.Add(f.Silence), t.session.Chat.String())
			}
		}
	}
}
