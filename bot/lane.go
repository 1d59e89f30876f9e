package bot

import (
	"cmp"
	"container/heap"
	"slices"
	"time"

	"golang.org/x/time/rate"

	"langnghe/bot/chat"
	"langnghe/internal/mutant"
)

// lane is the queue of one channel: a line for each recipient, and the lines
// ordered by what waits in them.
type lane struct {
	channel chat.Channel
	fetches bool // its rows bring something: see fetchLane
	knocks  bool // its rows are knocks: see knockLane
	rate    *rate.Limiter
	until   time.Time // nothing is sent before, when the platform said stop
	stopped string    // why the platform refuses the whole channel; "" when it does not
	failed  int       // failures since the last answer, the first of them at failing
	failing time.Time
	look    time.Time // when what is urgent is looked through again for what is stuck
	urgent  []*slot   // of that, what is still to be looked at
	held    bool      // something urgent was stuck when it was looked through
	lines   map[chat.Address]*line
	ready   lineHeap // lines whose head may go now, most urgent first
	later   waitHeap // lines whose head may go at a known moment
	timed   slotHeap // rows for a later time: they take their place when it comes
	flying  map[uint64]*slot
	paces   map[chat.Address]*rate.Limiter
}

// line is one recipient's queue.
type line struct {
	to    chat.Address
	slots []*slot
	busy  bool // its head is being sent
	at    time.Time
	in    int // index in a heap, -1 when in none
	heap  int // 0 none, 1 ready, 2 later
}

// slot is one row's place.
type slot struct {
	id    uint64
	due   time.Time
	prio  int
	part  int  // of a long message, how many are through
	press bool // no message: the chat's pace does not count it
	group bool
	alert bool
	begun bool // it had its turn: it goes to the head of its line
	addr  chat.Address
	to    *line
	doubt bool // a claim of it failed, perhaps after it was written
	spent []*rate.Reservation
}

// stands reports whether a row is still to be sent, as its place in line has it.
func (s *slot) stands(o Outgoing) bool {
	return o.State == Queued || s.doubt && o.State == Sending
}

// refund gives back what a row took of the rates, when it was not sent after all.
func (s *slot) refund(now time.Time) {
	for _, r := range s.spent {
		r.CancelAt(now)
	}
	s.spent = s.spent[:0]
}

// chatBurst is how many messages one private chat may get at once, groupBurst a
// group: with 18 a minute that stays within Telegram's 20.
const (
	chatBurst  = 3
	groupBurst = 2
)

// priority: 0 goes first.
func priority(c Class) int {
	switch c {
	case Press, Reply, Receipt, Alert:
		return 0
	}
	return 1
}

func newLane(c chat.Channel) *lane {
	l := c.Limits()
	limit := rate.Limit(l.PerSec)
	if l.PerSec <= 0 {
		limit = rate.Inf
	}
	return &lane{
		channel: c, rate: rate.NewLimiter(limit, max(1, l.Burst)),
		lines: map[chat.Address]*line{}, flying: map[uint64]*slot{}, paces: map[chat.Address]*rate.Limiter{},
	}
}

// Downloads are large and slow, so only a few are under way, and not many begin
// in a second.
const (
	fetchSlots = 4
	fetchRate  = 5
)

// fetchLane is the queue of what is to be brought from a channel.
func fetchLane(c chat.Channel) *lane {
	l := newLane(c)
	l.fetches, l.rate = true, rate.NewLimiter(fetchRate, fetchSlots)
	return l
}

// add puts a row at the end of its recipient's line. A row made for a later
// time holds nobody up: it takes its place when its time comes. One that had its
// turn and waits (for another try, because the platform said so, for its further
// parts) is at the head, so that nothing overtakes it.
func (l *lane) add(o Outgoing) {
	s := &slot{
		id: o.ID, due: o.Due, prio: priority(o.Class), part: o.Part, press: o.Class == Press, group: o.Msg.Group,
		alert: o.Class == Alert, begun: o.Begun, addr: o.Msg.To,
	}
	if !o.Due.IsZero() && (!o.Begun || l.fetches) { // what cannot be had yet holds up no other
		heap.Push(&l.timed, s)
		return
	}
	l.join(s)
}

func (l *lane) join(s *slot) {
	ln := l.lines[s.addr]
	if ln == nil {
		ln = &line{to: s.addr, in: -1}
		l.lines[s.addr] = ln
	}
	s.to = ln
	at := len(ln.slots)
	if s.begun || mutant.On(mutant.OutOfOrder) {
		at = 0
	}
	ln.slots = slices.Insert(ln.slots, at, s)
	if s.alert {
		l.urgent = append(l.urgent, s)
	}
	l.place(ln)
}

// pace is the recipient's own limit; nil when there is none.
func (l *lane) pace(s *slot, now time.Time) *rate.Limiter {
	limits := l.channel.Limits()
	per := limits.Chat
	if l.fetches {
		return nil
	}
	if s.group {
		per = limits.Group
	}
	if per <= 0 || s.press {
		return nil
	}
	if p, ok := l.paces[s.addr]; ok {
		return p
	}
	if len(l.paces) >= 4096 {
		for a, p := range l.paces { // order does not matter: all that are full go
			if p.TokensAt(now) >= float64(p.Burst()) {
				delete(l.paces, a)
			}
		}
	}
	burst := chatBurst
	if s.group {
		burst = groupBurst
	}
	p := rate.NewLimiter(rate.Limit(per), burst)
	l.paces[s.addr] = p
	return p
}

// place puts a line where it belongs: what is most urgent in it decides, since
// nothing in a line overtakes anything before it; when its head may go is when
// the head is due.
func (l *lane) place(ln *line) {
	l.lift(ln)
	if ln.busy {
		return
	}
	if len(ln.slots) == 0 {
		delete(l.lines, ln.to)
		return
	}
	due := ln.slots[0].due
	if ln.at.After(due) {
		due = ln.at
	}
	if due.IsZero() {
		ln.heap = 1
		heap.Push(&l.ready, ln)
		return
	}
	ln.heap = 2
	ln.at = due
	heap.Push(&l.later, ln)
}

// lift takes a line out of its heap.
func (l *lane) lift(ln *line) {
	switch ln.heap {
	case 1:
		heap.Remove(&l.ready, ln.in)
	case 2:
		heap.Remove(&l.later, ln.in)
	}
	ln.heap, ln.in = 0, -1
}

// take gives the next row that may be sent now, or when to ask again (zero:
// only when something is added).
func (l *lane) take(now time.Time) (*slot, time.Time) {
	for len(l.timed) > 0 && !l.timed[0].due.After(now) {
		s := heap.Pop(&l.timed).(*slot)
		s.due = time.Time{}
		l.join(s)
	}
	for len(l.later) > 0 && !l.later[0].at.After(now) {
		ln := l.later[0]
		l.lift(ln)
		ln.at = time.Time{}
		ln.slots[0].due = time.Time{}
		l.place(ln)
	}
	if now.Before(l.until) {
		if len(l.ready)+len(l.later)+len(l.timed) == 0 {
			return nil, time.Time{}
		}
		return nil, l.until
	}
	for len(l.ready) > 0 {
		ln := l.ready[0]
		pace := l.pace(ln.slots[0], now)
		if d := wait(pace, now); d > 0 {
			ln.at = now.Add(d)
			l.place(ln)
			continue
		}
		if d := wait(l.rate, now); d > 0 {
			return nil, now.Add(d)
		}
		s := ln.slots[0]
		s.spent = append(s.spent[:0], l.rate.ReserveN(now, 1))
		if pace != nil {
			s.spent = append(s.spent, pace.ReserveN(now, 1))
		}
		l.lift(ln)
		ln.slots = ln.slots[1:]
		ln.busy = true
		l.flying[s.id] = s
		return s, time.Time{}
	}
	var next time.Time
	if len(l.later) > 0 {
		next = l.later[0].at
	}
	if len(l.timed) > 0 {
		next = sooner(next, l.timed[0].due)
	}
	return nil, next
}

// laneSlots is how many sends of one channel may be under way, and bulkSlots how
// many while only what can wait is to be sent: a slow platform holds up neither
// the other one nor the answers.
const (
	laneSlots = 32
	bulkSlots = 24
)

// free reports whether one more may be sent now. A stopped or failing channel is
// tried with one.
func (l *lane) free() bool {
	if l.fetches {
		return len(l.flying) < fetchSlots
	}
	if l.stopped != "" || l.failed >= failsMany {
		return len(l.flying) == 0
	}
	if n := len(l.flying); n < bulkSlots || n >= laneSlots {
		return n < laneSlots
	}
	if len(l.ready) == 0 {
		return true
	}
	return l.ready[0].urgency().prio == 0
}

// wait is how long until a limiter lets one message pass; nil always does.
func wait(l *rate.Limiter, now time.Time) time.Duration {
	if l == nil {
		return 0
	}
	r := l.ReserveN(now, 1)
	d := r.DelayFrom(now)
	r.CancelAt(now)
	return d
}

// done ends a row's flight; the next of its line may go.
func (l *lane) done(s *slot) {
	delete(l.flying, s.id)
	s.to.busy = false
	l.place(s.to)
}

// postpone lets a row that has left its line take its place in it when a moment
// comes; until then it holds nobody up.
func (l *lane) postpone(s *slot, due time.Time) {
	s.due = due
	heap.Push(&l.timed, s)
}

// release puts a row back at the head of its line, not before due.
func (l *lane) release(s *slot, due time.Time) {
	delete(l.flying, s.id)
	s.due = due
	ln := s.to
	ln.slots = append([]*slot{s}, ln.slots...)
	ln.busy = false
	l.place(ln)
}

// urgency is what lines are ordered by, the smaller first: the most urgent thing
// in a line; of those that cannot wait the one that has had fewer parts of its
// message, so that a long answer lets others pass; then the oldest.
type urgency struct {
	prio, part int
	id         uint64
}

func (ln *line) urgency() urgency {
	head := ln.slots[0]
	u := urgency{prio: head.prio, id: head.id}
	for _, s := range ln.slots {
		u.prio = min(u.prio, s.prio)
	}
	if u.prio == 0 {
		u.part = head.part
	}
	return u
}

type lineHeap []*line

func (h lineHeap) Len() int { return len(h) }
func (h lineHeap) Less(i, j int) bool {
	a, b := h[i].urgency(), h[j].urgency()
	return cmp.Or(cmp.Compare(a.prio, b.prio), cmp.Compare(a.part, b.part), cmp.Compare(a.id, b.id)) < 0
}
func (h lineHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i]; h[i].in, h[j].in = i, j }
func (h *lineHeap) Push(x any)   { ln := x.(*line); ln.in = len(*h); *h = append(*h, ln) }
func (h *lineHeap) Pop() any {
	old := *h
	ln := old[len(old)-1]
	*h = old[:len(old)-1]
	return ln
}

type waitHeap []*line

func (h waitHeap) Len() int           { return len(h) }
func (h waitHeap) Less(i, j int) bool { return h[i].at.Before(h[j].at) }
func (h waitHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i]; h[i].in, h[j].in = i, j }
func (h *waitHeap) Push(x any)        { ln := x.(*line); ln.in = len(*h); *h = append(*h, ln) }
func (h *waitHeap) Pop() any {
	old := *h
	ln := old[len(old)-1]
	*h = old[:len(old)-1]
	return ln
}

type slotHeap []*slot

func (h slotHeap) Len() int { return len(h) }
func (h slotHeap) Less(i, j int) bool {
	if !h[i].due.Equal(h[j].due) {
		return h[i].due.Before(h[j].due)
	}
	return h[i].id < h[j].id
}
func (h slotHeap) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *slotHeap) Push(x any)   { *h = append(*h, x.(*slot)) }
func (h *slotHeap) Pop() any {
	old := *h
	s := old[len(old)-1]
	*h = old[:len(old)-1]
	return s
}
