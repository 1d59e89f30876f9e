package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"langnghe/bot"
	"langnghe/bot/chat"
)

// TestWeekTwice lets twenty people live through a week with the program, on a
// virtual clock, and does it again: one seed gives one history, to the byte.
// What must hold of any week is looked at as well.
func TestWeekTwice(t *testing.T) {
	run := func(name string, seed uint64) (history []string) {
		t.Run(name, func(t *testing.T) {
			y := newWeek(t, seed)
			y.live()
			y.judge()
			history = y.history
		})
		return history
	}
	a, b, other := run("first", 1), run("again", 1), run("another", 2)
	if i := parting(a, b); i >= 0 {
		t.Errorf("one seed gave two histories of %d and %d lines; they part at line %d:\n%s\n%s", len(a), len(b), i, line(a, i), line(b, i))
	}
	if parting(a, other) < 0 {
		t.Error("two seeds gave one history")
	}
}

// parting is where two histories part, -1 when they do not.
func parting(a, b []string) int {
	for i := range max(len(a), len(b)) {
		if i >= len(a) || i >= len(b) || a[i] != b[i] {
			return i
		}
	}
	return -1
}

func line(history []string, i int) string {
	if i >= len(history) {
		return "(the end)"
	}
	return history[i]
}

// What people are like; somebody may be several things.
const (
	late      = 1 << iota // answers after hours
	rush                  // does not wait for answers
	plainText             // types without accents
	apart                 // types letters and accents apart (NFD)
	telex                 // forgets to switch the keyboard
	split                 // cuts a story into messages
	wrong                 // first says something else
	quiet                 // lays the phone aside in the middle
	blocks                // throws the bot out and takes it back
	idleLead              // a vice-chair who never answers
)

// weekPeople live in the week beside those of townOrg.
const weekPeople = `
  - {id: hoa, name: "Nguyễn Thị Hòa", xung_ho: bác, posts: [{unit: bd, role: collaborator}]}
  - {id: phuc, name: "Trần Văn Phúc", xung_ho: ông, posts: [{unit: bd, role: collaborator}]}
  - {id: dung, name: "Lê Tiến Dũng", xung_ho: chú, posts: [{unit: bd, role: collaborator}]}
  - {id: nga, name: "Phạm Thúy Nga", xung_ho: cô, posts: [{unit: bd, role: collaborator}]}
  - {id: quy, name: "Vũ Văn Quý", xung_ho: ông, posts: [{unit: nh, role: collaborator}]}
  - {id: tam, name: "Đặng Thị Tám", xung_ho: bà, posts: [{unit: nh, role: collaborator}]}
  - {id: loc, name: "Bùi Đức Lộc", xung_ho: bác, posts: [{unit: nh, role: collaborator}]}
  - {id: xuan, name: "Đỗ Thị Xuân", xung_ho: bà, posts: [{unit: nh, role: collaborator}]}
  - {id: kien, name: "Ngô Trung Kiên", xung_ho: anh, posts: [{unit: nh, role: collaborator}]}
`

// week is the town and who lives in it.
type week struct {
	*town
	people  []*dweller
	groups  []chat.Address
	history []string
	acked   []delivered
	tgCalls int
	seed    uint64
}

// dweller is one of the twenty.
type dweller struct {
	*week
	name   string // id
	unit   string // where his reports belong
	index  int
	habit  int
	lead   bool
	chance chance
	throws int
	phones []*phone
	now    int // the phone in his hand
	seen   []int
	open   bubble // the question in view
	cards  []bubble
	at     time.Time // when he looks at the phone again
	left   int       // errands still to do this week
	deeds  []*deed
	strays map[string]bool // questions he has answered wrongly once
	out    bool            // the bot is thrown out
}

// deed is something somebody does.
type deed struct {
	kind  string // urgent, periodic, nil, reply, answer
	story string // in the words typed
	mark  string
	code  string
	done  bool
	told  bool // the story was typed
}

func newWeek(t *testing.T, seed uint64) *week {
	t.Helper()
	y := &week{seed: seed}
	y.town = newTown(t)
	y.write("org.yaml", strings.TrimRight(townOrg, "\n")+weekPeople)
	y.restart()
	y.tap()
	units := map[string]string{"mai": "bd", "pct-cum": "cum", "vp": "hn", "pct-hn": "hn", "qt": "hn"}
	for i, p := range []struct {
		name, unit, where string
		habit             int
	}{
		{"lan", "bd", "zalo", 0}, {"tho", "bd", "telegram", late}, {"mai", "", "both", plainText}, {"hoa", "bd", "zalo", apart | split},
		{"phuc", "bd", "telegram", telex | rush}, {"dung", "bd", "zalo", wrong}, {"nga", "bd", "telegram", quiet},
		{"cuc", "nh", "zalo", blocks | split}, {"quy", "nh", "both", plainText | wrong}, {"tam", "nh", "telegram", blocks},
		{"loc", "nh", "zalo", telex}, {"xuan", "nh", "telegram", apart | late}, {"kien", "nh", "zalo", rush | split},
		{"pct-bd", "bd", "both", 0}, {"ct-bd", "bd", "zalo", late}, {"pct-nh", "nh", "telegram", idleLead}, {"pct-cum", "", "zalo", late},
		{"vp", "", "telegram", idleLead}, {"pct-hn", "", "zalo", late}, {"qt", "", "telegram", idleLead},
	} {
		if p.unit == "" {
			p.unit = units[p.name]
		}
		y.settleIn(p.name + "@" + p.where)
		d := &dweller{
			week: y, name: p.name, unit: p.unit, index: i, habit: p.habit, lead: i >= 13, chance: chance{seed, p.name},
			left: 2, strays: map[string]bool{},
		}
		if d.lead {
			d.left = 0
		}
		for _, platform := range []string{"zalo", "telegram"} {
			if p.where == platform || p.where == "both" {
				d.phones = append(d.phones, y.phone(p.name+"@"+platform))
				d.seen = append(d.seen, 0)
			}
		}
		d.at = y.town.now.Add(time.Duration(d.throw(3*24*60)) * time.Minute)
		if d.lead {
			d.at = y.town.now.Add(time.Hour)
		}
		y.people = append(y.people, d)
	}
	y.groups = append(y.groups, y.bindGroup("bd", "zalo", "lan", "tho", "pct-bd"), y.bindGroup("nh", "telegram", "cuc", "quy", "pct-nh"))
	return y
}

// tap notes each webhook with its answer, after the calls made before it.
func (y *week) tap() {
	inner := y.hooks
	y.hooks = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			y.Fatal(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		y.drain()
		s := &statusOnly{header: w.Header()}
		inner.ServeHTTP(s, r)
		if s.status == 0 {
			s.status = http.StatusOK
		}
		w.WriteHeader(s.status)
		if s.status == http.StatusOK {
			y.acked = append(y.acked, delivered{r.URL.Path, r.Header.Clone(), body})
		}
		y.log("webhook %s %d %s", r.URL.Path, s.status, body)
	})
}

func (y *week) log(format string, args ...any) {
	y.history = append(y.history, y.town.now.UTC().Format(time.RFC3339Nano)+" "+fmt.Sprintf(format, args...))
}

// drain notes the calls made to the platforms since it was last called.
func (y *week) drain() {
	for _, c := range y.zalo.Calls() {
		y.log("zalo %s", y.canonical(c))
	}
	y.zalo.ForgetCalls()
	calls := y.telegram.Calls()
	for _, c := range calls[y.tgCalls:] {
		y.log("telegram %s", y.canonical(c))
	}
	y.tgCalls = len(calls)
}

func (y *week) canonical(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		y.Fatal(err)
	}
	return string(data)
}

// night notes everything the store holds of reports and of what is to be sent.
func (y *week) night() {
	y.drain()
	if err := y.node.store.View(context.Background(), func(v bot.View) error {
		for _, unit := range y.node.bot.Tree.All() {
			for _, r := range v.ReportsIn(unit, "2026-11") {
				y.log("report %s", y.canonical(r))
			}
			for _, p := range v.Prompts(unit) {
				y.log("request %s", y.canonical(p))
			}
		}
		for _, o := range v.Outbox(0, 100_000) {
			y.log("row %s", y.canonical(o))
		}
		for _, a := range v.Audits(100_000) {
			y.log("audit %s", y.canonical(a))
		}
		return nil
	}); err != nil {
		y.Fatal(err)
	}
}

// live is the week: whoever looks at his phone next does so, one after another.
func (y *week) live() {
	begin := y.town.now
	for day := 1; day <= 7; day++ {
		end := begin.Add(time.Duration(day) * 24 * time.Hour)
		for {
			var d *dweller
			for _, p := range y.people {
				if d == nil || p.at.Before(d.at) {
					d = p
				}
			}
			if !d.at.Before(end) {
				break
			}
			y.pass(d.at.Sub(y.town.now))
			d.act()
			y.settle()
		}
		y.pass(end.Sub(y.town.now))
		if day == 4 {
			y.restart()
			y.tap()
		}
		y.night()
	}
	y.pass(5 * time.Minute)
	y.night()
}
