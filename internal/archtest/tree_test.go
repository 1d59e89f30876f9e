package archtest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is the path of the root module; what begins with it is ours.
const module = "langnghe"

// A tree is the source the rules read: the repository, or a test's made-up one.
type tree struct {
	fset  *token.FileSet
	gos   []*goFile
	texts []textFile // every file that is text, the Go files among them
}

// A goFile is a Go file of the root module outside testdata.
type goFile struct {
	path string // from the root, with slashes
	dir  string // the package as the tables name it: "bot/chat", "." for the root
	test bool
	ast  *ast.File
}

type textFile struct {
	path string
	text []byte
}

// A finding is one breach of one rule.
type finding struct {
	path string
	line int
	why  string
}

func (f finding) String() string { return fmt.Sprintf("%s:%d: %s", f.path, f.line, f.why) }

// at is a finding at a place in a Go file.
func (t *tree) at(f *goFile, p token.Pos, format string, a ...any) finding {
	return finding{f.path, t.fset.Position(p).Line, fmt.Sprintf(format, a...)}
}

// program is the Go files that are linked into the program.
func (t *tree) program() []*goFile {
	return slices.DeleteFunc(slices.Clone(t.gos), func(f *goFile) bool { return f.test })
}

// packages is the program's files by package.
func (t *tree) packages() map[string][]*goFile {
	byDir := map[string][]*goFile{}
	for _, f := range t.program() {
		byDir[f.dir] = append(byDir[f.dir], f)
	}
	return byDir
}

// add takes a file in. Go files of a nested module are text only: the module
// has its own law.
func (t *tree) add(name string, text []byte, nested bool) error {
	if bytes.IndexByte(text, 0) >= 0 {
		return nil // a picture or the like
	}
	t.texts = append(t.texts, textFile{name, text})
	if nested || path.Ext(name) != ".go" {
		return nil
	}
	parsed, err := parser.ParseFile(t.fset, name, text, parser.ParseComments)
	if err != nil {
		return err
	}
	t.gos = append(t.gos, &goFile{
		path: name,
		dir:  path.Dir(name),
		test: strings.HasSuffix(name, "_test.go"),
		ast:  parsed,
	})
	return nil
}

// repository reads the whole repository.
func repository(t *testing.T) *tree {
	t.Helper()
	const root = "../.."
	found := &tree{fset: token.NewFileSet()}
	var nested []string // folders with a go.mod of their own
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if d.IsDir() {
			if d.Name() == "testdata" || name == ".git" || name == "bin" || name == "data" {
				return fs.SkipDir // bin, data: what was built and run here
			}
			if _, err := os.Stat(filepath.Join(p, "go.mod")); err == nil && name != "." {
				nested = append(nested, name+"/")
			}
			return nil
		}
		if !d.Type().IsRegular() {
			return nil
		}
		text, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		inside := func(dir string) bool { return strings.HasPrefix(name, dir) }
		return found.add(name, text, slices.ContainsFunc(nested, inside))
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(found.gos) == 0 {
		t.Fatalf("no Go file below %s: the rules have nothing to hold for", root)
	}
	return found
}

// source is a made-up tree: path, text, path, text...
func source(t *testing.T, pathsAndTexts ...string) *tree {
	t.Helper()
	made := &tree{fset: token.NewFileSet()}
	for pair := range slices.Chunk(pathsAndTexts, 2) {
		if err := made.add(pair[0], []byte(pair[1]), false); err != nil {
			t.Fatal(err)
		}
	}
	return made
}

// holds fails the test for every breach of the rule in the repository.
func holds(t *testing.T, rule func(*tree) []finding) {
	t.Helper()
	for _, f := range rule(repository(t)) {
		t.Error(f)
	}
}

// bites checks that the rule finds in the made-up source what is wanted and
// nothing else. A wanted text is the beginning of a finding.
func bites(t *testing.T, rule func(*tree) []finding, made *tree, want ...string) {
	t.Helper()
	var got []string
	for _, f := range rule(made) {
		got = append(got, f.String())
	}
	if !slices.EqualFunc(got, want, strings.HasPrefix) {
		t.Errorf("the rule found\n\t%s\nwant\n\t%s",
			strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// imported is the path an import names.
func imported(spec *ast.ImportSpec) string {
	name, err := strconv.Unquote(spec.Path.Value)
	if err != nil {
		return "" // the parser has refused it
	}
	return name
}

// matches tells whether a package is meant by a pattern: itself, "dir/*" what
// lies directly in dir, "dir/..." dir and everything below, "*" anything.
func matches(pkg, pattern string) bool {
	if pattern == "*" {
		return true
	}
	if dir, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == dir || strings.HasPrefix(pkg, dir+"/")
	}
	if dir, ok := strings.CutSuffix(pattern, "/*"); ok {
		return path.Dir(pkg) == dir
	}
	return pkg == pattern
}

func matchesAny(pkg string, patterns []string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return matches(pkg, p) })
}

func TestMatches(t *testing.T) {
	for _, c := range []struct {
		pkg, pattern string
		want         bool
	}{
		{"bot", "bot", true},
		{"bot/chat", "bot", false},
		{"bot/chat", "bot/*", true},
		{"bot", "bot/*", false},
		{"bot/chat/deep", "bot/*", false},
		{"bot/chat/deep", "bot/...", true},
		{"bot", "bot/...", true},
		{"bottle", "bot/...", false},
		{"bottle", "*", true},
	} {
		if got := matches(c.pkg, c.pattern); got != c.want {
			t.Errorf("matches(%q, %q) = %v, want %v", c.pkg, c.pattern, got, c.want)
		}
	}
}
