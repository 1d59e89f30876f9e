package telegram

import (
	"errors"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	tgbot "github.com/go-telegram/bot"

	"langnghe/bot/chat"
)

// Name is the channel's key in addresses and configuration.
const Name = "telegram"

// Channel is the bot on Telegram. It is safe for concurrent use.
type Channel struct {
	cfg    Config
	env    chat.Env
	bot    *tgbot.Bot
	client *http.Client
	files  *http.Client // for downloads, whose answers are larger

	username atomic.Pointer[string] // without @; nil until known

	step   sync.Mutex // one Step at a time: two getUpdates make a conflict
	state  pollState
	health health
}

var (
	_ chat.Channel = (*Channel)(nil)
	_ chat.Webhook = (*Channel)(nil)
	_ chat.Starter = (*Channel)(nil)
	_ chat.Stepper = (*Channel)(nil)

	_ chat.Fetcher    = (*Channel)(nil)
	_ chat.FileSender = (*Channel)(nil)
)

// Open checks cfg and makes the channel; it does not touch the network.
func Open(cfg Config, env chat.Env) (*Channel, error) {
	cfg, err := cfg.complete()
	if err != nil {
		return nil, err
	}
	if env.Inbox == nil {
		return nil, errors.New("telegram: no inbox")
	}
	if env.Now == nil && cfg.Mode == ModeWebhook {
		return nil, errors.New("telegram: no clock for the webhook")
	}
	if env.Transport == nil {
		env.Transport = http.DefaultTransport
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
	c := &Channel{cfg: cfg, env: env, client: newClient(env.Transport, maxAnswer), files: newClient(env.Transport, maxFetch+1)}
	if cfg.Username != "" {
		c.username.Store(&cfg.Username)
	}
	c.bot, err = tgbot.New(string(cfg.Token),
		tgbot.WithSkipGetMe(),
		tgbot.WithServerURL(cfg.APIURL),
		tgbot.WithHTTPClient(time.Minute, c.client),
		// The library's default handlers print payloads to the standard log.
		tgbot.WithErrorsHandler(func(error) { env.Count("library_error") }),
		tgbot.WithDebugHandler(func(string, ...any) {}),
	)
	if err != nil {
		return nil, errors.New("telegram: token refused by the client library")
	}
	return c, nil
}

// Name is "telegram".
func (c *Channel) Name() string { return Name }

// Username is the bot's own name without @, "" until it is known.
func (c *Channel) Username() string {
	if p := c.username.Load(); p != nil {
		return *p
	}
	return ""
}

// String names the channel and nothing else: the fields hold the token.
func (c *Channel) String() string { return Name }

// GoString is String.
func (c *Channel) GoString() string { return Name }

// Limits are the platform's: about 30 messages a second over all chats (we
// allow ourselves PerSec), one a second in a private chat, 20 a minute in a
// group. A burst is small because the platform counts inside one second.
func (c *Channel) Limits() chat.Limits {
	return chat.Limits{
		PerSec:  c.cfg.PerSec * 0.98, // and one at once: no second sees more than PerSec
		Burst:   1,
		Chat:    1,
		Group:   18.0 / 60,
		Presses: true,
		Contact: true,
		Text:    maxText,
		Buttons: maxButtons,
	}
}
