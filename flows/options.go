package flows

import (
	"strconv"
	"strings"
)

// Codes of options, the part of [Option.Do] behind the dot. A picked item is
// "=" and its id.
const (
	doBack    = "b"
	doCancel  = "c"
	doDefault = "d"
	doFix     = "f"
	doGoOn    = "g"
	doKeep    = "k"
	doLater   = "l"
	doMore    = "m"
	doNo      = "n"
	doPerson  = "p"
	doSend    = "s"
	doSkip    = "x"
	doYes     = "y"
	doItem    = "="
	doAnswer  = "#" // answer by number, to be changed
	doRemove  = "-" // round by number, to be removed
)

const (
	onePage  = 8 // a list up to this long is shown whole
	pageSize = 6
)

// menu is the options of the question in view as they are built, each with its
// code as Do.
type menu struct {
	list []Option
	n    int // last number used
}

// add appends an option with the next number.
func (m *menu) add(label, code string) {
	m.n++
	m.put(strconv.Itoa(m.n), label, code)
}

func (m *menu) put(key, label, code string) {
	m.list = append(m.list, Option{Key: key, Label: label, Do: code})
}

// tag names the question in view, so that a button of another question, pressed
// late, is told from one of this.
func (r *run) tag() string {
	h := uint32(2166136261)
	mix := func(s string) {
		for i := 0; i < len(s); i++ {
			h = (h ^ uint32(s[i])) * 16777619
		}
		h = (h ^ 0xff) * 16777619
	}
	mix(r.path)
	mix(r.st.Mode)
	mix(r.st.Pending)
	if r.at == atReview {
		mix("review")
	}
	return strconv.FormatUint(uint64(h), 36) + "."
}

// options is what may be chosen at the question in view. All their Do are cut
// out of one string.
func (r *run) options() []Option {
	list := r.codes()
	if len(list) == 0 {
		return nil
	}
	tag, n := r.tag(), 0
	for i := range list {
		n += len(tag) + len(list[i].Do)
	}
	var b strings.Builder
	b.Grow(n)
	for i := range list {
		from, code := b.Len(), list[i].Do
		b.WriteString(tag)
		b.WriteString(code)
		list[i].Do = b.String()[from:b.Len()]
	}
	return list
}

// codes is the options with their bare codes.
func (r *run) codes() []Option {
	m := &menu{}
	switch r.st.Mode {
	case modeReview:
		m.add(r.msg("engine.go_on"), doGoOn)
		if r.fixable() > 0 {
			m.add(r.msg("engine.fix"), doFix)
		}
		m.add(r.msg("engine.later"), doLater)
		m.add(r.cancelLabel(), doCancel)
		m.put("0", r.msg("engine.back"), doBack)
	case modeFix:
		r.fixOptions(m)
	case modeMasked:
		m.add(r.msg("engine.masked_ok"), doYes)
		m.add(r.msg("engine.rewrite"), doNo)
	case modeStuck:
		m.add(r.msg("engine.try_again"), doGoOn)
		m.add(r.msg("engine.later"), doLater)
		m.add(r.msg("engine.person"), doPerson)
		m.put("0", r.msg("engine.back"), doBack)
	case modeSure:
		r.sureOptions(m)
	default:
		if r.at == atReview {
			m.add(r.msg("engine.send"), doSend)
			m.add(r.msg("engine.fix"), doFix)
			m.add(r.msg("engine.later"), doLater)
			m.add(r.cancelLabel(), doCancel)
			m.put("0", r.msg("engine.back"), doBack)
		} else if r.at == atAsk {
			r.askOptions(m)
		}
	}
	return m.list
}

// cancelLabel does not promise to take back what has gone out.
func (r *run) cancelLabel() string {
	if r.st.Sent {
		return r.msg("engine.stop_here")
	}
	return r.msg("engine.cancel")
}

// askOptions is the options of a question of the flow.
func (r *run) askOptions(m *menu) {
	q := r.q
	switch q.typ {
	case typeChoice:
		r.pageOptions(m)
	case typeYesNo:
		m.list = make([]Option, 0, 4)
		m.add(r.msg("engine.yes"), doYes)
		m.add(r.msg("engine.no"), doNo)
	case typeNumber:
		// A number typed is the answer, so its options go by letters.
		r.keepOption(m, "g")
		if q.optional {
			m.put("b", r.msg("engine.skip"), doSkip)
		}
	case typePhotos, typeVoice, typeFile:
		if r.gathered() > 0 {
			m.add(r.msg("engine.media_done"), doYes)
			m.add(r.msg("engine.media_drop"), doNo)
			break
		}
		r.keepOption(m, "")
	default:
		r.keepOption(m, "")
	}
	if q.optional && q.typ != typeNumber && (!q.media() || r.gathered() == 0) {
		m.add(r.msg("engine.skip"), doSkip)
	}
	if len(r.seen) == 0 && r.st.Edit == "" && r.st.Page == 0 {
		m.put("0", r.msg("engine.to_menu"), doBack)
	} else {
		m.put("0", r.msg("engine.back"), doBack)
	}
}

// keepOption offers an answer taken back, and the default, as they were. While
// a text is being written there is nothing but to go on writing.
func (r *run) keepOption(m *menu, key string) {
	if len(r.st.Pieces) > 0 {
		return
	}
	put := func(label, code string) {
		if key != "" {
			m.put(key, label, code)
		} else {
			m.add(label, code)
		}
	}
	if a, ok := r.st.Was[r.path]; ok && a.Value != "" {
		put(r.msg("engine.keep"), doKeep)
	}
	if v := r.fill(r.q.def); v != "" {
		put(clip(r.msg("engine.default", "gia_tri", v), defaultLabelLimit), doDefault)
	}
}

// pageOptions is one page of a list.
func (r *run) pageOptions(m *menu) {
	items := r.choices()
	m.list = make([]Option, 0, min(len(items), onePage)+3)
	page := items
	more := false
	if len(items) > onePage {
		r.st.Page = min(max(r.st.Page, 0), (len(items)-1)/pageSize)
		from := r.st.Page * pageSize
		to := min(from+pageSize, len(items))
		page, more = items[from:to], to < len(items)
	}
	for _, it := range page {
		m.add(clip(it.label(), r.flow.labels), it.do)
	}
	if more {
		m.add(r.msg("engine.more"), doMore)
	}
}

// choices is what a question of choice offers.
func (r *run) choices() []Item {
	q := r.q
	if q == nil || q.typ != typeChoice {
		return nil
	}
	if q.under != "" {
		return r.subs(q, r.round)
	}
	if len(q.items) > 0 {
		return q.items
	}
	if r.env.Items == nil {
		return nil
	}
	list := r.env.Items(q.list)
	out := make([]Item, 0, len(list))
	for _, it := range list {
		if it.ID != "" && len(it.ID) <= 40 {
			out = append(out, Item{ID: it.ID, Name: it.Name, do: doItem + it.ID})
		}
	}
	return out
}

// clip cuts a text at a word, to at most limit letters.
func clip(s string, limit int) string {
	if limit <= 0 || len(s) <= limit {
		return s
	}
	runes := []rune(s)
	if len(runes) <= limit {
		return s
	}
	cut := string(runes[:limit-1])
	if i := strings.LastIndexAny(cut, " \n"); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,.;:\n") + "…"
}
