package yamlpos

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"

	yaml "go.yaml.in/yaml/v4"
	"golang.org/x/text/unicode/norm"
)

const (
	// MaxBytes is the largest file read.
	MaxBytes = 1 << 20
	// MaxDepth is how deep lists and maps may stand in one another.
	MaxDepth = 50
)

// Parse reads one YAML document. Problems mean that there is no tree: the file
// is not YAML, or uses a part of YAML that is refused here.
func Parse(name string, b []byte) (*Node, []Problem) { return ParseUpTo(name, b, MaxBytes) }

// ParseUpTo is Parse for a file that may be of another size: a roster grows with
// the city.
func ParseUpTo(name string, b []byte, most int) (*Node, []Problem) {
	if len(b) > most {
		return nil, []Problem{{File: name, Message: fmt.Sprintf("tệp quá lớn (%d byte); tối đa %d byte, hãy tách thành nhiều tệp", len(b), most)}}
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	f := &file{name: name}
	if f.letters(b); len(f.problems) > 0 {
		return nil, Sort(f.problems)
	}
	b = norm.NFC.Bytes(b)
	var doc yaml.Node
	if err := unmarshal(b, &doc); err != nil {
		return nil, []Problem{f.syntax(err, b)}
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" {
		return nil, []Problem{{File: name, Line: 1, Col: 1, Message: "tệp chưa có nội dung"}}
	}
	if p, ok := f.second(b); ok {
		return nil, []Problem{p}
	}
	root := f.node(doc.Content[0], 1)
	if len(f.problems) > 0 {
		return nil, Sort(f.problems)
	}
	return root, nil
}

// unmarshal keeps a panic of the library from being ours.
func unmarshal(b []byte, doc *yaml.Node) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = errors.New("panic")
		}
	}()
	return yaml.Unmarshal(b, doc)
}

// letters reports what is no text at all, and tabs where YAML counts spaces.
func (f *file) letters(b []byte) {
	line, col, indent := 1, 1, true
	for len(b) > 0 && len(f.problems) < 20 {
		r, size := utf8.DecodeRune(b)
		p := Problem{File: f.name, Line: line, Col: col}
		switch {
		case r == utf8.RuneError && size == 1:
			p.Message = "có ký tự hỏng; hãy lưu tệp với bảng mã UTF-8"
		case r == '\t' && indent:
			p.Message = "đầu dòng có phím Tab; hãy thay bằng dấu cách"
			indent = false
		case r < ' ' && r != '\n' && r != '\r' && r != '\t', r == 0x7f, r == '\ufeff', r == '\ufffe', r == '\uffff', r >= 0x80 && r < 0xa0 && r != 0x85:
			p.Message = fmt.Sprintf("có ký tự điều khiển U+%04X không nhìn thấy; hãy xóa đi", r)
		}
		if p.Message != "" {
			f.problems = append(f.problems, p)
		}
		b, col = b[size:], col+1
		if r == '\n' {
			line, col, indent = line+1, 1, true
		} else if r != ' ' {
			indent = false
		}
	}
}

// second finds a second document, which Unmarshal would leave unread.
func (f *file) second(b []byte) (Problem, bool) {
	if !bytes.Contains(b, []byte("\n---")) && !bytes.Contains(b, []byte("\n...")) {
		return Problem{}, false
	}
	d := yaml.NewDecoder(bytes.NewReader(b))
	var doc yaml.Node
	if d.Decode(&doc) != nil {
		return Problem{}, false
	}
	if err := d.Decode(&doc); err != nil || len(doc.Content) == 0 {
		return Problem{}, false
	}
	return Problem{File: f.name, Line: doc.Line, Col: doc.Column, Message: "tệp có hai phần cách nhau bằng ---; mỗi tệp chỉ một phần"}, true
}

// node wraps a tree and reports what is refused in it.
func (f *file) node(y *yaml.Node, depth int) *Node {
	n := &Node{file: f, y: y}
	if depth > MaxDepth {
		n.Problem("lồng nhau quá sâu; tối đa %d tầng", MaxDepth)
		return n
	}
	switch {
	case y.Kind == yaml.AliasNode:
		n.Problem("không dùng dấu * (bí danh) ở đây; hãy viết lại nội dung, hoặc đặt trong ngoặc kép nếu là chữ")
		return n
	case y.Anchor != "":
		n.Problem("không dùng dấu & (neo) ở đây; hãy bỏ &%s, hoặc đặt trong ngoặc kép nếu là chữ", y.Anchor)
	case y.Style&yaml.TaggedStyle != 0:
		n.Problem("không dùng dấu ! (nhãn kiểu) ở đây; hãy bỏ %s, hoặc đặt trong ngoặc kép nếu là chữ", y.Tag)
	}
	if len(y.Content) == 0 {
		return n
	}
	n.kids = make(map[*yaml.Node]*Node, len(y.Content))
	for _, c := range y.Content {
		n.kids[c] = f.node(c, depth+1)
	}
	if y.Kind == yaml.MappingNode {
		n.index()
	}
	return n
}

// index notes where each key stands, and reports a key that is no plain word
// or stands there twice.
func (n *Node) index() {
	n.keys = make(map[string]int, len(n.y.Content)/2)
	for i := 0; i+1 < len(n.y.Content); i += 2 {
		k := n.kids[n.y.Content[i]]
		if k.y.Kind == yaml.AliasNode {
			continue
		}
		if k.Kind() != Scalar || k.y.Tag == "!!merge" {
			k.Problem("khóa phải là một từ; hãy viết dạng \"từ: giá trị\" (chữ có dấu { ở đầu cần đặt trong ngoặc kép)")
			continue
		}
		if first, twice := n.keys[k.Raw()]; twice {
			line, _ := n.kids[n.y.Content[first]].Pos()
			k.Problem("khóa %q viết hai lần, lần đầu ở dòng %d; hãy bỏ một", k.Raw(), line)
			continue
		}
		n.keys[k.Raw()] = i
	}
}
