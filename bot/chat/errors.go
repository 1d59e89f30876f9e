package chat

import (
	"errors"
	"fmt"
	"time"
)

// ErrFull is returned by [Inbox.Accept] when the store has no room or cannot
// write: the webhook answers 503 so that the platform delivers again.
var ErrFull = errors.New("chat: inbox cannot take more")

// ErrNoSecret is returned by [Vault.Get] for a name never put.
var ErrNoSecret = errors.New("chat: nothing under this name in the vault")

// Reaction is what the outbox does after a refusal. It is the adapter's whole
// opinion; how often and how long is decided once, in the outbox.
type Reaction string

// The reactions.
const (
	Retry       Reaction = "retry"       // the platform or the network failed; try again with growing pauses
	Wait        Reaction = "wait"        // flood control: nothing to the Scope until After has passed; costs no attempt
	Closed      Reaction = "closed"      // the person must write first: other route, or park until he does
	Unreachable Reaction = "unreachable" // the person or group cannot be reached here: other route, mark the address
	Moved       Reaction = "moved"       // the group has a new address: To
	Invalid     Reaction = "invalid"     // this message can never be sent: dead letter
	Stop        Reaction = "stop"        // the whole channel is refused: keep the queue, alert a human
)

// Reasons of an Invalid that say more than that a [Template] was not taken.
const (
	ReasonTemplate = "template" // the text may not be used any more, by anybody
	ReasonPhone    = "phone"    // there is no such number
)

// Scope is what a refusal speaks of.
type Scope string

// The scopes.
const (
	ScopeChat    Scope = "chat"
	ScopeChannel Scope = "channel"
)

// SendError is a refused or failed send, classified by the adapter.
type SendError struct {
	Reaction Reaction
	Scope    Scope         // of a Wait; ScopeChat unless said
	After    time.Duration // of a Wait
	To       Address       // of a Moved
	Reason   string        // stable key for operators and tables: "blocked", "window", "quota", …
	Code     string        // the platform's own code, e.g. "-230" or "403"
	Maybe    bool          // the platform may have delivered it all the same (answer lost)
	Err      error         // cause; never holds a token or the message's text
}

// Error says what happened in operators' words; it never holds message text,
// an address or a token.
func (e *SendError) Error() string {
	s := fmt.Sprintf("send: %s (%s", e.Reaction, e.Reason)
	if e.Code != "" {
		s += ", code " + e.Code
	}
	s += ")"
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *SendError) Unwrap() error { return e.Err }
