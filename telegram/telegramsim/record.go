package telegramsim

import (
	"maps"
	"strings"
	"time"
)

// Call is one call of the API, whole but for the token.
type Call struct {
	At          time.Time
	Method      string // lower case
	Params      map[string]string
	Code        int // 200, or the error_code
	Description string
}

// Calls are the calls so far that were kept, oldest first.
func (s *Sim) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Call(nil), s.calls...)
}

// Sent are the kept calls of one method.
func (s *Sim) Sent(method string) []Call {
	var out []Call
	for _, c := range s.Calls() {
		if c.Method == lower(method) {
			out = append(out, c)
		}
	}
	return out
}

// Answers counts the answers with this code since the beginning.
func (s *Sim) Answers(code int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.answers[code]
}

func (s *Sim) record(method string, p params, e *apiError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := Call{At: s.now(), Method: method, Code: 200}
	if e != nil {
		c.Code, c.Description = e.code, e.description
	}
	s.answers[c.Code]++
	if s.cfg.KeepCalls < 0 {
		return
	}
	c.Params = maps.Clone(p)
	for k := range c.Params {
		if strings.HasPrefix(k, uploaded) {
			c.Params[k] = "" // its bytes are in the bubble
		}
	}
	s.calls = append(s.calls, c)
	if n := s.cfg.KeepCalls; n > 0 && len(s.calls) > n {
		s.calls = s.calls[len(s.calls)-n:]
	}
}
