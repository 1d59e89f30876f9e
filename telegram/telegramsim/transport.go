package telegramsim

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
)

// Transport reaches the platform without a socket: what a bot's HTTP client
// takes as its round tripper. Here connections can also be refused.
func (s *Sim) Transport() http.RoundTripper {
	inner := InProcess(s)
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		method := lower(r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:])
		s.mu.Lock()
		refused := s.faults.hit(method) && s.happens(&s.faults.Refused, "refused")
		s.mu.Unlock()
		if refused {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
		}
		return inner.RoundTrip(r)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// InProcess is a round tripper that calls h, whatever the host. A handler that
// aborts is a connection that breaks.
func InProcess(h http.Handler) http.RoundTripper {
	return roundTripper(func(r *http.Request) (resp *http.Response, err error) {
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		defer func() {
			if p := recover(); p != nil {
				if p != http.ErrAbortHandler {
					panic(p)
				}
				resp, err = nil, io.ErrUnexpectedEOF
			}
		}()
		in := r.Clone(r.Context())
		in.RequestURI, in.RemoteAddr = r.URL.RequestURI(), "127.0.0.1:1"
		if in.Body == nil {
			in.Body = http.NoBody
		}
		w := &answer{header: http.Header{}}
		h.ServeHTTP(w, in)
		if w.status == 0 {
			w.status = http.StatusOK
		}
		return &http.Response{
			Status: strconv.Itoa(w.status) + " " + http.StatusText(w.status), StatusCode: w.status,
			Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r,
		}, nil
	})
}

// answer collects what a handler writes.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *answer) Header() http.Header { return w.header }
func (w *answer) WriteHeader(code int) {
	if w.status == 0 {
		w.status = code
	}
}
func (w *answer) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}
