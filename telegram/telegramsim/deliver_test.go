package telegramsim

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func (r *rig) texts() string {
	var all []string
	for _, body := range r.got {
		var u struct {
			Message struct {
				Text string `json:"text"`
			} `json:"message"`
		}
		if json.Unmarshal([]byte(body), &u) == nil && u.Message.Text != "" {
			all = append(all, u.Message.Text)
		} else {
			all = append(all, "*")
		}
	}
	return strings.Join(all, " ")
}

func (r *rig) say(user int64, texts ...string) {
	r.t.Helper()
	for _, text := range texts {
		r.must(r.sim.SendText(user, text))
	}
}

func TestDeliveryOrderAndRetries(t *testing.T) {
	r := newRig(t)
	r.hooked()
	r.sim.AddUser(8, "Ông Năm")
	r.status = []int{500, 500} // both tries of the first
	r.say(7, "một", "hai")
	r.say(8, "khác")
	next, did := r.step()
	if !did || r.texts() != "một một khác" || !next.Equal(r.now().Add(2*time.Second)) {
		t.Fatalf("%v %v: serial in a chat, other chats go on", r.texts(), next.Sub(r.now()))
	}
	if r.secret[0] != "s-1" {
		t.Error("secret", r.secret)
	}
	r.got, r.status = nil, []int{500, 500, 500, 500, 500, 500}
	for _, wait := range []time.Duration{2, 4, 8, 16, 32, 60, 60} {
		if next, _ = r.sim.Step(t.Context(), r.now()); next.Sub(r.now()) != wait*time.Second {
			t.Errorf("wait %v, want %ds", next.Sub(r.now()), wait)
		}
		r.pass(next.Sub(r.now()))
	}
	r.step()
	if r.texts() != "một một một một một một một hai" || r.sim.Pending() != 0 {
		t.Error(r.texts())
	}
	info := r.call("getWebhookInfo", "{}")
	if !strings.Contains(string(info.Result), "last_error_message") {
		t.Errorf("%s", info.Result)
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	r := newRig(t)
	r.hooked()
	r.status, r.after = []int{503}, "5"
	r.say(7, "một")
	if next, _ := r.step(); next.Sub(r.now()) != 5*time.Second {
		t.Error(next.Sub(r.now()))
	}
}

func TestUpdatesExpire(t *testing.T) {
	r := newRig(t)
	r.call("sendMessage", `{"chat_id":7,"text":"x","reply_markup":{"inline_keyboard":[[{"text":"N","callback_data":"d"}]]}}`)
	r.hooked()
	r.call("deleteWebhook", "{}")
	r.ok(r.sim.Press(7, 2, 0))
	r.say(7, "một")
	r.pass(151 * time.Second)
	r.hookAgain()
	if r.texts() != "một" {
		t.Errorf("a press outlived 150 s: %s", r.texts())
	}
	r.call("deleteWebhook", "{}")
	r.say(7, "hai")
	r.pass(24*time.Hour + time.Second)
	r.got = nil
	r.hookAgain()
	if len(r.got) != 0 || r.sim.Pending() != 0 {
		t.Errorf("a message outlived a day: %s", r.texts())
	}
	r.say(7, "ba")
	r.status = make([]int, 2000)
	for i := range r.status {
		r.status[i] = 500
	}
	for range 1700 {
		next, _ := r.step()
		r.pass(next.Sub(r.now()))
	}
	if r.sim.Pending() != 0 {
		t.Error("tried for more than a day")
	}
}

func (r *rig) hookAgain() {
	r.t.Helper()
	if res := r.call("setWebhook", `{"url":"`+hook+`"}`); !res.OK {
		r.t.Fatal(res.Description)
	}
	r.step()
}

func TestDeliveryFaults(t *testing.T) {
	r := newRig(t)
	r.hooked()
	r.sim.SetFaults(Faults{Duplicate: 1, Delayed: 1, Delay: 9 * time.Second})
	r.say(7, "một", "hai")
	next, did := r.step()
	if did || next.Sub(r.now()) != 9*time.Second {
		t.Fatal(next.Sub(r.now()))
	}
	r.pass(9 * time.Second)
	r.step()
	if r.texts() != "một một hai" {
		t.Error(r.texts())
	}
	r.got = nil
	r.sim.SetFaults(Faults{Dropped: 1, Reorder: 1})
	r.say(7, "mất", "ba", "bốn")
	r.step()
	if r.texts() != "bốn ba" {
		t.Error(r.texts())
	}
	r.got = nil
	r.sim.SetFaults(Faults{Chance: func(fault string, n int) bool { return fault == "dropped" && n%2 == 1 }})
	r.say(7, "a", "b", "c", "d")
	r.step()
	if r.texts() != "b d" {
		t.Error(r.texts())
	}
}

func TestAllowedUpdates(t *testing.T) {
	r := newRig(t)
	r.hooked()
	r.pass(time.Second)
	r.call("setWebhook", `{"url":"`+hook+`","allowed_updates":["my_chat_member"]}`)
	r.pass(time.Second)
	r.call("setWebhook", `{"url":"`+hook+`","max_connections":3}`) // absent: the list stays
	r.say(7, "một")
	r.ok(r.sim.Block(7))
	r.step()
	if len(r.got) != 1 || !strings.Contains(r.got[0], "my_chat_member") {
		t.Errorf("%v", r.got)
	}
	r.call("deleteWebhook", `{"drop_pending_updates":true}`)
	r.ok(r.sim.Unblock(7))
	if r.call("setWebhook", `{"url":"`+hook+`","drop_pending_updates":true}`); r.sim.Pending() != 0 {
		t.Error("kept what was to be dropped")
	}
	select {
	case <-r.sim.Wake():
	default:
		t.Error("nobody woken")
	}
}

func TestGetUpdates(t *testing.T) {
	r := newRig(t)
	r.say(7, "một", "hai")
	ids := func(body string) string {
		t.Helper()
		var list []struct {
			ID int `json:"update_id"`
		}
		if err := json.Unmarshal(r.call("getUpdates", body).Result, &list); err != nil {
			t.Fatal(err)
		}
		var s []string
		for _, u := range list {
			s = append(s, string(rune('0'+u.ID-100000)))
		}
		r.pass(time.Second)
		return strings.Join(s, "")
	}
	for _, c := range []struct{ body, want string }{
		{`{}`, "123"}, {`{}`, "123"}, {`{"limit":2}`, "12"}, {`{"offset":100002}`, "23"}, {`{}`, "23"}, {`{"offset":-1}`, "3"}, {`{}`, "3"}, {`{"offset":100004}`, ""},
	} {
		if got := ids(c.body); got != c.want {
			t.Errorf("%s: %s, want %s", c.body, got, c.want)
		}
	}
	r.say(7, "ba", "bốn")
	if got := ids(`{"offset":5}`); got != "45" {
		t.Error(got)
	}
	r.pass(-time.Second)
	if got := ids(`{"offset":5}`); got != "4" {
		t.Error("the same again within half a second:", got)
	}
	r.sim.SetFaults(Faults{Conflicts: 1})
	if res := r.call("getUpdates", "{}"); res.Code != 409 {
		t.Error(res.Description)
	}
}

func TestLongPollHook(t *testing.T) {
	r := newRig(t)
	r.call("getUpdates", `{"offset":100002}`)
	long := time.Duration(0)
	r.sim.cfg.LongPoll = func(d time.Duration) { long = d }
	if r.call("getUpdates", `{"offset":100002,"timeout":600}`); long != 50*time.Second {
		t.Errorf("waited for %v", long)
	}
	r.sim.cfg.LongPoll = func(d time.Duration) { r.pass(d); r.say(7, "muộn") }
	if res := r.call("getUpdates", `{"offset":100002,"timeout":25}`); !strings.Contains(string(res.Result), "muộn") {
		t.Errorf("%s", res.Result)
	}
}

// TestNumbersBeginAnew: after a week without updates the next number is any.
func TestNumbersBeginAnew(t *testing.T) {
	r := newRig(t)
	r.hooked()
	number := func(text string) (id int64) {
		t.Helper()
		r.got = nil
		r.say(7, text)
		r.step()
		var u struct {
			ID int64 `json:"update_id"`
		}
		if len(r.got) != 1 || json.Unmarshal([]byte(r.got[0]), &u) != nil {
			t.Fatalf("%v", r.got)
		}
		return u.ID
	}
	a := number("một")
	r.pass(7*24*time.Hour - time.Second)
	b := number("hai")
	r.pass(7 * 24 * time.Hour)
	c := number("ba")
	if b != a+1 || c == b+1 || number("bốn") != c+1 {
		t.Errorf("%d, %d, %d", a, b, c)
	}
	r.call("deleteWebhook", "{}")
	r.say(7, "năm")
	if res := r.call("getUpdates", `{"offset":99999999999}`); !strings.Contains(string(res.Result), "năm") {
		t.Errorf("an offset from before the numbers began anew: %s", res.Result)
	}
}

// TestAnswerIsACall: a webhook that answers with a method has called it, but
// for those of which the answer would matter.
func TestAnswerIsACall(t *testing.T) {
	for answer, want := range map[string]int{
		``: 0, `ok`: 0, `{"method":"sendMessage","chat_id":7,"text":"chào"}`: 1, `{"method":"getMe"}`: 0,
		`{"method":"deleteWebhook"}`: 0, `{"method":"sendLove"}`: 0,
	} {
		r := newRig(t)
		r.hooked()
		before := len(r.sim.Calls())
		r.answer = answer
		r.say(7, "một")
		r.step()
		if n := len(r.sim.Calls()) - before; n != want {
			t.Errorf("%s: %d calls", answer, n)
		}
		if b := r.sim.Chat(7); want == 1 && b[len(b)-1].Text != "chào" {
			t.Errorf("%+v", b)
		}
	}
}
