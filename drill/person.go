package drill

import (
	"strings"
	"time"
)

// habit is what somebody is like; he may be several things.
type habit uint32

const (
	late      habit = 1 << iota // answers after hours
	rush                        // does not wait for answers
	plainText                   // types without accents
	apart                       // types letters and accents apart (NFD)
	telex                       // forgets to switch the keyboard
	split                       // cuts a story into messages
	wrong                       // first says something else
	quiet                       // lays the phone aside in the middle
	blocks                      // throws the bot out and takes it back
	lastDay                     // reports in the last two days
	slips                       // puts somebody's telephone number into a story
	shelves                     // says "later" in the middle, and goes on another day
	forgets                     // never reports by himself
	amends                      // changes on Telegram what he wrote
	leaves                      // takes his consent back
	links                       // takes up the other platform
	idle                        // a vice-chair who never answers
)

// habits is how many people have each: one in so many.
var habits = []struct {
	habit habit
	often uint64
}{
	{late, 8}, {rush, 12}, {plainText, 3}, {apart, 9}, {telex, 10}, {split, 6}, {wrong, 8}, {quiet, 12}, {blocks, 25},
	{lastDay, 3}, {slips, 6}, {shelves, 9}, {forgets, 30}, {amends, 5}, {leaves, 25}, {links, 12},
}

// person is one inhabitant with his phones.
type person struct {
	w        *world
	id       string
	name     string
	form     string
	role     role
	unit     string
	index    int
	place    int // in the queue of who looks when
	habits   habit
	chance   chance
	phones   []*phone
	hand     int // the phone in use
	at       time.Time
	plan     []planned
	deeds    []*deed
	open     bubble // the question in view
	cards    []bubble
	result   bubble          // of a vice-chair: a report that may be answered
	strays   map[string]bool // questions he has answered wrongly once
	idles    bool            // does nothing in this history
	newcomer bool            // joins while the city lives
	aways    []span          // when he was not taking part
	laid     bool            // a draft of his lies shelved
	amending *deed           // of which he changed a message, and waits for what comes of it
	tries    int             // times nothing was asked and he tried to go on
}

// planned is something somebody means to do.
type planned struct {
	at   time.Time
	kind string
	of   *deed // of "amend"
}

func newPerson(w *world, id string, r role, unit string, index int) *person {
	p := &person{w: w, id: id, name: nameOf(index), form: forms[index%len(forms)], role: r, unit: unit, index: index,
		chance: chance{seed: w.cfg.Seed, entity: id}, strays: map[string]bool{}}
	zalo, tg := account(id)
	where := p.chance.below(20)
	if where < 13 {
		p.phones = append(p.phones, &phone{w: w, owner: p, platform: "zalo", zaloID: zalo})
	}
	if where >= 10 {
		p.phones = append(p.phones, &phone{w: w, owner: p, platform: "telegram", tgID: tg})
	}
	for _, x := range habits {
		if hash(w.cfg.Seed, id+" habit", int(x.habit))%x.often == 0 {
			p.habits |= x.habit
		}
	}
	if p.is(plainText) {
		p.habits &^= apart | telex
	}
	if p.leads() {
		p.habits &= late | plainText
		if p.chance.one(4) {
			p.habits |= idle
		}
	}
	return p
}

func (p *person) is(h habit) bool { return p.habits&h != 0 }

// leads reports whether somebody acts on what others report.
func (p *person) leads() bool { return p.role == lead || p.role == chair || p.role == office }

// reports reports whether somebody owes a report each month.
func (p *person) reports() bool { return p.role == collaborator || p.role == hamletHead }

// act is somebody looking at his phone, and doing one thing.
func (p *person) act() {
	ph := p.phones[p.hand]
	p.at = p.w.now.Add(p.pace())
	p.look()
	if p.w.over {
		p.at = time.Time{}
		return
	}
	e := p.deed()
	if e != nil {
		e.last = p.w.now
	}
	switch {
	case ph.blocked:
		ph.block(false)
	case p.leads():
		p.govern(ph)
	case e != nil && e.shown != "" && len(p.phones) == 1:
		p.linkUp(e)
	case e != nil && e.code == "" && p.canAmend(ph, e) && p.chance.one(2):
		p.amend(ph, e)
	case e != nil && p.open.text != "":
		b := p.open
		p.open, p.tries = bubble{}, 0
		if p.is(quiet) && p.chance.one(6) {
			p.open = b
			p.at = p.w.now.Add(30 * time.Hour)
			return
		}
		if w, _ := asked(b.text); p.is(shelves) && !p.laid && w == wantNumber && p.chance.one(3) {
			p.laid = true
			ph.write(p.typed("để sau"))
			p.at = p.w.now.Add(time.Duration(3+p.chance.below(20)) * time.Hour)
			return
		}
		p.answer(ph, e, b)
	case e != nil && p.laid && e.kind == "periodic":
		p.laid = false
		ph.write(p.typed("báo cáo")) // he is offered to go on
	case e != nil: // nothing is asked: he tries to go on
		ph.write(p.typed("menu"))
		if p.tries++; p.tries > 2 {
			e.done, p.tries = true, 0 // and gives up
			ph.write(p.typed("hủy"))
		}
	case len(p.cards) > 0:
		b := p.cards[0]
		p.cards = p.cards[1:]
		if p.away() {
			break
		}
		if j := b.button("Trả lời"); j >= 0 && p.chance.below(3) > 0 && ph.press(b, j) {
			p.begin(ph, "prompt_reply")
		}
	case len(p.plan) > 0 && !p.plan[0].at.After(p.w.now):
		what := p.plan[0]
		p.plan = p.plan[1:]
		ph = p.choose()
		if ph.blocked {
			ph.block(false)
		}
		if p.away() {
			p.outside(ph, what.kind)
			break
		}
		switch what.kind {
		case "leave":
			p.leave(ph)
		case "link":
			if len(p.phones) == 1 {
				p.begin(ph, "link", "nối")
			}
		case "urgent":
			p.begin(ph, "urgent", "khẩn", "việc khẩn")
		case "periodic":
			p.begin(ph, "periodic", "báo cáo", "gửi báo cáo")
		case "nil":
			p.begin(ph, "nil", "không có gì")
		case "amend":
			if p.canAmend(ph, what.of) {
				p.amend(ph, what.of)
			}
		case "own":
			ph.write(p.typed("báo cáo của tôi"))
		case "back":
			p.takeBack(ph)
		case "block":
			ph.block(true)
			p.at = p.w.now.Add(time.Duration(10+p.chance.below(20)) * time.Hour)
		default:
			ph.write(p.typed([]string{"báo cáo của tôi", "hạn nộp", "giúp", "xin chào", "cảm ơn trợ lý"}[p.chance.below(5)]))
		}
	}
	if p.deed() == nil && !p.leads() && !ph.blocked && len(p.cards) == 0 {
		p.at = time.Time{} // until something is planned, or comes
		if len(p.plan) > 0 {
			p.at = p.plan[0].at
		}
	}
}

// pace is until somebody looks at the phone again.
func (p *person) pace() time.Duration {
	switch {
	case p.leads():
		return time.Duration(20+p.chance.below(60)) * time.Minute
	case p.is(late):
		return time.Duration(30+p.chance.below(300)) * time.Minute
	case p.is(rush):
		return time.Duration(2+p.chance.below(6)) * time.Second
	}
	return time.Duration(8+p.chance.below(90)) * time.Second
}

// begin starts something, with one of the words for it.
func (p *person) begin(ph *phone, kind string, words ...string) {
	n := len(p.deeds)
	e := &deed{kind: kind, n: n, began: p.w.now, last: p.w.now}
	var secret []private
	e.story, secret = storyOf(p.index, n, &p.chance, p.is(slips) && p.reports())
	e.plain, e.story, e.private, e.urgent = e.story, p.wording(e.story), secret, kind == "urgent"
	for _, x := range secret {
		p.w.judges.traces[x.trace] = true
	}
	p.deeds = append(p.deeds, e)
	p.at, p.open = p.w.now.Add(p.pace()), bubble{}
	if len(words) == 0 {
		return
	}
	word := p.typed(words[p.chance.below(len(words))])
	ph.write(word)
	if p.is(rush) {
		ph.write(word)
	}
}

// look reads what is new on the phones.
func (p *person) look() {
	for i, ph := range p.phones {
		for _, b := range ph.news {
			p.receipt(ph, b)
			p.readAmended(b)
			p.passed(b)
			if w, _ := asked(b.text); w != wantNothing && i == p.hand && p.minds(w) {
				p.open = b
			}
			if i == p.hand && p.leads() && b.button(resultLabel) >= 0 && b.button(ackLabel) < 0 {
				p.result = b
			}
			if i == p.hand && (b.button(ackLabel) >= 0 || strings.Contains(b.text, promptWords)) {
				p.cards = append(p.cards, b)
			}
		}
		ph.news = ph.news[:0]
	}
}

// receipt takes from a bubble what it says of the deed in hand.
func (p *person) receipt(ph *phone, b bubble) {
	e := p.deed()
	if e == nil {
		return
	}
	take := func(c, kind string, done bool) {
		if c == "" || e.kind != kind || e.code != "" {
			return
		}
		for _, x := range p.deeds {
			if x.code == c {
				return
			}
		}
		e.code, e.done, e.filed = c, done, b.at
		p.amendLater(ph, e)
	}
	take(code(urgentReceipt, b.text), "urgent", false)
	take(code(periodicReceipt, b.text), "periodic", true)
	take(code(nilReceipt, b.text), "nil", true)
	take(code(replyReceipt, b.text), "prompt_reply", true)
	for _, end := range []string{code(addedReceipt, b.text), code(nothingAdded, b.text)} {
		if end != "" && end == e.code {
			e.done = true
		}
	}
	if c := code(backReceipt, b.text); e.takes != nil && c == e.takes.code {
		e.done = true
	}
	if e.kind == "nil" && strings.Contains(b.text, nilTwice) || e.kind == "answer" && strings.Contains(b.text, toldBack) {
		e.done = true
	}
}

// missed notes that what somebody wrote of the deed in hand will not arrive, or
// only when he has gone on.
func (p *person) missed(so bool) {
	if e := p.deed(); e != nil && so {
		e.lost = true
	}
}
