package text

import "strings"

// moneyWords follow or announce an amount.
var (
	moneyAfter = set("đồng", "dong", "đ", "vnđ", "vnd", "d", "usd", "đô", "triệu", "trieu", "tỷ", "tỉ", "ty", "nghìn",
		"nghin", "ngàn", "ngan", "k", "hộ", "người", "nguoi", "mét", "met", "m", "ha", "kg", "tấn", "lượt")
	moneyBefore = set("tiền", "tien", "giá", "gia", "trị", "phí", "phi", "tổng", "tong", "vốn", "von", "khoảng", "khoang",
		"hơn", "hon", "gần", "gan")
)

// money tells whether the first n groups are an amount: grouped by thousands or unbroken, with a word for it beside.
func (v view) money(g []group, n int) bool {
	for i := 1; i < n; i++ {
		if s, _ := v.gap(g[i-1], g[i]); g[i].len() != 3 || g[0].len() > 3 || s != "." && s != " " && s != "," {
			return false
		}
	}
	if moneyAfter[v.wordAfter(g[n-1].to)] || v.rune(g[n-1].to) == '$' || v.rune(g[n-1].to) == '₫' {
		return true
	}
	if n == 1 {
		return false
	}
	before := v.wordsBefore(g[0].from, 2, ":")
	return len(before) > 0 && moneyBefore[before[0]] || len(before) > 1 && before[0] == "là" && moneyBefore[before[1]]
}

// named returns the kind of number that the words before announce, or "".
func (v view) named(g []group) Kind {
	at := g[0].from
	if v.rune(at-1) == '+' {
		at--
	}
	words := v.wordsBefore(at, 7, ":.-(,=#")
	for i, w := range words {
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		switch f := foldWord(w); {
		case f == "stk" || f == "tk" || f == "khoan" && foldWord(next) == "tai" || f == "the" && foldWord(next) == "so":
			return Account
		case i > 3:
		case f == "cccd" || f == "cmnd" || f == "cmt" || f == "cmtnd" || f == "cuoc" && foldWord(next) == "can" ||
			f == "chieu" && foldWord(next) == "ho":
			return NationalID
		case f == "sdt" || f == "dt" || w == "đt" || f == "thoai" && foldWord(next) == "dien" || f == "zalo" ||
			f == "dd" || f == "tel" || f == "hotline":
			return Phone
		}
	}
	return ""
}

// namedLen returns how many groups to hide of a number that was announced. Short numbers may be something else.
func (v view) namedLen(g []group, k Kind) (int, Kind) {
	if plus := v.rune(g[0].from-1) == '+'; plus || k == Phone || v.rune(g[0].from) == '0' {
		if n := v.phone(g); n > 0 {
			return n, Phone
		}
	}
	if v.dateLen(g) > 1 {
		return 0, ""
	}
	least := 6
	if k == Phone {
		least = 7
	}
	n, total := 1, g[0].len()
	for n < len(g) {
		if s, _ := v.gap(g[n-1], g[n]); strings.ContainsAny(s, ",/:\n") || g[n].len() < 2 {
			break
		}
		total += g[n].len()
		n++
	}
	if total < least || v.hotline(g[:n]) || v.rune(g[0].from) != '0' && v.money(g, n) {
		return 0, ""
	}
	return n, k
}
