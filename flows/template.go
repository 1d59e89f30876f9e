package flows

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"langnghe/bot/text"
	"langnghe/internal/yamlpos"
)

// tmpl is a text with {variables}, cut into pieces once, at load: pieces with
// an odd index are names of variables.
type tmpl struct {
	pieces []string
}

// used is one variable in a template and where it stands, in letters.
type used struct {
	name string
	off  int
}

// parseTemplate cuts n's text, reporting braces that hold no name.
func parseTemplate(n *yamlpos.Node, limit int) (*tmpl, []used) {
	s, ok := n.Text()
	if !ok {
		return nil, nil
	}
	if u := text.Units(s); limit > 0 && u > limit {
		n.Problem("câu dài %d chữ, tối đa %d; hãy tách thành nhiều câu", u, limit)
		return nil, nil
	}
	t, vars, bad := cut(s)
	if bad >= 0 {
		n.ProblemIn(bad, "dấu { } ở đây chưa đúng; hãy viết {tên_biến}, ví dụ {xung_ho}")
		return nil, nil
	}
	for _, v := range vars {
		if v.name == "xung_ho" && sentenceStart(s, v.off) {
			n.ProblemIn(v.off, "đầu câu hãy viết {Xung_ho} (chữ X hoa)")
		}
	}
	return t, vars
}

// cut splits a text at its variables; bad is where a brace is wrong, or -1.
func cut(s string) (t *tmpl, vars []used, bad int) {
	t = &tmpl{}
	rest, off := s, 0
	for {
		i := strings.IndexAny(rest, "{}")
		if i < 0 {
			t.pieces = append(t.pieces, rest)
			return t, vars, -1
		}
		at := off + utf8.RuneCountInString(rest[:i])
		j := strings.IndexByte(rest[i:], '}')
		if rest[i] == '}' || j < 0 || !isName(rest[i+1:i+j]) {
			return nil, nil, at
		}
		name := rest[i+1 : i+j]
		t.pieces = append(t.pieces, rest[:i], name)
		vars = append(vars, used{name, at})
		off = at + utf8.RuneCountInString(name) + 2
		rest = rest[i+j+1:]
	}
}

// isName accepts letters (with accents), digits and underscores, not beginning
// with a digit.
func isName(s string) bool {
	for i, r := range s {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

// sentenceStart tells whether the letter at off begins a sentence.
func sentenceStart(s string, off int) bool {
	before := strings.TrimRight(string([]rune(s)[:off]), " \n\"“(")
	return before == "" || strings.HasSuffix(before, ".") || strings.HasSuffix(before, "!") || strings.HasSuffix(before, "?")
}

// fill writes the template with its variables looked up.
func (t *tmpl) fill(lookup func(string) string) string {
	if t == nil {
		return ""
	}
	if len(t.pieces) == 1 {
		return t.pieces[0]
	}
	var b strings.Builder
	n := 0
	for _, p := range t.pieces {
		n += len(p) + 8
	}
	b.Grow(n)
	for i, p := range t.pieces {
		if i%2 == 1 {
			p = lookup(p)
		}
		b.WriteString(p)
	}
	return b.String()
}

// address looks up the variables that every text may name: how the person is
// addressed, with and without a capital. A person not yet asked is addressed
// ông/bà.
func address(vars map[string]string, name string) (string, bool) {
	if v, ok := vars[name]; ok && v != "" {
		return v, true
	}
	switch name {
	case "xung_ho":
		return "ông/bà", true
	case "Xung_ho":
		v, ok := vars["xung_ho"]
		if !ok || v == "" {
			return "Ông/bà", true
		}
		return capital(v), true
	}
	return "", false
}

// capital puts the first letter of s in upper case.
func capital(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if !unicode.IsLower(r) {
		return s
	}
	return string(unicode.ToUpper(r)) + s[size:]
}
