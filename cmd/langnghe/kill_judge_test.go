package main

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"langnghe/bot"
	"langnghe/bot/report"
)

// judge opens the store and compares it with what people did and saw.
func (k *kill) judge() {
	k.Helper()
	n := k.open()
	defer func() {
		if err := n.Close(); err != nil {
			k.Error(err)
		}
	}()
	ctx := context.Background()
	if err := n.store.Check(ctx); err != nil {
		k.Error(err)
	}
	if z := n.store.Sizes(); z.Waiting+z.Quarantined+z.Damaged+z.Queued+z.Sending+z.Dead+z.Parked > 0 {
		k.Errorf("not at rest: %+v", z)
		if rows, err := n.operate(ctx, task{Do: "outbox list"}); err == nil {
			k.Log(rows)
		}
	}
	k.judgeWebhooks(n)
	var reports []report.Report
	asks := map[string]int{}
	if err := n.store.View(ctx, func(v bot.View) error {
		now := time.Now().In(hanoi)
		for _, unit := range []string{"hn", "cum", "bd", "nh"} {
			for _, month := range []string{now.AddDate(0, 0, -now.Day()).Format("2006-01"), now.Format("2006-01")} {
				reports = append(reports, v.ReportsIn(unit, month)...)
			}
			for _, p := range v.Prompts(unit) {
				for _, u := range p.Units {
					asks[u]++
				}
			}
		}
		return nil
	}); err != nil {
		k.Fatal(err)
	}
	k.judgeReports(reports)
	k.judgeAlerts(reports)
	k.judgeNotices(asks)
	k.Logf("%d reports, %d webhooks", len(reports), len(k.post.kept))
}

// judgeWebhooks delivers everything that got a 200 once more: all of it is
// known, so nothing new waits.
func (k *kill) judgeWebhooks(n *node) {
	k.Helper()
	hooks := n.webhooks()
	for _, d := range k.post.kept {
		r, err := http.NewRequest(http.MethodPost, d.path, bytes.NewReader(d.body))
		if err != nil {
			k.Fatal(err)
		}
		r.Header = d.header
		w := &statusOnly{header: http.Header{}}
		hooks.ServeHTTP(w, r)
		if w.status != http.StatusOK {
			k.Errorf("delivered again, a webhook to %s was answered %d", d.path, w.status)
		}
	}
	if lost := n.store.Sizes().Waiting; lost > 0 {
		k.Errorf("%d webhooks of %d got a 200 and are not in the store", lost, len(k.post.kept))
	}
}

// statusOnly is a ResponseWriter that keeps the status.
type statusOnly struct {
	header http.Header
	status int
}

func (w *statusOnly) Header() http.Header { return w.header }
func (w *statusOnly) WriteHeader(s int)   { w.status = s }
func (w *statusOnly) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return len(b), nil
}

func (k *kill) judgeReports(reports []report.Report) {
	k.Helper()
	byStory, byPerson, runs := map[string][]report.Report{}, map[string]int{}, map[string]string{}
	for _, r := range reports {
		if other, twice := runs[r.Run]; twice {
			k.Errorf("%s and %s come from one conversation", other, r.ID)
		}
		runs[r.Run] = r.ID
		if r.Kind == report.Nil {
			byPerson[r.Person]++
			continue
		}
		f, _ := r.Field(map[string]string{report.Urgent: "dien_bien", report.Periodic: "noi_dung"}[r.Kind])
		byStory[f.Value] = append(byStory[f.Value], r)
	}
	stories, told := 0, 0
	for _, w := range k.walkers {
		nils := 0
		for _, e := range w.runs {
			if e.kind == "nil" && e.code != "" {
				nils++
			}
			if e.kind != "urgent" && e.kind != "periodic" {
				continue
			}
			told++
			got := byStory[e.story]
			stories += len(got)
			if len(got) != 1 {
				k.Errorf("%s told %q (%s, receipt %q) and it is filed %d times", w.person, e.story, e.kind, e.code, len(got))
				continue
			}
			r := got[0]
			if r.ID != e.code || r.Person != w.person || r.Kind != e.kind {
				k.Errorf("%s told %q as %s %s; filed is %s %s by %s", w.person, e.story, e.kind, e.code, r.Kind, r.ID, r.Person)
			}
			if f, _ := r.Field("o_dau"); e.kind == "urgent" && f.Value != e.place {
				k.Errorf("%s: the place %q became %q", r.ID, e.place, f.Value)
			}
			if r.Partial {
				k.Errorf("%s: finished, and still kept as unfinished", r.ID)
			}
		}
		if nils != byPerson[w.person] || nils > 1 {
			k.Errorf("%s saw %d receipts for nothing to report, %d are filed", w.person, nils, byPerson[w.person])
		}
	}
	if n := len(reports) - len(runs); n != 0 {
		k.Errorf("%d reports too many", n)
	}
	filed := 0
	for _, r := range reports {
		if r.Kind != report.Nil {
			filed++
		}
	}
	if filed != stories || told == 0 {
		k.Errorf("%d reports are filed, %d were told, of %d begun", filed, stories, told)
	}
}

// judgeAlerts looks for what must come at least once: the alert, and the word
// to the reporter that somebody took the matter in hand.
func (k *kill) judgeAlerts(reports []report.Report) {
	k.Helper()
	shows := func(person func(*walker) bool, part string) bool {
		for _, w := range k.walkers {
			if person(w) && slices.ContainsFunc(w.bubbles(), func(b bubble) bool { return !b.mine && strings.Contains(b.text, part) }) {
				return true
			}
		}
		return false
	}
	for _, r := range reports {
		if r.Kind != report.Urgent {
			continue
		}
		lead := func(w *walker) bool { return w.person == "pct-"+r.Unit }
		if !shows(lead, "mã "+r.ID+"\n") {
			k.Errorf("%s never reached the vice-chair", r.ID)
		}
		if r.Ack == nil {
			k.Errorf("%s was pressed on and is not acknowledged", r.ID)
			continue
		}
		if !shows(func(w *walker) bool { return w.person == r.Person }, "Mã "+r.ID+": ") {
			k.Errorf("%s was acknowledged and its reporter never told", r.ID)
		}
	}
}

// judgeNotices counts what may come once or twice at most.
func (k *kill) judgeNotices(asks map[string]int) {
	k.Helper()
	for unit, z := range k.group {
		var zalo, tg []string
		for _, b := range k.world.zalo.Group(z) {
			zalo = append(zalo, b.Text)
		}
		for _, b := range k.world.telegram.Group(k.tgGroup[unit]) {
			tg = append(tg, b.Text)
		}
		for _, texts := range [][]string{zalo, tg} {
			if n := count(texts, "giao ban dư luận"); n > 1 {
				k.Errorf("the group of %s was told of the briefing %d times", unit, n)
			}
			if n := count(texts, "có yêu cầu báo cáo đột xuất"); n > asks[unit] {
				k.Errorf("the group of %s was told %d times of %d requests", unit, n, asks[unit])
			}
		}
	}
	for _, w := range k.walkers {
		var texts []string
		for _, b := range w.bubbles() {
			if !b.mine {
				texts = append(texts, b.text)
			}
		}
		if n := count(texts, "Kính nhắc"); n > 2 {
			k.Errorf("%s was reminded %d times", w.person, n)
		}
		if n := count(texts, "Tổng hợp tháng"); n > 2 {
			k.Errorf("%s got the digest %d times", w.person, n)
		}
	}
}

func count(texts []string, part string) int {
	n := 0
	for _, s := range texts {
		if strings.Contains(s, part) {
			n++
		}
	}
	return n
}
