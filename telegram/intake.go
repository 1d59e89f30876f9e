package telegram

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"langnghe/bot/chat"
)

var errPanic = errors.New("telegram: panic while an update was read")

// take keeps one update's bytes, whichever way they came. An error means that
// the platform must deliver again. What cannot be read is kept as well, under
// the hash of its bytes: refused, it would hold up its whole chat for a day.
func (c *Channel) take(ctx context.Context, body []byte, now time.Time) error {
	in, ignored, err := c.look(body)
	key := in.Key
	switch {
	case err != nil:
		c.env.Count("undecodable")
		c.env.Log.Warn("telegram: unreadable update kept for quarantine", "cause", err)
		sum := sha256.Sum256(body)
		key = "raw:" + hex.EncodeToString(sum[:])
	case ignored != "":
		c.env.Count(ignored)
		return nil
	}
	fresh, err := c.env.Inbox.Accept(ctx, chat.Event{Channel: Name, Key: key, Body: body, Received: now})
	switch {
	case err != nil:
		c.env.Count("store_refused")
		return err
	case fresh:
		c.env.Count("accepted")
	default:
		c.env.Count("duplicate")
	}
	return nil
}

// look decodes without ever panicking.
func (c *Channel) look(body []byte) (in chat.Inbound, ignored string, err error) {
	defer func() {
		if recover() != nil {
			in, ignored, err = chat.Inbound{}, "", errPanic
		}
	}()
	return decode(body, c.Username())
}
