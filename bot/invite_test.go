package bot

import (
	"strings"
	"testing"
)

func TestNormalCode(t *testing.T) {
	for in, want := range map[string]string{
		"97SH-HPW7": "97SHHPW7", "97sh hpw7": "97SHHPW7", " 97shhpw7 ": "97SHHPW7", "mã 97SH-HPW7": "97SHHPW7",
		"ma moi: 97sh-hpw7": "97SHHPW7", "97SH – HPW7": "97SHHPW7",
		"": "", "alo": "", "báo cháy": "", "97SH-HPW": "", "97SH-HPW77": "", "O7SH-HPW1": "", "nội dung dài hơn mã": "",
	} {
		got, ok := normalCode(in)
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q %t, want %q", in, got, ok, want)
		}
	}
}

func TestCodeLettersAreClear(t *testing.T) {
	if strings.ContainsAny(codeLetters, "ILO01") {
		t.Error("letters that are taken for one another")
	}
	a, b := codeFrom("00112233445566778899aabbccddeeff"), codeFrom("10112233445566778899aabbccddeeff")
	if len(a) != codeLen || a == b {
		t.Errorf("codes %q and %q", a, b)
	}
	if got, ok := normalCode(ShowCode(a)); !ok || got != a {
		t.Errorf("%q does not come back from %q", a, ShowCode(a))
	}
}
