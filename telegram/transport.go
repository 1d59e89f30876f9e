package telegram

import (
	"bytes"
	"io"
	"net/http"
)

// maxAnswer bounds what we read of an answer; a hundred updates fit.
const maxAnswer = 8 << 20

// newClient reaches the platform through rt. It follows no redirect: the token
// is in the path and would travel along. most bounds what is read of an answer.
func newClient(rt http.RoundTripper, most int64) *http.Client {
	return &http.Client{
		Transport:     wholeBody{rt, most},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// wholeBody reads a request's body before it passes the request on. The
// library writes bodies from a goroutine through a pipe: without this they are
// chunked, and how they interleave would depend on the scheduler.
type wholeBody struct {
	next http.RoundTripper
	most int64 // bytes we read of an answer
}

func (t wholeBody) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		b, err := io.ReadAll(r.Body)
		_ = r.Body.Close()
		if err != nil {
			return nil, unsentError{err}
		}
		body = b
	}
	r = r.WithContext(r.Context()) // a shallow copy: the caller's request stays as it is
	r.Body = io.NopCloser(bytes.NewReader(body))
	r.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	r.ContentLength = int64(len(body))
	resp, err := t.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, t.most), resp.Body}
	return resp, nil
}

// unsentError marks a failure before anything reached the network.
type unsentError struct{ err error }

func (e unsentError) Error() string { return "request not written: " + e.err.Error() }
func (e unsentError) Unwrap() error { return e.err }
