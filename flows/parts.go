package flows

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// join puts the pieces of a text together: a piece that begins like a new
// sentence on a new line, the rest after a space.
func join(pieces []string) string {
	s, _ := joined(pieces, nil)
	return s
}

// joined is join, and where the message of each piece ends when refs names
// them all.
func joined(pieces, refs []string) (string, []Part) {
	var b strings.Builder
	var parts []Part
	for i, p := range pieces {
		if i > 0 {
			first, _ := utf8.DecodeRuneInString(p)
			before := b.String()
			if strings.ContainsRune(".!?…:;\n", rune(before[len(before)-1])) || unicode.IsUpper(first) || first == '-' || first == '+' {
				b.WriteByte('\n')
			} else {
				b.WriteByte(' ')
			}
		}
		b.WriteString(p)
		if len(refs) == len(pieces) && len(refs) > 0 {
			parts = append(parts, Part{refs[i], b.Len()})
		}
	}
	return b.String(), parts
}

// whole is the text that is being written.
func (r *run) whole() (string, []Part) { return joined(r.st.Pieces, r.st.Refs) }

// apart is the way back: the pieces a text was joined of, and their messages.
func apart(s string, parts []Part) (pieces, refs []string) {
	from := 0
	for _, p := range parts {
		if p.End <= from || p.End > len(s) {
			return []string{s}, nil
		}
		pieces, refs = append(pieces, s[from:p.End]), append(refs, p.Ref)
		from = p.End + 1 // what joins two is one byte
	}
	if len(pieces) == 0 || from != len(s)+1 {
		return []string{s}, nil
	}
	return pieces, refs
}

// addRef names the message of the piece that comes after n others. A text of
// which no message is known has no names at all.
func addRef(refs []string, n int, ref string) []string {
	if ref == "" && len(refs) == 0 || len(refs) != n && n > 0 {
		return nil
	}
	return append(refs[:len(refs):len(refs)], ref)
}

// reshaped are the parts of a text that was changed as a whole: of one message
// it still is that message, of several nobody can tell.
func reshaped(parts []Part, s string) []Part {
	if len(parts) != 1 {
		return nil
	}
	return []Part{{parts[0].Ref, len(s)}}
}

// within are the parts of a text of which only the first n bytes are kept.
func within(parts []Part, n int) []Part {
	var kept []Part
	for _, p := range parts {
		if p.End >= n {
			return append(kept, Part{p.Ref, n})
		}
		kept = append(kept, p)
	}
	return kept
}
