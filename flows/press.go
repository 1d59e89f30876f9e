package flows

import (
	"strconv"
	"strings"
)

// press handles a button. One that belongs to another question is not taken
// for an answer to this one.
func (r *run) press(do string) {
	code, ok := strings.CutPrefix(do, r.tag())
	if !ok || !r.act(code) {
		r.show(r.msg("engine.stale"))
	}
}

// act carries out an option of the question in view; false when there is no
// such option.
func (r *run) act(code string) bool {
	if code == doBack {
		r.back()
		return true
	}
	switch r.st.Mode {
	case modeReview, modeStuck:
		return r.actAside(code)
	case modeFix:
		return r.actFix(code)
	case modeMasked:
		switch code {
		case doYes:
			r.answered(Answer{Value: r.st.Pending, Shown: r.st.Pending})
		case doNo:
			r.clear()
			r.show("")
		default:
			return false
		}
		return true
	case modeSure:
		return r.actSure(code)
	}
	if r.at == atReview {
		if code == doSend {
			r.reviewed = true
			r.advance()
			return true
		}
		return r.actAside(code)
	}
	if r.at != atAsk {
		return false
	}
	return r.actAsk(code)
}

// actAside carries out what leads away from the question or back to it.
func (r *run) actAside(code string) bool {
	switch code {
	case doGoOn:
		r.leave()
	case doFix:
		r.fix()
	case doLater:
		r.later()
	case doCancel:
		r.sure(cmdCancel, "")
	case doPerson:
		r.st.Mode, r.st.Tries = "", 0
		r.host(cmdPerson)
	default:
		return false
	}
	return true
}

// leave ends what the engine was asking for itself and asks on.
func (r *run) leave() {
	r.st.Mode, r.st.Pending, r.st.Tries = "", "", 0
	r.show("")
}

// actAsk carries out an option of a question of the flow.
func (r *run) actAsk(code string) bool {
	q := r.q
	switch {
	case q.media() && r.gathered() > 0 && (code == doYes || code == doSkip):
		r.gather()
	case q.media() && r.gathered() > 0 && code == doNo:
		r.st.Media, r.st.Told = r.loose(), len(r.loose())
		r.show("")
	case code == doSkip && q.optional:
		r.answered(Answer{Skipped: true, Shown: r.msg("engine.skipped")})
	case code == doMore && q.typ == typeChoice:
		if (r.st.Page+1)*pageSize >= len(r.choices()) {
			return false
		}
		r.st.Page++
		r.show("")
	case code == doKeep:
		a, ok := r.st.Was[r.path]
		if !ok {
			return false
		}
		if q.typ == typeText {
			r.complete(a.Value)
		} else {
			r.answered(a)
		}
	case code == doDefault && q.def != nil:
		r.complete(r.fill(q.def))
	case q.typ == typeYesNo && code == doYes:
		r.answered(Answer{Value: "true", Shown: r.msg("engine.yes")})
	case q.typ == typeYesNo && code == doNo:
		r.answered(Answer{Value: "false", Shown: r.msg("engine.no")})
	case q.typ == typeChoice && strings.HasPrefix(code, doItem):
		it := find(r.choices(), code[1:])
		if it == nil {
			return false
		}
		r.answered(Answer{Value: it.ID, Shown: it.Name})
	default:
		return false
	}
	return true
}

// back takes one step back: out of a question of the engine's own, to the page
// before, or to the question before, whose answer is then offered again.
func (r *run) back() {
	switch {
	case r.st.Mode != "":
		r.keepPending()
		r.leave()
		return
	case r.st.Page > 0:
		r.st.Page--
		r.show("")
		return
	}
	if len(r.st.Pieces) > 0 && r.at == atAsk {
		s := join(r.st.Pieces)
		r.was(r.path, Answer{Value: s, Shown: s})
	}
	if a, ok := r.st.Was[r.st.Edit]; ok && r.st.Edit == r.path {
		r.put(r.path, a)
		r.advance()
		return
	}
	if len(r.seen) == 0 {
		r.clear()
		r.host(cmdMenu)
		return
	}
	r.take(r.seen[len(r.seen)-1].path)
	r.clear()
	r.st.Edit = ""
	r.walk()
	r.show("")
}

// keepPending puts a text that was waiting for a yes where it is offered again.
func (r *run) keepPending() {
	s := r.st.Pending
	if r.st.Mode == modeSure {
		cmd, rest, _ := strings.Cut(s, "\n")
		if cmd != sureCut {
			return
		}
		s = rest
	} else if r.st.Mode != modeMasked {
		return
	}
	r.st.Pieces = nil
	r.was(r.path, Answer{Value: s, Shown: s})
}

// actFix carries out a choice of what to change.
func (r *run) actFix(code string) bool {
	if code == doMore {
		r.st.Page++
		if r.st.Page*pageSize >= r.fixable()+r.removable() {
			r.st.Page = 0
		}
		r.show("")
		return true
	}
	if len(code) < 2 {
		return false
	}
	n, err := strconv.Atoi(code[1:])
	if err != nil {
		return false
	}
	switch code[:1] {
	case doAnswer:
		g, ok := r.numbered(n)
		if !ok {
			return false
		}
		r.keepOpen()
		r.take(g.path)
		r.clear()
		r.st.Edit = g.path
		r.walk()
		r.show("")
	case doRemove:
		if n < 0 || n >= r.removable() {
			return false
		}
		r.sure(sureRemove, strconv.Itoa(n))
	default:
		return false
	}
	return true
}

// keepOpen puts a text that is being written where it is offered again.
func (r *run) keepOpen() {
	if len(r.st.Pieces) > 0 && r.at == atAsk {
		s := join(r.st.Pieces)
		r.was(r.path, Answer{Value: s, Shown: s})
	}
}
