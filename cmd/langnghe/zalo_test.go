package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"langnghe/zalo"
	"langnghe/zalo/zalosim"
)

// ungranted is a town whose OA nobody has authorised yet.
func ungranted(t *testing.T) *town {
	w := newTown(t)
	w.zalo = zalosim.New(zalosim.Config{
		AppID: "4175200936218840057", AppSecret: "app-secret", OAID: "2961837450127733009", OASecretKey: "oa-secret",
		Now: func() time.Time { return w.now }, RedirectURL: "http://127.0.0.1/zalo/callback",
	})
	w.zalo.Connect("http://127.0.0.1/webhook/zalo", zalosim.InProcess(w))
	w.rewrite("config.yaml", `refresh_token: "rt-first", `, "")
	w.restart()
	return w
}

// admin is an administrator of the OA with the operator's terminal before him.
type admin struct {
	*town
	lines  *io.PipeWriter
	screen bytes.Buffer
	link   chan string
	ready  chan struct{} // closed when it listens
	listen string
}

var permissionLink = regexp.MustCompile(`http\S+/v4/oa/permission\S+`)

func (a *admin) Write(p []byte) (int, error) {
	n, err := a.screen.Write(p)
	if bytes.Contains(p, []byte("Đang chờ ở")) {
		close(a.ready)
	}
	if l := permissionLink.FindString(string(p)); l != "" {
		a.link <- l
	}
	return n, err
}

// start runs `zalo authorize`; the error comes when it ends.
func (a *admin) start(do func(context.Context, task) (string, error)) <-chan error {
	in, out := io.Pipe()
	a.lines, a.link, a.ready = out, make(chan string, 1), make(chan struct{})
	ended := make(chan error, 1)
	go func() {
		ended <- authorize(a.Context(), authorization{
			cfg: a.cfg, in: in, out: a, random: rand.NewChaCha8([32]byte{7}), listen: a.listen, do: do,
		})
	}()
	return ended
}

// consent opens the link and agrees: the address Zalo goes back to.
func (a *admin) consent(link string) string {
	a.Helper()
	req, err := http.NewRequest(http.MethodGet, link, nil)
	if err != nil {
		a.Fatal(err)
	}
	resp, err := a.zalo.Transport().RoundTrip(req)
	if err != nil {
		a.Fatal(err)
	}
	return resp.Header.Get("Location")
}

func (a *admin) paste(s string) {
	a.Helper()
	if _, err := io.WriteString(a.lines, s+"\n"); err != nil {
		a.Fatal(err)
	}
}

// TestAuthorizeByPasting: the whole way with the server running, through its
// socket; wrong lines are told apart; the server sends at once.
func TestAuthorizeByPasting(t *testing.T) {
	w := ungranted(t)
	w.settleIn("lan@zalo")
	w.settle()
	socket, err := listenOperator(w.cfg.socket())
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewUnstartedServer(w.node.operatorPages())
	srv.Listener = socket
	srv.Start()
	defer srv.Close()
	a := &admin{town: w}
	ended := a.start(func(ctx context.Context, k task) (string, error) { return askNew(ctx, w.cfg, k) })
	back := a.consent(<-a.link)
	a.paste("xin chào bạn")
	a.paste(`{"error":-14003}`)
	a.paste("http://127.0.0.1/zalo/callback?code=x&state=khac")
	a.paste(back)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"Không thấy mã", "(-14003)", "liên kết khác", "Xong: đã nhận khóa của OA “OA mô phỏng”", "đến hết ngày 31/12/2027"} {
		if !strings.Contains(a.screen.String(), part) {
			t.Errorf("never says %q:\n%s", part, &a.screen)
		}
	}
	for _, secret := range []string{"at-", "rt-", "app-secret", "code-"} {
		if strings.Contains(a.screen.String(), secret) {
			t.Errorf("%q is on the screen", secret)
		}
	}
	w.pass(11 * time.Minute) // the channel looks at the vault now and then
	lan := w.phone("lan@zalo")
	if got := lan.says("menu"); !strings.Contains(got, "Gửi báo cáo") {
		t.Error("the running server does not answer:", got)
	}
}

// TestAuthorizeWhileStopped: with no server running the store is opened for
// the task, and the next start works.
func TestAuthorizeWhileStopped(t *testing.T) {
	w := ungranted(t)
	w.now = time.Now() // the command reads the real clock
	w.settleIn("lan@zalo")
	platform := httptest.NewServer(w.zalo)
	defer platform.Close()
	cfg := *w.cfg
	cfg.Zalo.APIURL, cfg.Zalo.OAuthURL = platform.URL, platform.URL
	w.must(w.node.Close())
	a := &admin{town: w}
	ended := a.start(func(ctx context.Context, k task) (string, error) { return askNew(ctx, &cfg, k) })
	a.paste(a.consent(<-a.link))
	err := <-ended
	w.open()
	if err != nil {
		t.Fatal(err)
	}
	if got := w.phone("lan@zalo").says("menu"); !strings.Contains(got, "Gửi báo cáo") {
		t.Error("not usable after the start:", got)
	}
}

// TestAuthorizeByListening: Zalo sent back to a listener.
func TestAuthorizeByListening(t *testing.T) {
	w := ungranted(t)
	a := &admin{town: w, listen: freePort(t)}
	ended := a.start(w.node.operate)
	back := a.consent(<-a.link)
	<-a.ready
	base := "http://" + a.listen
	get := func(path string) (int, string) {
		t.Helper()
		resp, err := http.Get(base + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(b)
	}
	for path, want := range map[string]int{"/": 404, "/zalo/callback": 400, "/zalo/callback?code=x&state=khac": 400} {
		if got, body := get(path); got != want {
			t.Errorf("%s: %d %s", path, got, body)
		}
	}
	if code, body := get(strings.TrimPrefix(back, "http://127.0.0.1")); code != 200 || !strings.Contains(body, "Đã nhận") {
		t.Fatal(code, body)
	}
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	http.DefaultClient.CloseIdleConnections()
	if !strings.Contains(a.screen.String(), "Xong") {
		t.Error(&a.screen)
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestAuthorizeRefused: each refusal says what to mend.
func TestAuthorizeRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		fault func(*zalosim.Faults)
		words string
	}{
		"app id":       {func(f *zalosim.Faults) { f.OAuthCode = -14002 }, "zalo.app_id"},
		"redirect":     {func(f *zalosim.Faults) { f.OAuthCode = -14003 }, "zalo.redirect_url"},
		"secret":       {func(f *zalosim.Faults) { f.OAuthCode = -14004 }, "zalo.app_secret"},
		"approval":     {func(f *zalosim.Faults) { f.OAuthCode = -14012 }, "thiếu quyền (-14012)"},
		"approval, 24": {func(f *zalosim.Faults) { f.OAuthCode = -14024 }, "thiếu quyền (-14024)"},
		"approval, 29": {func(f *zalosim.Faults) { f.OAuthCode = -14029 }, "thiếu quyền (-14029)"},
		"used":         {func(f *zalosim.Faults) { f.OAuthCode = -14014 }, "(-14014)"},
		"unknown":      {func(f *zalosim.Faults) { f.OAuthCode = -14098 }, "zalo.code_verifier"},
		"lost":         {func(f *zalosim.Faults) { f.LostRefreshes = 1 }, "mã có thể đã dùng mất"},
		"no getoa":     {func(f *zalosim.Faults) { f.Unavailable = 9 }, "Đã giữ khóa mới"},
		"getoa refused": {func(f *zalosim.Faults) {
			f.Codes = []zalosim.Code{{Code: -209, Times: 9, Path: "/v2.0/oa/getoa"}}
		}, "mã lỗi -209"},
	} {
		w := ungranted(t)
		a := &admin{town: w}
		ended := a.start(w.node.operate)
		back := a.consent(<-a.link)
		w.zalo.Inject(tc.fault)
		a.paste(back)
		if err := <-ended; err == nil || !strings.Contains(err.Error(), tc.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
	w := ungranted(t)
	w.zalo.Inject(func(f *zalosim.Faults) { f.OtherOA = true })
	a := &admin{town: w}
	ended := a.start(w.node.operate)
	a.paste(a.consent(<-a.link))
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "2961837450127733009") {
		t.Error("another OA:", err)
	}
}

// TestAuthorizeNeedsSettings: what is missing is named before anybody is sent
// to Zalo.
func TestAuthorizeNeedsSettings(t *testing.T) {
	none := func(context.Context, task) (string, error) { return "", errors.New("asked all the same") }
	for _, c := range []*config{{}, {Zalo: zalo.Config{AppID: "1", OAID: "2"}}} {
		err := authorize(t.Context(), authorization{cfg: c, in: strings.NewReader(""), out: io.Discard, do: none})
		if err == nil || strings.Contains(err.Error(), "asked") {
			t.Error(err)
		}
	}
	w := ungranted(t)
	err := authorize(t.Context(), authorization{cfg: w.cfg, in: strings.NewReader(""), out: io.Discard, random: rand.NewChaCha8([32]byte{7}), do: w.node.operate})
	if err == nil || !strings.Contains(err.Error(), "khóa chưa đổi") {
		t.Error("nothing was pasted:", err)
	}
}

// TestDomainProofIsServed: on the public listener, with and without a code.
func TestDomainProofIsServed(t *testing.T) {
	w := newTown(t)
	get := func(path string) (int, string) {
		rec := httptest.NewRecorder()
		w.hooks.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		return rec.Code, rec.Body.String()
	}
	if code, _ := get("/"); code != http.StatusNotFound {
		t.Error("a page without a code:", code)
	}
	w.rewrite("config.yaml", `zalo: {`, `zalo: {verification_code: "Ma-So_1", `)
	w.restart()
	for path, want := range map[string]int{"/": 200, "/zalo_verifierMa-So_1.html": 200, "/zalo_verifierX.html": 404, "/x": 404} {
		code, body := get(path)
		if code != want || code == 200 && !strings.Contains(body, `name="zalo-platform-site-verification" content="Ma-So_1"`) {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
}

// TestStandingIsShown: how the OA stands is on /readyz, what messages were
// charged to in /metrics.
func TestStandingIsShown(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	w.settle()
	lan := w.phone("lan@zalo")
	lan.says("menu")
	pages := w.node.adminPages()
	get := func(path string) string {
		rec := httptest.NewRecorder()
		pages.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		return rec.Body.String()
	}
	if body := get("/readyz"); !strings.Contains(body, "OA “OA mô phỏng”, đã xác thực: true, gói: Nâng cao, đến hết ngày 31/12/2027") {
		t.Error(body)
	}
	if body := get("/metrics"); !strings.Contains(body, `langnghe_events_total{part="bot",what="zalo_quota_reply"}`) {
		t.Error(body)
	}
}

// TestMissedMessageIsAnswered: a message that the webhook lost for good is
// answered all the same, once.
func TestMissedMessageIsAnswered(t *testing.T) {
	w := newTown(t)
	w.settleIn("lan@zalo")
	w.settle()
	lan := w.phone("lan@zalo")
	w.zalo.Inject(func(f *zalosim.Faults) { f.DropForGood = 1 })
	if got := lan.says("menu"); got != "" {
		t.Fatal("not lost:", got)
	}
	w.pass(time.Hour)
	answers := 0
	for _, b := range lan.bubbles() {
		if !b.mine && strings.Contains(b.text, "Gửi báo cáo") {
			answers++
		}
	}
	if answers != 1 || w.counted("zalo", "recover_accepted") != 1 {
		t.Errorf("%d answers; %v", answers, lan.bubbles())
	}
}
