package telegramsim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// arrived is one update of a message, new or edited.
type arrived struct {
	Message, Edited *struct {
		ID      int    `json:"message_id"`
		Caption string `json:"caption"`
		Group   string `json:"media_group_id"`
		Photo   []struct {
			ID string `json:"file_id"`
		} `json:"photo"`
	}
}

func (r *rig) arrivals() (all []arrived) {
	r.t.Helper()
	r.got = nil
	r.step()
	for _, body := range r.got {
		var u arrived
		body = strings.Replace(body, `"edited_message"`, `"Edited"`, 1)
		if err := json.Unmarshal([]byte(body), &u); err != nil {
			r.t.Fatal(err)
		}
		all = append(all, u)
	}
	return all
}

// TestAlbumArrives: one update an item, with one group id, in any order; its
// caption can be changed on each item.
func TestAlbumArrives(t *testing.T) {
	r := newRig(t)
	r.hooked()
	photo := func(caption string) Media { return Media{Kind: "photo", Bytes: []byte("x"), Caption: caption} }
	for _, faults := range []Faults{{}, {Reorder: 1}} {
		r.sim.SetFaults(faults)
		ids, err := r.sim.SendAlbum(7, photo("Ngõ ngập"), photo(""), photo(""))
		r.ok(err)
		got := r.arrivals()
		if len(got) != 3 || len(ids) != 3 {
			t.Fatalf("%v", r.got)
		}
		var order []int
		for _, u := range got {
			order = append(order, u.Message.ID-ids[0])
			if u.Message.Group == "" || u.Message.Group != got[0].Message.Group || len(u.Message.Photo) != 3 {
				t.Errorf("%+v", u.Message)
			}
		}
		if want := map[int]string{0: "[0 1 2]", 1: "[1 0 2]"}[faults.Reorder]; fmt.Sprint(order) != want {
			t.Errorf("in the order %v, want %s", order, want)
		}
		r.ok(r.sim.EditCaption(7, ids[1], "thêm một ảnh"))
		e := r.arrivals()
		if len(e) != 1 || e[0].Edited == nil || e[0].Edited.Caption != "thêm một ảnh" || e[0].Edited.Group != got[0].Message.Group {
			t.Fatalf("%v", r.got)
		}
	}
	one, other := r.must2(r.sim.SendAlbum(7, photo(""), photo(""))), r.must2(r.sim.SendAlbum(7, photo(""), photo("")))
	if b := r.sim.Chat(7); b[one[0]-1].Album == b[other[0]-1].Album {
		t.Error("two albums under one id")
	}
	for _, n := range []int{0, 1, 11} {
		if _, err := r.sim.SendAlbum(7, make([]Media, n)...); err == nil {
			t.Errorf("an album of %d", n)
		}
	}
}

func (r *rig) must2(ids []int, err error) []int { r.t.Helper(); r.ok(err); return ids }

// TestWhatPeopleCannotDo shows each refusal of a person's own app.
func TestWhatPeopleCannotDo(t *testing.T) {
	r := newRig(t)
	r.call("sendMessage", `{"chat_id":7,"text":"x"}`) // 2
	text := r.must2(one(r.sim.SendText(7, "ngập")))[0]
	photo := r.must2(one(r.sim.SendMedia(7, Media{Kind: "photo"})))[0]
	place := r.must2(one(r.sim.SendMedia(7, Media{Kind: "location", Lat: 21, Lon: 105})))[0]
	long := strings.Repeat("ư", 1025)
	g := r.sim.CreateGroup("T", 7)
	for name, err := range map[string]error{
		"edit the bot's":       r.sim.EditText(7, 2, "y"),
		"edit to nothing":      r.sim.EditText(7, text, ""),
		"edit to too much":     r.sim.EditText(7, text, strings.Repeat("ư", 4097)),
		"a text's caption":     r.sim.EditCaption(7, text, "y"),
		"a photo's text":       r.sim.EditText(7, photo, "y"),
		"a place's caption":    r.sim.EditCaption(7, place, "y"),
		"long edited caption":  r.sim.EditCaption(7, photo, long),
		"long caption":         second(r.sim.SendMedia(7, Media{Kind: "photo", Caption: long})),
		"long payload":         second(r.sim.Start(7, strings.Repeat("x", 65))),
		"payload with accents": second(r.sim.Start(7, "mã")),
		"group payload":        r.sim.AddBotWithPayload(g, 7, "a b"),
		"key that is not":      second(r.sim.PressKey(7, 0, "")),
	} {
		if err == nil {
			t.Error("the app let a person: " + name)
		}
	}
	r.ok(r.sim.EditCaption(7, photo, ""))
	r.pass(48*time.Hour + time.Second)
	if r.sim.EditText(7, text, "muộn") == nil {
		t.Error("edited after two days")
	}
}

func one(id int, err error) ([]int, error) { return []int{id}, err }
func second(_ int, err error) error        { return err }

// TestKeysInPlaceOfLetters: a key writes its text; the one for the number shares it.
func TestKeysInPlaceOfLetters(t *testing.T) {
	r := newRig(t)
	r.call("sendMessage", `{"chat_id":7,"text":"?","reply_markup":{"keyboard":[[{"text":"Số của tôi","request_contact":true}],[{"text":"Thôi"}]],"one_time_keyboard":true}}`)
	r.must(r.sim.PressKey(7, 1, ""))
	b := r.sim.Chat(7)
	if b[len(b)-1].Text != "Thôi" || r.sim.Keyboard(7) != nil {
		t.Errorf("%+v", b[len(b)-1])
	}
	r.call("sendMessage", `{"chat_id":7,"text":"?","reply_markup":{"keyboard":[[{"text":"Số của tôi","request_contact":true}]]}}`)
	r.must(r.sim.PressKey(7, 0, "+84900000001"))
	b = r.sim.Chat(7)
	if last := b[len(b)-1]; last.Kind != "contact" || last.Owner != 7 || last.Phone != "+84900000001" || r.sim.Keyboard(7) == nil {
		t.Errorf("%+v", last)
	}
}

// TestPollsThatMeet: of two getUpdates that wait the older is ended, and one
// that waits while a webhook is set.
func TestPollsThatMeet(t *testing.T) {
	for what, meanwhile := range map[string]func(r *rig){
		"other getUpdates": func(r *rig) { r.sim.cfg.LongPoll = nil; r.call("getUpdates", `{"offset":100002}`) },
		"setWebhook":       func(r *rig) { r.call("setWebhook", `{"url":"`+hook+`"}`) },
	} {
		r := newRig(t)
		r.call("getUpdates", `{"offset":100002}`)
		r.sim.cfg.LongPoll = func(time.Duration) { meanwhile(r) }
		if res := r.call("getUpdates", `{"offset":100002,"timeout":25}`); res.Code != 409 || !strings.Contains(res.Description, what) {
			t.Errorf("%s: %+v", what, res)
		}
	}
}

// TestGoneForADay: a webhook that answers nothing but 410 for 23 hours is removed.
func TestGoneForADay(t *testing.T) {
	r := newRig(t)
	r.hooked()
	r.say(7, "một")
	gone := func(d time.Duration) string {
		for end := r.now().Add(d); r.now().Before(end); {
			r.status = []int{http.StatusGone, http.StatusGone}
			next, _ := r.step()
			r.pass(min(next.Sub(r.now()), end.Sub(r.now())))
		}
		r.status = nil
		return string(r.call("getWebhookInfo", "{}").Result)
	}
	if info := gone(22 * time.Hour); !strings.Contains(info, hook) {
		t.Error(info)
	}
	r.pass(time.Minute)
	r.step() // 200: the day begins anew
	r.say(7, "hai")
	if info := gone(22 * time.Hour); !strings.Contains(info, hook) {
		t.Error("removed too early")
	}
	if info := gone(2 * time.Hour); strings.Contains(info, hook) {
		t.Error("still there")
	}
}
