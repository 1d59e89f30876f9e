package zalo

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strconv"
	"time"

	"langnghe/bot/chat"
)

// reading is the address of a read; parameters are Zalo's usual ?data={...}.
func (c *Channel) reading(path string, data any) string {
	u := c.cfg.APIURL + path
	if data != nil {
		b, _ := json.Marshal(data) // values of our own, which always encode
		u += "?data=" + url.QueryEscape(string(b))
	}
	return u
}

// ask reads with a token, with a renewed one when the first is refused,
// and reads the data of the answer into out (nil for no interest). A refusal
// is looked up in codes.
func (c *Channel) ask(ctx context.Context, now time.Time, url string, out any) *chat.SendError {
	token, renewed, e := c.tokens.access(ctx, now, "")
	if e != nil {
		return e
	}
	code, e := c.askWith(ctx, now, url, token, out)
	if !tokenCode(code) || renewed {
		return e
	}
	if token, _, e = c.tokens.access(ctx, now, token); e != nil {
		return e
	}
	_, e = c.askWith(ctx, now, url, token, out)
	return e
}

// askWith makes one request. code is Zalo's, 0 when there is none.
func (c *Channel) askWith(ctx context.Context, now time.Time, url string, token string, out any) (code int, e *chat.SendError) {
	headers := map[string]string{"access_token": token}
	if c.cfg.Proof {
		headers["appsecret_proof"] = proof(token, c.cfg.AppSecret)
	}
	a := c.client.get(ctx, url, headers)
	if a.err != nil {
		c.env.Count(countAskLost)
		return 0, &chat.SendError{Reaction: chat.Retry, Reason: "network", Err: a.err}
	}
	var w struct {
		Error   loose           `json:"error"`
		Message string          `json:"message"`
		Data    json.RawMessage `json:"data"`
	}
	err := json.Unmarshal(a.body, &w)
	code, bad := strconv.Atoi(string(w.Error))
	if err != nil || bad != nil || a.status >= 500 || code == 0 && a.status >= 300 {
		c.env.Count(countAskRefused)
		r, _ := httpRule(a.status) // a read that may have happened is none
		return 0, c.judge(r, strconv.Itoa(a.status), now, "")
	}
	if code != 0 {
		c.env.Count(countAskRefused)
		r, ok := codes[code]
		if !ok {
			r = unknownCode
		}
		return code, c.judge(r, strconv.Itoa(code), now, named(w.Message))
	}
	if out == nil || len(w.Data) == 0 {
		return 0, nil
	}
	err = json.Unmarshal(w.Data, out)
	if misfit := (*json.UnmarshalTypeError)(nil); err != nil && !errors.As(err, &misfit) {
		return 0, &chat.SendError{Reaction: chat.Retry, Reason: "platform", Err: errors.New("an answer that is not readable")}
	}
	return 0, nil
}
