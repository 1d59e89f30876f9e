package text

import "testing"

func TestEditOf(t *testing.T) {
	change, remove := Edit{Change: true}, Edit{Remove: true}
	n := func(e Edit, n int) Edit { e.N = n; return e }
	round := func(e Edit) Edit { e.Round = true; return e }
	name := func(s string) Edit { return Edit{Change: true, Name: s} }
	for in, want := range map[string]Edit{
		"sửa mục 3": n(change, 3), "sua 3": n(change, 3), "Sửa câu 3 ạ": n(change, 3), "mục ba": n(Edit{}, 3), "muc ba": n(Edit{}, 3),
		"câu 3": n(Edit{}, 3), "sửa mục số 3": n(change, 3), "sua muc so ba": n(change, 3), "SỬA 3.": n(change, 3), "sửa lại mục 12": n(change, 12),
		"sửa mục mười hai": n(change, 12), "su\u031b\u0309a 3": n(change, 3), "đổi câu 4 nhé": n(change, 4), "chỉnh sửa mục 2": n(change, 2),
		"cho tôi sửa mục 2": n(change, 2), "suwar muc 3": n(change, 3), "sửa mục sáu": n(change, 6), "sua muc sau": n(change, 6),
		"xoá mục 2": n(remove, 2), "xóa mục 2": n(remove, 2), "xoa muc hai": n(remove, 2), "bỏ mục 2": n(remove, 2), "bo 2": n(remove, 2),
		"xóa ý kiến 2": n(round(remove), 2), "bỏ ý kiến thứ 2": n(round(remove), 2), "sửa ý kiến 2": n(round(change), 2), "ý kiến 2": n(round(Edit{}), 2),
		"sửa nội dung": name("nội dung"), "sua linh vuc": name("linh vuc"), "sửa phần nội dung": name("nội dung"),
	} {
		if got, ok := EditOf(in); !ok || got != want {
			t.Errorf("EditOf(%q) = %+v, %v; want %+v", in, got, ok, want)
		}
	}
	for _, in := range []string{"3", "số 3", "ba", "sửa", "xóa", "bỏ", "gửi", "", "mục", "xóa nháp", "bỏ qua", "bỏ 3 hộ ra",
		"đường vào thôn 3", "câu trả lời", "muc 100", "sữa mục 3", "không sửa mục 3", "👍", "hủy"} {
		if got, ok := EditOf(in); ok {
			t.Errorf("EditOf(%q) = %+v", in, got)
		}
	}
}
