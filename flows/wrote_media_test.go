package flows_test

import (
	"strings"
	"testing"
	"time"

	"langnghe/flows"
)

// atPhotos is a conversation whose question for photos is in view.
func atPhotos(t *testing.T, flow string) *phone {
	p := newPhone(t, defaultSet(t), flow, nil)
	p.media = true
	p.step(flows.Event{Begin: true})
	lines := []string{"giao thông", "ùn tắc", "Ngã tư Đội Cấn hay tắc đường lúc tan tầm"}
	if flow == "khan" {
		lines = []string{"3", "Ngõ 12 phố Đội Cấn", "Cháy một gian hàng ở chợ", "1"}
	}
	for _, s := range lines {
		p.step(flows.Event{Text: s, Ref: "ref " + s})
		p.pass(5 * time.Second)
	}
	return p
}

// TestNoPhoto: whoever says in his own words that he has no photo has answered.
func TestNoPhoto(t *testing.T) {
	for _, s := range []string{
		"không có ảnh", "Bác không có ảnh đâu cháu ạ", "ko co anh nao", "tôi không chụp được", "không biết gửi ảnh",
		"chưa chụp", "không có hình", "tôi không biết chụp", "không có ảnh nhé.", "không",
	} {
		p := atPhotos(t, "dinh-ky")
		p.step(flows.Event{Text: s})
		if a := p.state.Answers["y_kien[0].anh"]; !a.Skipped {
			t.Errorf("%q: %+v", s, p.state)
		}
	}
}

// TestToldWherePhotosAreAsked: who goes on with his story where photos are asked
// for loses none of it, and is asked again.
func TestToldWherePhotosAreAsked(t *testing.T) {
	for flow, path := range map[string]string{"dinh-ky": "y_kien[0].noi_dung", "khan": "dien_bien"} {
		p := atPhotos(t, flow)
		before := p.state.Answers[path].Value
		const more = "Không có anh công an nào đứng chốt ở đó, gọi 0912345678"
		p.step(flows.Event{Text: more, Ref: "more"})
		a := p.state.Answers[path]
		if !strings.HasPrefix(a.Value, before) || !strings.Contains(a.Value, "đứng chốt ở đó") || strings.Contains(a.Value, "0912") || a.Shown != a.Value {
			t.Fatalf("%s: %+v", flow, a)
		}
		if st := p.state; st.Mode != "" || st.Tries != 0 {
			t.Errorf("%s: %+v", flow, st)
		}
		if flow == "khan" && !p.state.Fresh {
			t.Error("what was told is not sent when he falls silent")
		}
		p.step(flows.Event{Text: "bỏ qua"})
		if _, done := p.state.Answers[strings.TrimSuffix(path, "noi_dung")+"anh"]; !done && flow == "dinh-ky" {
			t.Errorf("%+v", p.state)
		}
	}
	t.Run("follows its message", func(t *testing.T) {
		p := atPhotos(t, "khan")
		p.step(flows.Event{Text: "Lửa lan sang gian hàng bên cạnh", Ref: "more"})
		st, rev := p.set.Revise(p.state, p.env(), "more", "Lửa đã được dập tắt", false)
		if got := st.Answers["dien_bien"].Value; rev.File == nil || got != "Cháy một gian hàng ở chợ\nLửa đã được dập tắt" {
			t.Errorf("%q %+v", got, rev)
		}
	})
	t.Run("full", func(t *testing.T) {
		p := atPhotos(t, "khan")
		a := p.state.Answers["dien_bien"]
		a.Value = strings.Repeat("nước ", 399)
		p.state.Answers["dien_bien"] = a
		p.step(flows.Event{Text: "Nước dâng rất nhanh ở đầu ngõ", Ref: "more"})
		if got := p.state.Was["kien_nghi"].Value; got != "Nước dâng rất nhanh ở đầu ngõ" {
			t.Errorf("%+v", p.state.Was)
		}
	})
	t.Run("no story", func(t *testing.T) {
		p := atPhotos(t, "khan")
		for range 3 {
			p.step(flows.Event{Text: "ôi trời"})
		}
		if p.state.Mode != "stuck" || p.state.Answers["dien_bien"].Value != "Cháy một gian hàng ở chợ" {
			t.Errorf("%+v", p.state)
		}
	})
}
