package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"langnghe/bot/chat"
)

const (
	pollLimit = 100
	pollPause = time.Second      // between two short polls that brought nothing
	pollFull  = 5 * time.Second  // when the store took nothing
	pollFirst = 2 * time.Second  // after a failure, then doubled
	pollLast  = 60 * time.Second // at most
)

// pollState is where polling stands. It is not stored: after a restart the
// platform hands out again what was not confirmed, and the inbox knows what it
// has.
type pollState struct {
	offset int64 // confirms all below it; 0 confirms nothing
	next   time.Time
	pause  time.Duration // of the failure that lasts
}

// pollOnce asks for updates when it is due. The offset passes an update only
// when the inbox has committed it, so a crash at any point makes the platform
// hand it out again.
func (c *Channel) pollOnce(ctx context.Context, now time.Time) (next time.Time, did bool, err error) {
	if now.Before(c.state.next) {
		return c.state.next, false, nil
	}
	updates, e := c.getUpdates(ctx, c.state.offset)
	if e != nil {
		c.pollFailed(now, e)
		return c.state.next, true, fmt.Errorf("telegram: getUpdates: %w", e)
	}
	c.state.pause = 0
	c.state.next = now
	if len(updates) == 0 {
		// All below the offset is confirmed now. Ids start anew at random after
		// a quiet week, perhaps below the offset, so it is forgotten.
		c.state.offset = 0
		if c.cfg.PollTimeout == 0 {
			c.state.next = now.Add(pollPause)
		}
		return c.state.next, false, nil
	}
	before := c.state.offset
	for _, u := range updates {
		if err := c.take(ctx, u, now); err != nil {
			c.state.next = now.Add(pollFull)
			return c.state.next, true, fmt.Errorf("telegram: update not stored: %w", err)
		}
		var head struct {
			ID int64 `json:"update_id"`
		}
		if json.Unmarshal(u, &head) == nil && head.ID >= c.state.offset {
			c.state.offset = head.ID + 1
		}
	}
	if c.state.offset == before { // nothing with an id: do not spin
		c.state.next = now.Add(pollPause)
	}
	return c.state.next, true, nil
}

// pollFailed decides when to ask again.
func (c *Channel) pollFailed(now time.Time, e *chat.SendError) {
	c.state.pause = min(max(pollFirst, 2*c.state.pause), pollLast)
	switch {
	case e.Reaction == chat.Wait:
		c.state.pause = 0
		c.state.next = now.Add(e.After)
		c.env.Count("poll_flood")
		return
	case e.Reason == "conflict":
		c.env.Count("poll_conflict")
		c.env.Alert("telegram_poll_conflict", "Có chương trình khác cũng đang nhận tin của bot Telegram này (hoặc webhook còn bật); tin có thể đến chậm.")
	case e.Reaction == chat.Stop:
		c.state.pause = pollLast
		c.env.Count("poll_refused")
	default:
		c.env.Count("poll_failed")
	}
	c.state.next = now.Add(c.state.pause)
}

// getUpdates is called without the library, which would decode, and so change,
// the bytes we must keep.
func (c *Channel) getUpdates(ctx context.Context, offset int64) ([]json.RawMessage, *chat.SendError) {
	params, err := json.Marshal(map[string]any{
		"offset":          offset,
		"limit":           pollLimit,
		"timeout":         int(c.cfg.PollTimeout / time.Second),
		"allowed_updates": allowedUpdates(),
	})
	if err != nil {
		return nil, invalid("request", "parameters")
	}
	u := c.cfg.APIURL + "/bot" + string(c.cfg.Token) + "/getUpdates"
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, u, bytes.NewReader(params))
	if err != nil {
		return nil, invalid("request", "address")
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := c.client.Do(r)
	if err != nil {
		return nil, c.judge(c.unanswered(err))
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, c.judge(c.unanswered(err))
	}
	var a struct {
		OK          bool              `json:"ok"`
		Result      []json.RawMessage `json:"result"`
		Code        int               `json:"error_code"`
		Description string            `json:"description"`
		Parameters  struct {
			RetryAfter int `json:"retry_after"`
		} `json:"parameters"`
	}
	if json.Unmarshal(body, &a) != nil || !a.OK && a.Code < 300 {
		return nil, c.judge(answer{cause: errUnreadable})
	}
	if !a.OK {
		e := c.judge(answer{code: a.Code, description: a.Description, after: a.Parameters.RetryAfter})
		if e == nil {
			e = invalid("unknown", "refused")
		}
		return nil, e
	}
	return a.Result, nil
}
