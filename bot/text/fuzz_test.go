package text

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func seeds(f *testing.F) []string {
	f.Helper()
	out := append(slices.Clone(reports), "dạ 50k ạ", "e\u200b\u0301", "１.５００", "a\xff\xfeb", "ông Nguyễn Văn A", "한글 \u1112\u1161",
		"stk 12 34 56", "sn 12, 14", "20/11/2026 8h30", "09.12.2026.78", "0\n9\n1", "K\u212a ẞ", "ạ ạ ạ", "---ạ", "1-2-3-4-5-6-7-8-9")
	return out
}

func FuzzFold(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	v := answers
	f.Fuzz(func(t *testing.T, s string) {
		for name, fn := range map[string]func(string) string{"Fold": Fold, "FoldKeep": FoldKeep, "Clean": Clean, "Key": Key} {
			once := fn(s)
			if twice := fn(once); twice != once {
				t.Errorf("%s is not idempotent: %q, %q, %q", name, s, once, twice)
			}
			if !utf8.ValidString(once) {
				t.Errorf("%s(%q) = %q is no UTF-8", name, s, once)
			}
		}
		if a, b := Fold(s), Fold(Clean(s)); a != b {
			t.Errorf("Fold(%q) = %q, of the cleaned text %q", s, a, b)
		}
		if m := v.Match(s); m.ID != "" && m.Ambiguous != nil || (m.How == HowNone) != (m.ID == "" && m.Ambiguous == nil) {
			t.Errorf("Match(%q) = %+v", s, m)
		}
		YesNo(s)
		Menu(s)
		Secret(s)
		DecodeTelex(s)
		DecodeVNI(s)
	})
}

// canary builds a piece of personal data in one of the usual ways of writing it.
func canary(seed uint32) string {
	n := int(seed >> 4)
	mobile := fmt.Sprintf("0%c%08d", "35789"[n%5], n%100_000_000)
	card := fmt.Sprintf("0%02d%09d", n%97, n%1_000_000_000)
	switch seed % 10 {
	case 0:
		return mobile
	case 1:
		return mobile[:4] + " " + mobile[4:7] + " " + mobile[7:]
	case 2:
		return mobile[:4] + "." + mobile[4:7] + "." + mobile[7:]
	case 3:
		return "+84" + mobile[1:]
	case 4:
		return mobile[:4] + "-" + mobile[4:7] + "\u200b-" + mobile[7:]
	case 5:
		return card
	case 6:
		return card[:3] + " " + card[3:6] + " " + card[6:9] + " " + card[9:]
	case 7:
		return strings.Map(func(r rune) rune { return r - '0' + '０' }, mobile)
	case 8:
		return fmt.Sprintf("an%d@gmail.com", n)
	}
	return fmt.Sprintf("%02dA-%03d.%02d", 11+n%88, n%1000, n%100)
}

func FuzzMask(f *testing.F) {
	for i, s := range seeds(f) {
		f.Add(s, uint32(i*7919), uint16(i*31))
	}
	f.Fuzz(func(t *testing.T, s string, seed uint32, where uint16) {
		masked, kinds := Mask(s)
		if again, more := Mask(masked); again != masked || more != nil {
			t.Fatalf("Mask(%q) = %q, then %q", s, masked, again)
		}
		if (masked == s) != (kinds == nil) {
			t.Fatalf("Mask(%q) = %q with %v", s, masked, kinds)
		}
		at := int(where) % (len(s) + 1)
		for at > 0 && at < len(s) && !utf8.RuneStart(s[at]) {
			at--
		}
		c := canary(seed)
		masked, _ = Mask(s[:at] + " " + c + " " + s[at:])
		if strings.Contains(masked, c) && !strings.Contains(s, c) {
			t.Fatalf("%q survives in %q", c, masked)
		}
	})
}

func FuzzSplit(f *testing.F) {
	for i, s := range seeds(f) {
		f.Add(s, i*13)
	}
	f.Fuzz(func(t *testing.T, s string, limit int) { checkSplit(t, s, limit%3000) })
}

func FuzzNumber(f *testing.F) {
	for _, s := range []string{"1.500", "2 tỷ rưỡi", "năm bảy nhà", "hai triệu năm trăm", "vài chục nghìn tỷ tỷ", "1 500 000", "2tr5", "50-60k"} {
		f.Add(s)
	}
	now := time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := Number(s)
		if ok && (n.Value < 0 || n.Hi != 0 && n.Hi <= n.Value || n.Hi != 0 && !n.Approx) || !ok && n != (Num{}) {
			t.Fatalf("Number(%q) = %+v, %v", s, n, ok)
		}
		if d, ok := Date(s, now); ok && (d.After(now) || d.Year() < 1900) {
			t.Fatalf("Date(%q) = %v", s, d)
		}
	})
}
