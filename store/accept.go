package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"time"

	"langnghe/bot/chat"
	"langnghe/internal/mutant"
)

// arrival is an event ready to be stored: sealed by its own caller, so that the
// one who leads the commit only puts.
type arrival struct {
	hash   hkey
	seq    uint64
	day    uint32
	sealed []byte
}

var plains = sync.Pool{New: func() any { return new([]byte) }}

// Accept stores e durably before it returns; see [chat.Inbox].
func (s *Store) Accept(ctx context.Context, e chat.Event) (fresh bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if e.Channel == "" || e.Key == "" {
		return false, errors.New("store: an event without channel or key cannot be kept")
	}
	if mutant.On(mutant.SkipDedup) {
		e.Key += fmt.Sprint("/", s.seq.Load())
	}
	a, err := s.arrive(e)
	if err == nil {
		j := s.queue.job()
		j.event = a
		s.do(j)
		fresh, err = j.fresh, j.err
		s.queue.done(j)
	}
	switch {
	case errors.Is(err, chat.ErrFull):
		s.tellFull()
	case fresh && s.isFull.Load():
		s.isFull.Store(false)
	}
	if mutant.On(mutant.AckEarly) {
		return true, nil
	}
	return fresh, err
}

func (s *Store) arrive(e chat.Event) (*arrival, error) {
	now := s.c.Now()
	key, err := s.days.current(forInbox, now)
	if err != nil && full(err) {
		return nil, chat.ErrFull
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrStore, err)
	}
	buf := plains.Get().(*[]byte)
	defer plains.Put(buf)
	*buf, err = appendEvent((*buf)[:0], e)
	if err != nil {
		return nil, err
	}
	a := &arrival{hash: s.keys.hash.sum("event", e.Channel, e.Key), seq: s.seq.Add(1), day: dayOf(now)}
	var n [8]byte
	a.sealed, err = key.seal(s.c.Rand, bInbox.String(), be8(n[:0], a.seq), *buf, 0)
	clear(*buf)
	return a, err
}

// accept puts the event unless its key is known.
func (t *tx) accept(a *arrival) (fresh bool, err error) {
	if t.get(bDedup, a.hash[:]) != nil {
		return false, nil
	}
	if t.tight {
		return false, chat.ErrFull
	}
	var n [8]byte
	t.put(bInbox, be8(n[:0], a.seq), a.sealed)
	t.putDedup(a.hash, a.seq, a.day)
	t.delta[cWaiting]++
	return true, nil
}

func (t *tx) putDedup(h hkey, seq uint64, day uint32) {
	t.put(bDedup, h[:], binary.BigEndian.AppendUint32(be8(make([]byte, 0, 12), seq), day))
	t.seq = max(t.seq, seq)
}

// known gives the number of an accepted event.
func (t *tx) known(h hkey) (seq uint64, ok bool) {
	v := t.get(bDedup, h[:])
	if v == nil {
		return 0, false
	}
	if len(v) != 12 {
		panic(corrupt(bDedup, h[:], errLength))
	}
	return binary.BigEndian.Uint64(v), true
}

// appendEvent writes an event: three short fields with their lengths, then the body.
func appendEvent(b []byte, e chat.Event) ([]byte, error) {
	at, err := e.Received.MarshalBinary()
	if err != nil {
		return b, fmt.Errorf("store: time of an event: %w", err)
	}
	b = binary.AppendUvarint(b, uint64(len(e.Channel)))
	b = append(b, e.Channel...)
	b = binary.AppendUvarint(b, uint64(len(e.Key)))
	b = append(b, e.Key...)
	b = binary.AppendUvarint(b, uint64(len(at)))
	b = append(b, at...)
	return append(b, e.Body...), nil
}

var (
	errLength = errors.New("wrong length")
	errEvent  = errors.New("not an event")

	errNoBucket = errors.New("the bucket is missing")
	errJSON     = errors.New("not what the record should be")
	errDangling = errors.New("an index points to a record that is not there")

	errKeep = errors.New("kept")
)

func decodeEvent(b []byte) (e chat.Event, err error) {
	var parts [3][]byte
	for i := range parts {
		n, w := binary.Uvarint(b)
		if w <= 0 || n > uint64(len(b)-w) {
			return e, errEvent
		}
		parts[i], b = b[w:w+int(n)], b[w+int(n):]
	}
	var at time.Time
	if err := at.UnmarshalBinary(parts[2]); err != nil {
		return e, errEvent
	}
	if len(b) == 0 {
		b = nil
	}
	return chat.Event{Channel: string(parts[0]), Key: string(parts[1]), Body: b, Received: at}, nil
}
