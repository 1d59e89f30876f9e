package zalo

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"sync"
	"time"

	"langnghe/bot/chat"
	"langnghe/internal/mutant"
)

// tokens keeps the pair. Everything happens under one lock, the network call
// included: whoever waits for it finds the new pair. Other processes on the
// same vault are met by reading it again before a refresh and after a refused
// one.
type tokens struct {
	cfg    Config
	env    chat.Env
	client *client
	name   string // in the vault

	mu      sync.Mutex
	rec     record
	unsaved bool // rec is granted but not in the vault: not to be used yet
}

func newTokens(cfg Config, env chat.Env, cl *client) *tokens {
	// Another app or OA has another chain.
	return &tokens{cfg: cfg, env: env, client: cl, name: "zalo.token." + cfg.AppID + "." + cfg.OAID}
}

// access returns a token to try. bad is one that Zalo just refused: it is not
// returned again. renewed reports that a refresh was made for this call.
func (t *tokens) access(ctx context.Context, now time.Time, bad string) (token string, renewed bool, e *chat.SendError) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if mutant.On(mutant.UseUnsaved) && t.unsaved && t.rec.usable(now) && t.rec.Access != bad {
		return t.rec.Access, false, nil
	}
	if e := t.save(ctx); e != nil {
		return "", false, e
	}
	if t.rec.usable(now) && t.rec.Access != bad {
		return t.rec.Access, false, nil
	}
	if e := t.load(ctx, now); e != nil {
		return "", false, e
	}
	if t.rec.usable(now) && t.rec.Access != bad {
		return t.rec.Access, false, nil // another process was faster
	}
	if e := t.renew(ctx, now); e != nil {
		return "", false, e
	}
	return t.rec.Access, true, nil
}

// step does what is due at now and says when to come again.
func (t *tokens) step(ctx context.Context, now time.Time) (next time.Time, did bool, e *chat.SendError) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.unsaved && !mutant.On(mutant.UseUnsaved) {
		if e := t.save(ctx); e != nil {
			return now.Add(saveAgain), false, e
		}
		did = true
	}
	if t.rec.Refresh == "" || t.rec.Dead || !now.Before(t.rec.renewAt()) {
		if e := t.load(ctx, now); e != nil {
			if e.Reaction == chat.Retry {
				return now.Add(saveAgain), did, e
			}
			return now.Add(deadPollTime), did, e
		}
	}
	if !now.Before(t.rec.renewAt()) {
		if e = t.renew(ctx, now); e != nil {
			next = now.Add(renewAgain)
			if t.rec.Dead {
				next = now.Add(deadPollTime)
			}
			if t.unsaved {
				next = now.Add(saveAgain)
			}
		}
		did = true
	}
	t.watch(now)
	if e != nil {
		return next, did, e
	}
	return t.rec.renewAt(), did, nil
}

// watch tells the operator of renewals that do not come.
func (t *tokens) watch(now time.Time) {
	last := t.rec.AccessIssued
	if last.IsZero() {
		last = t.rec.RefreshIssued
	}
	if now.Sub(last) >= staleAge {
		t.env.Alert(alertStale, "The Zalo token has not been renewed for 30 hours; sending stops when it expires.")
	}
	if now.Sub(t.rec.RefreshIssued) >= oldAge {
		t.env.Alert(alertOld, "The Zalo refresh token is over 75 days old and dies at three months: run langnghe zalo authorize.")
	}
}

// renew trades the refresh token for a new pair and saves it.
func (t *tokens) renew(ctx context.Context, now time.Time) *chat.SendError {
	old := t.rec
	o, g, code := t.refresh(ctx, old.Refresh)
	if o == lost {
		// Used up or not? Asking once more with the same token tells.
		o, g, code = t.refresh(ctx, old.Refresh)
	}
	if o == granted {
		t.env.Count(countRefreshed)
		if g.refresh == "" {
			t.env.Alert(alertNoRotation, "Zalo renewed the token without a new refresh token; the old one is kept.")
		}
		t.rec, t.unsaved = old.renewed(g, now), true
		if mutant.On(mutant.UseUnsaved) {
			return nil
		}
		return t.save(ctx)
	}
	t.env.Count(countRefreshFailed)
	switch o {
	case consumed:
		return t.die(ctx, now, old)
	case refused:
		msg := oauthMeaning[code]
		if msg == "" {
			msg = "Zalo refuses to renew the token for a reason we do not know."
		}
		t.env.Alert(alertOAuth, msg+" (code "+strconv.Itoa(code)+")")
		return &chat.SendError{Reaction: chat.Stop, Scope: chat.ScopeChannel, Reason: "oauth", Code: strconv.Itoa(code)}
	}
	return notRenewed()
}

// notRenewed holds the whole channel for a moment: no message is to blame, so
// none should lose an attempt by it.
func notRenewed() *chat.SendError {
	return &chat.SendError{Reaction: chat.Wait, Scope: chat.ScopeChannel, After: saveAgain, Reason: "token_renewal"}
}

// die handles a refresh token that is used up: by another process, which has
// then saved a newer pair, or by a refresh of ours whose answer was lost.
func (t *tokens) die(ctx context.Context, now time.Time, old record) *chat.SendError {
	if e := t.load(ctx, now); e != nil {
		return e
	}
	if t.rec.Refresh != old.Refresh {
		if t.rec.usable(now) {
			return nil
		}
		return notRenewed()
	}
	dead := t.rec
	dead.Dead, dead.Access = true, ""
	t.rec = dead
	if err := t.put(ctx, dead); err != nil {
		t.env.Log.Warn("zalo: dead token not marked in the vault") // found dead again after a restart
	}
	return t.needsAuthorisation()
}

func (t *tokens) needsAuthorisation() *chat.SendError {
	t.env.Alert(alertAuthorise, "There is no Zalo token that serves. Authorise the app for the OA: langnghe zalo authorize; "+
		"nothing is sent until then.")
	return &chat.SendError{Reaction: chat.Stop, Scope: chat.ScopeChannel, Reason: "needs_authorisation"}
}

// load reads the vault again. It refuses when there is nothing to work with.
func (t *tokens) load(ctx context.Context, now time.Time) *chat.SendError {
	b, err := t.env.Vault.Get(ctx, t.name)
	var rec record
	switch {
	case errors.Is(err, chat.ErrNoSecret):
		rec = record{Dead: true}
	case err != nil:
		return &chat.SendError{Reaction: chat.Retry, Reason: "vault", Err: errors.New("token not readable from the vault")}
	case json.Unmarshal(b, &rec) != nil:
		t.env.Alert(alertVault, "The Zalo token in the vault is not readable.")
		return &chat.SendError{Reaction: chat.Stop, Scope: chat.ScopeChannel, Reason: "vault"}
	}
	if seed := t.cfg.RefreshToken; (rec.Dead || rec.Refresh == "") && seed != "" && seedOf(seed) != rec.Seed {
		rec = seeded(seed, now)
		if t.put(ctx, rec) != nil {
			return &chat.SendError{Reaction: chat.Retry, Reason: "vault", Err: errors.New("token not storable in the vault")}
		}
	}
	t.rec = rec
	if rec.Dead || rec.Refresh == "" {
		t.rec.Dead = true
		return t.needsAuthorisation()
	}
	return nil
}

// save puts a granted pair into the vault; before that it is not used, since a
// crash would lose the only refresh token that still serves.
func (t *tokens) save(ctx context.Context) *chat.SendError {
	if !t.unsaved {
		return nil
	}
	if t.put(ctx, t.rec) != nil {
		t.env.Alert(alertUnsaved, "A renewed Zalo token cannot be stored. Do not stop the program before this is mended: "+
			"the token is only in memory.")
		return &chat.SendError{Reaction: chat.Retry, Reason: "token_unsaved"}
	}
	t.unsaved = false
	return nil
}

func (t *tokens) put(ctx context.Context, rec record) error { return t.putAs(ctx, t.name, rec) }

func (t *tokens) putAs(ctx context.Context, name string, rec record) error {
	b, err := json.Marshal(rec)
	if err != nil {
		return err
	}
	return t.env.Vault.Put(ctx, name, b)
}
