package flows

import (
	"regexp"
	"slices"
	"strings"

	"langnghe/internal/yamlpos"
)

// parsing is the reading of one flow file.
type parsing struct {
	set      *Set
	needs    Needs
	flow     *Flow
	root     *yamlpos.Node
	names    map[string]int       // every name the flow gives to an answer: its line
	inRepeat map[string]string    // names given inside a repeat: the repeat's id
	asks     map[string]*question // read so far
	submits  int
	reviews  int
	steps    int
}

const (
	maxSteps     = 300
	maxOpen      = 50
	maxQuestions = 100
)

var (
	flowIDs   = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)
	answerIDs = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
)

var flowKeys = []string{"flow", "title", "open", "for", "files", "args", "once", "takes", "silence", "steps"}

// parseFlow reads a file with a flow: key. Problems are in root.
func parseFlow(set *Set, needs Needs, root *yamlpos.Node) *Flow {
	p := &parsing{set: set, needs: needs, root: root, names: map[string]int{}, inRepeat: map[string]string{}, asks: map[string]*question{}}
	f := &Flow{limit: needs.textLimit(), labels: needs.labelLimit()}
	p.flow = f
	root.Only(flowKeys...)
	if id, ok := root.Need("flow").Text(); ok {
		f.ID = id
		if !flowIDs.MatchString(id) {
			root.Get("flow").Problem("mã luồng %q chỉ gồm chữ thường không dấu, số và dấu gạch ngang, ví dụ dinh-ky", id)
		}
	}
	f.Title, _ = root.Need("title").Text()
	f.Open = root.Get("open").Texts()
	if len(f.Open) > maxOpen {
		root.Get("open").Problem("quá nhiều từ mở; tối đa %d", maxOpen)
		f.Open = f.Open[:maxOpen]
	}
	f.For = p.words(root.Get("for"), needs.Roles)
	if n := root.Get("files"); n != nil {
		f.Files, _ = n.Word(needs.Kinds...)
	}
	if n := root.Get("takes"); n != nil {
		for _, typ := range p.words(n, []string{typePhotos, typeVoice, typeFile}) {
			f.Takes = append(f.Takes, kindOf[typ])
		}
	}
	f.Args = root.Get("args").Texts()
	for _, a := range f.Args {
		if !answerIDs.MatchString(a) {
			root.Get("args").Problem("tên %q chỉ gồm chữ thường không dấu, số và dấu gạch dưới", a)
		}
	}
	f.Silence, _ = root.Get("silence").Duration()
	if n := root.Get("once"); n != nil {
		f.once = p.template(n, newScope())
	}
	steps := root.Need("steps")
	p.collect(steps, "", 0)
	sc := newScope()
	f.steps = p.list(steps, sc)
	f.most = most(f.steps)
	p.whole(root, sc)
	return f
}

// words is a list of words, each one of valid.
func (p *parsing) words(n *yamlpos.Node, valid []string) []string {
	if n.Kind() == yamlpos.Scalar {
		if w, ok := n.Word(valid...); ok {
			return []string{w}
		}
		return nil
	}
	var out []string
	for _, c := range n.List() {
		if w, ok := c.Word(valid...); ok {
			out = append(out, w)
		}
	}
	return out
}

// whole checks what concerns the flow as a whole.
func (p *parsing) whole(root *yamlpos.Node, sc *scope) {
	f := p.flow
	steps := root.Get("steps")
	if len(f.steps) > 0 && !sc.ended {
		steps.Problem("luồng chưa kết thúc ở mọi nhánh; hãy thêm \"- submit\" hoặc \"- stop\" ở cuối")
	}
	if f.Files != "" && p.submits == 0 {
		root.Get("files").Problem("luồng có files nhưng không có bước submit; hãy thêm \"- submit\" ở cuối")
	}
	if !root.Has("files") && p.submits > 0 {
		root.Problem("luồng có submit nhưng thiếu files; hãy thêm dòng \"files: …\" với một trong: %s", strings.Join(p.needs.Kinds, ", "))
	}
	if root.Has("silence") && !f.sends {
		root.Get("silence").Problem("silence cần một bước send trong luồng; hãy thêm \"- send\"")
	}
	if len(f.Open) > 0 && !root.Has("for") {
		root.Get("open").Problem("có open nhưng thiếu for; hãy thêm dòng \"for: [vai trò]\"")
	}
}

// collect notes every name before the steps are read, so that a name used too
// early can be told from one that does not exist.
func (p *parsing) collect(n *yamlpos.Node, rep string, depth int) {
	if n.Kind() != yamlpos.List || depth > 20 {
		return
	}
	for _, s := range n.List() {
		for _, key := range []string{"ask", "repeat"} {
			v := s.Get(key)
			id := v.Raw()
			if id == "" {
				continue
			}
			line, _ := v.Pos()
			if first, twice := p.names[id]; twice {
				v.Problem("tên %q đã dùng ở dòng %d; hãy đặt tên khác", id, first)
				continue
			}
			if slices.Contains(p.flow.Args, id) || id == "args" {
				v.Problem("tên %q đã có nghĩa khác; hãy đặt tên khác", id)
				continue
			}
			p.names[id] = line
			if rep != "" {
				p.inRepeat[id] = rep
			}
		}
		if set := s.Get("set"); set.Kind() == yamlpos.Map {
			for _, k := range set.Keys() {
				if line, _ := k.Pos(); p.names[k.Raw()] == 0 {
					p.names[k.Raw()] = line
				}
			}
		}
		in := rep
		if id := s.Get("repeat").Raw(); id != "" {
			in = id
		}
		p.collect(s.Get("steps"), in, depth+1)
		p.collect(s.Get("otherwise"), in, depth+1)
	}
}
