package web_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"langnghe/web"
)

type stateJSON struct {
	Time, Date string
	Adjustable bool
	Status     []struct{ Key, Value string }
	Phones     []struct {
		Platform, Open string
		Older          int
		Chats          []struct {
			ID     string
			Unread int
			Toast  *struct{ ID, Text string }
		}
		Bubbles []struct {
			ID, Time, Day, Text string
			Mine                bool
			Buttons             [][]struct {
				Text string
				Live bool
			}
		}
	}
}

func state(t *testing.T, city web.City, query string) (s stateJSON) {
	t.Helper()
	w := ask(city, "GET", "/state"+query, "")
	if w.Code != 200 || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("state: %d %v %s", w.Code, w.Header(), w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestStateShowsBothPhones(t *testing.T) {
	city := newCity()
	city.Put("zalo", "lan", web.Bubble{At: morning.Add(-48 * time.Hour).UTC(), Text: "cũ"})
	city.Put("zalo", "lan", web.Bubble{At: morning.Add(-24 * time.Hour).UTC(), Text: "qua"})
	city.Put("zalo", "lan", web.Bubble{Text: "<b>hai\ndòng", Buttons: [][]web.Button{{{Text: "Có", Live: true}, {Text: "Không"}}}})
	city.Put("telegram", "la", web.Bubble{Mine: true, Text: "ai đó"})

	s := state(t, city, "?telegram=la")
	if s.Time != "08:15" || s.Date != "Thứ Hai, 23/11/2026" || !s.Adjustable || len(s.Status) == 0 || len(s.Phones) != 2 {
		t.Fatalf("%+v", s)
	}
	z, tg := s.Phones[0], s.Phones[1]
	if z.Platform != "zalo" || z.Open != "lan" || z.Chats[0].Unread != 3 {
		t.Errorf("zalo: %+v", z)
	}
	for i, want := range []string{"Thứ Bảy, 21/11/2026 08:15 cũ", "Hôm qua 08:15 qua", "Hôm nay 08:15 <b>hai\ndòng"} {
		b := z.Bubbles[i]
		if got := fmt.Sprint(b.Day, " ", b.Time, " ", b.Text); got != want {
			t.Errorf("bubble %d: %q, want %q", i, got, want)
		}
	}
	if keys := z.Bubbles[2].Buttons; !keys[0][0].Live || keys[0][1].Live || keys[0][1].Text != "Không" {
		t.Errorf("keys %+v", keys)
	}
	if tg.Open != "la" || len(tg.Bubbles) != 1 || !tg.Bubbles[0].Mine {
		t.Errorf("telegram: %+v", tg)
	}
}

func TestStateOfALongChatIsItsEnd(t *testing.T) {
	city := newCity()
	for i := range 450 {
		city.Put("zalo", "lan", web.Bubble{Text: fmt.Sprint(i)})
	}
	p := state(t, city, "").Phones[0]
	if p.Older != 150 || len(p.Bubbles) != 300 || p.Bubbles[299].Text != "449" {
		t.Errorf("older %d, %d bubbles", p.Older, len(p.Bubbles))
	}
}

func TestStateOfAChatThatIsGone(t *testing.T) {
	if w := ask(newCity(), "GET", "/state?zalo=ai", ""); w.Code != 404 {
		t.Errorf("%d", w.Code)
	}
}

type empty struct{ web.City }

func (empty) Chats(string) []web.Chat { return nil }

func TestStateOfAnEmptyCity(t *testing.T) {
	if s := state(t, empty{newCity()}, ""); len(s.Phones) != 2 || s.Phones[0].Open != "" {
		t.Errorf("%+v", s)
	}
}
