// Package archtest is the project's law, as tests: who may import whom, what
// may touch the world, where time and chance may come from, what must be
// documented, how long a file may be.
//
// It reads the source of the whole module with go/parser, so it needs neither
// a build that succeeds nor a tool that is installed. Each rule is a function
// from a tree of files to findings, has a test over the real tree and a test
// that shows it bite on a few lines of made-up source. A finding says file,
// line and the reason for the rule; when the reason has stopped being true,
// change the rule's table here and say why in the commit.
//
// The import law (law_test.go) and the rules on chance (determinism_test.go)
// hold for what is linked into the program. Tests may use more: a test of an
// adapter may start its simulator, open files and wait.
package archtest
