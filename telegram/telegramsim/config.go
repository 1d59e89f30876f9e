package telegramsim

import (
	"net/http"
	"time"
)

// Config makes a simulated platform with one bot.
type Config struct {
	Token    string           // the one token it knows
	Username string           // the bot's name without @
	Now      func() time.Time // the platform's clock; required
	// Deliver carries webhooks to the bot; nil is http.DefaultTransport.
	Deliver http.RoundTripper
	// AllowHTTP lets setWebhook take http addresses on loopback, any port.
	AllowHTTP bool
	// LongPoll, when set, is called by a getUpdates that has nothing to hand
	// out, and may wait up to d; then the queue is looked at once more. Nil
	// answers at once.
	LongPoll func(d time.Duration)
	Limits   Limits
	// FirstUpdate is the id of the first update; 0 means 100001. A platform that
	// goes on where another simulator stopped must not repeat its ids.
	FirstUpdate int64
	// KeepCalls is how many calls are recorded, the oldest going first; 0
	// means all, a negative number none.
	KeepCalls int
}

// Limits are the platform's; a zero field means its default.
type Limits struct {
	Off         bool          // no flood control at all
	PerSec      int           // messages in any second over all chats; default 30
	ChatBurst   int           // messages a private chat takes at once, then one a second; default 5
	GroupPerMin int           // messages in any minute in one group; default 20
	RetryAfter  time.Duration // how long a flood in all chats or in a private chat stops; default 3 s
	PressAge    time.Duration // how long a press can be answered; default 15 s
}

func (l Limits) complete() Limits {
	if l.PerSec == 0 {
		l.PerSec = 30
	}
	if l.ChatBurst == 0 {
		l.ChatBurst = 5
	}
	if l.GroupPerMin == 0 {
		l.GroupPerMin = 20
	}
	if l.RetryAfter == 0 {
		l.RetryAfter = 3 * time.Second
	}
	if l.PressAge == 0 {
		l.PressAge = 15 * time.Second
	}
	return l
}
