package web_test

import (
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"langnghe/web"
	"langnghe/web/internal/fakecity"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var morning = time.Date(2026, 11, 23, 8, 15, 0, 0, time.FixedZone("ICT", 7*3600))

func newCity() *fakecity.City {
	return fakecity.New(morning,
		web.Chat{ID: "lan", Title: "Bà Lan", Section: web.SectionCollaborators, Started: true},
		web.Chat{ID: "la", Title: "Người lạ", Section: web.SectionStrangers})
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

// ask sends one request to a page over city, as the page itself would.
func ask(city web.City, method, path, body string, edit ...func(*http.Request)) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://127.0.0.1:8099"+path, strings.NewReader(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	for _, e := range edit {
		e(r)
	}
	w := httptest.NewRecorder()
	web.Phones(city, quiet()).ServeHTTP(w, r)
	return w
}

func TestPageIsServedWithItsGuards(t *testing.T) {
	w := ask(newCity(), "GET", "/", "")
	if w.Code != 200 || !strings.Contains(w.Body.String(), `lang="vi"`) {
		t.Fatalf("page: %d %.80s", w.Code, w.Body)
	}
	csp := w.Header().Get("Content-Security-Policy")
	if !strings.HasPrefix(csp, "default-src 'self';") || strings.Contains(csp, "unsafe") {
		t.Errorf("policy: %s", csp)
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if inline := regexp.MustCompile(`(?i)<script[^>]*>[^<]|<style|\sstyle=|\son\w+=`).FindString(w.Body.String()); inline != "" {
		t.Errorf("the policy forbids inline code, found %q", inline)
	}
}

func TestEveryFileThePageNamesExists(t *testing.T) {
	city := newCity()
	seen := map[string]bool{}
	var follow func(path, text string)
	refs := regexp.MustCompile(`(?:href|src)="([^"#][^"]*)"|from "\./([^"]+)"|url\("\.\./([^"]+)"\)`)
	follow = func(path, text string) {
		for _, m := range refs.FindAllStringSubmatch(text, -1) {
			next := "/" + m[1]
			switch {
			case m[2] != "":
				next = "/static/js/" + m[2]
			case m[3] != "":
				next = "/static/" + m[3]
			}
			if seen[next] {
				continue
			}
			seen[next] = true
			w := ask(city, "GET", next, "")
			if w.Code != 200 {
				t.Errorf("%s names %s: %d", path, next, w.Code)
			}
			follow(next, w.Body.String())
		}
	}
	follow("/", ask(city, "GET", "/", "").Body.String())
	if len(seen) < 14 {
		t.Errorf("only followed %v", seen)
	}
}

// sources calls f with each file of the page.
func sources(t *testing.T, f func(path, text string)) {
	t.Helper()
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !regexp.MustCompile(`\.(html|css|js|svg)$`).MatchString(path) {
			return err
		}
		b, err := os.ReadFile(path)
		f(path, string(b))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestNothingIsLoadedFromElsewhere(t *testing.T) {
	url := regexp.MustCompile(`(?i)(?:https?:|wss?:|data:|["'(])//?[a-z0-9.-]+\.[a-z]{2,}[^"'\s)]*|data:[a-z]+/`)
	sources(t, func(path, text string) {
		for _, u := range url.FindAllString(text, -1) {
			if !strings.Contains(u, "://www.w3.org/") {
				t.Errorf("%s mentions %s", path, u)
			}
		}
	})
}

// A person's text must never be read as markup: the scripts have no way to do so.
func TestScriptsNeverParseMarkup(t *testing.T) {
	danger := regexp.MustCompile(`innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment|srcdoc|\beval\(|new Function`)
	sources(t, func(path, text string) {
		if found := danger.FindString(text); found != "" {
			t.Errorf("%s uses %s", path, found)
		}
	})
}

type hostile struct{ web.City }

func (hostile) Platforms() []web.Platform {
	x := `"><script>alert(1)</script>`
	return []web.Platform{{Name: "zalo", Title: x, Bot: x, About: x, Menu: []web.MenuItem{{Title: x, Send: x}}}}
}

func TestHostileTextsStayText(t *testing.T) {
	city := newCity()
	city.Put("zalo", "lan", web.Bubble{Text: `<img src=x onerror=alert(1)></script><script>`})
	for _, path := range []string{"/", "/state"} {
		body := ask(hostile{city}, "GET", path, "").Body.String()
		for _, bad := range []string{"<script>", "<img src=x"} {
			if strings.Contains(body, bad) {
				t.Errorf("%s holds %s", path, bad)
			}
		}
	}
}

func TestFiles(t *testing.T) {
	city := newCity()
	id := city.Put("zalo", "lan", web.Bubble{Files: []web.Attachment{{ID: "f", Kind: "file", Stored: true}}})
	for kind, want := range map[string][2]string{
		"image/png":       {"image/png", "inline"},
		"audio/ogg":       {"audio/ogg", "inline"},
		"image/svg+xml":   {"application/octet-stream", "attachment"},
		"text/html":       {"application/octet-stream", "attachment"},
		"application/pdf": {"application/octet-stream", "attachment"},
	} {
		city.PutFile("zalo", "lan", id, web.File{Name: "báo cáo.x", Type: kind, Data: []byte("ruột")})
		w := ask(city, "GET", "/file/zalo/lan/"+id, "")
		body, _ := io.ReadAll(w.Body)
		if w.Code != 200 || string(body) != "ruột" || w.Header().Get("Content-Type") != want[0] ||
			!strings.HasPrefix(w.Header().Get("Content-Disposition"), want[1]) {
			t.Errorf("%s: %d %q %v", kind, w.Code, body, w.Header())
		}
	}
	for _, path := range []string{"/file/zalo/lan/none", "/file/zalo/none/" + id, "/file/none/lan/" + id} {
		if w := ask(city, "GET", path, ""); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
