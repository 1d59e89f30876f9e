package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
	"langnghe/sample"
	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

const demoBotName = "lang_nghe_bot"

// demoLate have not reported this month, so that there is somebody to remind.
var demoLate = []string{"p-ba-dinh-09", "p-ba-dinh-12", "p-soc-son-03"}

// demoCity is the simulated city: both platforms on loopback, and who lives there.
type demoCity struct {
	zalo        *zalosim.Sim
	telegram    *telegramsim.Sim
	appID       string
	zaloURL     string
	telegramURL string
	servers     []*http.Server
	node        *node
	wakeZalo    chan struct{}

	people []resident // in the order of the org file
	groups []square

	ahead atomic.Int64 // how far the demo's clock was set forward, in nanoseconds

	mu       sync.Mutex
	watchers map[int]func()
	next     int
	seen     map[string]int // bubbles seen, by platform and chat
	shots    int            // photos taken so far
}

// resident is somebody of the roster, with his accounts.
type resident struct {
	person   org.Person
	posts    []org.Post
	zaloID   string
	tgID     int64
	zaloOn   bool // has Zalo and used the bot there
	tgOn     bool
	lastSeen time.Time
}

// square is a bound chat group.
type square struct {
	unit, title string
	zaloID      string
	tgID        int64
}

func newDemoCity() (*demoCity, error) {
	c := &demoCity{watchers: map[int]func(){}, seen: map[string]int{}, wakeZalo: make(chan struct{}, 1)}
	// Each run is a new app with ids of its own: a kept data folder has seen
	// those of the runs before, and holds their tokens.
	run := time.Now().Unix()
	c.appID = fmt.Sprint(4_175_200_000_000_000_000 + run)
	c.zalo = zalosim.New(zalosim.Config{
		AppID: c.appID, First: int(run), AppSecret: "demo-app-secret", OAID: "2961837450127733009",
		OASecretKey: "demo-oa-secret-key", RefreshToken: "demo-refresh-token", Now: c.now,
		Queued: func() { poke(c.wakeZalo) }, Deliver: http.DefaultTransport, Echo: true, Receipts: true, Vary: true,
	})
	c.telegram = telegramsim.New(telegramsim.Config{
		Token: "100200300:DEMO-token-of-the-simulator", Username: demoBotName, Now: c.now,
		Deliver: http.DefaultTransport, AllowHTTP: true, KeepCalls: 1000, FirstUpdate: run,
	})
	var err error
	if c.zaloURL, err = c.host(c.zalo); err == nil {
		c.zalo.HostMedia(c.zaloURL)
		c.telegramURL, err = c.host(c.telegram)
	}
	if err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

// now is the demo's clock: the real one, set forward as often as somebody asked.
func (c *demoCity) now() time.Time { return time.Now().Add(time.Duration(c.ahead.Load())) }

// host serves a simulator on loopback.
func (c *demoCity) host(h http.Handler) (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	srv := boundedServer(h, slog.New(slog.DiscardHandler))
	c.servers = append(c.servers, srv)
	go func() { _ = srv.Serve(l) }()
	return "http://" + l.Addr().String(), nil
}

func (c *demoCity) close() {
	for _, s := range c.servers {
		_ = s.Close()
	}
}

// account numbers are derived from the person, so that a kept data folder
// finds the same people again.
func account(id string) (zalo string, telegram int64) {
	h := fnv.New64a()
	h.Write([]byte(id))
	n := h.Sum64()
	return fmt.Sprintf("7%018d", n%1_000_000_000_000_000_000), int64(100_000_000 + n%900_000_000)
}

// settle moves people in: the roster's accounts, consents and groups, and at
// the first start a month of reports. Some have not written for long and some
// never joined, as in life.
func (c *demoCity) settle(ctx context.Context, n *node) error {
	f, problems := readFiles(n.cfg, n.bot.Flows)
	if len(problems) > 0 {
		return problemsError(problems)
	}
	now := n.env.Now()
	c.zalo.Connect(n.cfg.PublicURL+n.cfg.WebhookPrefix+"/zalo", http.DefaultTransport)
	for i, fp := range f.org.People {
		r := resident{person: org.Person{ID: fp.ID, Name: fp.Name, Address: fp.Address}, posts: fp.Posts}
		r.zaloID, r.tgID = account(fp.ID)
		r.zaloOn, r.tgOn = i%5 != 4, i%3 == 0
		r.lastSeen = now.Add(-time.Duration(3+i%40) * time.Hour)
		if i%4 == 2 && len(fp.Posts) > 0 && fp.Posts[0].Role == org.Collaborator {
			r.lastSeen = now.Add(-time.Duration(9+i%20) * 24 * time.Hour) // outside Zalo's window
		}
		if len(fp.Posts) > 0 && (fp.Posts[0].Role != org.Collaborator || i%12 == 0) || strings.HasSuffix(fp.ID, "-01") {
			r.zaloOn, r.tgOn = true, true
		}
		c.people = append(c.people, r)
	}
	c.people = append(c.people, c.strangers()...)
	if err := c.house(n, now); err != nil {
		return err
	}
	return n.store.Update(ctx, func(tx bot.Tx) error { return c.moveIn(tx, n, f.org, now) })
}

func (c *demoCity) strangers() []resident {
	var out []resident
	for _, name := range []string{"Bà Hoa (chưa tham gia)", "Ông Phúc (chưa tham gia)"} {
		r := resident{person: org.Person{ID: "khach-" + strconv.Itoa(len(out)+1), Name: name}}
		r.zaloID, r.tgID = account(r.person.ID)
		out = append(out, r)
	}
	return out
}

// demoAdmin is the Zalo id of the OA's administrator, as in the demo's settings.
const demoAdmin = "9100000000000000001"

// house gives people accounts on the platforms, and groups their rooms.
func (c *demoCity) house(n *node, now time.Time) error {
	for _, r := range c.people {
		c.zalo.Place(zalosim.Person{ID: r.zaloID, Name: r.person.Name, Follower: r.zaloOn, LastInteraction: lastOn(r, r.zaloOn)})
		if r.tgOn {
			c.telegram.Place(r.tgID, r.person.Name)
		} else {
			c.telegram.AddUser(r.tgID, r.person.Name)
		}
	}
	// Who keeps the OA, and what it has bought: units without a group can have one made.
	c.zalo.Place(zalosim.Person{ID: demoAdmin, Name: "Quản trị viên OA", Follower: true})
	c.zalo.MakeAdmin(demoAdmin)
	for range 3 {
		c.zalo.BuyAsset("gmf100", now.AddDate(1, 0, 0))
	}
	for _, unit := range []string{"hn-ba-dinh-p", "hn-cum-ba-dinh"} {
		var zaloIDs []string
		var tgIDs []int64
		for _, r := range c.people {
			for _, p := range r.posts {
				if p.Unit == unit {
					zaloIDs, tgIDs = append(zaloIDs, r.zaloID), append(tgIDs, r.tgID)
					break
				}
			}
		}
		if len(tgIDs) == 0 {
			continue
		}
		s := square{unit: unit, title: "CTV dư luận xã hội " + n.bot.Tree.Name(unit)}
		s.zaloID = c.zalo.CreateGroup(s.title, zaloIDs...)
		c.zalo.GroupRules(s.zaloID, true, true) // whoever asks to come in is let in, or not
		s.tgID = c.telegram.CreateGroup(s.title, tgIDs...)
		if err := c.telegram.AddBot(s.tgID, tgIDs[0]); err != nil {
			return err
		}
		c.groups = append(c.groups, s)
	}
	return nil
}

func lastOn(r resident, on bool) time.Time {
	if !on {
		return time.Time{}
	}
	return r.lastSeen
}

// moveIn writes the residents into the store. What is there already, from an
// earlier run of a kept folder, stays.
func (c *demoCity) moveIn(tx bot.Tx, n *node, f *org.File, now time.Time) error {
	var ch bot.Change
	lived := c.join(tx, n, now, &ch)
	if err := c.bind(tx, f, now, &ch); err != nil {
		return err
	}
	if !lived {
		if err := c.pastMonth(tx, n, f, now, &ch); err != nil {
			return err
		}
	}
	_, err := tx.Apply(ch)
	return err
}

// join lets residents have agreed and been given their chats, and says whether
// somebody had before: then the folder has been lived in.
func (c *demoCity) join(tx bot.Tx, n *node, now time.Time, ch *bot.Change) (lived bool) {
	for i, r := range c.people {
		p, ok := tx.Person(r.person.ID)
		if !ok || !p.Erased.IsZero() || p.Into != "" {
			continue
		}
		if p.Consent.Given() {
			lived = true
			continue
		}
		if !p.Consent.At.IsZero() || i%17 == 16 {
			continue // withdrew, or never joined
		}
		if r.zaloOn {
			p.Chats = append(p.Chats, chat.Address{Channel: "zalo", ID: r.zaloID})
		}
		if r.tgOn {
			p.Chats = append(p.Chats, chat.Address{Channel: "telegram", ID: strconv.FormatInt(r.tgID, 10)})
		}
		if len(p.Chats) == 0 {
			continue
		}
		if p.ID == leadDemo {
			slices.Reverse(p.Chats)
		}
		p.Consent = org.Consent{Version: n.cfg.Settings.ConsentVersion, At: now.Add(-60 * 24 * time.Hour), Channel: p.Chats[0].Channel}
		ch.People = append(ch.People, p)
		for _, a := range p.Chats {
			ch.Contacts = append(ch.Contacts, bot.Contact{Chat: a, LastIn: r.lastSeen})
		}
	}
	return lived
}

// bind binds the groups of this run in place of those of an earlier one.
func (c *demoCity) bind(tx bot.Tx, f *org.File, now time.Time, ch *bot.Change) error {
	var earlier bot.Change
	for _, u := range f.Tree.All() {
		for _, g := range tx.GroupsOf(u) {
			earlier.Unbound = append(earlier.Unbound, g.Address)
		}
	}
	for _, s := range c.groups {
		for _, a := range []chat.Address{{Channel: "zalo", ID: s.zaloID}, {Channel: "telegram", ID: strconv.FormatInt(s.tgID, 10)}} {
			ch.Groups = append(ch.Groups, org.Group{Address: a, Unit: s.unit, Title: s.title, Bound: now})
		}
	}
	if earlier.Empty() {
		return nil
	}
	_, err := tx.Apply(earlier)
	return err
}

// pastMonth files a month of sample reports.
func (c *demoCity) pastMonth(tx bot.Tx, n *node, f *org.File, now time.Time, ch *bot.Change) error {
	var posts []org.Post
	for _, fp := range f.People {
		posts = append(posts, fp.Posts...)
	}
	for i := range posts {
		if kept, ok := tx.Post(posts[i].ID); ok {
			posts[i] = kept
		}
	}
	for _, r := range sample.Reports(f.Tree, posts, now, 1) {
		if slices.Contains(demoLate, r.Person) && r.Period == now.In(n.cfg.Zone).Format("2006-01") {
			continue
		}
		if err := number(tx, n, &r); err != nil {
			return err
		}
		ch.Reports = append(ch.Reports, r)
		if r.Kind == report.Urgent && r.State.Open() && r.Ack == nil {
			ch.Timers = append(ch.Timers, bot.Timer{Key: "ack/" + r.ID, Due: now.Add(time.Hour), Arg: r.ID})
		}
	}
	return nil
}

// number gives a sample report its id as filing would.
func number(tx bot.Tx, n *node, r *report.Report) error {
	series := r.At.In(n.cfg.Zone).Format("0601")
	k, err := tx.Number("report " + series)
	if err != nil {
		return err
	}
	r.ID = fmt.Sprintf("%s-%04d", series, k)
	return nil
}

// live delivers the simulators' webhooks and tells the page what changed.
func (c *demoCity) live(ctx context.Context) {
	var all sync.WaitGroup
	all.Go(func() { c.deliver(ctx, c.wakeZalo, c.zalo.Step) })
	all.Go(func() { c.deliver(ctx, c.telegram.Wake(), c.telegram.Step) })
	all.Go(func() { c.watch(ctx) })
	all.Wait()
}

func (c *demoCity) deliver(ctx context.Context, wake <-chan struct{}, step func(context.Context, time.Time) (time.Time, bool)) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-timer.C:
		}
		for {
			next, did := step(ctx, c.now())
			c.changed()
			if !did {
				timer.Reset(until(c.now(), next, time.Second))
				break
			}
		}
	}
}

// watch looks a few times a second whether the phones show something new.
func (c *demoCity) watch(ctx context.Context) {
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	last := uint64(0)
	calls := 0
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if rev, n := c.telegram.Revision(), len(c.zalo.Calls()); rev != last || n != calls {
			last, calls = rev, n
			c.changed()
		}
	}
}

func (c *demoCity) changed() {
	c.mu.Lock()
	fs := make([]func(), 0, len(c.watchers))
	for _, f := range c.watchers {
		fs = append(fs, f)
	}
	c.mu.Unlock()
	for _, f := range fs {
		f()
	}
}

var errNoChat = errors.New("no such chat")
