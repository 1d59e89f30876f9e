package store

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot"
)

// tx is a transaction, reading or writing. The first error of a write sticks
// and spoils the job.
type tx struct {
	s        *Store
	btx      *bolt.Tx
	buckets  [nBuckets]*bolt.Bucket
	writable bool
	tight    bool // too little room for new events

	writes int
	err    error
	seq    uint64 // highest number of an event put
	delta  [nCounts]int64
	gone   []hkey // files of media to be removed once this is committed

	ahead *ahead // what is read ahead for this one
	keep  *ahead // this one is the reader: what it decodes is for another
}

var _ bot.Tx = (*tx)(nil)

func (t *tx) bucket(b bucket) *bolt.Bucket {
	if t.buckets[b] == nil {
		t.buckets[b] = t.btx.Bucket([]byte(b.String()))
		if t.buckets[b] == nil {
			panic(corrupt(b, nil, errNoBucket))
		}
		if inOrder[b] {
			t.buckets[b].FillPercent = 0.9
		}
	}
	return t.buckets[b]
}

// get gives the bytes under key, valid in the transaction only.
func (t *tx) get(b bucket, key []byte) []byte { return t.bucket(b).Get(key) }

// put keeps value until the commit: it must not be changed afterwards.
func (t *tx) put(b bucket, key, value []byte) {
	if t.err != nil {
		return
	}
	t.writes++
	if err := t.bucket(b).Put(key, value); err != nil {
		t.err = fmt.Errorf("store: put into %s: %w", b, err)
	}
}

func (t *tx) del(b bucket, key []byte) {
	if t.err != nil {
		return
	}
	t.writes++
	if err := t.bucket(b).Delete(key); err != nil {
		t.err = fmt.Errorf("store: delete from %s: %w", b, err)
	}
}

func (t *tx) fail(err error) {
	if t.err == nil {
		t.err = err
	}
}

// next gives the bucket's next number.
func (t *tx) next(b bucket) uint64 {
	n, err := t.bucket(b).NextSequence()
	if err != nil {
		t.fail(fmt.Errorf("store: number of %s: %w", b, err))
	}
	t.writes++
	return n
}

// saveSequence remembers the highest number of an event, so that none is given twice.
func (t *tx) saveSequence() error {
	if b := t.bucket(bInbox); t.seq > b.Sequence() {
		return b.SetSequence(t.seq)
	}
	return nil
}

// scan walks the records whose key begins with prefix, in order, until f says
// stop. f must not write to b.
func (t *tx) scan(b bucket, prefix []byte, f func(k, v []byte) (more bool)) {
	c := t.bucket(b).Cursor()
	for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		if !f(k, v) {
			return
		}
	}
}

// tails lists what follows prefix in the keys of an index, at most max, from
// the end when newest.
func (t *tx) tails(b bucket, prefix []byte, newest bool, limit int) [][]byte {
	var found [][]byte
	if newest && !t.writable {
		// Backwards only when reading: bbolt's Prev stops short at a page
		// that deletes in the same transaction have emptied.
		c := t.bucket(b).Cursor()
		k, _ := c.Seek(append(bytes.Clone(prefix), bytes.Repeat([]byte{0xff}, 32)...))
		if k == nil {
			k, _ = c.Last()
		} else {
			k, _ = c.Prev()
		}
		for ; k != nil && len(found) < limit && bytes.HasPrefix(k, prefix); k, _ = c.Prev() {
			found = append(found, bytes.Clone(k[len(prefix):]))
		}
		return found
	}
	t.scan(b, prefix, func(k, _ []byte) bool {
		if !newest && len(found) >= limit {
			return false
		}
		found = append(found, bytes.Clone(k[len(prefix):]))
		return true
	})
	if newest {
		for i, j := 0, len(found)-1; i < j; i, j = i+1, j-1 {
			found[i], found[j] = found[j], found[i]
		}
	}
	return found[:min(len(found), max(limit, 0))]
}

// open gives the plain bytes of a sealed value; what does not open panics.
func (t *tx) open(b bucket, key, value []byte) []byte {
	plain, err := unseal(t.s.box, b.String(), key, value)
	if err != nil {
		panic(corrupt(b, key, err))
	}
	return plain
}

func (s *Store) box(id uint32) *box {
	if id == dataKeyID {
		return s.keys.data
	}
	return s.days.find(id)
}

// decode reads the sealed JSON of a record found under key.
func decode[T any](t *tx, b bucket, key, value []byte) T {
	if rec, ok := t.ahead.take(value).(*T); ok {
		return *rec
	}
	rec := new(T)
	if err := json.Unmarshal(t.open(b, key, value), rec); err != nil {
		panic(corrupt(b, key, errJSON))
	}
	if t.keep != nil {
		t.keep.put(value, rec)
	}
	return *rec
}

// load reads one record.
func load[T any](t *tx, b bucket, key []byte) (rec T, ok bool) {
	v := t.get(b, key)
	if v == nil {
		return rec, false
	}
	return decode[T](t, b, key, v), true
}

// need reads a record that an index points to.
func need[T any](t *tx, b bucket, key []byte) T {
	rec, ok := load[T](t, b, key)
	if !ok {
		panic(corrupt(b, key, errDangling))
	}
	return rec
}

// save seals rec and puts it under key.
func (t *tx) save(b bucket, key []byte, rec any) {
	if v := t.sealed(b, key, rec, 0); v != nil {
		t.put(b, key, v)
	}
}

func (t *tx) sealed(b bucket, key []byte, rec any, head int) []byte {
	plain, err := json.Marshal(rec)
	if err != nil {
		t.fail(fmt.Errorf("store: encode a record of %s: %w", b, err))
		return nil
	}
	v, err := t.s.keys.data.seal(t.s.c.Rand, b.String(), key, plain, head)
	if err != nil {
		t.fail(err)
		return nil
	}
	return v
}

// reindex replaces the index keys of a record.
func (t *tx) reindex(b bucket, old, now [][]byte) {
	for _, k := range old {
		if !has(now, k) {
			t.del(b, k)
		}
	}
	for _, k := range now {
		if !has(old, k) {
			t.put(b, k, nil)
		}
	}
}

func has(keys [][]byte, key []byte) bool {
	for _, k := range keys {
		if bytes.Equal(k, key) {
			return true
		}
	}
	return false
}

func (t *tx) hash(kind, v string) hkey { return t.s.keys.hash.sum(kind, v, "") }

func be8(b []byte, n uint64) []byte { return binary.BigEndian.AppendUint64(b, n) }

// appendTime writes a moment in 12 bytes that sort as time does.
func appendTime(b []byte, at time.Time) []byte {
	b = be8(b, uint64(at.Unix())^1<<63)
	return binary.BigEndian.AppendUint32(b, uint32(at.Nanosecond()))
}
