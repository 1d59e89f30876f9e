package archtest

import (
	"cmp"
	"go/ast"
	"go/token"
	"maps"
	"path"
	"slices"
	"testing"
)

func TestPackageComments(t *testing.T)  { holds(t, packageComments) }
func TestExportedComments(t *testing.T) { holds(t, exportedComments) }

// packageComments finds packages that do not tell their story in exactly one
// place where a reader looks for it.
func packageComments(t *tree) (found []finding) {
	packages := t.packages()
	for _, dir := range slices.Sorted(maps.Keys(packages)) {
		files := packages[dir]
		home := "doc.go"
		if files[0].ast.Name.Name == "main" {
			home = "main.go"
		}
		if len(files) == 1 {
			home = path.Base(files[0].path)
		}
		told := 0
		for _, f := range files {
			if f.ast.Doc == nil {
				continue
			}
			told++
			if base := path.Base(f.path); base != home {
				found = append(found, t.at(f, f.ast.Doc.Pos(),
					"the comment of package %s belongs in %s, where a reader looks for it, and nowhere else", dir, home))
			}
		}
		if told == 0 {
			found = append(found, t.at(files[0], files[0].ast.Package,
				"package %s has no comment: %s tells what it is for", dir, home))
		}
	}
	return found
}

// exportedComments finds exported top-level names, and exported methods of
// exported types, that say nothing about themselves.
func exportedComments(t *tree) (found []finding) {
	for _, f := range t.program() {
		if f.ast.Name.Name == "main" {
			continue // nobody can import it
		}
		for _, decl := range f.ast.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Doc == nil && d.Name.IsExported() && exportedReceiver(d) && !plain(d) {
					found = append(found, t.at(f, d.Pos(), "%s is exported and has no comment", d.Name.Name))
				}
			case *ast.GenDecl:
				found = append(found, silentSpecs(t, f, d)...)
			}
		}
	}
	return found
}

// silentSpecs is the names of one const, var or type declaration that have no
// comment: their own, one at the end of their line, or that of their group.
func silentSpecs(t *tree, f *goFile, d *ast.GenDecl) (found []finding) {
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Name.IsExported() && cmp.Or(d.Doc, s.Doc, s.Comment) == nil {
				found = append(found, t.at(f, s.Pos(), "%s is exported and has no comment", s.Name.Name))
			}
		case *ast.ValueSpec:
			for _, name := range s.Names {
				if name.IsExported() && cmp.Or(d.Doc, s.Doc, s.Comment) == nil {
					found = append(found, t.at(f, name.Pos(), "%s is exported and has no comment", name.Name))
				}
			}
		}
	}
	return found
}

func exportedReceiver(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	typ := d.Recv.List[0].Type
	for {
		switch x := typ.(type) {
		case *ast.StarExpr:
			typ = x.X
		case *ast.IndexExpr:
			typ = x.X
		case *ast.IndexListExpr:
			typ = x.X
		case *ast.Ident:
			return token.IsExported(x.Name)
		default:
			return false
		}
	}
}

// plain is the methods whose meaning is fixed by an interface everyone knows.
func plain(d *ast.FuncDecl) bool {
	known := of("String", "GoString", "Error", "Unwrap", "Is", "As", "LogValue", "ServeHTTP", "RoundTrip",
		"MarshalText", "UnmarshalText", "MarshalJSON", "UnmarshalJSON", "Len", "Less", "Swap", "Push", "Pop",
		"Read", "Write", "Close")
	return d.Recv != nil && slices.Contains(known, d.Name.Name)
}

func TestPackageCommentsBite(t *testing.T) {
	made := source(t,
		"bot/doc.go", "// Package bot is told here.\npackage bot",
		"bot/turn.go", "\n// Package bot is told twice.\npackage bot",
		"store/open.go", "package store",
		"store/tx.go", "package store",
		"store/tx_test.go", "// Package store is not told by a test.\npackage store",
		"sample/sample.go", "// Package sample has one file.\npackage sample",
		"cmd/langnghe/main.go", "// Command langnghe is told here.\npackage main",
		"cmd/langnghe/serve.go", "package main",
	)
	bites(t, packageComments, made,
		"bot/turn.go:2: the comment of package bot belongs in doc.go",
		"store/open.go:1: package store has no comment: doc.go tells",
	)
}

func TestExportedCommentsBite(t *testing.T) {
	made := source(t, "bot/bad.go", `package bot

type Silent struct{}
func Mute() {}
func (s *Silent) Speak() {}
func (s *Silent) String() string { return "" }
var Loud, quiet = 1, 2

// Told tells.
type Told[T any] struct{}
func (t Told[T]) Speak() {}
type hidden struct{}
func (h hidden) Speak() {}

// Colours of the rainbow.
const (
	Red = 1
	Blue = 2
)
const (
	Cold = 1 // below zero
	Warm = 2
)
`, "bot/bad_test.go", "package bot\nfunc Mute2() {}")
	bites(t, exportedComments, made,
		"bot/bad.go:3: Silent is exported",
		"bot/bad.go:4: Mute is exported",
		"bot/bad.go:5: Speak is exported",
		"bot/bad.go:7: Loud is exported",
		"bot/bad.go:11: Speak is exported",
		"bot/bad.go:22: Warm is exported",
	)
}
