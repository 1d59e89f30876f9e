package zalo

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"

	"langnghe/bot/chat"
)

// ours to recognise: a button's payload comes back as if it had been typed, so
// payloads have a shape that people do not type by accident. Whoever types it
// all the same has pressed; Data is untrusted anyway.
var pressPattern = regexp.MustCompile(`^#[a-zA-Z0-9:._-]{1,63}$`)

// Decode reads an event's body. It is pure.
func Decode(body []byte) (chat.Inbound, error) {
	if deeper(body, maxDepth) {
		return chat.Inbound{}, errors.New("zalo: event nests too deep")
	}
	e, misfit, err := read(body)
	if err = errors.Join(err, misfit); err != nil {
		return chat.Inbound{}, fmt.Errorf("zalo: event is not readable: %w", err)
	}
	m, known := e.means()
	switch {
	case !known:
		return chat.Inbound{}, errors.New("zalo: event of an unknown name")
	case m.kind == "":
		return chat.Inbound{}, errors.New("zalo: event ignored on purpose: " + m.ignored)
	}
	in := chat.Inbound{
		Channel:   Name,
		Key:       e.key(body),
		Kind:      m.kind,
		MessageID: string(e.Message.ID),
		At:        e.Timestamp.when(),
	}
	if err := e.address(&in, m); err != nil {
		return chat.Inbound{}, err
	}
	switch m.kind {
	case chat.KindText:
		in.Text = e.Message.Text
		if !m.group && pressPattern.MatchString(in.Text) {
			// The pressed message is not named.
			in.Kind, in.Data, in.MessageID = chat.KindPress, in.Text, ""
		}
	case chat.KindMedia:
		in.Text = e.Message.Text
		in.Media = e.media(m)
		if e.Name == eventInfo {
			in.Media = []chat.Media{{Kind: m.media, Ref: string(e.Info.Phone)}}
		}
	case chat.KindGroupJoined:
		in.Title = e.GroupName
	case chat.KindDelivered:
		in.Data, in.MessageID = string(e.Message.Tracking), ""
	case chat.KindTemplate:
		in.Data, in.Text = string(e.TemplateID), "off"
		if e.Status.Status == templateOn {
			in.Text = "on"
		}
	case chat.KindAdvice:
		in.Text = e.advice()
	}
	return in, nil
}

// address fills in who and where.
func (e *event) address(in *chat.Inbound, m meaning) error {
	if id := e.at(m.who); id != "" {
		in.From = chat.Address{Channel: Name, ID: id}
	} else if m.who != nowhere {
		return errors.New("zalo: event names no person")
	}
	in.Chat = in.From
	if m.group {
		id := string(e.GroupID)
		if id == "" {
			id = string(e.Recipient.ID)
		}
		if id == "" {
			return errors.New("zalo: event names no group")
		}
		in.Group, in.Chat = true, chat.Address{Channel: Name, ID: id}
	}
	return nil
}

// media lists what was attached. An event of a media kind without attachments
// still says that something came.
func (e *event) media(m meaning) []chat.Media {
	if len(e.Message.Attachments) == 0 {
		return []chat.Media{{Kind: m.media}}
	}
	list := make([]chat.Media, 0, len(e.Message.Attachments))
	for _, a := range e.Message.Attachments {
		it := chat.Media{Kind: m.media, Ref: a.Payload.URL, Name: a.Payload.Name}
		it.Size, _ = a.Payload.Size.integer()
		switch m.media {
		case "sticker":
			it.Ref = string(a.Payload.ID)
		case "location":
			c := a.Payload.Coordinates
			it.Ref = string(c.Latitude) + "," + string(c.Longitude)
		}
		list = append(list, it)
	}
	return list
}

// maxKeyPart bounds a part of a key; three parts stay below 200 bytes.
const maxKeyPart = 60

// key names the event for ever: its message, else who and when, else its
// bytes. It must come out of whatever was signed, readable or not.
func (e *event) key(body []byte) string {
	if e.Message.ID != "" {
		return keyPart(e.Name) + ":" + keyPart(string(e.Message.ID))
	}
	m := events[e.Name]
	id := string(e.GroupID)
	if id == "" {
		id = e.at(m.who)
	}
	if id == "" {
		id = string(e.OAID + e.TemplateID + e.Status.Status)
	}
	if id == "" || e.Timestamp == "" {
		return keyPart(e.Name) + ":" + digest(string(body))
	}
	return keyPart(e.Name) + ":" + keyPart(id) + ":" + keyPart(string(e.Timestamp))
}

// keyPart returns s itself when it is short and plain, else its digest.
func keyPart(s string) string {
	plain := len(s) <= maxKeyPart
	for i := 0; plain && i < len(s); i++ {
		plain = s[i] > ' ' && s[i] < 0x7f && s[i] != ':'
	}
	if plain {
		return s
	}
	return digest(s)
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "x" + hex.EncodeToString(sum[:24])
}
