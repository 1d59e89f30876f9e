package flows

import (
	"slices"
	"strings"

	"langnghe/bot/text"
)

// Set is a whole folder of flows, checked and ready. It never changes, so any
// number of conversations may use it at once.
type Set struct {
	version  string
	bundle   []byte
	flows    map[string]*Flow
	sorted   []*Flow
	lists    map[string][]Item
	messages map[string]*tmpl
	words    words
	menus    map[string][]MenuItem
	openings map[string]*text.Vocabulary
	folds    map[string]string // text.Fold of the labels of options
	problems []Problem         // while loading
}

// Version is a hash of what the folder says: the same files give the same
// version, on any machine.
func (s *Set) Version() string { return s.version }

// Bundle is the folder in one piece, for [LoadBundle].
func (s *Set) Bundle() []byte { return slices.Clone(s.bundle) }

// Flow is one flow by its id.
func (s *Set) Flow(id string) (*Flow, bool) {
	f, ok := s.flows[id]
	return f, ok
}

// Flows is all flows, by id.
func (s *Set) Flows() []*Flow { return slices.Clone(s.sorted) }

// List is a list kept beside the flows, such as topics.
func (s *Set) List(name string) []Item { return s.lists[name] }

// Menu is what a role may choose from; none for a role without one.
func (s *Set) Menu(role string) []MenuItem { return slices.Clone(s.menus[role]) }

// Text is a sentence of the catalogue with its variables filled in; a
// variable without a value leaves nothing, and an unknown id gives "".
func (s *Set) Text(id string, vars map[string]string) string {
	t, ok := s.messages[id]
	if !ok {
		return ""
	}
	return t.fill(func(name string) string {
		v, _ := address(vars, name)
		return v
	})
}

// fold is text.Fold of a label, worked out beforehand for those known at load.
func (s *Set) fold(label string) string {
	if f, ok := s.folds[label]; ok {
		return f
	}
	return text.Fold(label)
}

// foldLabels works out what fold looks up.
func (s *Set) foldLabels() {
	s.folds = map[string]string{}
	var items func([]Item)
	items = func(list []Item) {
		for _, it := range list {
			s.folds[it.Name], s.folds[it.label()] = text.Fold(it.Name), text.Fold(it.label())
			items(it.Sub)
		}
	}
	for _, l := range s.lists {
		items(l)
	}
	for _, f := range s.flows {
		for _, q := range f.asks {
			items(q.items)
		}
	}
	for id := range engineMessages {
		if t := s.messages[id]; t != nil && len(t.pieces) == 1 && len(t.pieces[0]) < 60 {
			s.folds[t.pieces[0]] = text.Fold(t.pieces[0])
		}
	}
}

// Match is what a text outside of any flow asks for. At most one of Flow and
// Command is set. Ambiguous holds flows ("flow:…") and commands ("cmd:…") that
// come equally near: the host asks.
type Match struct {
	Flow      string
	Command   string
	Ambiguous []string
}

// Match finds what a person of a role means by a text: words that open a flow,
// and host commands, with or without accents.
func (s *Set) Match(in, role string) Match {
	v := s.openings[role]
	if v == nil {
		return Match{}
	}
	m := v.Match(in)
	if flow, ok := strings.CutPrefix(m.ID, "flow:"); ok {
		return Match{Flow: flow}
	}
	if cmd, ok := strings.CutPrefix(m.ID, "cmd:"); ok {
		return Match{Command: cmd}
	}
	return Match{Ambiguous: m.Ambiguous}
}

// Mentions reports whether somebody's words have in them what opens a flow,
// though they say more: a phrase of several words, for one alone is found in
// much that means something else.
func (s *Set) Mentions(in, flow string) bool {
	f, ok := s.flows[flow]
	if !ok {
		return false
	}
	folded := text.FoldKeep(in)
	for _, w := range f.Open {
		if w = text.FoldKeep(w); strings.Contains(w, " ") && inWords(folded, w) {
			return true
		}
	}
	return false
}
