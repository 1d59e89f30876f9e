package zalosim

import (
	"cmp"
	"encoding/json"
	"slices"
	"time"
)

// Call is one call to the API, accepted or not.
type Call struct {
	At        time.Time
	Path      string
	To        string // person or group; "" where the call names none
	Text      string
	Buttons   []Button
	Token     bool   // of a media host: the access token came along, which it must not
	Code      int    // Zalo's error, 0 for success
	HTTP      int    // status
	Garbled   bool   // answered with what is not JSON
	Lost      bool   // processed, but the answer never arrived
	MessageID string // of what was sent
	Quota     string // the quota it was charged to
	Template  string // the approved text's id, of a template message
}

// Accepted reports whether the call sent a message.
func (c Call) Accepted() bool { return c.MessageID != "" }

// Calls returns what was called since the last [Sim.ForgetCalls].
func (s *Sim) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// ForgetCalls empties the record, for a long run.
func (s *Sim) ForgetCalls() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = nil
}

// describe notes what a call asked for, whatever becomes of it.
func describe(c *Call, body []byte) {
	var t templateSend
	if json.Unmarshal(body, &t) == nil && t.Template != "" {
		c.To, c.Template = cmp.Or(t.Phone, t.UserID), t.Template
		return
	}
	var m outgoing
	if json.Unmarshal(body, &m) != nil {
		return
	}
	c.To, c.Text = m.Recipient.UserID, m.Message.Text
	if c.To == "" {
		c.To = m.Recipient.GroupID
	}
	if a := m.Message.Attachment; a != nil {
		c.Buttons = a.Payload.buttons()
	}
}
