package flows

import (
	"strconv"
	"strings"

	"langnghe/bot/text"
)

// wrote handles a message typed by the person.
func (r *run) wrote(s string, masked bool) {
	s = strings.TrimSpace(s)
	if s == "" {
		r.show("")
		return
	}
	if r.st.Mode == "" && r.at == atAsk {
		switch r.q.typ {
		case typeText:
			r.wroteText(s, masked)
			return
		case typeNumber:
			r.wroteNumber(s)
			return
		case typePhone:
			if n, ok := text.Mobile(s); ok {
				r.answered(Answer{Value: n, Shown: text.HideMobile(n)})
				return
			}
		}
	}
	if r.edits(s) {
		return
	}
	options := r.codes()
	if r.choose(s, options) {
		return
	}
	if r.aside(s, masked) {
		return
	}
	if r.st.Mode == "" && r.at == atAsk && r.q.typ == typeYesNo && r.wroteYesNo(s) {
		return
	}
	if r.st.Mode == "" && r.at == atAsk && r.q.media() && r.wroteNoMedia(s) {
		return
	}
	if r.writesOn(s, masked) {
		return
	}
	if cmd, ok := r.commanded(s, false); ok {
		r.command(cmd)
		return
	}
	if r.st.Mode == "" && r.at == atAsk && r.q.media() && r.toldMore(s) {
		return
	}
	r.unclear(s, options)
}

// aside takes what is no option of a question of the engine's own, which the
// person may well pass over, for an answer to the question behind it.
func (r *run) aside(s string, masked bool) bool {
	if r.st.Mode != modeStuck && r.st.Mode != modeReview || r.at != atAsk {
		return false
	}
	if _, ok := r.commanded(s, true); ok {
		return false
	}
	if _, ok := text.Menu(s); ok {
		return false
	}
	r.st.Mode, r.st.Pending, r.st.Tries = "", "", 0
	r.wrote(s, masked)
	return true
}

// choose takes a number or a whole label for the option it names.
func (r *run) choose(s string, options []Option) bool {
	if key, ok := text.Menu(s); ok {
		for _, o := range options {
			if o.Key == key {
				return r.act(o.Do)
			}
		}
	}
	folded, found := text.Fold(s), -1
	if folded == "" {
		return false
	}
	for i, o := range options {
		if r.set.fold(o.Label) != folded {
			continue
		}
		if found >= 0 {
			return false // two labels read alike without accents: ask
		}
		found = i
	}
	return found >= 0 && r.act(options[found].Do)
}

// wroteYesNo reads an answer in words to a yes-or-no question.
func (r *run) wroteYesNo(s string) bool {
	again := r.q.rep != nil && r.q.rep.again == r.q
	if m := r.set.words.inFlow.Match(s); again && (m.ID == cmdDone || m.ID == cmdSend) && m.How <= text.HowTelex {
		return r.act(doNo) // nothing more: on to the review
	}
	switch text.YesNo(s) {
	case text.Yes:
		return r.act(doYes)
	case text.No:
		return r.act(doNo)
	case text.Polite:
		if r.q.sure {
			r.show(r.msg("engine.polite"))
			return true
		}
		return r.act(doYes)
	case text.Unsure:
		if text.Fold(s) == r.set.fold(r.msg("engine.later")) {
			r.later()
			return true
		}
		r.show(r.msg("engine.unsure"))
		return true
	}
	if text.Fold(s) == "dung" { // đúng or dừng: neither may be guessed
		r.unclear(s, nil)
		return true
	}
	return false
}

// writesOn takes a message for the rest of a text on which the engine had
// already begun to ask: people write in pieces.
func (r *run) writesOn(s string, masked bool) bool {
	inMasked := r.st.Mode == modeMasked
	if !inMasked && (r.st.Mode != modeSure || !r.askedBack()) || r.at != atAsk || r.q.typ != typeText {
		return false
	}
	if _, is := text.Menu(s); is {
		return false
	}
	if _, ok := r.commanded(s, true); ok {
		return false
	}
	if inMasked {
		switch text.YesNo(s) {
		case text.Yes, text.Polite:
			return r.act(doYes)
		case text.No:
			return r.act(doNo)
		}
	}
	before := r.st.Pending
	if !inMasked {
		_, before = r.pending()
	}
	pieces, refs := r.st.Pieces, r.st.Refs
	if inMasked {
		pieces, refs = apart(before, r.st.Parts)
	} else {
		pieces, refs = append(pieces[:len(pieces):len(pieces)], before), addRef(refs, len(pieces), "")
	}
	r.st.Mode, r.st.Pending, r.st.Parts = "", "", nil
	r.st.Pieces, r.st.Refs = pieces, refs
	r.st.Hidden = r.st.Hidden || inMasked
	r.piece(s, masked)
	return true
}

// unclear says what is expected, and after several tries offers a way out.
func (r *run) unclear(s string, options []Option) {
	r.st.Tries++
	if r.st.Mode == "" && r.at == atAsk && r.tooManyTries(s) {
		return
	}
	if r.st.Tries >= maxTries && (r.st.Mode == modeSure || r.st.Mode == modeFix) {
		r.keepPending()
		r.leave()
		return
	}
	n := 0
	for _, o := range options {
		if o.Key != "0" {
			n++
		}
	}
	count := strconv.Itoa(n)
	switch {
	case r.st.Mode != "" || r.at != atAsk:
		if text.YesNo(s) != text.Unclear {
			r.show(r.msg("engine.polite"))
			return
		}
		r.show(r.msg("engine.wrong_menu"))
	case r.q.typ == typeYesNo:
		if text.Fold(s) == "dung" {
			r.show(r.msg("engine.wrong_dung"))
			return
		}
		r.show(r.wrong("engine.wrong_yes_no"))
	case r.q.typ == typeChoice:
		r.wroteChoice(s, count)
	case r.q.typ == typeDate:
		r.wroteDate(s)
	case r.q.typ == typePhone:
		r.show(r.wrong("engine.wrong_phone"))
	case r.q.media():
		r.show(r.wrong("engine.wrong_media", "can", r.msg("engine."+r.q.typ)))
	default:
		r.show(r.wrong("engine.wrong_menu"))
	}
}

// wrong is the question's own words for an answer that does not fit, or the
// common ones.
func (r *run) wrong(id string, pairs ...string) string {
	if r.q.wrong != nil {
		return r.fill(r.q.wrong)
	}
	return r.msg(id, pairs...)
}

// tooManyTries offers a way out after several answers that did not fit.
func (r *run) tooManyTries(s string) bool {
	if r.st.Tries < maxTries {
		return false
	}
	kept := ""
	if r.q.typ == typeChoice {
		kept = r.keepStory(s, nil)
	}
	r.st.Mode, r.st.Tries = modeStuck, 0
	r.show(kept)
	return true
}
