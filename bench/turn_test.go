package main

import (
	"context"
	"testing"
	"time"
)

// BenchmarkTurn is row 3's turn for a profile: b.N people answer "send", 64 to
// a commit. Without fsync, so that it is the processor's time that shows.
//
//	go test -run - -bench Turn -benchtime 10000x -cpuprofile turn.prof
func BenchmarkTurn(b *testing.B) {
	c, err := ready(plan{dir: b.TempDir(), people: max(b.N, 2), now: time.Now, noSync: true})
	if err != nil {
		b.Fatal(err)
	}
	defer c.store.Close()
	for i := range b.N {
		if _, err := c.store.Accept(context.Background(), message(i, send, time.Now())); err != nil {
			b.Fatal(err)
		}
	}
	c.bot.Store = &watched{Store: c.store, most: turnInFlight}
	b.ReportAllocs()
	b.ResetTimer()
	for did := true; did; {
		if _, did, err = c.bot.Turn(context.Background(), time.Now()); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	if err := c.filed(b.N); err != nil {
		b.Fatal(err)
	}
}
