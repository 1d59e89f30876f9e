package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"langnghe/bot"
)

// live is a town that runs as the server does, each part in its goroutine, in a
// bubble of its own time. The bubble also sees to it that no goroutine is left.
type live struct {
	*town
	lines  map[string]*longLine
	away   atomic.Bool // the store takes nothing
	ctx    context.Context
	cancel context.CancelFunc
	parts  sync.WaitGroup
}

// longLine is the way to a platform, on which messages may take long.
type longLine struct {
	next  http.RoundTripper
	takes func(nth int) time.Duration // for ever when negative
	mu    sync.Mutex
	nth   int
	under int // messages on their way
}

func (l *longLine) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, "/message/cs") && !strings.HasSuffix(r.URL.Path, "/sendMessage") {
		return l.next.RoundTrip(r)
	}
	l.mu.Lock()
	l.nth++
	l.under++
	d := l.takes(l.nth)
	l.mu.Unlock()
	defer func() { l.mu.Lock(); l.under--; l.mu.Unlock() }()
	var over <-chan time.Time
	if d >= 0 {
		over = time.After(d)
	}
	select {
	case <-r.Context().Done():
		return nil, r.Context().Err()
	case <-over:
		return l.next.RoundTrip(r)
	}
}

func (l *longLine) underWay() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.under
}

// inBubble runs a test with a live town, in which people have settled; takes
// says how long the nth message to a platform takes.
func inBubble(t *testing.T, many int, takes map[string]func(nth int) time.Duration, test func(*live)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := &live{lines: map[string]*longLine{}}
		var people strings.Builder
		names := []string{"lan@both", "tho@both"}
		for i := range many {
			fmt.Fprintf(&people, "  - {id: c%02d, name: \"Cộng tác viên Thứ\", xung_ho: bác, posts: [{unit: bd, role: collaborator}]}\n", i)
			names = append(names, fmt.Sprintf("c%02d@both", i))
		}
		began := time.Now()
		l.town = newTown(t, morePeople(people.String()), func(w *town) {
			w.clock = func() time.Time { return w.now.Add(time.Since(began)) }
			w.wire = func(channel string, platform http.RoundTripper) http.RoundTripper {
				x := &longLine{next: platform, takes: takes[channel]}
				if x.takes == nil {
					x.takes = func(int) time.Duration { return 0 }
				}
				l.lines[channel] = x
				return bounded{x, callTimeout}
			}
			w.fault = func(string) error {
				if l.away.Load() {
					return errors.New("no room")
				}
				return nil
			}
		})
		l.settleIn(names...)
		l.start()
		time.Sleep(time.Minute) // the channels are known, and the rates are full
		test(l)
		l.stop()
	})
}

func (l *live) start() {
	l.ctx, l.cancel = context.WithCancel(context.Background())
	l.parts.Go(func() { l.node.run(l.ctx) })
}

// stop ends the program as a signal does, and says how long that took.
func (l *live) stop() time.Duration {
	began := time.Now()
	l.cancel()
	l.parts.Wait()
	return time.Since(began)
}

// ask queues a message and wakes the sender, as a turn does.
func (l *live) ask(class bot.Class, to, text string) {
	l.Helper()
	l.queue(class, to, text)
	poke(l.node.wakeSend)
}

// after lets time pass in the bubble.
func (l *live) after(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func forEver(int) time.Duration { return -1 }

// TestSlowPlatform: each message to Zalo takes a minute, and many notices are on
// their way. They take no more than their share of the senders; an answer on the
// same platform leaves at once, and one on the other is there at once.
func TestSlowPlatform(t *testing.T) {
	slow := func(int) time.Duration { return 35 * time.Second }
	inBubble(t, 40, map[string]func(int) time.Duration{"zalo": slow}, func(l *live) {
		for i := range 40 {
			l.ask(bot.Notice, fmt.Sprintf("c%02d@zalo", i), "Tin")
		}
		l.after(30 * time.Second)
		if n := l.lines["zalo"].underWay(); n != 24 {
			t.Errorf("%d notices on their way, want 24", n)
		}
		l.ask(bot.Reply, "lan@telegram", "Đây")
		l.ask(bot.Reply, "tho@zalo", "Đây")
		l.after(0)
		l.phone("lan@telegram").wantGot("Đây")
		if n := l.lines["zalo"].underWay(); n != 25 {
			t.Errorf("%d on their way, want the answer beside 24", n)
		}
		l.after(35 * time.Second)
		l.phone("tho@zalo").wantGot("Đây")
		l.after(2 * time.Minute)
		for i := range 40 {
			l.phone(fmt.Sprintf("c%02d@zalo", i)).wantGot("Tin")
		}
		l.nothingLeft()
	})
}

// TestSilentPlatform: the first call is never answered. It is given up on after
// its time, and the message goes out again; others do not wait for it.
func TestSilentPlatform(t *testing.T) {
	first := func(nth int) time.Duration {
		if nth == 1 {
			return -1
		}
		return 0
	}
	for _, where := range []string{"zalo", "telegram"} {
		inBubble(t, 0, map[string]func(int) time.Duration{where: first}, func(l *live) {
			l.ask(bot.Reply, "lan@"+where, "Một")
			l.after(0)
			l.ask(bot.Reply, "lan@"+where, "Hai")
			l.ask(bot.Reply, "tho@"+where, "Ba")
			l.after(2 * time.Second)
			l.phone("tho@" + where).wantGot("Ba")
			l.after(callTimeout - 3*time.Second)
			l.phone("lan@" + where).wantGot()
			l.after(5 * time.Second)
			l.phone("lan@"+where).wantGot("Một", "Hai")
			l.nothingLeft()
		})
	}
}

// TestStopFlushes: what is queued when the program is told to stop goes out, and
// it stops then.
func TestStopFlushes(t *testing.T) {
	inBubble(t, 40, nil, func(l *live) {
		for i := range 40 {
			l.ask(bot.Notice, fmt.Sprintf("c%02d@telegram", i), "Tin")
		}
		if took := l.stop(); took < time.Second || took > 3*time.Second {
			t.Errorf("stopping took %v", took)
		}
		for i := range 40 {
			l.phone(fmt.Sprintf("c%02d@telegram", i)).wantGot("Tin")
		}
		l.nothingLeft()
	})
}

// TestStopIsBounded: a platform that never answers, a queue longer than the time,
// or a store that is away does not keep the program from stopping; the next start
// goes on.
func TestStopIsBounded(t *testing.T) {
	for name, c := range map[string]struct {
		takes func(int) time.Duration
		away  bool
	}{
		"silent platform": {forEver, false},
		"long queue":      {func(int) time.Duration { return 0 }, false},
		"store away":      {func(int) time.Duration { return 35 * time.Second }, true},
	} {
		t.Run(name, func(t *testing.T) {
			takes := map[string]func(int) time.Duration{"zalo": c.takes}
			inBubble(t, 40, takes, func(l *live) {
				for i := range 40 {
					l.ask(bot.Reply, fmt.Sprintf("c%02d@zalo", i), "Tin")
				}
				l.after(0)
				l.away.Store(c.away)
				if took := l.stop(); took != l.cfg.StopTimeout {
					t.Errorf("stopping took %v, want %v", took, l.cfg.StopTimeout)
				}
				l.away.Store(false)
				takes["zalo"] = nil
				l.restart()
				l.start()
				l.after(2 * time.Minute)
				for i := range 40 {
					got := l.phone(fmt.Sprintf("c%02d@zalo", i)).got()
					if len(got) != 1 {
						t.Errorf("%d got %q", i, got)
					}
				}
				l.nothingLeft()
			})
		})
	}
}

// TestStoreAway: messages are with the platform when the store goes away. What
// became of them is kept and settled when it is back: nobody is told twice.
func TestStoreAway(t *testing.T) {
	slow := func(int) time.Duration { return 5 * time.Second }
	inBubble(t, 3, map[string]func(int) time.Duration{"telegram": slow}, func(l *live) {
		for i := range 3 {
			l.ask(bot.Reply, fmt.Sprintf("c%02d@telegram", i), "Tin")
		}
		l.after(time.Second)
		l.away.Store(true)
		l.after(20 * time.Second)
		l.away.Store(false)
		l.after(2 * time.Second)
		l.nothingLeft()
		l.after(time.Minute)
		for i := range 3 {
			l.phone(fmt.Sprintf("c%02d@telegram", i)).wantGot("Tin")
		}
	})
}
