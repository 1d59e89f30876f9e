package drill

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
)

// wire is the way from the program to a platform. What goes over it is noted,
// and it is one of the places where the program may be killed.
type wire struct {
	w        *world
	platform string
	sim      http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (x *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w := x.w
	var body []byte
	if r.Body != nil {
		var err error
		body, err = io.ReadAll(r.Body)
		_ = r.Body.Close()
		if err != nil {
			return nil, err
		}
	}
	if w.dead || w.faults.killAt("call") {
		return nil, ErrKilled
	}
	asked := canonical(r.Header.Get("Content-Type"), body)
	w.judges.called(x.platform, r, asked)
	in := r.Clone(r.Context())
	in.Body, in.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	resp, err := x.sim.RoundTrip(in)
	if ph := w.byKey[x.platform+":"+recipient(asked)]; ph != nil {
		w.dirty = append(w.dirty, ph)
	}
	if err != nil {
		w.log.add(w.now, "%s %s %s %s: %s", x.platform, r.Method, r.URL.Path, asked.line, "no answer")
		w.judges.wire.fail(x.platform+":"+recipient(asked), w.now)
		w.faults.lost()
		return nil, err
	}
	answer, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil {
		w.faults.lost()
		return nil, err
	}
	if r.Method == http.MethodGet { // what was read is long, and known already
		sum := sha256.Sum256(answer)
		w.log.add(w.now, "%s GET %s: %d %x", x.platform, r.URL.Path, resp.StatusCode, sum[:8])
	} else {
		w.log.add(w.now, "%s %s %s: %d %s", x.platform, r.URL.Path, asked.line, resp.StatusCode, answer)
	}
	resp.Body = io.NopCloser(bytes.NewReader(answer))
	w.judges.answered(x.platform, r, asked, resp.StatusCode, answer)
	if x.platform == "zalo" && bytes.Contains(answer, []byte(`"error":-32`)) {
		w.judges.refused["zalo"]++
	}
	if w.faults.killAt("answer") || post(r.URL.Path, asked) && w.faults.killAt("post") {
		return nil, ErrKilled
	}
	return resp, nil
}

// post reports whether a call writes to a group.
func post(path string, c call) bool {
	return strings.HasSuffix(path, "/group/message") || strings.HasSuffix(path, "/sendMessage") && strings.HasPrefix(c.fields["chat_id"], "-")
}

// call is what was asked of a platform.
type call struct {
	line   string // the same for the same request
	fields map[string]string
}

// canonical reads a body, so that a boundary drawn by lot does not show.
func canonical(contentType string, body []byte) call {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || kind != "multipart/form-data" {
		return call{line: string(body)}
	}
	c := call{fields: map[string]string{}}
	parts := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	var names []string
	for {
		p, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return call{line: "not readable"}
		}
		v, err := io.ReadAll(p)
		if err != nil {
			return call{line: "not readable"}
		}
		if p.FileName() != "" {
			sum := sha256.Sum256(v)
			v = []byte(hex.EncodeToString(sum[:8]))
		}
		names = append(names, p.FormName())
		c.fields[p.FormName()] = string(v)
	}
	slices.Sort(names)
	var b strings.Builder
	for _, n := range names {
		b.WriteString(n + "=" + c.fields[n] + " ")
	}
	c.line = b.String()
	return c
}

// recipient is whom a call writes to, "" where it writes to nobody.
func recipient(c call) string {
	if c.fields != nil {
		return c.fields["chat_id"]
	}
	var q struct {
		Recipient struct {
			UserID string `json:"user_id"`
		} `json:"recipient"`
		UserID string `json:"user_id"`
	}
	if json.Unmarshal([]byte(c.line), &q) != nil {
		return ""
	}
	if q.Recipient.UserID != "" {
		return q.Recipient.UserID
	}
	return q.UserID
}

// deliver is the program's side of a webhook: whichever program runs now, and a
// broken connection when none does.
func (w *world) deliver(rw http.ResponseWriter, r *http.Request) {
	if w.dead || w.node == nil {
		panic(http.ErrAbortHandler)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	rec := &status{header: rw.Header()}
	w.node.ServeHTTP(rec, r)
	if w.dead {
		panic(http.ErrAbortHandler)
	}
	if rec.code == 0 {
		rec.code = http.StatusOK
	}
	rw.WriteHeader(rec.code)
	w.score.Webhooks++
	if rec.code != http.StatusOK {
		w.faults.refusals = append(w.faults.refusals, w.now)
	}
	if rec.code == http.StatusOK {
		w.judges.acknowledged(r, body)
		w.arrived(body)
	}
	w.log.add(w.now, "webhook %s %d %s", r.URL.Path, rec.code, body)
}

// status is a ResponseWriter that keeps the code and drops the body.
type status struct {
	header http.Header
	code   int
}

// Header implements http.ResponseWriter.
func (s *status) Header() http.Header { return s.header }

// WriteHeader implements http.ResponseWriter.
func (s *status) WriteHeader(code int) {
	if s.code == 0 {
		s.code = code
	}
}

// Write implements http.ResponseWriter.
func (s *status) Write(b []byte) (int, error) {
	s.WriteHeader(http.StatusOK)
	return len(b), nil
}
