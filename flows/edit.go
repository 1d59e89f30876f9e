package flows

import (
	"slices"
	"strconv"

	"langnghe/bot/text"
)

// edits takes words that name an answer for the wish to change it ("sửa mục 3"), or a round of a repeat for the wish to
// take it out ("xóa ý kiến 2"), which is asked back. Where the answers are in view "mục 3" alone, and a number that
// no option has, name one too; every other number answers the menu.
func (r *run) edits(s string) bool {
	looking := r.st.Mode == modeReview || r.st.Mode == modeFix || r.st.Mode == "" && r.at == atReview
	if !looking && (r.st.Mode != "" || r.at != atAsk) || r.fixable() == 0 {
		return false
	}
	e, ok := text.EditOf(s)
	if key, number := text.Menu(s); !ok && number && looking {
		taken := slices.ContainsFunc(r.codes(), func(o Option) bool { return o.Key == key })
		n, _ := strconv.Atoi(key)                    // Menu gives digits
		e = text.Edit{N: n, Remove: n > r.fixable()} // the fix menu has the rounds behind the answers
		ok = n > 0 && !taken && (!e.Remove || r.st.Mode == modeFix)
	}
	if !ok || !looking && !e.Change && !e.Remove {
		return false
	}
	answer, round := r.meant(e)
	if answer == 0 && round < 0 && (!looking || !e.Change && !e.Remove) {
		return false
	}
	r.keepPending()
	r.unedit()
	switch {
	case answer > 0:
		r.pause()
		r.st.Mode = modeFix
		return r.actFix(doAnswer + strconv.Itoa(answer))
	case round >= 0 && e.Remove:
		r.pause()
		r.sure(sureRemove, strconv.Itoa(round))
	default:
		r.pause()
		r.st.Mode, r.st.Pending, r.st.Page = modeFix, "", r.pageOf(round)
		r.show("")
	}
	return true
}

// namesAnswer reports whether words at a question for free text, where they may be its answer, read like the wish to
// change another: then it is asked back.
func (r *run) namesAnswer(s string) bool {
	e, ok := text.EditOf(s)
	if !ok || !e.Change && !e.Remove || r.fixable() == 0 {
		return false
	}
	answer, round := r.meant(e)
	return answer > 0 || round >= 0 || e.Change && e.N > 0
}

// meant is the answer words name, by its number in the review, or the round; 0 and -1 when there is no such.
func (r *run) meant(e text.Edit) (answer, round int) {
	answers, rounds := r.fixable(), r.removable()
	switch {
	case e.Name != "":
		return r.called(e.Name), -1
	case e.Remove && e.N <= rounds:
		return 0, e.N - 1
	case e.N > answers && e.N <= answers+rounds: // as the fix menu numbers them
		return 0, e.N - answers - 1
	case e.Remove:
		return 0, -1
	case e.Round && r.repeated() != nil:
		if e.N <= max(rounds, 1) {
			return 0, e.N - 1
		}
		return 0, -1
	case e.N <= answers:
		return e.N, -1
	}
	return 0, -1
}

// called is the number of the one answer whose label words are, 0 when there is none or several.
func (r *run) called(name string) int {
	found, n := 0, 0
	for i := range r.seen {
		g := &r.seen[i]
		if !counted(g) {
			continue
		}
		n++
		if text.Fold(r.label(g)) != text.Fold(name) {
			continue
		}
		if found > 0 {
			return 0
		}
		found = n
	}
	return found
}

// pageOf is the page of the fix menu on which a round's answers begin.
func (r *run) pageOf(round int) int {
	n := 0
	for i := range r.seen {
		if g := &r.seen[i]; counted(g) {
			if g.q.rep != nil && g.q.rep == r.repeated() && g.round >= round {
				break
			}
			n++
		}
	}
	if round < 0 || r.fixable()+r.removable() <= onePage {
		return 0
	}
	return n / pageSize
}
