package telegram

import (
	"context"
	"strconv"

	tgbot "github.com/go-telegram/bot"

	"langnghe/bot/chat"
	"langnghe/bot/text"
)

// answerPress stops the spinner, with m.Text as a passing notice when there is
// one, and takes the pressed message's buttons away. That the press is too old
// to answer, or the buttons are gone already, is as good as done.
func (c *Channel) answerPress(ctx context.Context, to int64, m chat.Outbound) error {
	if m.Pressed.ID != "" {
		_, err := c.bot.AnswerCallbackQuery(ctx, &tgbot.AnswerCallbackQueryParams{
			CallbackQueryID: m.Pressed.ID,
			Text:            text.Prefix(m.Text, maxToast),
		})
		if e := c.classify(err); e != nil {
			return e
		}
	}
	id, err := strconv.Atoi(m.Pressed.MessageID)
	if err != nil || id <= 0 {
		return nil // an inline message: nothing of ours to change
	}
	_, err = c.bot.EditMessageReplyMarkup(ctx, &tgbot.EditMessageReplyMarkupParams{ChatID: to, MessageID: id})
	if e := c.classify(err); e != nil {
		return e
	}
	return nil
}
