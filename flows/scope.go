package flows

import (
	"slices"

	"langnghe/internal/yamlpos"
)

// scope is what is known to have been asked when a step is reached.
type scope struct {
	sure  map[string]valueKind // asked on every way here
	maybe map[string]bool      // asked on some way here only
	rep   *repeat              // inside this repeat
	inner bool                 // inside a when or repeat
	ended bool                 // stop or submit was reached on every way
	shown bool                 // after review
}

func newScope() *scope { return &scope{sure: map[string]valueKind{}, maybe: map[string]bool{}} }

// fork is the scope at the beginning of a branch.
func (s *scope) fork() *scope {
	c := &scope{sure: map[string]valueKind{}, maybe: map[string]bool{}, rep: s.rep, inner: true, shown: s.shown}
	for k, v := range s.sure {
		c.sure[k] = v
	}
	for k := range s.maybe {
		c.maybe[k] = true
	}
	return c
}

// join is the scope after two branches; one that has ended does not count.
func (s *scope) join(a, b *scope) {
	switch {
	case a.ended && b.ended:
		s.ended = true
	case a.ended:
		s.sure, s.maybe = b.sure, b.maybe
	case b.ended:
		s.sure, s.maybe = a.sure, a.maybe
	default:
		for _, one := range []*scope{a, b} {
			for k := range one.sure {
				s.maybe[k] = true
			}
			for k := range one.maybe {
				s.maybe[k] = true
			}
		}
		for k, v := range a.sure {
			if _, both := b.sure[k]; both {
				s.sure[k] = v
			}
		}
	}
}

// readable tells what kind of value a name has here, or reports why it has
// none.
func (p *parsing) readable(sc *scope, name string, problem func(string, ...any)) (valueKind, bool) {
	if k, ok := sc.sure[name]; ok {
		return k, true
	}
	line, asked := p.names[name]
	switch {
	case sc.maybe[name]:
		problem("%q chỉ được hỏi ở một nhánh, có người không được hỏi; hãy đưa câu hỏi ra trước when", name)
	case asked && p.inRepeat[name] != "" && (sc.rep == nil || sc.rep.id != p.inRepeat[name]):
		problem("%q nằm trong repeat %q, ở ngoài không dùng được; số lần đã hỏi là %q", name, p.inRepeat[name], p.inRepeat[name])
	case asked:
		problem("%q được hỏi sau chỗ này (dòng %d); hãy đưa câu hỏi lên trước", name, line)
	default:
		all := make([]string, 0, len(p.names))
		for k := range p.names {
			all = append(all, k)
		}
		slices.Sort(all)
		problem("không có câu hỏi nào tên %q%s", name, yamlpos.Hint(name, all))
	}
	return 0, false
}

// template reads a text and checks its variables.
func (p *parsing) template(n *yamlpos.Node, sc *scope) *tmpl {
	t, vars := parseTemplate(n, p.needs.textLimit())
	for _, v := range vars {
		if slices.Contains(p.needs.Vars, v.name) || slices.Contains(p.flow.Args, v.name) {
			continue
		}
		if _, asked := p.names[v.name]; !asked {
			valid := append(slices.Clone(p.needs.Vars), p.flow.Args...)
			for k := range sc.sure {
				valid = append(valid, k)
			}
			slices.Sort(valid)
			n.ProblemIn(v.off, "không có biến {%s}%s", v.name, yamlpos.Hint(v.name, valid))
			continue
		}
		p.readable(sc, v.name, func(format string, a ...any) { n.ProblemIn(v.off, format, a...) })
	}
	return t
}
