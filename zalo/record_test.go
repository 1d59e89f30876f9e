package zalo_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/zalo"
)

// tokenEndpoint answers each refresh with one body, and each read with nothing
// of interest.
func tokenEndpoint(body string) http.RoundTripper {
	return via(func(req *http.Request) (*http.Response, error) {
		body := body
		if req.Method == http.MethodGet {
			body = `{"error":0,"data":{}}`
		} else {
			_, _ = io.Copy(io.Discard, req.Body)
		}
		return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: req}, nil
	})
}

func TestLifeOfAToken(t *testing.T) {
	for expires, want := range map[string]time.Duration{
		`"90000"`: 20 * time.Hour,
		`90000`:   20 * time.Hour,
		`"3600"`:  48 * time.Minute, // a platform that changed its mind
		`"soon"`:  20 * time.Hour,
		`-1`:      20 * time.Hour,
		`null`:    20 * time.Hour,
	} {
		r := newRig(t)
		r.env.Transport = tokenEndpoint(`{"access_token":"at","refresh_token":"rt","expires_in":` + expires + `}`)
		if next, _, err := r.open().Step(context.Background(), began); err != nil || next != began.Add(want) {
			t.Errorf("%s: renewed at %v, %v", expires, next.Sub(began), err)
		}
	}
}

// What is not a pair of tokens never takes the place of one.
func TestNoTokenInTheAnswer(t *testing.T) {
	for body, reason := range map[string]string{
		`{"access_token":"","refresh_token":"rt"}`: "token_renewal",
		`{}`:     "token_renewal",
		`<html>`: "token_renewal",
		`{"error":-14014,"access_token":"","message":""}`: "needs_authorisation",
		`{"error":"-14004","access_token":"at"}`:          "oauth",
		` `:                                               "needs_authorisation",
		`{"access_token":null,"error":0,"error_name":"Success"}`: "token_renewal",
	} {
		r := newRig(t)
		r.env.Transport = tokenEndpoint(body)
		if _, e := sendOn(t, r.open(), began, chat.Outbound{To: to(anh), Text: "a"}); e == nil || e.Reason != reason {
			t.Errorf("%s: %v, want %s", body, e, reason)
		}
	}
}

func TestVaultTroubles(t *testing.T) {
	r := ready(t)
	for name := range r.vault.kept {
		if !strings.Contains(name, oaID) || bytes.Contains(r.vault.kept[name], []byte("rt-first")) {
			t.Errorf("kept under %s", name)
		}
		r.vault.kept[name] = []byte("{")
	}
	if _, e := sendOn(t, r.open(), began, chat.Outbound{To: to(anh), Text: "a"}); e == nil || e.Reaction != chat.Stop || !r.alerted("zalo_vault_unreadable") {
		t.Errorf("unreadable: %+v", e)
	}
	r.env.Vault = deafVault{r.vault}
	if next, _, err := r.open().Step(context.Background(), began); err == nil || next != began.Add(30*time.Second) {
		t.Errorf("broken: next %v, %v", next, err)
	}
	fresh := newRig(t)
	fresh.vault.breakPut(true)
	if _, e := fresh.say("a"); e == nil || e.Reaction != chat.Retry || fresh.sim.Refreshes() != 0 {
		t.Errorf("seed not storable: %+v, %d refreshes", e, fresh.sim.Refreshes())
	}
}

type deafVault struct{ chat.Vault }

func (deafVault) Get(context.Context, string) ([]byte, error) { return nil, errBroken }

// A dead chain is looked at again now and then: another process may have been
// given a new token.
func TestDeadChainIsMendedFromOutside(t *testing.T) {
	r := ready(t)
	r.sim.RevokePermission()
	if _, e := r.say("a"); e == nil || e.Reason != "needs_authorisation" {
		t.Fatal(e)
	}
	now := r.clock.now()
	if next, did, err := r.ch.Step(context.Background(), now); err == nil || did || next != now.Add(10*time.Minute) {
		t.Error(next, did, err)
	}
	cfg := r.cfg
	r.cfg.RefreshToken = zalo.Secret(r.sim.Authorise())
	if err := r.open().Start(context.Background(), now); err != nil {
		t.Fatal(err)
	}
	r.cfg = cfg
	if _, _, err := r.ch.Step(context.Background(), now); err != nil {
		t.Error(err)
	}
	if _, e := r.say("a"); e != nil {
		t.Error(e)
	}
	if fmt.Sprint(r.ch.Name()) != "zalo" {
		t.Error("name")
	}
}
