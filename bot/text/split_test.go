package text

import (
	"slices"
	"strings"
	"testing"
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

// checkSplit tests what holds of every split.
func checkSplit(t *testing.T, s string, limit int) {
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
