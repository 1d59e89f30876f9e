package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

var (
	killRounds = flag.Int("kill.rounds", 5, "how often the running program is killed")
	killSeed   = flag.Uint64("kill.seed", 0, "seed of the moments and the people; 0 takes one from the clock")
)

// killConfigEnv tells a copy of the test binary to be the server.
const killConfigEnv = "KILL_TEST_CONFIG"

// TestKillServer is no test: it is the server that [TestKill] kills, the real
// one with its own process, its sockets and its fsync.
func TestKillServer(t *testing.T) {
	path := os.Getenv(killConfigEnv)
	if path == "" {
		t.Skip("only as a child of TestKill")
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	cfg, problems := loadConfig(path, nil)
	if len(problems) > 0 {
		t.Fatal(problemsError(problems))
	}
	if err := serve(ctx, cfg); err != nil {
		t.Fatal(err)
	}
}

// TestKill runs the server under the load of some twenty people on both
// platforms and kills it at random moments. Whatever the moment: each webhook
// that got a 200 is handled, each report somebody finished is filed once and
// in his words, answers come at least once, notices to groups at most once,
// reminders at most twice, and nobody is stuck.
func TestKill(t *testing.T) {
	seed := *killSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d: go test ./cmd/langnghe -run TestKill -kill.seed=%d -kill.rounds=%d", seed, seed, *killRounds)
	if testing.Short() {
		*killRounds = min(*killRounds, 2)
	}
	k := newKill(t, seed)
	k.start()
	for round := range *killRounds {
		switch _, tg := ids(killReminded); round {
		case 0:
			k.traps.set("giao ban", `chat_id"`+"\r\n\r\n"+strconv.FormatInt(tg, 10)+"\r\n")
		case 1:
			k.traps.set(`chat_id"` + "\r\n\r\n" + strconv.FormatInt(tg, 10) + "\r\n")
		}
		k.live(time.Duration(200+k.rand.IntN(1800)) * time.Millisecond)
		k.kill()
		k.start()
		t.Logf("round %d: %d reports finished so far", round+1, k.finished())
	}
	k.end()
	k.judge()
}

// kill is the stage of the test.
type kill struct {
	*testing.T
	rand     *rand.Rand
	world    *town // holds the platforms and, before and after, a node; never the server
	dir      string
	deadline time.Time
	post     *courier
	walkers  []*walker
	ending   bool
	group    map[string]string // unit to its Zalo group
	tgGroup  map[string]int64

	traps *traps

	child  *exec.Cmd
	exited chan error
	log    *logTail
}

const killOrg = `
units:
  - {id: hn, type: thanh_pho, name: "Thành phố Hà Nội"}
  - {id: cum, type: cum, name: "Cụm Ba Đình", parent: hn}
  - {id: bd, type: phuong, name: "Phường Ba Đình", parent: cum}
  - {id: nh, type: phuong, name: "Phường Ngọc Hà", parent: cum}
people:
  - {id: pct-bd, name: "Đỗ Quang Hải", xung_ho: anh, posts: [{unit: bd, role: lead_vice_chair}]}
  - {id: pct-nh, name: "Hoàng Thị Yến", xung_ho: chị, posts: [{unit: nh, role: lead_vice_chair}]}
  - {id: pct-cum, name: "Bùi Văn Sơn", xung_ho: đồng chí, posts: [{unit: cum, role: lead_vice_chair}]}
`

func newKill(t *testing.T, seed uint64) *kill {
	t.Helper()
	k := &kill{
		T: t, rand: rand.New(rand.NewPCG(seed, 1)), dir: t.TempDir(), post: &courier{acked: map[string]bool{}},
		group: map[string]string{}, tgGroup: map[string]int64{}, log: &logTail{}, traps: &traps{},
	}
	k.deadline = time.Now().Add(time.Duration(*killRounds)*10*time.Second + 90*time.Second)
	if d, ok := t.Deadline(); ok && d.Add(-5*time.Second).Before(k.deadline) {
		k.deadline = d.Add(-5 * time.Second)
	}
	wakeZalo := make(chan struct{}, 1)
	w := &town{TB: t, dir: k.dir, now: time.Now()}
	k.world = w
	w.zalo = zalosim.New(zalosim.Config{
		AppID: "4175200936218840057", AppSecret: "app-secret", OAID: "2961837450127733009", OASecretKey: "oa-secret",
		RefreshToken: "rt-first", Now: time.Now, Echo: true, Vary: true, PerMinute: 1_000_000, AppPerMinute: 1_000_000,
		Queued: func() { poke(wakeZalo) },
	})
	w.telegram = telegramsim.New(telegramsim.Config{
		Token: "100200300:token", Username: "langnghe_bot", Now: time.Now, AllowHTTP: true, Deliver: k.post,
		Limits: telegramsim.Limits{Off: true},
	})
	hooks := freeAddress(t)
	w.zalo.Connect("http://"+hooks+"/webhook/zalo", k.post)
	k.settle(hooks, k.host(k.traps.under(w.zalo)), k.host(k.traps.under(w.telegram)))
	ctx, stop := context.WithCancel(context.Background())
	var posting sync.WaitGroup
	posting.Go(func() { k.carry(ctx, wakeZalo, w.zalo.Step) })
	posting.Go(func() { k.carry(ctx, w.telegram.Wake(), w.telegram.Step) })
	t.Cleanup(func() {
		stop()
		k.traps.release()
		posting.Wait()
		if k.child != nil {
			_ = k.child.Process.Kill()
			t.Logf("the server left over: %v", <-k.exited)
		}
		if t.Failed() {
			t.Logf("the end of the server's log:\n%s", k.log.last(40))
		}
	})
	return k
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// host serves a platform on loopback.
func (k *kill) host(h http.Handler) string {
	k.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		k.Fatal(err)
	}
	srv := boundedServer(h, slog.New(slog.DiscardHandler))
	var serving sync.WaitGroup
	serving.Go(func() { _ = srv.Serve(l) })
	k.Cleanup(func() { _ = srv.Close(); serving.Wait() })
	return "http://" + l.Addr().String()
}

// settle writes the files and lets people in before the server ever runs.
func (k *kill) settle(hooks, zaloURL, telegramURL string) {
	k.Helper()
	w := k.world
	var roster strings.Builder
	var names []string
	for i := range 20 {
		unit, where := "bd", "zalo"
		if i%2 == 1 {
			unit = "nh"
		}
		if i%4 > 1 {
			where = "telegram"
		}
		id := "k" + strconv.Itoa(i)
		fmt.Fprintf(&roster, "  - {id: %s, name: \"Người Thứ %s\", xung_ho: bác, posts: [{unit: %s, role: collaborator}]}\n",
			id, strings.ToUpper(string(rune('a'+i))), unit)
		names = append(names, id+"@"+where)
	}
	w.write("org.yaml", killOrg+roster.String())
	// The schedule owes each of its rules once, for a moment just passed.
	slot := time.Now().In(hanoi).Add(-2 * time.Minute)
	w.write("config.yaml", fmt.Sprintf(`
help_contact: "chị Vân, 024 1234"
server: {listen: %q, admin_listen: "127.0.0.1:0", public_url: "http://%s"}
store: {url: "bolt:town.db", media: false}
quiet_hours: []
conversation: {flood_messages: 0} # these people type faster than any hand
telegram: {token: "100200300:token", webhook_secret: "hook-secret", api_url: %q, per_second: 1000}
zalo: {app_id: "4175200936218840057", app_secret: "app-secret", oa_id: "2961837450127733009", oa_secret_key: "oa-secret",
  refresh_token: "rt-first", oa_name: "Lắng Nghe", api_url: %q, oauth_url: %q, per_minute: 60000}
schedule:
  - {id: han, kind: deadline, monthly: {day: %d, time: "23:59"}, before: [0], at: %q, roll: none, avoid: false, grace: 8h}
  - {id: giao-ban, kind: briefing, monthly: {day: %d, time: "23:59"}, before: [0], at: %q, roll: none, avoid: false, grace: 8h,
    types: [phuong], place: "trụ sở", agenda: "việc chung"}
  - {id: tong-hop, kind: digest, cron: "%d %d * * *", grace: 8h}
`, hooks, hooks, telegramURL, zaloURL, zaloURL, slot.Day(), slot.Format("15:04"),
		slot.Day(), slot.Format("15:04"), slot.Minute(), slot.Hour()))
	n := k.open()
	w.node = n
	names = append(names, "pct-bd@zalo", "pct-nh@zalo", "pct-cum@telegram")
	w.settleIn(names...)
	var ch bot.Change
	for _, unit := range []string{"bd", "nh"} {
		z := w.zalo.CreateGroup("CTV "+unit, "x")
		tgID := int64(0)
		for i, name := range names {
			if person, _, _ := strings.Cut(name, "@"); i%2 == 0 == (unit == "bd") && tgID == 0 {
				_, id := ids(person)
				w.telegram.AddUser(id, person)
				tgID = w.telegram.CreateGroup("CTV "+unit, id)
				if err := w.telegram.AddBot(tgID, id); err != nil {
					k.Fatal(err)
				}
			}
		}
		k.group[unit], k.tgGroup[unit] = z, tgID
		for _, a := range []chat.Address{{Channel: "zalo", ID: z}, {Channel: "telegram", ID: strconv.FormatInt(tgID, 10)}} {
			ch.Groups = append(ch.Groups, org.Group{Address: a, Unit: unit, Title: "CTV " + unit, Bound: w.now})
		}
	}
	for _, rule := range []string{"han", "giao-ban", "tong-hop"} {
		ch.Fired = append(ch.Fired, bot.Fired{Rule: rule, Slot: slot.Add(-8 * time.Minute), At: slot})
	}
	if err := n.store.Update(context.Background(), func(tx bot.Tx) error { _, err := tx.Apply(ch); return err }); err != nil {
		k.Fatal(err)
	}
	if err := n.Close(); err != nil {
		k.Fatal(err)
	}
	w.node = nil
	for i, name := range names {
		k.walkers = append(k.walkers, &walker{
			k: k, phone: w.phone(name), index: i, chance: chance{seed: k.rand.Uint64(), entity: name},
			leads: strings.HasPrefix(name, "pct-"), waits: i%3 == 0,
		})
	}
}

// open opens the store in this process, while no server runs.
func (k *kill) open() *node {
	k.Helper()
	cfg, problems := loadConfig(filepath.Join(k.dir, "config.yaml"), nil)
	if len(problems) > 0 {
		k.Fatal(problemsError(problems))
	}
	k.world.cfg = cfg
	nowhere := wire(func(*http.Request) (*http.Response, error) { return nil, errors.New("no network") })
	n, err := openNode(cfg, nodeEnv{
		Now: time.Now, Log: newLog("error", "text"),
		Transport: map[string]http.RoundTripper{"zalo": nowhere, "telegram": nowhere},
	})
	if err != nil {
		k.Fatal(err)
	}
	return n
}

type wire func(*http.Request) (*http.Response, error)

func (f wire) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// start runs the server and returns when it serves.
func (k *kill) start() {
	k.Helper()
	c := exec.Command(os.Args[0], "-test.run=^TestKillServer$", "-test.timeout=0")
	c.Env = append(slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, "GOCOVERDIR=") }),
		killConfigEnv+"="+filepath.Join(k.dir, "config.yaml"))
	errs, err := c.StderrPipe()
	if err != nil {
		k.Fatal(err)
	}
	if err := c.Start(); err != nil {
		k.Fatal(err)
	}
	serving, exited := make(chan struct{}), make(chan error, 1)
	go func() { // ends with the child
		lines := bufio.NewScanner(errs)
		for said := false; lines.Scan(); {
			k.log.add(lines.Text())
			if !said && strings.Contains(lines.Text(), "msg=serving") {
				said = true
				close(serving)
			}
		}
		exited <- c.Wait()
	}()
	k.child, k.exited = c, exited
	select {
	case <-serving:
		k.post.up.Store(true)
	case err := <-exited:
		k.child = nil
		k.Fatalf("the server does not start: %v\n%s", err, k.log.last(20))
	case <-time.After(time.Until(k.deadline)):
		k.Fatalf("the server does not start in time\n%s", k.log.last(20))
	}
}

// kill ends the server as a power cut would, whatever it is doing.
func (k *kill) kill() {
	k.Helper()
	if err := k.child.Process.Signal(syscall.SIGKILL); err != nil {
		k.Fatalf("the server was gone before it was killed: %v", err)
	}
	k.post.up.Store(false)
	if err := <-k.exited; err == nil {
		k.Error("the server ended in good order although it was killed")
	}
	k.child = nil
	k.traps.release()
}

// live lets people go on for a while, at the least until both platforms have
// carried an answer: before that the program has no token of Zalo's whose loss
// it could survive.
func (k *kill) live(d time.Duration) {
	k.Helper()
	until := time.Now().Add(d)
	k.until("both platforms answer", func() bool {
		return time.Now().After(until) && k.traps.sprung() && len(k.world.telegram.Sent("sendMessage")) > 0 &&
			slices.ContainsFunc(k.world.zalo.Calls(), zalosim.Call.Accepted)
	})
}

// until lets people act until the condition holds.
func (k *kill) until(what string, ok func() bool) {
	k.Helper()
	tick := time.NewTicker(15 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case err := <-k.exited:
			k.child = nil
			k.Fatalf("the server ended by itself: %v", err)
		}
		if time.Now().After(k.deadline) {
			for _, w := range k.walkers {
				if !w.idle() {
					k.Errorf("%s@%s is stuck: %s", w.person, w.platform, w.where())
				}
			}
			k.Fatalf("not in time: %s", what)
		}
		for _, w := range k.walkers {
			w.act()
		}
	}
}

func (k *kill) finished() int {
	n := 0
	for _, w := range k.walkers {
		for _, r := range w.runs {
			if r.done && r.code != "" {
				n++
			}
		}
	}
	return n
}

// end lets everybody finish what he is at, or something new where he is at
// nothing, waits until nothing is on its way, and stops the server in good order.
func (k *kill) end() {
	k.Helper()
	k.ending = true
	for _, w := range k.walkers {
		if w.errand() == nil {
			w.left = 1
		}
	}
	k.until("everybody finishes", func() bool {
		return !slices.ContainsFunc(k.walkers, func(w *walker) bool { return !w.idle() })
	})
	k.Logf("everybody has finished: %d reports", k.finished())
	k.until("nothing is on its way", func() bool {
		if len(k.world.zalo.Pending()) > 0 || k.world.telegram.Pending() > 0 {
			return false
		}
		text, err := askServer(context.Background(), k.world.cfg.socket(), task{Do: "outbox list"})
		if err != nil {
			k.Fatal(err)
		}
		return !strings.Contains(text, "Đang chờ") || strings.Contains(text, "Đang chờ 0, đang gửi 0")
	})
	if err := k.child.Process.Signal(syscall.SIGTERM); err != nil {
		k.Fatal(err)
	}
	select {
	case err := <-k.exited:
		k.child = nil
		if err != nil {
			k.Fatalf("the server does not stop in good order: %v", err)
		}
	case <-time.After(time.Until(k.deadline)):
		k.Fatal("the server does not stop")
	}
	k.post.up.Store(false)
	for _, w := range k.walkers {
		w.look()
	}
}
