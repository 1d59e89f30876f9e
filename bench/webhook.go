package main

import (
	"bytes"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"langnghe/telegram"
	"langnghe/zalo"
)

// webhookCalls is how many calls one measurement makes, by callers.
var webhookCalls = map[int]int{1: 1500, 16: 8000, 64: 16000}

// webhookRow: from the platform's POST to its 200, when the event is on disk.
// Both sides run behind the same server and are called by the same client, over
// loopback; then once more with the handler called directly, where nothing of
// the network is shared and the ratio is at its worst.
func webhookRow(s setup, t *table) error {
	t.add("", "product", "bare put", "ratio", "(runs)", "p99 ratio", "budget", "")
	for _, how := range []struct {
		name string
		open func(http.Handler) (*caller, error)
	}{{"loopback", overLoopback}, {"direct", directly}} {
		for platform, name := range []string{zalo.Name, telegram.Name} {
			for _, callers := range []int{1, 16, 64} {
				n := webhookCalls[callers]
				hooks := make([]hook, n)
				for i := range hooks {
					hooks[i], _ = call(2*i+platform, "Đường vào tổ 7 đào lên hai tháng chưa hoàn trả", time.Now())
				}
				side := func(open func(string, string) (http.Handler, func() error, error)) func() (figure, error) {
					return func() (f figure, err error) {
						h, end, err := open(s.dir, name)
						if err != nil {
							return f, err
						}
						defer func() { err = errors.Join(err, end()) }()
						c, err := how.open(h)
						if err != nil {
							return f, err
						}
						defer c.close()
						return closed(callers, n, func(i int) error { return c.post(hooks[i]) })
					}
				}
				p, err := turns(s.runs, side(productHook), side(bareHook))
				if err != nil {
					return err
				}
				of, spread := p.ratios()
				ours, bare := best(p.ours), best(p.bare)
				tail := float64(ours.p99) / float64(bare.p99)
				t.add(fmt.Sprintf("%s, %s, %d callers", name, how.name, callers), ours.String(), bare.String(),
					percent(of), spread, fmt.Sprintf("%.2f", tail), ">= 70 %, p99 <= 1.5", verdict(of >= 0.7 && tail <= 1.5))
			}
		}
	}
	return nil
}

// productHook is the adapter over the store.
func productHook(dir, platform string) (http.Handler, func() error, error) {
	c, err := build(plan{dir: dir, now: time.Now})
	if err != nil {
		return nil, nil, err
	}
	if platform == zalo.Name {
		return c.zalo, c.store.Close, nil
	}
	return c.telegram, c.store.Close, nil
}

// bareHook is the baseline: the least that may be called a webhook.
func bareHook(dir, platform string) (http.Handler, func() error, error) {
	g, err := openGroup(dir, "inbox")
	if err != nil {
		return nil, nil, err
	}
	read := bareZalo
	if platform == telegram.Name {
		read = bareTelegram
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		key, ok := read(r, body)
		switch {
		case !ok:
			w.WriteHeader(http.StatusUnauthorized)
		case g.put(put{"inbox", []byte(key), body}) != nil:
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}), g.close, nil
}

func bareZalo(r *http.Request, body []byte) (key string, ok bool) {
	var e struct {
		AppID  string `json:"app_id"`
		Name   string `json:"event_name"`
		Sender struct {
			ID string `json:"id"`
		} `json:"sender"`
		Message struct {
			ID   string `json:"msg_id"`
			Text string `json:"text"`
		} `json:"message"`
		Timestamp string `json:"timestamp"`
	}
	if json.Unmarshal(body, &e) != nil {
		return "", false
	}
	want := "mac=" + zaloMAC(body, e.Timestamp)
	return e.Name + ":" + e.Message.ID, subtle.ConstantTimeCompare([]byte(want), []byte(r.Header.Get(zalo.SignatureHeader))) == 1
}

func bareTelegram(r *http.Request, body []byte) (key string, ok bool) {
	var u struct {
		ID      int64 `json:"update_id"`
		Message struct {
			ID   int64 `json:"message_id"`
			Chat struct {
				ID int64 `json:"id"`
			} `json:"chat"`
			Text string `json:"text"`
		} `json:"message"`
	}
	a := sha256.Sum256([]byte(r.Header.Get("X-Telegram-Bot-Api-Secret-Token")))
	b := sha256.Sum256([]byte(telegramSecret))
	if subtle.ConstantTimeCompare(a[:], b[:]) != 1 || json.Unmarshal(body, &u) != nil {
		return "", false
	}
	return "update:" + strconv.FormatInt(u.ID, 10), true
}

// caller posts webhooks to a handler.
type caller struct {
	via   http.RoundTripper
	url   string
	close func()
}

func (c *caller) post(h hook) error {
	r, err := http.NewRequest(http.MethodPost, c.url, bytes.NewReader(h.body))
	if err != nil {
		return err
	}
	h.set(r)
	resp, err := c.via.RoundTrip(r)
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("a call was answered %d", resp.StatusCode)
	}
	return nil
}

// base is the server's address.
func (c *caller) base() string { return strings.TrimSuffix(c.url, "/webhook") }

// overLoopback serves h on a socket of this machine.
func overLoopback(h http.Handler) (*caller, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = srv.Serve(l) }()
	via := &http.Transport{MaxIdleConns: 128, MaxIdleConnsPerHost: 128}
	return &caller{via, "http://" + l.Addr().String() + "/webhook", func() {
		via.CloseIdleConnections()
		_ = srv.Close()
	}}, nil
}

// directly calls h without a network.
func directly(h http.Handler) (*caller, error) {
	return &caller{inProcess{h}, "http://127.0.0.1/webhook", func() {}}, nil
}

type inProcess struct{ h http.Handler }

func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	w := &status{code: http.StatusOK}
	p.h.ServeHTTP(w, r)
	return &http.Response{StatusCode: w.code, Body: http.NoBody}, nil
}

// status is a ResponseWriter that keeps the answer's code.
type status struct {
	header http.Header
	code   int
}

func (w *status) Header() http.Header {
	if w.header == nil {
		w.header = http.Header{}
	}
	return w.header
}
func (w *status) WriteHeader(code int)        { w.code = code }
func (w *status) Write(b []byte) (int, error) { return len(b), nil }
