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
)

const (
	maxButtons      = 100
	maxCallbackData = 64  // bytes
	maxToast        = 200 // characters of an answer to a press
)

// Send delivers m: a text in as many parts as it needs, the buttons under the
// last one, or the answer to a press. Text is sent without markup, so nothing
// a citizen wrote is ever interpreted.
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
	parts := split(strings.ToValidUTF8(m.Text, "\uFFFD"), partUnits)
	if len(parts) == 0 {
		return chat.Receipt{}, invalid("empty", "no text")
	}
	var receipt chat.Receipt
	for i, part := range parts {
		p := &tgbot.SendMessageParams{
			ChatID:             to,
			MessageThreadID:    thread(m),
			Text:               part,
			LinkPreviewOptions: &models.LinkPreviewOptions{IsDisabled: tgbot.True()},
		}
		if i == len(parts)-1 {
			p.ReplyMarkup = markup(keyboard, m)
		}
		sent, err := c.post(ctx, p)
		if err != nil {
			return receipt, partial(c.classify(err), i)
		}
		receipt.MessageID = strconv.Itoa(sent.ID)
	}
	return receipt, nil
}

// partial turns a refusal after a first part has arrived into one that says
// so: sending again repeats what the reader already has. Flood control is
// still obeyed.
func partial(e *chat.SendError, sent int) *chat.SendError {
	if e == nil { // words that fit an edit, in answer to a message
		e = invalid("unknown", "message refused as if it were an edit")
	}
	if sent == 0 {
		return e
	}
	p := &chat.SendError{Reaction: chat.Retry, Reason: "partial", Code: e.Code, Maybe: true, Err: e.Err}
	if e.Reaction == chat.Wait {
		p.Reaction, p.Scope, p.After = e.Reaction, e.Scope, e.After
	}
	return p
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
		text := strings.ToValidUTF8(strings.TrimSpace(ch.Label), "\uFFFD")
		if ch.Key != "" {
			text = strings.TrimSpace(ch.Key + ". " + text)
		}
		if text == "" {
			return nil, invalid("buttons", "choice without label")
		}
		k.InlineKeyboard = append(k.InlineKeyboard, []models.InlineKeyboardButton{{Text: text, CallbackData: ch.Data}})
	}
	return k, nil
}

func invalid(reason, why string) *chat.SendError {
	return &chat.SendError{Reaction: chat.Invalid, Reason: reason, Err: errors.New(why)}
}
