package archtest

import (
	"go/ast"
	"slices"
	"testing"
)

// steady is the packages where one seed must give one history: time and chance
// come in as parameters, and nothing waits by itself. The simulators are among
// them, because the drill steps them on the same virtual clock.
var steady = of("bot/...", "flows", "store/...", "zalo/...", "telegram/...", "sample")

// A fault is a set of names that bring in time or chance behind our back.
type fault struct {
	path  string
	names []string // nil: all but the ones in but
	but   []string
	why   string
}

const (
	clock  = "take now as a parameter; only cmd reads the clock"
	waits  = "return when to be called next; only cmd waits"
	chance = "take a generator seeded by (seed, entity, n)"
)

var faults = []fault{
	{path: "time", names: of("Now", "Since", "Until"), why: clock},
	{path: "time", names: of("After", "AfterFunc", "Tick", "NewTimer", "NewTicker", "Sleep"), why: waits},
	{path: "context", names: of("WithTimeout", "WithDeadline", "WithTimeoutCause", "WithDeadlineCause"), why: waits},
	{path: "math/rand", but: of("New", "NewSource", "NewZipf", "Rand", "Source", "Source64", "Zipf"), why: chance},
	{path: "math/rand/v2", but: of("New", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "PCG", "ChaCha8", "Zipf"), why: chance},
	{path: "crypto/rand", why: chance + ", or a source of randomness as a port"},
	{path: "golang.org/x/time/rate", names: of("Sometimes"), why: clock},
}

// A method is a name that brings in time or chance when it is called on a value
// of a library's type. Without types a call is judged by its file's imports,
// its name and its number of arguments.
type method struct {
	library string
	name    string
	args    int // -1: any
	why     string
}

var methods = []method{
	{"go.etcd.io/bbolt", "Batch", -1, "a lone caller waits 10 ms for others; commit by draining what waits"},
	{"golang.org/x/time/rate", "Wait", 1, "use ReserveN(now, n) and come back"},
	{"golang.org/x/time/rate", "WaitN", 2, "use ReserveN(now, n) and come back"},
	{"golang.org/x/time/rate", "Allow", 0, "use AllowN(now, n): Allow reads the clock"},
	{"golang.org/x/time/rate", "Reserve", 0, "use ReserveN(now, n): Reserve reads the clock"},
	{"golang.org/x/time/rate", "Tokens", 0, "use TokensAt(now): Tokens reads the clock"},
	{"golang.org/x/time/rate", "SetLimit", 1, "use SetLimitAt(now, limit): SetLimit reads the clock"},
	{"golang.org/x/time/rate", "SetBurst", 1, "use SetBurstAt(now, n): SetBurst reads the clock"},
	{"github.com/go-resty/resty/v2", "SetRetryCount", -1, "retry exists once, in the outbox"},
	{"github.com/go-resty/resty/v2", "AddRetryCondition", -1, "retry exists once, in the outbox"},
	{"github.com/go-resty/resty/v2", "SetTimeout", -1, "a deadline on the real clock breaks the drill; cmd bounds the call by its context"},
}

// An allowance lets one file use one name that is a fault, for a reason.
type allowance struct{ path, name, why string }

var allowances = []allowance{
	{"store/config.go", "crypto/rand.Reader", "the default source of keys and nonces, a port in the same struct; sealed bytes are no part of a history"},
}

func TestTimeAndChanceAreParameters(t *testing.T) { holds(t, steadyNames) }

// steadyNames finds time and chance that come in behind our back.
func steadyNames(t *tree) (found []finding) {
	for _, f := range t.program() {
		if !matchesAny(f.dir, steady) {
			continue
		}
		eachName(f, func(at *ast.SelectorExpr, path, name string) {
			for _, x := range faults {
				if x.path == path && x.has(name) && !allowed(f.path, path+"."+name) {
					found = append(found, t.at(f, at.Pos(), "%s.%s: %s", path, name, x.why))
				}
			}
		})
		found = append(found, badCalls(t, f)...)
		for _, spec := range f.ast.Imports {
			if spec.Name != nil && spec.Name.Name == "." {
				found = append(found, t.at(f, spec.Pos(), "a dot import hides where a name comes from"))
			}
		}
	}
	return found
}

func (x fault) has(name string) bool {
	if x.names != nil {
		return slices.Contains(x.names, name)
	}
	return !slices.Contains(x.but, name)
}

func allowed(path, name string) bool {
	return slices.ContainsFunc(allowances, func(a allowance) bool { return a.path == path && a.name == name })
}

// badCalls finds the calls that methods forbids.
func badCalls(t *tree, f *goFile) (found []finding) {
	ast.Inspect(f.ast, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		for _, m := range methods {
			if sel.Sel.Name == m.name && (m.args < 0 || m.args == len(call.Args)) && imports(f, m.library) && !off(call) {
				found = append(found, t.at(f, sel.Sel.Pos(), "%s of %s: %s", m.name, m.library, m.why))
			}
		}
		return true
	})
	return found
}

// off tells a call that turns something off: SetRetryCount(0).
func off(call *ast.CallExpr) bool {
	if len(call.Args) != 1 {
		return false
	}
	n, ok := call.Args[0].(*ast.BasicLit)
	return ok && n.Value == "0"
}

func imports(f *goFile, path string) bool {
	return slices.ContainsFunc(f.ast.Imports, func(s *ast.ImportSpec) bool { return imported(s) == path })
}

// TestAllowancesAreUsed keeps the list small: what is not needed goes.
func TestAllowancesAreUsed(t *testing.T) {
	used := map[string]bool{}
	for _, f := range repository(t).program() {
		eachName(f, func(_ *ast.SelectorExpr, path, name string) { used[f.path+" "+path+"."+name] = true })
	}
	for _, a := range allowances {
		if !used[a.path+" "+a.name] {
			t.Errorf("%s: the allowance for %s is not used any more: take it off the list", a.path, a.name)
		}
	}
}

func TestTimeAndChanceAreParametersBites(t *testing.T) {
	made := source(t,
		"bot/bad.go", `package bot

import (
	"context"
	"math/rand/v2"
	clock "time"
)

var now = clock.Now
func f(ctx context.Context, t clock.Time, rng *rand.Rand) {
	clock.Sleep(clock.Second)
	ctx, stop := context.WithTimeout(ctx, clock.Second)
	_ = rand.IntN(6)
	_ = t.After(t)
	rand := rand.New(rand.NewPCG(1, 2))
	_ = rand.IntN(6)
}
`,
		"store/bad.go", `package store

import ("go.etcd.io/bbolt"; "sync"; "golang.org/x/time/rate")

func g(db *bbolt.DB, l *rate.Limiter, wg *sync.WaitGroup) {
	db.Batch(nil)
	l.Wait(nil)
	l.Allow()
	l.AllowN(now, 1)
	wg.Wait()
}
`,
		"store/config.go", `package store; import "crypto/rand"; var r = rand.Reader`,
		"zalo/bad.go", `package zalo; import "crypto/rand"; var r = rand.Reader`,
		"zalo/client.go", `package zalo

import "github.com/go-resty/resty/v2"

var off = resty.New().SetRetryCount(0)
var on = resty.New().SetRetryCount(3)
`,
		"flows/bad.go", `package flows; import . "time"`,
		"bot/fine_test.go", `package bot; import "time"; var now = time.Now()`,
		"cmd/langnghe/clock.go", `package main; import "time"; var now = time.Now`,
	)
	bites(t, steadyNames, made,
		"bot/bad.go:9: time.Now: take now as a parameter",
		"bot/bad.go:11: time.Sleep: return when to be called next",
		"bot/bad.go:12: context.WithTimeout: ",
		"bot/bad.go:13: math/rand/v2.IntN: take a generator",
		"store/bad.go:6: Batch of go.etcd.io/bbolt: a lone caller waits",
		"store/bad.go:7: Wait of golang.org/x/time/rate: use ReserveN",
		"store/bad.go:8: Allow of golang.org/x/time/rate: ",
		"zalo/bad.go:1: crypto/rand.Reader: ",
		"zalo/client.go:6: SetRetryCount of github.com/go-resty/resty/v2: retry exists once",
		"flows/bad.go:1: a dot import",
	)
}
