package telegram

import (
	"context"
	"errors"
	"net"
	"strconv"
	"strings"
	"time"

	tgbot "github.com/go-telegram/bot"

	"langnghe/bot/chat"
	"langnghe/bot/text"
)

// answer is a refusal in the platform's terms, taken out of the library's
// error, which is never passed on: it may quote a body or an address.
type answer struct {
	code        int // 0 when there was no answer in JSON
	description string
	after       int
	migrated    int64
	unsent      bool // certainly nothing was written
	cause       error
}

// classify says what err of a call means, nil when it is as good as success.
func (c *Channel) classify(err error) *chat.SendError {
	if err == nil {
		return nil
	}
	return c.judge(c.read(err))
}

// judge looks a up in the table and calls a human where the table says so.
func (c *Channel) judge(a answer) *chat.SendError {
	if a.code == 0 {
		return &chat.SendError{Reaction: chat.Retry, Reason: "network", Maybe: !a.unsent, Err: a.cause}
	}
	e := &chat.SendError{Code: strconv.Itoa(a.code), Err: errors.New(c.clean(a.description))}
	if a.migrated != 0 {
		e.Reaction, e.Reason, e.To = chat.Moved, "upgraded", address(a.migrated)
		return e
	}
	r := find(a.code, a.description)
	if r.done {
		return nil
	}
	e.Reaction, e.Reason = r.reaction, r.reason
	switch r.reaction {
	case chat.Wait:
		// The platform does not say which limit was hit, and a second one hit
		// while stopped lengthens the stop: the whole channel rests.
		e.Scope, e.After = chat.ScopeChannel, time.Duration(max(1, a.after))*time.Second
	case chat.Retry:
		e.Maybe = a.code >= 500
	}
	if r.alert != "" {
		c.env.Alert("telegram_"+r.reason, r.alert)
	}
	return e
}

func find(code int, description string) rule {
	description = strings.ToLower(description)
	for _, r := range rules {
		fits := r.code == code || r.code == any5xx && code >= 500 || r.code == any4xx && code < 500
		if fits && strings.Contains(description, r.fragment) {
			return r
		}
	}
	return rules[len(rules)-1]
}

// read takes the library's errors apart. Where it keeps only a text, the text
// has a fixed shape (v1.19).
func (c *Channel) read(err error) answer {
	var flood *tgbot.TooManyRequestsError
	var moved *tgbot.MigrateError
	switch {
	case errors.As(err, &flood):
		return answer{code: 429, description: "too many requests", after: flood.RetryAfter}
	case errors.As(err, &moved):
		return answer{code: 400, description: "group chat was upgraded to a supergroup chat", migrated: int64(moved.MigrateToChatID)}
	}
	for _, s := range []struct {
		err  error
		code int
	}{
		{tgbot.ErrorBadRequest, 400},
		{tgbot.ErrorUnauthorized, 401},
		{tgbot.ErrorForbidden, 403},
		{tgbot.ErrorNotFound, 404},
		{tgbot.ErrorConflict, 409},
	} {
		if errors.Is(err, s.err) {
			_, description, _ := strings.Cut(err.Error(), ", ")
			return answer{code: s.code, description: description}
		}
	}
	text := err.Error()
	if strings.HasPrefix(text, "error response from telegram") {
		_, rest, _ := strings.Cut(text, ", ")
		number, description, _ := strings.Cut(rest, " ")
		if code, err := strconv.Atoi(number); err == nil && code >= 300 {
			return answer{code: code, description: description}
		}
	}
	return c.unanswered(err)
}

// unanswered is a call whose outcome is unknown, unless it certainly never left.
func (c *Channel) unanswered(err error) answer {
	var op *net.OpError
	var unsent unsentError
	a := answer{unsent: errors.As(err, &unsent) || errors.As(err, &op) && op.Op == "dial"}
	switch {
	case errors.Is(err, context.Canceled):
		a.cause = context.Canceled
	case errors.Is(err, context.DeadlineExceeded):
		a.cause = context.DeadlineExceeded
	case strings.HasPrefix(err.Error(), "error decode"):
		a.cause = errUnreadable
	case a.unsent:
		a.cause = errors.New("platform cannot be reached")
	default:
		a.cause = errors.New("no answer")
	}
	return a
}

// clean makes a description fit for logs: short, one line, without the token.
func (c *Channel) clean(s string) string {
	s = strings.ReplaceAll(s, string(c.cfg.Token), stars)
	s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "?")), " ")
	return text.Prefix(s, 120)
}

var errUnreadable = errors.New("answer cannot be read")
