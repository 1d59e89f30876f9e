package zalo

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"

	"github.com/go-resty/resty/v2"
)

// maxAnswer bounds what is read of an answer; real ones have a few hundred
// bytes.
const maxAnswer = 1 << 20

// client speaks with Zalo. It has no cookie jar, follows no redirect (the token
// would go along), never retries and says nothing.
type client struct{ r *resty.Client }

func newClient(t http.RoundTripper) *client {
	hc := &http.Client{
		Transport:     watcher{t},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	r := resty.NewWithClient(hc).
		SetLogger(silence{}).
		SetDisableWarn(true).
		SetRetryCount(0).
		SetResponseBodyLimit(maxAnswer).
		SetHeader("User-Agent", "langnghe")
	return &client{r}
}

// answer is what came of a call.
type answer struct {
	status  int
	body    []byte
	err     error // no usable answer
	written bool  // something of the request may have reached Zalo
}

// post sends a body of the given type with headers.
func (c *client) post(ctx context.Context, url, contentType string, body []byte, headers map[string]string) answer {
	var written atomic.Bool
	resp, err := c.r.R().
		SetContext(context.WithValue(ctx, writtenKey{}, &written)).
		SetHeaders(headers).
		SetHeader("Content-Type", contentType).
		SetBody(body).
		Post(url)
	if err != nil {
		return answer{err: bare(err), written: written.Load()}
	}
	return answer{status: resp.StatusCode(), body: resp.Body(), written: true}
}

// get reads from Zalo.
func (c *client) get(ctx context.Context, url string, headers map[string]string) answer {
	resp, err := c.r.R().SetContext(ctx).SetHeaders(headers).Get(url)
	if err != nil {
		return answer{err: bare(err)}
	}
	return answer{status: resp.StatusCode(), body: resp.Body(), written: true}
}

// bare takes the address off a transport error; the rest names no secret.
func bare(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// writtenKey carries the flag that watcher sets.
type writtenKey struct{}

// watcher notes when a transport begins to read the request's body. A
// transport does so after it has a connection, so a refused dial leaves the
// flag unset: Zalo has seen nothing, and trying again cannot send twice.
type watcher struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (w watcher) RoundTrip(r *http.Request) (*http.Response, error) {
	flag, ok := r.Context().Value(writtenKey{}).(*atomic.Bool)
	if !ok || r.Body == nil {
		return w.next.RoundTrip(r)
	}
	r2 := *r // a RoundTripper must not change its request
	r2.Body = watched{r.Body, flag}
	if get := r.GetBody; get != nil {
		r2.GetBody = func() (io.ReadCloser, error) {
			b, err := get()
			if err != nil {
				return nil, err
			}
			return watched{b, flag}, nil
		}
	}
	return w.next.RoundTrip(&r2)
}

type watched struct {
	io.ReadCloser
	flag *atomic.Bool
}

// Read implements io.Reader.
func (b watched) Read(p []byte) (int, error) {
	b.flag.Store(true)
	return b.ReadCloser.Read(p)
}

// silence keeps resty from logging, which might show a header or a body.
type silence struct{}

func (silence) Errorf(string, ...any) {}
func (silence) Warnf(string, ...any)  {}
func (silence) Debugf(string, ...any) {}
