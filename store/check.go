package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
)

// maxProblems is how many problems a check lists.
const maxProblems = 20

// Check walks the whole file: bbolt's own check, every record opens and decodes
// and lies under its key, indexes and records agree, and every accepted event is
// in exactly one place; then each file of media that should be there opens. It
// reads one unchanging picture while others write.
func (s *Store) Check(ctx context.Context) error {
	var kept []hkey
	err := s.view(ctx, func(t *tx) error {
		c := &checker{ctx: ctx, t: t}
		for err := range t.btx.Check() {
			c.problem("file: %v", err)
		}
		if len(c.problems) == 0 { // else walking it may not end well
			for _, part := range []func(){c.events, c.chats, c.org, c.reports, c.outbox, c.timers, c.media, c.rest} {
				if err := guard(func() error { part(); return nil }); err != nil {
					c.problem("%v", err)
				}
			}
			c.indexes()
		}
		kept = c.kept
		if err := ctx.Err(); err != nil {
			return err
		}
		if len(c.problems) == 0 {
			return nil
		}
		return errors.Join(c.problems...)
	})
	if err == nil {
		err = s.checkFiles(ctx, kept)
	}
	if err != nil {
		return fmt.Errorf("store: check: %w", err)
	}
	return nil
}

type checker struct {
	ctx      context.Context
	t        *tx
	problems []error
	indexed  [nBuckets]int // entries of an index that records account for
	kept     []hkey        // media that must have a file
}

func (c *checker) problem(format string, args ...any) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, fmt.Errorf(format, args...))
	}
}

// walk visits each record of a bucket; one that cannot be read is a problem and
// does not stop the walk.
func (c *checker) walk(b bucket, f func(k, v []byte)) {
	c.t.scan(b, nil, func(k, v []byte) bool {
		if err := guard(func() error { f(k, v); return nil }); err != nil {
			c.problem("%v", err)
		}
		return c.ctx.Err() == nil && len(c.problems) < maxProblems
	})
}

// under says that a record lies under the key its content asks for.
func (c *checker) under(b bucket, k, want []byte) {
	if !bytes.Equal(k, want) {
		c.problem("%s/%s lies under another record's key", b, hex.EncodeToString(k))
	}
}

// entry says that a record has its entry in an index.
func (c *checker) entry(index bucket, key []byte) {
	c.indexed[index]++
	if c.t.get(index, key) == nil {
		c.problem("%s lacks the entry %s", index, hex.EncodeToString(key))
	}
}

// indexes says that no index has more entries than the records account for.
func (c *checker) indexes() {
	for _, b := range indexes {
		n := 0
		c.t.scan(b, nil, func(_, _ []byte) bool { n++; return true })
		if n != c.indexed[b] && c.ctx.Err() == nil {
			c.problem("%s has %d entries where the records ask for %d", b, n, c.indexed[b])
		}
	}
}

// events: each number belongs to one dedup key; a row in the inbox or the
// quarantine has the number of its own key; no number is in both.
func (c *checker) events() {
	t := c.t
	last := t.bucket(bInbox).Sequence()
	seen := map[uint64]bool{}
	c.walk(bDedup, func(k, v []byte) {
		if len(v) != 12 {
			panic(corrupt(bDedup, k, errLength))
		}
		n := binary.BigEndian.Uint64(v)
		if seen[n] || n > last || n == 0 {
			c.problem("dedup/%s has the number %d, which is not its own", hex.EncodeToString(k), n)
		}
		seen[n] = true
	})
	own := func(b bucket, k []byte, channel, key string) {
		n, ok := t.known(t.s.keys.hash.sum("event", channel, key))
		if !ok {
			c.problem("%s/%s has no dedup key", b, hex.EncodeToString(k))
		}
		c.under(b, k, be8(nil, n))
	}
	c.walk(bInbox, func(k, v []byte) {
		e := t.event(k, v)
		own(bInbox, k, e.Channel, e.Key)
	})
	for _, pair := range [][2]bucket{{bInbox, bQuarantine}, {bInbox, bDamaged}, {bQuarantine, bDamaged}} {
		c.walk(pair[0], func(k, _ []byte) {
			if t.get(pair[1], k) != nil {
				c.problem("event %s is both in %s and in %s", hex.EncodeToString(k), pair[0], pair[1])
			}
		})
	}
	c.walk(bDamaged, func(k, _ []byte) {
		if !seen[binary.BigEndian.Uint64(k)] {
			c.problem("damaged event %s has no dedup key", hex.EncodeToString(k))
		}
	})
	for _, q := range t.Quarantined() {
		n, _ := t.known(t.s.keys.hash.sum("event", q.Event.Channel, q.Event.Key))
		own(bQuarantine, be8(nil, n), q.Event.Channel, q.Event.Key)
		if t.get(bQuarantine, be8(nil, n)) == nil {
			c.problem("a quarantined event lies under another number than %d", n)
		}
	}
}
