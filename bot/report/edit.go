package report

import "slices"

// settled is fields of which no message is remembered any more: what is closed
// follows no change.
func settled(fields []Field) []Field {
	for i := range fields {
		fields[i].Parts = nil
		for j := range fields[i].Items {
			fields[i].Items[j] = settled(fields[i].Items[j])
		}
	}
	return fields
}

// Part finds the field of which the message called ref is a part.
func (r Report) Part(ref string) (f Field, ok bool) {
	walk(r.Fields, func(g *Field) {
		if !ok && slices.ContainsFunc(g.Parts, func(p Part) bool { return p.Ref == ref }) {
			f, ok = *g, true
		}
	})
	return f, ok
}

// Edit puts changed in place of the field of which the message called ref is a
// part. The fields it had stay as they were.
func (r *Report) Edit(ref string, changed Field) {
	r.Fields = copied(r.Fields)
	walk(r.Fields, func(g *Field) {
		if slices.ContainsFunc(g.Parts, func(p Part) bool { return p.Ref == ref }) {
			*g = changed
		}
	})
}

func walk(fields []Field, f func(*Field)) {
	for i := range fields {
		f(&fields[i])
		for _, item := range fields[i].Items {
			walk(item, f)
		}
	}
}

func copied(fields []Field) []Field {
	out := slices.Clone(fields)
	for i := range out {
		out[i].Items = slices.Clone(out[i].Items)
		for j := range out[i].Items {
			out[i].Items[j] = copied(out[i].Items[j])
		}
	}
	return out
}

// Edits are the fields of now with a mark at each that its writer changed, and
// those alone. A field that is new is no change.
func Edits(before, now []Field) (fields, changed []Field) {
	fields = copied(now)
	pair(before, fields, func(f *Field, old Field) {
		f.Edited = old.Edited
		if f.Shown != old.Shown && old.Shown != "" && len(f.Items) == 0 {
			f.Edited = true
			changed = append(changed, *f)
		}
	})
	return fields, changed
}

// Carried are the fields of now with the marks that before had.
func Carried(before, now []Field) []Field {
	now = copied(now)
	pair(before, now, func(f *Field, old Field) { f.Edited = old.Edited })
	return now
}

// pair calls f for each field of now with the one of before in its place.
func pair(before, now []Field, f func(*Field, Field)) {
	for i := range now {
		j := slices.IndexFunc(before, func(old Field) bool { return old.ID == now[i].ID })
		if j < 0 {
			continue
		}
		f(&now[i], before[j])
		for k := range min(len(now[i].Items), len(before[j].Items)) {
			pair(before[j].Items[k], now[i].Items[k], f)
		}
	}
}
