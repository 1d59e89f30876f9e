package flows_test

import (
	"strings"
	"testing"

	"langnghe/flows"
)

// atReview is a report with two opinions whose answers are in view.
func atReview(t *testing.T) *phone {
	t.Helper()
	p := newPhone(t, defaultSet(t), "dinh-ky", nil)
	p.step(flows.Event{Begin: true})
	for _, s := range []string{
		"giao thông", "ùn tắc", "Phố Đội Cấn tắc từ 7 giờ đến 9 giờ", "xong", "1", "2", "không", "có",
		"giáo dục", "1", "Trường thiếu lớp bán trú cho các cháu", "xong", "2", "3", "bỏ qua", "không",
	} {
		p.step(flows.Event{Text: s})
	}
	if p.state.Mode != "" || !strings.Contains(p.b.String(), "12. Kiến nghị") {
		t.Fatal(p.b.String())
	}
	return p
}

// TestEditByWords: at the review, and where it is asked what to change, words
// name what to change or to take out. A number answers the menu in view.
func TestEditByWords(t *testing.T) {
	for in, want := range map[string]string{
		"sửa mục 3": "y_kien[0].noi_dung", "sua 3": "y_kien[0].noi_dung", "sửa câu 3": "y_kien[0].noi_dung",
		"mục ba": "y_kien[0].noi_dung", "muc 3": "y_kien[0].noi_dung", "câu 3 ạ": "y_kien[0].noi_dung", "sửa mục 9": "y_kien[1].noi_dung",
		"9": "y_kien[1].noi_dung", "12": "y_kien[1].kien_nghi", "sửa mục mười hai": "y_kien[1].kien_nghi", "suwar muc 3": "y_kien[0].noi_dung",
		"đổi mục 1": "y_kien[0].linh_vuc", "su\u031b\u0309a mu\u0323c 4": "y_kien[0].muc_do",
		"xoá mục 2": "?Ý kiến 2", "xóa ý kiến 1": "?Ý kiến 1", "bo y kien 2": "?Ý kiến 2", "bỏ mục 2": "?Ý kiến 2",
		"xóa mục 9": "fix 1", "sửa ý kiến 2": "fix 7", "sửa mục 40": "fix 1", "sửa nội dung": "fix 1", "sửa": "fix 1",
		"3": "later", "số 4": "cancel", "mục 30": "review", "13": "review", "để sau": "later", "dạ": "review",
	} {
		p := atReview(t)
		p.step(flows.Event{Text: in})
		if got := where(p); got != want {
			t.Errorf("%q leads to %s, want %s", in, got, want)
		}
	}
	for in, want := range map[string]string{
		"3": "y_kien[0].noi_dung", "mục 3": "y_kien[0].noi_dung", "9": "y_kien[1].noi_dung", "sửa mục 9": "y_kien[1].noi_dung",
		"ba": "y_kien[0].noi_dung", "13": "?Ý kiến 1", "xóa mục 14": "?Ý kiến 2", "xoa y kien 2": "?Ý kiến 2",
	} {
		p := atReview(t)
		p.step(flows.Event{Text: "sửa"})
		p.step(flows.Event{Text: in})
		if got := where(p); got != want {
			t.Errorf("after sửa, %q leads to %s, want %s", in, got, want)
		}
	}
}

// where says what the conversation asks for.
func where(p *phone) string {
	switch {
	case p.ended:
		return "later"
	case p.state.Edit != "":
		return p.state.Edit
	case strings.HasPrefix(p.state.Pending, "remove\n"):
		_, s, _ := strings.Cut(p.b.String()[strings.LastIndex(p.b.String(), "chắc chắn bỏ mục"):], `"`)
		s, _, _ = strings.Cut(s, `"`)
		return "?" + s
	case strings.HasPrefix(p.state.Pending, "cancel"):
		return "cancel"
	case p.state.Mode == "fix":
		return "fix " + p.options[0].Key
	}
	return "review"
}

// TestEditMidway: in the middle of a conversation only words that say so
// change what was answered; what is told is left alone.
func TestEditMidway(t *testing.T) {
	p := newPhone(t, defaultSet(t), "dinh-ky", nil)
	p.step(flows.Event{Begin: true})
	for _, s := range []string{"giao thông", "ùn tắc"} {
		p.step(flows.Event{Text: s})
	}
	p.step(flows.Event{Text: "sửa mục 3 của nghị quyết là bà con mong nhất"})
	p.step(flows.Event{Text: "xong"})
	if a := p.state.Answers["y_kien[0].noi_dung"]; !strings.HasPrefix(a.Value, "sửa mục 3") {
		t.Errorf("%+v", p.state)
	}
	p.step(flows.Event{Text: "mục ba"}) // of the menu in view
	if a := p.state.Answers["y_kien[0].muc_do"]; a.Value != "nhieu" {
		t.Errorf("%+v", a)
	}
	p.step(flows.Event{Text: "sửa mục 3"})
	if p.state.Edit != "y_kien[0].noi_dung" {
		t.Errorf("%+v", p.state)
	}
}
