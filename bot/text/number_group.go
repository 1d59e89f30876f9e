package text

// quantity reads a number: groups below a thousand, each with its unit word.
func (p *numberParser) quantity() (quantity, bool) {
	q, ok := p.group()
	if !ok {
		return q, false
	}
	total, last := quantity{}, 0
	first := true
	for {
		power := 0
		for p.word(0).kind == numScale && (power == 0 || p.word(0).value == 9) {
			power += int(p.word(0).value)
			p.i++
		}
		if p.word(0).kind == numSlang && power == 0 && first {
			power, q.ambiguous = int(p.word(0).value), true
			p.i++
			if power == 0 {
				return q, true
			}
		}
		if !first && power >= last {
			return q, false
		}
		if !total.addGroup(q, power) {
			return q, false
		}
		if power == 0 {
			return total, true
		}
		total.scale, last, first = power, power, false
		if p.word(0).kind == numHalf {
			p.i++
			return total, total.addTail(decimal{5, 0}, power-1)
		}
		at := p.i
		if total.ranged || !p.more() { // "vài triệu" has no exact rest
			return total, true
		}
		if q, ok = p.group(); !ok || q.ranged {
			p.i = at
			return total, true
		}
		if p.word(0).kind != numScale {
			return total.tail(q, power, p.toks[at])
		}
	}
}

// more tells whether another group can begin here; "3 triệu năm 2025" and "2 nghìn hai bên" are not meant.
func (p *numberParser) more() bool {
	if p.at(0).kind == tokenNumber {
		return true
	}
	switch p.word(0).kind {
	case numDigit, numTen, numHam, numHundred, numZeroTens, numZero:
		return true
	}
	return false
}

// addGroup adds a group with its unit.
func (q *quantity) addGroup(g quantity, power int) bool {
	lo, ok := g.lo.times10(power)
	if !ok {
		return false
	}
	hi, ok := g.hi.times10(power)
	if !ok {
		return false
	}
	if q.lo, ok = q.lo.plus(lo); !ok {
		return false
	}
	q.hi = hi
	q.ranged, q.approx = g.ranged, q.approx || g.approx
	q.ambiguous, q.loose = q.ambiguous || g.ambiguous, g.loose && power == 0
	return true
}

// addTail adds x with its unit.
func (q *quantity) addTail(x decimal, power int) bool {
	x, ok := x.times10(power)
	if !ok {
		return false
	}
	q.lo, ok = q.lo.plus(x)
	return ok
}

// tail adds the last group, which has no unit word: "2 triệu 5" is 2.5 million, "hai nghìn năm trăm" is 2500, and
// "2 triệu 500", most likely 2,500,000, is ambiguous.
func (q *quantity) tail(g quantity, power int, first token) (quantity, bool) {
	n, isWhole := g.lo.integer()
	zero := first.kind == tokenWord && (numeralOf(first.text).kind == numZero || numeralOf(first.text).kind == numZeroTens)
	switch {
	case !isWhole:
		return *q, false
	case zero || power == 3 && n >= 10:
		return *q, q.addTail(g.lo, 0)
	case n < 10:
		q.ambiguous = q.ambiguous || first.text == "năm" || first.text == "nam" // "hai nghìn năm" may be years
		return *q, q.addTail(g.lo, power-1)
	case n >= 1000:
		return *q, q.addTail(g.lo, 0)
	}
	q.ambiguous = true
	if n < 100 {
		return *q, q.addTail(g.lo, power-2)
	}
	return *q, q.addTail(g.lo, power-3)
}

// group reads a number below a thousand in words, or any number in digits with chục, trăm or tá after it.
func (p *numberParser) group() (quantity, bool) {
	if t := p.at(0); t.kind == tokenNumber {
		p.i++
		return p.afterDigits(quantity{lo: t.value, ambiguous: t.ambiguous})
	}
	switch n := p.word(0); n.kind {
	case numSome:
		return p.some(n.value)
	case numZero, numZeroTens:
		return p.zero()
	case numHundred:
		p.i++
		return p.afterHundred(100, true)
	case numDigit:
		return p.digit(n.value)
	case numTen:
		return p.ten()
	case numHam:
		p.i++
		d := p.anyUnit()
		return quantity{lo: whole(20 + d)}, d > 0
	}
	return quantity{}, false
}

// afterDigits applies chục, trăm, tá, mươi and rưỡi to a number in digits.
func (p *numberParser) afterDigits(q quantity) (quantity, bool) {
	n, isWhole := q.lo.integer()
	ok := true
	switch p.word(0).kind {
	case numTen:
		p.i++
		q.lo, ok = q.lo.times10(1)
	case numHundred:
		p.i++
		if isWhole && n < 10 {
			return p.afterHundred(n*100, false)
		}
		q.lo, ok = q.lo.times10(2)
	case numDozen:
		if t := p.at(0).text; t == "ta" && p.i+1 < len(p.toks) {
			break
		}
		p.i++
		q.lo.n *= 12
		ok = q.lo.n <= decimalMax
	case numHalf:
		p.i++
		q.lo, ok = q.lo.plus(decimal{5, 1})
	}
	return q, ok
}

// some reads vài, mấy, dăm, đôi, alone or before another digit or a unit: "dăm bảy", "vài chục".
func (p *numberParser) some(least int64) (quantity, bool) {
	p.i++
	q := quantity{lo: whole(least), hi: whole(5), ranged: true, approx: true}
	if least == 5 {
		q.lo, q.hi = whole(4), whole(6)
	}
	if n := p.word(0); n.kind == numDigit && n.value > least {
		q.lo, q.hi = whole(least), whole(n.value)
		p.i++
	} else if n.kind == numDigit && n.value == 3 {
		q.lo, q.hi = whole(3), whole(5)
		p.i++
	}
	power := 0
	switch p.word(0).kind {
	case numTen:
		power = 1
	case numHundred:
		power = 2
	}
	if power > 0 {
		p.i++
	}
	q.lo.n, q.hi.n = q.lo.n*pow10[power], q.hi.n*pow10[power]
	return q, true
}

// zero reads "không trăm linh năm" and "linh năm"; a bare "không" means no and is no number.
func (p *numberParser) zero() (quantity, bool) {
	if p.word(0).kind == numZero {
		p.i++
		if p.word(0).kind != numHundred {
			return quantity{}, false
		}
		p.i++
		return p.afterHundred(0, false)
	}
	p.i++
	d := p.anyUnit()
	return quantity{lo: whole(d)}, d > 0
}
