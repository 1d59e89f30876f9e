package telegramsim

import (
	"bytes"
	"image"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	_ "image/jpeg" // what sendPhoto takes
	_ "image/png"
)

const (
	maxDownload = 20 << 20  // bytes of a file a bot may fetch
	pathLife    = time.Hour // of a path that getFile gave
)

// storedFile is a file on the platform.
type storedFile struct {
	kind  string
	bytes []byte
	size  int64
	path  string    // last given out
	until time.Time // it is served
}

func (s *Sim) store(id, kind string, content []byte, size int64) {
	s.files[id] = &storedFile{kind: kind, bytes: content, size: size}
}

// File is what a file on the platform holds, nil when there is none.
func (s *Sim) File(id string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.files[id]; f != nil {
		return f.content()
	}
	return nil
}

func (f *storedFile) content() []byte {
	if f.bytes == nil {
		return make([]byte, f.size)
	}
	return f.bytes
}

func (s *Sim) getFile(p params) (any, *apiError) {
	id := p["file_id"]
	f := s.files[id]
	switch {
	case f == nil && strings.HasPrefix(id, "file-"):
		return nil, bad("wrong file identifier/HTTP URL specified")
	case f == nil:
		return nil, bad("invalid file_id")
	case f.size > maxDownload:
		return nil, bad("file is too big")
	}
	f.path, f.until = f.kind+"s/"+id, s.now().Add(pathLife)
	return obj{"file_id": id, "file_unique_id": "u" + id, "file_size": f.size, "file_path": f.path}, nil
}

// download serves /file/bot<token>/<path>.
func (s *Sim) download(w http.ResponseWriter, r *http.Request) {
	rest := strings.TrimPrefix(r.URL.Path, "/file/bot")
	token, path, _ := strings.Cut(rest, "/")
	if token != s.cfg.Token {
		reply(w, nil, &apiError{code: 401, description: "Unauthorized"})
		return
	}
	s.mu.Lock()
	slow := s.faults.Slow
	s.mu.Unlock()
	if slow != nil {
		slow("download")
	}
	s.mu.Lock()
	var found *storedFile
	for _, f := range s.files {
		if f.path == path && path != "" && s.now().Before(f.until) {
			found = f
		}
	}
	short := found != nil && s.happens(&s.faults.Truncated, "truncated")
	wrong := found != nil && !short && s.happens(&s.faults.Mislabelled, "mislabelled")
	s.mu.Unlock()
	var refusal *apiError
	if found == nil {
		refusal = &apiError{code: 404, description: "Not Found"}
	}
	s.record("download", params{}, refusal)
	if refusal != nil {
		reply(w, nil, refusal)
		return
	}
	content := found.content()
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	switch {
	case wrong:
		page := []byte("<html><body>proxy</body></html>")
		w.Header().Set("Content-Type", "text/html")
		w.Header().Set("Content-Length", strconv.Itoa(len(page)))
		_, _ = w.Write(page)
	case short:
		_, _ = w.Write(content[:len(content)/2])
	default:
		_, _ = io.Copy(w, bytes.NewReader(content))
	}
}

// What a form's file is called among the parameters.
const (
	uploaded   = "file:"
	uploadedAs = "filename:"
)

const (
	maxUpload  = 50 << 20
	maxPhoto   = 10 << 20
	maxCaption = 1024
)

func (s *Sim) sendPhoto(p params) (any, *apiError)    { return s.sendFile(p, "photo", maxPhoto) }
func (s *Sim) sendDocument(p params) (any, *apiError) { return s.sendFile(p, "document", maxUpload) }

// sendFile is sendPhoto and sendDocument: a file uploaded with the call, or one
// the platform has already.
func (s *Sim) sendFile(p params, kind string, most int) (any, *apiError) {
	r, e := s.reach(p)
	if e != nil {
		return nil, e
	}
	t, e := r.topicOf(p)
	if e != nil {
		return nil, e
	}
	name := kind // of the form's part that holds the file
	if attached, ok := strings.CutPrefix(p[kind], "attach://"); ok {
		name = attached
	}
	content, is := p[uploaded+name]
	id, known := p[kind], s.files[p[kind]]
	switch {
	case r.muted:
		return nil, bad("not enough rights to send " + kind + "s to the chat")
	case units(p["caption"]) > maxCaption:
		return nil, bad("message caption is too long")
	case !is && known == nil:
		return nil, bad("wrong file identifier/HTTP URL specified")
	case !is && known.kind != kind:
		return nil, bad("type of file mismatch")
	case is && len(content) == 0:
		return nil, bad("file must be non-empty")
	case is && len(content) > maxUpload:
		return nil, &apiError{code: 413, description: "Request Entity Too Large"}
	case is && len(content) > most:
		return nil, bad("file is too big")
	case is && kind == "photo":
		if e := photoShape([]byte(content)); e != nil {
			return nil, e
		}
	}
	if e := s.drip(r); e != nil {
		return nil, e
	}
	if is {
		id = "file-bot-" + strconv.Itoa(len(s.files)+1)
		s.store(id, kind, []byte(content), int64(len(content)))
	}
	b := s.put(r, Bubble{FromBot: true, AuthorID: s.botID(), Author: s.cfg.Username, Kind: kind, Text: p["caption"],
		Topic: t, File: id, Name: p[uploadedAs+name], Size: s.files[id].size})
	m := s.message(r, b)
	one := obj{"file_id": id, "file_unique_id": "u" + id, "file_size": s.files[id].size}
	m[kind] = one
	if kind == "photo" {
		m[kind] = []obj{one}
	}
	m["caption"] = p["caption"]
	return m, nil
}

// photoShape refuses what is no picture, and one of a shape no phone shows.
func photoShape(content []byte) *apiError {
	c, _, err := image.DecodeConfig(bytes.NewReader(content))
	switch {
	case err != nil:
		return bad("IMAGE_PROCESS_FAILED")
	case c.Width+c.Height > 10000, c.Width > 20*c.Height, c.Height > 20*c.Width:
		return bad("PHOTO_INVALID_DIMENSIONS")
	}
	return nil
}
