package zalosim

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// object, field and list build JSON whose key order is decided by hand, since
// a signature covers bytes.
type (
	object []field
	list   []any
	field  struct {
		key string
		val any // object, list, string, int64, bool
	}
)

// layout is a way of writing the same JSON.
type layout struct {
	rotate int  // keys start with another one
	blanks bool // after colons, commas and brackets, and one line feed
	escape bool // \u for what is not ASCII, \/ for the slash
}

// varied returns the n-th layout.
func varied(n int) layout {
	return layout{rotate: n % 7, blanks: n%3 == 1, escape: n%2 == 1}
}

func (l layout) write(v any) []byte {
	var b strings.Builder
	l.value(&b, v)
	return []byte(b.String())
}

func (l layout) value(b *strings.Builder, v any) {
	switch v := v.(type) {
	case object:
		b.WriteByte('{')
		for i := range v {
			l.comma(b, i)
			f := v[(i+l.rotate)%len(v)]
			l.text(b, f.key)
			b.WriteByte(':')
			l.blank(b)
			l.value(b, f.val)
		}
		l.blank(b)
		b.WriteByte('}')
	case list:
		b.WriteByte('[')
		for i, it := range v {
			l.comma(b, i)
			l.value(b, it)
		}
		l.blank(b)
		b.WriteByte(']')
	case string:
		l.text(b, v)
	case int64:
		b.WriteString(strconv.FormatInt(v, 10))
	case bool:
		b.WriteString(strconv.FormatBool(v))
	default:
		panic(fmt.Sprintf("zalosim: no JSON for %T", v))
	}
}

func (l layout) comma(b *strings.Builder, i int) {
	if i > 0 {
		b.WriteByte(',')
		if l.blanks && i == 3 {
			b.WriteByte('\n')
		}
	}
	l.blank(b)
}

func (l layout) blank(b *strings.Builder) {
	if l.blanks {
		b.WriteByte(' ')
	}
}

func (l layout) text(b *strings.Builder, s string) {
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '/' && l.escape:
			b.WriteString(`\/`)
		case r < ' ' || r > '~' && l.escape:
			for _, u := range utf16.Encode([]rune{r}) {
				fmt.Fprintf(b, `\u%04x`, u)
			}
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
}
