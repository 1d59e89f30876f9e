package main

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
	"langnghe/drill"
	"langnghe/flows"
	"langnghe/zalo"
)

// drillConfig is the configuration of a program under drill: the defaults, with
// credentials that the simulated platforms know.
const drillConfig = `
help_contact: "chị Vân, 024 1234"
org: {file: org.yaml}
server: {public_url: "http://127.0.0.1"}
store: {url: "bolt:city.db"}
telegram: {token: "100200300:token", webhook_secret: "hook-secret", api_url: "http://telegram.sim"}
zalo: {app_id: "4175200936218840057", app_secret: "app-secret", oa_id: "2961837450127733009", oa_secret_key: "oa-secret",
  refresh_token: "rt-first", oa_name: "Lắng Nghe", api_url: "http://127.0.0.1", oauth_url: "http://127.0.0.1"}
`

// drilled is the program as the drill opens it: production wired to the drill's
// clock, seed, transport and faults.
type drilled struct{ flows *flows.Set }

// newDrilled reads the program's own flows, once for all nodes.
func newDrilled() (*drilled, error) {
	set, problems := flows.Load(flows.Default, bot.Needs())
	if len(problems) > 0 {
		return nil, problemsError(problems)
	}
	return &drilled{set}, nil
}

// Open implements drill.Program.
func (d *drilled) Open(env drill.Env) (drill.Node, error) {
	file := filepath.Join(env.Dir, "config.yaml")
	if err := os.WriteFile(file, []byte(drillConfig), 0o600); err != nil {
		return nil, err
	}
	cfg, problems := loadConfig(file, nil)
	if len(problems) > 0 {
		return nil, problemsError(problems)
	}
	cfg.Stepped = true
	n, err := openNode(cfg, nodeEnv{
		Now: env.Now, Log: slog.New(slog.DiscardHandler), NoSync: true, Rand: env.Rand, Fault: env.Fault,
		Transport: env.Transport, Flows: d.flows,
	})
	if err != nil {
		return nil, err
	}
	return &drillNode{node: n, stepped: newStepped(n), Handler: n.webhooks()}, nil
}

// drillNode is one such program while it runs.
type drillNode struct {
	http.Handler
	*stepped
	node *node
}

// Step implements drill.Node.
func (d *drillNode) Step(ctx context.Context, now time.Time) (next time.Time, did bool, err error) {
	return d.step(ctx, now)
}

// Close implements drill.Node.
func (d *drillNode) Close() error { return d.node.Close() }

// Check implements drill.Node.
func (d *drillNode) Check() error { return d.node.store.Check(context.Background()) }

// Settle implements drill.Node.
func (d *drillNode) Settle(people []drill.Resident) error {
	return d.node.store.Update(context.Background(), func(tx bot.Tx) error {
		var ch bot.Change
		for _, r := range people {
			p, ok := tx.Person(r.ID)
			if !ok {
				return fmt.Errorf("nobody is called %s", r.ID)
			}
			for _, a := range []chat.Address{{Channel: "zalo", ID: r.Zalo}, {Channel: "telegram", ID: r.Telegram}} {
				if a.ID == "" {
					continue
				}
				p.Chats = append(p.Chats, a)
				ch.Contacts = append(ch.Contacts, bot.Contact{Chat: a, LastIn: r.Joined})
			}
			p.Consent = org.Consent{Version: "1", At: r.Joined, Channel: p.Chats[0].Channel}
			ch.People = append(ch.People, p)
		}
		_, err := tx.Apply(ch)
		return err
	})
}

// Invite implements drill.Node.
func (d *drillNode) Invite(ctx context.Context, unit string, uses int) (string, error) {
	text, err := d.node.operate(ctx, task{Do: "invite", Args: map[string]string{
		"unit": unit, "role": string(org.Collaborator), "uses": strconv.Itoa(uses),
	}})
	if err != nil {
		return "", err
	}
	_, code, _ := strings.Cut(text, "Mã mời: ")
	code, _, _ = strings.Cut(code, "\n")
	return code, nil
}

// Counts implements drill.Node.
func (d *drillNode) Counts() drill.Counts {
	z := d.node.store.Sizes()
	c := drill.Counts{
		Waiting: z.Waiting, Quarantined: z.Quarantined, Queued: z.Queued, Sending: z.Sending, Parked: z.Parked, Dead: z.Dead, Maybe: z.Maybe,
	}
	if c.Dead > 0 {
		_ = d.node.store.View(context.Background(), func(v bot.View) error {
			for _, o := range v.Outbox(0, math.MaxInt) {
				if o.State == bot.Dead && o.Reason == bot.Expired {
					c.Expired++
				}
			}
			return nil
		})
	}
	return c
}

// Filed implements drill.Node.
func (d *drillNode) Filed(month string) (list []drill.Filed, err error) {
	err = d.node.store.View(context.Background(), func(v bot.View) error {
		for _, unit := range d.node.bot.Tree.All() {
			for _, r := range v.ReportsIn(unit, month) {
				f := drill.Filed{ID: r.ID, Kind: r.Kind, Person: r.Person, Unit: r.Unit, Period: r.Period, At: r.At, Withdrawn: r.State == report.Withdrawn}
				words(r.Fields, &f)
				list = append(list, f)
			}
		}
		return nil
	})
	return list, err
}

func words(fields []report.Field, f *drill.Filed) {
	for _, x := range fields {
		if x.Value != "" {
			f.Words = append(f.Words, x.Value)
		}
		f.Photos += len(x.Files)
		for _, item := range x.Items {
			words(item, f)
		}
	}
}

// Authorise implements drill.Node.
func (d *drillNode) Authorise(ctx context.Context, link func(url string) (back string, err error)) error {
	verifier, err := zalo.RandomWord(d.node.env.Rand, zalo.VerifierLength)
	if err != nil {
		return err
	}
	cfg := d.node.cfg.Zalo
	back, err := link(zalo.PermissionLink(cfg, verifier, "drill"))
	if err != nil {
		return err
	}
	u, err := url.Parse(back)
	if err != nil {
		return err
	}
	_, err = d.node.operate(ctx, task{Do: "zalo authorize", Args: map[string]string{
		"code": u.Query().Get("code"), "oa_id": u.Query().Get("oa_id"), "verifier": verifier,
	}})
	return err
}
