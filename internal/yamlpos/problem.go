package yamlpos

import (
	"cmp"
	"fmt"
	"slices"
)

// Problem is one mistake in a file, told to the person who wrote it.
type Problem struct {
	File    string
	Line    int // from 1; 0 when the file as a whole is meant
	Col     int // from 1, in letters
	Message string
}

// String is "file:line:col: message", as editors understand it.
func (p Problem) String() string {
	if p.Line == 0 {
		return p.File + ": " + p.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Col, p.Message)
}

// Sort orders problems by file, line and column and drops those said twice.
func Sort(ps []Problem) []Problem {
	slices.SortStableFunc(ps, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Col, b.Col), cmp.Compare(a.Message, b.Message))
	})
	return slices.Compact(ps)
}
