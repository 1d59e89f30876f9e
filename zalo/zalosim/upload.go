package zalosim

import (
	"bytes"
	"cmp"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"time"
)

// What may be uploaded, and how long what the upload is called may be used.
const (
	maxImage   = 1 << 20
	maxFile    = 5 << 20
	uploadLife = 7 * 24 * time.Hour
)

// upload is something the OA uploaded, to be sent.
type upload struct {
	kind  string // "image" or "file"
	media string // its id among the hosted files
	until time.Time
}

// uploadImage is POST /v2.0/oa/upload/image.
func (s *Sim) uploadImage(r *http.Request, body []byte) (any, *refusal) {
	name, content, no := uploaded(r, body)
	switch {
	case no != nil:
		return nil, no
	case !bytes.HasPrefix(content, []byte("\xff\xd8\xff")) && !bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return nil, &refusal{-201, "file type is invalid"}
	case len(content) > maxImage:
		return nil, &refusal{-210, "file is over limit"}
	}
	return object{{"attachment_id", s.keepUpload("image", name, content)}}, nil
}

// uploadFile is POST /v2.0/oa/upload/file.
func (s *Sim) uploadFile(r *http.Request, body []byte) (any, *refusal) {
	name, content, no := uploaded(r, body)
	at := strings.LastIndexByte(name, '.')
	switch {
	case no != nil:
		return nil, no
	case at < 0 || !strings.Contains(" pdf doc docx csv ", " "+strings.ToLower(name[at+1:])+" "):
		return nil, &refusal{-201, "file type is invalid"}
	case len(content) > maxFile:
		return nil, &refusal{-210, "file is over limit"}
	}
	return object{{"token", s.keepUpload("file", name, content)}}, nil
}

// uploaded reads the multipart field called file.
func uploaded(r *http.Request, body []byte) (name string, content []byte, no *refusal) {
	no = &refusal{-201, "file is invalid"}
	kind, boundary, ok := strings.Cut(r.Header.Get("Content-Type"), "boundary=")
	if !ok || !strings.HasPrefix(kind, "multipart/form-data") {
		return "", nil, no
	}
	for form := multipart.NewReader(bytes.NewReader(body), strings.Trim(boundary, `"`)); ; {
		p, err := form.NextPart()
		if err != nil {
			return "", nil, no
		}
		if p.FormName() != "file" || p.FileName() == "" {
			continue
		}
		content, err = io.ReadAll(p)
		if err != nil || len(content) == 0 {
			return "", nil, no
		}
		return p.FileName(), content, nil
	}
}

// keepUpload gives what the upload is called from now on, an opaque string.
func (s *Sim) keepUpload(kind, name string, content []byte) string {
	id := s.id("media")
	s.media[id] = &hosted{name: name, bytes: content}
	token := "Nq7x/" + s.id("upload") + "="
	s.uploads[token] = &upload{kind: kind, media: id, until: s.cfg.Now().Add(uploadLife)}
	return token
}

// attached finds the upload that a message sends; nil, nil when it sends none.
func (s *Sim) attached(m outgoing) (*upload, *refusal) {
	a := m.Message.Attachment
	if a == nil {
		return nil, nil
	}
	var kind, token string
	switch {
	case a.Type == "file":
		kind, token = "file", a.Payload.Token
		if m.Message.Text != "" {
			return nil, &refusal{-201, "text is invalid"}
		}
	case a.Type == "template" && a.Payload.TemplateType == "media":
		if len(a.Payload.Elements) != 1 || a.Payload.Elements[0].MediaType != "image" {
			return nil, &refusal{-201, "elements is invalid"}
		}
		kind, token = "image", a.Payload.Elements[0].AttachmentID
	default:
		return nil, nil
	}
	u := s.uploads[token]
	switch {
	case u == nil || u.kind != kind:
		return nil, &refusal{-201, "attachment_id is invalid"}
	case !s.cfg.Now().Before(u.until):
		return nil, &refusal{-100, "attachment is expired"}
	}
	return u, nil
}

// showing is how a message with an upload looks.
func (s *Sim) showing(b Bubble, u *upload) Bubble {
	if u != nil {
		f := s.media[u.media]
		b.Media, b.Name = u.kind, f.name
		b.URL = cmp.Or(s.cfg.MediaURL, defaultMediaURL) + mediaPath + u.media
	}
	return b
}
