package flows

// run is one step of one conversation.
type run struct {
	set      *Set
	flow     *Flow
	st       State
	env      Env
	out      []Effect
	cloned   bool   // st's maps are our own
	filed    bool   // something was filed in this step
	reviewed bool   // the review was answered with "send"
	ref      string // of which message the text in hand is
	first    string // said before the next question: what was done with what was written

	place
	seen   []given        // answers on the way to the place, in order
	values map[string]any // worked out by set steps on the way
}

// place is where a walk over the answers ends.
type place struct {
	at     atKind
	q      *question // in view, for atAsk
	round  int       // of the repeat around q, or -1
	path   string    // of the answer that is missing
	stop   *tmpl     // last words, for atStop
	says   []*step   // say steps since the question before
	number int       // of the question in view among those of this way
	most   int       // questions on this way, at most
	sent   bool      // a send step lies behind
}

type atKind int

const (
	atEnd atKind = iota
	atAsk
	atReview
	atSubmit
	atStop
)

// given is one answer on the way.
type given struct {
	q     *question
	round int
	path  string
	a     Answer
}

// walk goes from the beginning over the answers to the first question without
// one. Nothing else says where a conversation stands.
func (r *run) walk() {
	r.place = place{round: -1, most: r.flow.most, says: r.says[:0]}
	r.seen, r.values = r.seen[:0], nil
	r.steps(r.flow.steps, -1)
}

// steps walks over a list; true means that the place is found.
func (r *run) steps(list []*step, round int) bool {
	for _, s := range list {
		switch s.kind {
		case kindSay:
			r.says = append(r.says, s)
		case kindAsk:
			if r.ask(s.q, round) {
				return true
			}
		case kindWhen:
			if r.when(s, round) {
				return true
			}
		case kindRepeat:
			if r.rounds(s) {
				return true
			}
		case kindSet:
			r.settings(s, round)
		case kindReview:
			r.at = atReview
			if !r.reviewed {
				return true
			}
			r.says = r.says[:0]
		case kindSend:
			r.place.sent = true
		case kindSubmit:
			r.at = atSubmit
			return true
		case kindStop:
			r.at, r.stop = atStop, s.text
			return true
		}
	}
	return false
}

// when walks over the branch that the answers open, and counts as many
// questions as that branch has.
func (r *run) when(s *step, round int) bool {
	branch := s.alt
	if is, _ := s.cond.run(r.valueIn(round), r.st.Args).(bool); is {
		branch = s.then
	}
	if round <= 0 {
		r.most += most(branch) - s.most
	}
	return r.steps(branch, round)
}

// ask passes over an answered question, or stops at it.
func (r *run) ask(q *question, round int) bool {
	path := q.path(round)
	a, ok := r.st.Answers[path]
	if !ok && q.media() && !r.env.Media {
		return false // it is optional
	}
	if q.under != "" {
		items := r.subs(q, round)
		if len(items) == 0 {
			r.uncount(round)
			return false
		}
		ok = ok && (a.Skipped || find(items, a.Value) != nil)
	} else if ok && len(q.items) > 0 && !a.Skipped {
		ok = find(q.items, a.Value) != nil
	}
	if (round <= 0 || q.rep == nil) && !q.media() {
		r.number++
	}
	if !ok {
		r.at, r.q, r.round, r.path = atAsk, q, round, path
		return true
	}
	r.seen = append(r.seen, given{q, round, path, a})
	r.says = r.says[:0]
	return false
}

// uncount takes a question that is not asked out of the count.
func (r *run) uncount(round int) {
	if round <= 0 {
		r.most--
	}
}

// rounds walks over a repeat. The answer to "one more?" is kept under the
// path of the round it was given after.
func (r *run) rounds(s *step) bool {
	first, after := r.number, 0
	for i := range s.rep.max {
		if i > 0 {
			r.number = first
		}
		if r.steps(s.then, i) {
			if i > 0 {
				r.number += r.inRound(i)
			}
			return true
		}
		if i == 0 {
			after = r.number
		}
		if i+1 == s.rep.max {
			break
		}
		again := s.rep.again
		path := again.path(i)
		a, ok := r.st.Answers[path]
		if !ok {
			r.at, r.q, r.round, r.path = atAsk, again, i, path
			r.number, r.most = 0, 0 // not counted
			return true
		}
		r.seen = append(r.seen, given{again, i, path, a})
		r.says = r.says[:0]
		if a.Value != "true" {
			break
		}
	}
	r.number = after
	return false
}

// inRound is which question of a later round is in view.
func (r *run) inRound(round int) int {
	n := 1
	for _, g := range r.seen {
		if g.round == round && g.q.rep != nil && g.q.rep.again != g.q && !g.q.media() {
			n++
		}
	}
	return n
}

func (r *run) settings(s *step, round int) {
	for _, set := range s.sets {
		if r.values == nil {
			r.values = map[string]any{}
		}
		r.values[set.name] = set.expr.run(r.valueIn(round), r.st.Args)
	}
}

// find is the item with an id.
func find(items []Item, id string) *Item {
	for i := range items {
		if items[i].ID == id {
			return &items[i]
		}
	}
	return nil
}

// subs is the choices of a question that asks for a part of what was picked
// before.
func (r *run) subs(q *question, round int) []Item {
	parent, ok := r.answer(q.under, round)
	if !ok {
		return nil
	}
	for _, it := range r.set.lists[q.list] {
		if it.ID == parent.Value {
			return it.Sub
		}
	}
	return nil
}
