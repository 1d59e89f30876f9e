package text

import "strings"

// group is an unbroken run of digits.
type group struct{ from, to int }

func (g group) len() int { return g.to - g.from }

// numbers finds telephone, identity card and account numbers.
func (v view) numbers(found []span) []span {
	groups := v.groups()
	for i := 0; i < len(groups); {
		n, kind := v.numberAt(groups, i)
		if n == 0 {
			i += max(v.dateLen(groups[i:]), v.amountLen(groups[i:])) // kept as a whole
			continue
		}
		from, to := groups[i].from, groups[i+n-1].to
		if kind == Phone {
			from = v.phoneStart(from)
		}
		found = append(found, v.span(from, to, kind))
		i += n
	}
	return found
}

// afterMasked tells whether something was hidden right before i, with nothing but blanks, dots, dashes or a line's end
// between.
func (v view) afterMasked(i int) bool {
	for n := 0; n < 3 && containsRune(" .-\n", v.rune(i-1)); n++ {
		i--
	}
	sign := []rune(Masked)
	return i >= len(sign) && v.text(i-len(sign), i) == Masked
}

func (v view) groups() []group {
	var out []group
	for i := 0; i < len(v.c); i++ {
		if !v.isDigit(i) {
			continue
		}
		j := i
		for v.isDigit(j) {
			j++
		}
		out = append(out, group{i, j})
		i = j
	}
	return out
}

// gap returns what stands between two groups, and whether one number can run across it.
func (v view) gap(a, b group) (string, bool) {
	if b.from-a.to > 4 {
		return "", false
	}
	for i := a.to; i < b.from; i++ {
		if !containsRune(" .-()_·/,\n\r", v.rune(i)) {
			return "", false
		}
	}
	return v.text(a.to, b.from), true
}

// chain returns how many groups from the first on can be one number, at most twenty digits.
func (v view) chain(g []group) int {
	digits := g[0].len()
	for n := 1; n < len(g); n++ {
		digits += g[n].len()
		if _, ok := v.gap(g[n-1], g[n]); !ok || digits > 20 {
			return n
		}
	}
	return len(g)
}

// numberAt decides what begins at group i: how many groups to hide and as what, or 0.
func (v view) numberAt(all []group, i int) (int, Kind) {
	g := all[i:]
	c := g[:v.chain(g)]
	if k := v.named(c); k != "" {
		return v.namedLen(c, k)
	}
	if n := v.phone(c); n > 0 {
		return n, Phone
	}
	if v.dateLen(c) > 1 {
		return 0, ""
	}
	if n := v.zeroID(c); n > 0 {
		return n, NationalID
	}
	if c[0].len() >= 9 {
		if v.money(c, 1) && v.rune(c[0].from) != '0' {
			return 0, ""
		}
		return 1, idKind(c[0].len())
	}
	if c[0].len() >= 5 && v.afterMasked(c[0].from) && !v.money(c, 1) {
		return 1, Account // the rest of a number whose beginning came in another message
	}
	if n := v.uniform(c); n > 1 {
		total := c[n-1].to - c[0].from - (n - 1)
		if !v.money(c, n) || v.rune(c[0].from) == '0' {
			return n, idKind(total)
		}
	}
	return 0, ""
}

// amountLen returns how many groups an amount written with thousands takes, else 1.
func (v view) amountLen(g []group) int {
	n, blanks := 1, false
	for c := v.chain(g); n < c && g[n].len() == 3; n++ {
		s, _ := v.gap(g[n-1], g[n])
		if s != "." && s != "," && s != " " {
			break
		}
		blanks = blanks || s == " "
	}
	if d := v.digitsOf(g, n); blanks && (len(d) > 11 || len(d) > 9 && v.rune(g[1].from) == '0' && v.text(g[1].from, g[1].to) != "000") {
		return 1 // a card number with a small number in front
	}
	if n > 1 && v.rune(g[0].from) != '0' && v.money(g, n) {
		return n
	}
	return 1
}

func idKind(digits int) Kind {
	if digits == 9 || digits == 12 {
		return NationalID
	}
	return Account
}

// digitsOf joins the first n groups.
func (v view) digitsOf(g []group, n int) string {
	var b strings.Builder
	for _, x := range g[:n] {
		for i := x.from; i < x.to; i++ {
			b.WriteByte(byte(v.rune(i)))
		}
	}
	return b.String()
}

// zeroID finds nine or twelve digits that begin with zero, in groups of three digits or more, whatever stands between.
func (v view) zeroID(g []group) int {
	if v.rune(g[0].from) != '0' {
		return 0
	}
	best, total := 0, 0
	for n, x := range g {
		total += x.len()
		if (total == 12 || total == 9) && (x.len() >= 3 || total == 12) && g[0].len() >= 2 {
			best = n + 1
		}
	}
	return best
}

// uniform finds groups of three digits or more (the last may be shorter) with the same single sign between, together
// nine digits or more, that are neither years nor a stamp of day and time.
func (v view) uniform(g []group) int {
	if len(g) < 2 {
		return 0
	}
	sep, _ := v.gap(g[0], g[1])
	if sep != " " && sep != "." && sep != "-" && sep != "_" && sep != " - " && sep != ". " {
		return 0
	}
	years, total, n := true, 0, 0
	for n < len(g) {
		if n > 0 {
			if s, _ := v.gap(g[n-1], g[n]); s != sep || g[n-1].len() < 3 {
				break
			}
		}
		years = years && v.year(g[n])
		total += g[n].len()
		n++
	}
	if total < 9 || years || v.hotline(g[:n]) || n < 2 || g[0].len() < 3 && sep != "." || stamp(v.digitsOf(g, 1)) {
		return 0
	}
	return n
}

// stamp tells whether digits are a day written as 20261125.
func stamp(d string) bool {
	return len(d) == 8 && (strings.HasPrefix(d, "19") || strings.HasPrefix(d, "20")) && d[4:6] >= "01" && d[4:6] <= "12" &&
		d[6:] >= "01" && d[6:] <= "31"
}

func (v view) year(g group) bool {
	t := v.text(g.from, g.to)
	return len(t) == 4 && (strings.HasPrefix(t, "19") || strings.HasPrefix(t, "20"))
}

// hotline tells whether the groups are a public service number, 1800 or 1900.
func (v view) hotline(g []group) bool {
	t := v.digitsOf(g, len(g))
	return g[0].len() == 4 && len(t) <= 10 && (strings.HasPrefix(t, "1800") || strings.HasPrefix(t, "1900"))
}

// dateLen returns how many groups a full date takes, such as 20/11/2026 or 2026-11-20, else 1.
func (v view) dateLen(g []group) int {
	if len(g) < 3 || v.chain(g[:3]) < 3 {
		return 1
	}
	a, _ := v.gap(g[0], g[1])
	b, _ := v.gap(g[1], g[2])
	if a != b || a != "/" && a != "-" && a != "." {
		return 1
	}
	x, y := v.text(g[0].from, g[0].to), v.text(g[1].from, g[1].to)
	small := func(s string, limit string) bool {
		return len(s) == 1 && s != "0" || len(s) == 2 && s != "00" && s <= limit
	}
	short := a == "/" && g[2].len() == 2
	if small(x, "31") && small(y, "12") && (v.year(g[2]) || short) ||
		v.year(g[0]) && small(y, "12") && small(v.text(g[2].from, g[2].to), "31") {
		return 3
	}
	return 1
}
