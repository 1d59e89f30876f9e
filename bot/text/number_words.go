package text

// numeralKind tells what part a word plays in a number.
type numeralKind int

const (
	numNone  numeralKind = iota
	numDigit             // một … chín
	numUnit              // mốt, tư, lăm, nhăm: a digit only after tens
	numTen               // mười, mươi, chục
	numHam               // hăm: twenty and
	numHundred
	numScale // nghìn, triệu, tỷ: value is the power of ten
	numZeroTens
	numHalf
	numDozen
	numSome  // vài, mấy, dăm, đôi: value is the least
	numSlang // củ
	numZero
)

// numeral is the meaning of a number word.
type numeral struct {
	kind  numeralKind
	value int64
}

// numerals holds number words with accents, and without accents in numeralsFolded.
var (
	numerals = map[string]numeral{
		"không": {numZero, 0}, "một": {numDigit, 1}, "hai": {numDigit, 2}, "ba": {numDigit, 3}, "bốn": {numDigit, 4},
		"năm": {numDigit, 5}, "sáu": {numDigit, 6}, "bảy": {numDigit, 7}, "bẩy": {numDigit, 7}, "tám": {numDigit, 8},
		"chín": {numDigit, 9}, "mốt": {numUnit, 1}, "tư": {numUnit, 4}, "lăm": {numUnit, 5}, "nhăm": {numUnit, 5},
		"mười": {numTen, 10}, "mươi": {numTen, 0}, "chục": {numTen, 1}, "hăm": {numHam, 20}, "trăm": {numHundred, 100},
		"nghìn": {numScale, 3}, "ngàn": {numScale, 3}, "vạn": {numScale, 4}, "triệu": {numScale, 6}, "tỷ": {numScale, 9},
		"tỉ": {numScale, 9}, "linh": {numZeroTens, 0}, "lẻ": {numZeroTens, 0}, "rưỡi": {numHalf, 0}, "rưởi": {numHalf, 0},
		"tá": {numDozen, 12}, "vài": {numSome, 2}, "mấy": {numSome, 2}, "dăm": {numSome, 5}, "đôi": {numSome, 2},
		"củ": {numSlang, 6}, "k": {numScale, 3}, "tr": {numScale, 6},
	}
	numeralsFolded = map[string]numeral{
		"khong": {numZero, 0}, "mot": {numDigit, 1}, "bon": {numDigit, 4}, "nam": {numDigit, 5}, "sau": {numDigit, 6},
		"bay": {numDigit, 7}, "tam": {numDigit, 8}, "chin": {numDigit, 9}, "tu": {numUnit, 4}, "lam": {numUnit, 5},
		"nham": {numUnit, 5}, "muoi": {numTen, 10}, "chuc": {numTen, 1}, "ham": {numHam, 20}, "tram": {numHundred, 100},
		"nghin": {numScale, 3}, "ngan": {numScale, 3}, "van": {numScale, 4}, "trieu": {numScale, 6}, "ty": {numScale, 9},
		"ti": {numScale, 9}, "le": {numZeroTens, 0}, "ruoi": {numHalf, 0}, "ta": {numDozen, 12}, "vai": {numSome, 2},
		"may": {numSome, 2}, "dam": {numSome, 5}, "doi": {numSome, 2}, "cu": {numSlang, 0},
	}
)

// numeralOf returns the meaning of a keyed word. A word with accents must have the right ones.
func numeralOf(key string) numeral {
	if n, ok := numerals[key]; ok {
		return n
	}
	return numeralsFolded[key]
}

// leadWords may stand before a number and change nothing. Folded.
var leadWords = set("da", "vang", "co", "duoc", "la", "thi", "tat", "ca", "tong", "cong", "thay", "tu", "so", "luong",
	"hien", "bi", "chi", "gom", "a", "ho", "nguoi")

// about tells whether a leading word makes the number approximate. Accents decide where typed.
func about(key string) bool {
	switch key {
	case "khoảng", "độ", "chừng", "gần", "hơn", "ngót", "tầm", "cỡ", "ước", "trên", "dưới", "hàng", "ít", "nhất", "tối",
		"đa", "thiểu", "non", "xấp", "xỉ", "quá", "cả":
		return true
	case "khoang", "chung", "gan", "hon", "ngot", "uoc", "tren", "duoi", "hang", "it", "nhat", "xap", "xi", "do":
		return true
	}
	return false
}

// trailingAbout tells whether a word after the number makes it approximate ("20 mấy hộ", "50 hộ trở lên").
func trailingAbout(key string) bool {
	switch key {
	case "mấy", "may", "hơn", "hon", "trở", "đổ", "ngoài":
		return true
	}
	return false
}
