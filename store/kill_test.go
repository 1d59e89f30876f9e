package store

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
)

const killEnv = "LANGNGHE_STORE_KILL_TEST"

// TestKilledProcess is not a test by itself: it is the process that
// TestKill starts and kills. It works until it dies and says what was
// acknowledged, a line each.
func TestKilledProcess(t *testing.T) {
	path := os.Getenv(killEnv)
	if path == "" {
		t.Skip("run by TestKill")
	}
	s, err := Open(Config{Path: path, Now: func() time.Time { return day0 }})
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	said := func(what string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Println(what)
	}
	start := s.seq.Load()
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 1_000_000 {
				e := chat.Event{Channel: "zalo", Key: fmt.Sprintf("%d-%d-%d", start, g, i), Body: benchBody}
				if _, err := s.Accept(bg, e); err != nil {
					t.Error(err)
					return
				}
				said("event " + e.Key)
				if i%3 != 0 {
					continue
				}
				err := s.Update(bg, func(tx bot.Tx) error {
					_, err := tx.Apply(bot.Change{
						Handled: []bot.EventID{{Channel: "zalo", Key: e.Key}},
						Outbox:  []bot.Outgoing{{Dedup: e.Key, Msg: chat.Outbound{To: somebody}, State: bot.Parked}},
						Timers:  []bot.Timer{{Key: e.Key, Due: day0}},
					})
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
				said("turn " + e.Key)
			}
		})
	}
	wg.Wait()
}

// TestKill kills a working process again and again, after as many
// acknowledgements as the dice say: everything acknowledged is there.
func TestKill(t *testing.T) {
	c := testConfig(t)
	c.NoSync = false
	r := rand.New(rand.NewPCG(7, 7))
	events, turns := map[string]bool{}, map[string]bool{}
	for round := range 4 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledProcess$")
		cmd.Env = append(os.Environ(), killEnv+"="+c.Path)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		after := 100 + r.IntN(400)
		for n := 0; lines.Scan(); n++ {
			if n == after {
				_ = cmd.Process.Kill()
			}
			if key, ok := strings.CutPrefix(lines.Text(), "event "); ok {
				events[key] = true
			} else if key, ok := strings.CutPrefix(lines.Text(), "turn "); ok {
				turns[key] = true
			} else if n < after {
				t.Fatalf("the process said %q", lines.Text())
			}
		}
		if err := cmd.Wait(); err == nil {
			t.Fatal("the process ended by itself")
		}
		s := mustOpen(t, c)
		if err := s.Check(bg); err != nil {
			t.Errorf("round %d: %v", round, err)
		}
		err = s.view(bg, func(tx *tx) error {
			for key := range events {
				seq, ok := tx.known(tx.s.keys.hash.sum("event", "zalo", key))
				waits := tx.get(bInbox, be8(nil, seq)) != nil
				if !ok || turns[key] && (waits || !tx.Seen(key)) {
					t.Errorf("round %d: %s was acknowledged and is lost (known %v, turned %v, waits %v)", round, key, ok, turns[key], waits)
				}
				if !waits && !tx.Seen(key) {
					t.Errorf("round %d: %s neither waits nor was handled", round, key)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		closeNow(t, s)
	}
	if len(turns) < 50 {
		t.Errorf("only %d turns were acknowledged: the test proves little", len(turns))
	}
}
