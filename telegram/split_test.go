package telegram

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestSplit(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{" \n ", nil},
		{"ngắn", []string{"ngắn"}},
		{"mười chữ một dòng", []string{"mười chữ", "một dòng"}},
		{"đoạn một\n\nhai ba", []string{"đoạn một", "hai ba"}},
		{"dòng một\nhai ba", []string{"dòng một", "hai ba"}},
		{"dàidàidàidàidài", []string{"dàidàidàid", "àidài"}},
		{"😟😟😟😟😟😟", []string{"😟😟😟😟😟", "😟"}},
		{"aaaaaaaaae\u0302x", []string{"aaaaaaaaa", "e\u0302x"}},
		{"👍🏽👍🏽👍🏽", []string{"👍🏽👍🏽", "👍🏽"}},
	} {
		if got := split(c.text, 10); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q", c.text, got)
		}
	}
}

func TestSplitLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("aăđ \n\u0301😟\u200d"))).Draw(t, "text")
		limit := rapid.IntRange(2, 40).Draw(t, "limit")
		parts := split(text, limit)
		for _, p := range parts {
			if units(p) > limit || p == "" || !utf8.ValidString(p) {
				t.Fatalf("part %q of %d units", p, units(p))
			}
		}
		bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
		if bare(strings.Join(parts, "")) != bare(text) {
			t.Fatalf("%q became %q", text, parts)
		}
	})
}
