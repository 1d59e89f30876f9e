package text

import (
	"testing"

	"golang.org/x/text/unicode/norm"
)

func TestClean(t *testing.T) {
	tests := map[string]string{
		"  bà con  ": "bà con", "ba\u0300 con": "bà con", "a\u200bb\ufeff": "ab", "a\u00a0b": "a b", "a\tb": "a b",
		"a\r\nb\rc": "a\nb\nc", "“a” ‘b’": `"a" 'b'`, "5–6 — 7": "5-6 - 7", "1️⃣": "1⃣", "a\x00\x07b": "ab", "a\xffb": "a\ufffdb",
		"e\u200b\u0301": "é", "": "", "\u200b": "", "Đường LỚN": "Đường LỚN", "a\u202eb": "ab", "dòng 1\n\ndòng 2": "dòng 1\n\ndòng 2",
	}
	for in, want := range tests {
		if got := Clean(in); got != want {
			t.Errorf("Clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	tests := map[string]string{
		"Báo cáo": "bao cao", "ĐƯỜNG": "duong", "khẩn": "khan", "khăn": "khan", "okkkk": "ok", "vânggg": "vang", "xoong": "xoong",
		"Ôiii trời!!!": "oi troi", "gửi đi ạ": "gui", "gửi đi, nhé!": "gui", "đi": "di", "ạ": "a", "ạ ạ": "a", "???": "?", "?": "?",
		"  hai   từ ": "hai tu", "hoà": "hoa", "hòa": "hoa", "1000000": "1000000", "５０": "50", "👍": "👍", "👍👍👍": "👍",
		"a\u0300\u0301": "a", "1️⃣": "1", "được nhaa": "duoc", "phường xã": "phuong xa", "Straße": "straße", "20/11": "20/11",
		"Bác ơi": "bac", "50%": "50%", "a\nb": "a b", "": "", "...": ".", "cảm ơn nhá": "cam on", "bao cao voi": "bao cao",
	}
	for in, want := range tests {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
		if got := Fold(norm.NFD.String(in)); got != want {
			t.Errorf("Fold(NFD %q) = %q, want %q", in, got, want)
		}
	}
	if got := FoldKeep("Chở đi với ạ!"); got != "cho di voi a" {
		t.Errorf("FoldKeep = %q", got)
	}
}

func TestKey(t *testing.T) {
	same := [][]string{
		{"hoà", "hòa", "HÒA", "ho\u0300a", "hoa\u0300"}, {"thuý", "thúy"}, {"huỷ", "hủy"}, {"khoẻ", "khỏe"}, {"quý", "qúy"},
		{"già", "gìa"}, {"Báo  cáo ", "báo cáo"}, {"toàn", "tòan"}, {"nghiêng", "Nghiêng"}, {"khuỷu", "khủyu"},
		{"giếng", "gíêng"}, {"mùa", "muà"},
	}
	for _, row := range same {
		for _, s := range row[1:] {
			if Key(s) != Key(row[0]) {
				t.Errorf("Key(%q) = %q, Key(%q) = %q", s, Key(s), row[0], Key(row[0]))
			}
		}
	}
	for _, pair := range [][2]string{{"dừng", "đúng"}, {"bỏ", "bố"}, {"ký", "kí"}, {"dung", "dừng"}, {"có", "cô"}} {
		if Key(pair[0]) == Key(pair[1]) {
			t.Errorf("Key(%q) = Key(%q)", pair[0], pair[1])
		}
	}
	for _, s := range []string{"gì", "giữ", "quốc", "đường", "thuở", "khuya", "việc", "của", "hoặc", "quyết", "giặt", "uống", "yến",
		"bà", "quả", "ngoài", "chiều", "mười", "quỳ", "người", "giờ", "hạn"} {
		if got := Key(s); got != s {
			t.Errorf("Key(%q) = %q", s, got)
		}
	}
}
