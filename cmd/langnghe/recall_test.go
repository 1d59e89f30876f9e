package main

import (
	"slices"
	"testing"
	"time"

	"langnghe/bot"
)

// TestMootWordsGo: what waits for a vice-chair who cannot be reached is kept no
// longer than its report is open and in nobody's hands.
func TestMootWordsGo(t *testing.T) {
	waiting := func(w *town) (people []string) {
		for _, o := range w.rows(bot.Parked) {
			people = append(people, o.Person+" "+o.Why)
		}
		return people
	}
	begin := func(t *testing.T) (w *town, lan, ct *phone, id string) {
		w = newTown(t)
		w.settleIn("lan@telegram", "pct-bd@zalo", "ct-bd@telegram", "tho@telegram")
		w.lastWrote("pct-bd", longAgo)
		lan, ct = w.phone("lan@telegram"), w.phone("ct-bd@telegram")
		other := w.urgent(w.phone("tho@telegram")) // of another; it stays
		id = w.urgent(lan)
		lan.says("báo cáo của tôi")
		lan.says("1")
		lan.taps("Bổ sung")
		lan.says("lửa lan sang nhà bên cạnh")
		lan.says("xong")
		w.pass(time.Minute)
		if got := waiting(w); !slices.Equal(got, []string{"pct-bd urgent " + other, "pct-bd urgent " + id, "pct-bd report " + id}) {
			t.Fatalf("waiting: %v", got)
		}
		return w, lan, ct, id
	}
	t.Run("withdrawn", func(t *testing.T) {
		w, lan, _, id := begin(t)
		lan.says("báo cáo của tôi")
		lan.says("1")
		lan.taps("Rút báo cáo")
		lan.taps("Rút báo cáo")
		// All that is left is that it was withdrawn, without its words.
		if got := waiting(w); !slices.Equal(got, []string{"pct-bd urgent 2611-0001", "pct-bd report " + id}) {
			t.Errorf("waiting: %v", got)
		}
		want(t, w.phone("pct-bd@zalo").says("chào"), "2611-0001", "đã được người báo rút lại")
	})
	t.Run("in another's hands, then answered", func(t *testing.T) {
		w, lan, ct, id := begin(t)
		ct.taps("Đã nhận")
		if got := waiting(w); !slices.Equal(got, []string{"pct-bd urgent 2611-0001", "pct-bd report " + id}) {
			t.Errorf("waiting after it was taken: %v", got)
		}
		ct.taps("Trả lời kết quả")
		ct.says("Đã dập tắt, không ai bị thương")
		ct.says("1")
		w.pass(time.Minute)
		if got := waiting(w); !slices.Equal(got, []string{"pct-bd urgent 2611-0001"}) {
			t.Errorf("waiting after it was answered: %v", got)
		}
		want(t, allTexts(lan), "đã có kết quả", id)
	})
	t.Run("closed by him who was not reached", func(t *testing.T) {
		w, _, _, id := begin(t)
		pct := w.phone("pct-bd@zalo")
		want(t, pct.says("việc khẩn đang mở"), id, "2611-0001")
		w.pass(time.Minute)
		if got := waiting(w); len(got) != 0 {
			t.Errorf("waiting: %v", got)
		}
	})
}
