package chat

import (
	"fmt"
	"strings"
)

// Address is one chat on one platform: a person's private chat with the bot or
// a group. ID is the platform's own id, kept as a string because Zalo's ids
// exceed 2^53 and Telegram's group ids are negative.
type Address struct {
	Channel string // "zalo", "telegram"
	ID      string
}

// String writes the address as "channel:id". It is an id, not a secret, but it
// names a person on the platform: it belongs in sealed records, not in logs.
func (a Address) String() string {
	if a.IsZero() {
		return ""
	}
	return a.Channel + ":" + a.ID
}

// IsZero reports whether a names nobody.
func (a Address) IsZero() bool { return a == Address{} }

// ParseAddress reads what [Address.String] wrote.
func ParseAddress(s string) (Address, error) {
	channel, id, ok := strings.Cut(s, ":")
	if !ok || channel == "" || id == "" {
		return Address{}, fmt.Errorf("chat: address %q is not channel:id", s)
	}
	return Address{Channel: channel, ID: id}, nil
}

// MarshalText writes the address as "channel:id"; the zero address as "".
func (a Address) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (a *Address) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*a = Address{}
		return nil
	}
	p, err := ParseAddress(string(b))
	if err != nil {
		return err
	}
	*a = p
	return nil
}
