package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"langnghe/bot/chat"
	"langnghe/telegram"
	"langnghe/zalo"
)

// platforms is the list of channels there are. A new one is its package and a
// line here.
var platforms = []struct {
	name string
	on   func(*config) bool
	open func(*config, chat.Env) (chat.Channel, error)
}{
	{zalo.Name, func(c *config) bool { return c.Zalo.Enabled() }, func(c *config, e chat.Env) (chat.Channel, error) {
		return zalo.Open(c.Zalo, e)
	}},
	{telegram.Name, func(c *config) bool { return c.Telegram.Token != "" }, func(c *config, e chat.Env) (chat.Channel, error) {
		t := c.Telegram
		t.Commands, t.GroupCommands = telegramCommands, []telegram.Command{{Name: "giup", Description: "Cách dùng trợ lý"}}
		if t.Mode == telegram.ModePoll && !c.Stepped {
			t.PollTimeout = 25 * time.Second
		}
		return telegram.Open(t, e)
	}},
}

// telegramCommands is the menu Telegram shows beside the box to write in; the
// application knows each ([bot.Bot] decides what /name does).
var telegramCommands = []telegram.Command{
	{Name: "menu", Description: "Xem mọi việc"},
	{Name: "baocao", Description: "Gửi báo cáo"},
	{Name: "khan", Description: "Báo việc khẩn"},
	{Name: "khongcogi", Description: "Không có vấn đề nổi lên"},
	{Name: "xemlai", Description: "Báo cáo đã gửi"},
	{Name: "dulieu", Description: "Dữ liệu của tôi"},
	{Name: "huy", Description: "Dừng việc đang làm"},
	{Name: "giup", Description: "Cách dùng trợ lý"},
}

// callTimeout bounds a call to a platform; a long poll waits less.
const callTimeout = 40 * time.Second

// openChannels opens every channel that has credentials.
func (n *node) openChannels() error {
	var errs []error
	for _, p := range platforms {
		if !p.on(n.cfg) {
			continue
		}
		c, err := p.open(n.cfg, n.channelEnv(p.name))
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", p.name, err))
			continue
		}
		n.channels = append(n.channels, c)
	}
	return errors.Join(errs...)
}

// channelEnv is what the channel called name gets.
func (n *node) channelEnv(name string) chat.Env {
	rt := n.env.Transport[name]
	public := rt
	if rt == nil {
		rt, public = boundedTransport(), publicTransport()
	}
	return chat.Env{
		Inbox: waking{n.store, n.wakeTurn}, Vault: n.store, Transport: rt, Public: public, Now: n.env.Now,
		Log:   n.log.With("channel", name),
		Count: n.meters.counter(name), Alert: n.alert,
	}
}

// boundedTransport reaches the network and bounds a call as a whole, its body
// included: a peer that falls silent in the middle holds up nobody.
func boundedTransport() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = senders
	return bounded{t, callTimeout}
}

type bounded struct {
	next http.RoundTripper
	most time.Duration
}

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx, cancel := context.WithTimeout(r.Context(), b.most)
	resp, err := b.next.RoundTrip(r.WithContext(ctx))
	if err != nil {
		cancel()
		return nil, err
	}
	resp.Body = cancelling{resp.Body, cancel}
	return resp, nil
}

// cancelling ends a call's time when its body is done with.
type cancelling struct {
	io.ReadCloser
	cancel context.CancelFunc
}

func (c cancelling) Close() error {
	defer c.cancel()
	return c.ReadCloser.Close()
}

// webhooks is where the platforms deliver, and where Zalo finds the proof that
// the domain is ours.
func (n *node) webhooks() http.Handler {
	mux := http.NewServeMux()
	for _, c := range n.channels {
		if w, ok := c.(chat.Webhook); ok {
			mux.Handle(n.cfg.WebhookPrefix+"/"+c.Name(), w)
		}
	}
	if code := n.cfg.Zalo.VerificationCode; code != "" {
		paths, proof := zalo.DomainProof(code)
		for _, path := range paths {
			if path == "/" {
				path = "/{$}" // nothing below it
			}
			mux.Handle("GET "+path, proof)
		}
	}
	return mux
}
