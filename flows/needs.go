package flows

import "langnghe/internal/yamlpos"

// Problem is one mistake in a flow folder: where, and what to write instead.
type Problem = yamlpos.Problem

// Needs is what the host declares before a folder is loaded: what it will
// supply, and what it expects to find. Everything in the folder is checked
// against it, so that nothing is missing when people are already talking.
type Needs struct {
	Messages   map[string][]string // message id -> variables the host supplies with it, beside Vars
	Vars       []string            // variables always there in flow texts and messages
	Lists      []string            // lists only the host knows, usable in pick:
	Kinds      []string            // legal values of files:
	Roles      []string            // legal values of for: and of menus
	Commands   []string            // commands the host carries out
	TextLimit  int                 // longest text of one message, in [text.Units]; 0 means 1800
	LabelLimit int                 // longest label of an option, in [text.Units]; 0 means 35
}

// What is assumed where Needs says nothing.
const (
	defaultTextLimit  = 1800
	defaultLabelLimit = 35
)

func (n Needs) textLimit() int {
	if n.TextLimit > 0 {
		return n.TextLimit
	}
	return defaultTextLimit
}

func (n Needs) labelLimit() int {
	if n.LabelLimit > 0 {
		return n.LabelLimit
	}
	return defaultLabelLimit
}
