package main

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"time"

	"langnghe/bot"
)

// record is one key that a turn writes: its size, and whether its key is a hash
// and so falls anywhere, or follows the one before.
type record struct {
	bucket string
	bytes  int
	hashed bool
}

// written is what one turn writes, and what was under its keys before.
type written struct {
	puts   []record
	before []record
}

func (w written) total() (n int) {
	for _, r := range w.puts {
		n += r.bytes
	}
	return n
}

// sealing is what sealing adds to a record: version, key id, nonce and tag.
const sealing = 1 + 4 + 24 + 16

// turnBytes asks the product what one such turn writes: every record of its
// change at its sealed size, and the index rows that go with it.
func turnBytes(dir string) (w written, err error) {
	c, err := build(plan{dir: dir, people: 2, now: time.Now, noSync: true})
	if err != nil {
		return w, err
	}
	defer func() { err = errors.Join(err, c.store.Close()) }()
	if err := c.sayAll(time.Now(), toReview...); err != nil {
		return w, err
	}
	sealed := func(bucket string, rec any, hashed bool) record {
		data, e := json.Marshal(rec)
		err = errors.Join(err, e)
		return record{bucket, len(data) + sealing, hashed}
	}
	if e := c.store.View(context.Background(), func(v bot.View) error {
		before, _ := v.Session(address(0))
		contact, _ := v.Contact(address(0))
		w.before = []record{sealed("sessions", before, true), sealed("contacts", contact, true)}
		return nil
	}); e != nil {
		return w, e
	}
	c.bot.Store = &watched{Store: c.store, most: 1, change: func(ch bot.Change) {
		for range ch.Handled {
			w.puts = append(w.puts, record{"dedup", 12, true})
		}
		for _, x := range ch.Sessions {
			w.puts = append(w.puts, sealed("sessions", x, true))
		}
		for _, x := range ch.Contacts {
			w.puts = append(w.puts, sealed("contacts", x, true))
		}
		for _, x := range ch.Reports {
			w.puts = append(w.puts, sealed("reports", x, false), record{"reports_of", 0, true}, record{"reports_in", 0, false}, record{"reports_by", 0, true})
		}
		for _, x := range ch.Outbox {
			w.puts = append(w.puts, sealed("outbox", x, false))
			if x.Dedup != "" {
				w.puts = append(w.puts, record{"seen", 12, true})
			}
		}
		for _, x := range ch.Timers {
			w.puts = append(w.puts, sealed("timers", x, true))
		}
		for _, x := range ch.Audit {
			w.puts = append(w.puts, sealed("audit", x, false))
		}
	}}
	if e := c.say(0, send, time.Now()); e != nil {
		return w, e
	}
	if err == nil && len(w.puts) == 0 {
		err = errors.New("the turn wrote nothing")
	}
	return w, err
}

// at is the record as person i's turn puts it.
func (r record) at(i, k int) put {
	key := binary.BigEndian.AppendUint64(make([]byte, 0, 32), uint64(i))
	if r.hashed {
		sum := sha256.Sum256(append(key, r.bucket...))
		key = sum[:16]
	} else {
		key = append(key, byte(k))
	}
	return put{r.bucket, key, make([]byte, r.bytes)}
}

// bareTurns puts the same bytes; with accept the event first, in a group commit
// of its own.
func bareTurns(dir string, w written, accept bool) (f figure, err error) {
	buckets := []string{"inbox"}
	for _, r := range append(w.before, w.puts...) {
		buckets = append(buckets, r.bucket)
	}
	g, err := openGroup(dir, buckets...)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, g.close()) }()
	var there []put
	for i := range turnPeople {
		for k, r := range w.before {
			there = append(there, r.at(i, k))
		}
	}
	if err := g.put(there...); err != nil {
		return f, err
	}
	return closed(turnInFlight, turnPeople, func(i int) error {
		if accept {
			e := message(i, send, time.Now())
			if err := g.put(put{"inbox", []byte(e.Key), e.Body}); err != nil {
				return err
			}
		}
		puts := make([]put, len(w.puts))
		for k, r := range w.puts {
			puts[k] = r.at(i, k)
		}
		return g.put(puts...)
	})
}
