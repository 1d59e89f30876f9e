package flows

import (
	"strings"

	"langnghe/bot/text"
)

// What somebody tells before he is asked for it is not lost: a story written
// where a choice is wanted waits for the question that asks for words, and a
// part of a topic named where the topic is wanted answers both.

// A message is a story from so many letters and words on, beside those that
// name a choice.
const (
	storyLetters = 15
	storyWords   = 4
)

// keepStory keeps what was written at a question of choice, if there is more
// to it than the names of the items found, for the question of the flow that
// will ask for it. It reports what to say of that, "" when nothing was kept.
func (r *run) keepStory(s string, found []Item) string {
	rest := text.FoldKeep(s)
	for _, it := range found {
		for _, name := range []string{r.set.fold(it.Name), r.set.fold(it.label())} {
			rest = strings.Replace(rest, name, " ", 1)
		}
	}
	if words := strings.Fields(rest); len(words) < storyWords || length(strings.Join(words, "")) < storyLetters {
		return ""
	}
	q, path := r.tellsAt()
	if q == nil {
		return ""
	}
	pieces, refs := []string(nil), []string(nil)
	if before, ok := r.st.Was[path]; ok && before.Value != "" {
		pieces, refs = apart(before.Value, before.Parts)
	}
	all, parts := joined(append(pieces, s), addRef(refs, len(pieces), r.ref))
	if length(all) > maxText {
		return r.msg("engine.too_much")
	}
	if m, kinds := q.mask(all); len(kinds) > 0 && m != all {
		all, parts = m, reshaped(parts, m)
	}
	r.was(path, Answer{Value: all, Shown: all, Parts: parts})
	return r.msg("engine.told_ahead")
}

// tellsAt is where, of the questions behind the one in view, most may be told:
// a story belongs there and not where a place or a name is asked for.
func (r *run) tellsAt() (found *question, path string) {
	behind := false
	for _, q := range r.flow.asks {
		if q == r.q {
			behind = true
			continue
		}
		if !behind || q.typ != typeText || q.where || q.name || len(q.paths) == 0 {
			continue
		}
		round := 0
		if q.rep != nil && q.rep == r.q.rep {
			round = r.round
		}
		if at := q.path(round); !r.has(at) && (found == nil || q.max > found.max) {
			found, path = q, at
		}
	}
	return found, path
}

// part answers a question of choice by words that stand in the name of a part
// of one item, and with it the question for that part if there is only one. It
// reports the items whose parts the words may mean when they are several.
func (r *run) part(s string) (several []Item, done bool) {
	sub := r.askedUnder()
	folded := text.Fold(s)
	if sub == nil || len(folded) < 3 || r.q.sure {
		return nil, false
	}
	parts := 0
	var one *Item
	for _, it := range r.choices() {
		n := parts
		for i := range it.Sub {
			if name := r.set.fold(it.Sub[i].Name); inWords(name, folded) {
				parts++
				one = &it.Sub[i]
			}
		}
		if parts > n {
			several = append(several, it)
		}
	}
	if len(several) != 1 {
		return several, false
	}
	it := several[0]
	r.put(r.path, Answer{Value: it.ID, Shown: it.Name})
	r.first = r.msg("engine.picked", "lua_chon", it.label())
	if parts == 1 {
		r.put(sub.path(r.round), Answer{Value: one.ID, Shown: one.Name})
		r.first = r.msg("engine.picked", "lua_chon", it.label()+" – "+one.Name)
	}
	r.advance()
	return nil, true
}

// askedUnder is the question that asks for a part of what is picked here.
func (r *run) askedUnder() *question {
	for _, q := range r.flow.asks {
		if q.under != "" && q.under == r.q.id {
			return q
		}
	}
	return nil
}
