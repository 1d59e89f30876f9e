package zalosim

import (
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// The platform's limits on one message.
const (
	maxText    = 2000 // characters
	maxButtons = 5
	maxTitle   = 35  // characters; the narrower of two documented figures
	maxPayload = 100 // bytes; not documented, what is safe
)

// The windows since a person's last interaction.
const (
	freeWindow = 48 * time.Hour
	paidWindow = 7 * 24 * time.Hour
)

// paidQuota is what pays for a message outside the free window.
const paidQuota = "sub_quota"

// outgoing is a message that the OA asks to send.
type outgoing struct {
	Recipient struct {
		UserID  string `json:"user_id"`
		GroupID string `json:"group_id"`
	} `json:"recipient"`
	Message struct {
		Text       string      `json:"text"`
		Attachment *attachment `json:"attachment"`
	} `json:"message"`
}

type attachment struct {
	Type    string  `json:"type"`
	Payload payload `json:"payload"`
}

type payload struct {
	TemplateType string    `json:"template_type"`
	Token        string    `json:"token"`
	Elements     []element `json:"elements"`
	Buttons      []struct {
		Title   string          `json:"title"`
		Type    string          `json:"type"`
		Payload json.RawMessage `json:"payload"`
	} `json:"buttons"`
}

func (p payload) buttons() []Button {
	var list []Button
	for _, b := range p.Buttons {
		var text string
		if json.Unmarshal(b.Payload, &text) != nil {
			text = string(b.Payload)
		}
		list = append(list, Button{Title: b.Title, Type: b.Type, Payload: text})
	}
	return list
}

// sentMessage is an accepted send; data is what the sender is told.
type sentMessage struct {
	id, quota string
	data      object
}

// sendPerson is POST /v3.0/oa/message/cs.
func (s *Sim) sendPerson(_ *http.Request, body []byte) (any, *refusal) {
	m, file, no := s.readMessage(body)
	if no != nil {
		return nil, no
	}
	u := s.users[m.Recipient.UserID]
	if u == nil {
		return nil, &refusal{-201, "user_id is invalid"}
	}
	now := s.cfg.Now()
	quota, no := u.quota(now)
	if no != nil {
		return nil, no
	}
	if no := s.charge(quota); no != nil {
		return nil, no
	}
	b := s.showing(s.bubble(m, now), file)
	b.Quota = quota
	u.chat = append(u.chat, b)
	s.echo("oa_send_"+cmp.Or(b.Media, "text"), u.id, b, false)
	if s.cfg.Receipts {
		s.receipt("user_received_message", u, field{"msg_id", b.ID})
	}
	return sentMessage{b.ID, quota, object{
		{"message_id", b.ID}, {"user_id", u.id}, {"sent_time", strconv.FormatInt(now.UnixMilli(), 10)},
		{"quota", object{{"quota_type", quota}, {"remain", "8"}, {"total", "8"}, {"expired_date", ""}, {"owner_type", "OA"}, {"owner_id", s.cfg.OAID}}},
	}}, nil
}

// sendGroup is POST /v3.0/oa/group/message. Groups have no window.
func (s *Sim) sendGroup(_ *http.Request, body []byte) (any, *refusal) {
	m, file, no := s.readMessage(body)
	if no != nil {
		return nil, no
	}
	g, no := s.openGroup(m.Recipient.GroupID)
	if no != nil {
		return nil, no
	}
	b := s.showing(s.bubble(m, s.cfg.Now()), file)
	g.chat = append(g.chat, b)
	s.echo("oa_send_group_"+cmp.Or(b.Media, "text"), g.id, b, true)
	return sentMessage{b.ID, "", object{{"message_id", b.ID}, {"group_id", g.id}}}, nil
}

// readMessage checks everything but the recipient.
func (s *Sim) readMessage(body []byte) (outgoing, *upload, *refusal) {
	var m outgoing
	if json.Unmarshal(body, &m) != nil {
		return m, nil, &refusal{-201, "body is invalid"}
	}
	if file, no := s.attached(m); file != nil || no != nil {
		if no == nil && utf8.RuneCountInString(m.Message.Text) > maxText {
			no = &refusal{-210, "text is over limit"}
		}
		return m, file, no
	}
	no := s.readText(m)
	return m, nil, no
}

// readText checks a message without an upload.
func (s *Sim) readText(m outgoing) *refusal {
	a := m.Message.Attachment
	switch n := utf8.RuneCountInString(m.Message.Text); {
	case n == 0 && a == nil:
		return &refusal{-201, "text is empty"}
	case n > maxText:
		return &refusal{-210, "text is over limit"}
	case a == nil:
		return nil
	case a.Type == "template" && a.Payload.TemplateType == formTemplate:
		return a.Payload.form(n > 0)
	case a.Type != "template" || a.Payload.TemplateType != "" || len(a.Payload.Buttons) == 0 || n == 0:
		return &refusal{-233, "attachment type is not supported"}
	case s.faults.NoButtons != 0:
		return &refusal{s.faults.NoButtons, "attachment is invalid"}
	}
	list := a.Payload.buttons()
	if len(list) > maxButtons {
		return &refusal{-201, "buttons is over limit"}
	}
	for _, b := range list {
		if !b.valid() {
			return &refusal{-201, "buttons is invalid"}
		}
	}
	return nil
}

var buttonTypes = []string{"oa.open.url", "oa.query.show", "oa.query.hide", "oa.open.phone", "oa.open.sms"}

func (b Button) valid() bool {
	var target struct {
		URL   string `json:"url"`
		Phone string `json:"phone_code"`
	}
	_ = json.Unmarshal([]byte(b.Payload), &target) // of a query it is no JSON
	switch {
	case b.Type == "oa.open.url" && target.URL == "",
		(b.Type == "oa.open.phone" || b.Type == "oa.open.sms") && target.Phone == "":
		return false
	}
	return b.Title != "" && utf8.RuneCountInString(b.Title) <= maxTitle &&
		b.Payload != "" && len(b.Payload) <= maxPayload && slices.Contains(buttonTypes, b.Type)
}

// quota says what a message to u now is charged to, or why it is refused.
func (u *user) quota(now time.Time) (string, *refusal) {
	switch {
	case u.inactive:
		return "", &refusal{-227, "User account is locked or inactive"}
	case u.blocked:
		return "", &refusal{-217, "User has blocked the OA"}
	case u.left || u.last.IsZero():
		return "", &refusal{-213, "User has not followed OA"}
	case u.restricts:
		return "", &refusal{-244, "User has restricted this type of message"}
	}
	switch age := now.Sub(u.last); {
	case age > paidWindow:
		return "", &refusal{-230, "User has not interacted with the OA in the past 7 days"}
	case age > freeWindow:
		return paidQuota, nil
	case !u.wrote:
		return "welcome_msg", nil
	}
	return "reply", nil
}

// showQuota is POST /v3.0/oa/quota/message.
func (s *Sim) showQuota(_ *http.Request, body []byte) (any, *refusal) {
	var q struct {
		UserID string `json:"user_id"`
	}
	u := (*user)(nil)
	if json.Unmarshal(body, &q) == nil {
		u = s.users[q.UserID]
	}
	if u == nil {
		return nil, &refusal{-201, "user_id is invalid"}
	}
	last := "0"
	if !u.last.IsZero() {
		last = strconv.FormatInt(u.last.UnixMilli(), 10)
	}
	return object{{"last_interaction", last}, {"cs_reply", object{{"remain", "8"}, {"total", "8"}}}}, nil
}

// sendOld is POST /v2.0/oa/message, through which no text goes to people any more.
func (s *Sim) sendOld(*http.Request, []byte) (any, *refusal) {
	return nil, &refusal{-240, "This API has been shut down, use v3"}
}
