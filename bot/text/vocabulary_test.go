package text

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// commands is a vocabulary such as the bot uses.
var commands = map[string][]string{
	"start":  {"bắt đầu", "chào", "xin chào", "alo", "hello", "start", "menu", "bđ"},
	"report": {"báo cáo", "bc", "gửi báo cáo", "báo cáo tháng", "phản ánh", "ý kiến", "nộp báo cáo"},
	"urgent": {"khẩn", "khẩn cấp", "việc khẩn", "báo khẩn", "đột xuất", "gấp", "nóng", "sos", "cấp cứu"},
	"nil":    {"không có gì", "không có vấn đề", "không phát sinh", "bình thường", "ổn"},
	"done":   {"xong", "hết", "hết rồi", "đủ rồi", "xong rồi"},
	"send":   {"gửi", "gửi đi", "nộp", "chốt", "đồng ý gửi"},
	"edit":   {"sửa", "chỉnh", "viết lại", "sai rồi", "bổ sung", "thêm"},
	"back":   {"quay lại", "lùi", "trở lại", "0", "về"},
	"cancel": {"hủy", "huỷ", "bỏ", "thôi", "dừng", "không gửi nữa", "xóa nháp"},
	"right":  {"đúng", "đúng rồi"},
	"later":  {"để sau", "tí nữa", "lát nữa", "mai", "nhắc sau"},
	"help":   {"giúp", "trợ giúp", "hướng dẫn", "hỏi", "?", "help"},
	"plan":   {"lịch", "hạn", "hạn nộp"},
	"row":    {"hàng", "hàn"},
	"road":   {"đường", "mẫu 1 đây"},
}

func TestMatch(t *testing.T) {
	v, err := NewVocabulary(commands)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		in, id string
		how    How
	}{
		{"báo cáo", "report", HowExact}, {"BÁO CÁO", "report", HowExact}, {"Báo cáo ạ!", "report", HowExact},
		{"báo cáo nhé", "report", HowExact}, {norm.NFD.String("báo cáo"), "report", HowExact}, {"bao cao", "report", HowFolded},
		{"bao cao a", "report", HowFolded}, {"báo cao", "report", HowFolded}, {"bc", "report", HowExact},
		{"baos caos", "report", HowTelex}, {"bao caos", "report", HowTelex}, {"ba1o ca1o", "report", HowTelex},
		{"khaanr", "urgent", HowTelex}, {"khan", "urgent", HowFolded}, {"khăn", "", HowNone}, {"khẩnnnn", "urgent", HowExact},
		{"huyr", "cancel", HowTelex}, {"huy3", "cancel", HowTelex}, {"huỷ", "cancel", HowExact}, {"huy", "cancel", HowFolded},
		{"dduwowngf", "road", HowTelex}, {"d9uo7ng2", "road", HowTelex}, {"đúng", "right", HowExact}, {"dừng", "cancel", HowExact},
		{"dungf", "", HowNone}, {"ddungs", "right", HowTelex}, {"hạn", "plan", HowExact}, {"hàn", "row", HowExact}, {"hãn", "", HowNone},
		{"bố", "", HowNone}, {"bò", "", HowNone}, {"bỏ", "cancel", HowExact}, {"báo cáoo", "report", HowNear},
		{"bao csao", "report", HowNear}, {"baocao", "report", HowNear}, {"huong dann", "help", HowNear}, {"bảo cáo", "", HowNone},
		{"mau 2 day", "", HowNone}, {"?", "help", HowExact}, {"???", "help", HowExact}, {"0", "back", HowExact}, {"0.", "back", HowExact},
		{"ma", "", HowNone}, {"", "", HowNone}, {"tôi muốn báo cáo việc khẩn", "", HowNone}, {"gửi", "send", HowExact},
		{"gui di", "send", HowFolded}, {"guir", "", HowNone}, {"guiwr", "send", HowTelex}, {"guwri", "send", HowTelex}, {"guwir", "send", HowTelex},
		{strings.Repeat("dài ", 500), "", HowNone}, {"mai", "later", HowExact}, {"mái", "", HowNone}, {"xong roi", "done", HowFolded},
		{"alo alo", "", HowNone}, {"báo\u200b cáo", "report", HowExact}, {"báo\ncáo", "report", HowExact},
	}
	for _, tt := range tests {
		got := v.Match(tt.in)
		if got.ID != tt.id || got.How != tt.how || got.Ambiguous != nil {
			t.Errorf("Match(%q) = %+v, want %q %v", tt.in, got, tt.id, tt.how)
		}
	}
	for in, want := range map[string][]string{"dung": {"cancel", "right"}, "dung a": {"cancel", "right"}, "han": {"plan", "row"}} {
		if got := v.Match(in); got.ID != "" || !slices.Equal(got.Ambiguous, want) {
			t.Errorf("Match(%q) = %+v, want a tie of %v", in, got, want)
		}
	}
}

func TestVocabularyTies(t *testing.T) {
	v, err := NewVocabulary(map[string][]string{"a": {"hướng dẫn"}, "b": {"hưởng dân"}, "c": {"mời họp"}, "d": {"mời hop a"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := v.Match("huong danx"); got.ID != "a" && got.Ambiguous == nil {
		t.Errorf("Match = %+v", got)
	}
	if got := v.Match("huong dam"); !slices.Equal(got.Ambiguous, []string{"a", "b"}) || got.How != HowNear {
		t.Errorf("Match = %+v, want a near tie", got)
	}
	if got := v.Match("mời hop"); got.ID != "d" || got.How != HowExact {
		t.Errorf("Match = %+v, want the phrase as typed", got)
	}
}

func TestVocabularyFaults(t *testing.T) {
	_, err := NewVocabulary(map[string][]string{"huy": {"hủy"}, "xoa": {"HUỶ ạ"}, "trong": {"  "}})
	if err == nil || !strings.Contains(err.Error(), "huy and xoa") || !strings.Contains(err.Error(), "trong") {
		t.Errorf("err = %v, want both faults", err)
	}
	if _, err := NewVocabulary(map[string][]string{"a": {"dừng"}, "b": {"đúng", "đúng"}}); err != nil {
		t.Error(err)
	}
}

func TestDecode(t *testing.T) {
	telex := map[string]string{
		"baos caos": "báo cáo", "khaanr": "khẩn", "huyr": "huỷ", "dduwowngf": "đường", "duwowngf": "dường", "duongwfd": "đường",
		"khanar": "khẩn", "nhieeuf": "nhiều", "hoawcj": "hoặc", "muwa": "mưa", "muaw": "mưa", "uwowts": "ướt", "gix": "gĩ",
		"quaan": "quân", "thuyr": "thuỷ", "giups": "giúp", "trowr laij": "trở lại", "Guwri": "gửi", "dda": "đa", "dduwocj": "được", "xongf": "xòng",
	}
	for in, want := range telex {
		if got, ok := DecodeTelex(in); !ok || Key(got) != Key(want) {
			t.Errorf("DecodeTelex(%q) = %q, %v; want %q", in, got, ok, want)
		}
	}
	vni := map[string]string{"ba1o ca1o": "báo cáo", "khan6r": "", "kha6n3": "khẩn", "huy3": "huỷ", "d9uo7ng2": "đường",
		"duong972": "đường", "ho8c5": "", "hoa8c5": "hoặc", "50": "", "p1": "", "12/11": "", "t12": ""}
	for in, want := range vni {
		if got, ok := DecodeVNI(in); ok != (want != "") || ok && Key(got) != Key(want) {
			t.Errorf("DecodeVNI(%q) = %q, %v; want %q", in, got, ok, want)
		}
	}
	for _, in := range []string{"bao cao", "báo", "", "ss", "bass", "123", "khẩn"} {
		if got, ok := DecodeTelex(in); ok || got != in {
			t.Errorf("DecodeTelex(%q) = %q, %v", in, got, ok)
		}
	}
}
