package store

import (
	"bytes"
	"context"
	"encoding/json"

	"langnghe/bot"
)

// Salvaged says what [Store.Salvage] moved.
type Salvaged struct {
	Aside int // events that cannot be read, set aside so that the others get on
	Back  int // events set aside before that can be read again
}

// Salvage sets aside the events, waiting or quarantined, that cannot be opened,
// and puts back those that can be opened again because a lost key came back.
// One unreadable event stops whoever reads the inbox, on purpose: it may be that
// a folder of keys was forgotten when a backup was put back, so it is for an
// operator to decide. What is set aside is kept as it is.
func (s *Store) Salvage(ctx context.Context) (n Salvaged, err error) {
	err = s.update(ctx, func(t *tx) error {
		n = Salvaged{}
		for _, b := range []bucket{bInbox, bQuarantine} {
			n.Aside += t.move(b, bDamaged, func(k, v []byte) bool { return !t.readable(b, k, v) })
		}
		for _, b := range []bucket{bInbox, bQuarantine} {
			n.Back += t.move(bDamaged, b, func(k, v []byte) bool { return t.readable(b, k, v) })
		}
		return nil
	})
	if err == nil && n != (Salvaged{}) {
		s.c.Log.Warn("store: salvaged", "aside", n.Aside, "back", n.Back)
	}
	return n, err
}

// readable reports whether v is a record of bucket b. A value set aside tells
// by its seal where it came from.
func (t *tx) readable(b bucket, k, v []byte) bool {
	plain, err := unseal(t.s.box, b.String(), k, v)
	if err != nil {
		return false
	}
	if b == bInbox {
		_, err = decodeEvent(plain)
	} else {
		err = json.Unmarshal(plain, &bot.Quarantined{})
	}
	return err == nil
}

var placeCount = map[bucket]int{bInbox: cWaiting, bQuarantine: cQuarantined, bDamaged: cDamaged}

func (t *tx) move(from, to bucket, which func(k, v []byte) bool) int {
	var keys, values [][]byte
	t.scan(from, nil, func(k, v []byte) bool {
		if which(k, v) {
			keys, values = append(keys, bytes.Clone(k)), append(values, bytes.Clone(v))
		}
		return true
	})
	for i, k := range keys {
		t.del(from, k)
		t.put(to, k, values[i])
	}
	t.delta[placeCount[from]] -= int64(len(keys))
	t.delta[placeCount[to]] += int64(len(keys))
	return len(keys)
}
