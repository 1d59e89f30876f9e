package main

import (
	"context"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/flows"
	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

// town is the whole program with both simulated platforms on a virtual clock,
// in one goroutine: nothing happens but what the test lets happen.
type town struct {
	testing.TB
	dir      string
	now      time.Time
	zalo     *zalosim.Sim
	telegram *telegramsim.Sim
	node     *node
	steps    *stepped
	cfg      *config
	rand     io.Reader
	fault    func(point string) error
	log      *slog.Logger
	logs     *logBook
	typed    []string          // by people, ever
	former   map[string]string // units where people had a post before
	more     string            // at the end of the org file
	polls    bool
	photos   bool             // photos and the like are taken
	clock    func() time.Time // w.now, unless the town runs by itself
	wire     func(channel string, platform http.RoundTripper) http.RoundTripper
	hooks    http.Handler // the node's webhooks, whichever node that is now
}

// townOrg is a small organisation: a city, a cluster, two wards, a hamlet.
const townOrg = `
units:
  - {id: hn, type: thanh_pho, name: "Thành phố Hà Nội"}
  - {id: cum, type: cum, name: "Cụm Ba Đình", parent: hn}
  - {id: bd, type: phuong, name: "Phường Ba Đình", parent: cum}
  - {id: bd-tdp5, type: to_dan_pho, name: "Tổ dân phố số 5", parent: bd}
  - {id: nh, type: phuong, name: "Phường Ngọc Hà", parent: cum}
people:
  - {id: lan, name: "Nguyễn Thị Lan", xung_ho: bác, posts: [{unit: bd, role: collaborator}]}
  - {id: tho, name: "Trần Văn Thọ", xung_ho: ông, posts: [{unit: bd, role: collaborator}]}
  - {id: mai, name: "Lê Thị Mai", xung_ho: cô, posts: [{unit: bd-tdp5, role: hamlet_head}]}
  - {id: cuc, name: "Phạm Thị Cúc", xung_ho: bà, posts: [{unit: nh, role: collaborator}]}
  - {id: pct-bd, name: "Đỗ Quang Hải", xung_ho: anh, posts: [{unit: bd, role: lead_vice_chair}]}
  - {id: ct-bd, name: "Vũ Đình Long", xung_ho: đồng chí, posts: [{unit: bd, role: chair}]}
  - {id: pct-nh, name: "Hoàng Thị Yến", xung_ho: chị, posts: [{unit: nh, role: lead_vice_chair}]}
  - {id: pct-cum, name: "Bùi Văn Sơn", xung_ho: đồng chí, posts: [{unit: cum, role: lead_vice_chair}]}
  - {id: vp, name: "Ngô Thu Hà", xung_ho: chị, posts: [{unit: hn, role: opinion_office}]}
  - {id: pct-hn, name: "Đặng Minh Tâm", xung_ho: đồng chí, posts: [{unit: hn, role: lead_vice_chair}]}
  - {id: qt, name: "Lý Hồng Vân", xung_ho: chị, posts: [{unit: hn, role: system_admin}]}
`

// hanoi is the zone people live in.
var hanoi = time.FixedZone("Asia/Ho_Chi_Minh", 7*3600)

// aWorkday is a quiet Wednesday morning, within office hours.
var aWorkday = time.Date(2026, 11, 11, 9, 0, 0, 0, hanoi)

type townOption func(*town)

func startingAt(at time.Time) townOption { return func(w *town) { w.now = at } }

// polling makes Telegram work by long polling in place of webhooks.
func polling(w *town) { w.polls = true }

// takingPhotos has the program ask for photos and keep them, as it does unless
// told otherwise; most towns are about something else and leave the question out.
func takingPhotos(w *town) { w.photos = true }

// newTown builds a town in which everybody of townOrg is known but nobody has
// joined; see [town.settleIn].
func newTown(t testing.TB, opts ...townOption) *town {
	t.Helper()
	w := &town{TB: t, dir: t.TempDir(), now: aWorkday, rand: rand.NewChaCha8([32]byte{1}), logs: &logBook{}}
	w.log = w.logs.logger()
	for _, o := range opts {
		o(w)
	}
	if w.clock == nil {
		w.clock = func() time.Time { return w.now }
	}
	if w.wire == nil {
		w.wire = func(_ string, platform http.RoundTripper) http.RoundTripper { return platform }
	}
	w.zalo = zalosim.New(zalosim.Config{
		AppID: "4175200936218840057", AppSecret: "app-secret", OAID: "2961837450127733009", OASecretKey: "oa-secret",
		RefreshToken: "rt-first", Now: w.clock, Echo: true, Vary: true,
	})
	w.telegram = telegramsim.New(telegramsim.Config{
		Token: "100200300:token", Username: "langnghe_bot", Now: w.clock, AllowHTTP: true,
		Deliver: telegramsim.InProcess(w),
	})
	w.zalo.Connect("http://127.0.0.1/webhook/zalo", zalosim.InProcess(w))
	mode := "webhook"
	if w.polls {
		mode = "poll"
	}
	w.write("org.yaml", townOrg+w.more)
	w.write("config.yaml", strings.NewReplacer("MODE", mode, "MEDIA", strconv.FormatBool(w.photos)).Replace(`
help_contact: "chị Vân, 024 1234"
server: {public_url: "http://127.0.0.1"}
store:
  url: "bolt:town.db"
  media: MEDIA
telegram: {token: "100200300:token", webhook_secret: "hook-secret", api_url: "http://telegram.sim", mode: MODE}
zalo: {app_id: "4175200936218840057", app_secret: "app-secret", oa_id: "2961837450127733009", oa_secret_key: "oa-secret",
  refresh_token: "rt-first", oa_name: "Lắng Nghe", group_admin: [qt], api_url: "http://127.0.0.1", oauth_url: "http://127.0.0.1"}
`))
	w.open()
	t.Cleanup(func() {
		if w.node == nil {
			return
		}
		w.checkSecrecy()
		if err := w.node.store.Check(context.Background()); err != nil {
			t.Errorf("store: %v", err)
		}
		if err := w.node.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *town) write(name, text string) {
	w.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
		w.Fatal(err)
	}
}

// ownFlows is the program's own flows, read once for all towns.
var ownFlows = sync.OnceValue(func() *flows.Set {
	set, problems := flows.Load(flows.Default, bot.Needs())
	if len(problems) > 0 {
		panic(problemsError(problems))
	}
	return set
})

// ServeHTTP is the node's webhooks, also across restarts.
func (w *town) ServeHTTP(rw http.ResponseWriter, r *http.Request) { w.hooks.ServeHTTP(rw, r) }

// open starts the program on the town's folder.
func (w *town) open() {
	w.Helper()
	cfg, problems := loadConfig(filepath.Join(w.dir, "config.yaml"), nil)
	if len(problems) > 0 {
		w.Fatal(problemsError(problems))
	}
	cfg.Stepped = true
	env := nodeEnv{
		Now: w.clock, Log: w.log, NoSync: true, Rand: w.rand, Fault: w.fault,
		Transport: map[string]http.RoundTripper{
			"zalo": w.wire("zalo", w.zalo.Transport()), "telegram": w.wire("telegram", w.telegram.Transport()),
		},
	}
	if cfg.FlowsDir == "" {
		env.Flows = ownFlows()
	}
	n, err := openNode(cfg, env)
	if err != nil {
		w.Fatal(err)
	}
	w.cfg, w.node, w.steps, w.hooks = cfg, n, newStepped(n), n.webhooks()
}

// restart stops the program in good order and starts it again.
func (w *town) restart() {
	w.Helper()
	if err := w.node.Close(); err != nil {
		w.Fatal(err)
	}
	w.open()
}

// settle lets everything happen that can at this moment, and gives when
// something can again. A part that says it is due now and does nothing would
// hide from whoever waits what the others are due for.
func (w *town) settle() (next time.Time) {
	w.Helper()
	ctx := context.Background()
	for range 10_000 {
		z, a := w.zalo.Step(ctx, w.now)
		t, b := w.telegram.Step(ctx, w.now)
		n, c, err := w.steps.step(ctx, w.now)
		if err != nil {
			w.Fatal(err)
		}
		if a || b || c {
			continue
		}
		next = time.Time{}
		for i, at := range []time.Time{z, t, n} {
			if at.IsZero() {
				continue
			}
			if !at.After(w.now) {
				w.Fatalf("part %d is due at %s, does nothing, and it is %s", i, at, w.now)
			}
			if next.IsZero() || at.Before(next) {
				next = at
			}
		}
		return next
	}
	w.Fatal("never comes to rest")
	return next
}

// pass lets time go by, from one due moment to the next.
func (w *town) pass(d time.Duration) {
	w.Helper()
	for end := w.now.Add(d); ; {
		next := w.settle()
		if w.now.Equal(end) {
			return
		}
		if next.IsZero() || next.After(end) {
			next = end
		}
		w.now = next
	}
}

// ids are a resident's accounts.
func ids(person string) (zaloID string, tgID int64) { return account(person) }

// settleIn lets people in as if they had joined and agreed a while ago; each
// is named "lan@zalo", "lan@telegram" or "lan@both". They wrote an hour ago.
func (w *town) settleIn(names ...string) {
	w.Helper()
	err := w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		var ch bot.Change
		for _, name := range names {
			id, where, _ := strings.Cut(name, "@")
			p, ok := tx.Person(id)
			if !ok {
				w.Fatalf("nobody is called %s", id)
			}
			z, tg := ids(id)
			last := w.now.Add(-time.Hour)
			if where == "zalo" || where == "both" {
				w.zalo.Place(zalosim.Person{ID: z, Name: p.Name, Follower: true, LastInteraction: last})
				p.Chats = append(p.Chats, chat.Address{Channel: "zalo", ID: z})
			}
			if where == "telegram" || where == "both" {
				w.telegram.Place(tg, p.Name)
				p.Chats = append(p.Chats, chat.Address{Channel: "telegram", ID: strconv.FormatInt(tg, 10)})
			}
			p.Consent = org.Consent{Version: "1", At: last, Channel: where}
			ch.People = append(ch.People, p)
			for _, a := range p.Chats {
				ch.Contacts = append(ch.Contacts, bot.Contact{Chat: a, LastIn: last})
			}
		}
		_, err := tx.Apply(ch)
		return err
	})
	if err != nil {
		w.Fatal(err)
	}
}

// phone is one person's phone on one platform.
type phone struct {
	*town
	person, platform string
	read             int // bubbles read so far
}

// phone gives the phone called "lan@zalo".
func (w *town) phone(name string) *phone {
	id, where, _ := strings.Cut(name, "@")
	p := &phone{town: w, person: id, platform: where}
	z, tg := ids(id)
	w.zalo.AddUser(z, id)
	w.telegram.AddUser(tg, id)
	p.read = len(p.bubbles())
	return p
}

// bubble is what a phone shows, the same for both platforms.
type bubble struct {
	mine    bool
	id      string
	text    string
	buttons []string // on the screen, to be pressed
	all     []string // with those that were pressed and are gone
	rows    int      // of buttons, for drawing; 0 where choices stand in the text
}

func (p *phone) bubbles() []bubble {
	var out []bubble
	z, tg := ids(p.person)
	if p.platform == "zalo" {
		for _, b := range p.zalo.Chat(z) {
			x := bubble{mine: !b.FromOA, id: b.ID, text: b.Text}
			for _, btn := range b.Buttons {
				x.buttons = append(x.buttons, btn.Title)
			}
			out = append(out, x)
		}
		return out
	}
	for _, b := range p.telegram.Chat(tg) {
		x := bubble{mine: !b.FromBot, id: strconv.Itoa(b.ID), text: b.Text}
		x.rows = len(b.Rows)
		for _, row := range b.Rows {
			for _, btn := range row {
				x.all = append(x.all, btn.Text)
				if btn.Live {
					x.buttons = append(x.buttons, btn.Text)
				}
			}
		}
		out = append(out, x)
	}
	return out
}

// send types a text; nothing is processed until the town settles or time passes.
func (p *phone) send(text string) {
	p.Helper()
	p.typed = append(p.typed, text)
	z, tg := ids(p.person)
	if p.platform == "zalo" {
		p.zalo.SendText(z, text)
		return
	}
	if _, err := p.telegram.SendText(tg, text); err != nil {
		p.Fatal(err)
	}
}

// says types a text, waits until a free text is complete, and returns what the
// bot answered.
func (p *phone) says(text string) string {
	p.Helper()
	p.send(text)
	p.pass(6 * time.Second)
	return p.news()
}

// taps presses the latest button that contains the label.
func (p *phone) taps(label string) string {
	p.Helper()
	z, tg := ids(p.person)
	all := p.bubbles()
	for i := len(all) - 1; i >= 0; i-- {
		for j, b := range all[i].buttons {
			if !strings.Contains(b, label) {
				continue
			}
			if p.platform == "zalo" {
				if _, err := p.zalo.Press(z, all[i].id, j); err != nil {
					p.Fatal(err)
				}
			} else {
				n, err := strconv.Atoi(all[i].id)
				if err != nil {
					p.Fatal(err)
				}
				if err := p.telegram.Press(tg, n, j); err != nil {
					p.Fatal(err)
				}
			}
			p.pass(5 * time.Second)
			return p.news()
		}
	}
	p.Fatalf("%s has no button %q", p.person, label)
	return ""
}

// news is what the bot wrote since the last look, one message a paragraph.
func (p *phone) news() string {
	all := p.bubbles()
	var lines []string
	for _, b := range all[p.read:] {
		if !b.mine {
			lines = append(lines, b.text)
		}
	}
	p.read = len(all)
	return strings.Join(lines, "\n\n")
}
