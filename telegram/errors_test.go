package telegram

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"langnghe/bot/chat"
	"langnghe/telegram/telegramsim"
)

func asSendError(t *testing.T, err error) *chat.SendError {
	t.Helper()
	var e *chat.SendError
	if !errors.As(err, &e) {
		t.Fatalf("not a SendError: %v", err)
	}
	return e
}

func wantError(t *testing.T, err error, reaction chat.Reaction, reason string) *chat.SendError {
	t.Helper()
	e := asSendError(t, err)
	if e.Reaction != reaction || e.Reason != reason {
		t.Errorf("got %s/%s, want %s/%s (%v)", e.Reaction, e.Reason, reaction, reason, err)
	}
	return e
}

// TestEveryRule puts each row of the table on the wire once, in the words the
// platform uses.
func TestEveryRule(t *testing.T) {
	rows := []struct {
		code        int
		description string
		done        bool
		reaction    chat.Reaction
		reason      string
		alert       bool
	}{
		{code: 400, description: "Bad Request: message is not modified: specified new message content", done: true},
		{code: 400, description: "Bad Request: message to edit not found", done: true},
		{code: 400, description: "Bad Request: message can't be edited", done: true},
		{code: 400, description: "Bad Request: MESSAGE_ID_INVALID", done: true},
		{code: 400, description: "Bad Request: query is too old and response timeout expired or query ID is invalid", done: true},
		{code: 400, description: "Bad Request: query ID is invalid", done: true},
		{code: 400, description: "Bad Request: chat not found", reaction: chat.Unreachable, reason: "chat_not_found"},
		{code: 400, description: "Bad Request: PEER_ID_INVALID", reaction: chat.Unreachable, reason: "chat_not_found"},
		{code: 400, description: "Bad Request: user not found", reaction: chat.Unreachable, reason: "chat_not_found"},
		{code: 400, description: "Bad Request: group chat was upgraded to a supergroup chat", reaction: chat.Unreachable, reason: "upgraded"},
		{code: 400, description: "Bad Request: not enough rights to send text messages to the chat", reaction: chat.Unreachable, reason: "no_rights"},
		{code: 400, description: "Bad Request: have no rights to send a message", reaction: chat.Unreachable, reason: "no_rights"},
		{code: 400, description: "Bad Request: CHAT_WRITE_FORBIDDEN", reaction: chat.Unreachable, reason: "no_rights"},
		{code: 400, description: "Bad Request: CHAT_RESTRICTED", reaction: chat.Unreachable, reason: "no_rights"},
		{code: 400, description: "Bad Request: message thread not found", reaction: chat.Invalid, reason: "topic"},
		{code: 400, description: "Bad Request: TOPIC_CLOSED", reaction: chat.Invalid, reason: "topic"},
		{code: 400, description: "Bad Request: TOPIC_DELETED", reaction: chat.Invalid, reason: "topic"},
		{code: 400, description: "Bad Request: message to be replied not found", reaction: chat.Invalid, reason: "reply"},
		{code: 400, description: "Bad Request: can't parse entities: Unsupported start tag", reaction: chat.Invalid, reason: "markup", alert: true},
		{code: 400, description: "Bad Request: message is too long", reaction: chat.Invalid, reason: "too_long"},
		{code: 400, description: "Bad Request: message caption is too long", reaction: chat.Invalid, reason: "too_long"},
		{code: 400, description: "Bad Request: BUTTON_DATA_INVALID", reaction: chat.Invalid, reason: "buttons"},
		{code: 400, description: "Bad Request: reply markup is too long", reaction: chat.Invalid, reason: "buttons"},
		{code: 400, description: "Bad Request: message text is empty", reaction: chat.Invalid, reason: "empty"},
		{code: 400, description: "Bad Request: text must be non-empty", reaction: chat.Invalid, reason: "empty"},
		{code: 400, description: "Bad Request: file is too big", reaction: chat.Invalid, reason: "media"},
		{code: 400, description: "Bad Request: wrong file identifier/HTTP URL specified", reaction: chat.Invalid, reason: "media"},
		{code: 400, description: "Bad Request: invalid file_id", reaction: chat.Invalid, reason: "media"},
		{code: 400, description: "Bad Request: type of file mismatch", reaction: chat.Invalid, reason: "media"},
		{code: 400, description: "Bad Request: IMAGE_PROCESS_FAILED", reaction: chat.Invalid, reason: "media"},
		{code: 400, description: "Bad Request: PHOTO_INVALID_DIMENSIONS", reaction: chat.Invalid, reason: "media"},
		{code: 400, description: "Bad Request: failed to get HTTP URL content", reaction: chat.Invalid, reason: "media"},
		{code: 400, description: "Bad Request: something new", reaction: chat.Invalid, reason: "unknown", alert: true},
		{code: 401, description: "Unauthorized", reaction: chat.Stop, reason: "unauthorized", alert: true},
		{code: 403, description: "Forbidden: bot was blocked by the user", reaction: chat.Unreachable, reason: "blocked"},
		{code: 403, description: "Forbidden: user is deactivated", reaction: chat.Unreachable, reason: "deactivated"},
		{code: 403, description: "Forbidden: bot can't initiate conversation with a user", reaction: chat.Unreachable, reason: "not_started"},
		{code: 403, description: "Forbidden: bot was kicked from the supergroup chat", reaction: chat.Unreachable, reason: "kicked"},
		{code: 403, description: "Forbidden: bot is not a member of the supergroup chat", reaction: chat.Unreachable, reason: "kicked"},
		{code: 403, description: "Forbidden: the group chat was deleted", reaction: chat.Unreachable, reason: "group_deleted"},
		{code: 403, description: "Forbidden: bot can't send messages to bots", reaction: chat.Unreachable, reason: "bot"},
		{code: 403, description: "Forbidden: something new", reaction: chat.Unreachable, reason: "forbidden", alert: true},
		{code: 404, description: "Not Found", reaction: chat.Stop, reason: "not_found", alert: true},
		{code: 409, description: "Conflict: terminated by setWebhook request", reaction: chat.Retry, reason: "conflict"},
		{code: 413, description: "Request Entity Too Large", reaction: chat.Invalid, reason: "too_long"},
		{code: 421, description: "Misdirected Request", reaction: chat.Stop, reason: "wrong_server", alert: true},
		{code: 429, description: "Too Many Requests: retry after 7", reaction: chat.Wait, reason: "flood"},
		{code: 402, description: "Payment Required", reaction: chat.Invalid, reason: "unknown", alert: true},
		{code: 500, description: "Internal Server Error", reaction: chat.Retry, reason: "platform"},
		{code: 502, description: "Bad Gateway", reaction: chat.Retry, reason: "platform"},
	}
	r := started(t)
	to := r.person(7)
	hit := map[string]bool{}
	for _, row := range rows {
		r.alerts = nil
		r.sim.SetFaults(telegramsim.Faults{Refusals: []telegramsim.Refusal{{Code: row.code, Description: row.description, RetryAfter: 7 * btoi(row.code == 429)}}})
		_, err := r.send(chat.Outbound{To: to, Text: "một câu bí mật"})
		f := find(row.code, row.description)
		hit[strconv.Itoa(f.code)+f.fragment] = true
		e := asSendError(t, err) // even a "done" is no success of a message
		switch {
		case row.done:
			if !f.done {
				t.Errorf("%s: not as good as done", row.description)
			}
			continue
		case e.Reaction != row.reaction || e.Reason != row.reason || e.Code != strconv.Itoa(row.code):
			t.Errorf("%s: got %+v", row.description, e)
		case (len(r.alerts) > 0) != row.alert:
			t.Errorf("%s: alerts %v", row.description, r.alerts)
		case e.Maybe != (row.code >= 500):
			t.Errorf("%s: maybe %v", row.description, e.Maybe)
		case row.reaction == chat.Wait && (e.After != 7*time.Second || e.Scope != chat.ScopeChannel):
			t.Errorf("%s: wait %+v", row.description, e)
		}
		if s := e.Error(); strings.Contains(s, "bí mật") || strings.Contains(s, testToken) {
			t.Errorf("error says too much: %s", s)
		}
	}
	for _, f := range rules {
		if !hit[strconv.Itoa(f.code)+f.fragment] {
			t.Errorf("rule %d %q has no row", f.code, f.fragment)
		}
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// TestRefusedByTheSimulator meets the same refusals where they come from.
func TestRefusedByTheSimulator(t *testing.T) {
	for _, c := range []struct {
		name     string
		setup    func(r *rig) chat.Address
		reaction chat.Reaction
		reason   string
		maybe    bool
	}{
		{"blocked", func(r *rig) chat.Address { r.must(r.sim.Block(7)); return address(7) }, chat.Unreachable, "blocked", false},
		{"deactivated", func(r *rig) chat.Address { r.must(r.sim.Deactivate(7)); return address(7) }, chat.Unreachable, "deactivated", false},
		{"never started", func(r *rig) chat.Address { r.sim.AddUser(8, "Ông Năm"); return address(8) }, chat.Unreachable, "not_started", false},
		{"unknown", func(*rig) chat.Address { return address(9) }, chat.Unreachable, "chat_not_found", false},
		{"kicked", func(r *rig) chat.Address {
			g := r.sim.CreateGroup("Tổ 3", 7)
			r.must(r.sim.AddBot(g, 7))
			r.must(r.sim.RemoveBot(g, 7))
			return address(g)
		}, chat.Unreachable, "kicked", false},
		{"moved", func(r *rig) chat.Address {
			g := r.sim.CreateGroup("Tổ 3", 7)
			r.must(r.sim.AddBot(g, 7))
			_, err := r.sim.Migrate(g)
			r.must(err)
			return address(g)
		}, chat.Moved, "upgraded", false},
		{"flood", func(r *rig) chat.Address {
			for range 5 {
				_, err := r.send(chat.Outbound{To: address(7), Text: "x"})
				r.must(err)
			}
			return address(7)
		}, chat.Wait, "flood", false},
		{"server error", fault(telegramsim.Faults{ServerErrors: 1}), chat.Retry, "platform", true},
		{"page of a proxy", fault(telegramsim.Faults{NonJSON: 1}), chat.Retry, "network", true},
		{"lost answer", fault(telegramsim.Faults{LostAnswers: 1}), chat.Retry, "network", true},
		{"refused connection", fault(telegramsim.Faults{Refused: 1}), chat.Retry, "network", false},
		{"scripted flood", fault(telegramsim.Faults{Flood: 1}), chat.Wait, "flood", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := started(t)
			r.person(7)
			to := c.setup(r)
			before := len(r.sim.Chat(7))
			_, err := r.send(chat.Outbound{To: to, Text: "một câu bí mật"})
			e := wantError(t, err, c.reaction, c.reason)
			if e.Maybe != c.maybe {
				t.Errorf("maybe %v", e.Maybe)
			}
			if c.name == "moved" && (e.To.Channel != Name || !strings.HasPrefix(e.To.ID, "-100")) {
				t.Errorf("moved to %v", e.To)
			}
			if arrived := len(r.sim.Chat(7)) > before; arrived != (c.name == "lost answer") {
				t.Errorf("arrived: %v", arrived)
			}
			if strings.Contains(err.Error(), "bí mật") || strings.Contains(err.Error(), "html") || strings.Contains(err.Error(), testToken) {
				t.Errorf("error says too much: %v", err)
			}
		})
	}
}

func fault(f telegramsim.Faults) func(*rig) chat.Address {
	return func(r *rig) chat.Address { r.sim.SetFaults(f); return address(7) }
}

func TestWrongToken(t *testing.T) {
	r := newRig(t, ModeWebhook)
	cfg := testConfig(ModeWebhook)
	cfg.Token = "110201543:AAother"
	ch, err := Open(cfg, r.env())
	r.must(err)
	_, err = ch.Send(t.Context(), r.now(), chat.Outbound{To: address(7), Text: "x"})
	wantError(t, err, chat.Stop, "unauthorized")
	if !r.alerted("telegram_unauthorized") {
		t.Error("no alert")
	}
	if ch.Start(t.Context(), r.now()) == nil {
		t.Error("started with a wrong token")
	}
}

func TestCancelledSend(t *testing.T) {
	r := started(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := r.ch.Send(ctx, r.now(), chat.Outbound{To: r.person(7), Text: "x"})
	wantError(t, err, chat.Retry, "network")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cause lost: %v", err)
	}
}

func TestEchoedTokenIsCleaned(t *testing.T) {
	r := started(t)
	r.sim.SetFaults(telegramsim.Faults{Refusals: []telegramsim.Refusal{{Code: 400, Description: "Bad Request: /bot" + testToken + "/x\n" + strings.Repeat("dài ", 100)}}})
	_, err := r.send(chat.Outbound{To: r.person(7), Text: "x"})
	if s := err.Error(); strings.Contains(s, testToken) || strings.Contains(s, "\n") || len(s) > 300 {
		t.Errorf("%s", s)
	}
}

func TestUnreadableSuccessMayHaveArrived(t *testing.T) {
	r := newRig(t, ModeWebhook)
	env := r.env()
	env.Transport = telegramsim.InProcess(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"ok":true,"result":"bí mật"}`))
	}))
	ch, err := Open(testConfig(ModeWebhook), env)
	r.must(err)
	_, err = ch.Send(t.Context(), r.now(), chat.Outbound{To: address(7), Text: "x"})
	if e := wantError(t, err, chat.Retry, "network"); !e.Maybe {
		t.Error("not marked as perhaps delivered")
	}
}
