package zalo

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"time"
)

// loose is a string that may come as a JSON string or number; a number keeps
// its characters, since ids exceed 2^53. Anything else reads as "".
type loose string

// UnmarshalJSON implements json.Unmarshaler.
func (l *loose) UnmarshalJSON(b []byte) error {
	*l = ""
	switch {
	case len(b) > 0 && b[0] == '"':
		return json.Unmarshal(b, (*string)(l))
	case len(b) > 0 && (b[0] == '-' || b[0] >= '0' && b[0] <= '9'):
		*l = loose(b)
	}
	return nil
}

// integer reads l as a whole number.
func (l loose) integer() (int64, bool) {
	n, err := strconv.ParseInt(string(l), 10, 64)
	return n, err == nil
}

// when reads l as milliseconds since 1970; the zero time when it is none.
func (l loose) when() time.Time {
	if ms, ok := l.integer(); ok && ms > 0 {
		return time.UnixMilli(ms).UTC()
	}
	return time.Time{}
}

type party struct {
	ID      loose `json:"id"`
	AdminID loose `json:"admin_id"` // an officer typed it in the OA's chat tool
}

// event is what the webhooks have in common; each kind fills some of it, and
// unknown keys are ignored.
type event struct {
	AppID     loose   `json:"app_id"`
	OAID      loose   `json:"oa_id"`
	Name      string  `json:"event_name"`
	Timestamp loose   `json:"timestamp"`
	Sender    party   `json:"sender"`
	Recipient party   `json:"recipient"`
	Follower  party   `json:"follower"`
	UserID    loose   `json:"user_id"`
	GroupID   loose   `json:"group_id"`
	GroupName string  `json:"group_name"`
	Message   message `json:"message"`
	Info      info    `json:"info"`

	TemplateID loose  `json:"template_id"`
	Status     change `json:"status"`
	Quality    change `json:"quality"`
	Quota      change `json:"quota"`
}

// info is what a person shared on request. Of all that is in it only the
// number is read: nothing else is asked for.
type info struct {
	Phone loose `json:"phone"`
}

// phone is the number, "" when there is none.
func (i info) phone() string { return strings.TrimLeft(string(i.Phone), "0") }

// change is a state before and after, under one of several names.
type change struct {
	Status  loose `json:"new_status"`
	Quality loose `json:"new_quality"`
	Quota   loose `json:"new_quota"`
	Value   loose `json:"new_value"`
}

type message struct {
	ID          loose        `json:"msg_id"`
	Tracking    loose        `json:"tracking_id"` // ours, of a template message
	Text        string       `json:"text"`
	Attachments []attachment `json:"attachments"`
}

type attachment struct {
	Type    string  `json:"type"`
	Payload payload `json:"payload"`
}

type payload struct {
	URL         string `json:"url"`
	ID          loose  `json:"id"`
	Name        string `json:"name"`
	Size        loose  `json:"size"`
	Coordinates struct {
		Latitude  loose `json:"latitude"`
		Longitude loose `json:"longitude"`
	} `json:"coordinates"`
}

// read decodes body as far as it can be: fields of another type than expected
// stay empty, and misfit says which, for those who care.
func read(body []byte) (e event, misfit error, err error) {
	err = json.Unmarshal(body, &e)
	if t := (*json.UnmarshalTypeError)(nil); errors.As(err, &t) {
		return e, err, nil
	}
	return e, nil, err
}

// timestampOf returns the characters of the top-level timestamp, which are
// part of what is signed.
func timestampOf(body []byte) (string, bool) {
	var top map[string]json.RawMessage // exact key, unlike a struct's
	if json.Unmarshal(body, &top) != nil {
		return "", false
	}
	raw := bytes.TrimSpace(top["timestamp"])
	if len(raw) == 0 {
		return "", false
	}
	var ts loose
	if err := json.Unmarshal(raw, &ts); err != nil || ts == "" {
		return "", false
	}
	return string(ts), true
}

// deeper reports whether JSON in b nests deeper than limit. It runs before any
// decoder, whose work on deep nesting is out of our hands.
func deeper(b []byte, limit int) bool {
	depth, inString, escaped := 0, false, false
	for _, c := range b {
		switch {
		case escaped:
			escaped = false
		case inString:
			escaped = c == '\\'
			inString = c != '"'
		case c == '"':
			inString = true
		case c == '{' || c == '[':
			if depth++; depth > limit {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}
