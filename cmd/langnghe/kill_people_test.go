package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// walker is somebody with a phone, who answers what it shows last.
type walker struct {
	last string // question answered last
	*phone
	k      *kill
	chance chance
	index  int
	leads  bool // acknowledges what is urgent and asks for reports
	waits  bool // lets the bot find out that a text is complete
	throws int
	seen   int // bubbles looked at
	runs   []*errand
	open   bubble   // the question in view
	next   string   // to be typed when the message before has its tick
	after  string   // that message
	left   int      // errands still to begin while the test ends
	alerts []bubble // urgent reports to be taken in hand
	taking string   // the one just pressed on, until the bot answers
}

// errand is one thing somebody wants done.
type errand struct {
	kind  string // urgent, periodic, nil, prompt
	story string
	place string
	code  string // of the report, as the receipt said
	done  bool
	said  map[string]bool // questions answered
}

func (w *walker) throw(most int) int {
	w.throws++
	return w.chance.throw(w.throws, most)
}

func (w *walker) errand() *errand {
	if len(w.runs) == 0 {
		return nil
	}
	if e := w.runs[len(w.runs)-1]; !e.done {
		return e
	}
	return nil
}

func (w *walker) idle() bool {
	return w.errand() == nil && w.left == 0 && w.next == "" && len(w.alerts) == 0 && w.taking == ""
}

func (w *walker) where() string {
	last := "nothing"
	if all := w.bubbles(); len(all) > 0 {
		last = fmt.Sprintf("%q (his own: %t)", all[len(all)-1].text, all[len(all)-1].mine)
	}
	return fmt.Sprintf("errand %+v, %d to come, alerts %d, taking %q, next %q, the phone shows %s",
		w.errand(), w.left, len(w.alerts), w.taking, w.next, last)
}

// act does one thing now and then.
func (w *walker) act() {
	pause := 12
	if w.k.ending {
		pause = 4
	}
	if w.throw(pause) > 0 {
		return
	}
	if w.next != "" {
		if w.k.post.has(w.after) {
			text := w.next
			w.next = ""
			w.write(text)
		}
		return
	}
	w.look()
	e := w.errand()
	switch {
	case w.taking != "":
	case e == nil && len(w.alerts) > 0:
		b := w.alerts[0]
		w.alerts = w.alerts[1:]
		if w.phone.press(b, b.button("Đã nhận")) {
			w.taking = b.text
		}
	case e == nil && w.leads && !w.k.ending && w.throw(15) > 0:
	case e == nil && (!w.k.ending || w.left > 0):
		w.left = max(0, w.left-1)
		w.begin()
	case e != nil && w.open.text != "":
		b := w.open
		w.open = bubble{}
		about := b.text
		if need, _ := asked(b.text); need == wantMine {
			about += w.last // may be asked of each question anew
		} else {
			w.last = b.text
		}
		if e.said[about] {
			return // the same once more, after a restart: answered already
		}
		e.said[about] = true
		w.answer(e, b)
	}
}

// look reads what is new on the phone.
func (w *walker) look() {
	all := w.bubbles()
	for _, b := range all[w.seen:] {
		if b.mine {
			continue
		}
		w.receipt(b.text)
		if need, _ := asked(b.text); need != wantNothing {
			w.open = b
		}
		if w.leads && strings.Contains(b.text, "🔔 VIỆC ") {
			w.alerts = append(w.alerts, b)
		}
		if strings.Contains(b.text, "đã nhận việc mã") || strings.Contains(b.text, "nhận lúc") {
			w.taking = ""
		}
	}
	w.seen = len(all)
}

// receipt notes what a bubble says has become of an errand.
func (w *walker) receipt(text string) {
	known := func(c string) bool {
		return slices.ContainsFunc(w.runs, func(e *errand) bool { return e.code == c })
	}
	e := w.errand()
	first := func(c, kind string, done bool) {
		if c == "" || known(c) {
			return
		}
		if e == nil || e.kind != kind || e.code != "" {
			w.Errorf("%s: a receipt %s for nothing he did now", w.person, c)
			return
		}
		e.code, e.done = c, done
	}
	first(code(urgentReceipt, text), "urgent", false)
	first(code(periodicReceipt, text), "periodic", true)
	first(code(nilReceipt, text), "nil", true)
	if c := code(addedReceipt, text); c != "" && e != nil && e.code == c {
		e.done = true
	}
	if e != nil && e.kind == "nil" && strings.Contains(text, nilTwice) {
		e.done = true
	}
	if e != nil && e.kind == "prompt" {
		if _, rest, ok := strings.Cut(text, "Đã gửi yêu cầu "); ok {
			c, _, _ := strings.Cut(rest, " ")
			if !known(c) {
				e.code, e.done = c, true
			}
		}
	}
}

// begin starts an errand.
func (w *walker) begin() {
	n := len(w.runs)
	e := &errand{story: story(w.index, n), place: "ngõ cuối chợ " + mark(w.index, n), said: map[string]bool{}}
	w.runs, w.open = append(w.runs, e), bubble{}
	switch d := w.throw(10); {
	case w.leads:
		e.kind = "prompt"
		w.write("giao việc")
	case d < 5 || w.person == killReminded:
		e.kind = "urgent"
		w.write([]string{"khẩn", "khan", "Việc khẩn"}[d%3])
	case d < 9:
		e.kind = "periodic"
		w.write([]string{"báo cáo", "bao cao", "bc"}[d%3])
	default:
		e.kind = "nil"
		w.write("không có gì")
	}
}

// answer says what the question wants, by button or by number.
func (w *walker) answer(e *errand, b bubble) {
	need, most := asked(b.text)
	choose := func(j int, typed string) {
		if j >= 0 && w.throw(2) == 0 && w.phone.press(b, j) {
			return
		}
		w.write(typed)
	}
	switch need {
	case wantNumber:
		j := w.throw(most)
		if len(b.buttons) <= j {
			choose(-1, strconv.Itoa(j+1))
			return
		}
		choose(j, strconv.Itoa(j+1))
	case wantFirst:
		choose(min(0, len(b.buttons)-1), "1")
	case wantMine:
		for _, label := range []string{"Câu đang hỏi", "Là câu trả lời"} {
			if j := b.button(label); j >= 0 && w.phone.press(b, j) {
				return
			}
			if n := b.option(label); n != "" {
				w.write(n)
				return
			}
		}
		w.Errorf("%s cannot say which number it was: %q", w.person, b.text)
	case wantPlace:
		w.tell(e.place)
	case wantStory:
		w.tell(e.story)
	case wantSkip:
		choose(b.button("Bỏ qua"), "bỏ qua")
	case wantNo:
		choose(b.button("Không"), "không")
	case wantSend:
		choose(b.button("Gửi"), "gửi")
	case wantOK:
		w.Errorf("%s: something was hidden in %q", w.person, b.text)
		w.write("được")
	}
}

// tell types a text, and that it is complete once the text has its tick.
func (w *walker) tell(text string) {
	id, ok := w.write(text)
	if ok && !w.waits {
		w.next, w.after = "xong", id
	}
}
