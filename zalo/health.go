package zalo

import (
	"context"
	"strconv"
	"sync"
	"time"

	"langnghe/bot/chat"
)

const pathOA = "/v2.0/oa/getoa"

// How often the OA is asked after, and when a lapsing package is told of.
const (
	healthEvery = 24 * time.Hour
	healthAgain = time.Hour // after a question without an answer
)

// endsWithin are the days before the end of the package on which the operator
// is told.
var endsWithin = []int{1, 7, 14}

// OA is how the Official Account stands.
type OA struct {
	Name     string
	Verified bool
	Package  string
	Ends     time.Time // the first moment without the package, in Hanoi; zero when not told
}

// wireOA is the answer of getoa.
type wireOA struct {
	ID       loose  `json:"oaid"`
	Name     string `json:"name"`
	Verified *bool  `json:"is_verified"`
	Package  string `json:"package_name"`
	Through  string `json:"package_valid_through_date"` // DD/MM/YYYY, the last day
}

func (w wireOA) oa() OA {
	oa := OA{Name: w.Name, Verified: w.Verified == nil || *w.Verified, Package: w.Package}
	if day, err := time.ParseInLocation("02/01/2006", w.Through, hanoi); err == nil {
		oa.Ends = day.AddDate(0, 0, 1)
	}
	return oa
}

// health is what the daily question brought.
type health struct {
	due   time.Time // of the step alone
	stage int       // days of the last warning about the package; of the step alone

	mu sync.Mutex
	oa OA
	at time.Time
}

// State tells how the OA stood when it was last asked after; at is zero when
// that has not been done yet.
func (c *Channel) State() (oa OA, at time.Time) {
	c.health.mu.Lock()
	defer c.health.mu.Unlock()
	return c.health.oa, c.health.at
}

// checkHealth asks once a day whether the token works, whose it is, whether
// the OA is verified, and when its package ends.
func (c *Channel) checkHealth(ctx context.Context, now time.Time) (next time.Time, did bool, e *chat.SendError) {
	h := &c.health
	if waits(h.due, now, healthEvery) {
		return h.due, false, nil
	}
	var w wireOA
	if e := c.ask(ctx, now, c.reading(pathOA, nil), &w); e != nil {
		c.env.Count(countHealthFailed)
		h.due = now.Add(max(healthAgain, e.After))
		return h.due, true, e
	}
	c.env.Count(countHealthy)
	h.due = now.Add(healthEvery)
	if w.ID != "" && string(w.ID) != c.cfg.OAID {
		c.env.Alert(alertOtherOA, "The Zalo token belongs to another OA than zalo.oa_id: run langnghe zalo authorize and pick the right one.")
		return h.due, true, nil
	}
	oa := w.oa()
	h.mu.Lock()
	h.oa, h.at = oa, now
	h.mu.Unlock()
	if !oa.Verified {
		c.env.Alert(alertUnverified, "The OA is not verified: Zalo refuses nearly all calls.")
	}
	c.watchPackage(oa, now)
	return h.due, true, nil
}

// watchPackage tells of a package that ends, once for each step nearer, and of
// one that has ended each day.
func (c *Channel) watchPackage(oa OA, now time.Time) {
	h := &c.health
	if oa.Ends.IsZero() {
		return
	}
	left := oa.Ends.Sub(now)
	if left <= 0 {
		h.stage = 0
		c.env.Alert(alertPackage, "The OA's package has ended: Zalo refuses to send until it is renewed.")
		return
	}
	for _, days := range endsWithin {
		if left > time.Duration(days)*24*time.Hour {
			continue
		}
		if h.stage != days {
			c.env.Alert(alertEnds+"_"+strconv.Itoa(days), "The OA's package ends within "+strconv.Itoa(days)+" days; then Zalo refuses to send.")
		}
		h.stage = days
		return
	}
	h.stage = 0
}

// waits reports whether now is still before due. A due time farther away than
// the rhythm allows was set by a clock that has since been put back: it is due.
func waits(due, now time.Time, rhythm time.Duration) bool {
	return now.Before(due) && due.Sub(now) <= rhythm
}
