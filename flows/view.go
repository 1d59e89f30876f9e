package flows

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"langnghe/bot/text"
)

const (
	short    = 300 // letters up to which things are said in one message
	readBack = 500 // letters of one answer read back
)

// show asks the question in view, after a word about what happened.
func (r *run) show(first string) {
	if r.st.Mode == "" && r.at != atAsk && r.at != atReview {
		// Everything is answered: the state was kept just before the end.
		r.advance()
		return
	}
	r.talk([]string{first, r.question()}, r.options())
}

// sayAll says what stands on the way to the place reached.
func (r *run) sayAll() {
	r.talk(r.lead(nil), nil)
}

// lead appends what the flow says on the way to the place reached.
func (r *run) lead(parts []string) []string {
	for _, s := range r.says {
		parts = append(parts, r.fill(s.text))
	}
	return parts
}

// talk says parts in order: short ones together, the options with the last.
func (r *run) talk(parts []string, options []Option) {
	msg := ""
	for _, p := range parts {
		switch {
		case p == "":
		case msg == "":
			msg = p
		case utf8.RuneCountInString(msg)+utf8.RuneCountInString(p) < short:
			msg += "\n" + p
		default:
			r.say(msg, nil)
			msg = p
		}
	}
	for text.Units(msg) > r.flow.limit {
		head, rest := split(msg, r.flow.limit)
		r.say(head, nil)
		msg = rest
	}
	r.say(msg, options)
}

// split cuts a long message at the end of a line, or of a word.
func split(s string, limit int) (head, rest string) {
	units, at := 0, len(s)
	for i, c := range s {
		if units++; c > 0xffff {
			units++
		}
		if units > limit {
			at = i
			break
		}
	}
	for _, sep := range []string{"\n", " "} {
		if i := strings.LastIndex(s[:at], sep); i > at/2 {
			return s[:i], s[i+1:]
		}
	}
	return s[:at], s[at:]
}

// question is the words of the question in view.
func (r *run) question() string {
	switch r.st.Mode {
	case modeReview:
		return r.summary("engine.so_far", "engine.so_far_ask")
	case modeFix:
		return r.msg("engine.fix_which")
	case modeMasked:
		return r.msg("engine.masked", "noi_dung", clip(r.st.Pending, readBack*2))
	case modeStuck:
		return r.msg("engine.stuck")
	case modeSure:
		return r.sureQuestion()
	}
	if r.at == atReview {
		return r.summary("engine.review", "engine.review_ask")
	}
	if len(r.st.Pieces) > 0 {
		return r.msg("engine.writing", "noi_dung", clip(join(r.st.Pieces), readBack))
	}
	var b strings.Builder
	if r.flow.most > 3 && !r.q.media() && r.number > 0 && r.st.Edit == "" {
		b.WriteString(r.msg("engine.progress", "so", strconv.Itoa(r.number), "tong", strconv.Itoa(max(r.most, r.number))))
		b.WriteByte(' ')
	}
	b.WriteString(r.fill(r.q.text))
	if r.q.hint != nil {
		b.WriteByte('\n')
		b.WriteString(r.fill(r.q.hint))
	}
	if a, ok := r.st.Was[r.path]; ok && a.Value != "" && r.q.typ != typeChoice && r.q.typ != typeYesNo {
		b.WriteByte('\n')
		was := "engine.was"
		if r.q.media() {
			was = "engine.media_was"
		}
		b.WriteString(r.msg(was, "noi_dung", clip(a.Shown, readBack)))
	}
	return b.String()
}
