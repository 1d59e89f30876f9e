package telegram

import (
	"testing"

	"langnghe/bot/chat"
)

// group makes a group of one person, with the bot in it when payload says so.
func (r *rig) group(payload string) int64 {
	r.t.Helper()
	r.person(7)
	g := r.sim.CreateGroup("Tổ dân phố 3", 7)
	r.must(r.sim.AddBotWithPayload(g, 7, payload))
	return g
}

func TestGroupJoinByLink(t *testing.T) {
	r := started(t)
	g := r.group("moi-AbC_9")
	got := r.take()
	if len(got) != 2 {
		t.Fatalf("%+v", got)
	}
	join, start := got[0], got[1]
	if join.Kind != chat.KindGroupJoined || join.Title != "Tổ dân phố 3" || join.Chat != address(g) || join.From != address(7) || !join.Group {
		t.Errorf("join %+v", join)
	}
	if start.Kind != chat.KindStart || start.Data != "moi-AbC_9" || !start.Group || start.Chat != address(g) || start.From != address(7) {
		t.Errorf("start %+v", start)
	}
}

func TestGroupLife(t *testing.T) {
	r := started(t)
	g := r.group("")
	r.one()
	r.must(r.sim.Promote(g, 7))
	if got := r.take(); len(got) != 0 || r.count(ignoredRights) != 1 {
		t.Errorf("promoted: %+v", got)
	}
	r.must(r.sim.Rename(g, 7, "Tổ 4"))
	if got := r.take(); len(got) != 0 || r.count(ignoredService) != 1 {
		t.Errorf("renamed: %+v", got)
	}
	to, err := r.sim.Migrate(g)
	r.must(err)
	moved := r.one()
	if moved.Kind != chat.KindGroupMoved || moved.Chat != address(g) || moved.To != address(to) || !moved.Group || r.count(ignoredMirror) != 1 {
		t.Errorf("moved %+v", moved)
	}
	r.must(r.sim.RemoveBot(to, 7))
	left := r.one()
	if left.Kind != chat.KindGroupLeft || left.Chat != address(to) {
		t.Errorf("left %+v", left)
	}
	r.must(r.sim.AddBot(to, 7))
	if again := r.one(); again.Kind != chat.KindGroupJoined {
		t.Errorf("again %+v", again)
	}
}

func TestGroupTalk(t *testing.T) {
	r := started(t)
	g := r.group("")
	r.one()
	say := func(text string) {
		t.Helper()
		_, err := r.sim.GroupText(g, 7, text)
		r.must(err)
	}
	say("bà con bàn chuyện riêng")
	if got := r.take(); len(got) != 0 {
		t.Fatalf("privacy mode: %+v", got)
	}
	say("/TinhHinh@Langnghe_Bot tuần này")
	in := r.one()
	if in.Kind != chat.KindText || in.Command != "tinhhinh" || in.Text != "/TinhHinh@Langnghe_Bot tuần này" || !in.Group || in.From != address(7) {
		t.Errorf("%+v", in)
	}
	r.must(r.sim.Promote(g, 7))
	say("/tinhhinh@bot_khac")
	if got := r.take(); len(got) != 0 || r.count(ignoredOtherBot) != 1 {
		t.Errorf("other bot's command: %+v", got)
	}
	_, err := r.sim.GroupAnonymous(g, "/tinhhinh")
	r.must(err)
	if in = r.one(); !in.Anonymous || !in.From.IsZero() || in.Command != "tinhhinh" {
		t.Errorf("%+v", in)
	}
	receipt, err := r.send(chat.Outbound{To: address(g), Group: true, Text: "Ai nhận việc này?", Choices: []chat.Choice{{Key: "1", Label: "Tôi", Data: "g1"}}})
	r.must(err)
	if receipt.MessageID == "" {
		t.Fatal("no receipt")
	}
	shown := r.sim.Group(g)
	last := shown[len(shown)-1]
	r.must(r.sim.GroupPress(g, 7, last.ID, 0))
	if in = r.one(); in.Kind != chat.KindPress || !in.Group || in.Chat != address(g) || in.From != address(7) || in.Data != "g1" {
		t.Errorf("%+v", in)
	}
	_, err = r.sim.GroupReply(g, 7, last.ID, "để tôi")
	r.must(err)
	if in = r.one(); in.Kind != chat.KindText || in.Text != "để tôi" {
		t.Errorf("%+v", in)
	}
}

func TestBlockAndUnblock(t *testing.T) {
	r := started(t)
	r.person(7)
	r.must(r.sim.Block(7))
	if in := r.one(); in.Kind != chat.KindUnreachable || in.From != address(7) || in.Chat != in.From {
		t.Errorf("%+v", in)
	}
	_, err := r.sim.Start(7, "lai")
	r.must(err)
	got := r.take()
	if len(got) != 2 || got[0].Kind != chat.KindReachable || got[1].Kind != chat.KindStart || got[1].Data != "lai" {
		t.Errorf("%+v", got)
	}
}
