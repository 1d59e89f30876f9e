package main

import (
	"bytes"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"langnghe/bot"
	"langnghe/bot/org"
	"langnghe/bot/report"
)

// Whatever a test does with a town, at its end nothing may have got where it
// must not: names and urgent texts into groups, reporters' names above their
// unit, and anything of people or of secrets into the log and the metrics.

// logBook keeps the log of a town.
type logBook struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write implements io.Writer.
func (b *logBook) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *logBook) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

func (b *logBook) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(b, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// checkSecrecy runs when a test ends.
func (w *town) checkSecrecy() {
	people, posts, urgent := w.known()
	for _, leak := range groupLeaks(w.allGroupTexts(), people, urgent) {
		w.Error(leak)
	}
	w.checkAbove(people, posts)
	w.checkLogs(people)
}

// known is who there is and what was told as urgent.
func (w *town) known() (people []org.Person, posts map[string][]org.Post, urgent []report.Report) {
	posts = map[string][]org.Post{}
	w.view(func(v bot.View) {
		people = v.People()
		for _, p := range people {
			posts[p.ID] = v.PostsOf(p.ID)
			for _, r := range v.ReportsOf(p.ID, 1000) {
				if r.Kind == report.Urgent {
					urgent = append(urgent, r)
				}
			}
		}
	})
	return people, posts, urgent
}

// allGroupTexts is everything the bot wrote in any group.
func (w *town) allGroupTexts() (texts []string) {
	for _, g := range w.zalo.Groups() {
		for _, b := range w.zalo.Group(g.ID) {
			if b.FromOA {
				texts = append(texts, b.Text)
			}
		}
	}
	for n := int64(1); n <= 50; n++ {
		for _, id := range []int64{-4000000 - n, -1001000000000 - 4000000 - n} {
			for _, b := range w.telegram.Group(id) {
				if b.FromBot {
					texts = append(texts, b.Text)
				}
			}
		}
	}
	return texts
}

func groupLeaks(texts []string, people []org.Person, urgent []report.Report) (leaks []string) {
	for _, text := range texts {
		for _, p := range people {
			if p.Name != "" && strings.Contains(text, p.Name) {
				leaks = append(leaks, fmt.Sprintf("a group was told the name of %s: %s", p.ID, text))
			}
		}
		for _, r := range urgent {
			for _, told := range toldTexts(r.Fields) {
				if strings.Contains(text, told) {
					leaks = append(leaks, fmt.Sprintf("a group was told of urgent report %s: %s", r.ID, text))
				}
			}
		}
	}
	return leaks
}

// toldTexts are the answers of some length.
func toldTexts(fields []report.Field) (texts []string) {
	for _, f := range fields {
		if utf8.RuneCountInString(f.Value) >= 8 {
			texts = append(texts, f.Value, f.Shown)
		}
		for _, item := range f.Items {
			texts = append(texts, toldTexts(item)...)
		}
	}
	return texts
}

// checkAbove looks that nobody who works above the wards, or in another ward,
// was ever shown the name of somebody who reports.
func (w *town) checkAbove(people []org.Person, posts map[string][]org.Post) {
	for _, reader := range people {
		own := w.node.bot.Tree.Around(w.former[reader.ID])
		for _, post := range posts[reader.ID] {
			own = append(own, w.node.bot.Tree.Around(w.node.bot.Tree.Committee(post.Unit))...)
		}
		for _, platform := range []string{"zalo", "telegram"} {
			ph := &phone{town: w, person: reader.ID, platform: platform}
			for _, b := range ph.bubbles() {
				if b.mine {
					continue
				}
				for _, p := range people {
					if p.Name == "" || p.ID == reader.ID || !reports(posts[p.ID]) || shares(own, posts[p.ID]) {
						continue
					}
					if strings.Contains(b.text, p.Name) {
						w.Errorf("%s was shown the name of %s: %s", reader.ID, p.ID, b.text)
					}
				}
			}
		}
	}
}

func reports(posts []org.Post) bool {
	return slices.ContainsFunc(posts, func(p org.Post) bool { return p.Role.Reports() })
}

func shares(units []string, posts []org.Post) bool {
	return slices.ContainsFunc(posts, func(p org.Post) bool { return slices.Contains(units, p.Unit) })
}

// secrets of the towns' settings.
var secrets = []string{"100200300:token", "hook-secret", "app-secret", "oa-secret", "rt-first"}

// checkLogs looks through the log and the metrics for what must not be there.
func (w *town) checkLogs(people []org.Person) {
	log := w.logs.String()
	families, err := w.node.meters.registry.Gather()
	if err != nil {
		w.Error(err)
	}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			for _, l := range m.GetLabel() {
				log += "\nmetric " + f.GetName() + " " + l.GetName() + "=" + l.GetValue()
			}
		}
	}
	bad := slices.Clone(secrets)
	for _, p := range people {
		bad = append(bad, p.Name)
		for _, a := range p.Chats {
			bad = append(bad, a.ID)
		}
	}
	bad = append(bad, w.typed...)
	for _, s := range bad {
		if utf8.RuneCountInString(s) < 6 || !strings.Contains(log, s) {
			continue
		}
		for line := range strings.Lines(log) {
			if strings.Contains(line, s) {
				w.Errorf("%q is in the log: %s", s, line)
				break
			}
		}
	}
}
