package flows

import (
	"slices"
	"strconv"
	"strings"

	"langnghe/bot/text"
	"langnghe/internal/yamlpos"
)

// ask reads one question.
func (p *parsing) ask(n *yamlpos.Node, sc *scope) *question {
	q := &question{}
	id, ok := n.Get("ask").Text()
	if ok && !answerIDs.MatchString(id) {
		n.Get("ask").Problem("tên %q chỉ gồm chữ thường không dấu, số và dấu gạch dưới, ví dụ linh_vuc", id)
	}
	q.id = id
	q.text = p.template(n.Need("text"), sc)
	q.label = p.optionalText(n, "label", sc)
	q.hint = p.optionalText(n, "hint", sc)
	q.wrong = p.optionalText(n, "error", sc)
	q.def = p.optionalText(n, "default", sc)
	if o := n.Get("optional"); o != nil {
		q.optional, _ = o.Bool()
	}
	if o := n.Get("own_name"); o != nil {
		q.name, _ = o.Bool()
	}
	if o := n.Get("place"); o != nil {
		q.where, _ = o.Bool()
	}
	if o := n.Get("sure"); o != nil {
		q.sure, _ = o.Bool()
	}
	p.typeOf(n, q, sc)
	q.none = q.optional && q.typ == typeText && strings.Contains(text.Fold(n.Get("text").Raw())+"?", "khong")
	p.bounds(n, q)
	if q.typ != typePhone { // asks for the person's own, and takes nothing else
		noCitizens(n.Get("text"))
		noCitizens(n.Get("label"))
		noCitizens(n.Get("hint"))
	}
	if len(p.asks) >= maxQuestions {
		n.Problem("luồng quá nhiều câu hỏi; tối đa %d", maxQuestions)
	}
	q.place(sc.rep)
	p.asks[id] = q
	p.flow.asks = append(p.flow.asks, q)
	if id != "" && !q.media() {
		sc.sure[id] = map[string]valueKind{typeYesNo: kindBool, typeNumber: kindNum}[q.typ]
	}
	return q
}

func (p *parsing) optionalText(n *yamlpos.Node, key string, sc *scope) *tmpl {
	if !n.Has(key) {
		return nil
	}
	return p.template(n.Get(key), sc)
}

var types = []string{typeText, typeChoice, typeYesNo, typeNumber, typeDate, typePhotos, typeVoice, typeFile, typePhone}

// typeOf finds out what is asked for, from type: and pick: together.
func (p *parsing) typeOf(n *yamlpos.Node, q *question, sc *scope) {
	t, pick := n.Get("type"), n.Get("pick")
	switch {
	case t == nil && pick == nil:
		n.Problem("câu hỏi thiếu type hoặc pick; hãy thêm \"type: text\" hoặc \"pick: tên_danh_sách\"")
		q.typ = typeText
		return
	case t == nil:
		q.typ = typeChoice
	default:
		q.typ, _ = t.Word(types...)
		if pick != nil && q.typ != typeChoice {
			t.Problem("đã có pick thì type là choice; hãy bỏ dòng type")
		}
		if pick == nil && q.typ == typeChoice {
			n.Problem("type: choice cần pick; hãy thêm \"pick: tên_danh_sách\"")
		}
	}
	if pick != nil {
		p.pick(n, q, sc)
	} else if n.Has("under") {
		n.Get("under").Problem("under chỉ đi với pick")
	}
	if q.media() && !q.optional {
		t.Problem("không phải ai cũng gửi được, nên câu này phải có \"optional: true\"")
	}
	if q.where && q.typ != typeText {
		n.Get("place").Problem("place chỉ dùng cho type: text")
	}
	if q.def != nil && q.typ != typeText {
		n.Get("default").Problem("default chỉ dùng cho type: text")
	}
	if q.sure && q.typ != typeChoice && q.typ != typeYesNo {
		n.Get("sure").Problem("sure chỉ dùng cho pick hoặc type: yes_no")
	}
}

// pick reads where the choices come from.
func (p *parsing) pick(n *yamlpos.Node, q *question, sc *scope) {
	pick := n.Get("pick")
	if pick.Kind() == yamlpos.Map {
		q.items = parseItems(pick, p.needs)
		return
	}
	name, ok := pick.Text()
	if !ok {
		return
	}
	own, there := p.set.lists[name]
	switch {
	case there:
		q.items = own
	case slices.Contains(p.needs.Lists, name):
		q.list = name
	default:
		pick.Problem("không có danh sách %q%s", name, yamlpos.Hint(name, p.set.listNames(p.needs)))
		return
	}
	u := n.Get("under")
	if u == nil {
		return
	}
	parent, ok := u.Text()
	if !ok {
		return
	}
	if _, known := p.readable(sc, parent, u.Problem); !known {
		return
	}
	if pq := p.asks[parent]; pq == nil || !there || !sameItems(pq.items, own) {
		u.Problem("under phải là một câu hỏi có \"pick: %s\" ở phía trên", name)
		return
	}
	q.under, q.list, q.items = parent, name, nil
}

func sameItems(a, b []Item) bool { return len(a) > 0 && len(a) == len(b) && &a[0] == &b[0] }

// bounds reads length: and range:.
func (p *parsing) bounds(n *yamlpos.Node, q *question) {
	if q.typ == typeText {
		q.min, q.max = 1, 2000
	}
	p.count(n, q)
	for key, typ := range map[string]string{"length": typeText, "range": typeNumber} {
		v := n.Get(key)
		if v == nil {
			continue
		}
		if q.typ != typ {
			v.Problem("%s chỉ dùng cho type: %s", key, typ)
			continue
		}
		s, _ := v.Text()
		lo, hi, ok := strings.Cut(s, "..")
		a, err1 := strconv.Atoi(strings.TrimSpace(lo))
		b, err2 := strconv.Atoi(strings.TrimSpace(hi))
		if !ok || err1 != nil || err2 != nil || a < 0 || b < a || b > 1_000_000 || b == 0 {
			v.Problem("cần hai số, số nhỏ trước, ví dụ 20..2000")
			continue
		}
		if typ == typeText && b > maxText {
			v.Problem("dài nhất là %d chữ", maxText)
			continue
		}
		q.min, q.max = a, b
	}
}

// askedOfCitizens are folded words by which a question would ask for a
// citizen's personal data, which is kept nowhere.
var askedOfCitizens = []string{
	"ten nguoi", "ten cua nguoi", "ten ho dan", "ten cong dan", "ten ba con", "ten chu ho", "ten cua ho", "ten nhung nguoi", "ten ong ba nao",
	"ho ten ai", "ten ai", "so dien thoai", "sdt", "so dt", "can cuoc", "cccd", "cmnd", "chung minh nhan dan", "chung minh thu",
	"so nha", "dia chi nha", "dia chi cua", "dia chi nguoi", "dia chi ho", "ngay sinh", "so tai khoan", "bien so xe", "ton giao cua", "dan toc cua",
}

// refusals are folded words that turn such a sentence into its opposite.
var refusals = []string{"khong ghi", "khong hoi", "khong neu", "khong can", "khong gui", "khong viet", "khong nhap", "khong de lai", "dung ghi", "dung neu", "xin khong", "khong thu thap"}

// noCitizens reports a question that asks for a citizen's personal data.
func noCitizens(n *yamlpos.Node) {
	for _, sentence := range strings.FieldsFunc(n.Raw(), func(r rune) bool { return strings.ContainsRune(".?!\n", r) }) {
		folded := text.Fold(sentence)
		if containsAny(folded, refusals) != "" {
			continue
		}
		if w := containsAny(folded, askedOfCitizens); w != "" {
			n.Problem("câu này hỏi thông tin riêng của người dân (%q); hãy bỏ, chỉ hỏi việc gì, ở đâu", w)
			return
		}
	}
}

func containsAny(folded string, words []string) string {
	padded := " " + strings.Map(func(r rune) rune {
		if strings.ContainsRune(",;:()\"'/", r) {
			return ' '
		}
		return r
	}, folded) + " "
	for _, w := range words {
		if strings.Contains(padded, " "+w+" ") {
			return w
		}
	}
	return ""
}
