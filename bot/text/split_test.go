package text

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSplit(t *testing.T) {
	tests := []struct {
		in    string
		limit int
		want  []string
	}{
		{"", 10, nil}, {"  \n ", 10, nil}, {"ngắn", 10, []string{"ngắn"}},
		{"Một hai. Ba bốn năm.", 12, []string{"Một hai.", "Ba bốn năm."}},
		{"đoạn một\n\nđoạn hai", 12, []string{"đoạn một", "đoạn hai"}},
		{"dòng một\ndòng hai", 12, []string{"dòng một", "dòng hai"}},
		{"một hai ba bốn", 8, []string{"một hai", "ba bốn"}}, {"abcdefgh", 3, []string{"abc", "def", "gh"}},
		{"a\u0302\u0301a\u0302\u0301", 4, []string{"a\u0302\u0301", "a\u0302\u0301"}}, {"👍👍👍", 4, []string{"👍👍", "👍"}},
		{"👍🏻👍🏻", 5, []string{"👍🏻", "👍🏻"}}, {"👍a", 0, []string{"👍", "a"}},
	}
	for _, tt := range tests {
		if got := Split(tt.in, tt.limit); !slices.Equal(got, tt.want) {
			t.Errorf("Split(%q, %d) = %q, want %q", tt.in, tt.limit, got, tt.want)
		}
	}
	long := strings.Join(reports, "\n\n")
	for _, limit := range []int{2, 50, 300, 2000} {
		checkSplit(t, long, limit)
	}
	if Units("aé👍") != 4 {
		t.Errorf("Units = %d, want 4", Units("aé👍"))
	}
}

// TestSplitBorders is which border is taken, in a part of at most 20 units.
func TestSplitBorders(t *testing.T) {
	x, y := strings.Repeat("x", 50), strings.Repeat("y", 20)
	for name, c := range map[string]struct{ in, first string }{
		"paragraph": {"aaaa. bbbb\n\ncccc dd. ee ff gg", "aaaa. bbbb"},
		"line":      {"aaaa bbbb. cc\ndddd ee ff gg hh", "aaaa bbbb. cc"},
		"sentence":  {"aaaa bbbb cc. dddd ee ff gg hh", "aaaa bbbb cc."},
		"word":      {"aaaa bbbb cc dddd eeff gg hh", "aaaa bbbb cc dddd"},
		"nowhere":   {x, x[:20]},
		"emoji":     {strings.Repeat("🙏", 30), strings.Repeat("🙏", 10)},
		"marks":     {x[:19] + "e\u0302\u0301" + y, x[:19]},
		"family":    {x[:16] + "👩\u200d👩\u200d👧" + y, x[:16]},
		"skin":      {x[:18] + "👍🏽" + y, x[:18]},
	} {
		if got := Split(c.in, 20); got[0] != c.first {
			t.Errorf("%s: first part %q, want %q", name, got[0], c.first)
		}
	}
}

// TestSplitLosesOnlyBlanks tries what hides in texts: marks, joiners, pairs.
func TestSplitLosesOnlyBlanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringOfN(rapid.RuneFrom([]rune("ab. \nđ\u0301🙏\u200d🏻")), 0, 400, -1).Draw(t, "s")
		checkSplit(t, s, rapid.IntRange(2, 100).Draw(t, "limit"))
	})
}

func TestPrefix(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"", 3, ""}, {"ngắn", 4, "ngắn"}, {"dài hơn", 4, "dài "}, {"a🙏", 2, "a"}, {"🙏", 1, ""},
		{"ae\u0302\u0301", 2, "a"}, {"e\u0302\u0301", 2, "e\u0302"}, {"x👍🏽", 4, "x"}, {"a\xffb", 2, "a\xff"},
	} {
		if got := Prefix(c.in, c.limit); got != c.want {
			t.Errorf("Prefix(%q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

// checkSplit tests what holds of every split.
func checkSplit(t rapid.TB, s string, limit int) {
	t.Helper()
	pieces := Split(s, limit)
	for _, p := range pieces {
		if Units(p) > max(limit, 2) || strings.TrimSpace(p) == "" {
			t.Fatalf("Split(%q, %d): piece %q has %d units", s, limit, p, Units(p))
		}
	}
	bare := func(s string) string { return strings.Join(strings.Fields(s), "") }
	if got, want := bare(strings.Join(pieces, "")), bare(strings.ToValidUTF8(s, "\ufffd")); got != want {
		t.Fatalf("Split(%q, %d) lost text: %q", s, limit, got)
	}
}
