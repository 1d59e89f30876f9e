package zalo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"langnghe/bot/chat"
)

// Name is the channel's key in addresses.
const Name = "zalo"

// Channel is one Official Account.
type Channel struct {
	cfg    Config
	env    chat.Env
	client *client
	media  *http.Client
	tokens *tokens
	plain  atomic.Bool // Zalo refused our buttons once: numbers only from then on

	health  health
	recover recovery
}

var (
	_ chat.Channel = (*Channel)(nil)
	_ chat.Webhook = (*Channel)(nil)
	_ chat.Stepper = (*Channel)(nil)
	_ chat.Starter = (*Channel)(nil)
	_ chat.Keeper  = (*Channel)(nil)

	_ chat.Fetcher    = (*Channel)(nil)
	_ chat.FileSender = (*Channel)(nil)
)

// Open makes the channel; it touches neither network nor vault yet.
func Open(cfg Config, env chat.Env) (*Channel, error) {
	if err := cfg.Check(); err != nil {
		return nil, err
	}
	if env.Inbox == nil || env.Vault == nil || env.Transport == nil || env.Now == nil {
		return nil, errors.New("zalo: Inbox, Vault, Transport and Now are needed")
	}
	if env.Log == nil {
		env.Log = slog.New(slog.DiscardHandler)
	}
	if env.Count == nil {
		env.Count = func(string) {}
	}
	if env.Alert == nil {
		env.Alert = func(string, string) {}
	}
	cfg = cfg.filled()
	cl := newClient(env.Transport)
	c := &Channel{cfg: cfg, env: env, client: cl, tokens: newTokens(cfg, env, cl)}
	c.media = c.newMediaClient()
	return c, nil
}

// Format keeps fmt from walking into the secrets: methods of unexported fields
// are out of its reach.
func (c *Channel) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(Name)) }

// Name implements chat.Channel.
func (c *Channel) Name() string { return Name }

// Limits implements chat.Channel. Zalo counts in fixed minutes, so a burst at
// the edge must fit too: Burst + 60*PerSec stays below PerMinute + 1.
func (c *Channel) Limits() chat.Limits {
	l := chat.Limits{
		Quotas:  quotas,
		Contact: c.cfg.ContactImage != "",
		Window:  c.cfg.Window,
		PerSec:  float64(c.cfg.PerMinute) / 60 * 0.98,
		Burst:   max(1, c.cfg.PerMinute*2/100),
		Text:    maxText,
	}
	if c.cfg.Buttons {
		l.Buttons = maxButtons
	}
	return l
}

// Decode implements chat.Channel.
func (c *Channel) Decode(body []byte) (chat.Inbound, error) { return Decode(body) }

// Start implements chat.Starter: it makes sure that there is a usable token.
// The webhook's address is set by hand in the console; the API has no call
// for it.
func (c *Channel) Start(ctx context.Context, now time.Time) error {
	if _, _, e := c.tokens.access(ctx, now, ""); e != nil {
		return fmt.Errorf("zalo: no access token: %w", e)
	}
	return nil
}

// Step implements chat.Stepper: it renews the token at about 20 hours of age,
// asks once a day how the OA stands, and fetches what the webhook did not
// bring. Each has its own due time; next is the earliest.
func (c *Channel) Step(ctx context.Context, now time.Time) (time.Time, bool, error) {
	next, did, e := c.tokens.step(ctx, now)
	if e != nil {
		return next, did, e // without a token there is nothing else to do
	}
	for _, job := range []func(context.Context, time.Time) (time.Time, bool, *chat.SendError){c.checkHealth, c.recoverMissed} {
		at, done, failed := job(ctx, now)
		if failed != nil {
			e = failed
		}
		did = did || done
		if !at.IsZero() && at.Before(next) {
			next = at
		}
	}
	if e != nil {
		return next, did, e
	}
	return next, did, nil
}
