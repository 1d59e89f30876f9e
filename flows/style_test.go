package flows_test

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"langnghe/flows"
)

// TestCatalogueStyle: messages stay short enough for a small screen, the bot
// never calls itself em, cháu or tôi, and numbers of options are not written
// into texts.
func TestCatalogueStyle(t *testing.T) {
	set := defaultSet(t)
	self := regexp.MustCompile(`(^|[ .,])(Em|em|Cháu|cháu|Tôi) (đã|xin|sẽ|chưa|thấy|cần)`)
	ids := slices.Collect(maps.Keys(flows.EngineMessages))
	for _, id := range ids {
		s := set.Text(id, nil)
		if utf8.RuneCountInString(s) > 300 {
			t.Errorf("%s is longer than 300 letters", id)
		}
		if self.MatchString(s) {
			t.Errorf("%s: %q", id, s)
		}
	}
	names, _ := fs.Glob(flows.Default, "*.yaml")
	numbered := regexp.MustCompile(`[.?!] 1\. `)
	for _, name := range names {
		b, _ := fs.ReadFile(flows.Default, name)
		for i, line := range strings.Split(string(b), "\n") {
			if _, said, ok := strings.Cut(line, `: "`); ok && name != "lists.yaml" && utf8.RuneCountInString(said) > 301 {
				t.Errorf("%s:%d is longer than 300 letters", name, i+1)
			}
			if numbered.MatchString(line) || self.MatchString(line) {
				t.Errorf("%s:%d: %s", name, i+1, line)
			}
		}
	}
}

// TestSafetyFirst: an urgent report begins with whom to call.
func TestSafetyFirst(t *testing.T) {
	set := defaultSet(t)
	_, effects := set.Step(set.Start("khan", nil), flows.Event{Begin: true}, flows.Env{})
	if s := effects[0].Say.Text; !strings.Contains(s, "113, 114 hoặc 115") {
		t.Errorf("%q", s)
	}
}
