package yamlpos

import (
	"fmt"

	yaml "go.yaml.in/yaml/v4"
)

// Kind says what a node is.
type Kind int

// The kinds of nodes.
const (
	Nothing Kind = iota // a nil node
	Null                // a key without a value
	Scalar              // one word, number or text
	List
	Map
)

var kindNames = [...]string{"không có gì", "trống", "một giá trị", "một danh sách (các dòng bắt đầu bằng dấu -)", "các dòng dạng khóa: giá trị"}

// Node is one place in a file. The zero value is not used; a nil Node stands
// for what is not there.
type Node struct {
	file *file
	y    *yaml.Node
	keys map[string]int // of a map: index of the key in y.Content; built in parse
	kids map[*yaml.Node]*Node
}

type file struct {
	name     string
	problems []Problem
}

// maxProblems is how many are reported of one file; nobody reads more.
const maxProblems = 200

func (f *file) add(p Problem) {
	if len(f.problems) < maxProblems {
		f.problems = append(f.problems, p)
	}
}

// Full tells that no further problem of the file will be kept, so that looking
// for more is of no use.
func (n *Node) Full() bool { return n != nil && len(n.file.problems) >= maxProblems }

// Kind says what the node is.
func (n *Node) Kind() Kind {
	if n == nil {
		return Nothing
	}
	switch n.y.Kind {
	case yaml.MappingNode:
		return Map
	case yaml.SequenceNode:
		return List
	}
	if n.y.Tag == "!!null" && n.y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0 {
		return Null
	}
	return Scalar
}

// File is the name given to [Parse].
func (n *Node) File() string {
	if n == nil {
		return ""
	}
	return n.file.name
}

// Pos is the line and column where the node begins, both from 1.
func (n *Node) Pos() (line, col int) {
	if n == nil {
		return 0, 0
	}
	return n.y.Line, n.y.Column
}

// Problem reports a mistake at the node.
func (n *Node) Problem(format string, args ...any) {
	if n == nil {
		return
	}
	n.file.add(n.At(format, args...))
}

// At is a problem at the node that is not added to the file's list.
func (n *Node) At(format string, args ...any) Problem {
	line, col := n.Pos()
	return Problem{File: n.File(), Line: line, Col: col, Message: fmt.Sprintf(format, args...)}
}

// Problems is everything reported so far in the node's whole file, sorted.
func (n *Node) Problems() []Problem {
	if n == nil {
		return nil
	}
	return Sort(append([]Problem(nil), n.file.problems...))
}

// is reports a wrong kind.
func (n *Node) is(k Kind) bool {
	if n == nil {
		return false
	}
	if n.Kind() == k {
		return true
	}
	n.Problem("ở đây cần %s, nhưng đang là %s", kindNames[k], kindNames[n.Kind()])
	return false
}

// ProblemIn reports a mistake at the letter that stands off letters into the
// node's text, as far as that can be told (a text over several lines is
// reported at its beginning).
func (n *Node) ProblemIn(off int, format string, args ...any) {
	if n == nil {
		return
	}
	p := n.At(format, args...)
	if n.y.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0 && off > 0 {
		p.Col += off
		if n.Quoted() {
			p.Col++
		}
	}
	n.file.add(p)
}
