package flows

import "strconv"

// answer is what was answered to a question by id, seen from a round: first in
// that round, then outside of repeats.
func (r *run) answer(id string, round int) (Answer, bool) {
	for i := len(r.seen) - 1; i >= 0; i-- {
		g := &r.seen[i]
		if g.q.id == id && (g.round == round || g.round == -1) && (g.q.rep == nil || g.q != g.q.rep.again) {
			return g.a, true
		}
	}
	return Answer{}, false
}

// rounds done of a repeat, by its id; 0 for anything else.
func (r *run) done(id string) int {
	n := 0
	for i := range r.seen {
		if g := &r.seen[i]; g.q.rep != nil && g.q.rep.id == id {
			n = max(n, g.round+1)
		}
	}
	return n
}

// valueIn gives conditions the values of names, seen from a round.
func (r *run) valueIn(round int) func(string, valueKind) any {
	return func(name string, k valueKind) any {
		if v, ok := r.values[name]; ok {
			return v
		}
		a, ok := r.answer(name, round)
		if !ok {
			if n := r.done(name); n > 0 {
				return float64(n)
			}
			return k.zero()
		}
		switch k {
		case kindBool:
			return a.Value == "true"
		case kindNum:
			f, err := strconv.ParseFloat(a.Value, 64)
			if err != nil {
				return k.zero()
			}
			return f
		}
		return a.Value
	}
}

// variable gives texts the values of names, seen from the place in view.
func (r *run) variable(name string) string {
	if v, ok := r.st.Args[name]; ok {
		return v
	}
	if a, ok := r.answer(name, r.round); ok {
		return a.Shown
	}
	if name == "Xung_ho" {
		if a, ok := r.answer("xung_ho", r.round); ok {
			return capital(a.Shown)
		}
	}
	switch v := r.values[name].(type) {
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		if v {
			return r.msg("engine.yes")
		}
		return r.msg("engine.no")
	}
	if v, ok := address(r.env.Vars, name); ok {
		return v
	}
	if n := r.done(name); n > 0 {
		return strconv.Itoa(n)
	}
	return ""
}

// fill writes a text of the flow.
func (r *run) fill(t *tmpl) string { return t.fill(r.variable) }

// msg is a sentence of the engine; pairs are names and values of variables.
func (r *run) msg(id string, pairs ...string) string {
	t := r.set.messages[id]
	if t == nil {
		return ""
	}
	if len(t.pieces) == 1 {
		return t.pieces[0]
	}
	return t.fill(func(name string) string {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		v, _ := address(r.env.Vars, name)
		return v
	})
}
