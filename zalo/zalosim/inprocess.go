package zalosim

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
)

// Transport reaches the platform without a network, for zalo's Env.Transport.
// While [Faults.Down] is set the connection is refused.
func (s *Sim) Transport() http.RoundTripper {
	next := InProcess(s)
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		s.mu.Lock()
		down := s.faults.Down
		s.mu.Unlock()
		if down {
			if r.Body != nil {
				_ = r.Body.Close()
			}
			return nil, errors.New("connection refused")
		}
		return next.RoundTrip(r)
	})
}

// InProcess calls h instead of a server. The request's body is read whole
// before h runs; a handler that aborts is a broken connection.
func InProcess(h http.Handler) http.RoundTripper {
	return roundTripper(func(r *http.Request) (resp *http.Response, err error) {
		if err := r.Context().Err(); err != nil {
			return nil, err
		}
		in := r.Clone(r.Context())
		in.Body, in.RequestURI, in.RemoteAddr = http.NoBody, r.URL.RequestURI(), "127.0.0.1:0"
		if r.Body != nil {
			body, err := io.ReadAll(r.Body)
			_ = r.Body.Close()
			if err != nil {
				return nil, err
			}
			in.Body, in.ContentLength = readerOf(body), int64(len(body))
		}
		defer func() {
			if v := recover(); v == http.ErrAbortHandler {
				resp, err = nil, io.ErrUnexpectedEOF
			} else if v != nil {
				panic(v)
			}
		}()
		w := &recorder{header: http.Header{}, status: http.StatusOK}
		h.ServeHTTP(w, in)
		length, err := strconv.ParseInt(w.header.Get("Content-Length"), 10, 64)
		if err != nil {
			length = int64(w.body.Len())
		}
		return &http.Response{
			Status:     strconv.Itoa(w.status) + " " + http.StatusText(w.status),
			StatusCode: w.status,
			Proto:      "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header:        w.header,
			Body:          readerOf(w.body.Bytes()),
			ContentLength: length, // as announced
			Request:       r,
		}, nil
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

// RoundTrip implements http.RoundTripper.
func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func readerOf(b []byte) io.ReadCloser { return io.NopCloser(bytes.NewReader(b)) }

// recorder is a ResponseWriter that keeps the answer.
type recorder struct {
	header  http.Header
	body    bytes.Buffer
	status  int
	written bool
}

// Header implements http.ResponseWriter.
func (w *recorder) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *recorder) WriteHeader(status int) {
	if !w.written {
		w.status, w.written = status, true
	}
}

// Write implements http.ResponseWriter.
func (w *recorder) Write(p []byte) (int, error) {
	w.written = true
	return w.body.Write(p)
}
