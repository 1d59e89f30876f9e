package flows

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"langnghe/bot/text"
	"langnghe/internal/mutant"
)

// wroteText handles a message at a question for free text: an option's
// number, a whole message that is a command, or a piece of the text.
func (r *run) wroteText(s string, masked bool) {
	if key, ok := text.Menu(s); ok && hasDigit(s) {
		for _, o := range r.codes() {
			if o.Key != key {
				continue
			}
			if key != "0" && len(r.st.Pieces) > 0 {
				break
			}
			if r.act(o.Do) {
				return
			}
		}
	}
	if len(r.st.Pieces) == 0 && r.bare(s) {
		return
	}
	if cmd, ok := r.commanded(s, true); ok {
		if r.set.words.askBack[text.Fold(s)] {
			r.pause()
			r.sure(cmd, s)
			return
		}
		r.command(cmd)
		return
	}
	if r.namesAnswer(s) {
		r.pause()
		r.sure(cmdFix, s)
		return
	}
	if len(r.st.Pieces) == 0 {
		for _, o := range r.codes() {
			label, said := r.set.fold(o.Label), text.Fold(s)
			if o.Key != "0" && label == said || o.Do == doKeep && len(said) >= 3 && strings.HasPrefix(label, said+" ") {
				r.act(o.Do)
				return
			}
		}
	}
	r.piece(s, masked)
}

// bare handles what is no text although a text is asked for: a mere number
// where a story is wanted, a mere no where nothing needs to be said.
func (r *run) bare(s string) bool {
	if _, ok := text.Menu(s); ok && hasDigit(s) && r.q.min >= 5 {
		r.st.Tries++
		if !r.tooManyTries(s) {
			r.show(r.wrong("engine.wrong_text"))
		}
		return true
	}
	if !r.q.none || text.YesNo(s) != text.No {
		return false
	}
	if _, ok := r.commanded(s, true); ok {
		return false
	}
	return r.act(doSkip)
}

func hasDigit(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }

// piece gathers one message of a text and waits for the next.
func (r *run) piece(s string, masked bool) {
	total := utf8.RuneCountInString(s)
	for _, p := range r.st.Pieces {
		total += utf8.RuneCountInString(p)
	}
	if total > maxText || len(r.st.Pieces) >= maxPieces {
		r.show(r.msg("engine.too_much"))
		return
	}
	// Whoever was told that a text is too short may write it anew, longer.
	pieces, refs := r.st.Pieces, r.st.Refs
	if len(pieces) > 0 && r.st.Tries > 0 && strings.HasPrefix(text.Fold(s), text.Fold(join(pieces))) {
		pieces, refs = nil, nil
	}
	r.st.Pieces, r.st.Refs = append(pieces[:len(pieces):len(pieces)], s), addRef(refs, len(pieces), r.ref)
	r.st.Hidden = r.st.Hidden || masked
	r.wait(timerQuiet, PieceWait)
}

// quiet comes when no further piece has come.
func (r *run) quiet() {
	if r.st.Mode == "" && r.at == atAsk && r.q.typ == typeText && len(r.st.Pieces) > 0 {
		r.complete(r.whole())
	}
}

func length(s string) int { return utf8.RuneCountInString(s) }

// complete takes a text as a whole: masked once more, since a number may have
// come in two pieces, and of the length asked for.
func (r *run) complete(s string, parts []Part) {
	q := r.q
	hid := r.st.Hidden
	if m, kinds := q.mask(s); len(kinds) > 0 && m != s {
		s, parts, hid = m, reshaped(parts, m), true
	}
	if n := length(s); n < q.min {
		r.st.Pieces, r.st.Refs = apart(s, parts)
		r.st.Tries++
		if !r.tooManyTries(s) {
			r.talk([]string{r.wrong("engine.too_short", "co", strconv.Itoa(n), "min", strconv.Itoa(q.min))}, r.options())
		}
		return
	} else if q.max > 0 && n > q.max {
		r.st.Pieces, r.st.Refs = nil, nil
		r.sure(sureCut, s)
		r.st.Parts = parts
		return
	}
	if hid {
		r.st.Mode, r.st.Pending, r.st.Pieces, r.st.Hidden = modeMasked, s, nil, false
		r.st.Refs, r.st.Parts = nil, parts
		r.show("")
		return
	}
	r.answered(Answer{Value: s, Shown: s, Parts: parts})
}

// silence comes when nothing was said for the flow's silence: what there is
// goes out, a text not yet complete included.
func (r *run) silence() {
	if !r.holds() {
		return
	}
	first := !r.st.Sent
	r.tell()
	if first {
		r.show("")
	}
}

// flash files what there is when a send step is passed for the first time, also
// when a silence came before it.
func (r *run) flash() {
	if r.sent && (!r.st.Sent || r.st.Early) {
		r.tell()
	}
}

// tell files what there is, and more may follow.
func (r *run) tell() {
	r.file(false)
	r.st.Sent, r.st.Early = true, !r.sent
}

// open is the text that is being written, with personal data hidden.
func (r *run) open() string {
	if r.at != atAsk || r.q.typ != typeText {
		return ""
	}
	s := join(r.st.Pieces)
	if r.st.Mode == modeMasked {
		s = r.st.Pending
	}
	s, _ = r.q.mask(s)
	return s
}

// mask hides personal data in an answer to q.
func (q *question) mask(s string) (string, []text.Kind) {
	switch {
	case q.name, mutant.On(mutant.MaskLate):
		return s, nil
	case q.typ == typePhone:
		if _, own := text.Mobile(s); own {
			return s, nil
		}
	case q.where:
		return text.MaskPlace(s)
	}
	return text.Mask(s)
}

// AsksText reports whether the question in view takes words of one's own, which
// are gathered in silence.
func (s *Set) AsksText(st State, env Env) bool {
	f, ok := s.flows[st.Flow]
	if !ok || st.Over {
		return false
	}
	r := &run{set: s, flow: f, st: st, env: env}
	r.walk()
	return r.at == atAsk && r.q.typ == typeText
}

// AsksPhone reports whether the question in view asks for the person's own mobile
// number, which he may share by a button as well.
func (s *Set) AsksPhone(st State, env Env) bool {
	f, ok := s.flows[st.Flow]
	if !ok || st.Over {
		return false
	}
	r := &run{set: s, flow: f, st: st, env: env}
	r.walk()
	return r.at == atAsk && r.q.typ == typePhone
}

// Mask hides personal data in what is typed at the question in view: where it
// asks for the place of something the number of a house stays, and where it asks
// for the person's own name or number that does.
func (s *Set) Mask(st State, env Env, typed string) (string, []text.Kind) {
	f, ok := s.flows[st.Flow]
	if ok && !st.Over {
		r := &run{set: s, flow: f, st: st, env: env}
		if r.walk(); r.at == atAsk {
			return r.q.mask(typed)
		}
	}
	return text.Mask(typed)
}

// AsksPlace reports whether the question in view asks where something happens,
// so that a point on the map may answer it.
func (s *Set) AsksPlace(st State, env Env) bool {
	f, ok := s.flows[st.Flow]
	if !ok || st.Over {
		return false
	}
	r := &run{set: s, flow: f, st: st, env: env}
	r.walk()
	return r.at == atAsk && r.q.where
}
