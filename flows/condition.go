package flows

import (
	"slices"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"

	"langnghe/internal/yamlpos"
)

// maxCondition is the longest condition, in bytes; a flow that needs more
// wants another question instead.
const maxCondition = 400

// valueKind is what a name stands for in a condition.
type valueKind int

const (
	kindText valueKind = iota
	kindBool
	kindNum
)

// zero is the value of a name without an answer: an optional question passed
// over, an argument the host did not give.
func (k valueKind) zero() any {
	switch k {
	case kindBool:
		return false
	case kindNum:
		return float64(0)
	}
	return ""
}

var kindWords = [...]string{kindText: "chữ", kindBool: "có/không", kindNum: "số"}

// condition is a compiled expression of expr-lang. Only comparisons, and, or,
// not, in, sums, literals, names and len are let through, so that it ends
// after as many steps as it has letters: the library can stop a condition that
// eats memory, but not one that loops.
type condition struct {
	program *vm.Program
	names   []string // it reads
	kinds   []valueKind
	args    bool // it reads args
	result  valueKind
}

var plainOperators = []string{"==", "!=", "<", "<=", ">", ">=", "and", "&&", "or", "||", "in",
	"+", "-", "*", "/", "not", "!", "contains", "startsWith", "endsWith"}

// guard walks a condition's tree and reports every part that is not let
// through, and every name it cannot read.
type guard struct {
	n     *yamlpos.Node
	p     *parsing
	sc    *scope
	names []string
	kinds []valueKind
	args  bool
	bad   bool
	inner map[ast.Node]bool // parts checked with their parent
}

func (g *guard) problem(node ast.Node, format string, a ...any) {
	g.bad = true
	g.n.ProblemIn(node.Location().From, format, a...)
}

// Visit is called children first.
func (g *guard) Visit(node *ast.Node) {
	if g.inner[*node] {
		return
	}
	switch v := (*node).(type) {
	case *ast.StringNode, *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.ArrayNode, *ast.ConstantNode:
	case *ast.IdentifierNode:
		if v.Value != "args" {
			g.name(v)
		}
	case *ast.UnaryNode:
		if !slices.Contains(plainOperators, v.Operator) {
			g.problem(v, "không dùng được dấu %q trong điều kiện", v.Operator)
		}
	case *ast.BinaryNode:
		if !slices.Contains(plainOperators, v.Operator) {
			g.problem(v, "không dùng được %q trong điều kiện; chỉ dùng ==, !=, <, <=, >, >=, and, or, not, in, +, -, *, /", v.Operator)
			return
		}
		g.literal(v)
	case *ast.MemberNode:
		g.member(v)
	case *ast.BuiltinNode:
		if v.Name != "len" {
			g.problem(v, "không dùng được hàm %s trong điều kiện; chỉ có len", v.Name)
		}
	default:
		g.problem(v, "điều kiện chỉ gồm so sánh, and, or, not, in và phép tính; hãy viết đơn giản hơn")
	}
}

func (g *guard) name(v *ast.IdentifierNode) {
	kind, ok := g.p.readable(g.sc, v.Value, func(format string, a ...any) { g.problem(v, format, a...) })
	if ok && !slices.Contains(g.names, v.Value) {
		g.names, g.kinds = append(g.names, v.Value), append(g.kinds, kind)
	}
}

// member lets args.name through and nothing else.
func (g *guard) member(v *ast.MemberNode) {
	id, ok := v.Node.(*ast.IdentifierNode)
	key, isText := v.Property.(*ast.StringNode)
	if !ok || id.Value != "args" || !isText {
		g.problem(v, "không dùng được dấu chấm ở đây; chỉ có args.tên")
		return
	}
	g.args = true
	if !slices.Contains(g.p.flow.Args, key.Value) {
		g.problem(v, "chưa khai báo %q; hãy thêm vào dòng \"args: […]\" ở đầu luồng%s", key.Value, yamlpos.Hint(key.Value, g.p.flow.Args))
	}
}

// literal reports a choice compared with what it can never be.
func (g *guard) literal(v *ast.BinaryNode) {
	if v.Operator != "==" && v.Operator != "!=" && v.Operator != "in" {
		return
	}
	for _, pair := range [][2]ast.Node{{v.Left, v.Right}, {v.Right, v.Left}} {
		id, ok := pair[0].(*ast.IdentifierNode)
		if !ok {
			continue
		}
		q := g.p.asks[id.Value]
		if q == nil || q.typ != typeChoice || len(q.items) == 0 {
			continue
		}
		ids := make([]string, len(q.items))
		for i, it := range q.items {
			ids[i] = it.ID
		}
		values := []ast.Node{pair[1]}
		if arr, ok := pair[1].(*ast.ArrayNode); ok {
			values = arr.Nodes
		}
		for _, val := range values {
			if s, ok := val.(*ast.StringNode); ok && !slices.Contains(ids, s.Value) {
				g.problem(s, "câu %q không có lựa chọn %q%s", id.Value, s.Value, yamlpos.Hint(s.Value, ids))
			}
		}
	}
}

// condition compiles the expression at n.
func (p *parsing) condition(n *yamlpos.Node, sc *scope, want ...valueKind) *condition {
	src, ok := n.Text()
	if !ok {
		return nil
	}
	if len(src) > maxCondition {
		n.Problem("điều kiện quá dài; tối đa %d chữ", maxCondition)
		return nil
	}
	tree, err := parser.Parse(src)
	if err != nil {
		n.Problem("điều kiện viết chưa đúng; ví dụ đúng: khuynh_huong == \"buc_xuc\" and so_ho > 10")
		return nil
	}
	g := &guard{n: n, p: p, sc: sc}
	ast.Walk(&tree.Node, g)
	if g.bad {
		return nil
	}
	env := map[string]any{"args": map[string]string{}}
	for i, name := range g.names {
		env[name] = g.kinds[i].zero()
	}
	c := &condition{names: g.names, kinds: g.kinds, args: g.args}
	if c.program, err = expr.Compile(src, expr.Env(env)); err != nil {
		n.Problem("điều kiện so sánh hai thứ khác loại (%s); chữ viết trong ngoặc kép, số viết trần, có/không viết true hoặc false", kindList(g))
		return nil
	}
	switch c.program.Node().Type().String() {
	case "bool":
		c.result = kindBool
	case "string":
		c.result = kindText
	case "int", "float64":
		c.result = kindNum
	default:
		n.Problem("điều kiện phải cho ra chữ, số, hoặc có/không")
		return nil
	}
	if len(want) > 0 && c.result != want[0] {
		n.Problem("ở đây cần điều kiện %s, nhưng đang cho ra %s", kindWords[want[0]], kindWords[c.result])
		return nil
	}
	return c
}

func kindList(g *guard) string {
	var out []string
	for i, name := range g.names {
		out = append(out, name+" là "+kindWords[g.kinds[i]])
	}
	return strings.Join(out, ", ")
}

// run evaluates the condition; what goes wrong counts as no value.
func (c *condition) run(value func(name string, k valueKind) any, args map[string]string) any {
	if c == nil {
		return false
	}
	env := make(map[string]any, len(c.names)+1)
	for i, name := range c.names {
		env[name] = value(name, c.kinds[i])
	}
	if c.args {
		if args == nil {
			args = map[string]string{}
		}
		env["args"] = args
	}
	out, err := expr.Run(c.program, env)
	if err != nil {
		return c.result.zero()
	}
	if i, ok := out.(int); ok {
		return float64(i)
	}
	return out
}
