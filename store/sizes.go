package store

import (
	bolt "go.etcd.io/bbolt"

	"langnghe/bot"
)

// What is counted in memory: rebuilt when the file is opened, changed with each
// commit.
const (
	cWaiting = iota
	cQuarantined
	cDamaged
	cQueued
	cSending
	cParked
	cDead
	cMaybe
	cTimers
	cAside
	nCounts
)

// Sizes are the figures an operator watches.
type Sizes struct {
	Waiting     int // accepted events not yet handled
	Quarantined int
	Damaged     int // events that cannot be opened, see [Store.Salvage]
	Queued      int // outbox rows by state
	Sending     int
	Parked      int
	Dead        int
	Maybe       int
	Timers      int
	Aside       int   // damaged records set aside, see [Store.Mend]
	FileBytes   int64 // the data file
	FreeBytes   int64 // of it, pages that are free
	MediaFiles  int   // photos, voice notes and files kept beside it
	MediaBytes  int64
}

// Sizes is cheap; it reads nothing from the file.
func (s *Store) Sizes() Sizes {
	n := func(i int) int { return int(s.counts[i].Load()) }
	z := Sizes{
		Waiting: n(cWaiting), Quarantined: n(cQuarantined), Damaged: n(cDamaged), Queued: n(cQueued), Sending: n(cSending),
		Parked: n(cParked), Dead: n(cDead), Maybe: n(cMaybe), Timers: n(cTimers), Aside: n(cAside),
	}
	s.media.mu.Lock()
	z.MediaFiles, z.MediaBytes = s.media.count, s.media.bytes
	s.media.mu.Unlock()
	db := s.db.Load()
	if db == nil {
		return z
	}
	btx, err := db.Begin(false)
	if err != nil {
		return z
	}
	defer btx.Rollback() //nolint:errcheck // reading
	z.FileBytes = btx.Size()
	z.FreeBytes = int64(db.Stats().FreePageN) * int64(db.Info().PageSize)
	return z
}

func (s *Store) count(t *tx) {
	for i, d := range t.delta {
		if d != 0 {
			s.counts[i].Add(d)
		}
	}
}

// recount counts the records; keys only, but for the state byte of outbox rows.
func (s *Store) recount(t *tx) {
	var n [nCounts]int64
	all := func(b bucket, i int) {
		t.scan(b, nil, func(_, _ []byte) bool { n[i]++; return true })
	}
	all(bInbox, cWaiting)
	all(bQuarantine, cQuarantined)
	all(bDamaged, cDamaged)
	all(bTimers, cTimers)
	all(bAside, cAside)
	t.scan(bOutbox, nil, func(_, v []byte) bool {
		if len(v) > 0 { // else it is damaged
			n[stateCount(v[0])]++
		}
		return true
	})
	for i := range n {
		s.counts[i].Store(n[i])
	}
}

// The state of an outbox row stands before its sealed value as one byte.
var stateBytes = map[bot.OutState]byte{
	bot.Queued: 'q', bot.Sending: 's', bot.Parked: 'p', bot.Dead: 'd', bot.MaybeSent: 'm',
}

func rowState(key, value []byte) byte {
	if len(value) == 0 {
		panic(corrupt(bOutbox, key, errLength))
	}
	return value[0]
}

func stateCount(b byte) int {
	switch b {
	case 's':
		return cSending
	case 'p':
		return cParked
	case 'd':
		return cDead
	case 'm':
		return cMaybe
	}
	return cQueued
}

// tight reports whether the file is so near its MaxSize that new events must be
// refused, to leave room for handling those that wait: deleting needs free
// pages too.
func (s *Store) tight(db *bolt.DB, btx *bolt.Tx) bool {
	if s.c.MaxSize <= 0 {
		return false
	}
	// Size is up to the last page in use; beyond it the file can still grow,
	// but for one step.
	free := db.Stats().FreePageN * db.Info().PageSize
	room := max(s.c.MaxSize-s.c.growth()-int(btx.Size()), 0)
	return room+free < s.c.MaxSize/8
}

// tellFull tells the operator once, until events are taken again.
func (s *Store) tellFull() {
	if !s.isFull.Swap(true) {
		s.c.Log.Error("store: the data file is full, new events are refused", "max_size", s.c.MaxSize)
		s.c.Alert("store_full", "the data file is full: new messages are refused until there is room")
	}
}
