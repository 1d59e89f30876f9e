package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"langnghe/bot"
	"langnghe/telegram"
	"langnghe/telegram/telegramsim"
	"langnghe/zalo"
)

const (
	replyRate  = 50 // messages a second
	replyCount = 20 * replyRate
	senders    = 32 // as cmd/langnghe has
)

// replyRow: a person answers a choice; how long until the platform is called
// with the next question? Webhooks come over loopback, 50 a second, in turn from
// both platforms, whether or not the ones before are done; the platforms are the
// simulators, over loopback too. Time runs from the moment the message was to be
// posted. The baseline is what the design costs without the program: the event's
// commit, the turn's, the claim's, each a bare put, and the call.
func replyRow(s setup, t *table) error {
	w, err := turnBytes(s.dir)
	if err != nil {
		return err
	}
	p, err := turns(s.runs, func() (figure, error) { return replies(s.dir) }, func() (figure, error) { return bareReplies(s.dir, w) })
	if err != nil {
		return err
	}
	ours, bare := best(p.ours), best(p.bare)
	t.add("", "product", "three bare commits and the call", "ratio", "budget", "")
	t.add("p50", short(ours.p50), short(bare.p50), fmt.Sprintf("%.1f", float64(ours.p50)/float64(bare.p50)), "<= 10 ms", verdict(ours.p50 <= 10*time.Millisecond))
	t.add("p99", short(ours.p99), short(bare.p99), fmt.Sprintf("%.1f", float64(ours.p99)/float64(bare.p99)), "<= 60 ms", verdict(ours.p99 <= 60*time.Millisecond))
	return nil
}

// replies measures the product.
func replies(dir string) (f figure, err error) {
	a := newArrivals(time.Now, replyCount)
	z, err := overLoopback(a.server(newZalo(time.Now, turnPeople, 1<<30)))
	if err != nil {
		return f, err
	}
	defer z.close()
	tg, err := overLoopback(a.server(newTelegram(time.Now, turnPeople, telegramsim.Limits{Off: true})))
	if err != nil {
		return f, err
	}
	defer tg.close()
	c, err := build(plan{
		dir: dir, people: turnPeople, now: time.Now, platforms: connected(z.via, tg.via),
		perSec: 1000, perMinute: 60_000, addresses: map[string]string{zalo.Name: z.base(), telegram.Name: tg.base()},
	})
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, c.store.Close()) }()
	if err := c.zalo.Start(context.Background(), time.Now()); err != nil {
		return f, err
	}
	if err := c.sayAll(time.Now(), toChoice...); err != nil {
		return f, err
	}
	hooks := http.NewServeMux()
	hooks.Handle("/webhook/zalo", c.zalo)
	hooks.Handle("/webhook/telegram", c.telegram)
	in, err := overLoopback(hooks)
	if err != nil {
		return f, err
	}
	defer in.close()

	d := bot.NewDeliverer(c.bot)
	if err := d.Open(context.Background(), time.Now()); err != nil {
		return f, err
	}
	ctx, stop := context.WithCancel(context.Background())
	wakeSend := make(chan struct{}, 1)
	var loops sync.WaitGroup
	loops.Go(func() { c.turnLoop(ctx, wakeSend) })
	loops.Go(func() { sendLoop(ctx, d, wakeSend) })
	f, err = paced(a, func(i int, due time.Time) error {
		h, _ := call(i, "3", due)
		a.expect(address(i).ID, due)
		to := *in
		to.url = in.base() + "/webhook/" + address(i).Channel
		return to.post(h)
	})
	stop()
	loops.Wait()
	return f, err
}

// paced fires each message at its moment and waits for all answers.
func paced(a *arrivals, fire func(i int, due time.Time) error) (figure, error) {
	failed := make(chan error, replyCount)
	start := time.Now().Add(100 * time.Millisecond)
	for i := range replyCount {
		due := start.Add(time.Duration(i) * time.Second / replyRate)
		time.Sleep(time.Until(due))
		go func() {
			if err := fire(i, due); err != nil {
				failed <- err
			}
		}()
	}
	select {
	case <-a.all:
	case err := <-failed:
		return figure{}, err
	case <-time.After(30 * time.Second):
		return figure{}, fmt.Errorf("%d messages were not answered", a.left)
	}
	return measured(replyCount, time.Since(start), a.took), nil
}

// sendLoop sends what is in the outbox with a pool of senders, as cmd/langnghe
// does.
func sendLoop(ctx context.Context, d *bot.Deliverer, wake <-chan struct{}) {
	work := context.WithoutCancel(ctx)
	results := make(chan bot.Sent, senders)
	flying := 0
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		rows, next, err := d.Claim(work, time.Now(), senders-flying)
		if err != nil {
			panic(err) // a measurement of a broken store is none
		}
		for _, o := range rows {
			flying++
			go func() { results <- d.Send(work, time.Now(), o) }()
		}
		wait := time.Minute
		if !next.IsZero() {
			wait = min(max(time.Until(next), 0), wait)
		}
		timer.Reset(wait)
		var done []bot.Sent
		select {
		case r := <-results:
			done = append(done, r)
		case <-wake:
		case <-timer.C:
		case <-ctx.Done():
			if flying == 0 {
				return
			}
			done = append(done, <-results)
		}
		for more := true; more; {
			select {
			case r := <-results:
				done = append(done, r)
			default:
				more = false
			}
		}
		flying -= len(done)
		if err := d.Finish(work, time.Now(), done); err != nil {
			panic(err)
		}
	}
}

// bareReplies measures the commits and the call alone.
func bareReplies(dir string, w written) (f figure, err error) {
	buckets := []string{"inbox", "outbox"}
	for _, r := range w.puts {
		buckets = append(buckets, r.bucket)
	}
	g, err := openGroup(dir, buckets...)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, g.close()) }()
	a := newArrivals(time.Now, replyCount)
	out, err := overLoopback(a.server(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})))
	if err != nil {
		return f, err
	}
	defer out.close()
	in, err := overLoopback(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_ = a.look(r)
	}))
	if err != nil {
		return f, err
	}
	defer in.close()
	return paced(a, func(i int, due time.Time) error {
		h, key := call(i, "3", due)
		a.expect(address(i).ID, due)
		if err := in.post(h); err != nil {
			return err
		}
		puts := make([]put, len(w.puts))
		for k, r := range w.puts {
			puts[k] = r.at(i, k)
		}
		if err := errors.Join(g.put(put{"inbox", []byte(key), h.body}), g.put(puts...), g.put(put{"outbox", []byte(key), make([]byte, 400)})); err != nil {
			return err
		}
		to := *out
		to.url = out.base() + "/message/cs"
		return to.post(hook{body: fmt.Appendf(nil, `{"recipient":{"user_id":%q},"message":{"text":"?"}}`, address(i).ID), header: "X-Bench", value: "1"})
	})
}
