package text

// Num is a number as a person wrote it.
type Num struct {
	Value     float64 // whole numbers below 10^15 are exact; the lower end of a range
	Hi        float64 // the upper end of a range, 0 when there is none
	Approx    bool    // a range, or a word such as khoảng, hơn, gần, vài
	Ambiguous bool    // Value is the likelier reading; ask before relying on it
}

// Number reads a message that gives one number, with words around it such as "khoảng 50 hộ". Dots group thousands and
// a comma begins the decimals: "1.500" is 1500, "1,5 triệu" is 1500000; a dot before one or two digits is a decimal
// point. Words may lack accents: "hăm lăm" 25, "ba tư" 34, "nam nham" 55, "một trăm linh năm" 105. "rưỡi" is half of the
// last unit, "chục" ten, "tá" twelve, "50k" fifty thousand. Ranges are "50-60", "từ 50 đến 60", "năm bảy nhà". "3 củ",
// which is slang for millions, is Ambiguous. Dates, clock times, telephone numbers and messages with two numbers are
// refused.
func Number(s string) (Num, bool) {
	if len(s) > 400 {
		return Num{}, false
	}
	toks, ok := scanNumbers(s)
	if !ok {
		return Num{}, false
	}
	p := &numberParser{toks: toks}
	return p.message()
}

// numberParser walks over the tokens of one message.
type numberParser struct {
	toks []token
	i    int
}

// quantity is a number with what is known of it.
type quantity struct {
	lo, hi    decimal
	ranged    bool
	approx    bool
	ambiguous bool
	scale     int  // power of ten of the last unit word
	loose     bool // two digits that read as a range, or as tens and units ("hai ba")
}

// word returns the meaning of the token at i+ahead.
func (p *numberParser) word(ahead int) numeral {
	if t := p.at(ahead); t.kind == tokenWord {
		return numeralOf(t.text)
	}
	return numeral{}
}

// at returns the token at i+ahead, or an empty other sign behind the end.
func (p *numberParser) at(ahead int) token {
	if p.i+ahead < len(p.toks) {
		return p.toks[p.i+ahead]
	}
	return token{kind: tokenOther}
}

func (p *numberParser) done() bool { return p.i >= len(p.toks) }

func (p *numberParser) message() (Num, bool) {
	approx := p.lead()
	q, ok := p.quantity()
	if !ok {
		return Num{}, false
	}
	if p.rangeSign() {
		if q, ok = p.rangeTo(q); !ok {
			return Num{}, false
		}
	}
	if q.loose && p.done() {
		q.ambiguous = true
	}
	if p.at(0).kind == tokenOther && !p.done() && !endSign(p.at(0).text) {
		return Num{}, false
	}
	if p.word(0).kind == numUnit || clockWord(p.at(0).text) {
		return Num{}, false
	}
	if trailingAbout(p.at(0).text) {
		approx = true
	}
	const noun = 8
	words := 0
	for ; !p.done(); p.i++ {
		if t := p.at(0); t.kind == tokenNumber {
			return Num{}, false
		}
		approx = approx || p.at(0).text == "trở" || p.at(0).text == "đổ"
		words++
	}
	if words > noun {
		return Num{}, false
	}
	n := Num{Value: q.lo.float(), Approx: approx || q.approx || q.ranged, Ambiguous: q.ambiguous}
	if q.ranged {
		n.Hi = q.hi.float()
	}
	return n, true
}

// endSign tells whether a sign may stand right after a number.
func endSign(s string) bool {
	switch s {
	case "%", ",", ".", ";", "!", "(", ")", "+", "\"", "'":
		return true
	}
	return false
}

// clockWord tells whether a word after a number makes it a time of day or a date.
func clockWord(key string) bool {
	switch key {
	case "h", "giờ", "gio", "tháng", "thang":
		return true
	}
	return false
}

// lead skips what stands before the number.
func (p *numberParser) lead() (approx bool) {
	for ; !p.done(); p.i++ {
		t := p.at(0)
		switch {
		case t.kind == tokenNumber, t.kind == tokenOther && t.text != ":", t.kind == tokenRange && p.i > 0:
			return approx
		case t.kind != tokenWord:
			continue
		case about(t.text), t.text == "tam" && p.i+1 < len(p.toks) && p.at(1).kind == tokenNumber:
			approx = true
			continue
		case t.text == "từ" || t.text == "tu":
			continue
		case numeralOf(t.text).kind != numNone:
			return approx
		case !leadWords[foldWord(t.text)]:
			return approx
		}
	}
	return approx
}

// rangeSign steps over what joins the two ends of a range.
func (p *numberParser) rangeSign() bool {
	t := p.at(0)
	switch {
	case t.kind == tokenRange:
	case t.kind == tokenWord && (t.text == "đến" || t.text == "den" || t.text == "tới" || t.text == "toi" ||
		t.text == "hoặc" || t.text == "hay"):
		if k := p.at(1); k.kind != tokenNumber && p.word(1).kind == numNone {
			return false
		}
	default:
		return false
	}
	p.i++
	return true
}

// rangeTo reads the upper end. "2-3 triệu" gives its unit to the lower end too.
func (p *numberParser) rangeTo(lo quantity) (quantity, bool) {
	hi, ok := p.quantity()
	if !ok || lo.ranged || hi.ranged {
		return lo, false
	}
	if lo.scale == 0 && hi.scale > 0 {
		scaled, fits := lo.lo.times10(hi.scale)
		if fits && scaled.float() < hi.lo.float() {
			lo.lo = scaled
		} else {
			lo.ambiguous = true
		}
	}
	lo.hi, lo.ranged = hi.lo, true
	lo.ambiguous = lo.ambiguous || hi.ambiguous
	return lo, lo.lo.float() < lo.hi.float()
}
