package zalo

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"langnghe/bot/chat"
)

const (
	pathRecent       = "/v2.0/oa/listrecentchat"
	pathConversation = "/v2.0/oa/conversation"
)

// The bounds of reading back. Requests are shared with sending, so a round
// takes a fifth of a minute's worth and the rest of a long way comes next
// minute.
const (
	pageSize      = 10 // Zalo's most
	maxRecent     = 60 // pages of the list of recent chats
	maxBack       = 10 // pages of one conversation
	overlap       = 15 * time.Minute
	settleTime    = time.Minute // younger ones are still expected through the webhook
	recoverOn     = time.Minute // between the rounds of a long way
	recoverBackTo = time.Hour   // the longest pause after failures
)

// recovery fetches messages that the webhook never brought: Zalo gives up
// after two hours, and switches a webhook off that failed five times. All of
// it belongs to the channel's step.
type recovery struct {
	due    time.Time
	pause  time.Duration // after failures, growing
	mark   watermark
	loaded bool
	scan   *scan
	read   map[string]string // by user, the newest message listed when his conversation was last read whole
}

// maxRead bounds how many conversations are remembered.
const maxRead = 20_000

// watermark is how far recovery has come, kept in the vault. Marks are times
// of Zalo's clock, so that ours may jump.
type watermark struct {
	Since time.Time `json:"since"` // nothing older is ever fetched: it was before this program
	Seen  time.Time `json:"seen"`  // everything up to here was looked at
}

// scan is one way through the recent chats, in as many rounds as it takes.
type scan struct {
	from   time.Time
	newest time.Time
	page   int  // of the list
	listed bool // the list is through
	users  []changed
	known  map[string]bool // users ever in users
	young  bool            // some of users[0] are left to the next scan
	back   int             // pages read of users[0]
	found  []recent        // of users[0], so far
	fresh  int             // messages accepted
	cut    bool            // there was more than we read
}

// changed is a person in whose conversation something is new, up to a message.
type changed struct{ user, last string }

// recent is one message as the API lists it.
type recent struct {
	Source   loose    `json:"src"` // 1: written by the person
	Time     loose    `json:"time"`
	Type     string   `json:"type"`
	Text     string   `json:"message"`
	ID       loose    `json:"message_id"`
	From     loose    `json:"from_id"`
	To       loose    `json:"to_id"`
	URL      string   `json:"url"`
	Thumb    string   `json:"thumb"`
	Location location `json:"location"`
}

// user is the person of the conversation.
func (m recent) user() string {
	if m.Source == "1" {
		return string(m.From)
	}
	return string(m.To)
}

func (c *Channel) recoveryName() string { return "zalo.recovery." + c.cfg.AppID + "." + c.cfg.OAID }

// recoverMissed does one round when one is due.
func (c *Channel) recoverMissed(ctx context.Context, now time.Time) (next time.Time, did bool, e *chat.SendError) {
	r := &c.recover
	if c.cfg.Recover == 0 || waits(r.due, now, max(c.cfg.Recover, recoverBackTo)) {
		return r.due, false, nil
	}
	done, e := c.round(ctx, now)
	switch {
	case e != nil:
		c.env.Count(countRecoverFailed)
		r.pause = min(max(2*r.pause, c.cfg.Recover), recoverBackTo)
		r.due = now.Add(min(max(r.pause, e.After), recoverBackTo))
		return r.due, true, e
	case done:
		r.due = now.Add(c.cfg.Recover)
	default:
		r.due = now.Add(min(recoverOn, c.cfg.Recover))
	}
	r.pause = 0
	return r.due, true, nil
}

// round makes as many calls as one round may. done reports that the way is
// through and its watermark stored.
func (c *Channel) round(ctx context.Context, now time.Time) (done bool, e *chat.SendError) {
	r := &c.recover
	if e := c.loadMark(ctx, now); e != nil {
		return false, e
	}
	if r.scan == nil {
		from := r.mark.Seen.Add(-overlap)
		if from.Before(r.mark.Since) {
			from = r.mark.Since
		}
		r.scan = &scan{from: from, newest: r.mark.Seen, known: map[string]bool{}}
	}
	s := r.scan
	for calls := max(c.cfg.PerMinute/5, 2); calls > 0; calls-- {
		var e *chat.SendError
		switch {
		case !s.listed:
			e = c.listRecent(ctx, now, s)
		case len(s.users) > 0:
			e = c.readBack(ctx, now, s)
		default:
			return true, c.finishScan(ctx, s)
		}
		if e != nil {
			return false, e
		}
	}
	if s.listed && len(s.users) == 0 {
		return true, c.finishScan(ctx, s)
	}
	return false, nil
}

// finishScan stores how far the way came and tells of what it brought.
func (c *Channel) finishScan(ctx context.Context, s *scan) *chat.SendError {
	r := &c.recover
	if s.newest.After(r.mark.Seen) {
		m := r.mark
		m.Seen = s.newest
		if e := c.putMark(ctx, m); e != nil {
			return e
		}
	}
	r.scan = nil
	if s.fresh > 0 {
		c.env.Alert(alertMissed, "Messages had not come through the Zalo webhook and were fetched. If this goes on, "+
			"look whether the webhook is still switched on in the console.")
	}
	if s.cut {
		c.env.Count(countRecoverCut)
	}
	if s.cut && s.fresh > 0 { // many chats alone are only a day of many notices
		c.env.Alert(alertCut, "More Zalo messages may be missing than can be fetched: see the chats in the OA's own tool.")
	}
	return nil
}

// listRecent reads one page of the recent chats, newest first. Whether a row
// is a chat or a message is told differently by different sources; either way
// it names a person whose conversation has something new.
func (c *Channel) listRecent(ctx context.Context, now time.Time, s *scan) *chat.SendError {
	var rows []recent
	if e := c.ask(ctx, now, c.reading(pathRecent, page{Offset: s.page * pageSize, Count: pageSize}), &rows); e != nil {
		return e
	}
	s.page++
	s.listed = len(rows) < pageSize
	for _, m := range rows {
		at := m.Time.when()
		if at.After(s.newest) {
			s.newest = at
		}
		if at.Before(s.from) {
			s.listed = true
			continue
		}
		if id := m.user(); id != "" && !s.known[id] {
			s.known[id] = true
			if m.ID == "" || c.recover.read[id] != string(m.ID) {
				s.users = append(s.users, changed{id, string(m.ID)})
			}
		}
	}
	if !s.listed && s.page >= maxRecent {
		s.cut, s.listed = true, true
	}
	return nil
}

// readBack reads one page of the first person's conversation, and hands over
// what it found once it is old enough.
func (c *Channel) readBack(ctx context.Context, now time.Time, s *scan) *chat.SendError {
	user := s.users[0].user
	var rows []recent
	q := page{User: user, Offset: s.back * pageSize, Count: pageSize}
	e := c.ask(ctx, now, c.reading(pathConversation, q), &rows)
	if e != nil && e.Reaction != chat.Invalid && e.Reaction != chat.Unreachable {
		return e
	}
	s.back++
	end := e != nil || len(rows) < pageSize // who cannot be read any more keeps nobody else waiting
	s.young = s.young || e != nil
	for _, m := range rows {
		if m.Time.when().Before(s.from) {
			end = true
			continue
		}
		if m.Source == "1" && string(m.From) == user {
			s.found = append(s.found, m)
		}
	}
	if !end && s.back >= maxBack {
		s.cut, end = true, true
	}
	if !end {
		return nil
	}
	slices.SortStableFunc(s.found, func(a, b recent) int {
		return cmp.Or(a.Time.when().Compare(b.Time.when()), cmp.Compare(a.ID, b.ID))
	})
	for len(s.found) > 0 {
		if e := c.bring(ctx, now, s, s.found[0]); e != nil {
			return e
		}
		s.found = s.found[1:]
	}
	if !s.young {
		c.recover.wasRead(s.users[0])
	}
	s.users, s.back, s.young = s.users[1:], 0, false
	return nil
}

// wasRead notes that a conversation was read up to a message.
func (r *recovery) wasRead(u changed) {
	if r.read == nil || len(r.read) >= maxRead {
		r.read = map[string]string{}
	}
	r.read[u.user] = u.last
}

// page is what a read-back asks for.
type page struct {
	User   string `json:"user_id,omitempty"`
	Offset int    `json:"offset"`
	Count  int    `json:"count"`
}

// bring hands one message to the inbox, under the key that the webhook gives
// it: whichever comes second is a duplicate.
func (c *Channel) bring(ctx context.Context, now time.Time, s *scan, m recent) *chat.SendError {
	at := m.Time.when()
	if age := now.Sub(at); age >= 0 && age < settleTime {
		// Still expected through the webhook. The next scan looks again.
		s.young = true
		if before := at.Add(-time.Millisecond); s.newest.After(before) {
			s.newest = before
		}
		return nil
	}
	body, ok := c.asEvent(m)
	if !ok {
		c.env.Count(countRecoverType)
		return nil
	}
	key, ok := c.key(body)
	if !ok {
		return nil
	}
	fresh, err := c.env.Inbox.Accept(ctx, chat.Event{Channel: Name, Key: key, Body: body, Received: now})
	switch {
	case err != nil:
		return &chat.SendError{Reaction: chat.Retry, Reason: "inbox", Err: errors.New("message not stored")}
	case fresh:
		c.env.Count(countRecovered)
		s.fresh++
	default:
		c.env.Count(countRecoverKnown)
	}
	return nil
}

// loadMark reads the watermark, once. At the very first start everything older
// than this moment is history, which nobody answers.
func (c *Channel) loadMark(ctx context.Context, now time.Time) *chat.SendError {
	r := &c.recover
	if r.loaded {
		return nil
	}
	b, err := c.env.Vault.Get(ctx, c.recoveryName())
	switch {
	case errors.Is(err, chat.ErrNoSecret):
		return c.putMark(ctx, watermark{Since: now.UTC(), Seen: now.UTC()})
	case err != nil:
		return &chat.SendError{Reaction: chat.Retry, Reason: "vault", Err: errors.New("watermark not readable from the vault")}
	case json.Unmarshal(b, &r.mark) != nil || r.mark.Since.IsZero():
		return c.putMark(ctx, watermark{Since: now.UTC(), Seen: now.UTC()})
	}
	r.loaded = true
	return nil
}

func (c *Channel) putMark(ctx context.Context, m watermark) *chat.SendError {
	b, err := json.Marshal(m)
	if err == nil {
		err = c.env.Vault.Put(ctx, c.recoveryName(), b)
	}
	if err != nil {
		return &chat.SendError{Reaction: chat.Retry, Reason: "vault", Err: errors.New("watermark not storable in the vault")}
	}
	c.recover.mark, c.recover.loaded = m, true
	return nil
}
