package flows

import "slices"

// Revision says what became of a message that its writer changed.
type Revision struct {
	Kind     string // one of the Revised… below; "" when the message was no part of an answer
	Label    string // how the review names the answer
	Shown    string // how it reads now
	Hidden   bool   // personal data was hidden in it
	Min, Max int    // how long it may be, for one too short or too long
	Writing  bool   // of a text still being written: the wait for its next piece begins anew
	File     *File  // what goes out anew: the answer was sent before
}

// Kinds of [Revision].
const (
	Revised      = "revised"
	RevisedShort = "short" // the old answer stays
	RevisedLong  = "long"  // likewise
	RevisedSame  = "same"  // it reads as it did
)

// Asked reports whether the message called ref is part of an answer of the
// conversation, and whether that question asks where something happens.
func (s *Set) Asked(st State, env Env, ref string) (found, place bool) {
	r, q, _ := s.findRef(st, env, ref)
	return r != nil, q != nil && q.where
}

// Revise puts words in place of the message called ref, wherever in the
// conversation it is part of an answer: as if that answer had been changed in
// the review. An answer that would not do stays as it was.
func (s *Set) Revise(st State, env Env, ref, words string, hidden bool) (State, Revision) {
	r, q, path := s.findRef(st, env, ref)
	if r == nil {
		return st, Revision{}
	}
	rev := Revision{Kind: Revised, Label: r.label(&given{q: q, round: r.round, path: path}), Hidden: hidden}
	if path == "" {
		return r.reviseOpen(ref, words, rev)
	}
	a, given := r.st.Answers[path]
	if !given {
		a = r.st.Was[path]
	}
	_, before := Words(a.Value, a.Shown, a.Files)
	text, parts, ok := Splice(before, a.Parts, ref, words)
	if !ok {
		return st, Revision{}
	}
	if m, kinds := q.mask(text); len(kinds) > 0 && m != text {
		text, parts, rev.Hidden = m, reshaped(parts, m), true
	}
	rev.Min, rev.Max = q.bounds()
	rev.Shown = text
	switch n := length(text); {
	case text == before:
		rev.Kind = RevisedSame
		return st, rev
	case n < rev.Min:
		rev.Kind = RevisedShort
		return st, rev
	case rev.Max > 0 && n > rev.Max:
		rev.Kind = RevisedLong
		return st, rev
	}
	a = a.worded(text, parts)
	if !given {
		r.was(path, a)
		return r.st, rev
	}
	r.own()
	r.st.Answers[path] = a
	r.walk()
	if r.st.Sent {
		r.file(false)
		rev.File = r.out[len(r.out)-1].File
	}
	return r.st, rev
}

// reviseOpen does so in the text that is being written. One that was complete,
// and only waited for a yes, is being written again.
func (r *run) reviseOpen(ref, words string, rev Revision) (State, Revision) {
	st := r.st
	pieces, refs := st.Pieces, st.Refs
	if len(pieces) == 0 {
		pending := st.Pending
		if st.Mode == modeSure {
			_, pending = r.pending()
		}
		pieces, refs = apart(pending, st.Parts)
		rev.Hidden = rev.Hidden || st.Mode == modeMasked
	}
	i := slices.Index(refs, ref)
	if i < 0 {
		return st, Revision{}
	}
	if pieces[i] == words {
		rev.Kind = RevisedSame
		return st, rev
	}
	pieces = slices.Clone(pieces)
	pieces[i] = words
	rev.Writing, rev.Shown = true, join(pieces)
	if length(rev.Shown) > maxText {
		rev.Kind, rev.Max = RevisedLong, maxText
		return st, rev
	}
	st.Mode, st.Pending, st.Parts = "", "", nil
	st.Pieces, st.Refs, st.Hidden = pieces, refs, st.Hidden || rev.Hidden
	return st, rev
}

// Splice puts words in place of the message called ref of a text.
func Splice(s string, parts []Part, ref, words string) (string, []Part, bool) {
	pieces, refs := apart(s, parts)
	i := slices.Index(refs, ref)
	if i < 0 || words == "" {
		return s, parts, false
	}
	pieces[i] = words
	s, parts = joined(pieces, refs)
	return s, parts, true
}

// findRef finds the question that the message called ref answers; path is ""
// while its answer is being written. r is nil when there is none.
func (s *Set) findRef(st State, env Env, ref string) (r *run, q *question, path string) {
	f, ok := s.flows[st.Flow]
	if !ok || st.Over || ref == "" {
		return nil, nil, ""
	}
	has := func(parts []Part) bool {
		return slices.ContainsFunc(parts, func(p Part) bool { return p.Ref == ref })
	}
	r = &run{set: s, flow: f, st: st, env: env}
	r.walk()
	if r.at == atAsk && r.q.typ == typeText && (slices.Contains(st.Refs, ref) || has(st.Parts)) {
		return r, r.q, ""
	}
	for _, q := range f.asks {
		for _, path := range q.paths {
			if has(st.Answers[path].Parts) || has(st.Was[path].Parts) {
				return r, q, path
			}
		}
	}
	return nil, nil, ""
}

// Bounds is how long the answer to a question of a flow may be, and whether it
// asks where something happens; for a question that is no longer there, what
// any text may be.
func (s *Set) Bounds(flow, id string) (min, max int, place bool) {
	if f, ok := s.flows[flow]; ok {
		for _, q := range f.asks {
			if q.id == id && q.typ == typeText {
				return q.min, q.max, q.where
			}
		}
	}
	return 1, maxText, false
}
