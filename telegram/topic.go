package telegram

import (
	"context"
	"strconv"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"langnghe/bot/chat"
)

// generalTopic is the number of a forum's topic General; a send that names it
// is refused.
const generalTopic = 1

const alertTopic = "Chủ đề của một nhóm Telegram đã đóng hoặc không còn; tin được gửi vào phần chung. Gắn lại nhóm trong chủ đề khác."

// topic is the topic of a group that m was written in. General has none.
// Elsewhere the platform uses the same number for threads of replies, which
// are no place.
func topic(m *message) string {
	if !m.InTopic || m.Thread <= generalTopic {
		return ""
	}
	return strconv.FormatInt(m.Thread, 10)
}

// thread is the topic m goes to, 0 for none.
func thread(m chat.Outbound) int {
	n, err := strconv.Atoi(m.Thread)
	if err != nil || n <= generalTopic || !m.Group {
		return 0
	}
	return n
}

// post sends one message. Where its topic is gone it is sent to the group as a
// whole instead: refused for that reason, it certainly was not posted.
func (c *Channel) post(ctx context.Context, p *tgbot.SendMessageParams) (*models.Message, error) {
	sent, err := c.bot.SendMessage(ctx, p)
	if err == nil || p.MessageThreadID == 0 || !c.topicGone(err) {
		return sent, err
	}
	p.MessageThreadID = 0
	return c.bot.SendMessage(ctx, p)
}

// topicGone reports whether a send was refused because of its topic, of which
// the operator is told.
func (c *Channel) topicGone(err error) bool {
	if a := c.read(err); a.code != 400 || find(a.code, a.description).reason != "topic" {
		return false
	}
	c.env.Count("topic_gone")
	c.env.Alert("telegram_topic", alertTopic)
	return true
}
