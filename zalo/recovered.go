package zalo

import (
	"encoding/json"
	"strings"
)

// eventOf maps the types of the API's list of messages to the webhook's event
// names. The list calls things by other names than the webhook, and writes
// some of them in capitals.
var eventOf = map[string]struct{ event, attachment string }{
	"":              {"user_send_text", ""},
	"text":          {"user_send_text", ""},
	"photo":         {"user_send_image", "image"},
	"image":         {"user_send_image", "image"},
	"gif":           {"user_send_gif", "gif"},
	"link":          {"user_send_link", "link"},
	"links":         {"user_send_link", "link"},
	"voice":         {"user_send_audio", "audio"},
	"audio":         {"user_send_audio", "audio"},
	"video":         {"user_send_video", "video"},
	"sticker":       {"user_send_sticker", "sticker"},
	"location":      {"user_send_location", "location"},
	"file":          {"user_send_file", "file"},
	"business_card": {"user_send_business_card", "link"},
}

// location comes as an object or as a string that holds one.
type location struct {
	Latitude  loose `json:"latitude"`
	Longitude loose `json:"longitude"`
}

// UnmarshalJSON implements json.Unmarshaler. What is neither reads as nowhere.
func (l *location) UnmarshalJSON(b []byte) error {
	var inner string
	if json.Unmarshal(b, &inner) == nil {
		b = []byte(inner)
	}
	type plain location
	var p plain
	if json.Unmarshal(b, &p) == nil {
		*l = location(p)
	}
	return nil
}

// asEvent writes a listed message as the webhook would have brought it. ok is
// false for a type that nobody has described.
func (c *Channel) asEvent(m recent) (body []byte, ok bool) {
	what, ok := eventOf[strings.ToLower(m.Type)]
	if !ok || m.ID == "" || m.From == "" {
		return nil, false
	}
	type id struct {
		ID string `json:"id"`
	}
	type attached struct {
		Type    string         `json:"type"`
		Payload map[string]any `json:"payload"`
	}
	type message struct {
		ID          string     `json:"msg_id"`
		Text        string     `json:"text,omitempty"`
		Attachments []attached `json:"attachments,omitempty"`
	}
	e := struct {
		AppID     string  `json:"app_id"`
		Name      string  `json:"event_name"`
		Sender    id      `json:"sender"`
		Recipient id      `json:"recipient"`
		Message   message `json:"message"`
		Timestamp string  `json:"timestamp"`
	}{c.cfg.AppID, what.event, id{string(m.From)}, id{c.cfg.OAID}, message{ID: string(m.ID), Text: m.Text}, string(m.Time)}
	if what.attachment != "" {
		p := map[string]any{}
		if m.URL != "" {
			p["url"] = m.URL
		}
		if m.Thumb != "" {
			p["thumbnail"] = m.Thumb
		}
		if what.attachment == "location" {
			p["coordinates"] = map[string]string{"latitude": string(m.Location.Latitude), "longitude": string(m.Location.Longitude)}
		}
		e.Message.Attachments = []attached{{what.attachment, p}}
	}
	body, err := json.Marshal(e)
	return body, err == nil
}
