package telegram

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"langnghe/bot/chat"
	"langnghe/telegram/telegramsim"
)

// private wraps fields of a message from person 7 to the bot.
func private(fields string) string {
	return `{"update_id":5,"message":{"message_id":9,"from":{"id":7,"first_name":"A"},"chat":{"id":7,"type":"private"},"date":1700000000,` + fields + `}}`
}

func inGroup(from, fields string) string {
	return `{"update_id":5,"message":{"message_id":9,` + from + `"chat":{"id":-3,"type":"supergroup","title":"T"},"date":1700000000,` + fields + `}}`
}

func TestDecodeText(t *testing.T) {
	for _, c := range []struct{ body, kind, command, data, ignored string }{
		{private(`"text":"chào"`), "text", "", "", ""},
		{private(`"text":"/start"`), "start", "", "", ""},
		{private(`"text":"/START@Langnghe_bot  ma-1 "`), "start", "", "ma-1", ""},
		{private(`"text":"/baocao"`), "text", "baocao", "", ""},
		{private(`"text":"/baocao@bot_khac"`), "text", "", "", ""},
		{private(`"text":"/ngõ 5 ngập"`), "text", "", "", ""},
		{private(`"text":"/"`), "text", "", "", ""},
		{private(`"text":"/@x"`), "text", "", "", ""},
		{private(`"text":"Chào /baocao","entities":[{"type":"bot_command","offset":5,"length":7}]`), "text", "", "", ""},
		{private(`"text":"/huy😟","entities":[{"type":"bot_command","offset":0,"length":4}]`), "text", "huy", "", ""},
		{private(`"text":"/huy","entities":[{"type":"bot_command","offset":0,"length":9999}]`), "text", "huy", "", ""},
		{private(`"text":"/huy","entities":[{"type":"bot_command","offset":0,"length":-4}]`), "text", "huy", "", ""},
		{inGroup(`"from":{"id":7},`, `"text":"/start@langnghe_bot gan-1"`), "start", "", "gan-1", ""},
		{inGroup(`"from":{"id":7},`, `"text":"/start@bot_khac gan-1"`), "", "", "", ignoredOtherBot},
		{inGroup(`"from":{"id":9,"is_bot":true},`, `"text":"chào"`), "", "", "", ignoredBot},
		{inGroup(`"sender_chat":{"id":-9,"type":"channel"},"is_automatic_forward":true,`, `"text":"tin"`), "", "", "", ignoredForward},
		{inGroup(`"from":{"id":7},`, `"new_chat_members":[{"id":8}]`), "", "", "", ignoredService},
		{inGroup(``, `"text":"của ai"`), "", "", "", ignoredService},
		{strings.Replace(private(`"text":"x"`), `"type":"private"`, `"type":"channel"`, 1), "", "", "", ignoredChannel},
		{`{"update_id":5,"my_chat_member":{"chat":{"id":-9,"type":"channel"},"from":{"id":7},"new_chat_member":{"status":"administrator"}}}`, "", "", "", ignoredChannel},
		{`{"update_id":5,"my_chat_member":{"chat":{"id":-9,"type":"group"},"from":{"id":7},"old_chat_member":{"status":"left"},"new_chat_member":{"status":"restricted","is_member":true,"can_send_messages":true}}}`, "group_joined", "", "", ""},
		{`{"update_id":5,"my_chat_member":{"chat":{"id":-9,"type":"group"},"from":{"id":7},"old_chat_member":{"status":"left"},"new_chat_member":{"status":"restricted","is_member":true}}}`, "", "", "", ignoredRights},
		{`{"update_id":5,"my_chat_member":{"chat":{"id":-9,"type":"group"},"from":{"id":7},"old_chat_member":{"status":"left"},"new_chat_member":{"status":"kicked"}}}`, "group_left", "", "", ""},
		{`{"update_id":5,"callback_query":{"id":"1","data":"x"}}`, "", "", "", ignoredService},
		{`{"update_id":5,"callback_query":{"id":"1","from":{"id":7},"data":"x"}}`, "press", "", "x", ""},
		{`{"update_id":5,"channel_post":{}}`, "", "", "", ignoredChannel},
		{`{"update_id":5,"edited_channel_post":{"text":5}}`, "", "", "", ignoredChannel},
		{`{"update_id":5,"message_reaction":{}}`, "", "", "", ignoredReaction},
		{`{"update_id":5,"message_reaction_count":{}}`, "", "", "", ignoredReaction},
		{`{"update_id":5,"inline_query":{}}`, "", "", "", ignoredInline},
		{`{"update_id":5,"chosen_inline_result":[]}`, "", "", "", ignoredInline},
		{`{"update_id":5,"chat_member":{}}`, "", "", "", ignoredOthers},
		{`{"update_id":5,"chat_join_request":{}}`, "", "", "", ignoredOthers},
		{`{"update_id":5,"guest_message":{}}`, "", "", "", ignoredKind},
	} {
		in, ignored, err := decode([]byte(c.body), testName)
		if err != nil || string(in.Kind) != c.kind || in.Command != c.command || in.Data != c.data || ignored != c.ignored {
			t.Errorf("%s\n got kind %q command %q data %q ignored %q %v", c.body, in.Kind, in.Command, in.Data, ignored, err)
		}
		if in.Key != "update:5" {
			t.Errorf("key %q", in.Key)
		}
	}
}

func TestDecodeBeforeTheNameIsKnown(t *testing.T) {
	in, ignored, err := decode([]byte(inGroup(`"from":{"id":7},`, `"text":"/giup@ai_do"`)), "")
	if err != nil || ignored != "" || in.Command != "giup" {
		t.Error(in, ignored, err)
	}
}

func TestDecodeInaccessiblePress(t *testing.T) {
	r := started(t)
	to := r.person(7)
	_, err := r.send(chat.Outbound{To: to, Text: "?", Choices: []chat.Choice{{Key: "1", Label: "a", Data: "d"}}})
	r.must(err)
	r.pass(72 * time.Hour)
	r.must(r.sim.Press(7, 2, 0))
	if in := r.one(); in.Kind != chat.KindPress || in.MessageID != "2" || in.Chat != to || !in.At.IsZero() {
		t.Errorf("%+v", in)
	}
}

func TestDecodeMedia(t *testing.T) {
	r := started(t)
	r.person(7)
	for _, c := range []struct {
		send telegramsim.Media
		want chat.Media
	}{
		{telegramsim.Media{Kind: "photo", Size: 90000, Caption: "hố ga"}, chat.Media{Kind: "photo", Ref: "+", Size: 90000}},
		{telegramsim.Media{Kind: "voice", Size: 5}, chat.Media{Kind: "voice", Ref: "+", Size: 5}},
		{telegramsim.Media{Kind: "video"}, chat.Media{Kind: "video", Ref: "+"}},
		{telegramsim.Media{Kind: "video_note"}, chat.Media{Kind: "video", Ref: "+"}},
		{telegramsim.Media{Kind: "animation"}, chat.Media{Kind: "video", Ref: "+"}},
		{telegramsim.Media{Kind: "document", Name: "đơn.pdf"}, chat.Media{Kind: "file", Ref: "+", Name: "đơn.pdf"}},
		{telegramsim.Media{Kind: "audio"}, chat.Media{Kind: "file", Ref: "+"}},
		{telegramsim.Media{Kind: "sticker"}, chat.Media{Kind: "sticker", Ref: "+"}},
		{telegramsim.Media{Kind: "location"}, chat.Media{Kind: "location", Ref: "21.028511,105.804817"}},
		{telegramsim.Media{Kind: "poll"}, chat.Media{Kind: "file"}},
		{telegramsim.Media{Kind: "dice"}, chat.Media{Kind: "file"}},
	} {
		id, err := r.sim.SendMedia(7, c.send)
		r.must(err)
		if c.want.Ref == "+" {
			c.want.Ref = fmt.Sprintf("file-7-%d", id)
		}
		in := r.one()
		if d := cmp.Diff([]chat.Media{c.want}, in.Media); d != "" || in.Kind != chat.KindMedia || in.Text != c.send.Caption {
			t.Errorf("%s: %s", c.send.Kind, d)
		}
	}
}

func TestDecodeContact(t *testing.T) {
	r := started(t)
	r.person(7)
	for own, ref := range map[bool]string{true: "+84912345678", false: ""} {
		_, err := r.sim.SendContact(7, "+84912345678", own)
		r.must(err)
		if in := r.one(); in.Media[0] != (chat.Media{Kind: "contact", Ref: ref}) {
			t.Errorf("own %v: %+v", own, in.Media)
		}
	}
}

func TestDecodeEdit(t *testing.T) {
	r := started(t)
	r.person(7)
	id, err := r.sim.SendText(7, "ngập")
	r.must(err)
	r.take()
	r.pass(time.Minute)
	r.must(r.sim.EditText(7, id, "ngập nặng"))
	in := r.one()
	if in.Kind != chat.KindEdit || in.Text != "ngập nặng" || in.MessageID != "2" || !in.At.Equal(r.now()) {
		t.Errorf("%+v", in)
	}
	live := strings.Replace(private(`"edit_date":1,"location":{"latitude":1,"longitude":2}`), `"message"`, `"edited_message"`, 1)
	if _, ignored, err := decode([]byte(live), ""); ignored != ignoredService || err != nil {
		t.Error("a live location that moves is no edit", ignored, err)
	}
}

func TestDepth(t *testing.T) {
	for body, deep := range map[string]bool{
		`{"a":"[[[[[["}`:      false,
		`{"a":"\"[[[[[["}`:    false,
		`[[[[]]]]`:            true,
		`[[[]],[[]],[[]]]`:    false,
		`{"a":{"b":{"c":{}}}`: true,
	} {
		if deeper([]byte(body), 3) != deep {
			t.Error(body)
		}
	}
}
