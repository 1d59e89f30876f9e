package text

// unit steps over a digit word behind tens and returns it, or 0. "năm" there is the year: twenty-five is "hai mươi lăm".
func (p *numberParser) unit() int64 {
	if p.yearWord() {
		return 0
	}
	return p.anyUnit()
}

// yearWord tells whether the next word is năm, which is five or a year.
func (p *numberParser) yearWord() bool { return p.at(0).text == "năm" || p.at(0).text == "nam" }

// anyUnit steps over a digit word and returns it, or 0.
func (p *numberParser) anyUnit() int64 {
	if n := p.word(0); n.kind == numDigit || n.kind == numUnit {
		p.i++
		return n.value
	}
	return 0
}

// ten reads mười and what follows. "mươi" or "chục" without a digit before is about ten.
func (p *numberParser) ten() (quantity, bool) {
	loose := p.at(0).text != "mười" && p.at(0).text != "muoi"
	p.i++
	if loose && p.word(0) == (numeral{numTen, 10}) { // mươi mười lăm: ten to fifteen
		p.i++
		return quantity{lo: whole(10), hi: whole(10 + p.unit()), ranged: true, approx: true}, true
	}
	if p.word(0).kind == numHalf {
		p.i++
		return quantity{lo: whole(15), approx: loose}, true
	}
	if loose {
		return quantity{lo: whole(10), approx: true}, true
	}
	return quantity{lo: whole(10 + p.unit())}, true
}

// digit reads a number that begins with a digit word: năm, năm mươi lăm, năm trăm, năm nhăm, or the range năm bảy.
func (p *numberParser) digit(d int64) (quantity, bool) {
	p.i++
	switch n := p.word(0); n.kind {
	case numTen:
		if d == 9 && p.at(0).text == "mười" { // chín mười: nine or ten
			p.i++
			return quantity{lo: whole(9), hi: whole(10), ranged: true, approx: true}, true
		}
		return quantity{lo: whole(p.tens(d))}, true
	case numHundred:
		p.i++
		return p.afterHundred(100*d, false)
	case numDozen:
		if p.at(0).text == "tá" || p.i+1 == len(p.toks) {
			p.i++
			return quantity{lo: whole(12 * d)}, true
		}
	case numHalf:
		p.i++
		return quantity{lo: decimal{10*d + 5, 1}}, true
	case numUnit:
		p.i++
		return quantity{lo: whole(10*d + n.value)}, true
	case numDigit:
		if d == 4 || !p.yearWord() {
			return p.pair(d, n.value)
		}
	}
	return quantity{lo: whole(d)}, true
}

// pair reads two digit words in a row: neighbours and five-seven are a range, others tens and units.
func (p *numberParser) pair(d, e int64) (quantity, bool) {
	p.i++
	if e != d+1 && !(d == 5 && e == 7) {
		return quantity{lo: whole(10*d + e)}, true
	}
	q := quantity{lo: whole(d), hi: whole(e), ranged: true, approx: true, loose: true, ambiguous: e == 5 && d == 4}
	switch p.word(0).kind {
	case numTen:
		p.i++
		q.lo.n, q.hi.n, q.loose = q.lo.n*10, q.hi.n*10, false
		q.ambiguous = false
	case numHundred:
		p.i++
		q.lo.n, q.hi.n, q.loose = q.lo.n*100, q.hi.n*100, false
		q.ambiguous = false
	}
	return q, true
}

// tens reads mươi, and the unit after it.
func (p *numberParser) tens(d int64) int64 {
	chuc := p.word(0).value == 1
	p.i++
	if chuc {
		if p.word(0).kind == numHalf {
			p.i++
			return 10*d + 5
		}
		return 10 * d
	}
	return 10*d + p.unit()
}

// afterHundred reads what follows "trăm": linh năm, rưỡi, hai mươi, or one digit that stands for tens.
func (p *numberParser) afterHundred(hundreds int64, approx bool) (quantity, bool) {
	q := quantity{lo: whole(hundreds), approx: approx}
	switch n := p.word(0); n.kind {
	case numHalf:
		p.i++
		q.lo.n += 50
	case numZeroTens:
		p.i++
		d := p.anyUnit()
		q.lo.n += d
		return q, d > 0
	case numTen:
		if n.value == 10 {
			p.i++
			q.lo.n += 10 + p.unit()
		}
	case numDigit, numUnit:
		year := p.yearWord()
		p.i++
		switch m := p.word(0); m.kind {
		case numTen:
			q.lo.n += p.tens(n.value)
		case numUnit, numDigit:
			p.i++
			q.lo.n += 10*n.value + m.value
		default:
			q.lo.n += 10 * n.value
			q.ambiguous = year // "một trăm năm" may be a hundred years
		}
	}
	return q, true
}
