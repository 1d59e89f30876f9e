package web_test

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"langnghe/web"
)

func TestEventsDeliverChangesAndLetGo(t *testing.T) {
	city := newCity()
	s := httptest.NewServer(web.Phones(city, quiet()))
	defer s.Close()
	ctx, leave := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, "GET", s.URL+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	a, err := s.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Body.Close()
	if got := a.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("type %q", got)
	}
	lines := bufio.NewScanner(a.Body)
	await := func(want string) {
		t.Helper()
		for lines.Scan() {
			if lines.Text() == want {
				return
			}
		}
		t.Fatalf("the stream ended before %q: %v", want, lines.Err())
	}
	await("data: 1") // at once: a page that reconnects asks for what it missed
	city.Put("zalo", "lan", web.Bubble{Text: "tin mới"})
	await("data: 2")
	leave()
	<-city.Left // or the subscription leaks; goleak watches the goroutines
}

// stalled is a reader that takes so long over the first tick that a hundred
// changes happen meanwhile.
type stalled struct {
	*httptest.ResponseRecorder
	flushes int
	first   func()
	second  func()
}

func (s *stalled) FlushError() error {
	s.flushes++
	switch s.flushes {
	case 1:
		s.first()
	case 2:
		s.second()
	}
	return nil
}

func TestSlowReaderGetsOneTickForManyChanges(t *testing.T) {
	city := newCity()
	ctx, leave := context.WithCancel(t.Context())
	w := &stalled{ResponseRecorder: httptest.NewRecorder(), second: leave, first: func() {
		for range 100 {
			city.Put("zalo", "lan", web.Bubble{Text: "một"})
		}
	}}
	r := httptest.NewRequest("GET", "http://localhost/events", nil).WithContext(ctx)
	web.Phones(city, quiet()).ServeHTTP(w, r)
	if n := strings.Count(w.Body.String(), "event: tick"); n != 2 {
		t.Errorf("%d ticks, want 2", n)
	}
	<-city.Left
}
