package report

import (
	"fmt"
	"slices"
	"strings"

	"langnghe/bot/text"
)

// Text is answered questions as lines a person reads: "Nơi xảy ra: ngõ 5".
// Skipped ones are left out; items are numbered.
func Text(fields []Field) string {
	var b strings.Builder
	write(&b, fields)
	return strings.TrimRight(b.String(), "\n")
}

func write(b *strings.Builder, fields []Field) {
	for _, f := range fields {
		if len(f.Items) > 0 {
			for i, item := range f.Items {
				if len(f.Items) > 1 {
					fmt.Fprintf(b, "Ý kiến %d\n", i+1)
				}
				write(b, item)
			}
			continue
		}
		if f.Shown == "" {
			continue
		}
		label := f.Label
		if label == "" {
			label = f.ID
		}
		if f.Edited {
			label += " (đã sửa)"
		}
		fmt.Fprintf(b, "%s: %s\n", label, f.Shown)
	}
}

// Gist is the words of a report in one line: what was told, without the labels
// of choices. It is what a list shows.
func (r Report) Gist() string {
	for _, id := range []string{"noi_dung", "dien_bien", "tra_loi", "viec_gi"} {
		if f, ok := r.Field(id); ok && f.Shown != "" {
			return f.Shown
		}
	}
	if r.Kind == Nil {
		return "Không có vấn đề nổi lên"
	}
	return strings.ReplaceAll(Text(r.Fields), "\n", "; ")
}

// Added are the fields of now that were not in before, or read otherwise there.
func Added(before, now []Field) []Field {
	var added []Field
	for _, f := range now {
		if !slices.ContainsFunc(before, func(g Field) bool { return same(f, g) }) {
			added = append(added, f)
		}
	}
	return added
}

func same(a, b Field) bool {
	if a.ID != b.ID || a.Shown != b.Shown || a.Value != b.Value || !slices.Equal(a.Files, b.Files) || len(a.Items) != len(b.Items) {
		return false
	}
	for i := range a.Items {
		if !slices.EqualFunc(a.Items[i], b.Items[i], same) {
			return false
		}
	}
	return true
}

// First is the words of the first answered question, for flows that ask only one.
func First(fields []Field) string {
	for _, f := range fields {
		if f.Shown != "" {
			return f.Shown
		}
	}
	return ""
}

// Masked is fields with everything hidden that a report may not keep.
func Masked(fields []Field) []Field {
	out := slices.Clone(fields)
	for i := range out {
		said := out[i].Value
		out[i].Value, _ = text.Mask(said)
		if out[i].Shown == said { // words are kept twice, and masked once
			out[i].Shown = out[i].Value
		} else {
			out[i].Shown, _ = text.Mask(out[i].Shown)
		}
		out[i].Items = slices.Clone(out[i].Items)
		for j := range out[i].Items {
			out[i].Items[j] = Masked(out[i].Items[j])
		}
	}
	return out
}

// Close puts the report in a closing state. The house number that help needed
// goes, from the report and from what was handed up of it.
func (r *Report) Close(s State) {
	r.State = s
	r.Fields = settled(Masked(r.Fields))
	r.HeldBy = slices.Clone(r.HeldBy)
	for i := range r.HeldBy {
		r.HeldBy[i].Text, _ = text.Mask(r.HeldBy[i].Text)
	}
}
