package store

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/report"
	"langnghe/flows"
)

var bg = context.Background()

func benchStore(b *testing.B) *Store {
	s, err := Open(Config{Path: filepath.Join(b.TempDir(), "db"), Now: time.Now})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

var benchBody = make([]byte, 700)

// callers runs f b.N times from n goroutines.
func callers(b *testing.B, n int, f func(i int) error) {
	b.ReportAllocs()
	b.ResetTimer()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= b.N {
					return
				}
				if err := f(i); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "op/s")
}

// group is a plain group commit over bare bbolt: what the store is measured
// against. One goroutine takes what waits and commits it.
type group struct {
	db   *bolt.DB
	wait chan *bare
}

type bare struct {
	puts [][3][]byte
	done chan error
}

func (g *group) put(puts [][3][]byte) error {
	j := &bare{puts, make(chan error, 1)}
	g.wait <- j
	return <-j.done
}

func (g *group) run() {
	for j := range g.wait {
		batch := []*bare{j}
		for more := true; more; {
			select {
			case j := <-g.wait:
				batch = append(batch, j)
			default:
				more = false
			}
		}
		err := g.db.Update(func(tx *bolt.Tx) error {
			for _, j := range batch {
				for _, p := range j.puts {
					if err := tx.Bucket(p[0]).Put(p[1], p[2]); err != nil {
						return err
					}
				}
			}
			return nil
		})
		for _, j := range batch {
			j.done <- err
		}
	}
}

func bareGroup(b *testing.B) *group {
	db, err := bolt.Open(filepath.Join(b.TempDir(), "bare"), 0o600, &bolt.Options{FreelistType: bolt.FreelistMapType, InitialMmapSize: mapSize})
	if err != nil {
		b.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for x := range nBuckets {
			if _, err := tx.CreateBucket([]byte(x.String())); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	g := &group{db: db, wait: make(chan *bare, 1024)}
	var wg sync.WaitGroup
	wg.Go(g.run)
	b.Cleanup(func() {
		close(g.wait)
		wg.Wait()
		_ = db.Close()
	})
	return g
}

func BenchmarkAccept(b *testing.B) {
	for _, n := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("store-%d", n), func(b *testing.B) {
			s := benchStore(b)
			callers(b, n, func(i int) error {
				_, err := s.Accept(bg, benchEvent(i))
				return err
			})
		})
		// The same bytes, sealed by the callers as well, put without looking.
		b.Run(fmt.Sprintf("bare-%d", n), func(b *testing.B) {
			s, g := benchStore(b), bareGroup(b)
			callers(b, n, func(i int) error {
				a, err := s.arrive(benchEvent(i))
				if err != nil {
					return err
				}
				k := be8(nil, a.seq)
				return g.put([][3][]byte{{[]byte("inbox"), k, a.sealed}, {[]byte("dedup"), a.hash[:], append(k, 0, 0, 0, 0)}})
			})
		})
	}
}

func benchEvent(i int) chat.Event {
	return chat.Event{Channel: "zalo", Key: fmt.Sprintf("user_send_text:%d", i), Body: benchBody, Received: time.Unix(1, 0)}
}

// turn is what a message that ends a report writes.
func turn(i int) bot.Change {
	at := time.Unix(1_795_000_000+int64(i), 0).UTC()
	a := chat.Address{Channel: "zalo", ID: fmt.Sprint(1e15 + float64(i%10000))}
	who := fmt.Sprintf("p%d", i%10000)
	r := report.Report{ID: fmt.Sprintf("2611-%04d", i), Kind: report.Periodic, Flow: "dinh-ky", Unit: fmt.Sprintf("u%d", i%126), Person: who, Period: "2026-11", At: at, State: report.New}
	for f := range 4 {
		r.Fields = append(r.Fields, report.Field{ID: fmt.Sprint("f", f), Label: "Nội dung", Value: "Bà con phản ánh việc thu gom rác chậm ở ngõ nhỏ", Shown: "Bà con phản ánh việc thu gom rác chậm ở ngõ nhỏ"})
	}
	return bot.Change{
		Handled:  []bot.EventID{{Channel: "zalo", Key: fmt.Sprint("m", i)}},
		Sessions: []bot.Session{{Chat: a, Frames: []bot.Frame{{Run: fmt.Sprint(i), State: flows.State{Flow: "dinh-ky", Version: "abc", Answers: map[string]flows.Answer{"linh_vuc": {Value: "moi_truong", Shown: "Môi trường"}, "noi_dung": {Value: "rác"}}}, Started: at, Touched: at}}, Turns: 3}},
		Reports:  []report.Report{r},
		Outbox: []bot.Outgoing{
			{Class: bot.Receipt, Dedup: fmt.Sprint("r/", i), Why: "report", Person: who, Msg: chat.Outbound{To: a, Text: "Đã nhận báo cáo của bác, xin cảm ơn bác."}, Made: at},
			{Class: bot.Reply, Person: who, Msg: chat.Outbound{To: a, Text: "Bác cần gì nữa không ạ?"}, Made: at},
		},
	}
}

func BenchmarkTurn(b *testing.B) {
	for _, n := range []int{1, 16, 64} {
		b.Run(fmt.Sprintf("store-%d", n), func(b *testing.B) {
			s := benchStore(b)
			callers(b, n, func(i int) error {
				return s.Update(bg, func(t bot.Tx) error { _, err := t.Apply(turn(i)); return err })
			})
		})
		// The same bytes in the same buckets, sealed by the callers; nothing is
		// read, looked up or counted.
		b.Run(fmt.Sprintf("bare-%d", n), func(b *testing.B) {
			s := benchStore(b)
			g := bareGroup(b)
			t := &tx{s: s}
			callers(b, n, func(i int) error { return g.put(barePuts(t, i)) })
		})
	}
}

func barePuts(t *tx, i int) [][3][]byte {
	c := turn(i)
	one := func(b bucket, k []byte, rec any) [3][]byte {
		return [3][]byte{[]byte(b.String()), k, t.sealed(b, k, rec, 0)}
	}
	chatKey := t.chatKey(c.Sessions[0].Chat)
	r := &c.Reports[0]
	seen, known := t.hash("dedup", c.Outbox[0].Dedup), t.s.keys.hash.sum("event", "zalo", c.Handled[0].Key)
	keys := t.reportKeys(r)
	return [][3][]byte{
		{[]byte(bSeen.String()), seen[:], make([]byte, 12)},
		{[]byte(bDedup.String()), known[:], make([]byte, 12)},
		{[]byte(bReportsOf.String()), keys[0][0], nil},
		{[]byte(bReportsIn.String()), keys[1][0], nil},
		one(bSessions, chatKey[:], &c.Sessions[0]),
		one(bReports, []byte(r.ID), r),
		one(bOutbox, be8(nil, uint64(2*i+1)), &c.Outbox[0]),
		one(bOutbox, be8(nil, uint64(2*i+2)), &c.Outbox[1]),
	}
}
