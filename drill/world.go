package drill

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

// hanoi is the zone people live in.
var hanoi = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

// world is one history under way.
type world struct {
	cfg  Config
	prog Program
	dir  string // of the data, another after each kill
	gen  int    // how often the program was opened

	now      time.Time // of the platforms and the people
	skew     time.Duration
	zalo     *zalosim.Sim
	telegram *telegramsim.Sim
	node     Node
	opened   time.Time // when it was opened last
	dead     bool      // the program was killed
	rand     *stream

	city     *city
	groups   []group
	queue    queue
	byKey    map[string]*phone // by platform and account
	dirty    []*phone          // something was sent to them since the judges last looked
	faults   *faults
	judges   *judges
	operator operator
	log      *history
	over     bool // people only look
	enough   bool // the invariant that was waited for broke
	score    Score
	failed   error
}

// newWorld makes the city and opens the program in it.
func newWorld(cfg Config, prog Program, dir string) (*world, error) {
	w := &world{cfg: cfg, prog: prog, dir: filepath.Join(dir, "0"), now: cfg.Begin, rand: &stream{seed: cfg.Seed}, byKey: map[string]*phone{}, log: newHistory(cfg.Trace)}
	clock := func() time.Time { return w.now }
	w.zalo = zalosim.New(zalosim.Config{
		AppID: "4175200936218840057", AppSecret: "app-secret", OAID: "2961837450127733009", OASecretKey: "oa-secret",
		RefreshToken: "rt-first", Now: clock, Echo: true, Vary: true, PerMinute: cfg.ZaloPerMinute,
		RedirectURL: "http://127.0.0.1/zalo/callback",
	})
	w.telegram = telegramsim.New(telegramsim.Config{
		Token: "100200300:token", Username: "langnghe_bot", Now: clock, AllowHTTP: true,
		Deliver: telegramsim.InProcess(http.HandlerFunc(w.deliver)), KeepCalls: -1,
	})
	w.zalo.Connect("http://127.0.0.1/webhook/zalo", zalosim.InProcess(http.HandlerFunc(w.deliver)))
	w.city = build(w, cfg.People)
	w.judges = newJudges(w)
	w.faults = newFaults(w)
	w.operator = operator{w: w, codes: map[string]invitation{}}
	w.bindGroups()
	if err := os.MkdirAll(w.dir, 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(w.dir, "org.yaml"), []byte(w.city.file(w.groups)), 0o600); err != nil {
		return nil, err
	}
	if err := w.open(); err != nil {
		return nil, err
	}
	return w, w.moveIn()
}

// moveIn lets everybody take part, each with what he means to do.
func (w *world) moveIn() error {
	var all []Resident
	for _, p := range w.city.people {
		if p.newcomer {
			w.waitOutside(p)
			continue
		}
		joined := w.now.Add(-time.Duration(1+p.chance.below(120)) * time.Hour)
		r := Resident{ID: p.id, Joined: joined}
		for _, ph := range p.phones {
			ph.wrote = append(ph.wrote, joined)
			w.byKey[ph.platform+":"+ph.key()] = ph
			if ph.platform == "zalo" {
				r.Zalo = ph.zaloID
				w.zalo.Place(zalosim.Person{ID: ph.zaloID, Name: p.name, Follower: true, LastInteraction: joined})
			} else {
				r.Telegram = ph.key()
				w.telegram.Place(ph.tgID, p.name)
			}
		}
		all = append(all, r)
		p.schedule()
		if len(w.cfg.Only) > 0 && p.reports() && !slices.Contains(w.cfg.Only, p.id) {
			p.idles, p.plan, p.at = true, nil, time.Time{}
		}
		w.queue.put(p)
	}
	return w.node.Settle(all)
}

// waitOutside gives somebody his phones whom the program does not know.
func (w *world) waitOutside(p *person) {
	for _, ph := range p.phones {
		w.byKey[ph.platform+":"+ph.key()] = ph
		if ph.platform == "zalo" {
			w.zalo.Place(zalosim.Person{ID: ph.zaloID, Name: p.name, LastInteraction: w.now.Add(-time.Hour)})
		} else {
			w.telegram.Place(ph.tgID, p.name)
		}
	}
	p.phones = p.phones[:1]
	p.schedule()
	if len(w.cfg.Only) > 0 && !slices.Contains(w.cfg.Only, p.id) {
		p.idles, p.plan, p.at = true, nil, time.Time{}
	}
	w.queue.put(p)
}

// open starts the program, again and again when it is killed while starting.
func (w *world) open() error {
	for range 50 {
		w.gen++
		w.opened = w.now
		w.dead = false
		node, err := w.prog.Open(Env{
			Dir: w.dir, Now: w.programNow, Rand: w.rand, Fault: w.faults.point,
			Transport: map[string]http.RoundTripper{
				"zalo":     &wire{w, "zalo", w.zalo.Transport()},
				"telegram": &wire{w, "telegram", w.telegram.Transport()},
			},
		})
		if err == nil {
			w.node = node
			return nil
		}
		switch {
		case w.dead || errors.Is(err, ErrKilled):
		case errors.Is(err, errBroken) || errors.Is(err, syscall.ENOSPC):
			w.faults.full = time.Time{} // somebody looks after the disk, and starts it anew
		default:
			return fmt.Errorf("the program does not start: %w", err)
		}
		if err := w.moveData(); err != nil {
			return err
		}
	}
	return errors.New("the program was killed fifty times while starting")
}

// programNow is the time by the program's clock.
func (w *world) programNow() time.Time { return w.now.Add(w.skew) }

func (w *world) must(err error) {
	if err != nil && w.failed == nil {
		w.failed = err
	}
}

// live lets time pass until end: whoever is to do something next does it.
func (w *world) live(ctx context.Context, end time.Time) error {
	for w.failed == nil && ctx.Err() == nil {
		next := w.settle(ctx)
		if w.failed != nil {
			break
		}
		if at := w.queue.next(); !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
		if at := w.faults.next(); !at.IsZero() && at.Before(next) {
			next = at
		}
		if at := w.groupsNext(); at.After(w.now) && at.Before(next) {
			next = at
		}
		if at := w.operator.at; at.After(w.now) && at.Before(next) {
			next = at
		}
		if next.After(end) || next.IsZero() {
			w.now = end
			w.settle(ctx)
			break
		}
		if next.After(w.now) {
			w.now = next
			if w.cfg.Tick != nil {
				w.cfg.Tick(w.now)
			}
		}
		w.faults.act()
		w.operator.act(ctx)
		w.groupsLive()
		for p := w.queue.pop(w.now); p != nil; p = w.queue.pop(w.now) {
			p.act()
			w.queue.put(p)
		}
		w.judges.tick()
		if w.enough {
			return errEnough
		}
	}
	return errors.Join(w.failed, ctx.Err())
}

// settle lets everything happen that can at this moment, and gives when
// something can again.
func (w *world) settle(ctx context.Context) (next time.Time) {
	for range 20_000 {
		if w.dead || w.faults.between() {
			if err := w.revive(); err != nil {
				w.must(err)
				return next
			}
		}
		z, a := w.zalo.Step(ctx, w.now)
		t, b := w.telegram.Step(ctx, w.now)
		n, c, err := w.node.Step(ctx, w.programNow())
		w.hand()
		if w.dead {
			continue
		}
		if err != nil && !w.faults.excuse(err) {
			w.must(fmt.Errorf("a step of the program failed: %w", err))
			return next
		}
		if err != nil {
			return w.now.Add(time.Second)
		}
		if a || b || c {
			continue
		}
		if !n.IsZero() {
			n = n.Add(-w.skew)
		}
		for _, at := range []time.Time{z, t, n} {
			if at.IsZero() {
				continue
			}
			if !at.After(w.now) {
				at = w.now.Add(time.Second)
			}
			if next.IsZero() || at.Before(next) {
				next = at
			}
		}
		return next
	}
	w.must(errors.New("the program never comes to rest"))
	return next
}

// hand gives what was sent to the judges and to the people.
func (w *world) hand() {
	for _, ph := range w.dirty {
		for _, b := range ph.fresh() {
			w.judges.received(ph, b)
			ph.news = append(ph.news, b)
			w.queue.wake(ph.owner)
		}
	}
	w.dirty = w.dirty[:0]
}
