package bot

import (
	"langnghe/bot/chat"
)

// prefer asks where the person wants to be written to, or does what he said. ""
// is where he wrote last.
func (t *turn) prefer() {
	named := t.channelsNamed()
	if len(t.person.Chats) < 2 {
		t.say(t.text("bot.prefer_one", "kenh", channelNames(t.person.Chats)))
		t.again()
		return
	}
	if len(named) == 1 {
		t.setPrefer(named[0])
		return
	}
	var as []Action
	for _, a := range t.person.Chats {
		as = append(as, Action{Label: t.text("bot.act_prefer", "kenh", channelName(a.Channel)), Do: "prefer:" + a.Channel})
	}
	t.say(t.text("bot.prefer", "noi_nhan", t.preference()), numbered(append(as,
		Action{Label: t.text("bot.act_prefer_last"), Do: "prefer:"},
		Action{Key: "0", Label: t.text("bot.act_back"), Do: "cmd:menu"})...)...)
}

// setPrefer notes where the person wants to be written to: a channel on which he
// has a chat, or "".
func (t *turn) setPrefer(channel string) {
	if _, ok := t.person.At(channel); channel != "" && !ok {
		t.say(t.text("bot.unlink_not", "kenh", channelName(channel)))
		t.again()
		return
	}
	t.person.Prefer = channel
	t.ch.People = append(t.ch.People, t.person)
	t.audit("preferred", t.person.ID, "")
	t.say(t.text("bot.preferred", "noi_nhan", t.preference()))
}

// preference is where the person wants to be written to, in words.
func (t *turn) preference() string {
	if t.person.Prefer == "" {
		return t.text("bot.prefer_last")
	}
	return channelName(t.person.Prefer)
}

// chatsShown are the person's channels, and where he is written to if there are
// several.
func (t *turn) chatsShown() string {
	names := channelNames(t.person.Chats)
	if len(t.person.Chats) > 1 {
		return t.text("bot.chats_and", "kenh", names, "noi_nhan", t.preference())
	}
	return names
}

// shut says why one of the person's chats cannot be written to now, "" when it
// can. The one in which he just wrote can.
func (t *turn) shut(a chat.Address) string {
	if a == t.in.Chat && t.in.Kind != "" {
		return ""
	}
	return t.b.shut(t.tx, a, t.now)
}
