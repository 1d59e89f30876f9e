package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

// view reads the store.
func (w *town) view(f func(bot.View)) {
	w.Helper()
	w.must(w.node.store.View(context.Background(), func(v bot.View) error { f(v); return nil }))
}

// report is a report as it stands.
func (w *town) report(id string) (r report.Report) {
	w.Helper()
	w.view(func(v bot.View) {
		var ok bool
		if r, ok = v.Report(id); !ok {
			w.Errorf("no report %s", id)
		}
	})
	return r
}

// record is everything kept of a report.
func (w *town) record(id string) string {
	w.Helper()
	b, err := json.Marshal(w.report(id))
	w.must(err)
	return string(b)
}

// rows is the outbox: what is not sent yet, or cannot be.
func (w *town) rows(states ...bot.OutState) (rows []bot.Outgoing) {
	w.Helper()
	w.view(func(v bot.View) {
		for _, o := range v.Outbox(0, 100_000) {
			for _, s := range states {
				if o.State == s {
					rows = append(rows, o)
				}
			}
		}
	})
	return rows
}

// fact is one line about the state of things: of a report ("2611-0001"), a
// person ("lan"), the outbox ("hộp gửi") or the timers ("hẹn giờ").
func (w *town) fact(key string) (line string) {
	w.Helper()
	sizes := w.node.store.Sizes()
	switch key {
	case "hộp gửi":
		return fmt.Sprintf("chờ %d, cất %d, hỏng %d, không rõ %d", sizes.Queued, sizes.Parked, sizes.Dead, sizes.Maybe)
	case "hẹn giờ":
		return strconv.Itoa(sizes.Timers)
	}
	w.view(func(v bot.View) {
		if r, ok := v.Report(key); ok {
			line = reportFact(r)
			return
		}
		p, ok := v.Person(key)
		if !ok {
			line = "không có"
			return
		}
		line = personFact(p, v.PostsOf(key))
	})
	return line
}

func reportFact(r report.Report) string {
	parts := []string{r.Kind}
	if r.Level != "" {
		parts = append(parts, r.Level)
	}
	parts = append(parts, r.Unit, r.State.Words())
	if r.Partial {
		parts = append(parts, "còn dở")
	}
	if r.Late {
		parts = append(parts, "muộn")
	}
	if r.Ack != nil {
		parts = append(parts, "nhận bởi "+r.Ack.Unit)
	}
	for _, h := range r.HeldBy {
		parts = append(parts, "ở "+h.Unit)
	}
	if r.Person == "" {
		parts = append(parts, "không tên")
	}
	return strings.Join(parts, ", ") + ": " + strings.Join(fieldFacts(r.Fields), "; ")
}

func fieldFacts(fields []report.Field) (out []string) {
	for _, f := range fields {
		for i, item := range f.Items {
			out = append(out, fmt.Sprintf("%s %d (%s)", f.ID, i+1, strings.Join(fieldFacts(item), "; ")))
		}
		if len(f.Items) == 0 {
			out = append(out, f.ID+"="+f.Value)
		}
	}
	return out
}

func personFact(p org.Person, posts []org.Post) string {
	state := "chưa tham gia"
	switch {
	case !p.Erased.IsZero():
		state = "đã xóa"
	case p.Consent.Given():
		state = "đồng ý bản " + p.Consent.Version
	case !p.Consent.At.IsZero():
		state = "đã rút đồng ý"
	}
	parts := []string{strings.TrimSpace(p.Name + " " + state), p.Address, fmt.Sprintf("%d kênh", len(p.Chats))}
	for _, x := range posts {
		if x.Held() {
			parts = append(parts, string(x.Role)+" "+x.Unit)
		}
	}
	return strings.Join(parts, ", ")
}

// bindGroup makes a chat group of people and binds it to a unit.
func (w *town) bindGroup(unit, platform string, members ...string) chat.Address {
	w.Helper()
	a := w.makeGroup(platform, members...)
	w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		_, err := tx.Apply(bot.Change{Groups: []org.Group{{Address: a, Unit: unit, Title: "CTV " + unit, Bound: w.now}}})
		return err
	}))
	return a
}

// makeGroup makes a chat group, with the bot in it.
func (w *town) makeGroup(platform string, members ...string) chat.Address {
	w.Helper()
	var zs []string
	var tgs []int64
	for _, m := range members {
		z, tg := ids(m)
		w.zalo.AddUser(z, m)
		w.telegram.AddUser(tg, m)
		zs, tgs = append(zs, z), append(tgs, tg)
	}
	if platform == "zalo" {
		return chat.Address{Channel: "zalo", ID: w.zalo.CreateGroup("CTV", zs...)}
	}
	id := w.telegram.CreateGroup("CTV", tgs...)
	w.must(w.telegram.AddBot(id, tgs[0]))
	w.settle()
	return chat.Address{Channel: "telegram", ID: strconv.FormatInt(id, 10)}
}

// groupTexts is what the bot wrote in a group.
func (w *town) groupTexts(a chat.Address) (texts []string) {
	w.Helper()
	if a.Channel == "zalo" {
		for _, b := range w.zalo.Group(a.ID) {
			if b.FromOA {
				texts = append(texts, b.Text)
			}
		}
		return texts
	}
	id, err := strconv.ParseInt(a.ID, 10, 64)
	w.must(err)
	for _, b := range w.telegram.Group(id) {
		if b.FromBot {
			texts = append(texts, b.Text)
		}
	}
	return texts
}

// moment is a time in Hanoi: "2026-11-15 08:00".
func moment(s string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", s, hanoi)
	if err != nil {
		panic(err)
	}
	return t
}

// goTo lets time pass until a moment.
func (w *town) goTo(s string) {
	w.Helper()
	w.pass(moment(s).Sub(w.now))
}
