package zalosim

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// deadline is how long Zalo waits for a 200.
const deadline = 2 * time.Second

// ladder is when a failed delivery is tried again, each after the one before.
var ladder = []time.Duration{30 * time.Second, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour}

// webhook is the state of the deliveries.
type webhook struct {
	on     bool
	queue  []*delivery // by due, then seq
	seq    int
	missed int
}

// delivery is one event under way.
type delivery struct {
	due       time.Time
	seq       int
	name      string
	body      []byte
	signature string
	failures  int
	loseFirst bool
}

// enqueue signs an event and puts it on its way.
func (s *Sim) enqueue(name string, fields object) {
	h := &s.hook
	now := s.cfg.Now()
	h.seq++
	stamp := strconv.FormatInt(now.UnixMilli(), 10)
	if i := slices.IndexFunc(fields, func(f field) bool { return f.key == "timestamp" }); i >= 0 {
		stamp = fields[i].val.(string)
		fields = slices.Delete(fields, i, i+1)
	}
	o := append(object{{"app_id", s.cfg.AppID}, {"event_name", name}}, fields...)
	o = append(o, field{"timestamp", stamp})
	l := layout{}
	if s.cfg.Vary {
		l = varied(h.seq)
		if ms, err := strconv.ParseInt(stamp, 10, 64); err == nil && h.seq%5 == 4 {
			o[len(o)-1].val = ms
		}
	}
	d := &delivery{due: now, seq: h.seq, name: name, body: l.write(o)}
	d.signature = s.sign(d.body, stamp)
	f := &s.faults
	if use(&f.DropForGood) || !h.on {
		h.missed++
		return
	}
	d.loseFirst = use(&f.DropOnce)
	if use(&f.Delays) {
		d.due = d.due.Add(f.DelayBy)
	}
	h.put(d)
	if s.cfg.Queued != nil {
		s.cfg.Queued()
	}
}

func (h *webhook) put(d *delivery) {
	i, _ := slices.BinarySearchFunc(h.queue, d, func(a, b *delivery) int {
		return cmp.Or(a.due.Compare(b.due), cmp.Compare(a.seq, b.seq))
	})
	h.queue = slices.Insert(h.queue, i, d)
}

// sign is Zalo's formula, written here once more on purpose.
func (s *Sim) sign(body []byte, timestamp string) string {
	sum := sha256.Sum256([]byte(s.cfg.AppID + string(body) + timestamp + s.cfg.OASecretKey))
	return "mac=" + hex.EncodeToString(sum[:])
}

// Step delivers what is due at now, one event after the other, and says when
// the next is due (zero when none is under way).
func (s *Sim) Step(ctx context.Context, now time.Time) (next time.Time, did bool) {
	s.stepping.Lock()
	defer s.stepping.Unlock()
	for ctx.Err() == nil {
		d, twice := s.take(now)
		if d == nil {
			break
		}
		did = true
		ok := s.post(ctx, d)
		if twice {
			ok = s.post(ctx, d) && ok
		}
		if !ok {
			s.failed(d, now)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.hook.queue) > 0 {
		next = s.hook.queue[0].due
	}
	return next, did
}

// take removes the next due delivery from the queue.
func (s *Sim) take(now time.Time) (d *delivery, twice bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	q := s.hook.queue
	if len(q) == 0 || q[0].due.After(now) || !s.hook.on {
		return nil, false
	}
	i := 0
	if len(q) > 1 && !q[1].due.After(now) && use(&s.faults.Swaps) {
		i = 1
	}
	d = q[i]
	s.hook.queue = slices.Delete(q, i, i+1)
	return d, use(&s.faults.Duplicates)
}

// post delivers d once and reports whether it was answered 200 in time.
func (s *Sim) post(ctx context.Context, d *delivery) bool {
	if d.loseFirst {
		d.loseFirst = false
		return false
	}
	s.mu.Lock()
	url, via := s.cfg.WebhookURL, s.cfg.Deliver
	s.mu.Unlock()
	if via == nil {
		return false
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(d.body))
	if err != nil {
		return false
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "ZaloWebhook")
	r.Header.Set("X-ZEvent-Signature", d.signature)
	if d.failures > 0 {
		r.Header.Set("num_retry", strconv.Itoa(d.failures))
	}
	start := s.cfg.Now()
	resp, err := via.RoundTrip(r)
	if err != nil {
		return false
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 1<<16))
	_ = resp.Body.Close()
	return resp.StatusCode == http.StatusOK && s.cfg.Now().Sub(start) <= deadline
}

// failed puts d on the next rung, or switches the webhook off after the last.
func (s *Sim) failed(d *delivery, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	h := &s.hook
	if d.failures < len(ladder) {
		d.due = now.Add(ladder[d.failures])
		d.failures++
		h.put(d)
		return
	}
	h.on = false
	h.missed += 1 + len(h.queue)
	h.queue = nil
}

// WebhookOn reports whether events are delivered at all.
func (s *Sim) WebhookOn() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hook.on
}

// TurnWebhookOn is what a human does in the console after it was switched off.
func (s *Sim) TurnWebhookOn() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hook.on = true
}

// Missed counts the events that will never be delivered.
func (s *Sim) Missed() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hook.missed
}

// Pending lists the names of the events under way, in order.
func (s *Sim) Pending() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for _, d := range s.hook.queue {
		names = append(names, d.name)
	}
	return names
}

// Raw returns the bytes and the signature of the events under way, to be
// replayed or spoilt by a test.
func (s *Sim) Raw() (bodies [][]byte, signatures []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.hook.queue {
		bodies = append(bodies, bytes.Clone(d.body))
		signatures = append(signatures, strings.Clone(d.signature))
	}
	return bodies, signatures
}
