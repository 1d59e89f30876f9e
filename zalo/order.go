package zalo

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"
	"time"

	"langnghe/bot/chat"
)

// wireAnswer is what every answer has; data differs.
type wireAnswer struct {
	Error   loose           `json:"error"`
	Message string          `json:"message"`
	Data    json.RawMessage `json:"data"`
}

// order has something done that is no message: it posts body, with a renewed
// token when the first is refused, and reads the data of the answer into out (nil
// for no interest). code is Zalo's refusal, 0 for none, about which
// nobody has been told; message is Zalo's word for it. e is everything else.
func (c *Channel) order(ctx context.Context, now time.Time, path string, body, out any) (code int, message string, e *chat.SendError) {
	b, err := json.Marshal(body)
	if err != nil {
		return 0, "", &chat.SendError{Reaction: chat.Invalid, Reason: "encoding"}
	}
	token, renewed, e := c.tokens.access(ctx, now, "")
	if e != nil {
		return 0, "", e
	}
	code, message, e = c.orderWith(ctx, now, path, token, b, out)
	if e != nil || !tokenCode(code) || renewed {
		return code, message, e
	}
	if token, _, e = c.tokens.access(ctx, now, token); e != nil {
		return 0, "", e
	}
	return c.orderWith(ctx, now, path, token, b, out)
}

func (c *Channel) orderWith(ctx context.Context, now time.Time, path, token string, body []byte, out any) (code int, message string, e *chat.SendError) {
	headers := map[string]string{"access_token": token}
	if c.cfg.Proof {
		headers["appsecret_proof"] = proof(token, c.cfg.AppSecret)
	}
	a := c.client.post(ctx, c.cfg.APIURL+path, "application/json", body, headers)
	if a.err != nil {
		c.env.Count(countAskLost)
		return 0, "", &chat.SendError{Reaction: chat.Retry, Reason: "network", Maybe: a.written, Err: a.err}
	}
	var w wireAnswer
	err := json.Unmarshal(a.body, &w)
	code, bad := strconv.Atoi(string(w.Error))
	if err != nil || bad != nil || a.status >= 500 || code == 0 && a.status >= 300 {
		c.env.Count(countAskRefused)
		r, maybe := httpRule(a.status)
		e = c.judge(r, strconv.Itoa(a.status), now, "")
		e.Maybe = maybe
		return 0, "", e
	}
	if code != 0 {
		c.env.Count(countAskRefused)
		return code, w.Message, nil
	}
	if out == nil || len(w.Data) == 0 {
		return 0, "", nil
	}
	err = json.Unmarshal(w.Data, out)
	if misfit := (*json.UnmarshalTypeError)(nil); err != nil && !errors.As(err, &misfit) {
		return 0, "", &chat.SendError{Reaction: chat.Retry, Reason: "platform", Maybe: true, Err: errors.New("an answer that is not readable")}
	}
	return 0, "", nil
}
