package zalosim

import (
	"cmp"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// defaultMediaURL is where what people send lies, when [Config.MediaURL] does
// not say. The names of the real hosts are not documented.
const defaultMediaURL = "https://f6-zpc.zdn.vn"

// mediaPath is what the addresses of what people sent have in common.
const mediaPath = "/media/"

// hosted is a file that somebody sent, on one of the platform's media hosts, or
// that the OA uploaded.
type hosted struct {
	name  string
	bytes []byte
	until time.Time // its address works; zero for always
}

// host puts what m holds on a media host and gives m its address; what has no
// bytes keeps the address it has.
func (s *Sim) host(m Media) Media {
	if m.Bytes == nil {
		return m
	}
	id := s.id("media")
	f := &hosted{name: m.Name, bytes: m.Bytes}
	if s.cfg.MediaLife > 0 {
		f.until = s.cfg.Now().Add(s.cfg.MediaLife)
	}
	s.media[id] = f
	m.URL = cmp.Or(s.cfg.MediaURL, defaultMediaURL) + mediaPath + id + ending(m.Kind)
	m.Size = strconv.Itoa(len(m.Bytes))
	return m
}

func ending(kind string) string {
	switch kind {
	case "image":
		return ".jpg"
	case "audio":
		return ".aac"
	}
	return ""
}

// HostMedia says where the media hosts are, for when that is known only later.
func (s *Sim) HostMedia(url string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cfg.MediaURL = url
}

// File is what lies at an address that a [Bubble] shows, or at one that ends
// likewise; nil when there is nothing. The phone itself sees it for ever.
func (s *Sim) File(url string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.media[mediaID(path.Base(url))]; f != nil {
		return f.bytes
	}
	return nil
}

func mediaID(at string) string {
	id, _, _ := strings.Cut(at, ".")
	return id
}

// serveMedia is a media host: plain links, no token asked for.
func (s *Sim) serveMedia(w http.ResponseWriter, r *http.Request) {
	f := &s.faults
	if use(&f.Slow) && f.OnSlow != nil {
		f.OnSlow()
	}
	c := Call{At: s.cfg.Now(), Path: mediaPath, HTTP: http.StatusOK, Token: r.Header.Get("access_token") != ""}
	defer func() { s.calls = append(s.calls, c) }()
	file := s.media[mediaID(strings.TrimPrefix(r.URL.Path, mediaPath))]
	switch {
	case use(&f.Unavailable):
		c.HTTP = http.StatusServiceUnavailable
	case use(&f.MediaAway):
		c.HTTP = http.StatusFound
		w.Header().Set("Location", f.MediaTo)
	case file == nil, use(&f.MediaGone):
		c.HTTP = http.StatusNotFound
	case !file.until.IsZero() && !s.cfg.Now().Before(file.until):
		c.HTTP = http.StatusForbidden
	}
	if c.HTTP != http.StatusOK {
		w.WriteHeader(c.HTTP)
		return
	}
	content := file.bytes
	w.Header().Set("Content-Type", http.DetectContentType(content))
	if use(&f.MediaPage) {
		content = []byte("<html><body>Vui lòng đăng nhập</body></html>")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(content)))
	if use(&f.MediaShort) {
		content = content[:len(content)/2]
	}
	_, _ = w.Write(content)
}

// FileScreen is a file that the phones show.
type FileScreen struct {
	ID, Name string
	Bytes    []byte
}

// keptFile is how large a file may be to be kept with the screens.
const keptFile = 1 << 20

func (s *Sim) fileScreens() []FileScreen {
	var out []FileScreen
	for id, f := range s.media {
		if len(f.bytes) <= keptFile {
			out = append(out, FileScreen{id, f.name, f.bytes})
		}
	}
	slices.SortFunc(out, func(a, b FileScreen) int { return strings.Compare(a.ID, b.ID) })
	return out
}
