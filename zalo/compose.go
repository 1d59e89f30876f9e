package zalo

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"langnghe/bot/chat"
	"langnghe/bot/text"
)

// What one message holds, in UTF-16 units: nobody says whether Zalo counts
// these or runes, and there are never fewer of them. A long text is cut well
// below the limit.
const (
	maxText    = 2000
	splitText  = 1800
	maxButtons = 5
	maxTitle   = 35

	maxSubtitle = 500 // of a request for a number
)

// Parts implements chat.Channel. The list of choices stays in one piece with
// the last words when there is room, else it is a message by itself; a list
// too long even for that is text like any other, and draws no buttons.
func (c *Channel) Parts(m chat.Outbound) []chat.Outbound {
	if m.Pressed != nil || m.Template != nil || c.asksContact(m) {
		return []chat.Outbound{m}
	}
	if m.Attach != nil {
		return c.withFile(m)
	}
	if all := compose(m); all != "" && text.Units(all) <= maxText {
		return []chat.Outbound{m}
	}
	pieces, list := text.Split(clean(m.Text), splitText), clean(numbered(m.Choices))
	end := chat.Outbound{To: m.To, Group: m.Group, Choices: m.Choices}
	if text.Units(list) > splitText {
		pieces, list, end.Choices = append(pieces, text.Split(list, splitText)...), "", nil
	}
	if n := len(pieces); n > 0 && text.Units(strings.TrimSpace(pieces[n-1]+"\n"+list)) <= splitText {
		end.Text, pieces = pieces[n-1], pieces[:n-1]
	}
	if end.Text == "" && list == "" {
		return nil
	}
	var parts []chat.Outbound
	for _, p := range pieces {
		parts = append(parts, chat.Outbound{To: m.To, Group: m.Group, Text: p})
	}
	return append(parts, end)
}

// withFile puts words that cannot stand below a file before it: a picture has
// a caption of one message, a document none.
func (c *Channel) withFile(m chat.Outbound) (parts []chat.Outbound) {
	if words := clean(m.Text); m.Attach.Kind != chat.Photo || text.Units(words) > maxText {
		for _, p := range text.Split(words, splitText) {
			parts = append(parts, chat.Outbound{To: m.To, Group: m.Group, Text: p})
		}
		m.Text = ""
	}
	return append(parts, chat.Outbound{To: m.To, Group: m.Group, Text: m.Text, Attach: m.Attach})
}

// part is one message to post.
type part struct {
	text       string
	buttons    []button
	form       *form  // in place of both: a request for the person's number
	attachment string // what an upload is called
	file       bool   // it is a document, not a picture
}

// form is drawn as a card with a button that shares what the platform knows.
type form struct {
	Title    string `json:"title"`
	Subtitle string `json:"subtitle"`
	Image    string `json:"image_url"`
}

// asksContact reports whether m is drawn as such a request.
func (c *Channel) asksContact(m chat.Outbound) bool {
	return m.AskContact != "" && !m.Group && len(m.Choices) == 0 && c.cfg.ContactImage != ""
}

type button struct {
	Title   string `json:"title"`
	Type    string `json:"type"`
	Payload string `json:"payload"`
}

// compose is the text of a message. Choices are always numbered in it, since
// that is what a person without buttons (an old phone, a group) answers by.
func compose(m chat.Outbound) string {
	return strings.TrimSpace(clean(m.Text) + "\n" + clean(numbered(m.Choices)))
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
	if text.Units(s) <= maxTitle {
		return s
	}
	return strings.TrimSpace(text.Prefix(s, maxTitle-1)) + "…"
}

// request is the body of a send.
type request struct {
	Recipient struct {
		UserID  string `json:"user_id,omitempty"`
		GroupID string `json:"group_id,omitempty"`
	} `json:"recipient"`
	Message struct {
		Text       string `json:"text,omitempty"`
		Attachment any    `json:"attachment,omitempty"`
	} `json:"message"`
}

type attachWith struct {
	Type    string `json:"type"`
	Payload struct {
		TemplateType string   `json:"template_type,omitempty"`
		Elements     []form   `json:"elements,omitempty"`
		Buttons      []button `json:"buttons,omitempty"`
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
	switch {
	case p.form != nil:
		r.Message.Text = ""
		with := attachWith{Type: "template"}
		with.Payload.TemplateType = "request_user_info"
		with.Payload.Elements = []form{*p.form}
		r.Message.Attachment = with
	case p.attachment != "":
		r.Message.Attachment = p.attachmentBody()
	case len(p.buttons) > 0:
		with := attachWith{Type: "template"}
		with.Payload.Buttons = p.buttons
		r.Message.Attachment = with
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(r); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(b.Bytes()), nil
}
