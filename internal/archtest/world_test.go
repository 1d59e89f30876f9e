package archtest

import (
	"go/ast"
	"strings"
	"testing"
)

// pure is the packages that touch nothing: same arguments, same results. What
// they need from the world they name as a port.
var pure = of("bot", "bot/...", "flows")

// doors is the standard library's ways out into the world; libraries have
// their homes in the library law.
var doors = of("net/...", "os/...", "syscall", "database/...", "log", "plugin")

// harmless is what lies behind a door but is only words.
var harmless = of("net/url", "net/netip", "log/slog")

// ports is the names a pure file may use from behind a door, because a port is
// declared with them.
var ports = map[string]map[string][]string{
	"bot/chat/channel.go": {"net/http": of("Handler", "RoundTripper")},
}

func TestPurePackagesTouchNothing(t *testing.T) { holds(t, untouched) }

// untouched finds imports of doors in pure packages.
func untouched(t *tree) (found []finding) {
	for _, f := range t.program() {
		if !matchesAny(f.dir, pure) {
			continue
		}
		for _, spec := range f.ast.Imports {
			path := imported(spec)
			if !matchesAny(path, doors) || matchesAny(path, harmless) {
				continue
			}
			names, isPort := ports[f.path][path]
			if !isPort {
				found = append(found, t.at(f, spec.Pos(),
					"%s must not import %s: it touches nothing, so that a month can be rehearsed in a minute", f.dir, path))
				continue
			}
			eachName(f, func(at *ast.SelectorExpr, from, name string) {
				if from == path && !matchesAny(name, names) {
					found = append(found, t.at(f, at.Pos(), "%s.%s: of %s this file may name only %s, for its ports",
						path, name, path, strings.Join(names, ", ")))
				}
			})
		}
	}
	return found
}

// eachName calls visit for every name of another package that the file uses.
func eachName(f *goFile, visit func(at *ast.SelectorExpr, path, name string)) {
	local := map[string]string{}
	for _, spec := range f.ast.Imports {
		local[localName(spec)] = imported(spec)
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		// An identifier the parser could resolve is a variable that hides
		// the package: rand := rand.New(...).
		if x, ok := sel.X.(*ast.Ident); ok && x.Obj == nil {
			if path, ok := local[x.Name]; ok {
				visit(sel, path, sel.Sel.Name)
			}
		}
		return true
	})
}

// localName is what a file calls an import: its alias, or the last element of
// the path that is no version.
func localName(spec *ast.ImportSpec) string {
	if spec.Name != nil {
		return spec.Name.Name
	}
	parts := strings.Split(imported(spec), "/")
	last := parts[len(parts)-1]
	if len(parts) > 1 && len(last) > 1 && last[0] == 'v' && strings.Trim(last[1:], "0123456789") == "" {
		last = parts[len(parts)-2]
	}
	return last
}

func TestPurePackagesTouchNothingBites(t *testing.T) {
	made := source(t,
		"bot/deliver.go", "package bot\n\nimport \"net/http\"",
		"bot/paper/chart.go", `package paper; import ("io"; "os")`,
		"flows/load.go", `package flows; import ("io/fs"; "net/url"; "os/exec")`,
		"flows/load_test.go", `package flows; import "os"`,
		"bot/chat/errors.go", `package chat; import "net/http"`,
		"bot/chat/channel.go", "package chat\nimport \"net/http\"\ntype W interface{ http.Handler }\nvar c http.Client",
		"store/open.go", `package store; import "os"`,
	)
	bites(t, untouched, made,
		"bot/deliver.go:3: bot must not import net/http",
		"bot/paper/chart.go:1: bot/paper must not import os",
		"flows/load.go:1: flows must not import os/exec",
		"bot/chat/errors.go:1: bot/chat must not import net/http",
		"bot/chat/channel.go:4: net/http.Client: of net/http this file may name only Handler, RoundTripper",
	)
}
