package zalo_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"langnghe/zalo"
)

func TestSplitBorders(t *testing.T) {
	for name, tc := range map[string]struct{ in, first string }{
		"paragraph": {"aaaa. bbbb\n\ncccc dd. ee ff gg", "aaaa. bbbb"},
		"line":      {"aaaa bbbb. cc\ndddd ee ff gg hh", "aaaa bbbb. cc"},
		"sentence":  {"aaaa bbbb cc. dddd ee ff gg hh", "aaaa bbbb cc."},
		"word":      {"aaaa bbbb cc dddd eeff gg hh", "aaaa bbbb cc dddd"},
		"nowhere":   {strings.Repeat("x", 50), strings.Repeat("x", 20)},
		"emoji":     {strings.Repeat("🙏", 30), strings.Repeat("🙏", 10)},
		"marks":     {strings.Repeat("x", 19) + "e\u0302\u0301" + strings.Repeat("y", 20), strings.Repeat("x", 19)},
		"family":    {strings.Repeat("x", 16) + "👩\u200d👩\u200d👧" + strings.Repeat("y", 20), strings.Repeat("x", 16)},
	} {
		if got := zalo.Split(tc.in, 20); got[0] != tc.first {
			t.Errorf("%s: first part %q, want %q", name, got[0], tc.first)
		}
	}
}

func TestSplitLosesOnlyBlanks(t *testing.T) {
	squeeze := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) {
				return -1
			}
			return r
		}, s)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom([]rune("ab. \nđ\u0301🙏\u200d🏻")), 0, 400, -1).Draw(t, "s")
		limit := rapid.IntRange(8, 100).Draw(t, "limit")
		parts := zalo.Split(s, limit)
		for _, p := range parts {
			if zalo.Units(p) > limit || p == "" || !utf8.ValidString(p) {
				t.Fatalf("part %q of %d units", p, zalo.Units(p))
			}
		}
		if squeeze(strings.Join(parts, "")) != squeeze(s) {
			t.Fatalf("%q became %q", s, parts)
		}
	})
}

func TestTitle(t *testing.T) {
	for in, want := range map[string]string{
		"Đồng ý":                         "Đồng ý",
		" hai\ndòng ":                    "hai dòng",
		strings.Repeat("a", 35):          strings.Repeat("a", 35),
		strings.Repeat("a", 36):          strings.Repeat("a", 34) + "…",
		strings.Repeat("🙏", 18):          strings.Repeat("🙏", 17) + "…",
		strings.Repeat("a", 33) + " bbb": strings.Repeat("a", 33) + "…",
		"[@1] gọi":                       "@1] gọi",
	} {
		if got := zalo.Title(in); got != want || zalo.Units(got) > zalo.MaxTitle {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}
