package web_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"langnghe/web"
)

func TestDeedsReachTheCity(t *testing.T) {
	city := newCity()
	if w := ask(city, "POST", "/send", `{"platform":"zalo","chat":"lan","text":"khan\nở ngõ"}`); w.Code != 204 {
		t.Fatalf("send: %d %s", w.Code, w.Body)
	}
	said := city.Bubbles("zalo", "lan")
	if len(said) != 2 || !said[0].Mine || said[0].Text != "khan\nở ngõ" {
		t.Fatalf("said %+v", said)
	}
	press := `{"platform":"zalo","chat":"lan","bubble":"` + said[1].ID + `","button":1}`
	if w := ask(city, "POST", "/press", press); w.Code != 204 {
		t.Fatalf("press: %d %s", w.Code, w.Body)
	}
	if got := city.Bubbles("zalo", "lan")[2].Text; got != "Sửa lại" {
		t.Errorf("pressed %q", got)
	}
	if w := ask(city, "POST", "/act", `{"platform":"telegram","chat":"la","act":"start"}`); w.Code != 204 || !city.Chats("telegram")[1].Started {
		t.Errorf("act: %d %s", w.Code, w.Body)
	}
	if w := ask(city, "POST", "/advance", `{"minutes":60}`); w.Code != 204 || !city.Clock().Now.Equal(morning.Add(time.Hour)) {
		t.Errorf("advance: %d %s", w.Code, w.Body)
	}
}

func TestWhatIsRefused(t *testing.T) {
	frozen := newCity()
	frozen.Freeze()
	for _, c := range []struct {
		name, path, body string
		want             int
	}{
		{"not JSON", "/send", `{"platform":`, 400},
		{"empty", "/send", ``, 400},
		{"unknown field", "/send", `{"platform":"zalo","chat":"lan","text":"a","extra":1}`, 400},
		{"two values", "/send", `{"platform":"zalo","chat":"lan","text":"a"} {}`, 400},
		{"blank text", "/send", `{"platform":"zalo","chat":"lan","text":" \n "}`, 400},
		{"long text", "/send", `{"platform":"zalo","chat":"lan","text":"` + strings.Repeat("ạ", 8001) + `"}`, 400},
		{"huge body", "/send", `{"platform":"zalo","chat":"lan","text":"` + strings.Repeat("a", 70<<10) + `"}`, 413},
		{"huge tail", "/send", `{"platform":"zalo","chat":"lan","text":"a"}` + strings.Repeat(" ", 70<<10), 413},
		{"unknown platform", "/send", `{"platform":"viber","chat":"lan","text":"a"}`, 404},
		{"unknown chat", "/send", `{"platform":"zalo","chat":"ai","text":"a"}`, 404},
		{"unknown chat, act", "/act", `{"platform":"zalo","chat":"ai","act":"start"}`, 404},
		{"unknown bubble", "/press", `{"platform":"zalo","chat":"lan","bubble":"m9","button":0}`, 404},
		{"negative button", "/press", `{"platform":"zalo","chat":"lan","bubble":"m9","button":-1}`, 404},
		{"unknown act", "/act", `{"platform":"zalo","chat":"lan","act":"dance"}`, 400},
		{"back in time", "/advance", `{"minutes":-1}`, 400},
		{"far in time", "/advance", `{"minutes":44641}`, 400},
		{"beyond a duration", "/advance", `{"minutes":9000000000000000}`, 400},
		{"frozen clock", "/advance", `{"minutes":1}`, 409},
	} {
		w := ask(frozen, "POST", c.path, c.body)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d: %s", c.name, w.Code, c.want, w.Body)
		}
		if !strings.Contains(w.Body.String(), `"error":"`) {
			t.Errorf("%s: no sentence to show: %s", c.name, w.Body)
		}
	}
	if said := frozen.Bubbles("zalo", "lan"); len(said) != 0 {
		t.Errorf("something got through: %+v", said)
	}
}

func TestOnlyThePageItselfMayPost(t *testing.T) {
	head := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	bare := func(r *http.Request) { r.Header.Del("Sec-Fetch-Site") }
	for _, c := range []struct {
		name string
		edit []func(*http.Request)
		want int
	}{
		{"the page", nil, 204},
		{"another site", []func(*http.Request){head("Sec-Fetch-Site", "cross-site")}, 403},
		{"another port here", []func(*http.Request){head("Sec-Fetch-Site", "same-site")}, 403},
		{"old browser, foreign origin", []func(*http.Request){bare, head("Origin", "http://evil.example")}, 403},
		{"old browser, own origin", []func(*http.Request){bare, head("Origin", "http://127.0.0.1:8099")}, 204},
		{"a form", []func(*http.Request){head("Content-Type", "text/plain")}, 415},
		{"rebound name", []func(*http.Request){func(r *http.Request) { r.Host = "evil.example:8099" }}, 421},
		{"name that begins well", []func(*http.Request){func(r *http.Request) { r.Host = "127.0.0.1.evil.example" }}, 421},
		{"localhost", []func(*http.Request){func(r *http.Request) { r.Host = "localhost:8099" }}, 204},
		{"IPv6", []func(*http.Request){func(r *http.Request) { r.Host = "[::1]:8099" }}, 204},
		{"IPv6 without port", []func(*http.Request){func(r *http.Request) { r.Host = "[::1]" }}, 204},
		{"no name", []func(*http.Request){func(r *http.Request) { r.Host = "" }}, 421},
	} {
		city := newCity()
		w := ask(city, "POST", "/send", `{"platform":"zalo","chat":"lan","text":"a"}`, c.edit...)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", c.name, w.Code, c.want)
		}
		if got := len(city.Bubbles("zalo", "lan")) > 0; got != (c.want == 204) {
			t.Errorf("%s: sent = %v", c.name, got)
		}
	}
	if w := ask(newCity(), "GET", "/state", "", func(r *http.Request) { r.Host = "evil.example" }); w.Code != 421 {
		t.Errorf("state for a rebound name: %d", w.Code)
	}
	if w := ask(newCity(), "GET", "/send", ""); w.Code != 405 {
		t.Errorf("GET /send: %d", w.Code)
	}
}

func TestErrorsOfTheCity(t *testing.T) {
	city := newCity()
	send := func() (int, string) {
		w := ask(city, "POST", "/send", `{"platform":"zalo","chat":"lan","text":"a"}`)
		return w.Code, w.Body.String()
	}
	city.Fail(web.RefusedError("Bà Lan đã chặn trợ lý."))
	if code, body := send(); code != 409 || !strings.Contains(body, "Bà Lan đã chặn trợ lý.") {
		t.Errorf("refusal: %d %s", code, body)
	}
	city.Fail(errors.New("dial tcp 10.0.0.1: secret detail"))
	if code, body := send(); code != 502 || strings.Contains(body, "secret") {
		t.Errorf("failure: %d %s", code, body)
	}
}
