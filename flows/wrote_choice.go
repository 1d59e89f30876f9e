package flows

import (
	"strconv"
	"strings"

	"langnghe/bot/text"
)

// wroteChoice reads words at a question of choice that are neither a number
// nor a whole label in view.
func (r *run) wroteChoice(s, count string) {
	items := r.choices()
	if len(items) == 0 {
		r.st.Mode = modeStuck
		r.show(r.msg("engine.list_empty"))
		return
	}
	found := r.named(s, items)
	if len(found) == 0 {
		several, done := r.part(s)
		if done {
			return
		}
		found = several
	}
	switch {
	case len(found) == 1:
		r.first = r.keepStory(s, found)
		r.act(doItem + found[0].ID)
	case len(found) > 1:
		var names []string
		for _, it := range found[:min(len(found), 4)] {
			names = append(names, it.label())
		}
		kept := r.keepStory(s, found)
		r.show(strings.TrimSpace(kept + "\n" + r.msg("engine.ambiguous", "lua_chon", strings.Join(names, "; "))))
	case text.YesNo(s) == text.Unsure:
		r.show(r.msg("engine.unsure"))
	case r.q.sure && text.YesNo(s) != text.Unclear:
		r.show(r.msg("engine.polite"))
	default:
		if m := r.set.words.hosts.Match(s); m.ID != "" && m.How < text.HowNear {
			r.st.Tries--
			r.host(m.ID)
			return
		}
		if kept := r.keepStory(s, nil); kept != "" {
			r.show(kept)
			return
		}
		r.show(r.wrong("engine.wrong_choice", "tong", count))
	}
}

// named finds the items of a list that words may mean: those with that very
// name, else those whose name begins with the words, holds them, or is
// held by them. Where a wrong guess would do harm only a whole name counts.
func (r *run) named(s string, items []Item) []Item {
	folded := text.Fold(s)
	if folded == "" {
		return nil
	}
	var same, near []Item
	for _, it := range items {
		name, short := r.set.fold(it.Name), r.set.fold(it.label())
		switch {
		case folded == name, folded == short:
			same = append(same, it)
		case r.q.sure:
		case len(folded) >= 3 && (inWords(name, folded) || inWords(short, folded)),
			len(short) >= 4 && inWords(folded, short) && !negated(folded, short):
			near = append(near, it)
		}
	}
	if len(same) > 0 {
		return same
	}
	return near
}

// inWords tells whether words stand in s, not cut out of other words.
func inWords(s, words string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], words)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(words)
		if (i == 0 || between(s[i-1])) && (end == len(s) || between(s[end])) {
			return true
		}
		from = i + 1
	}
}

// between tells whether a byte of a folded text stands between words.
func between(c byte) bool {
	return c < 0x80 && c != '_' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z')
}

// negated tells whether s says that it is not the words.
func negated(s, words string) bool {
	i := strings.Index(s, words)
	for _, w := range strings.Fields(s[:max(i, 0)]) {
		switch w {
		case "khong", "ko", "k", "chua", "chang", "dung", "khg", "hong":
			return true
		}
	}
	return false
}

// wroteNumber reads a number. Here 0 may be the answer, so it is asked back.
func (r *run) wroteNumber(s string) {
	if strings.TrimSpace(s) == "0" && (r.q.max == 0 || r.q.min == 0) {
		r.sure(cmdBack, s)
		return
	}
	if n, ok := text.Number(s); ok {
		if q := r.q; q.max > 0 && (n.Value < float64(q.min) || n.Value > float64(q.max)) {
			r.st.Tries++
			if !r.tooManyTries(s) {
				r.show(r.wrong("engine.wrong_range", "min", strconv.Itoa(q.min), "max", strconv.Itoa(q.max)))
			}
			return
		}
		value := strconv.FormatFloat(n.Value, 'f', -1, 64)
		shown := strings.ReplaceAll(value, ".", ",")
		switch {
		case n.Ambiguous:
			r.sure(sureNumber, shown)
			return
		case n.Approx && length(s) <= 60:
			shown = s
		}
		r.answered(Answer{Value: value, Shown: shown})
		return
	}
	options := r.codes()
	for _, o := range options {
		if f := text.Fold(s); f == r.set.fold(o.Label) || f == o.Key {
			r.act(o.Do)
			return
		}
	}
	if cmd, ok := r.commanded(s, false); ok {
		r.command(cmd)
		return
	}
	r.st.Tries++
	if !r.tooManyTries(s) {
		r.show(r.wrong("engine.wrong_number"))
	}
}

// wroteDate reads a day and has it confirmed in words.
func (r *run) wroteDate(s string) {
	if d, ok := text.Date(s, r.env.Now); ok {
		r.st.Tries = 0
		r.sure(sureDate, d.Format("2006-01-02"))
		return
	}
	r.show(r.wrong("engine.wrong_date"))
}
