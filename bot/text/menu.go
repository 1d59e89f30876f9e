package text

import "strings"

// menuIntro are the words that may stand before the number of a choice.
var menuIntro = set("so", "cau", "chon", "muc", "y", "phuong", "an", "pa", "bam", "nhan", "go", "nut", "phim", "da",
	"toi", "xin", "dap", "lua")

// menuWords are the written-out numbers of a menu, by key.
var menuWords = map[string]string{
	"một": "1", "mot": "1", "hai": "2", "ba": "3", "bốn": "4", "bon": "4", "tư": "4", "tu": "4", "năm": "5", "nam": "5",
	"sáu": "6", "sau": "6", "bảy": "7", "bẩy": "7", "bay": "7", "tám": "8", "tam": "8", "chín": "9", "chin": "9",
	"mười": "10", "muoi": "10",
}

// menuSigns are characters that show a number in a ring.
var menuSigns = strings.NewReplacer("🔟", "10", "①", "1", "②", "2", "③", "3", "④", "4", "⑤", "5", "⑥", "6", "⑦", "7",
	"⑧", "8", "⑨", "9", "#", "")

// Menu reads a message as a choice from a numbered menu and returns the number in plain digits without leading zeros:
// "1", "1.", "(1)", "1️⃣", "số 1", "câu 1", "chọn số 1", "một", "mot", "1 ạ" are all "1". Nothing may follow the
// number, so "1 người bị thương", "12/11" and "1,5 triệu" are refused. "sau" without accents also means "later" and
// counts as six only after "số" or the like.
func Menu(s string) (key string, ok bool) {
	if len(s) > 80 {
		return "", false
	}
	k := commandKey(plainDigits(menuSigns.Replace(s)))
	words := strings.Fields(k)
	for len(words) > 1 && menuIntro[foldWord(words[0])] {
		words = words[1:]
	}
	if len(words) != 1 {
		return "", false
	}
	w := words[0]
	if n, found := menuWords[w]; found {
		if w == "sau" && k == w {
			return "", false
		}
		return n, true
	}
	return menuDigits(w)
}

// menuDigits accepts one or two digits.
func menuDigits(w string) (string, bool) {
	if len(w) > 2 {
		return "", false
	}
	for i := 0; i < len(w); i++ {
		if w[i] < '0' || w[i] > '9' {
			return "", false
		}
	}
	if w = strings.TrimLeft(w, "0"); w == "" {
		w = "0"
	}
	return w, true
}
