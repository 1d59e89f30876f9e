package store

import (
	"sync"
	"sync/atomic"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot/chat"
)

// ahead is what another processor has read while a transaction decides. It
// reads the file as it was before the transaction, so a record is told by where
// its bytes lie: bbolt maps the file and writes nothing in place, so bytes put
// meanwhile lie elsewhere and what was read of the old ones is not found. So it
// can only save time: whoever finds nothing here opens and decodes himself.
type ahead struct {
	mu   sync.Mutex
	recs map[*byte]any // *T of the record whose sealed bytes begin there

	stop atomic.Bool
	done chan struct{}
}

// Ahead reads, on another processor, what deciding about a chat begins with,
// for one chat after the other as next gives them; see [bot.Tx].
func (t *tx) Ahead(next func() (chat.Address, bool)) {
	if t.ahead != nil {
		return
	}
	a := &ahead{recs: map[*byte]any{}, done: make(chan struct{})}
	btx, err := t.btx.DB().Begin(false)
	if err != nil {
		return // it would only have saved time
	}
	t.ahead = a
	go a.read(&tx{s: t.s, btx: btx, keep: a}, btx, next)
}

func (a *ahead) read(t *tx, btx *bolt.Tx, next func() (chat.Address, bool)) {
	defer close(a.done)
	defer btx.Rollback() //nolint:errcheck // reading: nothing to lose
	for !a.stop.Load() {
		c, ok := next()
		if !ok {
			return
		}
		// A record that cannot be read is met again by the one who needs it.
		_ = guard(func() error {
			t.Session(c)
			t.Contact(c)
			if p, ok := t.PersonAt(c); ok {
				t.PostsOf(p.ID)
			}
			return nil
		})
	}
}

// end has the reader stop and waits for it: its bytes are the file's.
func (a *ahead) end() {
	if a != nil {
		a.stop.Store(true)
		<-a.done
	}
}

func (a *ahead) put(value []byte, rec any) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.recs[&value[0]] = rec
}

// take gives what was read of these very bytes, once: a record is its reader's own.
func (a *ahead) take(value []byte) any {
	if a == nil || len(value) == 0 {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	rec := a.recs[&value[0]]
	delete(a.recs, &value[0])
	return rec
}
