package main

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

func (d *dweller) throw(most int) int {
	d.throws++
	return d.chance.throw(d.throws, most)
}

func (d *dweller) is(habit int) bool { return d.habit&habit != 0 }

func (d *dweller) deed() *deed {
	if n := len(d.deeds); n > 0 && !d.deeds[n-1].done {
		return d.deeds[n-1]
	}
	return nil
}

// act is somebody looking at his phone, and doing one thing.
func (d *dweller) act() {
	p := d.phones[d.now]
	d.at = d.town.now.Add(d.pace())
	if d.out {
		d.block(p, false)
		return
	}
	d.look()
	e := d.deed()
	switch {
	case d.lead:
		d.govern(p)
	case e != nil && d.open.text != "":
		b := d.open
		d.open = bubble{}
		if d.is(quiet) && d.throw(6) == 0 {
			d.open = b
			d.at = d.town.now.Add(30 * time.Hour)
			return
		}
		d.answer(p, e, b)
	case e != nil: // nothing is asked: he tries to go on
		p.write(d.typed("menu"))
		d.open = bubble{}
		if d.throw(3) == 0 {
			e.done = true // and gives up
		}
	case len(d.cards) > 0:
		b := d.cards[0]
		d.cards = d.cards[1:]
		if d.throw(2) == 0 && p.press(b, b.button("Trả lời")) {
			d.begin(p, "reply")
		}
	case d.is(blocks) && d.throw(4) == 0:
		d.block(p, true)
		d.at = d.town.now.Add(time.Duration(10+d.throw(20)) * time.Hour)
	case d.left > 0:
		d.left--
		d.now = d.throw(len(d.phones))
		p = d.phones[d.now]
		switch k := d.throw(10); {
		case k < 4:
			d.begin(p, "urgent", "khẩn", "việc khẩn")
		case k < 9:
			d.begin(p, "periodic", "báo cáo", "gửi báo cáo")
		default:
			d.begin(p, "nil", "không có gì")
		}
	default:
		p.write(d.typed([]string{"báo cáo của tôi", "hạn nộp", "giúp", "xin chào", "cảm ơn trợ lý"}[d.throw(5)]))
		d.at = d.town.now.Add(time.Duration(20+d.throw(30)) * time.Hour)
	}
}

// pace is until somebody looks at the phone again.
func (d *dweller) pace() time.Duration {
	switch {
	case d.deed() == nil && !d.lead:
		return time.Duration(2+d.throw(20)) * time.Hour
	case d.is(late):
		return time.Duration(30+d.throw(300)) * time.Minute
	case d.lead:
		return time.Duration(20+d.throw(60)) * time.Minute
	case d.is(rush):
		return time.Duration(1+d.throw(5)) * time.Second
	}
	return time.Duration(6+d.throw(90)) * time.Second
}

// block throws the bot out, or takes it back.
func (d *dweller) block(p *phone, on bool) {
	z, tg := ids(d.name)
	d.out = on
	switch {
	case p.platform == "zalo" && on:
		p.zalo.Unfollow(z)
	case p.platform == "zalo":
		p.zalo.Follow(z)
	case on:
		d.must(p.telegram.Block(tg))
	default:
		d.must(p.telegram.Unblock(tg))
	}
}

// begin starts something, with one of the words for it.
func (d *dweller) begin(p *phone, kind string, words ...string) {
	n := len(d.deeds)
	d.deeds = append(d.deeds, &deed{kind: kind, mark: mark(d.index, n), story: d.told(story(d.index, n))})
	d.at, d.open = d.town.now.Add(d.pace()), bubble{}
	if len(words) == 0 {
		return
	}
	word := d.typed(words[d.throw(len(words))])
	p.write(word)
	if d.is(rush) {
		p.write(word)
	}
}

// look reads what is new on the phones.
func (d *dweller) look() {
	for i, p := range d.phones {
		all := p.bubbles()
		for _, b := range all[d.seen[i]:] {
			if b.mine {
				continue
			}
			d.receipt(b.text)
			if need, _ := asked(b.text); need != wantNothing && i == d.now {
				d.open = b
			}
			if i == d.now && (b.button("Đã nhận") >= 0 || strings.Contains(b.text, "đề nghị báo cáo đột xuất")) {
				d.cards = append(d.cards, b)
			}
		}
		d.seen[i] = len(all)
	}
}

func (d *dweller) receipt(text string) {
	e := d.deed()
	if e == nil {
		return
	}
	known := func(c string) bool {
		for _, x := range d.deeds {
			if x.code == c {
				return true
			}
		}
		return false
	}
	take := func(c, kind string, done bool) {
		if c != "" && e.kind == kind && e.code == "" && !known(c) {
			e.code, e.done = c, done
		}
	}
	take(code(urgentReceipt, text), "urgent", false)
	take(code(periodicReceipt, text), "periodic", true)
	take(code(nilReceipt, text), "nil", true)
	take(code(replyReceipt, text), "reply", true)
	if c := code(addedReceipt, text); c != "" && c == e.code {
		e.done = true
	}
	if e.kind == "nil" && strings.Contains(text, nilTwice) {
		e.done = true
	}
	if e.kind == "answer" && strings.Contains(text, "Người gửi đã được báo lại") {
		e.done = true
	}
}

// answer says what the question wants, as this person would.
func (d *dweller) answer(p *phone, e *deed, b bubble) {
	need, most := asked(b.text)
	if d.is(wrong) && !d.strays[b.text] && need != wantMine && need != wantSend {
		d.strays[b.text] = true
		if need == wantStory {
			p.write("7")
		} else {
			p.write(d.typed("việc này khó nói lắm"))
		}
		if need != wantPlace && need != wantSkip {
			return
		}
		d.at = d.town.now.Add(20 * time.Second) // it was taken for the answer
		return
	}
	choose := func(j int, typed string) {
		if j >= 0 && j < len(b.buttons) && d.throw(2) == 0 && p.press(b, j) {
			return
		}
		p.write(d.typed(typed))
	}
	switch need {
	case wantNumber:
		j := d.throw(most)
		choose(j, strconv.Itoa(j+1))
	case wantFirst:
		choose(0, "1")
	case wantMine:
		for _, label := range []string{"Câu đang hỏi", "Là câu trả lời"} {
			if j := b.button(label); j >= 0 && p.press(b, j) {
				return
			}
			if n := b.option(label); n != "" {
				p.write(n)
				return
			}
		}
	case wantPlace:
		d.tell(p, "cuối ngõ chợ cũ")
	case wantStory:
		e.told = true
		d.tell(p, e.story)
	case wantSkip:
		choose(b.button("Bỏ qua"), "bỏ qua")
	case wantNo:
		choose(b.button("Không"), "không")
	case wantSend:
		choose(b.button("Gửi"), "gửi")
	case wantOK:
		choose(b.button("Được"), "được")
	case wantDone:
		p.write(d.typed("xong"))
	}
}

// tell types a story in this person's way.
func (d *dweller) tell(p *phone, story string) {
	if words := strings.Split(story, " "); d.is(split) && len(words) > 6 {
		p.write(strings.Join(words[:4], " "))
		d.pass(time.Duration(1+d.throw(2)) * time.Second)
		p.write(strings.Join(words[4:], " "))
	} else {
		p.write(story)
	}
	if d.throw(2) == 0 || d.is(rush) {
		p.write(d.typed("xong"))
	}
}

// told is how this person writes a story.
func (d *dweller) told(s string) string {
	switch {
	case d.is(plainText):
		return unaccented(s)
	case d.is(apart):
		return norm.NFD.String(s)
	}
	return s
}

// typed is how this person types a command.
func (d *dweller) typed(s string) string {
	if d.is(telex) {
		if t, ok := map[string]string{
			"khẩn": "khaanr", "việc khẩn": "vieecj khaanr", "báo cáo": "baos caos", "gửi báo cáo": "guwir baos caos", "gửi": "guwir",
			"bỏ qua": "bor qua", "không": "khoong", "không có gì": "khoong cos gif", "giúp": "giups",
		}[s]; ok {
			return t
		}
	}
	return d.told(s)
}

// unaccented takes the accents away, as on a keyboard without them.
func unaccented(s string) string {
	return strings.NewReplacer("đ", "d", "Đ", "D").Replace(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s)))
}

// govern is what a vice-chair does when he looks at his phone.
func (d *dweller) govern(p *phone) {
	if h := d.town.now.Hour(); h < 7 || h >= 18 {
		return
	}
	if d.is(idleLead) {
		return
	}
	switch e := d.deed(); {
	case e != nil && d.open.text != "":
		b := d.open
		d.open = bubble{}
		d.answer(p, e, b)
		d.at = d.town.now.Add(time.Minute)
	case e != nil:
		e.done = true
		p.write("menu")
	case len(d.cards) > 0:
		b := d.cards[0]
		d.cards = d.cards[1:]
		if !p.press(b, b.button("Đã nhận")) {
			return
		}
		d.at = d.town.now.Add(time.Minute)
		if d.throw(2) == 0 {
			d.settle()
			for _, x := range p.bubbles() {
				if j := x.button("Trả lời kết quả"); j >= 0 && x.id > b.id && p.press(x, j) {
					d.begin(p, "answer")
					return
				}
			}
		}
	case d.unit == "bd" && d.throw(6) == 0:
		p.write("giao việc")
		d.begin(p, "answer")
	case d.throw(4) == 0:
		p.write([]string{"báo cáo mới", "tổng hợp", "chưa gửi", "không liên lạc được"}[d.throw(4)])
		d.settle()
		p.write("1")
	}
}
