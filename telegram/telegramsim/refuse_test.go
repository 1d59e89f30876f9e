package telegramsim

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestRefusals shows each refusal of the methods.
func TestRefusals(t *testing.T) {
	send := func(fields string) func(*rig) result {
		return func(r *rig) result { return r.call("sendMessage", `{"chat_id":7,`+fields+`}`) }
	}
	keys := func(button string) string {
		return `"text":"x","reply_markup":{"inline_keyboard":[[` + button + `]]}`
	}
	sent := func(then func(*rig) result) func(*rig) result {
		return func(r *rig) result {
			if res := send(keys(`{"text":"Nút","callback_data":"d"}`))(r); !res.OK { // message 2
				r.t.Fatal(res.Description)
			}
			return then(r)
		}
	}
	edit := func(id int) func(*rig) result {
		return func(r *rig) result {
			return r.call("editMessageReplyMarkup", fmt.Sprintf(`{"chat_id":7,"message_id":%d}`, id))
		}
	}
	topic := func(number func(*rig, int64, int) int) func(*rig) result {
		return func(r *rig) result {
			g := r.sim.CreateForum("T", 7)
			r.ok(r.sim.AddBot(g, 7))
			n, err := r.sim.CreateTopic(g, 7, "Dư luận")
			r.ok(err)
			return r.call("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"x","message_thread_id":%d}`, g, number(r, g, n)))
		}
	}
	setHook := func(fields string) func(*rig) result {
		return func(r *rig) result { return r.call("setWebhook", `{`+fields+`}`) }
	}
	for _, c := range []struct {
		name string
		do   func(*rig) result
		code int // 200 when it must pass
		says string
	}{
		{"wrong token", func(r *rig) result { return r.ask("/bot42:zzz/getMe", "application/json", "{}") }, 401, "Unauthorized"},
		{"malformed token", func(r *rig) result { return r.ask("/botzzz/getMe", "application/json", "{}") }, 404, "Not Found"},
		{"no token", func(r *rig) result { return r.ask("/x", "application/json", "{}") }, 404, "Not Found"},
		{"unknown method", func(r *rig) result { return r.call("sendLove", "{}") }, 404, "Not Found"},
		{"bad JSON", func(r *rig) result { return r.call("sendMessage", "{") }, 400, "parse"},

		{"no chat", func(r *rig) result { return r.call("sendMessage", `{"text":"x"}`) }, 400, "chat_id is empty"},
		{"unknown chat", func(r *rig) result { return r.call("sendMessage", `{"chat_id":99,"text":"x"}`) }, 400, "chat not found"},
		{"never started", func(r *rig) result {
			r.sim.AddUser(8, "Ông Năm")
			return r.call("sendMessage", `{"chat_id":8,"text":"x"}`)
		}, 403, "bot can't initiate conversation with a user"},
		{"blocked", func(r *rig) result { r.ok(r.sim.Block(7)); return send(`"text":"x"`)(r) }, 403, "bot was blocked by the user"},
		{"unblocked", func(r *rig) result { r.ok(r.sim.Block(7)); r.ok(r.sim.Unblock(7)); return send(`"text":"x"`)(r) }, 200, ""},
		{"deactivated", func(r *rig) result { r.ok(r.sim.Deactivate(7)); return send(`"text":"x"`)(r) }, 403, "user is deactivated"},
		{"group without bot", func(r *rig) result {
			return r.call("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"x"}`, r.sim.CreateGroup("T", 7)))
		}, 400, "chat not found"},
		{"kicked", func(r *rig) result {
			g := r.sim.CreateGroup("T", 7)
			r.ok(r.sim.AddBot(g, 7))
			r.ok(r.sim.RemoveBot(g, 7))
			return r.call("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"x"}`, g))
		}, 403, "bot was kicked from the group chat"},

		{"kicked from a supergroup", func(r *rig) result {
			g := r.sim.CreateForum("T", 7)
			r.ok(r.sim.AddBot(g, 7))
			r.ok(r.sim.RemoveBot(g, 7))
			return r.call("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"x"}`, g))
		}, 403, "bot was kicked from the supergroup chat"},
		{"group deleted", func(r *rig) result {
			g := r.sim.CreateGroup("T", 7)
			r.ok(r.sim.AddBot(g, 7))
			r.ok(r.sim.DeleteGroup(g, 7))
			return r.call("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"x"}`, g))
		}, 403, "the group chat was deleted"},
		{"let back", func(r *rig) result {
			g := r.sim.CreateGroup("T", 7)
			r.ok(r.sim.AddBot(g, 7))
			r.ok(r.sim.Mute(g, 7, true))
			r.ok(r.sim.RemoveBot(g, 7))
			r.ok(r.sim.AddBot(g, 7))
			return r.call("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"x"}`, g))
		}, 200, ""},

		{"text", send(`"text":"x"`), 200, ""},
		{"empty text", send(`"text":" \n"`), 400, "message text is empty"},
		{"longest text", send(`"text":"` + strings.Repeat("ư", 4096) + `"`), 200, ""},
		{"too long", send(`"text":"` + strings.Repeat("😟", 2049) + `"`), 400, "message is too long"},
		{"markup", send(`"text":"a < b","parse_mode":"HTML"`), 400, "can't parse entities"},
		{"topic", send(`"text":"x","message_thread_id":1`), 400, "message thread not found"},
		{"reply to nothing", send(`"text":"x","reply_parameters":{"message_id":99}`), 400, "message to be replied not found"},
		{"button", send(keys(`{"text":"Nút","callback_data":"d","copy_text":{"text":""}}`)), 200, ""},
		{"button of 64 bytes", send(keys(`{"text":"Nút","callback_data":"` + strings.Repeat("x", 64) + `"}`)), 200, ""},
		{"button of 66 bytes", send(keys(`{"text":"Nút","callback_data":"` + strings.Repeat("ư", 33) + `"}`)), 400, "BUTTON_DATA_INVALID"},
		{"button without data", send(keys(`{"text":"Nút"}`)), 400, "BUTTON_DATA_INVALID"},
		{"button without text", send(keys(`{"text":"","callback_data":"d"}`)), 400, "non-empty"},
		{"too many buttons", send(keys(strings.Repeat(`{"text":"N","callback_data":"d"},`, 100) + `{"text":"N","callback_data":"d"}`)), 400, "reply markup is too long"},
		{"markup not JSON", send(`"text":"x","reply_markup":"{"`), 400, "can't parse reply keyboard"},

		{"edit", sent(edit(2)), 200, ""},
		{"edit unchanged", sent(func(r *rig) result { edit(2)(r); return edit(2)(r) }), 400, "message is not modified"},
		{"edit nothing", edit(99), 400, "message to edit not found"},
		{"edit another's", edit(1), 400, "message can't be edited"},
		{"edit text", sent(func(r *rig) result { return r.call("editMessageText", `{"chat_id":7,"message_id":2,"text":"y"}`) }), 200, ""},
		{"edit same text", func(r *rig) result {
			send(`"text":"x"`)(r)
			return r.call("editMessageText", `{"chat_id":7,"message_id":2,"text":"x"}`)
		}, 400, "message is not modified"},
		{"edit deleted", sent(func(r *rig) result {
			r.call("deleteMessage", `{"chat_id":7,"message_id":2}`)
			return edit(2)(r)
		}), 400, "message to edit not found"},
		{"delete nothing", func(r *rig) result { return r.call("deleteMessage", `{"chat_id":7,"message_id":5}`) }, 400, "message to delete not found"},
		{"edit a picture's text", func(r *rig) result {
			r.upload("sendPhoto", "photo", "Ảnh", picture(r.t, 40, 30))
			return r.call("editMessageText", `{"chat_id":7,"message_id":2,"text":"y"}`)
		}, 400, "no text in the message"},
		{"delete what is old", sent(func(r *rig) result {
			r.pass(48*time.Hour + time.Second)
			return r.call("deleteMessage", `{"chat_id":7,"message_id":2}`)
		}), 400, "can't be deleted"},
		{"delete another's", func(r *rig) result { return r.call("deleteMessage", `{"chat_id":7,"message_id":1}`) }, 400, "can't be deleted"},

		{"webhook http", setHook(`"url":"http://bot.example/x"`), 400, "An HTTPS URL must be provided"},
		{"webhook loopback", setHook(`"url":"https://127.0.0.1/x"`), 400, "IP address is reserved"},
		{"webhook port", setHook(`"url":"https://bot.example:9000/x"`), 400, "ports 80, 88, 443 or 8443"},
		{"webhook no host", setHook(`"url":"https:///x"`), 400, "invalid webhook URL"},
		{"webhook secret", setHook(`"url":"` + hook + `","secret_token":"có dấu"`), 400, "unallowed characters"},
		{"webhook secret of 257", setHook(`"url":"` + hook + `","secret_token":"` + strings.Repeat("x", 257) + `"`), 400, "unallowed characters"},
		{"webhook twice the same", func(r *rig) result { setHook(`"url":"` + hook + `"`)(r); return setHook(`"url":"` + hook + `"`)(r) }, 200, ""},
		{"webhook twice a second", func(r *rig) result { setHook(`"url":"` + hook + `"`)(r); return setHook(`"url":"` + hook + `/2"`)(r) }, 429, "retry after 1"},
		{"webhook, then poll", func(r *rig) result { setHook(`"url":"` + hook + `"`)(r); return r.call("getUpdates", "{}") }, 409, "webhook is active"},
		{"poll after deleteWebhook", func(r *rig) result {
			setHook(`"url":"` + hook + `"`)(r)
			r.call("deleteWebhook", "{}")
			return r.call("getUpdates", "{}")
		}, 200, ""},

		{"commands", func(r *rig) result {
			return r.call("setMyCommands", `{"commands":[{"command":"giup","description":"Giúp"}],"scope":{"type":"default"}}`)
		}, 200, ""},
		{"command name", func(r *rig) result {
			return r.call("setMyCommands", `{"commands":[{"command":"Giúp","description":"x"}]}`)
		}, 400, "BOT_COMMAND_INVALID"},
		{"command without description", func(r *rig) result {
			return r.call("setMyCommands", `{"commands":[{"command":"giup","description":""}]}`)
		}, 400, "BOT_COMMAND_DESCRIPTION_INVALID"},
		{"command language", func(r *rig) result {
			return r.call("setMyCommands", `{"commands":[],"language_code":"vie"}`)
		}, 400, "invalid language code"},
		{"contact key", send(`"text":"x","reply_markup":{"keyboard":[[{"text":"Số","request_contact":true}]]}`), 200, ""},
		{"contact key in a group", func(r *rig) result {
			g := r.sim.CreateGroup("T", 7)
			r.ok(r.sim.AddBot(g, 7))
			return r.call("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"x","reply_markup":{"keyboard":[[{"text":"Số","request_contact":true}]]}}`, g))
		}, 400, "private chats only"},
		{"key without text", send(`"text":"x","reply_markup":{"keyboard":[[{"text":" "}]]}`), 400, "non-empty"},
		{"long placeholder", send(`"text":"x","reply_markup":{"keyboard":[[{"text":"a"}]],"input_field_placeholder":"` + strings.Repeat("x", 65) + `"}`), 400, "placeholder"},
		{"General named", topic(func(*rig, int64, int) int { return 1 }), 400, "message thread not found"},
		{"topic", topic(func(_ *rig, _ int64, n int) int { return n }), 200, ""},
		{"unknown topic", topic(func(_ *rig, _ int64, n int) int { return n + 1 }), 400, "message thread not found"},
		{"closed topic", topic(func(r *rig, g int64, n int) int { r.ok(r.sim.CloseTopic(g, n)); return n }), 400, "TOPIC_CLOSED"},
		{"deleted topic", topic(func(r *rig, g int64, n int) int { r.ok(r.sim.DeleteTopic(g, n)); return n }), 400, "TOPIC_DELETED"},
		{"muted", topic(func(r *rig, g int64, _ int) int { r.ok(r.sim.Mute(g, 7, true)); return 0 }), 400, "not enough rights"},
		{"file", func(r *rig) result { return r.call("getFile", `{"file_id":"x"}`) }, 400, "invalid file_id"},
		{"chat", func(r *rig) result { return r.call("getChat", `{"chat_id":7}`) }, 200, ""},
		{"member", func(r *rig) result { return r.call("getChatMember", `{"chat_id":7,"user_id":7}`) }, 200, ""},
		{"member unknown", func(r *rig) result { return r.call("getChatMember", `{"chat_id":7,"user_id":70}`) }, 400, "PARTICIPANT_ID_INVALID"},
		{"answer to no press", func(r *rig) result { return r.call("answerCallbackQuery", `{"callback_query_id":"1"}`) }, 400, "query is too old"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t)
			res := c.do(r)
			code := res.Code
			if res.OK {
				code = 200
			}
			if code != c.code || !strings.Contains(res.Description, c.says) {
				t.Errorf("got %d %q", code, res.Description)
			}
			if n := r.sim.Answers(c.code); n == 0 && c.name != "wrong token" && c.name != "malformed token" && c.name != "no token" && c.name != "bad JSON" {
				t.Error("not recorded")
			}
		})
	}
}

func TestMigrationRefusesTheOldId(t *testing.T) {
	r := newRig(t)
	g := r.sim.CreateGroup("T", 7)
	r.ok(r.sim.AddBot(g, 7))
	to, err := r.sim.Migrate(g)
	r.ok(err)
	res := r.call("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"x"}`, g))
	if res.Code != 400 || res.Parameters.MigrateTo != to {
		t.Errorf("%+v", res)
	}
	if res := r.call("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"x"}`, to)); !res.OK {
		t.Error(res.Description)
	}
	if _, err := r.sim.GroupText(g, 7, "x"); err == nil {
		t.Error("wrote in the old group")
	}
}

func TestPressAnswers(t *testing.T) {
	r := newRig(t)
	r.hooked()
	r.call("sendMessage", `{"chat_id":7,"text":"x","reply_markup":{"inline_keyboard":[[{"text":"N","callback_data":"d"}]]}}`)
	press := func() string {
		t.Helper()
		r.got = nil
		r.ok(r.sim.Press(7, 2, 0))
		r.step()
		_, rest, _ := strings.Cut(r.got[0], `"id":"`)
		id, _, _ := strings.Cut(rest, `"`)
		return id
	}
	answer := func(id, text string) result {
		return r.call("answerCallbackQuery", `{"callback_query_id":"`+id+`","text":"`+text+`"}`)
	}
	id := press()
	if res := answer(id, strings.Repeat("x", 201)); res.Code != 400 {
		t.Error("too long a notice")
	}
	if res := answer(id, "Đã nhận"); !res.OK || r.sim.Chat(7)[1].Toast != "Đã nhận" {
		t.Error(res.Description)
	}
	if res := answer(id, "Đã nhận"); res.Code != 400 {
		t.Error("answered twice")
	}
	id = press()
	r.pass(16 * time.Second)
	if res := answer(id, ""); !strings.Contains(res.Description, "query is too old") {
		t.Error("answered late")
	}
	for _, wrong := range []error{r.sim.Press(7, 2, 1), r.sim.Press(7, 9, 0), r.sim.Press(70, 2, 0), r.sim.Press(7, 1, 0)} {
		if wrong == nil {
			t.Error("pressed what is not there")
		}
	}
}

func TestFlood(t *testing.T) {
	r := newRig(t)
	text := func(to int64) result { return r.call("sendMessage", fmt.Sprintf(`{"chat_id":%d,"text":"x"}`, to)) }

	for range 5 { // a short burst in one chat is tolerated
		if res := text(7); !res.OK {
			t.Fatal(res.Description)
		}
	}
	res := text(7)
	if res.Code != 429 || res.Parameters.RetryAfter != 3 || res.header.Get("Retry-After") != "3" {
		t.Fatalf("%+v", res)
	}
	r.pass(2 * time.Second)
	if res := text(7); res.Code != 429 || res.Parameters.RetryAfter != 1 {
		t.Errorf("during the stop: %+v", res)
	}
	r.pass(time.Second)
	if res := text(7); !res.OK {
		t.Error(res.Description)
	}

	g := r.sim.CreateGroup("T", 7)
	r.ok(r.sim.AddBot(g, 7))
	r.pass(time.Minute)
	for range 20 {
		if res := text(g); !res.OK {
			t.Fatal(res.Description)
		}
		r.pass(time.Second)
	}
	if res := text(g); res.Code != 429 || res.Parameters.RetryAfter != 40 {
		t.Errorf("twenty-first in a minute: %+v", res)
	}

	for id := int64(100); id < 131; id++ {
		r.sim.AddUser(id, "A")
		r.must(r.sim.Start(id, ""))
		if res := text(id); res.OK != (id < 130) {
			t.Errorf("person %d: %+v", id, res)
		}
	}
	r.pass(2 * time.Second)
	if res := text(100); res.Code != 429 {
		t.Error("sent during the stop of all chats")
	}
	r.pass(time.Second)
	if res := text(100); !res.OK {
		t.Error(res.Description)
	}
}

func TestFloodOff(t *testing.T) {
	r := newRig(t)
	r.sim.limits.Off = true
	for range 100 {
		if res := r.call("sendMessage", `{"chat_id":7,"text":"x"}`); !res.OK {
			t.Fatal(res.Description)
		}
	}
}

func TestBodyForms(t *testing.T) {
	r := newRig(t)
	path := "/bot" + token + "/SendMessage"
	form := "--b\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n7\r\n--b\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nchào\r\n--b--\r\n"
	for kind, body := range map[string]string{
		"application/json":                  `{"chat_id":"7","text":"chào"}`,
		"application/x-www-form-urlencoded": "chat_id=7&text=ch%C3%A0o",
		"multipart/form-data; boundary=b":   form,
	} {
		if res := r.ask(path, kind, body); !res.OK {
			t.Errorf("%s: %s", kind, res.Description)
		}
	}
	if res := r.ask(path+"?chat_id=7&text=x", "", ""); !res.OK {
		t.Error(res.Description)
	}
	if res := r.ask(path, "multipart/form-data; boundary=b", "--b\r\nx"); res.Code != 400 {
		t.Error("broken form taken")
	}
	for _, b := range r.sim.Chat(7)[1:4] {
		if b.Text != "chào" || !b.FromBot {
			t.Errorf("%+v", b)
		}
	}
}
