package flows

import "slices"

// file hands over what was answered on the way, in the order asked. Before the
// end a text not yet complete goes with it: an urgent notice is never held
// back because a field is missing.
func (r *run) file(final bool) {
	r.filed = true
	fields := make([]Field, 0, len(r.seen))
	at := map[*repeat]int{} // index of a repeat's field
	add := func(g *given) {
		if g.a.Skipped || !counted(g) {
			return
		}
		f := Field{ID: g.q.id, Label: r.label(g), Value: g.a.Value, Shown: g.a.Shown, Parts: g.a.Parts, Files: g.a.Files}
		rep := g.q.rep
		if rep == nil {
			fields = append(fields, f)
			return
		}
		i, ok := at[rep]
		if !ok {
			i = len(fields)
			at[rep] = i
			fields = append(fields, Field{ID: rep.id, Label: rep.label})
		}
		for len(fields[i].Items) <= g.round {
			fields[i].Items = append(fields[i].Items, nil)
		}
		fields[i].Items[g.round] = append(fields[i].Items[g.round], f)
	}
	for i := range r.seen {
		add(&r.seen[i])
	}
	if s := r.open(); !final && s != "" {
		add(&given{q: r.q, round: r.round, path: r.path, a: Answer{Value: s, Shown: s}})
	}
	if g := r.told(); g != nil && !final {
		add(g)
	}
	fields = append(fields, r.loose()...)
	for i := range fields {
		fields[i].Items = slices.DeleteFunc(fields[i].Items, func(item []Field) bool { return len(item) == 0 })
	}
	r.out = append(r.out, Effect{File: &File{Kind: r.flow.Files, Final: final, Fields: fields}})
}
