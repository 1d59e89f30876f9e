package bot

import (
	"errors"
	"sync"
	"sync/atomic"

	"langnghe/bot/chat"
)

// letter is a waiting event. Decoding is pure, so it does not matter who does
// it, the one who decides or the one who reads ahead of him; it is done once.
type letter struct {
	chat.Event
	channel chat.Channel // nil when it is off
	decode  func() (chat.Inbound, error)
}

// fewest is how many events must wait for reading ahead to be worth it.
const fewest = 4

// letters takes what waits, and has the store read ahead for those that are
// not in hand yet.
func (b *Bot) letters(tx Tx, most int) (list []letter, take func(i int)) {
	for _, ev := range tx.Waiting(most) {
		l := letter{Event: ev}
		if c, ok := b.channel(ev.Channel); ok {
			l.channel = c
			l.decode = sync.OnceValues(func() (chat.Inbound, error) { return c.Decode(ev.Body) })
		}
		list = append(list, l)
	}
	var hand atomic.Int64 // the event in hand
	if len(list) >= fewest {
		at := int64(0)
		tx.Ahead(func() (chat.Address, bool) {
			for at = max(at, hand.Load()) + 1; at < int64(len(list)); at++ {
				if in, err := list[at].glance(); err == nil && !in.Group && !in.Chat.IsZero() {
					return in.Chat, true
				}
			}
			return chat.Address{}, false
		})
	}
	return list, func(i int) { hand.Store(int64(i)) }
}

var errUnread = errors.New("bot: not to be read ahead")

// glance is decode for one who reads ahead: what goes wrong is for him who decides.
func (l *letter) glance() (in chat.Inbound, err error) {
	if l.channel == nil {
		return in, errUnread
	}
	defer func() {
		if recover() != nil {
			err = errUnread
		}
	}()
	return l.decode()
}
