package drill

import (
	"slices"
	"strings"
	"time"
)

const (
	ackLabel    = "Đã nhận"
	resultLabel = "Trả lời kết quả"
)

// govern is what a vice-chair, chair or office does when looking at the phone.
func (p *person) govern(ph *phone) {
	if h := p.w.now.In(hanoi).Hour(); h < 7 || h >= 18 {
		p.at = p.w.now.Add(time.Hour)
		return
	}
	if p.is(idle) {
		p.at = p.w.now.Add(6 * time.Hour)
		return
	}
	switch e := p.deed(); {
	case e != nil && p.open.text != "":
		b := p.open
		p.open = bubble{}
		p.answer(ph, e, b)
		p.at = p.w.now.Add(time.Minute)
	case e != nil:
		e.done = true
		ph.write("menu")
	case len(p.cards) > 0:
		b := p.cards[0]
		if j := b.button(photoLabel); j >= 0 && ph.press(b, j) {
			p.at = p.w.now.Add(time.Minute)
			p.cards[0].buttons = slices.Clone(b.buttons) // and takes it up again
			p.cards[0].buttons[j] = ""
			return
		}
		p.cards = p.cards[1:]
		if !ph.press(b, b.button(ackLabel)) {
			return
		}
		p.w.judges.took(p, code(alertCard, b.text))
		p.at = p.w.now.Add(time.Minute)
	case p.role == lead && p.result.text != "":
		b := p.result
		p.result = bubble{}
		if p.chance.one(2) && ph.press(b, b.button(resultLabel)) {
			p.begin(ph, "answer")
			p.at = p.w.now.Add(time.Minute)
		}
	case p.role == lead && strings.HasPrefix(p.unit, "p") && p.chance.one(40):
		ph.write("giao việc")
		p.begin(ph, "answer")
	case p.chance.one(6):
		ph.write([]string{"báo cáo mới", "tổng hợp", "chưa gửi", "không liên lạc được"}[p.chance.below(4)])
	}
}
