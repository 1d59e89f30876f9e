package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/schedule"
	"langnghe/flows"
	"langnghe/internal/yamlpos"
	"langnghe/store"
)

// node is the whole program as an object: what `serve` runs with goroutines
// and the real clock, and what tests and the drill step by hand.
type node struct {
	cfg      *config
	env      nodeEnv
	store    *store.Store
	bot      *bot.Bot
	deliver  *bot.Deliverer
	channels []chat.Channel
	meters   *meters
	log      *slog.Logger
	alerts   alerts
	health   health
	swept    time.Time     // when the store was last to be swept; of the heartbeat alone
	clean    time.Time     // the day of which it was
	distrust time.Time     // until when the clock is not believed
	wakeTurn chan struct{} // something waits to be decided
	wakeSend chan struct{} // something may wait to be sent
	wakeBeat chan struct{} // the clock was set: look at the schedule now
}

// nodeEnv is what a node gets from around it: production gives the real
// things, tests and the drill theirs.
type nodeEnv struct {
	Now       func() time.Time
	Transport map[string]http.RoundTripper // by channel; nil means the network
	Log       *slog.Logger
	NoSync    bool
	Rand      io.Reader
	Fault     func(point string) error
	Offline   bool       // no channels: for the operator's tools
	StoreOnly bool       // the org file is not brought in: for mending, where that may not be possible
	Flows     *flows.Set // read already; nil means from where the settings say
}

// problemsError carries everything wrong with the files, all at once.
type problemsError []yamlpos.Problem

func (e problemsError) Error() string {
	s := ""
	for i, p := range e {
		if i > 0 {
			s += "\n"
		}
		s += p.String()
	}
	return s
}

// files are the checked files a node runs with.
type files struct {
	org   *org.File
	sum   string // of the bytes of the org file
	flows *flows.Set
}

// readFiles loads org and flows, reporting all problems of both. Flows that are
// given are not read again.
func readFiles(c *config, loaded *flows.Set) (files, []yamlpos.Problem) {
	var f files
	var problems []yamlpos.Problem
	data, err := os.ReadFile(c.OrgFile)
	if err != nil {
		problems = append(problems, yamlpos.Problem{File: c.OrgFile, Message: "không đọc được tệp đơn vị: " + reason(err)})
	} else {
		sum := sha256.Sum256(data)
		f.sum = hex.EncodeToString(sum[:8])
		var bad []yamlpos.Problem
		f.org, bad = org.Load(c.OrgFile, data)
		problems = append(problems, bad...)
	}
	if loaded != nil {
		f.flows = loaded
		return f, problems
	}
	set, bad := flows.Load(flowFiles(c), bot.Needs())
	f.flows = set
	for i := range bad {
		if c.FlowsDir != "" {
			bad[i].File = filepath.Join(c.FlowsDir, bad[i].File)
		}
	}
	problems = append(problems, bad...)
	return f, problems
}

// flowFiles is the folder of flows: the operator's, or the one in the program.
func flowFiles(c *config) fs.FS {
	if c.FlowsDir != "" {
		return os.DirFS(c.FlowsDir)
	}
	return flows.Default
}

// openNode opens everything and touches no network. On an error nothing stays open.
func openNode(c *config, env nodeEnv) (*node, error) {
	f, problems := readFiles(c, env.Flows)
	if len(problems) > 0 {
		return nil, problemsError(problems)
	}
	n := &node{
		cfg: c, env: env, log: env.Log, meters: newMeters(),
		wakeTurn: make(chan struct{}, 1), wakeSend: make(chan struct{}, 1), wakeBeat: make(chan struct{}, 1),
	}
	s, err := store.Open(store.Config{
		Path: c.DataFile, KeyFile: c.KeyFile, MaxSize: c.MaxSize, MediaMaxSize: c.MediaMaxSize, Now: env.Now, Alert: n.alert, Log: n.log,
		Retention:   store.Retention{Inbox: c.InboxDays, Quarantine: c.InboxDays, Audit: c.AuditDays, Photos: c.PhotoDays, Notes: c.VoiceDays},
		AdminSocket: c.socket(), NoSync: env.NoSync, Rand: env.Rand, Fault: env.Fault,
	})
	if errors.Is(err, store.ErrInUse) {
		return nil, fmt.Errorf("kho dữ liệu %s đang được chương trình khác dùng: %w", c.DataFile, err)
	}
	if err != nil {
		return nil, fmt.Errorf("không mở được kho dữ liệu %s: %w", c.DataFile, err)
	}
	n.store = s
	n.bot = &bot.Bot{
		Store: s, Tree: f.org.Tree, OrgFile: f.sum, Flows: f.flows, Settings: c.Settings, Rules: c.Rules,
		Calendar: schedule.NewCalendar(c.Zone, schedule.BuiltinDays()), Media: c.KeepMedia,
		Log: n.log, Count: n.meters.count, Alert: n.alert,
	}
	if !env.StoreOnly {
		if err := n.bot.TakeIn(context.Background(), f.org, env.Now()); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	if !env.Offline {
		if err := n.openChannels(); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	n.bot.Channels = n.channels
	n.deliver = bot.NewDeliverer(n.bot)
	n.health.opened = env.Now()
	if !env.Offline {
		if err := n.deliver.Open(context.Background(), env.Now()); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return n, nil
}

// Close writes down what the operator is still to be told, so that he hears of it
// after the next start, and closes the store. Nothing may be running any more.
func (n *node) Close() error {
	if !n.env.Offline {
		if err := n.tellOperators(context.Background(), n.env.Now()); err != nil {
			n.log.Warn("an operator alert is only in the log", "cause", err)
		}
	}
	return n.store.Close()
}

// waking is the store's inbox, telling the turn worker that something came.
type waking struct {
	chat.Inbox
	wake chan<- struct{}
}

func (w waking) Accept(ctx context.Context, e chat.Event) (bool, error) {
	fresh, err := w.Inbox.Accept(ctx, e)
	if fresh {
		poke(w.wake)
	}
	return fresh, err
}

// poke leaves a note that there is work, unless one lies there already.
func poke(c chan<- struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// alerts are what a human must mend, folded by key.
type alerts struct {
	mu   sync.Mutex
	last map[string]time.Time
	tell []notice
}

// notice is one alert to be told.
type notice struct{ key, message string }

// alert tells the operator: in the log, in the metrics, and, from the next
// heartbeat on, the system administrators in chat. The same key is told once
// an hour. It may be called inside a store transaction, so it writes nothing.
func (n *node) alert(key, message string) {
	n.meters.count("alert_" + key)
	n.alerts.mu.Lock()
	defer n.alerts.mu.Unlock()
	now := n.env.Now()
	if last, ok := n.alerts.last[key]; ok && now.Sub(last) < time.Hour && !now.Before(last) {
		return
	}
	if n.alerts.last == nil {
		n.alerts.last = map[string]time.Time{}
	}
	n.alerts.last[key] = now
	n.alerts.tell = append(n.alerts.tell, notice{key, message})
	n.log.Error("operator alert", "key", key, "message", message)
}

// tellOperators hands the alerts gathered to the chat.
func (n *node) tellOperators(ctx context.Context, now time.Time) error {
	n.alerts.mu.Lock()
	told := n.alerts.tell
	n.alerts.tell = nil
	n.alerts.mu.Unlock()
	for i, m := range told {
		if err := n.bot.TellOperators(ctx, now, m.key, m.message); err != nil {
			n.alerts.mu.Lock()
			n.alerts.tell = append(told[i:], n.alerts.tell...) // told when the store is back
			n.alerts.mu.Unlock()
			return fmt.Errorf("tell operators: %w", err)
		}
	}
	return nil
}
