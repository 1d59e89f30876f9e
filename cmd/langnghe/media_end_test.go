package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/telegram/telegramsim"
)

// allGone says that of what somebody sent no file is left, and no record of one.
func (w *town) allGone(person string) {
	w.Helper()
	list := w.mediaBy(person)
	if len(list) == 0 {
		w.Error("nothing was sent")
	}
	for _, m := range list {
		if _, err := w.node.store.Media(m.ID); m.State != bot.MediaGone || m.Reason != "unused" || !errors.Is(err, bot.ErrNoMedia) {
			w.Errorf("%+v, %v", m, err)
		}
	}
}

// TestPhotosOfADraftDropped: photos of what is never sent go with it, whichever way
// it comes to nothing.
func TestPhotosOfADraftDropped(t *testing.T) {
	for name, drop := range map[string]func(*phone){
		"dropped": func(p *phone) {
			p.says("báo cáo")
			want(p.TB, p.taps("Bỏ bản nháp"), "bỏ bản nháp")
		},
		"begun anew": func(p *phone) {
			p.says("báo cáo")
			want(p.TB, p.taps("Viết lại từ đầu"), "lĩnh vực")
		},
		"one draft too many": func(p *phone) {
			for i := range 5 {
				for _, s := range []string{"khẩn", "3", fmt.Sprintf("Ngõ %d phố Đội Cấn", i+1), "Cháy một gian hàng, đang dập"} {
					p.says(s)
				}
				want(p.TB, p.says("để sau"), "giữ lại")
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			w, lan := atHome(t)
			lan.toPhotos()
			lan.shows("photo", 1)
			want(t, lan.says("để sau"), "giữ lại")
			if m := w.lastOf("lan"); m.State != bot.MediaKept {
				t.Fatalf("of a draft: %+v", m)
			}
			drop(lan)
			w.pass(time.Minute)
			w.allGone("lan")
			w.nothingLeft()
		})
	}
}

// TestPhotosOfALostFlow: when the flow of a conversation is not there any more,
// what was sent in it goes with it.
func TestPhotosOfALostFlow(t *testing.T) {
	w, lan := atHome(t)
	lan.toPhotos()
	lan.shows("photo", 1)
	w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		_, tg := ids("lan")
		s, _ := tx.Session(chat.Address{Channel: "telegram", ID: strconv.FormatInt(tg, 10)})
		s.Frames[0].State.Version = "0000000000000000"
		_, err := tx.Apply(bot.Change{Sessions: []bot.Session{s}})
		return err
	}))
	want(t, lan.says("1"), "không còn mở được")
	w.allGone("lan")
	w.nothingLeft()
}

// TestAlbumLeftBehind: an album is still coming in one chat when the person does
// something in the other that ends it: it is kept with what it was sent in when
// that goes to the other chat, and nothing is heard of it once he has withdrawn.
func TestAlbumLeftBehind(t *testing.T) {
	both := func(t *testing.T) (w *town, zalo, tg *phone) {
		w = newTown(t, takingPhotos)
		w.settleIn("lan@both", "pct-bd@zalo")
		zalo, tg = w.phone("lan@zalo"), w.phone("lan@telegram")
		tg.toPhotos()
		return w, zalo, tg
	}
	t.Run("given up", func(t *testing.T) {
		w, zalo, tg := both(t)
		zalo.says("gỡ telegram")
		tg.attach("a", photo("Chụp chiều qua"), photo(""))
		w.settle()
		want(t, zalo.taps("Gỡ"), "Telegram")
		w.pass(time.Minute)
		tg.news()
		zalo.says("viết tiếp")
		zalo.taps("Viết tiếp: Báo cáo")
		want(t, zalo.says("xem lại"), "Ảnh: 2 ảnh: Chụp chiều qua")
		if n := len(w.mediaBy("lan")); n != 2 || w.lastOf("lan").State != bot.MediaKept {
			t.Errorf("%+v", w.mediaBy("lan"))
		}
		w.nothingLeft()
	})
	t.Run("told where he is", func(t *testing.T) {
		w, zalo, tg := both(t)
		zalo.says("gỡ telegram")
		tg.attach("", telegramsim.Media{Kind: "photo", Bytes: []byte("no picture")})
		w.telegram.SetFaults(telegramsim.Faults{Methods: []string{"getFile"}, ServerErrors: 1})
		w.settle()
		zalo.taps("Gỡ")
		w.pass(time.Minute)
		if got := tg.news(); strings.Contains(got, "không mở được") {
			t.Errorf("told in the chat he gave up: %s", got)
		}
		want(t, allTexts(zalo), "không mở được ảnh vừa gửi")
		w.nothingLeft()
	})
	t.Run("taken over", func(t *testing.T) {
		w, zalo, tg := both(t)
		zalo.says("viết tiếp")
		tg.attach("a", photo("Chụp chiều qua"), photo(""))
		w.settle()
		want(t, zalo.taps("Viết tiếp từ Telegram"), "Có nhiều người nói")
		if got := tg.news(); strings.Contains(got, "Có nhiều người nói") || strings.Contains(got, "gửi trong lúc") {
			t.Errorf("asked where it left: %s", got)
		}
		want(t, zalo.says("xem lại"), "Ảnh: 2 ảnh: Chụp chiều qua")
		w.nothingLeft()
	})
	t.Run("withdrawn", func(t *testing.T) {
		w, zalo, tg := both(t)
		zalo.says("rút đồng ý")
		tg.attach("a", photo("Chụp chiều qua"), photo(""))
		w.settle()
		want(t, zalo.taps("Rút"), "rút đồng ý")
		w.pass(time.Minute)
		_, id := ids("lan")
		w.view(func(v bot.View) {
			if s, _ := v.Session(chat.Address{Channel: "telegram", ID: strconv.FormatInt(id, 10)}); s.Album != nil {
				t.Errorf("%+v", s.Album)
			}
		})
		if n := len(w.mediaBy("lan")); n != 0 {
			t.Errorf("%+v", w.mediaBy("lan"))
		}
		w.nothingLeft()
	})
}
