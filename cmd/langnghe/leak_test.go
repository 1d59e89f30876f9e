package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// TestServeLeavesNothing runs the serving program over both platforms, stops it
// in good order, and finds no goroutine of it left.
func TestServeLeavesNothing(t *testing.T) {
	others := goleak.IgnoreCurrent()
	w := newTown(t)
	w.settleIn("lan@zalo", "tho@telegram")
	n := w.node
	n.cfg.Listen, n.cfg.AdminListen, n.cfg.StopTimeout = "127.0.0.1:0", "127.0.0.1:0", time.Second
	s, err := n.listen()
	w.must(err)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- n.serve(ctx, s) }()
	for _, name := range []string{"lan@zalo", "tho@telegram"} {
		p := w.phone(name)
		p.send("hạn nộp")
		answer := ""
		for giveUp := time.After(20 * time.Second); !strings.Contains(answer, "Hạn"); {
			w.zalo.Step(t.Context(), w.now)
			w.telegram.Step(t.Context(), w.now)
			answer += p.news()
			select {
			case <-giveUp:
				t.Fatalf("%s heard only %q", name, answer)
			case err := <-ended:
				t.Fatal("ended early", err)
			case <-time.After(time.Millisecond):
			}
		}
	}
	stop()
	w.must(<-ended)
	w.node = nil // closed by serve
	goleak.VerifyNone(t, others)
}
