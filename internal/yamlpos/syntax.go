package yamlpos

import (
	"bytes"
	"errors"
	"strings"

	yaml "go.yaml.in/yaml/v4"
)

// syntaxWords puts what the parser complains of into words an author can act
// on. The first entry found in the parser's message counts.
var syntaxWords = []struct{ found, context, say string }{
	{"mapping values are not allowed", "", "dấu hai chấm ở đây bị hiểu là khóa; hãy đặt cả câu trong ngoặc kép \"…\", hoặc xem lại khoảng thụt đầu dòng"},
	{"unexpected end of stream", "quoted scalar", "dấu ngoặc kép mở ở đây chưa đóng; hãy thêm dấu \" ở cuối câu"},
	{"unknown escape character", "", "sau dấu \\ trong ngoặc kép không được có chữ này; hãy bỏ dấu \\"},
	{"did not find expected ',' or ']'", "", "danh sách mở bằng [ chưa đóng; hãy thêm dấu ] ở cuối, các mục cách nhau bằng dấu phẩy"},
	{"did not find expected ',' or '}'", "", "phần mở bằng { chưa đóng; hãy thêm dấu } ở cuối, chữ có dấu phẩy hoặc hai chấm cần đặt trong ngoặc kép"},
	{"could not find expected ':'", "", "dòng này thiếu dấu hai chấm; hãy viết \"từ: giá trị\""},
	{"did not find expected '-' indicator", "", "dòng này thụt không thẳng với các dấu - phía trên; hãy xem lại khoảng thụt đầu dòng"},
	{"did not find expected key", "", "dòng này thụt không thẳng với dòng trên, hoặc sau câu trong ngoặc kép còn chữ; hãy xem lại"},
	{"cannot start any token", "", "ký tự này không được đứng đầu; hãy đặt cả câu trong ngoặc kép \"…\""},
	{"block sequence entries are not allowed", "", "dấu - không được đứng ở đây; hãy xuống dòng và thụt vào"},
	{"exceeded max depth", "", "lồng nhau quá sâu; hãy viết phẳng hơn"},
	{"undefined alias", "", "không dùng dấu * ở đầu chữ; hãy đặt trong ngoặc kép"},
	{"unknown anchor", "", "không dùng dấu * ở đầu chữ; hãy đặt trong ngoặc kép"},
}

// syntax tells where and why the file is no YAML.
func (f *file) syntax(err error, b []byte) Problem {
	p := Problem{File: f.name, Line: 1, Col: 1, Message: "không đọc được tệp này; hãy xem lại khoảng thụt đầu dòng và các dấu ngoặc"}
	var le *yaml.LoadError
	if !errors.As(err, &le) {
		return p
	}
	mark := le.Mark
	for _, w := range syntaxWords {
		if strings.Contains(le.Message, w.found) && strings.Contains(le.ContextMsg, w.context) {
			p.Message = w.say
			if w.context != "" && le.ContextMark.Line > 0 {
				mark = le.ContextMark
			}
			break
		}
	}
	if mark.Line > 0 {
		p.Line, p.Col = mark.Line, max(mark.Column, 1)
	}
	// An error at the end of the file stands after its last line.
	if last := bytes.Count(bytes.TrimRight(b, "\n"), []byte("\n")) + 1; p.Line > last {
		p.Line, p.Col = last, 1
	}
	return p
}
