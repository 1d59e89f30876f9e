package telegram

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
)

const (
	secretHeader = "X-Telegram-Bot-Api-Secret-Token"
	maxUpdate    = 1 << 20 // no real update comes near it
)

// ServeHTTP takes one update: the secret in constant time, the body bounded,
// the bytes kept, and only then an empty 200. Any other answer makes the
// platform deliver the update again, and hold back the rest of its chat.
func (c *Channel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	defer func() {
		if p := recover(); p != nil {
			if p == http.ErrAbortHandler {
				panic(p)
			}
			c.env.Count("webhook_panic")
			c.env.Log.Error("telegram: panic in webhook")
			again(w)
		}
	}()
	if c.cfg.Mode != ModeWebhook {
		c.refuse(w, http.StatusNotFound, "webhook_off")
		return
	}
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		c.refuse(w, http.StatusMethodNotAllowed, "webhook_bad_method")
		return
	}
	switch got := r.Header.Values(secretHeader); {
	case len(got) == 0:
		c.refuse(w, http.StatusUnauthorized, "webhook_no_secret")
		return
	case len(got) > 1 || !c.genuine(got[0]):
		c.refuse(w, http.StatusUnauthorized, "webhook_bad_secret")
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
	if err != nil {
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			c.env.Alert("telegram_update_too_large", "Telegram gửi một sự kiện lớn bất thường; sự kiện đã bị từ chối.")
			c.refuse(w, http.StatusRequestEntityTooLarge, "webhook_too_large")
			return
		}
		c.refuse(w, http.StatusBadRequest, "webhook_truncated")
		return
	}
	if err := c.take(r.Context(), body, c.env.Now()); err != nil {
		c.env.Log.Error("telegram: update not stored")
		again(w)
		return
	}
	w.WriteHeader(http.StatusOK)
}

// genuine compares hashes, so that the time taken tells nothing, not even
// the length of the secret.
func (c *Channel) genuine(got string) bool {
	a, b := sha256.Sum256([]byte(got)), sha256.Sum256([]byte(c.cfg.WebhookSecret))
	return subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

func (c *Channel) refuse(w http.ResponseWriter, status int, what string) {
	c.env.Count(what)
	w.WriteHeader(status)
}

// again asks the platform, which honours Retry-After, for a new delivery.
func again(w http.ResponseWriter) {
	w.Header().Set("Retry-After", "5")
	w.WriteHeader(http.StatusServiceUnavailable)
}
