package telegramsim

import (
	"encoding/json"
	"io"
	"math"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// apiError is a refusal in the platform's words.
type apiError struct {
	code        int
	description string
	retryAfter  int
	migrateTo   int64
}

func bad(description string) *apiError {
	return &apiError{code: 400, description: "Bad Request: " + description}
}

func forbidden(description string) *apiError {
	return &apiError{code: 403, description: "Forbidden: " + description}
}

func tooMany(wait time.Duration) *apiError {
	n := max(1, int(math.Ceil(wait.Seconds())))
	return &apiError{code: 429, description: "Too Many Requests: retry after " + strconv.Itoa(n), retryAfter: n}
}

const maxPoll = 50 * time.Second // a getUpdates waits no longer, whatever it asks for

const maxRequest = 51 << 20 // an upload is refused by its own measure

// ServeHTTP answers /bot<token>/<method> and /file/bot<token>/<path>.
func (s *Sim) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/file/bot") {
		s.download(w, r)
		return
	}
	rest, ok := strings.CutPrefix(r.URL.Path, "/bot")
	token, method, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 || !strings.Contains(token, ":") {
		reply(w, nil, &apiError{code: 404, description: "Not Found"})
		return
	}
	if token != s.cfg.Token {
		reply(w, nil, &apiError{code: 401, description: "Unauthorized"})
		return
	}
	p, err := readParams(r)
	if err != nil {
		reply(w, nil, bad("can't parse request"))
		return
	}
	method = lower(method)
	do, ok := methods[method]
	if !ok {
		s.record(method, p, &apiError{code: 404, description: "Not Found"})
		reply(w, nil, &apiError{code: 404, description: "Not Found"})
		return
	}
	s.mu.Lock()
	slow := s.faults.Slow
	s.mu.Unlock()
	if slow != nil {
		slow(method)
	}
	s.mu.Lock()
	fate, refusal := s.disturb(method)
	var result any
	if fate == proceed || fate == lost {
		result, refusal = do(s, p)
	}
	if list, ok := result.([]json.RawMessage); ok && refusal == nil && len(list) == 0 && s.cfg.LongPoll != nil && p.int("timeout") > 0 {
		turn := s.polled.turn
		s.mu.Unlock()
		s.cfg.LongPoll(min(time.Duration(p.int("timeout"))*time.Second, maxPoll))
		s.mu.Lock()
		if refusal = s.waited(turn); refusal == nil {
			result, refusal = do(s, p)
		}
	}
	if fate == page {
		refusal = &apiError{code: 502, description: "page"}
	}
	s.mu.Unlock()
	s.record(method, p, refusal)
	switch fate {
	case page:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = io.WriteString(w, "<html><body><h1>502 Bad Gateway</h1></body></html>")
	case lost:
		panic(http.ErrAbortHandler)
	default:
		reply(w, result, refusal)
	}
}

func reply(w http.ResponseWriter, result any, e *apiError) {
	w.Header().Set("Content-Type", "application/json")
	if e == nil {
		_ = json.NewEncoder(w).Encode(obj{"ok": true, "result": result})
		return
	}
	o := obj{"ok": false, "error_code": e.code, "description": e.description}
	parameters := obj{}
	if e.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(e.retryAfter))
		parameters["retry_after"] = e.retryAfter
	}
	if e.migrateTo != 0 {
		parameters["migrate_to_chat_id"] = e.migrateTo
	}
	if len(parameters) > 0 {
		o["parameters"] = parameters
	}
	w.WriteHeader(e.code)
	_ = json.NewEncoder(w).Encode(o)
}

// params are a call's parameters as text; what is not a string is JSON.
type params map[string]string

func (p params) has(k string) bool { _, ok := p[k]; return ok }
func (p params) int(k string) int64 {
	n, _ := strconv.ParseInt(p[k], 10, 64)
	return n
}
func (p params) bool(k string) bool { return p[k] == "true" || p[k] == "True" || p[k] == "1" }

// readParams takes the query, and a body in any of the three forms.
func readParams(r *http.Request) (params, error) {
	p := params{}
	p.add(r.URL.Query())
	body := io.LimitReader(r.Body, maxRequest)
	kind, options, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		var m map[string]json.RawMessage
		if err := json.NewDecoder(body).Decode(&m); err != nil {
			return nil, err
		}
		for k, v := range fromJSON(m) {
			p[k] = v
		}
	case "application/x-www-form-urlencoded":
		b, err := io.ReadAll(body)
		if err != nil {
			return nil, err
		}
		q, err := url.ParseQuery(string(b))
		if err != nil {
			return nil, err
		}
		p.add(q)
	case "multipart/form-data":
		b, err := io.ReadAll(body)
		if err != nil {
			return nil, err
		}
		if len(b) == 0 { // a call without parameters
			return p, nil
		}
		form, err := multipart.NewReader(strings.NewReader(string(b)), options["boundary"]).ReadForm(maxRequest)
		if err != nil {
			return nil, err
		}
		p.add(form.Value)
		for name, files := range form.File {
			f, err := files[0].Open()
			if err != nil {
				return nil, err
			}
			content, err := io.ReadAll(f)
			_ = f.Close()
			if err != nil {
				return nil, err
			}
			p[uploaded+name], p[uploadedAs+name] = string(content), files[0].Filename
		}
	}
	return p, nil
}

// fromJSON takes the members of an object; what is not a string stays JSON.
func fromJSON(m map[string]json.RawMessage) params {
	p := params{}
	for k, v := range m {
		var text string
		if json.Unmarshal(v, &text) != nil {
			text = string(v)
		}
		p[k] = text
	}
	return p
}

func (p params) add(values map[string][]string) {
	for k, v := range values {
		if len(v) > 0 {
			p[k] = v[0]
		}
	}
}
