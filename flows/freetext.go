package flows

// FreeText is the path of the question that takes the most words in its first
// round, "" when the flow asks for none: where a text fits that a person wrote
// before the flow began.
func (f *Flow) FreeText() string {
	if q := f.freeText(); q != nil {
		return q.paths[0]
	}
	return ""
}

func (f *Flow) freeText() (found *question) {
	most := 0
	for _, q := range f.asks {
		if q.typ == typeText && q.max > most && len(q.paths) > 0 {
			found, most = q, q.max
		}
	}
	return found
}

// told is what the person wrote before the flow began and was not asked for
// yet, nil when there is nothing: should he fall silent, it goes out as well.
func (r *run) told() *given {
	q := r.flow.freeText()
	if q == nil || r.has(q.paths[0]) || r.at == atAsk && r.path == q.paths[0] && len(r.st.Pieces) > 0 {
		return nil
	}
	a, ok := r.st.Was[q.paths[0]]
	if !ok || a.Value == "" {
		return nil
	}
	return &given{q: q, round: 0, path: q.paths[0], a: a}
}
