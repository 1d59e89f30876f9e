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

// TestInASentence: a code is found within a short sentence, not within a story.
func TestInASentence(t *testing.T) {
	for in, want := range map[string]string{
		"mã của tôi là 97SH-HPW7 ạ": "97SHHPW7", "Tôi có mã: 97sh-hpw7.": "97SHHPW7", "ma\u0303 97SH-HPW7": "97SHHPW7",
		"xe 30HA-12345 đỗ": "", "từ 2611-2612": "",
		"hôm qua bà con ở ngõ có nói chuyện về cái mã 97SH-HPW7 mà không ai rõ": "",
	} {
		if got, _ := normalCode(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestMisspelt: what was meant for a code and cannot be one is told from what
// was no code at all.
func TestMisspelt(t *testing.T) {
	for in, want := range map[string]string{
		"O7SH-HPW1": "bot.code_signs", "97SH-HPWO": "bot.code_signs", "97sh hpw0": "bot.code_signs", "mã 97IH-HPW7": "bot.code_signs",
		"97SHHPWl": "bot.code_signs", "Mã mời: ABCD-1EFG": "bot.code_signs", "97SH-HPU7": "bot.code_signs",
		"97SH-HPW": "bot.code_length", "97SHHPW": "bot.code_length", "97SH-HPW77": "bot.code_length", "ma 97SH HPW": "bot.code_length",
		"mã mời 97SH": "bot.code_length", "mã 23456": "bot.code_length", "9 7 S H H P W": "bot.code_length", "mã ABCDEFG": "bot.code_length",
		"97SH-ĐPW7": "bot.code_accents", "9ÂSHHPW7": "bot.code_accents", "mã 97ÉHPW7": "bot.code_accents",
		"": "", "alo": "", "xin chào": "", "mã": "", "mã nào": "", "ma túy": "", "mã vạch": "", "báo cháy": "", "0912345678": "", "09123456": "",
		"2611-0001": "", "to dan pho 5": "", "tổ 5": "", "phường 5": "", "viết báo cáo": "", "không có gì": "", "👍": "", "1": "", "97SH-HPW7": "",
		"covid": "", "tôi chưa có mã": "", "mã ở đâu vậy": "", "mã là gì ạ": "",
	} {
		if got, _ := misspelt(in, true); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"O7SH-HPW1": "bot.code_signs", "mã 97SHHPW": "bot.code_length", "O7SHHPW1": "", "duong 123": "", "phuong 12": "", "2611-0001": "", "97sh hpw0": "",
	} {
		if got, _ := misspelt(in, false); got != want {
			t.Errorf("somebody who takes part, %q: %q, want %q", in, got, want)
		}
	}
}

func TestCodeLettersAreClear(t *testing.T) {
	if strings.ContainsAny(codeLetters, "ILOU01") {
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
