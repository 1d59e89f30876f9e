package telegram

import (
	"bytes"
	"context"
	"path"
	"strconv"
	"strings"
	"time"

	tgbot "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"langnghe/bot/chat"
	"langnghe/bot/text"
)

const (
	maxPhoto   = 10 << 20
	maxUpload  = 50 << 20
	maxCaption = 1024
	maxName    = 120 // bytes
)

// Takes implements chat.FileSender: every kind, within the platform's sizes.
func (c *Channel) Takes(kind, _ string, size int64) bool {
	if kind == chat.Photo {
		return size <= maxPhoto
	}
	return size <= maxUpload
}

// SendFile uploads f to m.To, with m.Text below it. Buttons and presses do not
// go with a file. Refusals are those of [Channel.Send]; what the platform would
// certainly refuse is refused here, before megabytes are on their way.
func (c *Channel) SendFile(ctx context.Context, _ time.Time, m chat.Outbound, f chat.File) (chat.Receipt, error) {
	to, err := strconv.ParseInt(m.To.ID, 10, 64)
	caption := strings.TrimSpace(strings.ToValidUTF8(m.Text, "\uFFFD"))
	most := maxUpload
	if f.Kind == chat.Photo {
		most = maxPhoto
	}
	switch {
	case err != nil || to == 0 || m.To.Channel != Name:
		return chat.Receipt{}, invalid("address", "not an address of this channel")
	case m.Pressed != nil || len(m.Choices) > 0:
		return chat.Receipt{}, invalid("buttons", "a file has no choices")
	case len(f.Bytes) == 0:
		return chat.Receipt{}, invalid("empty", "no file")
	case len(f.Bytes) > most:
		return chat.Receipt{}, invalid("too_big", "file larger than the platform takes")
	case text.Units(caption) > maxCaption:
		return chat.Receipt{}, invalid("too_long", "caption longer than the platform takes")
	}
	sent, err := c.upload(ctx, to, thread(m), caption, f)
	if err != nil && thread(m) != 0 && c.topicGone(err) {
		sent, err = c.upload(ctx, to, 0, caption, f)
	}
	if err != nil {
		return chat.Receipt{}, c.refused(err)
	}
	return chat.Receipt{MessageID: strconv.Itoa(sent.ID)}, nil
}

func (c *Channel) upload(ctx context.Context, to int64, thread int, caption string, f chat.File) (*models.Message, error) {
	file := &models.InputFileUpload{Filename: fileName(f.Name), Data: bytes.NewReader(f.Bytes)}
	if f.Kind == chat.Photo {
		return c.bot.SendPhoto(ctx, &tgbot.SendPhotoParams{ChatID: to, MessageThreadID: thread, Photo: file, Caption: caption})
	}
	return c.bot.SendDocument(ctx, &tgbot.SendDocumentParams{ChatID: to, MessageThreadID: thread, Document: file, Caption: caption})
}

// fileName is a name fit for a form's header and for a phone: no path, no
// control characters, not endless.
func fileName(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r == '"' || r == '\\' || r == 0x7f {
			return -1
		}
		return r
	}, strings.ToValidUTF8(path.Base(s), ""))
	if s = strings.TrimSpace(s); s == "" || s == "." || s == "/" {
		return "tep"
	}
	if len(s) > maxName {
		ext := path.Ext(s)
		if len(ext) > 12 {
			ext = ""
		}
		s = strings.ToValidUTF8(s[:maxName-len(ext)], "") + ext
	}
	return s
}
