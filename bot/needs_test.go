package bot_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"langnghe/bot"
	"langnghe/flows"
)

// TestDefaultFlowsLoad proves that the flows in the program and what the
// application expects of them agree: every message with its variables, every
// list, kind, role and command.
func TestDefaultFlowsLoad(t *testing.T) {
	set, problems := flows.Load(flows.Default, bot.Needs())
	for _, p := range problems {
		t.Error(p)
	}
	if set == nil {
		t.Fatal("no set")
	}
	vars := map[string]string{"xung_ho": "đồng chí", "Xung_ho": "Đồng chí", "lien_he": "chị Vân, 024 3825 1234"}
	for id := range bot.Needs().Messages {
		if s := set.Text(id, vars); utf8.RuneCountInString(s) > 300 {
			t.Errorf("%s is longer than 300 letters", id)
		}
	}
}

// TestMessagesAreUsed finds sentences that nothing says any more, and ids in
// the code that no catalogue must have.
func TestMessagesAreUsed(t *testing.T) {
	used := map[string]bool{}
	var prefixes []string
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasSuffix(e.Name(), ".go") || strings.HasSuffix(e.Name(), "_test.go") || e.Name() == "needs.go" {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				s, _ := strconv.Unquote(lit.Value)
				if strings.HasPrefix(s, "bot.") || strings.HasPrefix(s, "command.") {
					if strings.HasSuffix(s, "_") || strings.HasSuffix(s, ".") {
						prefixes = append(prefixes, s)
					} else {
						used[s] = true
					}
				}
			}
			return true
		})
	}
	known := bot.Needs().Messages
	for id := range used {
		if _, ok := known[id]; !ok {
			t.Errorf("%s is said but no catalogue must have it", id)
		}
	}
	for id := range known {
		ok := used[id]
		for _, p := range prefixes {
			ok = ok || strings.HasPrefix(id, p)
		}
		if !ok {
			t.Errorf("%s must be in the catalogue but nothing says it", id)
		}
	}
}
