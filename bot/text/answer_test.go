package text

import "testing"

func TestYesNo(t *testing.T) {
	tests := map[Answer][]string{
		Yes: {"có", "co", "Có ạ", "co a", "vâng", "vang", "vânggg", "dạ vâng", "da vang", "dạ có", "da co", "ừ", "u", "uh", "um",
			"uhm", "ok", "okkkk", "OK!!!", "oke", "okie", "okela", "đồng ý", "dong y", "nhất trí", "nhat tri", "đúng", "đúng rồi",
			"dung roi", "chuẩn", "chuan", "phải", "phai", "được", "duoc", "dc", "đc", "rồi", "roi", "gửi đi", "gui di", "1", "1 ạ",
			"1.", "1️⃣", "y", "yes", "👍", "👍👍👍", "👍🏻", "✅", "✔️", "không sao", "khong sao", "ko sao", "k sao đâu",
			"không vấn đề gì", "khong van de gi", "có cháu", "vâng, đúng rồi", "Dạ, đồng ý ạ. Cảm ơn cháu", "đu\u0301ng", "Đúng", "số 1", "có em ạ", "/-strong", "ừ đúng rồi", "ok đồng ý", "có có", "dduwocj"},
		No: {"không", "khong", "ko", "k", "kg", "hông", "hok", "không ạ", "khong a", "dạ không", "da khong", "thôi", "thoi", "chưa",
			"chua", "dừng", "dừng lại", "không có", "khong co", "không đồng ý", "khong dong y", "bỏ", "2", "no", "n", "❌", "👎",
			"không có gì thêm", "khong co gi them", "ko có gì thêm ạ", "không có gì", "k có", "đừng", "chưa được", "hết rồi",
			"không cần", "không phải", "không, cảm ơn", "không cháu ạ", "2 ạ", "thế thôi", "không ạ cảm ơn", "sai rồi"},
		Unsure: {"chưa biết", "chua biet", "không rõ", "khong ro", "để xem", "de xem", "lát nữa", "lat nua", "từ từ", "tu tu",
			"ko biết", "không biết ạ", "chưa rõ"},
		Polite: {"dạ", "da", "Dạ ạ", "dạ.", "dạ!", "dạ dạ"},
		Unclear: {"dung", "dung a", "0", "0.", "số 0", "không sao nhưng mà", "50k", "50 k", "cô", "cơ", "bố", "bò", "vàng", "chùa", "thời",
			"có không?", "đúng không?", "?", "", "   ", "3", "12", "báo cáo", "vâng, không", "không dừng", "được không", "da hoi", "mai", "hai người",
			"có một hộ bị ngập", "không có nước từ hôm qua", "đùng", "dúng", "phái", "1 người bị thương"},
	}
	for want, ins := range tests {
		for _, in := range ins {
			if got := YesNo(in); got != want {
				t.Errorf("YesNo(%q) = %v, want %v", in, got, want)
			}
		}
	}
}

func TestMenu(t *testing.T) {
	tests := map[string]string{
		"1": "1", "1.": "1", "1)": "1", "(1)": "1", "số 1": "1", "so 1": "1", "câu 1": "1", "cau 1": "1", "chọn 1": "1", "chon so 1": "1",
		"một": "1", "mot": "1", "số một": "1", "so mot": "1", "1️⃣": "1", "1 ạ": "1", "１": "1", "01": "1", "0": "0", "0.": "0",
		"số 0": "0", "2 nhé": "2", "hai": "2", "ba": "3", "bốn": "4", "tư": "4", "năm": "5", "nam": "5", "số sáu": "6", "sáu": "6",
		"so sau": "6", "10": "10", "mười": "10", "🔟": "10", "①": "1", "#3": "3", "dạ 3": "3", "1\u200b": "1", "\u00a01 ": "1",
		"1!": "1", "ý 2": "2", "phương án 2": "2", "mục 4": "4",
		"1 người bị thương": "", "12/11": "", "1,5 triệu": "", "1.5": "", "1 2": "", "không": "", "bà": "", "sau": "", "để sau": "",
		"100": "", "1k": "", "1h": "", "": "", "số": "", "1-2": "", "thứ 1": "", "-": "", "tầm": "", "nằm": "",
	}
	for in, want := range tests {
		if got, ok := Menu(in); got != want || ok != (want != "") {
			t.Errorf("Menu(%q) = %q, %v; want %q", in, got, ok, want)
		}
	}
}
