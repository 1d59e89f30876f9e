package store

import (
	"bytes"
	"sort"
	"time"

	"langnghe/bot"
)

// dueSize is how long the time in a timer's key is.
const dueSize = 12

func (t *tx) setTimer(x bot.Timer) {
	t.cancel(x.Key)
	h := t.hash("timer", x.Key)
	due := appendTime(make([]byte, 0, dueSize+len(h)), x.Due)
	t.put(bTimerDue, h[:], due)
	k := append(due, h[:]...)
	t.save(bTimers, k, &x)
	t.delta[cTimers]++
}

func (t *tx) cancel(key string) {
	h := t.hash("timer", key)
	due := t.get(bTimerDue, h[:])
	if due == nil {
		return
	}
	t.del(bTimers, append(bytes.Clone(due), h[:]...))
	t.del(bTimerDue, h[:])
	t.delta[cTimers]--
}

// DueTimers lists timers due at now, by due time then key. In the file timers
// of one moment lie in the order of their hashes, so the last moment is read
// whole before the list is cut.
func (t *tx) DueTimers(now time.Time, limit int) []bot.Timer {
	if limit <= 0 {
		return nil
	}
	var list []bot.Timer
	var last []byte
	end := appendTime(nil, now)
	t.scan(bTimers, nil, func(k, v []byte) bool {
		due := k[:dueSize]
		if bytes.Compare(due, end) > 0 || len(list) >= limit && !bytes.Equal(due, last) {
			return false
		}
		last = append(last[:0], due...)
		list = append(list, decode[bot.Timer](t, bTimers, k, v))
		return true
	})
	sort.SliceStable(list, func(i, j int) bool {
		if !list[i].Due.Equal(list[j].Due) {
			return list[i].Due.Before(list[j].Due)
		}
		return list[i].Key < list[j].Key
	})
	return list[:min(len(list), limit)]
}

// NextTimer is when the earliest timer is due.
func (t *tx) NextTimer() (due time.Time, ok bool) {
	t.scan(bTimers, nil, func(k, v []byte) bool {
		due, ok = decode[bot.Timer](t, bTimers, k, v).Due, true
		return false
	})
	return due, ok
}
