package telegram

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// The modes of receiving.
const (
	ModeWebhook = "webhook"
	ModePoll    = "poll"
)

// Config is what the operator says about the bot. The zero value of an
// optional field means its default.
type Config struct {
	// Token is the bot's token from BotFather, "<digits>:<letters>".
	Token Secret
	// WebhookSecret is sent back by the platform with every update; 1 to 256
	// of A-Z a-z 0-9 _ -. Required in webhook mode.
	WebhookSecret Secret
	// APIURL is the server of the Bot API; default https://api.telegram.org.
	APIURL string
	// Mode is "webhook" (default) or "poll". One of the two receives, never
	// both; polling suits a machine that the internet cannot reach.
	Mode string
	// PublicURL is the full address of the webhook as the platform calls it,
	// https unless it is loopback. Required in webhook mode.
	PublicURL string
	// PerSec is how many messages a second we allow ourselves over all chats;
	// default 25, since the platform tolerates about 30.
	PerSec float64
	// MaxConnections is how many updates the platform may deliver at once,
	// 1 to 100; default 20, which one writer takes easily.
	MaxConnections int
	// Username is the bot's name without @. Optional: Start asks for it.
	Username string
	// PollTimeout is how long one getUpdates may wait for something to
	// happen, at most 50 s and less than the transport's own bound. Zero
	// answers at once and is asked again after a second.
	PollTimeout time.Duration
	// Commands and GroupCommands are the menus the platform shows in private
	// chats and in groups, whatever language an app is set to; nil means the defaults, an empty slice none.
	Commands      []Command
	GroupCommands []Command
}

// Command is one line of the command menu.
type Command struct {
	Name        string // 1 to 32 of a-z 0-9 _
	Description string // what it does, in Vietnamese
}

var (
	defaultCommands = []Command{
		{"baocao", "Gửi báo cáo"},
		{"khan", "Báo việc khẩn cấp"},
		{"xemlai", "Xem lại những gì đã gửi"},
		{"huy", "Dừng việc đang làm"},
		{"giup", "Cách dùng trợ lý"},
	}
	defaultGroupCommands = []Command{
		{"giup", "Cách dùng trợ lý"},
	}
)

const (
	defaultAPIURL         = "https://api.telegram.org"
	defaultPerSec         = 25
	defaultMaxConnections = 20
	maxPollTimeout        = 50 * time.Second // the server clamps it there
)

var (
	tokenShape   = regexp.MustCompile(`^[0-9]+:[A-Za-z0-9_-]+$`)
	secretShape  = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)
	commandShape = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
)

// complete fills in the defaults and reports every mistake at once.
func (c Config) complete() (Config, error) {
	if c.APIURL == "" {
		c.APIURL = defaultAPIURL
	}
	c.APIURL = strings.TrimRight(c.APIURL, "/")
	if c.Mode == "" {
		c.Mode = ModeWebhook
	}
	if c.PerSec == 0 {
		c.PerSec = defaultPerSec
	}
	if c.MaxConnections == 0 {
		c.MaxConnections = defaultMaxConnections
	}
	if c.Commands == nil {
		c.Commands = defaultCommands
	}
	if c.GroupCommands == nil {
		c.GroupCommands = defaultGroupCommands
	}
	c.Username = strings.TrimPrefix(c.Username, "@")

	var bad []error
	wrong := func(ok bool, format string, args ...any) {
		if !ok {
			bad = append(bad, fmt.Errorf("telegram: "+format, args...))
		}
	}
	wrong(tokenShape.MatchString(string(c.Token)), "token is not of the form <digits>:<letters>")
	wrong(c.Mode == ModeWebhook || c.Mode == ModePoll, "mode %q is neither webhook nor poll", c.Mode)
	wrong(c.PerSec > 0 && c.PerSec <= 1000, "per_sec %v is not between 0 and 1000", c.PerSec)
	wrong(c.MaxConnections >= 1 && c.MaxConnections <= 100, "max_connections %d is not between 1 and 100", c.MaxConnections)
	wrong(c.PollTimeout >= 0 && c.PollTimeout <= maxPollTimeout, "poll_timeout %v is not between 0 and 50s", c.PollTimeout)
	if u, err := url.Parse(c.APIURL); err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
		wrong(false, "api_url is not an http or https address")
	}
	if c.Mode == ModeWebhook {
		wrong(secretShape.MatchString(string(c.WebhookSecret)), "webhook_secret must be 1 to 256 of A-Z a-z 0-9 _ -")
		wrong(webhookAddress(c.PublicURL), "public url of the webhook must be an https address (http only on loopback)")
	}
	for _, m := range append(append([]Command{}, c.Commands...), c.GroupCommands...) {
		wrong(commandShape.MatchString(m.Name) && m.Description != "", "command %q: name must be a-z 0-9 _ and the description not empty", m.Name)
	}
	return c, errors.Join(bad...)
}

func webhookAddress(s string) bool {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" {
		return false
	}
	if u.Scheme == "https" {
		return true
	}
	ip := net.ParseIP(u.Hostname())
	return u.Scheme == "http" && (u.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}
