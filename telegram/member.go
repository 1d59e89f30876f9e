package telegram

import (
	"github.com/go-telegram/bot/models"

	"langnghe/bot/chat"
)

// readMember takes a change of the bot's own standing: blocked or unblocked in
// a private chat, added to or removed from a group. What it may do in a
// group beside writing is no news.
func readMember(m *memberChange) (chat.Inbound, string) {
	in := chat.Inbound{Chat: address(m.Chat.ID), Group: isGroup(m.Chat), At: moment(m.Date)}
	if m.From != nil {
		in.From = address(m.From.ID)
	}
	switch {
	case m.Chat.Type == models.ChatTypePrivate:
		in.From = in.Chat
		in.Kind = chat.KindUnreachable
		if m.New.in() {
			in.Kind = chat.KindReachable
		}
		return in, ""
	case !in.Group:
		return in, ignoredChannel
	}
	in.Title = m.Chat.Title
	switch {
	case m.New.speaks() && !m.Old.speaks():
		in.Kind = chat.KindGroupJoined
	case !m.New.speaks() && m.Old.speaks():
		in.Kind = chat.KindGroupLeft // muted is as good as gone: nothing can be posted
	case !m.New.in():
		in.Kind = chat.KindGroupLeft // left, then banned: out is out
	default:
		return in, ignoredRights
	}
	return in, ""
}
