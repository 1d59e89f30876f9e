package flows

import (
	"slices"

	"langnghe/internal/yamlpos"
)

var stepKeys = []string{"say", "ask", "when", "repeat", "set", "review", "send", "submit", "stop"}

// keysOf is what may stand in a step beside its first word.
var keysOf = map[string][]string{
	"say":    {"say"},
	"ask":    {"ask", "text", "label", "type", "pick", "under", "length", "range", "count", "optional", "own_name", "place", "sure", "default", "error", "hint"},
	"when":   {"when", "steps", "otherwise"},
	"repeat": {"repeat", "label", "again", "max", "steps"},
	"set":    {"set"},
	"review": {"review"},
	"send":   {"send"},
	"submit": {"submit"},
	"stop":   {"stop", "text"},
}

// list reads steps in their order.
func (p *parsing) list(n *yamlpos.Node, sc *scope) []*step {
	if n == nil {
		return nil
	}
	items := n.List()
	if n.Kind() == yamlpos.List && len(items) == 0 {
		n.Problem("chưa có bước nào; hãy thêm ít nhất một bước")
	}
	var out []*step
	said := false
	for _, item := range items {
		if p.steps++; p.steps == maxSteps+1 {
			item.Problem("luồng quá dài; tối đa %d bước", maxSteps)
		}
		if p.steps > maxSteps {
			return out
		}
		if sc.ended && !said {
			said = true
			item.Problem("bước này không bao giờ tới được, vì phía trên đã submit hoặc stop; hãy bỏ đi hoặc đưa lên trước")
		}
		if s := p.step(item, sc); s != nil {
			out = append(out, s)
		}
	}
	return out
}

// word is a step's first word.
func (p *parsing) word(n *yamlpos.Node) string {
	switch n.Kind() {
	case yamlpos.Scalar:
		w, _ := n.Word("review", "send", "submit", "stop")
		return w
	case yamlpos.Map:
		for _, k := range n.Keys() {
			if slices.Contains(stepKeys, k.Raw()) {
				return k.Raw()
			}
		}
		first := n.Keys()
		if len(first) == 0 {
			n.Problem("bước trống; hãy viết một trong: %v", stepKeys)
			return ""
		}
		first[0].Problem("không có bước %q%s", first[0].Raw(), yamlpos.Hint(first[0].Raw(), stepKeys))
	default:
		n.Problem("mỗi bước bắt đầu bằng một từ: say, ask, when, repeat, set, review, send, submit, stop")
	}
	return ""
}

func (p *parsing) step(n *yamlpos.Node, sc *scope) *step {
	w := p.word(n)
	if w == "" {
		return nil
	}
	if n.Kind() == yamlpos.Map {
		n.Only(keysOf[w]...)
	}
	if sc.shown && slices.Contains([]string{"ask", "when", "repeat", "send", "review"}, w) {
		n.Problem("sau review chỉ còn say, set và submit; hãy đưa %s lên trước review", w)
	}
	s := &step{}
	switch w {
	case "say":
		s.kind, s.text = kindSay, p.template(n.Get("say"), sc)
	case "ask":
		s.kind = kindAsk
		if s.q = p.ask(n, sc); s.q == nil {
			return nil
		}
		if !s.q.media() { // an extra, not one of "câu 2/5"
			s.most = 1
		}
	case "when":
		p.when(n, s, sc)
	case "repeat":
		return p.repeat(n, s, sc)
	case "set":
		p.settings(n.Get("set"), s, sc)
	case "review":
		s.kind = kindReview
		if p.reviews++; p.reviews > 1 {
			n.Problem("review chỉ dùng một lần; hãy bỏ bước này")
		}
		if sc.inner {
			n.Problem("review không nằm trong when hoặc repeat; hãy đưa ra ngoài")
		}
		sc.shown = true
	case "send":
		s.kind, p.flow.sends = kindSend, true
		if sc.rep != nil {
			n.Problem("send không nằm trong repeat; hãy đưa ra ngoài")
		}
		if !p.root.Has("files") {
			n.Problem("send cần dòng files ở đầu luồng")
		}
	case "submit":
		s.kind = kindSubmit
		p.submits++
		if sc.rep != nil {
			n.Problem("submit không nằm trong repeat; hãy đưa ra ngoài")
		}
		sc.ended = true
	case "stop":
		p.stop(n, s, sc)
	}
	return s
}

func (p *parsing) when(n *yamlpos.Node, s *step, sc *scope) {
	s.kind = kindWhen
	s.cond = p.condition(n.Get("when"), sc, kindBool)
	a, b := sc.fork(), sc.fork()
	s.then = p.list(n.Need("steps"), a)
	if n.Has("otherwise") {
		s.alt = p.list(n.Get("otherwise"), b)
	}
	sc.join(a, b)
	s.most = max(most(s.then), most(s.alt))
}

func most(steps []*step) int {
	n := 0
	for _, s := range steps {
		n += s.most
	}
	return n
}

func (p *parsing) repeat(n *yamlpos.Node, s *step, sc *scope) *step {
	s.kind = kindRepeat
	r := &repeat{max: 1}
	s.rep = r
	id, ok := n.Get("repeat").Text()
	if ok && !answerIDs.MatchString(id) {
		n.Get("repeat").Problem("tên %q chỉ gồm chữ thường không dấu, số và dấu gạch dưới, ví dụ y_kien", id)
	}
	r.id = id
	if sc.rep != nil {
		n.Problem("repeat không lồng trong repeat khác; hãy tách ra")
		return nil
	}
	if r.label = id; n.Has("label") {
		r.label, _ = n.Get("label").Text()
	}
	if m := n.Need("max"); m != nil {
		v, ok := m.Int()
		if ok && (v < 1 || v > maxRounds) {
			m.Problem("max từ 1 đến %d", maxRounds)
		} else if ok {
			r.max = v
		}
	}
	r.again = &question{id: id, typ: typeYesNo, text: p.template(n.Need("again"), sc)}
	r.again.place(r)
	in := sc.fork()
	in.rep = r
	s.then = p.list(n.Need("steps"), in)
	s.most = most(s.then)
	if s.most == 0 && len(s.then) > 0 {
		n.Problem("repeat chưa hỏi câu nào; hãy thêm một bước ask")
	}
	if in.ended {
		n.Problem("repeat không chứa submit hoặc stop ở mọi nhánh")
	}
	if id != "" {
		sc.sure[id] = kindNum
	}
	return s
}

func (p *parsing) settings(n *yamlpos.Node, s *step, sc *scope) {
	s.kind = kindSet
	if !n.Map() {
		return
	}
	for _, k := range n.Keys() {
		name := k.Raw()
		if !answerIDs.MatchString(name) {
			k.Problem("tên %q chỉ gồm chữ thường không dấu, số và dấu gạch dưới", name)
			continue
		}
		if p.asks[name] != nil || slices.Contains(p.needs.Vars, name) || slices.Contains(p.flow.Args, name) {
			k.Problem("tên %q đã có nghĩa khác; hãy đặt tên khác", name)
			continue
		}
		c := p.condition(n.Get(name), sc)
		if c == nil {
			sc.sure[name] = kindText // so that its uses are not reported as well
			continue
		}
		s.sets = append(s.sets, setting{name, c})
		sc.sure[name] = c.result
	}
}

func (p *parsing) stop(n *yamlpos.Node, s *step, sc *scope) {
	s.kind = kindStop
	if n.Kind() == yamlpos.Map {
		if v := n.Get("stop"); v.Kind() == yamlpos.Scalar {
			s.text = p.template(v, sc)
		} else if v := n.Get("text"); v != nil {
			s.text = p.template(v, sc)
		}
	}
	if sc.rep != nil {
		n.Problem("stop không nằm trong repeat; hãy đưa ra ngoài")
	}
	sc.ended = true
}
