package web_test

import (
	"encoding/json"
	"strings"
	"testing"

	"langnghe/web"
	"langnghe/web/internal/fakecity"
)

// deep is the part of the state that shows media, groups and windows.
type deep struct {
	Phones []struct {
		Chats []struct {
			ID     string
			Window *struct{ State, Text string }
			Keys   [][]string
			Room   *struct {
				Bot              string
				Out              bool
				Deeds            []struct{ Act, Title string }
				Members, Waiting []struct {
					ID, Name, Note string
					Deeds          []struct{ Act, Title string }
				}
			}
		}
		Bubbles []struct {
			ID, Text, Reaction string
			Edited             bool
			CanEdit, CanReact  bool
			Files              []struct {
				Kind, ID, Name, Note string
				Size                 int64
				Stored               bool
			}
		}
	}
}

func deepState(t *testing.T, city web.City, query string) (s deep) {
	t.Helper()
	w := ask(city, "GET", "/state"+query, "")
	if err := json.Unmarshal(w.Body.Bytes(), &s); err != nil || w.Code != 200 {
		t.Fatal(w.Code, err)
	}
	return s
}

// TestStateShowsWhatMessagesCarry: an album, a place, an edit and a reaction.
func TestStateShowsWhatMessagesCarry(t *testing.T) {
	city := newCity()
	city.Put("zalo", "lan", web.Bubble{Mine: true, Text: "ngập", Edited: true, CanEdit: true, Files: []web.Attachment{
		{Kind: "photo", ID: "a", Stored: true}, {Kind: "photo", ID: "b"}, {Kind: "place", Name: "Vị trí", Note: "21, 105", Size: 7},
	}})
	city.Put("zalo", "lan", web.Bubble{Text: "Cảm ơn", CanReact: true, Reaction: "👍"})
	b := deepState(t, city, "").Phones[0].Bubbles
	if f := b[0].Files; len(f) != 3 || f[0].ID != "a" || !f[0].Stored || f[1].Stored || f[2].Note != "21, 105" || f[2].Size != 7 || !b[0].Edited || !b[0].CanEdit || b[0].CanReact {
		t.Errorf("%+v", b[0])
	}
	if b[1].Reaction != "👍" || !b[1].CanReact || b[1].CanEdit || b[1].Files != nil {
		t.Errorf("%+v", b[1])
	}
}

// TestStateShowsRoomsAndWindows: members, who waits, how the bot stands, and
// what the platform lets it do.
func TestStateShowsRoomsAndWindows(t *testing.T) {
	leave := []web.Deed{{Act: web.ActLeave, Title: "Rời nhóm"}}
	city := fakecity.New(morning,
		web.Chat{ID: "g", Title: "Nhóm", Group: true, Room: &web.Room{
			Bot: "trợ lý là thành viên", Deeds: []web.Deed{{Act: web.ActBotKick, Title: "Mời ra"}},
			Members: []web.Member{{ID: "lan", Name: "Bà Lan", Deeds: leave}},
			Waiting: []web.Member{{ID: "tho", Name: "Ông Thọ", Note: "xin vào nhóm"}},
		}},
		web.Chat{ID: "lan", Window: &web.Window{State: "paid", Text: "đến mai"}, Keys: [][]string{{"Số của tôi"}}})
	chats := deepState(t, city, "").Phones[0].Chats
	r := chats[0].Room
	if r == nil || r.Out || r.Deeds[0].Act != "bot-kick" || r.Members[0].Deeds[0].Title != "Rời nhóm" || r.Waiting[0].Note != "xin vào nhóm" || len(r.Waiting[0].Deeds) != 0 {
		t.Fatalf("%+v", r)
	}
	if c := chats[1]; c.Room != nil || c.Window.State != "paid" || c.Window.Text != "đến mai" || c.Keys[0][0] != "Số của tôi" {
		t.Errorf("%+v", c)
	}
	for _, act := range []string{`"act":"leave","who":"lan"`, `"act":"bot-kick"`} {
		if w := ask(city, "POST", "/act", `{"platform":"zalo","chat":"g",`+act+`}`); w.Code != 204 {
			t.Errorf("%s: %d %s", act, w.Code, w.Body)
		}
	}
	if r := deepState(t, city, "").Phones[0].Chats[0].Room; len(r.Members) != 0 || !r.Out {
		t.Errorf("%+v", r)
	}
	if w := ask(city, "POST", "/key", `{"platform":"zalo","chat":"lan","key":0}`); w.Code != 204 || city.Bubbles("zalo", "lan")[0].Text != "Số của tôi" {
		t.Errorf("key: %d %s", w.Code, w.Body)
	}
}

// TestDeedsOnMessages: attaching, editing and reacting reach the city.
func TestDeedsOnMessages(t *testing.T) {
	city := newCity()
	post := func(path, body string, want int) {
		t.Helper()
		if w := ask(city, "POST", path, body); w.Code != want {
			t.Errorf("%s %s: %d %s", path, body, w.Code, w.Body)
		}
	}
	post("/attach", `{"platform":"telegram","chat":"lan","kind":"album","caption":"ngập"}`, 204)
	if b := city.Bubbles("telegram", "lan")[0]; len(b.Files) != 3 || b.Text != "ngập" {
		t.Errorf("%+v", b)
	}
	post("/send", `{"platform":"telegram","chat":"lan","text":"ngập"}`, 204)
	said := city.Bubbles("telegram", "lan")
	mine, bots := said[1].ID, said[2].ID
	post("/edit", `{"platform":"telegram","chat":"lan","bubble":"`+mine+`","text":"ngập nặng"}`, 204)
	post("/react", `{"platform":"telegram","chat":"lan","bubble":"`+bots+`","code":"👍"}`, 204)
	said = city.Bubbles("telegram", "lan")
	if said[1].Text != "ngập nặng" || !said[1].Edited || said[2].Reaction != "👍" {
		t.Errorf("%+v", said)
	}
	post("/react", `{"platform":"telegram","chat":"lan","bubble":"`+bots+`","code":""}`, 204)

	post("/attach", `{"platform":"telegram","chat":"lan","kind":"dragon"}`, 400)
	post("/attach", `{"platform":"telegram","chat":"lan","kind":"photo","caption":"`+strings.Repeat("ạ", 8001)+`"}`, 400)
	post("/attach", `{"platform":"telegram","chat":"ai","kind":"photo"}`, 404)
	post("/edit", `{"platform":"telegram","chat":"lan","bubble":"`+mine+`","text":" "}`, 400)
	post("/edit", `{"platform":"telegram","chat":"lan","bubble":"`+bots+`","text":"x"}`, 404)
	post("/edit", `{"platform":"telegram","chat":"ai","bubble":"m1","text":"x"}`, 404)
	post("/react", `{"platform":"telegram","chat":"lan","bubble":"`+bots+`","code":"/-strong"}`, 400)
	post("/react", `{"platform":"telegram","chat":"lan","bubble":"m99","code":"👍"}`, 404)
	post("/key", `{"platform":"telegram","chat":"lan","key":0}`, 404)
	post("/key", `{"platform":"telegram","chat":"lan","key":"x"}`, 400)
}

// TestPageOffers: each phone's page holds what its platform lets one attach and
// how it reacts, and an icon for each.
func TestPageOffers(t *testing.T) {
	body := ask(newCity(), "GET", "/", "").Body.String()
	for _, has := range []string{`data-kind="album" data-caption="true"`, `data-kind="voice" data-caption="false"`, `<option value="/-strong">`, `<option value="👍">`} {
		if !strings.Contains(body, has) {
			t.Errorf("the page lacks %s", has)
		}
	}
	for _, kind := range []string{"photo", "album", "voice", "file", "place", "mycard", "card", "sticker"} {
		if !strings.Contains(body, `id="i-at-`+kind+`"`) {
			t.Errorf("no icon for %s", kind)
		}
	}
}
