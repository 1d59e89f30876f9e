package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/sample"
	"langnghe/telegram/telegramsim"
)

// TestPhotosOfOthersStay: what a report that is filed does not name is let go, also
// when it went out before; what belongs to another conversation is not touched.
func TestPhotosOfOthersStay(t *testing.T) {
	w, lan := atHome(t)
	lan.toPhotos()
	lan.shows("photo", 1)
	draft := w.lastOf("lan").ID
	want(t, lan.says("để sau"), "giữ lại")
	lan.toUrgentPhotos()
	lan.shows("photo", 1)
	w.pass(11 * time.Minute) // silence: it goes out
	first := w.lastOf("lan").ID
	lan.news()
	lan.says("sửa ảnh")
	want(t, lan.taps("Sửa"), "Có ảnh thì bác gửi kèm")
	lan.shows("photo", 1)
	second := w.lastOf("lan").ID
	for range 3 {
		lan.says("bỏ qua")
	}
	r := onlyReport(t, w)
	if f, _ := r.Field("anh"); !slices.Equal(f.Files, []string{second}) {
		t.Fatalf("%+v", f)
	}
	for id, kept := range map[string]bool{draft: true, first: false, second: true} {
		if _, err := w.node.store.Media(id); (err == nil) != kept {
			t.Errorf("kept %v: %v", kept, err)
		}
	}
	w.nothingLeft()
}

// withheld lets Telegram hand nothing over, and counts how
// often it is asked.
func (w *town) withheld() (asked *int) {
	asked = new(int)
	w.telegram.SetFaults(telegramsim.Faults{Methods: []string{"getFile"}, ServerErrors: 1_000_000, Slow: func(method string) {
		*asked += b2n(strings.EqualFold(method, "getFile"))
	}})
	return asked
}

// TestMediaGivenUp: what the platform does not hand over for a day is told of
// once, and not tried any more.
func TestMediaGivenUp(t *testing.T) {
	w, lan := atHome(t)
	lan.toUrgentPhotos()
	asked := w.withheld()
	lan.attach("", photo(""), photo(""))
	w.pass(25 * time.Hour)
	if n := strings.Count(lan.news(), "không tải được ảnh vừa gửi"); n != 1 {
		t.Errorf("told %d times", n)
	}
	if m := w.lastOf("lan"); m.State != bot.MediaRefused || m.Reason != string(bot.NotFetched) {
		t.Errorf("%+v", m)
	}
	tried := *asked
	w.pass(24 * time.Hour)
	if n := *asked - tried; tried == 0 || n != 0 {
		t.Errorf("tried %d times, then %d times more", tried, n)
	}
	w.nothingLeft()
}

// stubborn is a way to a platform on which one file, the first that is asked
// for, cannot be had.
type stubborn struct {
	http.RoundTripper
	bad *string
}

func (s stubborn) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.Contains(r.URL.Path, "/file/") {
		return s.RoundTripper.RoundTrip(r)
	}
	if *s.bad == "" {
		*s.bad = r.URL.Path
	}
	if *s.bad == r.URL.Path {
		return &http.Response{StatusCode: http.StatusBadGateway, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("")), Request: r}, nil
	}
	return s.RoundTripper.RoundTrip(r)
}

// TestMediaBesideItsLine: a photo that cannot be had yet holds up no other of the
// same person.
func TestMediaBesideItsLine(t *testing.T) {
	bad := ""
	w := newTown(t, takingPhotos, func(w *town) {
		w.wire = func(channel string, platform http.RoundTripper) http.RoundTripper {
			if channel != "telegram" {
				return platform
			}
			return stubborn{platform, &bad}
		}
	})
	w.settleIn("lan@telegram")
	lan := w.phone("lan@telegram")
	lan.toUrgentPhotos()
	lan.attach("", photo(""))
	w.pass(3 * time.Second)
	lan.attach("", telegramsim.Media{Kind: "photo", Bytes: sample.Photos()[1].Data})
	w.pass(5 * time.Second)
	if list := w.mediaBy("lan"); bad == "" || list[0].State != bot.MediaWanted || list[1].State != bot.MediaKept {
		t.Errorf("%q %+v", bad, list)
	}
	bad = "none"
	w.pass(30 * time.Minute)
	if m := w.mediaBy("lan")[0]; m.State != bot.MediaKept {
		t.Errorf("%+v", m)
	}
	w.nothingLeft()
}

// TestMediaLetGoWhileItCame: of what was let go while its bytes were on their way
// no file stays.
func TestMediaLetGoWhileItCame(t *testing.T) {
	w, lan := atHome(t)
	lan.toPhotos()
	done := false
	w.telegram.SetFaults(telegramsim.Faults{Slow: func(method string) {
		if method != "download" || done {
			return
		}
		done = true
		w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
			m := tx.MediaBy("lan")[0]
			m.State, m.Reason = bot.MediaGone, "unused"
			_, err := tx.Apply(bot.Change{Media: []bot.Media{m}})
			return err
		}))
	}})
	lan.shows("photo", 1)
	if _, err := w.node.store.Media(w.lastOf("lan").ID); !done || !errors.Is(err, bot.ErrNoMedia) {
		t.Errorf("%v, %v", done, err)
	}
	w.nothingLeft()
}

// TestAlbumHasAnEnd: an album whose items come slowly is taken for complete after
// ten seconds, whatever may follow.
func TestAlbumHasAnEnd(t *testing.T) {
	w, lan := atHome(t)
	lan.toPhotos()
	for range 6 {
		lan.attach("a", photo(""))
		w.pass(1900 * time.Millisecond)
	}
	if n := strings.Count(lan.news(), "Có nhiều người nói"); n != 1 {
		t.Errorf("answered %d times", n)
	}
	w.pass(time.Minute)
	want(t, lan.says("xem lại"), "Ảnh: 6 ảnh")
}

// TestNotFetchedAnyMore: what was let go before it could be had is not asked for
// any more.
func TestNotFetchedAnyMore(t *testing.T) {
	w, lan := atHome(t)
	lan.toPhotos()
	asked := w.withheld()
	lan.shows("photo", 1)
	lan.says("hủy")
	lan.taps("Hủy")
	tried := *asked
	w.pass(time.Hour)
	if n := *asked - tried; tried == 0 || n != 0 {
		t.Errorf("tried %d times, then %d times more", tried, n)
	}
	w.allGone("lan")
	w.nothingLeft()
}
