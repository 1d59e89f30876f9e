package zalo_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"langnghe/bot/chat"
	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	appID     = "4175200936218840057"
	oaID      = "2961837450127733009"
	oaSecret  = "kZ7mPq2VxT9wLs4Rb1Yd"
	appSecret = "Hn3vQx8TzB6cWd1LfKe9"
	anh       = "7310046625518894402" // the person who chats
	webhook   = "https://bot.example/webhook/zalo"
)

var began = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// clock is the time that everybody shares.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// rig is a channel on a simulated platform.
type rig struct {
	t     *testing.T
	clock *clock
	sim   *zalosim.Sim
	ch    *zalo.Channel
	cfg   zalo.Config
	env   chat.Env
	vault *vault
	inbox *inbox
	log   *bytes.Buffer

	mu     sync.Mutex
	counts map[string]int
	alerts []string
}

// option changes what a rig is made of.
type option func(*zalo.Config, *zalosim.Config)

func newRig(t *testing.T, opts ...option) *rig {
	t.Helper()
	r := &rig{
		t: t, clock: &clock{at: began}, counts: map[string]int{}, log: &bytes.Buffer{},
		vault: &vault{kept: map[string][]byte{}}, inbox: &inbox{},
	}
	cfg := zalo.DefaultConfig()
	cfg.AppID, cfg.AppSecret, cfg.OAID, cfg.OASecretKey, cfg.RefreshToken = appID, appSecret, oaID, oaSecret, "rt-first"
	cfg.Recover = 0
	sc := zalosim.Config{
		AppID: appID, AppSecret: appSecret, OAID: oaID, OASecretKey: oaSecret, RefreshToken: "rt-first",
		Now: r.clock.now, WebhookURL: webhook, Vary: true,
	}
	for _, o := range opts {
		o(&cfg, &sc)
	}
	r.sim = zalosim.New(sc)
	r.env = chat.Env{
		Inbox: r.inbox, Vault: r.vault, Transport: r.sim.Transport(), Now: r.clock.now,
		Log: slog.New(slog.NewTextHandler(r.log, nil)), Count: r.count, Alert: r.alert,
	}
	r.cfg = cfg
	r.ch = r.open()
	r.sim.Connect(webhook, zalosim.InProcess(r.ch))
	r.sim.AddUser(anh, "Ánh")
	return r
}

// open starts (another) process on the same vault.
func (r *rig) open() *zalo.Channel {
	r.t.Helper()
	ch, err := zalo.Open(r.cfg, r.env)
	if err != nil {
		r.t.Fatal(err)
	}
	return ch
}

func (r *rig) count(what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counts[what]++
}

func (r *rig) alert(key, _ string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.alerts = append(r.alerts, key)
}

func (r *rig) counted(what string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.counts[what]
}

func (r *rig) alerted(key string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Contains(r.alerts, key)
}

// deliver lets the platform deliver what is due and returns what was kept of
// it, decoded.
func (r *rig) deliver() []chat.Inbound {
	r.t.Helper()
	before := len(r.inbox.all())
	r.sim.Step(context.Background(), r.clock.now())
	var out []chat.Inbound
	for _, e := range r.inbox.all()[before:] {
		in, err := r.ch.Decode(e.Body)
		if err != nil {
			r.t.Fatalf("decode %s: %v", e.Key, err)
		}
		if in.Key != e.Key || in.Channel != e.Channel {
			r.t.Errorf("decoded as %s %s, stored as %s %s", in.Channel, in.Key, e.Channel, e.Key)
		}
		out = append(out, in)
	}
	return out
}

func to(id string) chat.Address { return chat.Address{Channel: "zalo", ID: id} }

func (r *rig) send(m chat.Outbound) (chat.Receipt, *chat.SendError) {
	r.t.Helper()
	return sendOn(r.t, r.ch, r.clock.now(), m)
}

func sendOn(t *testing.T, ch *zalo.Channel, now time.Time, m chat.Outbound) (chat.Receipt, *chat.SendError) {
	t.Helper()
	rec, err := ch.Send(context.Background(), now, m)
	if err == nil {
		return rec, nil
	}
	var e *chat.SendError
	if !errors.As(err, &e) {
		t.Fatalf("%T is not a SendError: %v", err, err)
	}
	return rec, e
}

func (r *rig) say(text string) (chat.Receipt, *chat.SendError) {
	return r.send(chat.Outbound{To: to(anh), Text: text})
}

// post posts one body to the webhook.
func (r *rig) post(body []byte, signature string) int {
	r.t.Helper()
	return postTo(r.t, r.ch, body, signature)
}

func postTo(t testing.TB, h http.Handler, body []byte, signature string) int {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, webhook, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if signature != "" {
		req.Header.Set(zalo.SignatureHeader, signature)
	}
	resp, err := zalosim.InProcess(h).RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode
}
