package zalo

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"langnghe/bot/chat"
)

const (
	maxFetch = 20 << 20 // what we take when the caller does not say
	maxRef   = 2048     // characters of an address
	maxHops  = 3        // redirects, all of them within Zalo's hosts
)

// hostPattern is a domain with at least one dot.
var hostPattern = regexp.MustCompile(`^([a-z0-9-]{1,63}\.)+[a-z]{2,63}$`)

var (
	errFetchHost   = errors.New("an address that is not Zalo's")
	errFetchLength = errors.New("file is shorter than announced")
	errFetchAnswer = errors.New("file answered by something else")
)

// Fetch implements chat.Fetcher: it downloads what a person sent, from the
// address that stood in the signed event, or in the platform's own list of recent
// chats. That is a plain link, sometimes http, and the platform's word is all that
// vouches for it; so it is asked only when
// it leads to one of Zalo's hosts ([Config.MediaHosts]), at their usual ports,
// and so is each redirect. Nothing of ours goes along, no token above all. That
// a name of Zalo's leads to no machine within our own walls is for
// [chat.Env] Public to see. How long it may take is the transport's matter.
func (c *Channel) Fetch(ctx context.Context, _ time.Time, ref string, limit int64) ([]byte, error) {
	if limit <= 0 || limit > maxFetch {
		limit = maxFetch
	}
	u, err := url.Parse(ref)
	if err != nil || len(ref) > maxRef || !c.isMedia(u) {
		if err == nil && hostPattern.MatchString(u.Hostname()) {
			c.env.Log.Warn("zalo: what was sent lies on a host that media_hosts does not name", "host", u.Hostname())
		}
		return nil, &chat.SendError{Reaction: chat.Invalid, Reason: "media", Err: errFetchHost}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, &chat.SendError{Reaction: chat.Invalid, Reason: "media", Err: errFetchHost}
	}
	r.Header.Set("User-Agent", "langnghe")
	r.Header.Set("Accept-Encoding", "identity") // nothing is unpacked on the way
	resp, err := c.media.Do(r)
	if err != nil {
		if errors.Is(err, errFetchHost) {
			return nil, &chat.SendError{Reaction: chat.Invalid, Reason: "media", Err: errFetchHost}
		}
		return nil, &chat.SendError{Reaction: chat.Retry, Reason: "network", Err: bare(err)}
	}
	defer func() { _ = resp.Body.Close() }()
	return readMedia(resp, limit)
}

// readMedia reads a media host's answer.
func readMedia(resp *http.Response, limit int64) ([]byte, error) {
	again := func(err error) error {
		return &chat.SendError{Reaction: chat.Retry, Reason: "media", Code: strconv.Itoa(resp.StatusCode), Err: err}
	}
	switch s := resp.StatusCode; {
	case s == http.StatusOK:
	case s == http.StatusRequestTimeout, s == http.StatusTooManyRequests, s >= 500:
		return nil, again(errFetchAnswer)
	default: // gone, expired, or something that is no file
		return nil, &chat.SendError{Reaction: chat.Invalid, Reason: "media", Code: strconv.Itoa(s), Err: errFetchAnswer}
	}
	tooBig := &chat.SendError{Reaction: chat.Invalid, Reason: "too_big"}
	if resp.ContentLength > limit {
		return nil, tooBig
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case int64(len(body)) > limit:
		return nil, tooBig
	case err != nil:
		return nil, again(bare(err))
	case resp.ContentLength >= 0 && int64(len(body)) != resp.ContentLength:
		return nil, again(errFetchLength)
	}
	return body, nil
}

// newMediaClient follows redirects among Zalo's hosts only.
func (c *Channel) newMediaClient() *http.Client {
	return &http.Client{
		Transport: outside{c},
		CheckRedirect: func(r *http.Request, via []*http.Request) error {
			if len(via) > maxHops || !c.isMedia(r.URL) {
				return errFetchHost
			}
			r.Header.Del("Referer")
			return nil
		},
	}
}

// outside reaches the simulator on this machine when that is what we speak with,
// and else public addresses only.
type outside struct{ c *Channel }

// RoundTrip implements http.RoundTripper.
func (o outside) RoundTrip(r *http.Request) (*http.Response, error) {
	if o.c.env.Public == nil || o.c.isSimulator(r.URL) {
		return o.c.env.Transport.RoundTrip(r)
	}
	return o.c.env.Public.RoundTrip(r)
}

// isMedia reports whether u leads to one of the hosts that keep what people
// send to Zalo.
func (c *Channel) isMedia(u *url.URL) bool {
	if u.User != nil || u.Opaque != "" {
		return false
	}
	if c.isSimulator(u) {
		return true
	}
	if u.Scheme == "https" && u.Port() != "" && u.Port() != "443" || u.Scheme == "http" && u.Port() != "" && u.Port() != "80" ||
		u.Scheme != "https" && u.Scheme != "http" {
		return false
	}
	host := strings.ToLower(u.Hostname())
	for _, h := range c.cfg.MediaHosts {
		if hostPattern.MatchString(host) && (host == h || strings.HasSuffix(host, "."+h)) {
			return true
		}
	}
	return false
}

// isSimulator reports whether u leads to the platform simulated on this machine:
// nothing else has an API on loopback.
func (c *Channel) isSimulator(u *url.URL) bool {
	api, err := url.Parse(c.cfg.APIURL)
	return err == nil && isLoopback(api.Hostname()) && u.Scheme == api.Scheme && u.Host == api.Host
}
