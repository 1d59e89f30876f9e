package telegramsim

import (
	"container/heap"
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// How long an update waits for a webhook or a poll.
const (
	messageLife = 24 * time.Hour
	pressLife   = 150 * time.Second
)

// queue holds what was not delivered: one lane per key, strictly serial inside
// a lane, lanes ordered by when their head is due.
type queue struct {
	nextID int64
	last   time.Time // update
	lanes  map[string]*lane
	due    laneHeap
}

type lane struct {
	key     string
	updates []*update
	due     time.Time // of the head
	tries   int       // of the head
	index   int       // in the heap, -1 while not in it
}

type update struct {
	id      int64
	body    []byte
	rest    time.Time // not before
	expires time.Time
}

// The platform's ordering keys.
func laneMessage(chat int64) string  { return "m" + strconv.FormatInt(chat, 10) }
func lanePress(user int64) string    { return "c" + strconv.FormatInt(user, 10) }
func laneMember(chat int64) string   { return "b" + strconv.FormatInt(chat, 10) }
func laneOthers(user int64) string   { return "o" + strconv.FormatInt(user, 10) }
func laneReaction(chat int64) string { return "r" + strconv.FormatInt(chat, 10) }

// onRequest are the kinds that a bot gets only when it names them.
var onRequest = []string{"chat_member", "message_reaction", "message_reaction_count"}

// wants says whether the bot asked for updates of this kind.
func (w *webhook) wants(kind string) bool {
	if len(w.allowed) == 0 {
		return !slices.Contains(onRequest, kind)
	}
	return slices.Contains(w.allowed, kind)
}

// enqueue makes an update of the given kind, unless the bot does not want it.
// The update is born now; it lives for life.
func (s *Sim) enqueue(kind string, what any, key string, life time.Duration) {
	s.revision++
	if !s.hook.wants(kind) {
		return
	}
	now := s.now()
	if q := &s.queue; !q.last.IsZero() && now.Sub(q.last) >= idsRest && q.len() == 0 {
		q.nextID = anewFrom(q.nextID)
	}
	s.queue.last = now
	id := s.queue.nextID
	s.queue.nextID++
	if s.happens(&s.faults.Dropped, "dropped") {
		return
	}
	body, err := json.Marshal(obj{"update_id": id, kind: what})
	if err != nil {
		panic("telegramsim: " + err.Error())
	}
	u := &update{id: id, body: body, expires: now.Add(life)}
	if s.happens(&s.faults.Delayed, "delayed") {
		rest := s.faults.Delay
		if rest == 0 {
			rest = 5 * time.Second
		}
		u.rest = now.Add(rest)
	}
	l := s.queue.lanes[key]
	if l == nil {
		l = &lane{key: key, index: -1}
		s.queue.lanes[key] = l
	}
	l.updates = append(l.updates, u)
	if n := len(l.updates); n > 1 && s.happens(&s.faults.Reorder, "reorder") {
		l.updates[n-1], l.updates[n-2] = l.updates[n-2], l.updates[n-1]
	}
	if len(l.updates) == 1 {
		l.due, l.tries = later(now, u.rest), 0
		heap.Push(&s.queue.due, l)
	}
	s.awake()
}

// idsRest is how long without updates makes the next number a random one.
const idsRest = 7 * 24 * time.Hour

// anewFrom is where the numbers go on: anywhere, also below, the same in each run.
func anewFrom(id int64) int64 { return 200_001 + id*7919%1_000_000_000 }

// Enqueue makes an update of any kind, known or not, in the message lane of
// chat: for kinds this package has no words for.
func (s *Sim) Enqueue(kind string, chat int64, what any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.enqueue(kind, what, laneMessage(chat), messageLife)
}

// Pending is how many updates wait.
func (s *Sim) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.queue.len()
}

func (s *Sim) awake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// pop removes the head of l.
func (q *queue) pop(l *lane, now time.Time) {
	l.updates = l.updates[1:]
	l.tries = 0
	if len(l.updates) == 0 {
		heap.Remove(&q.due, l.index)
		delete(q.lanes, l.key)
		return
	}
	l.due = later(now, l.updates[0].rest)
	heap.Fix(&q.due, l.index)
}

// postpone makes the head of l due later.
func (q *queue) postpone(l *lane, due time.Time) {
	l.due = due
	heap.Fix(&q.due, l.index)
}

// all lists what waits by id.
func (q *queue) all() []*update {
	var list []*update
	for _, l := range q.due {
		list = append(list, l.updates...)
	}
	slices.SortFunc(list, func(a, b *update) int { return int(a.id - b.id) })
	return list
}

// remove drops every update that gone approves of.
func (q *queue) remove(gone func(*update) bool) {
	lanes := slices.Clone(q.due)
	for _, l := range lanes {
		head := l.updates[0]
		l.updates = slices.DeleteFunc(l.updates, gone)
		if len(l.updates) == 0 {
			heap.Remove(&q.due, l.index)
			delete(q.lanes, l.key)
		} else if l.updates[0] != head {
			l.tries = 0
		}
	}
	heap.Init(&q.due) // heads may have changed
}

func (q *queue) expire(now time.Time) {
	q.remove(func(u *update) bool { return now.After(u.expires) })
}

func (q *queue) clear() { q.remove(func(*update) bool { return true }) }

func (q *queue) len() int {
	n := 0
	for _, l := range q.due {
		n += len(l.updates)
	}
	return n
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// laneHeap orders lanes by due time, then by the id of their head.
type laneHeap []*lane

func (h laneHeap) Len() int { return len(h) }
func (h laneHeap) Less(i, j int) bool {
	if !h[i].due.Equal(h[j].due) {
		return h[i].due.Before(h[j].due)
	}
	return h[i].updates[0].id < h[j].updates[0].id
}
func (h laneHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

// Push is for container/heap.
func (h *laneHeap) Push(x any) {
	l := x.(*lane)
	l.index = len(*h)
	*h = append(*h, l)
}

// Pop is for container/heap.
func (h *laneHeap) Pop() any {
	old := *h
	l := old[len(old)-1]
	l.index = -1
	*h = old[:len(old)-1]
	return l
}
