package telegram

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"langnghe/bot/chat"
	"langnghe/bot/text"
)

const (
	maxText         = 4096 // UTF-16 units of a message
	splitText       = 3500 // a long text is cut with room to spare, so that no way of counting disagrees
	maxButtons      = 100
	maxCallbackData = 64  // bytes
	maxToast        = 200 // characters of an answer to a press
)

// Parts cuts a long text; the buttons are under the last part.
func (c *Channel) Parts(m chat.Outbound) []chat.Outbound {
	if m.Pressed != nil {
		return []chat.Outbound{m}
	}
	if m.Attach != nil && text.Units(m.Text) <= maxCaption {
		return []chat.Outbound{m}
	}
	var parts []chat.Outbound
	for _, s := range text.Split(m.Text, splitText) {
		parts = append(parts, chat.Outbound{To: m.To, Group: m.Group, Thread: m.Thread, Text: s})
	}
	if m.Attach != nil { // too many words for a caption
		return append(parts, chat.Outbound{To: m.To, Group: m.Group, Thread: m.Thread, Attach: m.Attach})
	}
	if n := len(parts); n > 0 {
		last := &parts[n-1]
		last.Choices, last.AskContact, last.EndContact = m.Choices, m.AskContact, m.EndContact
	}
	return parts
}

// Send delivers m: a text with the buttons under it, or the answer to a press.
// Text is sent without markup, so nothing a citizen wrote is ever interpreted.
func (c *Channel) Send(ctx context.Context, _ time.Time, m chat.Outbound) (chat.Receipt, error) {
	to, err := strconv.ParseInt(m.To.ID, 10, 64)
	if err != nil || to == 0 || m.To.Channel != Name {
		return chat.Receipt{}, invalid("address", "not an address of this channel")
	}
	if m.Pressed != nil {
		return chat.Receipt{}, c.answerPress(ctx, to, m)
	}
	keyboard, refusal := draw(m.Choices)
	if refusal != nil {
		return chat.Receipt{}, refusal
	}
	words := strings.TrimSpace(strings.ToValidUTF8(m.Text, "\uFFFD"))
	switch {
	case words == "":
		return chat.Receipt{}, invalid("empty", "no text")
	case text.Units(words) > maxText:
		return chat.Receipt{}, invalid("too_long", "more than one message")
	}
	p := &tgbot.SendMessageParams{
		ChatID:             to,
		MessageThreadID:    thread(m),
		Text:               words,
		ReplyMarkup:        markup(keyboard, m),
		LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: tgbot.True()},
	}
	sent, err := c.post(ctx, p)
	if err != nil {
		return chat.Receipt{}, c.refused(err)
	}
	return chat.Receipt{MessageID: strconv.Itoa(sent.ID)}, nil
}

// refused is what the refusal of a message means; words that fit only an edit
// say nothing good about it.
func (c *Channel) refused(err error) *chat.SendError {
	if e := c.classify(err); e != nil {
		return e
	}
	return invalid("unknown", "message refused as if it were an edit")
}

// draw makes a keyboard with one choice a row; "1. Nhãn" also tells what may
// be typed instead.
func draw(choices []chat.Choice) (*models.InlineKeyboardMarkup, *chat.SendError) {
	if len(choices) == 0 {
		return nil, nil
	}
	if len(choices) > maxButtons {
		return nil, invalid("buttons", "more than 100 choices")
	}
	k := &models.InlineKeyboardMarkup{}
	for _, ch := range choices {
		if ch.Data == "" || len(ch.Data) > maxCallbackData {
			return nil, invalid("buttons", "choice data must be 1 to 64 bytes")
		}
		label := strings.ToValidUTF8(strings.TrimSpace(ch.Label), "\uFFFD")
		if ch.Key != "" {
			label = strings.TrimSpace(ch.Key + ". " + label)
		}
		if label == "" {
			return nil, invalid("buttons", "choice without label")
		}
		k.InlineKeyboard = append(k.InlineKeyboard, []models.InlineKeyboardButton{{Text: label, CallbackData: ch.Data}})
	}
	return k, nil
}

func invalid(reason, why string) *chat.SendError {
	return &chat.SendError{Reaction: chat.Invalid, Reason: reason, Err: errors.New(why)}
}
