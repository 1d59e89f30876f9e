package telegram

import (
	"slices"
	"strconv"
	"testing"

	"langnghe/bot/chat"
	"langnghe/telegram/telegramsim"
)

// forum makes a group with one topic, with the bot in it.
func (r *rig) forum() (group int64, topic int) {
	r.t.Helper()
	r.person(7)
	group = r.sim.CreateForum("Mặt trận phường", 7)
	r.must(r.sim.AddBot(group, 7))
	topic, err := r.sim.CreateTopic(group, 7, "Dư luận xã hội")
	r.must(err)
	r.take()
	return group, topic
}

func TestTopicOfWhatIsSaid(t *testing.T) {
	r := started(t)
	g, topic := r.forum()
	for _, c := range []struct {
		topic  int
		thread string
	}{{topic, strconv.Itoa(topic)}, {0, ""}} {
		_, err := r.sim.TopicText(g, 7, c.topic, "/start@langnghe_bot gan-1")
		r.must(err)
		if in := r.one(); in.Kind != chat.KindStart || in.Thread != c.thread {
			t.Errorf("%+v", in)
		}
	}
	// A thread of replies in a group without topics is no topic.
	in, _, err := decode([]byte(inGroup(`"from":{"id":7},"message_thread_id":55,`, `"text":"/giup"`)), "")
	if err != nil || in.Thread != "" {
		t.Errorf("%+v %v", in, err)
	}
}

func TestPostInTopic(t *testing.T) {
	r := started(t)
	g, topic := r.forum()
	post := func(thread string) telegramsim.Bubble {
		t.Helper()
		_, err := r.send(chat.Outbound{To: address(g), Group: true, Thread: thread, Text: "Hạn báo cáo"})
		r.must(err)
		all := r.sim.Group(g)
		return all[len(all)-1]
	}
	in := strconv.Itoa(topic)
	if b := post(in); b.Topic != topic {
		t.Errorf("%+v", b)
	}
	for _, general := range []string{"", "1", "không"} {
		if b := post(general); b.Topic != 0 || r.count("topic_gone") != 0 {
			t.Errorf("General %q: %+v", general, b)
		}
	}
	for i, gone := range []func() error{
		func() error { return r.sim.CloseTopic(g, topic) },
		func() error { return r.sim.DeleteTopic(g, topic) },
	} {
		r.must(gone())
		if b := post(in); b.Topic != 0 || r.count("topic_gone") != i+1 || !r.alerted("telegram_topic") {
			t.Errorf("topic gone: %+v", b)
		}
	}
	if b := post("999"); b.Topic != 0 || r.count("topic_gone") != 3 {
		t.Errorf("no such topic: %+v", b)
	}
	// In a private chat there is none, and no other refusal is answered so.
	if _, err := r.send(chat.Outbound{To: address(7), Thread: in, Text: "x"}); err != nil {
		t.Error(err)
	}
	r.must(r.sim.RemoveBot(g, 7))
	before := len(r.sim.Sent("sendMessage"))
	_, err := r.send(chat.Outbound{To: address(g), Group: true, Thread: in, Text: "x"})
	if err == nil || len(r.sim.Sent("sendMessage")) != before+1 {
		t.Errorf("sent again after %v", err)
	}
}

func TestMutedAndBack(t *testing.T) {
	r := started(t)
	g := r.group("")
	r.one()
	r.must(r.sim.Mute(g, 7, true))
	if in := r.one(); in.Kind != chat.KindGroupLeft {
		t.Errorf("%+v", in)
	}
	if _, err := r.send(chat.Outbound{To: address(g), Group: true, Text: "x"}); err == nil {
		t.Error("wrote while muted")
	}
	r.must(r.sim.Mute(g, 7, false))
	if in := r.one(); in.Kind != chat.KindGroupJoined {
		t.Errorf("%+v", in)
	}
}

func TestPrivacyMode(t *testing.T) {
	r := started(t)
	g := r.group("")
	r.one()
	seen := func(text string) bool {
		t.Helper()
		_, err := r.sim.GroupText(g, 7, text)
		r.must(err)
		return len(r.take()) > 0
	}
	if seen("chào @langnghe_bot") || seen("/giup") || seen("/giup@bot_khac") || !seen("/giup@LANGNGHE_bot") {
		t.Error("before the bot has written")
	}
	_, err := r.send(chat.Outbound{To: address(g), Group: true, Text: "x"})
	r.must(err)
	if !seen("/giup") {
		t.Error("a command to nobody after the bot has written")
	}
}

func TestAskContact(t *testing.T) {
	r := started(t)
	to := r.person(7)
	send := func(m chat.Outbound) {
		t.Helper()
		m.To, m.Text = to, "Số điện thoại ạ?"
		_, err := r.send(m)
		r.must(err)
	}
	send(chat.Outbound{AskContact: "Gửi số của tôi"})
	k := r.sim.Keyboard(7)
	if k == nil || len(k.Rows) != 1 || k.Rows[0][0] != (telegramsim.Key{Text: "Gửi số của tôi", Contact: true}) {
		t.Fatalf("%+v", k)
	}
	_, err := r.sim.ShareContact(7, "+84912345678")
	r.must(err)
	if in := r.one(); in.Media[0] != (chat.Media{Kind: "contact", Ref: "+84912345678"}) {
		t.Errorf("%+v", in)
	}
	if r.sim.Keyboard(7) != nil {
		t.Error("the key is still there")
	}
	send(chat.Outbound{AskContact: "Gửi số của tôi"})
	send(chat.Outbound{EndContact: true})
	if r.sim.Keyboard(7) != nil {
		t.Error("not taken away")
	}
	// Somebody else's card, and a group, which may not be asked.
	_, err = r.sim.SendContact(7, "+84900000000", false)
	r.must(err)
	if in := r.one(); in.Media[0].Ref != "" {
		t.Errorf("another's number: %+v", in)
	}
	g := r.group("")
	_, err = r.send(chat.Outbound{To: address(g), Group: true, AskContact: "x", EndContact: true, Text: "x"})
	r.must(err)
}

func TestMenusByScopeAndLanguage(t *testing.T) {
	r := started(t)
	var scopes []string
	for _, c := range r.sim.Sent("setMyCommands") {
		scopes = append(scopes, c.Params["scope"]+c.Params["language_code"])
	}
	slices.Sort(scopes)
	if len(slices.Compact(scopes)) != 4 {
		t.Errorf("%q", scopes)
	}
	for _, language := range []string{"vi", "en", ""} {
		if n := len(r.sim.Commands("all_private_chats", language)); n != len(defaultCommands) {
			t.Errorf("%q: %d private commands", language, n)
		}
		if got := r.sim.Commands("all_group_chats", language); len(got) != 1 || got[0].Command != "giup" {
			t.Errorf("%q: groups %+v", language, got)
		}
	}
}
