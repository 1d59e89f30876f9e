package telegram

import (
	"strconv"

	"github.com/go-telegram/bot/models"

	"langnghe/bot/chat"
)

// sender fills in who wrote and where. An administrator who hides behind the
// group, or a channel that speaks in it, has a stand-in in from: nobody is
// named then.
func sender(m *message) (in chat.Inbound, ignored string) {
	in = chat.Inbound{
		Chat:      address(m.Chat.ID),
		Group:     isGroup(m.Chat),
		MessageID: strconv.FormatInt(m.ID, 10),
		At:        moment(m.Date),
	}
	if in.Group {
		in.Title = m.Chat.Title
		in.Thread = topic(m)
	}
	switch {
	case m.AutoForward:
		return in, ignoredForward
	case !in.Group && m.Chat.Type != models.ChatTypePrivate:
		return in, ignoredChannel
	case m.SenderChat != nil:
		in.Anonymous = true
	case m.From == nil:
		return in, ignoredService
	case m.From.IsBot:
		return in, ignoredBot
	default:
		in.From = address(m.From.ID)
	}
	return in, ""
}

func readMessage(m *message, self string) (chat.Inbound, string) {
	// A migration is told by the platform itself, whoever from names.
	switch {
	case m.MigrateTo != 0:
		return chat.Inbound{
			Kind: chat.KindGroupMoved, Chat: address(m.Chat.ID), Group: true,
			To: address(m.MigrateTo), Title: m.Chat.Title, At: moment(m.Date),
		}, ""
	case m.MigrateFrom != 0:
		return chat.Inbound{}, ignoredMirror
	}
	in, ignored := sender(m)
	if ignored != "" {
		return in, ignored
	}
	if m.Text != "" {
		return readText(in, m, self)
	}
	in.Media = media(m)
	if len(in.Media) == 0 {
		return in, ignoredService
	}
	in.Kind, in.Text, in.Album = chat.KindMedia, m.Caption, m.Album
	return in, ""
}

func readText(in chat.Inbound, m *message, self string) (chat.Inbound, string) {
	in.Kind, in.Text = chat.KindText, m.Text
	name, to, rest := command(m.Text, m.Entities)
	switch {
	case name == "":
		return in, ""
	case to != "" && self != "" && !sameName(to, self):
		if in.Group {
			return in, ignoredOtherBot
		}
		return in, "" // in private it was typed to us all the same
	case name == "start":
		in.Kind, in.Data = chat.KindStart, rest
	default:
		in.Command = name
	}
	return in, ""
}

// readEdit takes a corrected text or caption. A live location that moves is
// also an edit, several times a minute: that is nothing a person wrote.
func readEdit(m *message) (chat.Inbound, string) {
	in, ignored := sender(m)
	if ignored != "" {
		return in, ignored
	}
	in.Kind, in.Text = chat.KindEdit, m.Text
	if m.EditDate > 0 {
		in.At = moment(m.EditDate)
	}
	if m.Text == "" {
		in.Text, in.Media = m.Caption, media(m)
		if m.Location != nil || len(in.Media) == 0 {
			return in, ignoredService
		}
	}
	return in, ""
}

// readPress takes a pressed button. The platform tells no time for it.
func readPress(q *callback) (chat.Inbound, string) {
	if q.From == nil {
		return chat.Inbound{}, ignoredService
	}
	if q.From.IsBot {
		return chat.Inbound{}, ignoredBot
	}
	in := chat.Inbound{
		Kind: chat.KindPress, From: address(q.From.ID), Chat: address(q.From.ID),
		Data: q.Data, PressID: q.ID,
	}
	if q.Message != nil {
		in.Chat = address(q.Message.Chat.ID)
		in.Group = isGroup(q.Message.Chat)
		in.MessageID = strconv.FormatInt(q.Message.ID, 10)
		if in.Group {
			in.Title = q.Message.Chat.Title
		}
	}
	return in, ""
}
