package zalo

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/text"
)

// Where messages go.
const (
	pathPerson = "/v3.0/oa/message/cs"
	pathGroup  = "/v3.0/oa/group/message"
)

// Send implements chat.Channel. Buttons come with the numbers, in the same message.
func (c *Channel) Send(ctx context.Context, now time.Time, m chat.Outbound) (chat.Receipt, error) {
	if m.Pressed != nil {
		return chat.Receipt{}, nil // a press wants no answer here
	}
	if m.To.Channel != Name || m.To.ID == "" {
		return chat.Receipt{}, &chat.SendError{Reaction: chat.Invalid, Reason: "address"}
	}
	if m.Template != nil {
		return c.sendTemplate(ctx, now, m)
	}
	p := part{text: compose(m)}
	if c.asksContact(m) {
		p.form = &form{Title: title(m.AskContact), Subtitle: text.Prefix(p.text, maxSubtitle), Image: c.cfg.ContactImage}
	}
	if p.text == "" || text.Units(p.text) > maxText {
		return chat.Receipt{}, &chat.SendError{Reaction: chat.Invalid, Reason: "length"}
	}
	if c.draws(m) {
		p.buttons = draw(m.Choices)
	}
	got, e := c.sendPart(ctx, now, m, p)
	if e != nil {
		return chat.Receipt{}, e
	}
	c.env.Count(countSent)
	return got, nil
}

// draws reports whether m's choices become buttons.
func (c *Channel) draws(m chat.Outbound) bool {
	if !c.cfg.Buttons || m.Group || c.plain.Load() || len(m.Choices) == 0 || len(m.Choices) > maxButtons {
		return false
	}
	if !drawable(m.Choices) {
		c.env.Count(countNoButton)
		return false
	}
	return true
}

// sendPart posts p; when Zalo refuses its buttons it posts it without, and
// when that works there are no more buttons for the life of the process. Text
// with buttons is not in Zalo's documentation, only in use.
func (c *Channel) sendPart(ctx context.Context, now time.Time, m chat.Outbound, p part) (chat.Receipt, *chat.SendError) {
	a, e := c.call(ctx, now, m, p)
	if e == nil && len(p.buttons) > 0 && typeCode(a.code) && !blamesRecipient(a.message) {
		p.buttons = nil
		if a, e = c.call(ctx, now, m, p); e == nil && a.code == 0 {
			c.env.Count(countPlain)
			if !c.plain.Swap(true) {
				c.env.Alert(alertPlain, "Zalo refuses text with buttons; choices are shown as numbers only until the next start.")
			}
		}
	}
	switch {
	case e != nil:
		return chat.Receipt{}, e
	case a.code != 0:
		return chat.Receipt{}, c.refusal(a.code, a.message, now)
	}
	return chat.Receipt{MessageID: a.id, Quota: a.quota}, nil
}

// reply is Zalo's answer to a send.
type reply struct {
	code      int
	message   string
	id, quota string
	mode      string // of a template message by phone
	upload    string // what an upload is called
}

// call posts p.
func (c *Channel) call(ctx context.Context, now time.Time, m chat.Outbound, p part) (reply, *chat.SendError) {
	body, err := p.body(m.To.ID, m.Group)
	if err != nil {
		return reply{}, &chat.SendError{Reaction: chat.Invalid, Reason: "encoding"}
	}
	url := c.cfg.APIURL + pathPerson
	if m.Group {
		url = c.cfg.APIURL + pathGroup
	}
	return c.callWith(ctx, now, url, body)
}

// callWith posts a body with a token; with a renewed one when the first is refused.
func (c *Channel) callWith(ctx context.Context, now time.Time, url string, body []byte) (reply, *chat.SendError) {
	return c.withToken(ctx, now, func(token string) (reply, *chat.SendError) {
		return c.post(ctx, now, url, token, "application/json", body)
	})
}

// withToken does something with a token, and again with a renewed one when the
// first is refused.
func (c *Channel) withToken(ctx context.Context, now time.Time, do func(token string) (reply, *chat.SendError)) (reply, *chat.SendError) {
	token, renewed, e := c.tokens.access(ctx, now, "")
	if e != nil {
		return reply{}, e
	}
	a, e := do(token)
	if e != nil || !tokenCode(a.code) || renewed {
		return a, e
	}
	if token, _, e = c.tokens.access(ctx, now, token); e != nil {
		return reply{}, e
	}
	return do(token)
}

// post makes one request and reads the answer.
func (c *Channel) post(ctx context.Context, now time.Time, url, token, kind string, body []byte) (reply, *chat.SendError) {
	headers := map[string]string{"access_token": token}
	if c.cfg.Proof {
		headers["appsecret_proof"] = proof(token, c.cfg.AppSecret)
	}
	a := c.client.post(ctx, url, kind, body, headers)
	if a.err != nil {
		c.env.Count(countLost)
		return reply{}, &chat.SendError{Reaction: chat.Retry, Reason: "network", Maybe: a.written, Err: a.err}
	}
	if r, ok := readReply(a); ok {
		return r, nil
	}
	r, maybe := httpRule(a.status)
	e := c.sendError(r, strconv.Itoa(a.status), now, "")
	e.Maybe = maybe
	return reply{}, e
}

// proof is the optional second proof that the app itself is calling.
func proof(token string, appSecret Secret) string {
	h := hmac.New(sha256.New, []byte(string(appSecret)))
	h.Write([]byte(token))
	return hex.EncodeToString(h.Sum(nil))
}

// readReply reads an answer's code. A failure of the server behind it is none,
// whatever it says.
func readReply(a answer) (reply, bool) {
	var w struct {
		Error   loose  `json:"error"`
		Message string `json:"message"`
		Data    struct {
			ID    loose  `json:"message_id"`
			Msg   loose  `json:"msg_id"` // by phone
			Mode  loose  `json:"sending_mode"`
			Image string `json:"attachment_id"`
			Token string `json:"token"`
			Quota struct {
				Type string `json:"quota_type"`
			} `json:"quota"`
		} `json:"data"`
	}
	err := json.Unmarshal(a.body, &w)
	if misfit := (*json.UnmarshalTypeError)(nil); errors.As(err, &misfit) {
		err = nil // data is an array here and there, and nothing hangs on it
	}
	code, bad := strconv.Atoi(string(w.Error))
	if err != nil || bad != nil || a.status >= 500 || code == 0 && a.status >= 300 {
		return reply{}, false
	}
	id := cmp.Or(w.Data.ID, w.Data.Msg)
	return reply{
		code: code, message: w.Message, id: string(id), quota: w.Data.Quota.Type, mode: string(w.Data.Mode),
		upload: cmp.Or(w.Data.Image, w.Data.Token),
	}, true
}
