package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"time"

	"langnghe/bot"
)

// Swept says what [Store.Sweep] removed.
type Swept struct {
	DayKeys     int // keys of days destroyed: what they sealed is gone for good
	Quarantined int // events put aside that were never replayed
	Resealed    int // events still waiting whose day was over, kept under today's key
	Dedup       int // keys of events
	Sent        int // dedup keys of outbox rows
	Dead        int // outbox rows kept for the operator
	Audit       int
	Aside       int // damaged records set aside
	Media       int // records of photos, voice notes and files whose time is over
	Files       int // files no record asks for
}

// sweepChunk is how many records one transaction of a sweep removes, so that
// others need not wait long.
const sweepChunk = 1000

// Sweep removes what has been kept long enough at now. Call it once a day or
// more often. What is still waiting is never removed.
func (s *Store) Sweep(now time.Time) (n Swept, err error) {
	ctx := context.Background()
	steps := []func() error{
		func() (err error) { n.Resealed, n.Quarantined, n.DayKeys, err = s.sweepDays(ctx, now); return err },
		func() (err error) { n.Dedup, err = s.sweepKeys(ctx, bDedup, now, s.c.Retention.Dedup); return err },
		func() (err error) { n.Sent, err = s.sweepKeys(ctx, bSeen, now, s.c.Retention.Sent); return err },
		func() (err error) { n.Dead, err = s.sweepDead(ctx, now); return err },
		func() (err error) { n.Audit, err = s.sweepAudit(ctx, now); return err },
		func() (err error) { n.Aside, err = s.sweepAside(ctx, now); return err },
		func() error {
			media, files, keys, err := s.sweepMedia(ctx, now)
			n.Media, n.Files, n.DayKeys = media, files, n.DayKeys+keys
			return err
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return n, err
		}
	}
	return n, nil
}

// sweepDays empties what the expired keys of the days seal, then destroys them.
func (s *Store) sweepDays(ctx context.Context, now time.Time) (resealed, dropped, destroyed int, err error) {
	in, err := s.days.expired(forInbox, now, s.c.Retention.Inbox)
	if err != nil {
		return 0, 0, 0, err
	}
	qu, err := s.days.expired(forQuarantine, now, s.c.Retention.Quarantine)
	if err != nil || len(in)+len(qu) == 0 {
		return 0, 0, 0, err
	}
	old := map[uint32]bool{}
	for _, id := range append(in, qu...) {
		old[id] = true
	}
	under := func(_, v []byte) bool { return old[sealedUnder(v)] }
	resealed, err = s.sweep(ctx, bInbox, under, func(t *tx, k, v []byte) error {
		plain, err := unseal(s.box, bInbox.String(), k, v)
		if err != nil {
			return errKeep // damaged: for Salvage
		}
		key, err := s.days.current(forInbox, now)
		if err != nil {
			return err
		}
		again, err := key.seal(s.c.Rand, bInbox.String(), k, plain, 0)
		if err != nil {
			return err
		}
		t.put(bInbox, k, again)
		return nil
	})
	if err != nil {
		return resealed, 0, 0, err
	}
	if resealed > 0 {
		s.c.Alert("store_waiting_old", "messages are waiting for longer than they should be kept: the turn worker does not get on")
	}
	dropped, err = s.sweep(ctx, bQuarantine, under, func(t *tx, k, _ []byte) error {
		t.del(bQuarantine, k)
		t.delta[cQuarantined]--
		return nil
	})
	if err != nil {
		return resealed, dropped, 0, err
	}
	for _, id := range append(in, qu...) {
		if err := s.days.destroy(id); err != nil {
			return resealed, dropped, destroyed, err
		}
		destroyed++
	}
	return resealed, dropped, destroyed, nil
}

// sweepKeys removes dedup keys whose day is over; those of events that wait or
// are quarantined stay.
func (s *Store) sweepKeys(ctx context.Context, b bucket, now time.Time, days int) (int, error) {
	return s.sweep(ctx, b, func(_, v []byte) bool {
		return len(v) == 12 && binary.BigEndian.Uint32(v[8:])+uint32(days) < dayOf(now)
	}, func(t *tx, k, v []byte) error {
		if b == bDedup && (t.get(bInbox, v[:8]) != nil || t.get(bQuarantine, v[:8]) != nil || t.get(bDamaged, v[:8]) != nil) {
			return errKeep
		}
		t.del(b, k)
		return nil
	})
}

// sweepDead removes outbox rows nobody will send: dead ones at their expiry,
// and what has none, or may have been sent, as long after as quarantine lasts.
func (s *Store) sweepDead(ctx context.Context, now time.Time) (int, error) {
	return s.sweep(ctx, bOutbox, func(_, v []byte) bool {
		return len(v) > 0 && (v[0] == 'd' || v[0] == 'm')
	}, func(t *tx, k, v []byte) error {
		o := t.rowOrDamaged(k, v)
		if o.State == bot.Damaged {
			return errKeep // for Mend
		}
		end := o.Expires
		if end.IsZero() || o.State == bot.MaybeSent {
			end = o.Since.AddDate(0, 0, s.c.Retention.Quarantine)
		}
		if now.Before(end) {
			return errKeep
		}
		t.delta[stateCount(v[0])]--
		t.del(bOutbox, k)
		return nil
	})
}

func (s *Store) sweepAudit(ctx context.Context, now time.Time) (n int, err error) {
	end := now.AddDate(0, 0, -s.c.Retention.Audit)
	for more := true; more; {
		gone := 0
		err = s.update(ctx, func(t *tx) error {
			gone = 0
			var keys [][]byte
			t.scan(bAudit, nil, func(k, v []byte) bool {
				if len(keys) == sweepChunk || !decode[bot.Audit](t, bAudit, k, v).At.Before(end) {
					return false
				}
				keys = append(keys, bytes.Clone(k))
				return true
			})
			for _, k := range keys {
				t.del(bAudit, k)
			}
			gone = len(keys)
			return nil
		})
		if err != nil {
			return n, err
		}
		n += gone
		more = gone == sweepChunk
	}
	return n, nil
}

// sweep finds records by a look at their bytes in a view, and removes them in
// chunks: drop looks again, in the transaction, and returns errKeep to spare one.
func (s *Store) sweep(ctx context.Context, b bucket, old func(k, v []byte) bool, drop func(t *tx, k, v []byte) error) (n int, err error) {
	var keys [][]byte
	err = s.view(ctx, func(t *tx) error {
		t.scan(b, nil, func(k, v []byte) bool {
			if old(k, v) {
				keys = append(keys, bytes.Clone(k))
			}
			return true
		})
		return nil
	})
	for len(keys) > 0 && err == nil {
		chunk := keys[:min(len(keys), sweepChunk)]
		keys = keys[len(chunk):]
		gone := 0
		err = s.update(ctx, func(t *tx) error {
			gone = 0
			for _, k := range chunk {
				v := t.get(b, k)
				if v == nil || !old(k, v) {
					continue
				}
				switch err := drop(t, k, bytes.Clone(v)); {
				case err == nil:
					gone++
				case !errors.Is(err, errKeep):
					return err
				}
			}
			return nil
		})
		if err == nil {
			n += gone
		}
	}
	return n, err
}
