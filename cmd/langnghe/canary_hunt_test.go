package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"langnghe/bot"
	"langnghe/bot/report"
	"langnghe/telegram/telegramsim"
)

// officers plants in everything a vice-chair writes, and in the answers to it.
func (c *cage) officers() {
	lan, lead := c.phone("lan@zalo"), c.phone("pct-bd@zalo")
	lan.says("menu")
	c.drive(lan, "an urgent report", func() { lan.says("khẩn") })
	if !strings.Contains(lead.news(), "VIỆC") {
		c.Error("the alert did not come")
	}
	lead.taps("Đã nhận")
	c.drive(lead, "asking more", func() { lead.taps("Hỏi thêm") })
	lan.says("menu")
	c.drive(lan, "a supplement", func() { lan.taps("Trả lời") })
	c.drive(lead, "a request", func() { lead.says("giao việc") })
	tho := c.phone("tho@telegram")
	tho.says("menu")
	c.drive(tho, "an answer to the request", func() { tho.taps("Trả lời") })
	lead.says("menu")
	lead.says("việc khẩn đang mở")
	lead.says("1")
	c.drive(lead, "passing up", func() { lead.says("báo cáo mới"); lead.says("1"); lead.taps("Chuyển cấp trên") })
	lead.says("menu")
	c.drive(lead, "declining", func() {
		lead.says("báo cáo mới")
		lead.says("1")
		lead.taps("Tiếp nhận")
		lead.taps("Không xử lý")
	})
	lead.says("menu")
	c.drive(lead, "answering", func() { lead.says("báo cáo mới"); lead.says("1"); lead.taps("Trả lời kết quả") })
	lead.says("menu")
	c.zalo.StaffWrites(first(ids("lan")), c.plant("an officer's own hand"))
	c.pass(time.Minute)
	lan.says(c.plant("to the officer"))
	c.pass(time.Hour)
	lan.says("báo cáo của tôi")
	lan.says("1")
	happened := map[string]int{}
	c.see(func(v bot.View) {
		for _, r := range v.ReportsIn("bd", c.now.In(hanoi).Format("2006-01")) {
			happened[r.Kind]++
			for _, e := range r.Log {
				happened[e.What]++
			}
		}
		happened["prompt"] = len(v.Prompts("bd"))
		for _, p := range v.People() {
			if strings.HasPrefix(p.ID, "p-") {
				happened["joined"]++
			}
		}
		for _, g := range v.GroupsOf("bd") {
			happened["bound "+g.Lost]++
		}
	})
	for _, what := range []string{
		report.Periodic, report.Urgent, report.Reply, "ack", "climbed", "asked", "supplement", "passed", "declined", "answered", "prompt", "joined",
	} {
		if happened[what] == 0 {
			c.Errorf("nothing of %q happened, so nothing was planted in it: %v", what, happened)
		}
	}
}

func first[A, B any](a A, _ B) A { return a }

// dead makes letters that cannot be sent, refused in words that hold a canary.
func (c *cage) dead() {
	c.pass(3 * time.Hour)                                                // what waited for the end of quiet hours is sent
	c.pass(c.now.Truncate(time.Minute).Add(65 * time.Second).Sub(c.now)) // between two heartbeats: it is tho who is refused, not the operator
	tho := c.phone("tho@telegram")
	c.telegram.SetFaults(telegramsim.Faults{Refusals: []telegramsim.Refusal{
		{Code: 400, Description: "Bad Request: can't parse " + c.number("a refusal")},
		{Code: 400, Description: "Bad Request: " + c.plant("a refusal")},
		{Code: 403, Description: "Forbidden: " + c.plant("a refusal")},
		{Code: 500, Description: c.plant("a refusal")},
	}})
	for range 4 {
		tho.says("menu " + c.plant("before a refusal"))
	}
	c.telegram.SetFaults(telegramsim.Faults{})
	if c.node.store.Sizes().Dead == 0 {
		c.Error("there are no dead letters")
	}
}

// broken delivers genuine webhooks that cannot be read.
func (c *cage) broken() {
	stamp := strconv.FormatInt(c.now.UnixMilli(), 10)
	z, tg := ids("lan")
	for i, text := range []string{`{"a":"%s"}`, `["%s"]`} {
		body := fmt.Sprintf(`{"app_id":"4175200936218840057","event_name":"user_send_text","sender":{"id":"%s"},"recipient":{"id":"2961837450127733009"},"message":{"msg_id":"broken%d","text":`+text+`},"timestamp":"%s"}`,
			z, i, c.plant("a broken body of Zalo"), stamp)
		sum := sha256.Sum256([]byte("4175200936218840057" + body + stamp + "oa-secret"))
		c.hook("/webhook/zalo", "X-ZEvent-Signature", "mac="+hex.EncodeToString(sum[:]), body, http.StatusOK)
		c.hook("/webhook/zalo", "X-ZEvent-Signature", "mac="+c.number("a signature"), body, http.StatusUnauthorized)
	}
	for _, body := range []string{
		`{"update_id":7,"message":{"text":"` + c.plant("a broken body of Telegram"),
		fmt.Sprintf(`{"update_id":900001,"message":{"message_id":1,"chat":{"id":"%s"},"text":["%s"]}}`, c.number("a broken chat"), c.plant("a broken text")),
		"\xff\xfe" + c.plant("bytes that are no text"),
		strings.Repeat("[", 200) + fmt.Sprint(tg) + c.plant("a deep body"),
	} {
		c.hook("/webhook/telegram", "X-Telegram-Bot-Api-Secret-Token", "hook-secret", body, http.StatusOK)
		c.hook("/webhook/telegram", "X-Telegram-Bot-Api-Secret-Token", c.number("a secret"), body, http.StatusUnauthorized)
	}
	c.pass(2 * time.Minute)
	if n := c.node.store.Sizes().Quarantined; n < 5 {
		c.Errorf("%d events are in quarantine", n)
	}
}

// all is everything the bot wrote on this phone.
func (p *phone) all() string {
	p.read = 0
	return p.news()
}

func (c *cage) hook(path, header, value, body string, want int) {
	c.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set(header, value)
	rec := httptest.NewRecorder()
	c.ServeHTTP(rec, r)
	if rec.Code != want {
		c.Errorf("%s answered %d, want %d", path, rec.Code, want)
	}
}

// report says which canaries and words are found in a text.
func (c *cage) report(place, text string) {
	c.Helper()
	c.hunt(place, text)
	lower := strings.ToLower(norm.NFC.String(text))
	for _, s := range append(slices.Clone(c.words), c.names()...) {
		if strings.Contains(lower, strings.ToLower(s)) {
			c.once(place, "%s holds the words %q", place, s)
		}
	}
}

// hunt says which canaries are found in a text.
func (c *cage) hunt(place, text string) {
	c.Helper()
	core := coreOf(text)
	for _, x := range c.planted {
		if strings.Contains(text, x.typed) || strings.Contains(core, x.core) {
			i := max(0, strings.Index(text, x.typed))
			c.once(place+x.where, "%s holds %q, planted as %s: …%s…", place, x.typed, x.where, text[max(0, i-60):min(len(text), i+60)])
		}
	}
}

func (c *cage) once(key, format string, args ...any) {
	c.Helper()
	if c.seen == nil {
		c.seen = map[string]bool{}
	}
	if !c.seen[key] {
		c.seen[key] = true
		c.Errorf(format, args...)
	}
}

// names are those of the people, by which they may be addressed and no more.
func (c *cage) names() []string {
	return []string{"Nguyễn Thị Lan", "Trần Văn Thọ", "Lê Thị Mai", "Phạm Thị Cúc", "Đỗ Quang Hải", "Hoàng Thị Yến"}
}

// operatorPages reads all the operator's tools show.
func (c *cage) operatorPages() {
	ctx := context.Background()
	page := func(do, id string) string {
		text, err := c.node.operate(ctx, task{Do: do, Args: map[string]string{"id": id}})
		if err != nil {
			c.Errorf("%s %s: %v", do, id, err)
		}
		c.report("the page "+do, text)
		return text
	}
	page("zalo group list", "")
	shown := 0
	for _, what := range []string{"quarantine", "outbox"} {
		for line := range strings.Lines(page(what+" list", "")) {
			if f := strings.Fields(line); len(f) > 3 && (what == "outbox" && strings.Trim(f[0], "0123456789") == "" || what == "quarantine" && len(f[0]) == 10) {
				page(what+" show", f[0])
				shown++
			}
		}
	}
	if shown < 6 {
		c.Errorf("only %d pages were shown", shown)
	}
}

func (c *cage) metrics() {
	c.node.meters.watch(c.node)
	rec := httptest.NewRecorder()
	c.node.meters.handler().ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if !strings.Contains(rec.Body.String(), "langnghe_events_total") {
		c.Error("there are no metrics")
	}
	c.report("a metric", rec.Body.String())
}

// calls reads every call made to the platforms.
func (c *cage) calls() {
	for _, call := range c.zalo.Calls() {
		c.hunt("a call to Zalo", call.Path+" "+call.Text)
		for _, b := range call.Buttons {
			c.hunt("a button on Zalo", b.Title+" "+b.Payload)
		}
	}
	for _, call := range c.telegram.Calls() {
		for k, v := range call.Params {
			c.hunt("a call to Telegram", k+"="+v)
		}
	}
}

// files reads the bytes of every file in the data folder but the two that the
// operator wrote.
func (c *cage) files() {
	n := 0
	err := filepath.WalkDir(c.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "org.yaml" || d.Name() == "config.yaml" || !d.Type().IsRegular() {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n++
		for _, x := range c.planted {
			if bytes.Contains(data, []byte(x.typed)) || bytes.Contains(data, []byte(x.core)) || bytes.Contains(data, []byte(norm.NFC.String(x.typed))) {
				c.once(path+x.where, "the file %s holds %q, planted as %s", d.Name(), x.typed, x.where)
			}
		}
		for _, s := range append(slices.Clone(c.words), c.names()...) {
			for _, form := range []string{s, norm.NFD.String(s), strings.ToUpper(s)} {
				if bytes.Contains(data, []byte(form)) {
					c.once(path+s, "the file %s holds the words %q", d.Name(), s)
				}
			}
		}
		return nil
	})
	if err != nil {
		c.Fatal(err)
	}
	if n < 3 {
		c.Errorf("only %d files were read", n)
	}
}
