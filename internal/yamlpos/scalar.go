package yamlpos

import (
	"strconv"
	"strings"
	"time"

	yaml "go.yaml.in/yaml/v4"
)

// Text is the scalar as typed (quotes, folding and escapes undone, spaces
// around cut). Anything but a scalar is a problem, and so is an empty text.
func (n *Node) Text() (string, bool) {
	if !n.is(Scalar) {
		return "", false
	}
	s := strings.TrimSpace(n.y.Value)
	if s == "" {
		n.Problem("chưa có nội dung; hãy viết vào đây")
		return "", false
	}
	return s, true
}

// Raw is the scalar exactly as typed, "" for anything else; it reports nothing.
func (n *Node) Raw() string {
	if n.Kind() != Scalar {
		return ""
	}
	return n.y.Value
}

// Quoted tells whether the scalar stands in quotes or in a block (| or >).
func (n *Node) Quoted() bool {
	return n != nil && n.y.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) != 0
}

// Int is a whole number, written plainly in decimal.
func (n *Node) Int() (int, bool) {
	if !n.is(Scalar) {
		return 0, false
	}
	i, err := strconv.Atoi(n.y.Value)
	if err != nil || n.Quoted() {
		n.Problem("cần một số nguyên, ví dụ 5, nhưng đang là %q", n.y.Value)
		return 0, false
	}
	return i, true
}

// Bool is true or false; so written, not yes or no, which read differently to
// different people.
func (n *Node) Bool() (value, ok bool) {
	if !n.is(Scalar) {
		return false, false
	}
	switch n.y.Value {
	case "true":
		return true, true
	case "false":
		return false, true
	}
	n.Problem("cần true (có) hoặc false (không), nhưng đang là %q", n.y.Value)
	return false, false
}

// Duration is a length of time such as 30s, 10m, 24h.
func (n *Node) Duration() (time.Duration, bool) {
	if !n.is(Scalar) {
		return 0, false
	}
	d, err := time.ParseDuration(n.y.Value)
	if err != nil || d < 0 {
		n.Problem("cần một khoảng thời gian, ví dụ 30s, 10m, 24h, nhưng đang là %q", n.y.Value)
		return 0, false
	}
	return d, true
}

// Word is a text that must be one of valid.
func (n *Node) Word(valid ...string) (string, bool) {
	s, ok := n.Text()
	if !ok {
		return "", false
	}
	for _, v := range valid {
		if s == v {
			return s, true
		}
	}
	if n.Full() {
		return "", false
	}
	n.Problem("không có giá trị %q ở đây%s", s, Hint(s, valid))
	return "", false
}
