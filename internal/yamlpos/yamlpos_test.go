package yamlpos_test

import (
	"strings"
	"testing"

	"langnghe/internal/yamlpos"
)

func parse(t *testing.T, src string) *yamlpos.Node {
	t.Helper()
	n, bad := yamlpos.Parse("a.yaml", []byte(src))
	if bad != nil {
		t.Fatalf("Parse: %v", bad)
	}
	return n
}

func lines(ps []yamlpos.Problem) string {
	var b strings.Builder
	for _, p := range ps {
		b.WriteString(p.String() + "\n")
	}
	return b.String()
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"", "1:1: tệp chưa có nội dung"},
		{"# chỉ có ghi chú\n", "1:1: tệp chưa có nội dung"},
		{"a: 1\na: 2\n", "2:1: khóa \"a\" viết hai lần, lần đầu ở dòng 1"},
		{"a:\n\tb: 1\n", "2:1: đầu dòng có phím Tab"},
		{"a: b\xff\n", "1:5: có ký tự hỏng"},
		{"a: b\x01\n", "1:5: có ký tự điều khiển U+0001"},
		{"x: &b [1]\ny: *b\n", "1:4: không dùng dấu & (neo)"},
		{"x: &b [1]\ny: *b\n", "2:4: không dùng dấu * (bí danh)"},
		{"x: !!binary abc\n", "1:4: không dùng dấu ! (nhãn kiểu)"},
		{"a: {b: 1}\n<<: {c: 1}\n", "2:1: khóa phải là một từ"},
		{"a: 1\n---\nb: 2\n", "2:1: tệp có hai phần"},
		{"text: Địa chỉ: số nhà?\n", "1:14: dấu hai chấm ở đây"},
		{"a: \"mở\nb: 2\n", "1:4: dấu ngoặc kép mở ở đây chưa đóng"},
		{"a: [1, 2\nb: 3\n", "2:2: danh sách mở bằng ["},
		{"a: @b\n", "1:4: ký tự này không được đứng đầu"},
		{"- a\n- b\nc: d\n", "dòng này thụt không thẳng"},
		{"a: *khong\n", "1:4: không dùng dấu *"},
		{"{a: b}: c\n", "1:1: khóa phải là một từ"},
		{strings.Repeat("[", 60) + strings.Repeat("]", 60), "1:51: lồng nhau quá sâu"},
		{strings.Repeat("a", yamlpos.MaxBytes+1), "a.yaml: tệp quá lớn"},
	} {
		n, bad := yamlpos.Parse("a.yaml", []byte(c.src))
		if n != nil || !strings.Contains(lines(bad), c.want) {
			t.Errorf("Parse(%.40q) = %v, %q; want %q", c.src, n, lines(bad), c.want)
		}
	}
}

func TestAccessors(t *testing.T) {
	n := parse(t, "name: Phường Hòa\ncode: 00004\non: no\nn: 12\nok: true\nwait: 10m\nwords: [a, b]\none: x\n0123: số\nnothing:\n")
	if s, _ := n.Get("code").Text(); s != "00004" {
		t.Errorf("code = %q", s)
	}
	if s, _ := n.Get("on").Text(); s != "no" {
		t.Errorf("on = %q", s)
	}
	if i, ok := n.Get("n").Int(); i != 12 || !ok {
		t.Errorf("n = %d", i)
	}
	if b, ok := n.Get("ok").Bool(); !b || !ok {
		t.Error("ok")
	}
	if d, ok := n.Get("wait").Duration(); d.Minutes() != 10 || !ok {
		t.Error("wait", d)
	}
	if w := n.Get("words").Texts(); len(w) != 2 {
		t.Error("words", w)
	}
	if w := n.Get("one").Texts(); len(w) != 1 {
		t.Error("one", w)
	}
	if !n.Has("0123") || n.Has("83") || len(n.Keys()) != 10 {
		t.Error("keys")
	}
	if l, c := n.Get("name").Pos(); l != 1 || c != 7 {
		t.Errorf("name at %d:%d", l, c)
	}
	if ps := n.Problems(); len(ps) != 0 {
		t.Fatal(lines(ps))
	}
}

func TestProblems(t *testing.T) {
	n := parse(t, "nmae: a\nn: năm\nok: yes\nlist: {a: 1}\nempty: \"\"\nkind: perodic\nnil:\n")
	n.Only("name", "n", "ok", "list", "empty", "kind", "nil")
	n.Need("name").Text()
	n.Get("n").Int()
	n.Get("ok").Bool()
	n.Get("list").List()
	n.Get("empty").Text()
	n.Get("kind").Word("periodic", "urgent")
	n.Get("nil").Text()
	want := `a.yaml:1:1: không có khóa "nmae"; có phải ý là "name"?
a.yaml:1:1: thiếu khóa "name"; hãy thêm dòng "name: …"
a.yaml:2:4: cần một số nguyên, ví dụ 5, nhưng đang là "năm"
a.yaml:3:5: cần true (có) hoặc false (không), nhưng đang là "yes"
a.yaml:4:7: ở đây cần một danh sách (các dòng bắt đầu bằng dấu -), nhưng đang là các dòng dạng khóa: giá trị
a.yaml:5:8: chưa có nội dung; hãy viết vào đây
a.yaml:6:7: không có giá trị "perodic" ở đây; có phải ý là "periodic"?
a.yaml:7:5: ở đây cần một giá trị, nhưng đang là trống
`
	if got := lines(n.Problems()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestNFC(t *testing.T) {
	n := parse(t, "te\u0302n: Hoa\u0300\n")
	if s, ok := n.Get("tên").Text(); !ok || s != "Hoà" {
		t.Errorf("%q %v", s, ok)
	}
}

func TestNilNode(t *testing.T) {
	var n *yamlpos.Node
	n.Only("a")
	n.Problem("x")
	if _, ok := n.Need("a").Get("b").Text(); ok || n.Problems() != nil || n.List() != nil || n.Kind() != yamlpos.Nothing {
		t.Error("nil node gave something")
	}
}

func TestNearest(t *testing.T) {
	for _, c := range []struct{ word, want string }{
		{"stpes", "steps"}, {"ask", "ask"}, {"asks", "ask"}, {"repeta", "repeat"}, {"zzz", ""}, {"", ""},
	} {
		got, _ := yamlpos.Nearest(c.word, []string{"steps", "ask", "repeat", "say"})
		if got != c.want {
			t.Errorf("Nearest(%q) = %q, want %q", c.word, got, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"a: 1\n", "- [x, {y: z}]\n", "x: &b [1]\ny: *b\n", "a: |\n  b\n", "? a\n: b\n", "%YAML 1.2\n---\na\n", "\"\\ud800\": 1"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		n, bad := yamlpos.Parse("a", b)
		if (n == nil) == (bad == nil) {
			t.Fatal("neither tree nor problem, or both")
		}
		n.Only("a")
		n.Texts()
		n.Problems()
	})
}
