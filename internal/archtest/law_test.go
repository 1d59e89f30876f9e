package archtest

import (
	"strings"
	"testing"
)

// A right says what of ours a package may import.
type right struct {
	pkg string
	may []string
	why string
}

// rights is the import law. The first row that matches a package holds; a
// package without a row is a finding, so that a new one is placed on purpose.
//
//	cmd -> {zalo, telegram} -> bot/chat <- bot <- store <- cmd
//	                                       bot -> {media, org, report, schedule, text, flows}
var rights = []right{
	{"bot/chat", nil, "it is the vocabulary everyone speaks"},
	{"bot/text", nil, "it reads words and knows nothing of who says them"},
	{"bot/media", nil, "it turns bytes into bytes and knows nothing of who sent them"},
	{"bot/schedule", of("internal/yamlpos"), "dates do not depend on people, reports or platforms"},
	{"bot/*", of("bot/*", "internal/yamlpos"), "the domain knows neither the use cases nor the world"},
	{"bot", of("bot/*", "flows"), "the use cases name ports, never what is behind them"},
	{"flows", of("bot/text", "internal/yamlpos"), "the language knows no unit, report kind or platform"},
	{"store", of("bot", "bot/*", "flows"), "it implements what bot declares"},
	{"store/storetest", of("bot", "bot/*", "flows"), "it examines any store, not only ours"},
	{"zalo", of("bot/chat", "bot/text"), "an adapter depends on the vocabulary alone, never on another adapter"},
	{"zalo/zalosim", of("zalo"), "a simulator is the platform, which knows nothing of us"},
	{"telegram", of("bot/chat", "bot/text"), "an adapter depends on the vocabulary alone, never on another adapter"},
	{"telegram/telegramsim", of("telegram"), "a simulator is the platform, which knows nothing of us"},
	{"web", of("bot", "bot/*"), "pages show what the use cases tell, and are wired by cmd"},
	{"web/internal/*", of("bot", "bot/*", "web", "web/internal/*"), "it serves the work on the pages"},
	{"drill", of("zalo/zalosim", "telegram/telegramsim"), "it believes nothing of the program but what reaches the phones"},
	{"sample", of("bot/*"), "made-up people and reports are values of the domain"},
	{"internal/*", nil, "a small helper with several users depends on none of them"},
	{".", nil, "the top only embeds the default settings"},
	{"cmd/*", of("*"), "only cmd wires"},
}

// A library is a module from outside that has one home in the program.
type library struct {
	path string
	home []string
	why  string
}

var libraries = []library{
	{"github.com/spf13/viper", of("cmd/*"), "settings enter the program in one place"},
	{"github.com/spf13/cobra", of("cmd/*"), "commands exist only in the binary"},
	{"go.etcd.io/bbolt", of("store"), "a second store must be one package"},
	{"golang.org/x/crypto/chacha20poly1305", of("store"), "sealing is done in one place"},
	{"golang.org/x/crypto/acme", of("cmd/*"), "certificates belong to the listener"},
	{"golang.org/x/image", of("bot/media"), "what comes from outside is decoded in one place"},
	{"github.com/go-resty/resty", of("zalo"), "a client library stays in its adapter"},
	{"github.com/go-telegram/bot", of("telegram"), "a client library stays in its adapter"},
	{"github.com/robfig/cron", of("bot/schedule", "cmd/*"), "what fires is decided by schedule.Due; cmd only ticks"},
	{"github.com/expr-lang/expr", of("flows"), "conditions are part of the flow language"},
	{"go.yaml.in/yaml", of("internal/yamlpos"), "every mistake in a YAML file has a position and all come at once"},
	{"github.com/cenkalti/backoff", nil, "retry exists once, in the outbox"},
	{"github.com/sony/gobreaker", nil, "retry exists once, in the outbox"},
	{"github.com/google/go-cmp", of("store/storetest"), "it is a tool for tests"},
	{"pgregory.net/rapid", of("store/storetest"), "it is a tool for tests"},
	{"go.uber.org/goleak", nil, "it is a tool for tests"},
}

// clients is what from outside the adapters and simulators may import at all.
var clients = []right{
	{"zalo", of("github.com/go-resty/resty/v2"), "an adapter needs its client library and nothing else"},
	{"telegram", of("github.com/go-telegram/bot", "github.com/go-telegram/bot/models"), "an adapter needs its client library and nothing else"},
	{"zalo/zalosim", nil, "a simulator must not share the adapter's view of the platform"},
	{"telegram/telegramsim", nil, "a simulator must not share the adapter's view of the platform"},
}

// nothing is where deliberate faults are chosen: in the program as it is built
// it is a constant, so whoever may go wrong may import it, apart from those who
// find it out and those who stand for the world.
const nothing = "internal/mutant"

var apart = of("drill", "zalo/zalosim", "telegram/telegramsim")

func of(s ...string) []string { return s }

func TestImportLaw(t *testing.T)  { holds(t, importLaw) }
func TestLibraryLaw(t *testing.T) { holds(t, libraryLaw) }

// importLaw finds imports of ours against rights.
func importLaw(t *tree) (found []finding) {
	for _, f := range t.program() {
		row, ok := rightOf(f.dir, rights)
		if !ok {
			found = append(found, t.at(f, f.ast.Package,
				"package %s has no row in the import law: add one to rights in internal/archtest", f.dir))
			continue
		}
		for _, spec := range f.ast.Imports {
			pkg, ours := ours(imported(spec))
			if !ours || matchesAny(pkg, row.may) || pkg == nothing && !matchesAny(f.dir, apart) {
				continue
			}
			found = append(found, t.at(f, spec.Pos(), "%s must not import %s, only %s: %s",
				f.dir, pkg, list(row.may), row.why))
		}
	}
	return found
}

// libraryLaw finds imports of libraries outside their home, and libraries in
// an adapter that are not its client.
func libraryLaw(t *tree) (found []finding) {
	for _, f := range t.program() {
		row, closed := rightOf(f.dir, clients)
		for _, spec := range f.ast.Imports {
			path := imported(spec)
			if closed && foreign(path) && !matchesAny(path, row.may) {
				found = append(found, t.at(f, spec.Pos(), "%s must not import %s, only %s: %s",
					f.dir, path, list(row.may), row.why))
				continue
			}
			for _, l := range libraries {
				if matches(path, l.path+"/...") && !matchesAny(f.dir, l.home) {
					found = append(found, t.at(f, spec.Pos(), "%s must not import %s, which belongs in %s: %s",
						f.dir, path, homes(l.home), l.why))
				}
			}
		}
	}
	return found
}

func rightOf(pkg string, table []right) (right, bool) {
	for _, row := range table {
		if matches(pkg, row.pkg) {
			return row, true
		}
	}
	return right{}, false
}

// ours cuts the module off an import path of ours.
func ours(path string) (string, bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

// foreign tells a library from the standard library, whose first element has
// no dot, and from ours.
func foreign(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.Contains(first, ".")
}

func list(pkgs []string) string {
	if len(pkgs) == 0 {
		return "nothing"
	}
	return strings.Join(pkgs, ", ")
}

func homes(pkgs []string) string {
	if len(pkgs) == 0 {
		return "no package"
	}
	return strings.Join(pkgs, ", ")
}

func TestImportLawBites(t *testing.T) {
	made := source(t,
		"bot/turn.go", `package bot; import ("langnghe/bot/org"; "langnghe/flows"; "time")`,
		"bot/bad.go", "package bot\nimport \"langnghe/store\"",
		"bot/org/bad.go", "package org\n\nimport \"langnghe/bot\"",
		"bot/chat/bad.go", `package chat; import "langnghe/bot/org"`,
		"bot/chat/bad_test.go", `package chat; import "langnghe/store"`,
		"flows/bad.go", `package flows; import "langnghe/bot/report"`,
		"zalo/bad.go", `package zalo; import ("langnghe/bot/chat"; "langnghe/telegram")`,
		"zalo/zalosim/sim.go", `package zalosim; import "langnghe/zalo"`,
		"zalo/zalosim/bad.go", `package zalosim; import "langnghe/bot/chat"`,
		"store/mad.go", `package store; import "langnghe/internal/mutant"`,
		"drill/bad.go", `package drill; import "langnghe/internal/mutant"`,
		"web/bad.go", `package web; import "langnghe/store"`,
		"cmd/langnghe/main.go", `package main; import ("langnghe"; "langnghe/store"; "langnghe/bot/chat")`,
		"helpers/new.go", `package helpers`,
	)
	bites(t, importLaw, made,
		"bot/bad.go:2: bot must not import store, only bot/*, flows: the use cases name ports",
		"bot/org/bad.go:3: bot/org must not import bot, only bot/*, internal/yamlpos: the domain knows neither",
		"bot/chat/bad.go:1: bot/chat must not import bot/org, only nothing",
		"flows/bad.go:1: flows must not import bot/report",
		"zalo/bad.go:1: zalo must not import telegram",
		"zalo/zalosim/bad.go:1: zalo/zalosim must not import bot/chat, only zalo",
		"drill/bad.go:1: drill must not import internal/mutant, only zalo/zalosim, telegram/telegramsim",
		"web/bad.go:1: web must not import store",
		"helpers/new.go:1: package helpers has no row in the import law",
	)
}

func TestLibraryLawBites(t *testing.T) {
	made := source(t,
		"store/open.go", `package store; import ("go.etcd.io/bbolt"; "go.etcd.io/bbolt/errors")`,
		"zalo/client.go", `package zalo; import ("net/http"; "github.com/go-resty/resty/v2")`,
		"cmd/langnghe/main.go", `package main; import "github.com/spf13/viper"`,
		"bot/bad.go", "package bot\nimport \"go.etcd.io/bbolt\"",
		"bot/turn_test.go", `package bot; import "go.uber.org/goleak"`,
		"web/bad.go", `package web; import "github.com/spf13/viper"`,
		"zalo/bad.go", `package zalo; import "golang.org/x/time/rate"`,
		"zalo/zalosim/bad.go", `package zalosim; import "github.com/go-resty/resty/v2"`,
		"store/bad.go", `package store; import "github.com/cenkalti/backoff/v5"`,
	)
	bites(t, libraryLaw, made,
		"bot/bad.go:2: bot must not import go.etcd.io/bbolt, which belongs in store: a second store must be one package",
		"web/bad.go:1: web must not import github.com/spf13/viper, which belongs in cmd/*",
		"zalo/bad.go:1: zalo must not import golang.org/x/time/rate, only github.com/go-resty/resty/v2",
		"zalo/zalosim/bad.go:1: zalo/zalosim must not import github.com/go-resty/resty/v2, only nothing",
		"store/bad.go:1: store must not import github.com/cenkalti/backoff/v5, which belongs in no package: retry exists once",
	)
}
