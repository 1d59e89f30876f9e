package drill

// takeBack is somebody who wants to take back what he reported last, if it can
// still be on the first page of what he has reported.
func (p *person) takeBack(ph *phone) {
	for i := len(p.deeds) - 1; i >= 0 && i >= len(p.deeds)-4; i-- {
		if e := p.deeds[i]; e.code != "" && e.takes == nil {
			p.begin(ph, "back", "báo cáo của tôi")
			p.deed().takes = e
			return
		}
	}
}

// minds reports whether somebody answers such a question now.
func (p *person) minds(w want) bool {
	e := p.deed()
	return w != wantOwn && w != wantBack || e != nil && e.takes != nil
}

// goBack is the next step of taking a report back; where it cannot be, he leaves it.
func (p *person) goBack(ph *phone, e *deed, b bubble, w want) {
	label := backLabel
	if w == wantOwn {
		label = e.takes.code
	}
	if j := b.button(label); j >= 0 && p.chance.one(2) && ph.press(b, j) {
		return
	}
	if n := b.option(label); n != "" {
		ph.write(n)
		return
	}
	e.done = true
}

// tookBack reports whether somebody ever meant to take a report back.
func (p *person) tookBack() bool {
	for _, e := range p.deeds {
		if e.takes != nil {
			return true
		}
	}
	return false
}
