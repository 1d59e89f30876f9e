package zalo_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"langnghe/bot/chat"
	"langnghe/bot/text"
	"langnghe/zalo"
)

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
		if got := zalo.Title(in); got != want || text.Units(got) > zalo.MaxTitle {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

// choices are n answers with labels of so many letters.
func choices(n, letters int) (list []chat.Choice) {
	for i := range n {
		list = append(list, chat.Choice{Key: fmt.Sprint(i + 1), Label: strings.Repeat("a", letters), Data: fmt.Sprint("#t.", i)})
	}
	return list
}

// TestListStaysWhole shows where the numbers of a long message are.
func TestListStaysWhole(t *testing.T) {
	r := newRig(t)
	for name, c := range map[string]struct {
		text    string
		choices []chat.Choice
		parts   int
		answers bool // the last part has the choices
	}{
		"short":                         {"a", choices(3, 5), 1, true},
		"nothing":                       {" ", nil, 0, false},
		"only a list":                   {"", choices(3, 5), 1, true},
		"with the last words":           {strings.Repeat("ă ", 1100), choices(3, 5), 2, true},
		"no room beside the last words": {strings.Repeat("ă ", 899), choices(50, 30), 2, true},
		"a list of two messages":        {"a", choices(99, 30), 3, false},
	} {
		parts := r.ch.Parts(chat.Outbound{To: to(anh), Text: c.text, Choices: c.choices})
		if len(parts) != c.parts {
			t.Errorf("%s: %d parts", name, len(parts))
			continue
		}
		for i, p := range parts {
			if want := c.answers && i == len(parts)-1; (len(p.Choices) > 0) != want {
				t.Errorf("%s: part %d has %d choices", name, i, len(p.Choices))
			}
		}
	}
}

// TestPartIsItsOwnPart shows that what Parts gives is one message each, and
// stays so when it is cut again.
func TestPartIsItsOwnPart(t *testing.T) {
	r := newRig(t)
	rapid.Check(t, func(t *rapid.T) {
		m := chat.Outbound{
			To: to(anh), Text: strings.Repeat(rapid.StringOfN(rapid.RuneFrom([]rune("ab. \nđ🙏[@")), 0, 50, -1).Draw(t, "text"), rapid.IntRange(0, 200).Draw(t, "times")),
			Choices: choices(rapid.IntRange(0, 60).Draw(t, "choices"), rapid.IntRange(1, 60).Draw(t, "letters")),
		}
		for _, p := range r.ch.Parts(m) {
			if again := r.ch.Parts(p); len(again) != 1 || cmp.Diff(again[0], p) != "" {
				t.Fatalf("%d units became %d parts", text.Units(p.Text), len(again))
			}
		}
	})
}
