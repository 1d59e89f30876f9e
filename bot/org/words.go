package org

import (
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"langnghe/internal/yamlpos"
)

var (
	idPattern   = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,47}$`)
	typePattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)
	codePattern = regexp.MustCompile(`^[0-9A-Za-z.-]{1,20}$`)
	channelName = regexp.MustCompile(`^[a-z]{1,20}$`)
	channelID   = regexp.MustCompile(`^[0-9A-Za-z_.@-]{1,64}$`)
)

// id reads a new id and remembers where it stands; "" when it is wrong.
func (l *loader) id(n *yamlpos.Node, used map[string]*seen, index int) string {
	s, ok := n.Text()
	if !ok {
		return ""
	}
	if !idPattern.MatchString(s) {
		n.Problem("mã %q không đúng; chỉ dùng chữ thường không dấu, chữ số và dấu gạch nối, tối đa 48 ký tự, ví dụ hn-ba-dinh-p", short(s))
		return ""
	}
	if first := used[s]; first != nil {
		line, _ := first.node.Pos()
		n.Problem("mã %q đã dùng ở dòng %d; mỗi mã chỉ dùng một lần", s, line)
		return ""
	}
	used[s] = &seen{n, index}
	return s
}

// known reads the id of a unit that must be there; "" when it is not.
func (l *loader) known(n *yamlpos.Node) string {
	s, ok := n.Text()
	if !ok {
		return ""
	}
	if l.units[s] == nil {
		l.unknown(n, s)
		return ""
	}
	return s
}

// unknown reports an id of no unit. Looking for the nearest takes time, so a
// file full of them gets no more suggestions after a while.
func (l *loader) unknown(n *yamlpos.Node, id string) {
	hint := ""
	if l.hints++; l.hints <= maxHint {
		if near, ok := yamlpos.Nearest(id, l.unitIDs); ok {
			hint = "; có phải ý là \"" + near + "\"?"
		}
	}
	n.Problem("không có đơn vị nào có mã %q%s", short(id), hint)
}

func (l *loader) unitType(n *yamlpos.Node) string {
	s, ok := n.Text()
	if !ok {
		return ""
	}
	if !typePattern.MatchString(s) {
		n.Problem("loại đơn vị %q không đúng; chỉ dùng chữ thường không dấu và dấu gạch dưới, ví dụ phuong, to_dan_pho", short(s))
		return ""
	}
	for _, t := range unitTypes {
		if s == t {
			return s
		}
	}
	l.notice(n, "loại đơn vị %q chưa gặp bao giờ%s", s, yamlpos.Hint(s, unitTypes))
	return s
}

// words is a text of bounded length.
func words(n *yamlpos.Node, most int) string {
	s, ok := n.Text()
	if !ok {
		return ""
	}
	if utf8.RuneCountInString(s) > most {
		n.Problem("dài quá; tối đa %d chữ", most)
		return ""
	}
	if strings.ContainsAny(s, "\n\r\t\u0085\u2028\u2029") {
		n.Problem("chỉ viết trên một dòng")
		return ""
	}
	return s
}

// optional is words that may be left out.
func optional(n *yamlpos.Node, most int) string {
	if n == nil || n.Kind() == yamlpos.Null {
		return ""
	}
	return words(n, most)
}

// personName is a name; a number within it would be a phone or a paper, which
// the file is no place for.
func personName(n *yamlpos.Node) string {
	s := words(n, maxName)
	if strings.ContainsFunc(s, unicode.IsNumber) {
		n.Problem("họ tên không được có chữ số; không ghi số điện thoại hay giấy tờ vào tệp này")
		return ""
	}
	return s
}

// codeText is an official code, which must stand in quotes: many programs that
// read 0123 without them make it 83 or 123.
func codeText(n *yamlpos.Node) string {
	s := words(n, maxText)
	if s == "" {
		return ""
	}
	if !n.Quoted() {
		n.Problem("mã số phải đặt trong ngoặc kép để không mất số 0 ở đầu: \"%s\"", short(s))
		return ""
	}
	if !codePattern.MatchString(s) {
		n.Problem("mã số %q không đúng; chỉ dùng chữ số và chữ cái không dấu", short(s))
		return ""
	}
	return s
}

// dates reads valid_from and valid_to.
func dates(n *yamlpos.Node) (from, to time.Time) {
	from, to = date(n.Get("valid_from")), date(n.Get("valid_to"))
	if !from.IsZero() && !to.IsZero() && !from.Before(to) {
		n.Get("valid_to").Problem("valid_to phải sau valid_from (%s)", from.Format(time.DateOnly))
	}
	return from, to
}

func date(n *yamlpos.Node) time.Time {
	if n == nil || n.Kind() == yamlpos.Null {
		return time.Time{}
	}
	s, ok := n.Text()
	if !ok {
		return time.Time{}
	}
	t, err := time.ParseInLocation(time.DateOnly, s, hanoi)
	if err != nil || t.Year() < 1900 || t.Year() > 2199 {
		n.Problem("ngày %q không đúng; hãy viết năm-tháng-ngày, ví dụ 2025-07-01", short(s))
		return time.Time{}
	}
	return t
}

// short keeps a message readable whatever was written.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
