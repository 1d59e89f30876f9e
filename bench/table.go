package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// table is one row of the budgets as it is printed: a line for each thing
// measured, both sides and the ratio.
type table struct{ lines [][]string }

// add puts a line; the first one is the heading.
func (t *table) add(cells ...string) { t.lines = append(t.lines, cells) }

// String lays the columns out.
func (t *table) String() string {
	var width []int
	for _, l := range t.lines {
		for i, c := range l {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], utf8.RuneCountInString(c))
		}
	}
	var b strings.Builder
	for _, l := range t.lines {
		for i, c := range l {
			pad := strings.Repeat(" ", width[i]-utf8.RuneCountInString(c))
			if i == 0 {
				b.WriteString("  " + c + pad)
			} else {
				b.WriteString("  " + pad + c)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// verdict says whether a budget holds.
func verdict(ok bool) string {
	if ok {
		return "holds"
	}
	return "MISSED"
}

func percent(x float64) string { return fmt.Sprintf("%.0f %%", 100*x) }
