package web

import (
	"bytes"
	"mime"
	"net/http"
	"time"
)

// file hands out an attachment. Only pictures and sound are shown in place;
// anything else is downloaded, so that a document never runs in the page's origin.
func (p *phones) file(w http.ResponseWriter, r *http.Request) {
	platform, chat := r.PathValue("platform"), r.PathValue("chat")
	if !p.find(w, platform, chat) {
		return
	}
	f, err := p.city.File(platform, chat, r.PathValue("id"))
	if err != nil {
		p.done(w, r, err)
		return
	}
	how := "attachment"
	switch f.Type {
	case "image/png", "image/jpeg", "image/webp", "audio/ogg", "audio/aac", "audio/mpeg", "audio/mp4":
		how = "inline"
	default:
		f.Type = "application/octet-stream"
	}
	w.Header().Set("Content-Type", f.Type)
	w.Header().Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": f.Name}))
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(f.Data))
}
