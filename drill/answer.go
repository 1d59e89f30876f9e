package drill

import (
	"strconv"
	"strings"
	"time"
)

// answer says what the question wants, as this person would.
func (p *person) answer(ph *phone, e *deed, b bubble) {
	w, most := asked(b.text)
	if p.is(wrong) && !p.strays[b.text] && w != wantMine && w != wantSend && w != wantOK && !e.seals() {
		p.strays[b.text] = true
		if w == wantStory {
			ph.write("7")
		} else {
			ph.write(p.typed("việc này khó nói lắm"))
		}
		if w != wantPlace && w != wantSkip {
			return
		}
		p.at = p.w.now.Add(20 * time.Second) // it was taken for the answer
		return
	}
	choose := func(j int, typed string) {
		if j >= 0 && j < len(b.buttons) && p.chance.one(2) && ph.press(b, j) {
			return
		}
		ph.write(p.typed(typed))
	}
	switch w {
	case wantNumber:
		j := p.chance.below(most)
		choose(j, strconv.Itoa(j+1))
	case wantFirst:
		choose(0, "1")
	case wantMine:
		for _, label := range []string{"Câu đang hỏi", "Là câu trả lời"} {
			if j := b.button(label); j >= 0 && ph.press(b, j) {
				return
			}
			if n := b.option(label); n != "" {
				ph.write(n)
				return
			}
		}
	case wantName:
		ph.write(p.name)
	case wantOwn, wantBack:
		p.goBack(ph, e, b, w)
	case wantPlace:
		p.tell(ph, p.wording("cuối ngõ chợ cũ"))
	case wantStory:
		e.urgent = e.urgent || strings.Contains(b.text, "Tình hình hiện nay")
		e.amended.message, e.amended.sent = p.tell(ph, e.story), p.w.now
		e.typed++
	case wantPhoto:
		if p.chance.one(3) {
			words := ""
			if len(e.private) > 0 {
				words = "ảnh chụp sáng nay, " + e.private[0].words
			}
			if n := ph.show(e, 1+max(0, p.chance.below(5)-1), words); n > 0 {
				e.photos += n
				return
			}
		}
		choose(b.button("Bỏ qua"), "bỏ qua")
	case wantSkip:
		choose(b.button("Bỏ qua"), "bỏ qua")
	case wantNo:
		choose(b.button("Không"), "không")
	case wantSend:
		choose(b.button("Gửi"), "gửi")
	case wantOK:
		choose(b.button("Được"), "được")
	case wantDone:
		ph.write(p.typed("xong"))
	}
}

// seals reports whether somebody means to leave, to come, or to be linked: then
// he says nothing else first.
func (e *deed) seals() bool {
	return e.kind == "leave" || e.kind == "return" || e.kind == "join" || e.kind == "link"
}

// tell types a story in this person's way; it gives the number of the message
// where it is one, on Telegram.
func (p *person) tell(ph *phone, story string) (message int) {
	if words := strings.Split(story, " "); p.is(split) && len(words) > 6 {
		ph.write(strings.Join(words[:4], " "))
		ph.write(strings.Join(words[4:], " "))
	} else if ph.write(story) {
		message = ph.wroteID
	}
	if p.is(rush) || p.chance.one(2) {
		ph.write(p.typed("xong"))
	}
	return message
}
