package flows

import (
	"maps"
	"slices"
	"time"
)

// Bounds that end what would be endless, politely.
const (
	maxText   = 20_000 // letters of one free text
	maxPieces = 60     // messages of one free text
	maxGiven  = 400    // answers of one conversation
	maxTries  = 3      // wrong answers before a way out is offered
)

// What the engine asks for itself: values of [State.Mode].
const (
	modeReview = "review" // the answers so far are shown
	modeFix    = "fix"    // which answer is to be changed?
	modeMasked = "masked" // personal data was hidden: all right so?
	modeStuck  = "stuck"  // try again, later, or a person?
	modeSure   = "sure"   // a yes is needed; Pending says to what
)

// Timers of [Wait].
const (
	timerQuiet   = "quiet"
	timerSilence = "silence"
)

// How a conversation ends: values of [Effect.End].
const (
	endDone      = "done"
	endCancelled = "cancelled"
	endLater     = "later"
	endStopped   = "stopped"
)

// Start is the state of a conversation that begins; Step it with Event.Begin.
func (s *Set) Start(flow string, args map[string]string) State {
	return State{Flow: flow, Version: s.version, Args: args}
}

// Step takes a conversation one event further. It is a pure function: the same
// state, event and env give the same result, nothing given to it is changed,
// and any input whatever gives an answer a person can act on.
func (s *Set) Step(st State, ev Event, env Env) (State, []Effect) {
	f, ok := s.flows[st.Flow]
	r := &run{set: s, flow: f, st: st, env: env, ref: ev.Ref}
	if !ok || st.Over {
		if ev.Quiet || ev.Silence {
			return st, nil // a timer that outlived the conversation
		}
		r.st.Over = true
		r.say(r.msg("engine.over"), nil)
		r.end(endStopped)
		return r.st, r.out
	}
	r.seen = make([]given, 0, len(st.Answers)+1)
	r.out = make([]Effect, 0, 4)
	r.walk()
	had := r.holds()
	r.event(ev)
	r.st.Fresh = r.st.Sent && !r.filed && (r.st.Fresh || r.cloned || len(r.st.Pieces) > len(st.Pieces) || len(r.st.Media) > len(st.Media))
	if len(st.Pieces) > 0 && len(r.st.Pieces) == 0 && !ev.Quiet {
		r.wait(timerQuiet, 0)
	}
	r.timers(had, ev)
	return r.st, r.out
}

// event sorts by kind.
func (r *run) event(ev Event) {
	switch {
	case ev.Begin:
		if r.flow.once != nil {
			r.say(r.fill(r.flow.once), nil)
		}
		r.advance()
	case ev.Silence:
		r.silence()
	case ev.Quiet:
		r.quiet()
	case ev.Again:
		r.show("")
	case len(ev.Media) > 0:
		r.media(ev)
	case ev.Do != "":
		r.press(ev.Do)
	case ev.Text != "":
		r.wrote(ev.Text, ev.Masked)
	default:
		r.show("")
	}
}

// advance goes on after the answers have changed: says what lies on the way,
// sends or files what is due, and asks the next question.
func (r *run) advance() {
	r.clear()
	fixed := r.st.Edit != "" && r.has(r.st.Edit)
	if fixed {
		r.st.Edit = ""
	}
	r.walk()
	r.useLoose()
	r.flash()
	switch r.at {
	case atAsk, atReview:
		if fixed {
			r.says = r.says[:0]
		}
		r.talk(append(r.lead([]string{r.first}), r.question()), r.options())
		return
	case atSubmit:
		r.sayAll()
		r.file(true)
		r.end(endDone)
	case atStop:
		r.sayAll()
		if r.stop != nil {
			r.say(r.fill(r.stop), nil)
		}
		r.end(endStopped)
	default:
		r.sayAll()
		r.end(endStopped)
	}
	r.st.Over = true
}

// clear forgets what the engine was asking for itself.
func (r *run) clear() {
	r.st.Mode, r.st.Pending, r.st.Pieces, r.st.Tries, r.st.Page, r.st.Hidden = "", "", nil, 0, 0, false
	r.st.Refs, r.st.Parts = nil, nil
}

// has tells whether a path is answered.
func (r *run) has(path string) bool {
	_, ok := r.st.Answers[path]
	return ok
}

// own makes the maps of the state ours before the first change.
func (r *run) own() {
	if r.cloned {
		return
	}
	r.cloned = true
	r.st.Answers, r.st.Was = maps.Clone(r.st.Answers), maps.Clone(r.st.Was)
}

// put keeps an answer.
func (r *run) put(path string, a Answer) {
	r.own()
	if r.st.Answers == nil {
		r.st.Answers = make(map[string]Answer, 8)
	}
	r.st.Answers[path] = a
	delete(r.st.Was, path)
}

// take moves an answer to where it is offered again.
func (r *run) take(path string) {
	a, ok := r.st.Answers[path]
	if !ok {
		return
	}
	r.own()
	delete(r.st.Answers, path)
	r.was(path, a)
}

// was keeps a for being offered again.
func (r *run) was(path string, a Answer) {
	r.own()
	if r.st.Was == nil {
		r.st.Was = map[string]Answer{}
	}
	r.st.Was[path] = a
}

// answered keeps the answer to the question in view and goes on.
func (r *run) answered(a Answer) {
	if len(r.st.Answers) >= maxGiven {
		r.say(r.msg("engine.too_much"), nil)
		r.show("")
		return
	}
	r.put(r.path, a)
	r.advance()
}

// holds tells whether something was said that a silent person must not lose.
func (r *run) holds() bool {
	if r.flow.Silence <= 0 || !r.flow.sends || r.st.Over {
		return false
	}
	if r.st.Sent {
		return r.st.Fresh
	}
	return (len(r.st.Answers) > 0 || len(r.st.Pieces) > 0 || len(r.st.Media) > 0 || r.st.Mode == modeMasked || r.told() != nil)
}

// timers sets the flow's silence anew whenever the person has done something,
// and clears it when there is nothing left to send by itself.
func (r *run) timers(had bool, ev Event) {
	if r.holds() {
		if ev.Text != "" || ev.Do != "" || len(ev.Media) > 0 {
			r.wait(timerSilence, r.flow.Silence)
		}
	} else if had {
		r.wait(timerSilence, 0)
	}
}

func (r *run) wait(timer string, after time.Duration) {
	r.out = append(r.out, Effect{Wait: &Wait{timer, after}})
}

func (r *run) end(how string) { r.out = append(r.out, Effect{End: how}) }

func (r *run) host(id string) { r.out = append(r.out, Effect{Ask: id}) }

func (r *run) say(s string, options []Option) {
	if s == "" && len(options) == 0 {
		return
	}
	r.out = append(r.out, Effect{Say: &Say{s, slices.Clip(options)}})
}
