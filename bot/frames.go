package bot

import (
	"fmt"
	"slices"
	"time"

	"langnghe/flows"
)

const (
	maxFrames = 4 // conversations interrupted by one another
	maxDrafts = 5 // conversations put aside
)

// start begins a flow the person may start, or offers the draft of it.
func (t *turn) start(flow string, args map[string]string) {
	if flow == flowGroup && args == nil {
		t.askGroup()
		return
	}
	f, ok := t.b.Flows.Flow(flow)
	if !ok || !t.mayStart(f) {
		t.say(t.text("bot.not_yours"))
		t.menu()
		return
	}
	for _, d := range slices.Concat(t.own(), t.away()) {
		if flow == flowUrgent && d.Report != "" {
			continue // that one is out: what is urgent now is another matter
		}
		if d.State.Flow == flow && sameArgs(d.State.Args, args) {
			id := "bot.resume"
			if d.at != t.session.Chat {
				id = "bot.resume_away"
			}
			t.say(t.text(id, "ten_luong", f.Title, "luc", moments(d.Touched.In(t.b.Settings.Zone)), "kenh", channelName(d.at.Channel)),
				numbered(
					Action{Label: t.text("bot.resume_go"), Do: "resume:" + d.Run},
					Action{Label: t.text("bot.resume_new"), Do: "fresh:" + d.Run},
					Action{Label: t.text("bot.resume_drop"), Do: "drop:" + d.Run})...)
			return
		}
	}
	t.push(flow, args)
}

// mayStart reports whether one of the person's posts is among those the flow is
// for. To correct, withdraw and be erased is everybody's right, with a post or without.
func (t *turn) mayStart(f *flows.Flow) bool {
	if ownRight(f.ID) && t.known() {
		return true
	}
	for _, r := range t.roles() {
		if slices.Contains(f.For, r) {
			return true
		}
	}
	return false
}

func sameArgs(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return true
}

// push begins a run of a flow over whatever is going on.
func (t *turn) push(flow string, args map[string]string) {
	if len(t.session.Frames) >= maxFrames {
		t.shelve(0)
	}
	t.pin()
	t.session.Held = ""
	run := t.b.Store.Hash("run", fmt.Sprintf("%s %d %d", t.session.Chat, t.session.Turns, len(t.session.Frames)))[:16]
	t.session.Frames = append(t.session.Frames, Frame{
		Run: run, Started: t.at, Touched: t.now,
		State: flows.State{Flow: flow, Version: t.b.Flows.Version(), Args: args},
	})
	t.step(flows.Event{Begin: true})
}

// pin keeps the present flows in the store for the conversations that begin now.
func (t *turn) pin() {
	v := t.b.Flows.Version()
	if _, ok := t.tx.FlowSet(v); ok || len(t.ch.Flows) > 0 {
		return
	}
	t.ch.Flows = append(t.ch.Flows, FlowSet{Version: v, Bundle: t.b.Flows.Bundle(), At: t.now})
}

// step lets the flow in view take an event.
func (t *turn) step(ev flows.Event) {
	n := len(t.session.Frames) - 1
	f := &t.session.Frames[n]
	set, err := t.b.set(t.tx, f.State.Version)
	if err != nil {
		t.b.Log.Error("flows of a conversation are missing", "version", f.State.Version)
		t.fx.warn("flows_missing", "Một cuộc trò chuyện đang dở dùng bản kịch bản không còn: "+f.State.Version)
		t.dropSent(f.Run)
		t.session.Frames = t.session.Frames[:n]
		t.say(t.text("bot.flow_gone"))
		t.menu()
		return
	}
	state, effects := set.Step(f.State, ev, t.env())
	f.State = state
	f.Touched = t.now
	t.apply(f.Run, effects)
	t.offerContact(effects)
	t.schedule()
}

func (t *turn) env() flows.Env {
	return flows.Env{
		Now:   t.at.In(t.b.Settings.Zone),
		Vars:  t.vars(),
		Media: t.b.Media && t.known() && t.session != nil && t.b.fetches(t.session.Chat.Channel),
		Items: t.items,
	}
}

// items are the lists only the organisation knows.
func (t *turn) items(list string) []flows.ListItem {
	switch list {
	case "units_below":
		return t.unitsToAsk()
	case "posts":
		return t.postsToHandOver()
	}
	return nil
}

// apply carries out what a flow step wants. run names the frame: effects may
// have pushed or popped others meanwhile.
func (t *turn) apply(run string, effects []flows.Effect) {
	for _, e := range effects {
		switch {
		case e.Say != nil:
			t.say(e.Say.Text, flowActions(e.Say.Options)...)
		case e.Wait != nil:
			t.wait(e.Wait)
		case e.File != nil:
			t.file(run, *e.File)
		case e.Ask != "":
			t.aside(e.Ask)
		case e.End != "":
			t.end(run, e.End)
		}
	}
}

// wait sets or clears a timer of the chat in hand.
func (t *turn) wait(w *flows.Wait) {
	key := t.timerKey(w.Timer)
	if w.After <= 0 {
		t.ch.Cancel = append(t.ch.Cancel, key)
		t.ch.Timers = slices.DeleteFunc(t.ch.Timers, func(x Timer) bool { return x.Key == key })
		return
	}
	t.setTimer(key, t.now.Add(w.After), t.session.Chat.String())
}

func (t *turn) setTimer(key string, due time.Time, arg string) {
	t.ch.Cancel = slices.DeleteFunc(t.ch.Cancel, func(x string) bool { return x == key })
	t.ch.Timers = slices.DeleteFunc(t.ch.Timers, func(x Timer) bool { return x.Key == key })
	t.ch.Timers = append(t.ch.Timers, Timer{Key: key, Due: due, Arg: arg})
}

func (t *turn) timerKey(kind string) string {
	return kind + "/" + t.b.Store.Hash("timer", t.session.Chat.String())[:24]
}

// end takes the run out of the stack and returns to what it interrupted.
func (t *turn) end(run, why string) {
	i := slices.IndexFunc(t.session.Frames, func(f Frame) bool { return f.Run == run })
	if i < 0 {
		return
	}
	f := t.session.Frames[i]
	t.session.Frames = slices.Delete(t.session.Frames, i, i+1)
	t.ch.Cancel = append(t.ch.Cancel, t.timerKey("quiet"), t.timerKey("silence"))
	switch {
	case why == "later":
		t.keepDraft(f)
	case why == "stopped" && f.State.Flow == flowJoin && t.known():
		// He was asked again because the text changed, and did not agree.
		t.person.Consent.Withdrawn = t.now
		t.dropPhone()
		t.ch.People = append(t.ch.People, t.person)
		t.audit("consent_refused", t.person.ID, "")
	}
	if why != "later" {
		t.dropSent(run)
	}
	if len(t.session.Frames) > 0 {
		if top := t.session.Frames[len(t.session.Frames)-1]; !t.hushed {
			if fl, ok := t.b.Flows.Flow(top.State.Flow); ok {
				t.say(t.text("bot.back_to", "ten_luong", fl.Title))
			}
		}
		t.step(flows.Event{Again: true})
	}
}

// schedule keeps the one nudge for a conversation that stands still.
func (t *turn) schedule() {
	if len(t.session.Frames) == 0 {
		t.ch.Cancel = append(t.ch.Cancel, t.timerKey("nudge"))
		t.ch.Timers = slices.DeleteFunc(t.ch.Timers, func(x Timer) bool { return x.Key == t.timerKey("nudge") })
		return
	}
	t.setTimer(t.timerKey("nudge"), t.now.Add(t.b.Settings.DraftNudge), t.session.Chat.String())
}

// pick hands a chosen option to the flow in view.
func (t *turn) pick(do string) {
	if len(t.session.Frames) == 0 {
		t.say(t.text("bot.stale"))
		t.menu()
		return
	}
	t.step(flows.Event{Do: do})
}
