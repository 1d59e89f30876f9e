package flows

// FreeText is the path of the question that takes the most words in its first
// round, "" when the flow asks for none: where a text fits that a person wrote
// before the flow began.
func (f *Flow) FreeText() string {
	path, most := "", 0
	for _, q := range f.asks {
		if q.typ == typeText && q.max > most && len(q.paths) > 0 {
			path, most = q.paths[0], q.max
		}
	}
	return path
}
