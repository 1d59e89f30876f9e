package flows

import (
	"strconv"
	"strings"
)

// review shows the answers so far.
func (r *run) review() {
	r.unedit()
	if r.at == atReview {
		r.st.Mode, r.st.Pending = "", ""
		r.show("")
		return
	}
	if r.fixable() == 0 {
		r.st.Mode, r.st.Pending = "", ""
		r.show(r.msg("engine.review_empty"))
		return
	}
	r.keepPending()
	r.pause()
	r.st.Mode, r.st.Pending = modeReview, ""
	r.show("")
}

// fix asks which answer is to be changed.
func (r *run) fix() {
	r.keepPending()
	r.unedit()
	if r.fixable() == 0 {
		r.st.Mode, r.st.Pending = "", ""
		r.show(r.msg("engine.review_empty"))
		return
	}
	r.pause()
	r.st.Mode, r.st.Pending, r.st.Page = modeFix, "", 0
	r.show("")
}

// unedit gives up a change that was begun: the answer stays what it was.
func (r *run) unedit() {
	a, ok := r.st.Was[r.st.Edit]
	if !ok || r.st.Edit != r.path || r.at != atAsk {
		return
	}
	r.put(r.path, a)
	r.clear()
	r.st.Edit = ""
	r.walk()
}

// counted tells whether an answer has a number in the review.
func counted(g *given) bool { return g.q.rep == nil || g.q.rep.again != g.q }

// fixable is how many answers can be changed.
func (r *run) fixable() int {
	n := 0
	for i := range r.seen {
		if counted(&r.seen[i]) {
			n++
		}
	}
	return n
}

// numbered is the answer with a number in the review, from 1.
func (r *run) numbered(n int) (given, bool) {
	for i := range r.seen {
		if counted(&r.seen[i]) {
			if n--; n == 0 {
				return r.seen[i], true
			}
		}
	}
	return given{}, false
}

// repeated is the last repeat of which something was answered.
func (r *run) repeated() *repeat {
	for i := len(r.seen) - 1; i >= 0; i-- {
		if rep := r.seen[i].q.rep; rep != nil {
			return rep
		}
	}
	return nil
}

// removable is how many rounds can be removed: of several, each.
func (r *run) removable() int {
	rep := r.repeated()
	if rep == nil {
		return 0
	}
	if n := r.done(rep.id); n > 1 {
		return n
	}
	return 0
}

// roundName is how a round is called, "Ý kiến 2".
func (r *run) roundName(round int) string {
	rep := r.repeated()
	if rep == nil {
		return ""
	}
	return r.msg("engine.item", "muc", rep.label, "so", strconv.Itoa(round+1))
}

// label is how the review names an answer.
func (r *run) label(g *given) string {
	if g.q.label != nil {
		return r.fill(g.q.label)
	}
	return strings.TrimRight(r.fill(g.q.text), " ?:ạ.")
}

// summary is the answers by number, between two sentences.
func (r *run) summary(before, after string) string {
	var b strings.Builder
	b.WriteString(r.msg(before))
	n, many, last := 0, r.removable() > 0, -1
	for i := range r.seen {
		g := &r.seen[i]
		if !counted(g) {
			continue
		}
		if many && g.q.rep == r.repeated() && g.round != last {
			last = g.round
			b.WriteString("\n• ")
			b.WriteString(r.roundName(g.round))
		}
		n++
		b.WriteByte('\n')
		b.WriteString(strconv.Itoa(n))
		b.WriteString(". ")
		b.WriteString(r.label(g))
		b.WriteString(": ")
		b.WriteString(clip(g.a.Shown, readBack))
	}
	for _, f := range r.loose() {
		b.WriteString("\n• ")
		b.WriteString(f.Label)
		b.WriteString(": ")
		b.WriteString(f.Shown)
	}
	if after != "" {
		b.WriteByte('\n')
		b.WriteString(r.msg(after))
	}
	return b.String()
}

// fixOptions numbers the answers as the review does; then come the rounds that
// can be removed.
func (r *run) fixOptions(m *menu) {
	total := r.fixable() + r.removable()
	from, to := 0, total
	if total > onePage {
		if r.st.Page < 0 || r.st.Page*pageSize >= total {
			r.st.Page = 0
		}
		from, to = r.st.Page*pageSize, min((r.st.Page+1)*pageSize, total)
	}
	n := 0
	many := r.removable() > 0
	for i := range r.seen {
		g := &r.seen[i]
		if !counted(g) {
			continue
		}
		if n++; n <= from || n > to {
			continue
		}
		label := r.label(g)
		if many && g.q.rep != nil {
			label = r.roundName(g.round) + ": " + label
		}
		m.put(strconv.Itoa(n), clip(label, r.flow.labels), doAnswer+strconv.Itoa(n))
	}
	for i := range r.removable() {
		if n++; n <= from || n > to {
			continue
		}
		m.put(strconv.Itoa(n), clip(r.msg("engine.remove_item", "muc", r.roundName(i)), r.flow.labels), doRemove+strconv.Itoa(i))
	}
	if total > onePage {
		m.put(strconv.Itoa(total+1), r.msg("engine.more"), doMore)
	}
	m.put("0", r.msg("engine.back"), doBack)
}

// remove takes one round out of a repeat; those after it move up.
func (r *run) remove(round int) {
	rep := r.repeated()
	n := r.removable()
	if rep == nil || round < 0 || round >= n {
		r.show("")
		return
	}
	r.own()
	prefix := func(i int) string { return rep.id + "[" + strconv.Itoa(i) + "]" }
	for i := round; i < n; i++ {
		for path := range r.st.Answers {
			if strings.HasPrefix(path, prefix(i)+".") {
				delete(r.st.Answers, path)
			}
		}
		for path, a := range r.st.Answers {
			if rest, ok := strings.CutPrefix(path, prefix(i+1)+"."); ok {
				r.st.Answers[prefix(i)+"."+rest] = a
			}
		}
	}
	// The word on "one more?" after the last round stays what it was.
	if last, ok := r.st.Answers[prefix(n-1)]; ok || n == rep.max {
		if !ok {
			last = Answer{Value: "false", Shown: r.msg("engine.no")}
		}
		r.st.Answers[prefix(n-2)] = last
	} else {
		delete(r.st.Answers, prefix(n-2))
	}
	delete(r.st.Answers, prefix(n-1))
	for path := range r.st.Was {
		if strings.HasPrefix(path, rep.id+"[") {
			delete(r.st.Was, path)
		}
	}
	r.st.Edit = ""
	r.advance()
}
