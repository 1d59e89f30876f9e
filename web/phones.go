package web

import (
	"bytes"
	"embed"
	"html/template"
	"log/slog"
	"net/http"
)

var (
	//go:embed static
	static embed.FS
	//go:embed phones.html icons.html
	pages    embed.FS
	phonesUI = template.Must(template.ParseFS(pages, "phones.html", "icons.html"))
)

type phones struct {
	city City
	log  *slog.Logger
}

// Phones is the page over a city. All its addresses are relative, so it may be
// mounted under a prefix with [http.StripPrefix].
func Phones(city City, log *slog.Logger) http.Handler {
	p := &phones{city: city, log: log}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.page)
	mux.HandleFunc("GET /state", p.state)
	mux.HandleFunc("GET /events", p.events)
	mux.HandleFunc("GET /file/{platform}/{chat}/{id}", p.file)
	mux.HandleFunc("POST /send", p.send)
	mux.HandleFunc("POST /press", p.press)
	mux.HandleFunc("POST /attach", p.attach)
	mux.HandleFunc("POST /edit", p.edit)
	mux.HandleFunc("POST /react", p.react)
	mux.HandleFunc("POST /key", p.key)
	mux.HandleFunc("POST /act", p.act)
	mux.HandleFunc("POST /advance", p.advance)
	mux.Handle("GET /static/", http.FileServerFS(static))
	return guard(mux)
}

func (p *phones) page(w http.ResponseWriter, r *http.Request) {
	var b bytes.Buffer
	err := phonesUI.ExecuteTemplate(&b, "phones.html", struct {
		Platforms  []Platform
		Adjustable bool
	}{p.city.Platforms(), p.city.Clock().Adjustable})
	if err != nil {
		p.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = b.WriteTo(w)
}

// platform is the phone of this name, the zero value when there is none.
func (p *phones) platform(name string) Platform {
	for _, pl := range p.city.Platforms() {
		if pl.Name == name {
			return pl
		}
	}
	return Platform{}
}

// find answers 404 unless the city has that chat.
func (p *phones) find(w http.ResponseWriter, platform, chat string) bool {
	for _, pl := range p.city.Platforms() {
		if pl.Name != platform {
			continue
		}
		for _, c := range p.city.Chats(platform) {
			if c.ID == chat {
				return true
			}
		}
	}
	refuse(w, http.StatusNotFound, "Không có cuộc trò chuyện này.")
	return false
}
