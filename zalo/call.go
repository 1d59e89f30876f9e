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

// apiCall is one call to the API that sends no chat message: a read, an
// upload, an act on a group.
type apiCall struct {
	url         string // whole; a read carries its parameters here
	contentType string // "" for a read
	body        []byte
}

// reading is a GET whose parameters are Zalo's usual ?data={...}.
func (c *Channel) reading(path string, data any) apiCall {
	u := c.cfg.APIURL + path
	if data != nil {
		b, _ := json.Marshal(data) // values of our own, which always encode
		u += "?data=" + url.QueryEscape(string(b))
	}
	return apiCall{url: u}
}

// writing is a POST of JSON.
func (c *Channel) writing(path string, v any) apiCall {
	b, _ := json.Marshal(v) // values of our own, which always encode
	return apiCall{url: c.cfg.APIURL + path, contentType: "application/json", body: b}
}

// ask makes a call with a token, with a renewed one when the first is refused,
// and reads the data of the answer into out (nil for no interest). A refusal
// is looked up in codes.
func (c *Channel) ask(ctx context.Context, now time.Time, q apiCall, out any) *chat.SendError {
	return c.askBy(ctx, now, codes, q, out)
}

// askBy is ask with another table of refusals.
func (c *Channel) askBy(ctx context.Context, now time.Time, table map[int]rule, q apiCall, out any) *chat.SendError {
	token, renewed, e := c.tokens.access(ctx, now, "")
	if e != nil {
		return e
	}
	code, e := c.askWith(ctx, now, table, q, token, out)
	if !tokenCode(code) || renewed {
		return e
	}
	if token, _, e = c.tokens.access(ctx, now, token); e != nil {
		return e
	}
	_, e = c.askWith(ctx, now, table, q, token, out)
	return e
}

// askWith makes one request. code is Zalo's, 0 when there is none.
func (c *Channel) askWith(ctx context.Context, now time.Time, table map[int]rule, q apiCall, token string, out any) (code int, e *chat.SendError) {
	headers := map[string]string{"access_token": token}
	if c.cfg.Proof {
		headers["appsecret_proof"] = proof(token, c.cfg.AppSecret)
	}
	var a answer
	if q.contentType == "" {
		a = c.client.get(ctx, q.url, headers)
	} else {
		a = c.client.post(ctx, q.url, q.contentType, q.body, headers)
	}
	if a.err != nil {
		c.env.Count(countAskLost)
		return 0, &chat.SendError{Reaction: chat.Retry, Reason: "network", Maybe: a.written && q.contentType != "", Err: a.err}
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
		r, maybe := httpRule(a.status)
		e := c.judge(r, strconv.Itoa(a.status), now, "")
		e.Maybe = maybe && q.contentType != ""
		return 0, e
	}
	if code != 0 {
		c.env.Count(countAskRefused)
		r, ok := table[code]
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
		return 0, &chat.SendError{Reaction: chat.Retry, Reason: "platform", Maybe: q.contentType != "", Err: errors.New("an answer that is not readable")}
	}
	return 0, nil
}
