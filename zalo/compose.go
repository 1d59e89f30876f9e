package zalo

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"langnghe/bot/chat"
)

// What one message holds. A long text is cut below the limit, since it is not
// said how Zalo counts.
const (
	maxText    = 2000
	splitText  = 1800
	maxParts   = 30
	maxButtons = 5
	maxTitle   = 35
)

// part is one message to post.
type part struct {
	text    string
	buttons []button
}

type button struct {
	Title   string `json:"title"`
	Type    string `json:"type"`
	Payload string `json:"payload"`
}

// compose draws m as messages. Choices are always numbered in the text, since
// that is what a person without buttons (an old phone, a group) answers by;
// buttons come with the last part.
func compose(m chat.Outbound, buttons bool) []part {
	text, list := clean(m.Text), clean(numbered(m.Choices))
	all := text
	if list != "" {
		all = strings.TrimSpace(text + "\n" + list)
	}
	var parts []part
	if units(all) <= maxText {
		if all == "" {
			return nil
		}
		parts = []part{{text: all}}
	} else {
		for _, s := range spread(text, list) {
			parts = append(parts, part{text: s})
		}
	}
	if buttons {
		parts[len(parts)-1].buttons = draw(m.Choices)
	}
	return parts
}

// spread cuts a long text; the list stays in one piece with its last words
// when there is room.
func spread(text, list string) []string {
	parts := split(text, splitText)
	if list == "" {
		return parts
	}
	if n := len(parts); n > 0 && units(parts[n-1])+1+units(list) <= splitText {
		parts[n-1] += "\n" + list
		return parts
	}
	return append(parts, split(list, splitText)...)
}

// clean takes mentions out: "[@id]" in a group calls people by name, or all of
// them, and the text may quote anybody.
func clean(s string) string {
	for strings.Contains(s, "[@") {
		s = strings.ReplaceAll(s, "[@", "@")
	}
	return strings.TrimSpace(strings.ToValidUTF8(s, "\uFFFD"))
}

// numbered lists the choices as lines, the way back last.
func numbered(choices []chat.Choice) string {
	var b strings.Builder
	for _, c := range inOrder(choices) {
		b.WriteString(c.Key + ". " + strings.TrimSpace(c.Label) + "\n")
	}
	return b.String()
}

func inOrder(choices []chat.Choice) []chat.Choice {
	list := slices.Clone(choices)
	slices.SortStableFunc(list, func(a, b chat.Choice) int { return last(a) - last(b) })
	return list
}

func last(c chat.Choice) int {
	if c.Key == "0" {
		return 1
	}
	return 0
}

// drawable reports whether the choices fit on buttons: not too many, and each
// one's Data recognisable when it comes back as text.
func drawable(choices []chat.Choice) bool {
	return len(choices) > 0 && len(choices) <= maxButtons && !slices.ContainsFunc(choices, foreign)
}

func foreign(c chat.Choice) bool { return !pressPattern.MatchString(c.Data) || title(c.Label) == "" }

func draw(choices []chat.Choice) []button {
	list := make([]button, 0, len(choices))
	for _, c := range inOrder(choices) {
		list = append(list, button{title(c.Label), "oa.query.hide", c.Data})
	}
	return list
}

// title cuts a label to what a button shows.
func title(s string) string {
	s = strings.Join(strings.FieldsFunc(clean(s), unicode.IsSpace), " ")
	if units(s) <= maxTitle {
		return s
	}
	return strings.TrimSpace(s[:whole(s, prefix(s, maxTitle-1))]) + "…"
}

// request is the body of a send.
type request struct {
	Recipient struct {
		UserID  string `json:"user_id,omitempty"`
		GroupID string `json:"group_id,omitempty"`
	} `json:"recipient"`
	Message struct {
		Text       string      `json:"text"`
		Attachment *attachWith `json:"attachment,omitempty"`
	} `json:"message"`
}

type attachWith struct {
	Type    string `json:"type"`
	Payload struct {
		Buttons []button `json:"buttons"`
	} `json:"payload"`
}

// body writes p as a request to one person or group.
func (p part) body(to string, group bool) ([]byte, error) {
	var r request
	if group {
		r.Recipient.GroupID = to
	} else {
		r.Recipient.UserID = to
	}
	r.Message.Text = p.text
	if len(p.buttons) > 0 {
		r.Message.Attachment = &attachWith{Type: "template"}
		r.Message.Attachment.Payload.Buttons = p.buttons
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}
