package main

import (
	"strings"
	"testing"
	"time"
)

// passingUp is an urgent report with one photo, passed up and not yet asked about
// by its unit's head: whether the photo goes along.
func passingUp(t *testing.T) (w *town, lan, pct, cum *phone) {
	w = newTown(t, takingPhotos)
	w.settleIn("lan@telegram", "pct-bd@telegram", "pct-cum@telegram")
	lan, pct, cum = w.phone("lan@telegram"), w.phone("pct-bd@telegram"), w.phone("pct-cum@telegram")
	lan.toUrgentPhotos()
	lan.sends("photo")
	w.pass(11 * time.Minute) // she has fallen silent, and may go on
	want(t, pct.taps("Chuyển cấp trên"), "có gửi kèm lên không")
	return w, lan, pct, cum
}

// TestPhotosSentLaterStay: what somebody said of the photos there were is not said
// of those that come after.
func TestPhotosSentLaterStay(t *testing.T) {
	w, lan, pct, cum := passingUp(t)
	want(t, pct.taps("Gửi kèm ảnh"), "đã xem được ảnh")
	lan.sends("photo")
	w.pass(10 * time.Second)
	for range 3 {
		lan.says("bỏ qua")
	}
	w.pass(time.Minute)
	cum.news()
	want(t, cum.taps("Xem ảnh"), "1 ảnh của mã")
	if n := len(cum.files()); n != 1 {
		t.Errorf("the cluster got %d photos", n)
	}
	pct.says("khẩn chưa xong")
	want(t, pct.says("1"), "Kèm 2 ảnh")
	pct.taps("Việc khác")
	want(t, pct.taps("Chuyển cấp trên"), "2 ảnh", "có gửi kèm lên không")
	pct.taps("Gửi kèm ảnh")
	w.pass(time.Minute)
	want(t, cum.news(), "gửi kèm 2 ảnh")
	want(t, cum.taps("Xem ảnh"), "2 ảnh của mã")
	w.nothingLeft()
}

// TestPhotosGoUpAtLast: a report that is passed up a second time, now with its
// photos, has them above.
func TestPhotosGoUpAtLast(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@telegram", "pct-bd@telegram", "pct-cum@telegram")
	lan, pct, cum := w.phone("lan@telegram"), w.phone("pct-bd@telegram"), w.phone("pct-cum@telegram")
	lan.toPhotos()
	lan.sends("photo")
	w.pass(10 * time.Second)
	for _, s := range []string{"1", "1", "bỏ qua", "không", "gửi"} {
		lan.says(s)
	}
	for _, choice := range []string{"Không gửi kèm", "Gửi kèm ảnh"} {
		pct.says("báo cáo mới")
		pct.says("1")
		pct.taps("Việc khác")
		pct.taps("Chuyển cấp trên")
		pct.says("Ngã tư tắc, đề nghị cụm cho phân luồng")
		pct.says("xong")
		pct.taps("Gửi")
		pct.taps(choice)
	}
	w.pass(time.Minute)
	want(t, cum.news(), "gửi kèm 1 ảnh")
	want(t, cum.taps("Xem ảnh"), "1 ảnh của mã")
	w.nothingLeft()
}

// TestNoPhotosLeftToPass: photos that went meanwhile are not said to be seen above.
func TestNoPhotosLeftToPass(t *testing.T) {
	w, lan, pct, cum := passingUp(t)
	for range 3 {
		lan.says("bỏ qua")
	}
	lan.says("báo cáo của tôi")
	lan.says("1")
	lan.taps("Rút")
	lan.taps("Rút")
	cum.news()
	got := pct.taps("Gửi kèm ảnh")
	want(t, got, "Không còn xem được: 1 ảnh")
	if strings.Contains(got, "đã xem được") {
		t.Error(got)
	}
	w.pass(time.Minute)
	if got := cum.news(); strings.Contains(got, "gửi kèm") {
		t.Errorf("told above: %s", got)
	}
	w.nothingLeft()
}

// TestPhotosStopAtTheFirstUnitAbove: a unit that passes a report further up, and
// is not its own, is not asked about its photos, and what it was given stays there.
func TestPhotosStopAtTheFirstUnitAbove(t *testing.T) {
	w, _, pct, cum := passingUp(t)
	w.settleIn("pct-hn@telegram")
	top := w.phone("pct-hn@telegram")
	pct.taps("Gửi kèm ảnh")
	w.pass(time.Minute)
	cum.news()
	if got := cum.taps("Chuyển cấp trên"); !strings.Contains(got, "Đã chuyển") || strings.Contains(got, "có gửi kèm") {
		t.Errorf("the cluster is asked: %s", got)
	}
	top.says("khẩn chưa xong")
	if got := top.says("1"); !strings.Contains(got, "2611-0001") || strings.Contains(got, "Kèm") || len(top.files()) != 0 {
		t.Errorf("the city reads: %s", got)
	}
	w.nothingLeft()
}

// TestWordsOfAVoiceNote: who writes a voice note down and has lost his right to it
// meanwhile writes nothing; when the report was closed he gets his words back.
func TestWordsOfAVoiceNote(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(w *town, lan *phone)
		told      string
	}{
		"taken back": {func(_ *town, lan *phone) {
			lan.says("báo cáo của tôi")
			lan.says("1")
			lan.taps("Rút")
			lan.taps("Rút")
		}, "Bác nói chợ cháy"},
		"no longer head": {func(w *town, _ *phone) { w.endPosts("pct-bd", "bd") }, "không thuộc phần"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t, takingPhotos)
			w.settleIn("lan@zalo", "pct-bd@telegram")
			lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@telegram")
			lan.reportsWith("voice")
			pct.says("khẩn chưa xong")
			pct.says("1")
			pct.taps("Nghe tin thoại")
			pct.taps("Ghi lại lời")
			pct.says("Bác nói chợ cháy, cần xe nước")
			pct.says("xong")
			c.meanwhile(w, lan)
			pct.news()
			want(t, pct.taps("Gửi"), c.told)
			if r := onlyReport(t, w); strings.Contains(w.record(r.ID), "cần xe nước") || audited(w, "transcribed") != 0 {
				t.Errorf("%+v", r.Log)
			}
			w.nothingLeft()
		})
	}
}

// TestFilesOfAShutChat: what one platform cannot carry does not go to a chat that
// is shut, and of what is gone there is no button.
func TestFilesOfAShutChat(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@zalo", "pct-bd@both")
	lan, pct := w.phone("lan@zalo"), w.phone("pct-bd@zalo")
	_, tg := ids("pct-bd")
	w.must(w.telegram.Block(tg))
	w.pass(time.Minute)
	pct.says("menu")
	lan.reportsWith("voice")
	pct.says("khẩn chưa xong")
	pct.says("1")
	want(t, pct.taps("Nghe tin thoại"), "Zalo không gửi được 1 tin thoại")
	w.rewrite("config.yaml", "store:", "store:\n  voice_days: 2")
	w.restart()
	w.pass(80 * time.Hour)
	pct.says("khẩn chưa xong")
	want(t, pct.says("1"), "Không còn xem được: 1 tin thoại")
	all := pct.bubbles()
	if b := all[len(all)-1]; strings.Contains(strings.Join(b.buttons, " "), "Nghe") || strings.Contains(b.text, "Nghe tin thoại") {
		t.Errorf("%+v", b)
	}
}
