package telegram

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"langnghe/bot/chat"
)

func TestConfigMistakes(t *testing.T) {
	ok := testConfig(ModeWebhook)
	for name, edit := range map[string]func(*Config){
		"token is not":         func(c *Config) { c.Token = "abc" },
		"webhook_secret must":  func(c *Config) { c.WebhookSecret = "có dấu" },
		"mode \"push\"":        func(c *Config) { c.Mode = "push" },
		"per_sec":              func(c *Config) { c.PerSec = -1 },
		"max_connections":      func(c *Config) { c.MaxConnections = 101 },
		"poll_timeout":         func(c *Config) { c.PollTimeout = maxPollTimeout + 1 },
		"api_url":              func(c *Config) { c.APIURL = "ftp://x" },
		"public url":           func(c *Config) { c.PublicURL = "http://langnghe.example.vn/x" },
		"command \"Báo cáo\":": func(c *Config) { c.Commands = []Command{{"Báo cáo", "x"}} },
	} {
		c := ok
		edit(&c)
		_, err := Open(c, chat.Env{Inbox: &box{}})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := Open(Config{}, chat.Env{})
	if err == nil || strings.Count(err.Error(), "\n") < 2 {
		t.Errorf("not all mistakes at once: %v", err)
	}
	if _, err := Open(ok, chat.Env{}); err == nil {
		t.Error("opened without inbox")
	}
	if _, err := Open(ok, chat.Env{Inbox: &box{}}); err == nil {
		t.Error("opened without clock")
	}
	loop := ok
	loop.PublicURL = "http://127.0.0.1:8080/webhook/telegram"
	if _, err := loop.complete(); err != nil {
		t.Error(err)
	}
}

func TestSecretsDoNotPrint(t *testing.T) {
	r := newRig(t, ModeWebhook)
	var out strings.Builder
	log := slog.New(slog.NewJSONHandler(&out, nil))
	log.Info("x", "cfg", r.ch.cfg, "token", r.ch.cfg.Token, "ch", r.ch)
	j, err := json.Marshal(r.ch.cfg)
	r.must(err)
	all := out.String() + string(j) + fmt.Sprintf("%v %+v %#v %s %q %x", r.ch.cfg, r.ch.cfg, r.ch.cfg, r.ch.cfg.Token, r.ch.cfg.Token, r.ch.cfg.Token) +
		fmt.Sprintf("%v %+v %#v", r.ch, r.ch, r.ch)
	if strings.Contains(all, testToken) || strings.Contains(all, testSecret) || !strings.Contains(all, stars) {
		t.Error(all)
	}
}

func TestLimits(t *testing.T) {
	r := newRig(t, ModePoll)
	l := r.ch.Limits()
	if l.PerSec > 25 || l.PerSec < 24 || l.PerSec+float64(l.Burst) >= 26 || l.Chat != 1 || l.Group*60 != 18 || !l.Presses || l.Window != 0 || l.Text != 4096 {
		t.Errorf("%+v", l)
	}
	if r.ch.Name() != "telegram" {
		t.Error(r.ch.Name())
	}
}
