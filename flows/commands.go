package flows

import (
	"slices"

	"langnghe/bot/text"
	"langnghe/internal/yamlpos"
)

// Commands that the engine carries out itself while a flow runs. help, person,
// urgent and menu are passed on to the host as [Effect.Ask].
const (
	cmdBack   = "back"
	cmdCancel = "cancel"
	cmdDone   = "done" // the text is complete
	cmdFix    = "fix"
	cmdHelp   = "help"
	cmdLater  = "later"
	cmdMenu   = "menu"
	cmdPerson = "person"
	cmdReview = "review"
	cmdSend   = "send"
	cmdSkip   = "skip"
	cmdUrgent = "urgent"
)

var engineCommands = []string{cmdBack, cmdCancel, cmdDone, cmdFix, cmdHelp, cmdLater, cmdMenu, cmdPerson, cmdReview, cmdSend, cmdSkip, cmdUrgent}

// maxWords is how many words one command may have.
const maxWords = 100

// words is commands.yaml: which words mean what, and where.
type words struct {
	inFlow  *text.Vocabulary // everywhere + in_flow
	hosts   *text.Vocabulary // outside: understood at a question of choice
	outside map[string][]string
	askBack map[string]bool // keys of words that are asked back inside a free text
}

// parseCommands reads commands.yaml.
func parseCommands(set *Set, needs Needs, root *yamlpos.Node) {
	root.Only("everywhere", "in_flow", "outside", "ask_back")
	w := &set.words
	w.outside, w.askBack = map[string][]string{}, map[string]bool{}
	in, out := map[string][]string{}, map[string][]string{}
	inSeen, outSeen := map[string]string{}, map[string]string{}
	host := func(id string) bool { return slices.Contains(needs.Commands, id) }
	for _, block := range []string{"everywhere", "in_flow", "outside"} {
		b := root.Get(block)
		if b == nil || !b.Map() {
			continue
		}
		for _, k := range b.Keys() {
			id := k.Raw()
			ok, valid := slices.Contains(engineCommands, id), engineCommands
			if block == "outside" {
				ok, valid = host(id), needs.Commands
			}
			if b.Full() {
				break
			}
			if !ok {
				k.Problem("không có lệnh %q%s", id, yamlpos.Hint(id, valid))
				continue
			}
			n := b.Get(id)
			items := n.Items()
			if len(items) > maxWords {
				n.Problem("quá nhiều từ; tối đa %d", maxWords)
				items = nil
			}
			for _, c := range items {
				word, ok := c.Text()
				if !ok {
					continue
				}
				if block != "outside" {
					in[id] = append(in[id], word)
					clash(c, inSeen, word, id)
				}
				if block != "in_flow" && host(id) {
					w.outside[id] = append(w.outside[id], word)
					clash(c, outSeen, word, id)
				}
				if block == "outside" {
					out[id] = append(out[id], word)
				}
			}
		}
	}
	missing(root, "lệnh trong everywhere hoặc in_flow", engineCommands, func(id string) bool { return len(in[id]) > 0 })
	if n := root.Need("ask_back"); n != nil {
		for _, word := range n.Texts() {
			w.askBack[text.Fold(word)] = true
		}
	}
	w.inFlow = vocabulary(root, in)
	w.hosts = vocabulary(root, out)
}

// clash reports a word that already means another command.
func clash(n *yamlpos.Node, seen map[string]string, word, id string) {
	key := text.Fold(word)
	if key == "" {
		key = word
	}
	if other, twice := seen[key]; twice && other != id {
		n.Problem("từ %q (đọc không dấu) đã là lệnh %q; hãy bỏ ở một nơi", word, other)
		return
	}
	seen[key] = id
}

func vocabulary(n *yamlpos.Node, m map[string][]string) *text.Vocabulary {
	if len(n.Problems()) > 0 {
		return nil
	}
	v, err := text.NewVocabulary(m)
	if err != nil {
		n.Problem("các từ lệnh chưa dùng được: %v", err)
		return nil
	}
	return v
}
