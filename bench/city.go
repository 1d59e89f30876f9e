package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/schedule"
	"langnghe/flows"
	"langnghe/sample"
	"langnghe/store"
	"langnghe/telegram"
	"langnghe/zalo"
)

// The credentials of the two simulated platforms; they open nothing anywhere.
const (
	zaloApp     = "4021507812345678901"
	zaloOA      = "2961837450127733009"
	zaloKey     = "bench-oa-secret-key"
	zaloSecret  = "bench-app-secret"
	zaloRefresh = "bench-refresh-token"

	telegramToken  = "100200300:BENCH-token-of-the-simulator"
	telegramSecret = "bench-webhook-secret"
)

var zone = time.FixedZone("ICT", 7*60*60)

// city is the program without its shell: store, bot and adapters, wired as
// cmd/langnghe wires them, with people in the store.
type city struct {
	store    *store.Store
	bot      *bot.Bot
	zalo     *zalo.Channel
	telegram *telegram.Channel
	wake     chan struct{}
	people   int
}

// plan says what kind of city is wanted.
type plan struct {
	dir       string
	people    int
	noSync    bool
	now       func() time.Time
	platforms map[string]http.RoundTripper // nil: nothing is sent
	perSec    float64                      // Telegram's; 0 is the default
	perMinute int                          // Zalo's; 0 is the default
	addresses map[string]string            // of the platforms' APIs; nil: made up
}

func build(p plan) (_ *city, err error) {
	c := &city{wake: make(chan struct{}, 1), people: p.people}
	c.store, err = store.Open(store.Config{Path: fresh(p.dir, "store"), Now: p.now, NoSync: p.noSync})
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.store.Close())
		}
	}()
	units, bad := org.Load(sample.OrgFile, sample.Org)
	if len(bad) > 0 {
		return nil, errors.New(bad[0].String())
	}
	set, bad := flows.Load(flows.Default, bot.Needs())
	if len(bad) > 0 {
		return nil, errors.New(bad[0].String())
	}
	settings := bot.Defaults(zone)
	settings.Quiet = nil // the rate is measured, not the rest at noon into which a long fan-out runs
	settings.HelpContact, settings.OANameForCode = "chị Hiền, 024 1234 5678", "Lắng Nghe"
	c.bot = &bot.Bot{
		Store: c.store, Tree: units.Tree, Flows: set, Settings: settings,
		Calendar: schedule.NewCalendar(zone, schedule.BuiltinDays()),
		Log:      slog.New(slog.DiscardHandler), Count: func(string) {}, Alert: func(string, string) {},
	}
	if err := c.connect(p); err != nil {
		return nil, err
	}
	return c, c.populate(p.now())
}

// connect opens the adapters.
func (c *city) connect(p plan) (err error) {
	env := func(name string) chat.Env {
		rt := p.platforms[name]
		if rt == nil {
			rt = http.DefaultTransport
		}
		return chat.Env{Inbox: waking{c.store, c.wake}, Vault: c.store, Transport: rt, Now: p.now}
	}
	address := func(name, otherwise string) string {
		if a := p.addresses[name]; a != "" {
			return a
		}
		return otherwise
	}
	z := zalo.DefaultConfig()
	z.AppID, z.AppSecret, z.OAID, z.OASecretKey, z.RefreshToken = zaloApp, zaloSecret, zaloOA, zaloKey, zaloRefresh
	z.APIURL, z.OAuthURL = address(zalo.Name, z.APIURL), address(zalo.Name, z.OAuthURL)
	z.PerMinute = p.perMinute
	if c.zalo, err = zalo.Open(z, env(zalo.Name)); err != nil {
		return err
	}
	c.telegram, err = telegram.Open(telegram.Config{
		Token: telegramToken, WebhookSecret: telegramSecret, PublicURL: "https://bench.example.vn/webhook/telegram",
		APIURL: address(telegram.Name, ""), PerSec: p.perSec, Username: "bench_bot",
	}, env(telegram.Name))
	if err != nil {
		return err
	}
	c.bot.Channels = []chat.Channel{c.zalo, c.telegram}
	return nil
}

// waking is the store's inbox, telling the turn loop that something came.
type waking struct {
	chat.Inbox
	wake chan<- struct{}
}

func (w waking) Accept(ctx context.Context, e chat.Event) (bool, error) {
	isNew, err := w.Inbox.Accept(ctx, e)
	if isNew {
		poke(w.wake)
	}
	return isNew, err
}

func poke(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// address is where person i talks: the even ones on Zalo, the odd ones on
// Telegram.
func address(i int) chat.Address {
	if i%2 == 0 {
		return chat.Address{Channel: zalo.Name, ID: strconv.Itoa(4_000_000_000_000_000_000 + i)}
	}
	return chat.Address{Channel: telegram.Name, ID: strconv.FormatInt(telegramID(i), 10)}
}

func telegramID(i int) int64 { return 1_000_000_000 + int64(i) }

func personID(i int) string { return "p-" + strconv.Itoa(i) }

// populate moves collaborators into the wards, all of whom have agreed and
// wrote a moment ago.
func (c *city) populate(now time.Time) error {
	wards := c.bot.Tree.OfTypes("phuong", "xa")
	if len(wards) == 0 {
		return errors.New("the sample city has no wards")
	}
	return c.store.Update(context.Background(), func(tx bot.Tx) error {
		var ch bot.Change
		for i := range c.people {
			a := address(i)
			ch.People = append(ch.People, org.Person{
				ID: personID(i), Name: fmt.Sprintf("Nguyễn Thị Lan %d", i), Address: "bác", Chats: []chat.Address{a}, Created: now,
				Consent: org.Consent{Version: c.bot.Settings.ConsentVersion, At: now, Channel: a.Channel},
			})
			ch.Posts = append(ch.Posts, org.Post{
				ID: "post-" + strconv.Itoa(i), Unit: wards[i%len(wards)], Role: org.Collaborator, Person: personID(i), Since: now,
			})
			ch.Contacts = append(ch.Contacts, bot.Contact{Chat: a, LastIn: now})
		}
		_, err := tx.Apply(ch)
		return err
	})
}

// say lets person i write and the bot decide.
func (c *city) say(i int, text string, now time.Time) error {
	ctx := context.Background()
	if _, err := c.store.Accept(ctx, message(i, text, now)); err != nil {
		return err
	}
	for {
		_, did, err := c.bot.Turn(ctx, now)
		if err != nil || !did {
			return err
		}
	}
}

// sayAll brings everybody to the same place in a conversation: the first two
// talk (one on each platform), and the others get what became of it.
func (c *city) sayAll(now time.Time, texts ...string) error {
	for _, text := range texts {
		for i := range 2 {
			if err := c.say(i, text, now); err != nil {
				return err
			}
		}
		now = now.Add(time.Second)
	}
	return c.store.Update(context.Background(), func(tx bot.Tx) error {
		var ch bot.Change
		for i := 2; i < c.people; i++ {
			s, ok := tx.Session(address(i % 2))
			if !ok || len(s.Frames) == 0 {
				return errors.New("the conversation to copy has not begun")
			}
			s.Chat = address(i)
			s.Frames[0].Run += "-" + strconv.Itoa(i)
			ch.Sessions = append(ch.Sessions, s)
		}
		for _, o := range tx.Outbox(0, 1000) { // what the two were told is not measured
			o.State = ""
			ch.Settled = append(ch.Settled, o)
		}
		_, err := tx.Apply(ch)
		return err
	})
}

// toReview is what is said until only "send" is missing.
var toReview = []string{
	"báo cáo", "4", "2", "Đường vào tổ 7 đào lên hai tháng chưa hoàn trả, bà con đi lại rất khó khăn", "xong", "3", "3", "bỏ qua", "không",
}

// toChoice is what is said until one of four is to be chosen.
var toChoice = toReview[:6]
