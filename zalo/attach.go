package zalo

import (
	"bytes"
	"context"
	"encoding/json"
	"mime/multipart"
	"strconv"
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/bot/text"
)

// Where files are uploaded before they are sent. What the upload is called lives
// seven days; we send it at once.
const (
	pathImage = "/v2.0/oa/upload/image"
	pathFile  = "/v2.0/oa/upload/file"
)

// What Zalo takes, in bytes, on the safe side of two ways to count a megabyte.
const (
	maxImage = 1_000_000
	maxFile  = 5_000_000
)

// Takes implements chat.FileSender: pictures and documents, and no sound at all.
func (c *Channel) Takes(kind, ext string, size int64) bool {
	switch ext {
	case "jpg", "png":
		return kind == chat.Photo && size <= maxImage
	case "pdf", "doc", "docx":
		return kind == chat.Doc && size <= maxFile
	}
	return false
}

// SendFile implements chat.FileSender: it uploads f and sends what came of it.
// Words go with a picture only; [Channel.Parts] puts those of a document before
// it. Only the message itself can be in doubt: an upload that nobody sends is
// none.
func (c *Channel) SendFile(ctx context.Context, now time.Time, m chat.Outbound, f chat.File) (chat.Receipt, error) {
	at := strings.LastIndexByte(f.Name, '.')
	p := part{text: clean(m.Text), file: f.Kind == chat.Doc}
	switch {
	case m.To.Channel != Name || m.To.ID == "":
		return chat.Receipt{}, &chat.SendError{Reaction: chat.Invalid, Reason: "address"}
	case m.Pressed != nil || len(m.Choices) > 0:
		return chat.Receipt{}, &chat.SendError{Reaction: chat.Invalid, Reason: "buttons"}
	case len(f.Bytes) == 0:
		return chat.Receipt{}, &chat.SendError{Reaction: chat.Invalid, Reason: "empty"}
	case !c.Takes(f.Kind, f.Name[at+1:], int64(len(f.Bytes))):
		return chat.Receipt{}, &chat.SendError{Reaction: chat.Invalid, Reason: "files"}
	case text.Units(p.text) > maxText || p.file && p.text != "":
		return chat.Receipt{}, &chat.SendError{Reaction: chat.Invalid, Reason: "length"}
	}
	for tried := false; ; tried = true {
		id, e := c.upload(ctx, now, f)
		if e != nil {
			return chat.Receipt{}, e
		}
		p.attachment = id
		a, e := c.call(ctx, now, m, p)
		switch {
		case e != nil:
			return chat.Receipt{}, e
		case a.code == codeAttachmentExpired && !tried:
			continue
		case a.code != 0:
			return chat.Receipt{}, c.refusal(a.code, a.message, now)
		}
		c.env.Count(countSent)
		return chat.Receipt{MessageID: a.id, Quota: a.quota}, nil
	}
}

// upload hands f to Zalo and gives what it is called there.
func (c *Channel) upload(ctx context.Context, now time.Time, f chat.File) (string, *chat.SendError) {
	var b bytes.Buffer
	form := multipart.NewWriter(&b)
	w, err := form.CreateFormFile("file", f.Name)
	if err == nil {
		_, err = w.Write(f.Bytes)
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		return "", &chat.SendError{Reaction: chat.Invalid, Reason: "encoding"}
	}
	path := pathFile
	if f.Kind == chat.Photo {
		path = pathImage
	}
	a, e := c.withToken(ctx, now, func(token string) (reply, *chat.SendError) {
		return c.post(ctx, now, c.cfg.APIURL+path, token, form.FormDataContentType(), b.Bytes())
	})
	if e != nil {
		e.Maybe = false
		return "", e
	}
	if a.code != 0 {
		return "", c.refusal(a.code, a.message, now)
	}
	if a.upload == "" {
		r, _ := httpRule(200)
		return "", c.sendError(r, strconv.Itoa(a.code), now, "")
	}
	return a.upload, nil
}

// attachment is the part of a message that carries what was uploaded.
func (p part) attachmentBody() json.RawMessage {
	var v any
	if p.file {
		v = map[string]any{"type": "file", "payload": map[string]any{"token": p.attachment}}
	} else {
		v = map[string]any{"type": "template", "payload": map[string]any{
			"template_type": "media", "elements": []any{map[string]any{"media_type": "image", "attachment_id": p.attachment}},
		}}
	}
	b, _ := json.Marshal(v) // strings only, which always encode
	return b
}
