package zalo

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"

	"langnghe/bot/chat"
)

const (
	maxBody    = 256 << 10 // bytes of one event; real ones have a few hundred
	maxDepth   = 32        // levels of JSON; real ones have six
	retryAfter = 30        // seconds, Zalo's first retry comes after 30 anyway
)

// ServeHTTP takes one event. What is signed by our OA is answered 200 once it
// is stored or known to be of no interest; it is never dropped for its age,
// since deduplication, not the clock, is what makes a replay harmless.
func (c *Channel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if v := recover(); v != nil {
			c.env.Count(countPanic)
			c.env.Alert(alertPanic, "The Zalo webhook met a fault of the program; Zalo was asked to deliver again.")
			c.env.Log.Error("zalo: panic in webhook") // v may hold the text
			respond(w, http.StatusServiceUnavailable)
		}
	}()
	respond(w, c.receive(r))
}

// respond answers with an empty body.
func respond(w http.ResponseWriter, status int) {
	switch status {
	case http.StatusMethodNotAllowed:
		w.Header().Set("Allow", http.MethodPost)
	case http.StatusServiceUnavailable:
		w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
	}
	w.WriteHeader(status)
}

// receive does the work and names the answer.
func (c *Channel) receive(r *http.Request) int {
	if r.Method != http.MethodPost {
		return c.refuse(countMethod, http.StatusMethodNotAllowed)
	}
	if r.ContentLength > maxBody {
		return c.refuse(countTooLarge, http.StatusRequestEntityTooLarge)
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	switch {
	case len(body) > maxBody:
		return c.refuse(countTooLarge, http.StatusRequestEntityTooLarge)
	case err != nil:
		return c.refuse(countTruncated, http.StatusBadRequest)
	case deeper(body, maxDepth):
		return c.refuse(countTooDeep, http.StatusBadRequest)
	}
	if why := c.unsigned(body, r.Header.Get(SignatureHeader)); why != "" {
		if c.cfg.TestPass {
			return c.refuse(countTestPassed, http.StatusOK)
		}
		return c.refuse(why, http.StatusUnauthorized)
	}
	return c.keep(r, body)
}

// key names a signed event for ever. ok is false when it is of no interest. An
// event that our own code trips over is kept all the same, under the hash of
// its bytes: it is for the quarantine, and asking for it again would end with
// Zalo switching the webhook off.
func (c *Channel) key(body []byte) (key string, ok bool) {
	defer func() {
		if v := recover(); v != nil { // v may hold the text
			c.env.Count(countPanic)
			c.env.Alert(alertPanic, "The Zalo webhook met a fault of the program; the event is kept for the quarantine.")
			c.env.Log.Error("zalo: panic in webhook")
			sum := sha256.Sum256(body)
			key, ok = "raw:"+hex.EncodeToString(sum[:]), true
		}
	}()
	e, _, err := read(body)
	if err != nil { // cannot be: the signed timestamp was read from it
		c.env.Count(countUnknown)
		return "", false
	}
	m, known := e.means()
	switch {
	case !e.ours(c.cfg.AppID, c.cfg.OAID):
		c.env.Count(countOtherOA)
		return "", false
	case !known:
		c.env.Log.Info("zalo: unknown event", "event", keyPart(e.Name)) // a name of Zalo's, no person's
		c.env.Count(countUnknown)
		return "", false
	case m.kind == "":
		c.env.Count(countIgnored)
		return "", false
	}
	return e.key(body), true
}

func (c *Channel) refuse(what string, status int) int {
	c.env.Count(what)
	return status
}

// unsigned returns the counter of what is wrong with the signature, or "".
func (c *Channel) unsigned(body []byte, header string) string {
	if header == "" {
		return countNoSignature
	}
	ts, ok := timestampOf(body)
	if !ok || !Verify(c.cfg.AppID, body, ts, c.cfg.OASecretKey, header) {
		return countBadSignature
	}
	return ""
}

// keep stores a signed event, unless it is of no interest.
func (c *Channel) keep(r *http.Request, body []byte) int {
	key, ok := c.key(body)
	if !ok {
		return http.StatusOK
	}
	fresh, err := c.env.Inbox.Accept(r.Context(), chat.Event{
		Channel:  Name,
		Key:      key,
		Body:     body,
		Received: c.env.Now(),
	})
	switch {
	case err != nil:
		c.env.Log.Warn("zalo: event not stored, asked for it again")
		return c.refuse(countNotStored, http.StatusServiceUnavailable)
	case !fresh:
		c.env.Count(countDuplicate)
	default:
		c.env.Count(countAccepted)
	}
	return http.StatusOK
}
