package web

import (
	"fmt"
	"net/http"
	"time"
)

// events is a stream of ticks. The first comes at once, so that a page which
// reconnects asks for what it missed; later ones after changes, several
// changes merged into one tick when the reader is slow.
func (p *phones) events(w http.ResponseWriter, r *http.Request) {
	changed := make(chan struct{}, 1)
	changed <- struct{}{}
	cancel := p.city.Subscribe(func() {
		select {
		case changed <- struct{}{}:
		default: // a tick is already waiting and will cover this change
		}
	})
	defer cancel()

	c := http.NewResponseController(w)
	_ = c.SetWriteDeadline(time.Time{}) // outlives the server's WriteTimeout
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	for n := 1; ; n++ {
		select {
		case <-r.Context().Done():
			return
		case <-changed:
		}
		if _, err := fmt.Fprintf(w, "retry: 1000\nevent: tick\ndata: %d\n\n", n); err != nil {
			return
		}
		if err := c.Flush(); err != nil {
			return
		}
	}
}
