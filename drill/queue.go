package drill

import (
	"container/heap"
	"time"
)

// queue is who looks at the phone when. People who wait for nothing are not in it.
type queue []*person

// Len is for container/heap.
func (q queue) Len() int { return len(q) }

// Less is for container/heap: by time, then by number.
func (q queue) Less(i, j int) bool {
	if !q[i].at.Equal(q[j].at) {
		return q[i].at.Before(q[j].at)
	}
	return q[i].index < q[j].index
}

// Swap is for container/heap.
func (q queue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].place, q[j].place = i, j
}

// Push is for container/heap.
func (q *queue) Push(x any) {
	p := x.(*person)
	p.place = len(*q)
	*q = append(*q, p)
}

// Pop is for container/heap.
func (q *queue) Pop() any {
	old := *q
	p := old[len(old)-1]
	*q = old[:len(old)-1]
	p.place = -1
	return p
}

// put lets somebody wait for his time; one without is left out.
func (q *queue) put(p *person) {
	if !p.at.IsZero() {
		heap.Push(q, p)
	}
}

// pop gives somebody whose time has come.
func (q *queue) pop(now time.Time) *person {
	if len(*q) == 0 || (*q)[0].at.After(now) {
		return nil
	}
	return heap.Pop(q).(*person)
}

// next is when somebody does something; zero when nobody will.
func (q queue) next() time.Time {
	if len(q) == 0 {
		return time.Time{}
	}
	return q[0].at
}

// wake lets somebody who waits for nothing look at what came.
func (q *queue) wake(p *person) {
	if p.idles || !p.at.IsZero() && (p.deed() != nil || p.leads()) {
		return // he looks soon
	}
	at := p.w.now.Add(p.pace())
	switch {
	case p.at.IsZero():
		p.at = at
		heap.Push(q, p)
	case at.Before(p.at):
		p.at = at
		heap.Fix(q, p.place)
	}
}
