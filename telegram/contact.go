package telegram

import (
	"strings"

	"github.com/go-telegram/bot/models"

	"langnghe/bot/chat"
)

// markup is what is drawn with a message: the buttons under it, or a keyboard
// in place of the letters. The platform takes one of the two.
func markup(buttons *models.InlineKeyboardMarkup, m chat.Outbound) models.ReplyMarkup {
	switch label := strings.TrimSpace(strings.ToValidUTF8(m.AskContact, "\uFFFD")); {
	case buttons != nil:
		return buttons
	case m.EndContact && !m.Group:
		return &models.ReplyKeyboardRemove{RemoveKeyboard: true}
	case label != "" && !m.Group: // in groups the platform refuses it
		return &models.ReplyKeyboardMarkup{
			Keyboard:        [][]models.KeyboardButton{{{Text: label, RequestContact: true}}},
			ResizeKeyboard:  true,
			OneTimeKeyboard: true,
		}
	}
	return nil
}
