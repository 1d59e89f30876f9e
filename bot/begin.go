package bot

import (
	"slices"

	"langnghe/bot/org"
	"langnghe/flows"
)

// startFrom begins a flow that is about something: a report, a prompt.
func (t *turn) startFrom(flow, ref string) {
	switch flow {
	case flowSupplement:
		if r, ok := t.report(ref); ok && r.Person == t.person.ID && t.person.ID != "" {
			t.push(flow, map[string]string{"ma": r.ID})
			return
		}
	case flowAskMore, flowAnswer, flowDecline, flowPassUp:
		if r, ok := t.report(ref); ok && t.mayAct(r) {
			t.push(flow, map[string]string{"ma": r.ID})
			return
		}
	case flowTranscribe:
		if r, ok := t.report(ref); ok && t.mayWrite(r) {
			t.push(flow, map[string]string{"ma": r.ID})
			return
		}
	case flowReply:
		if p, ok := t.tx.Prompt(ref); ok && slices.Contains(p.Asked, t.person.ID) {
			t.push(flow, map[string]string{"ma": p.ID, "cau_hoi": p.Question})
			return
		}
	case flowJoin:
		t.push(flow, nil)
		return
	default:
		t.start(flow, nil)
		return
	}
	t.say(t.text("bot.not_yours"))
	t.menu()
}

// urgent begins an urgent report over whatever is going on.
func (t *turn) urgent() {
	if n := len(t.session.Frames); n > 0 && t.session.Frames[n-1].State.Flow == flowUrgent {
		if t.session.Frames[n-1].Report == "" {
			t.step(flows.Event{Again: true})
			return
		}
		t.shelve(n - 1) // that one is out: this is another matter
	}
	if !t.files() && len(org.Where(t.posts, org.ActOnReport)) == 0 {
		t.say(t.text("bot.not_yours"))
		t.again()
		return
	}
	t.wake()
	t.push(flowUrgent, nil)
}
