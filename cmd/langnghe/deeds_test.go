package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"langnghe/bot"
	"langnghe/zalo/zalosim"
)

// What people and operators do in the tests of the whole.

// morePeople adds people, or anything else, at the end of the town's org file.
func morePeople(yaml string) townOption { return func(w *town) { w.more = yaml } }

// urgent files an urgent report of the most urgent sort.
func (w *town) urgent(p *phone) (code string) {
	w.Helper()
	p.says("khẩn")
	p.says("3")
	p.says("ngõ 12 phố Đội Cấn")
	got := p.says("cháy nhà hai tầng, khói rất nhiều")
	_, rest, ok := strings.Cut(got, "Mã: ")
	if !ok {
		w.Fatalf("no urgent report was filed: %s", got)
	}
	w.pass(10 * time.Second) // the next question has come, too
	p.news()
	return rest[:9]
}

// periodic files a periodic report with one opinion.
func (w *town) periodic(p *phone, words string) (code string) {
	w.Helper()
	for _, s := range []string{"báo cáo", "giao thông", "ùn tắc"} {
		p.says(s)
	}
	p.says(words)
	for _, s := range []string{"1", "2", "bỏ qua", "không"} {
		p.says(s)
	}
	got := p.says("gửi")
	_, rest, ok := strings.Cut(got, "Mã báo cáo: ")
	if !ok {
		w.Fatalf("no report was filed: %s", got)
	}
	return rest[:9]
}

// operator does an operator's task; arguments come in pairs.
func (w *town) operator(do string, args ...string) string {
	w.Helper()
	t := task{Do: do, Args: map[string]string{}}
	for i := 0; i+1 < len(args); i += 2 {
		t.Args[args[i]] = args[i+1]
	}
	text, err := w.node.operate(context.Background(), t)
	w.must(err)
	return text
}

// nothingLeft fails when a message is still on its way, lost or in doubt.
func (w *town) nothingLeft() {
	w.Helper()
	for _, o := range w.rows(bot.Queued, bot.Sending, bot.Dead, bot.MaybeSent) {
		w.Errorf("left in the outbox: %s %s, %s", o.Class, o.State, o.Reason)
	}
	if z := w.node.store.Sizes(); z.Waiting+z.Quarantined > 0 {
		w.Errorf("left in the inbox: %+v", z)
	}
}

// allTexts is everything the bot ever wrote on a phone.
func allTexts(p *phone) string {
	var b strings.Builder
	for _, x := range p.bubbles() {
		if !x.mine {
			b.WriteString(x.text + "\n")
		}
	}
	return b.String()
}

// rewrite changes one of the town's files.
func (w *town) rewrite(name, old, now string) {
	w.Helper()
	data, err := os.ReadFile(filepath.Join(w.dir, name))
	w.must(err)
	if !strings.Contains(string(data), old) {
		w.Fatalf("%s does not hold %q", name, old)
	}
	w.write(name, strings.Replace(string(data), old, now, 1))
}

// lastWrote sets when somebody last wrote on Zalo, as we and Zalo know it.
func (w *town) lastWrote(person string, ago time.Duration) {
	w.Helper()
	a, at := addressOf(person, "zalo"), w.now.Add(-ago)
	w.zalo.Place(zalosim.Person{ID: a.ID, Name: person, Follower: true, LastInteraction: at})
	w.must(w.node.store.Update(context.Background(), func(tx bot.Tx) error {
		_, err := tx.Apply(bot.Change{Contacts: []bot.Contact{{Chat: a, LastIn: at}}})
		return err
	}))
}

// sleep is time in which the program does not run.
func (w *town) sleep(until string) {
	w.Helper()
	w.must(w.node.Close())
	w.now = moment(until)
	w.open()
	w.settle()
}
