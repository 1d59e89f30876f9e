package chat

import (
	"context"
	"log/slog"
	"net/http"
	"time"
)

// Channel is a platform as the application sees it.
type Channel interface {
	// Name is the channel's key in addresses and configuration: "zalo", "telegram".
	Name() string
	// Limits is constant for the life of the channel.
	Limits() Limits
	// Decode reads an accepted event's body. It is pure; an error sends the
	// event to quarantine.
	Decode(body []byte) (Inbound, error)
	// Parts cuts m into the messages of the platform that say it, in order;
	// most are one. Choices go with the last. It is pure: the same m gives
	// the same parts, and a part is its own only part. Nothing to say gives
	// none.
	Parts(m Outbound) []Outbound
	// Send delivers m, which must be one part, as one message. A refusal is a
	// *[SendError]. now is the present moment; the call blocks for the
	// network only and never retries, but for one forced token refresh.
	Send(ctx context.Context, now time.Time, m Outbound) (Receipt, error)
}

// Webhook is a channel that is delivered to over HTTP; it is mounted at
// <webhook prefix>/<name>.
type Webhook interface {
	http.Handler
}

// Stepper is a channel with work of its own (a token to renew, updates to
// poll). Step does what is due at now, and says when to be called next; did
// reports whether anything was done. An error has been classified and counted;
// it is for the log.
type Stepper interface {
	Step(ctx context.Context, now time.Time) (next time.Time, did bool, err error)
}

// Starter is a channel that must be made known to its platform at start
// (setWebhook, commands). It is called again with growing pauses until it
// returns nil; the program serves meanwhile.
type Starter interface {
	Start(ctx context.Context, now time.Time) error
}

// Named is a channel whose bot has a public name, for deep links. The name may
// be known only after the first Start; until then it is "".
type Named interface{ Username() string }

// Inbox takes events for keeping.
type Inbox interface {
	// Accept stores e durably before it returns. fresh is false when an
	// event of the same Channel and Key was accepted before, which is no
	// error. [ErrFull] when the store cannot take it.
	Accept(ctx context.Context, e Event) (fresh bool, err error)
}

// Vault keeps a channel's changing secrets (rotating tokens), sealed.
type Vault interface {
	// Get returns the bytes last put under name, or [ErrNoSecret].
	Get(ctx context.Context, name string) ([]byte, error)
	// Put stores value durably before it returns.
	Put(ctx context.Context, name string, value []byte) error
}

// Env is what a channel gets from the program when it is opened.
type Env struct {
	Inbox     Inbox
	Vault     Vault
	Transport http.RoundTripper // how to reach the platform; bounded in time by the program
	Public    http.RoundTripper // reaches public addresses only, for links that came from outside; nil: Transport
	Now       func() time.Time  // for webhooks, which nobody hands a time
	Log       *slog.Logger      // constant messages, ids as fields
	// Count adds one to the counter of this channel called what, e.g.
	// "webhook_bad_signature"; what comes from a fixed set.
	Count func(what string)
	// Alert tells the operator something a human must mend; key is constant
	// and repeated alerts of the same key are folded by the receiver.
	Alert func(key, message string)
}
