package text

import (
	"strings"
	"testing"
	"unicode"
)

// FuzzWordKeys: the finders of Mask key a word without cleaning it again. Only
// words with a letter that no Vietnamese word has, and so no list of ours, may
// get another key by that.
func FuzzWordKeys(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	for _, s := range []string{"ông Tạ", "bà nguyễn thị lan", "cụ trần văn ba", "Bác Bình", "tên là Lê Hoa", "chị ơi, thi công", "Chị Phó Chủ tịch Lê Thị Hoa"} {
		f.Add(s)
	}
	var letters strings.Builder // every letter there is, alone and between others
	for r := rune(0x80); r < 0x20000; r++ {
		if unicode.IsLetter(r) {
			letters.WriteString("x" + string(r) + "a " + string(r) + " ")
		}
	}
	f.Add(letters.String())
	f.Fuzz(func(t *testing.T, s string) {
		v := newView(s)
		if found := v.namesAmong(v.letterWords(), nil); len(found) > 0 && v.nameless() {
			t.Errorf("%q is taken for nameless, but %q is a name", s, s[found[0].from:found[0].to])
		}
		for i := 0; i < len(v.c); i++ {
			j := i
			for unicode.IsLetter(v.rune(j)) {
				j++
			}
			if i == j {
				continue
			}
			var b strings.Builder
			key, fold := v.wordKeys(&b, i, j)
			want := Key(v.text(i, j))
			foreign := strings.ContainsFunc(want, func(r rune) bool { return lookup(r).base == 0 && (r < 'a' || r > 'z') })
			if key != want && !foreign {
				t.Errorf("the key of %q is %q, want %q", v.text(i, j), key, want)
			}
			if f := foldWord(key); fold != f {
				t.Errorf("%q without accents is %q, want %q", key, fold, f)
			}
			i = j
		}
	})
}
