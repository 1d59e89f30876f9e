package main

import (
	"testing"
	"time"

	"langnghe/telegram/telegramsim"
)

// TestEditedCaption: an album whose items come in another order is one answer
// all the same; whoever changes the words under it afterwards is told how to
// correct them, and what was said stays.
func TestEditedCaption(t *testing.T) {
	for _, faults := range []telegramsim.Faults{{}, {Reorder: 1}} {
		w := newTown(t, takingPhotos)
		w.settleIn("lan@telegram")
		lan := w.phone("lan@telegram")
		lan.toPhotos()
		w.telegram.SetFaults(faults)
		_, tg := ids("lan")
		all, err := w.telegram.SendAlbum(tg, photo("Chụp chiều qua"), photo(""), photo(""))
		w.must(err)
		w.pass(5 * time.Second)
		want(t, lan.news(), "Có nhiều người nói")
		for _, id := range all[:2] {
			w.must(w.telegram.EditCaption(tg, id, "Chụp sáng nay"))
			w.pass(5 * time.Second)
			want(t, lan.news(), "không sửa được theo tin đã đổi", "Có nhiều người nói")
		}
		want(t, lan.says("xem lại"), "Ảnh: 3 ảnh: Chụp chiều qua")
		w.nothingLeft()
	}
}

// TestReactionNotAskedFor: the program never asks Telegram for reactions, so
// none reaches it, neither from a person nor from a group it manages.
func TestReactionNotAskedFor(t *testing.T) {
	w := newTown(t, takingPhotos)
	w.settleIn("lan@telegram")
	lan := w.phone("lan@telegram")
	lan.says("menu")
	_, tg := ids("lan")
	g := w.telegram.CreateGroup("Tổ 7", tg)
	w.must(w.telegram.AddBot(g, tg))
	w.must(w.telegram.Promote(g, tg))
	post, err := w.telegram.GroupText(g, tg, "chào cả nhà")
	w.must(err)
	w.pass(time.Minute)
	lan.news()
	seen := w.counted("telegram", "accepted")
	w.must(w.telegram.React(tg, len(w.telegram.Chat(tg)), "👍"))
	w.must(w.telegram.GroupReact(g, tg, post, "🙏"))
	if n := w.telegram.Pending(); n != 0 {
		t.Errorf("%d updates wait", n)
	}
	w.pass(time.Minute)
	if now := w.counted("telegram", "accepted"); now != seen || seen == 0 || lan.news() != "" {
		t.Errorf("%v updates taken, then %v", seen, now)
	}
}
