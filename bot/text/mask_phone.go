package text

import "strings"

// phone returns how many groups from the first on make a telephone number, or 0.
func (v view) phone(g []group) int {
	if d := v.dateLen(g); d == 3 {
		if len(g) == 3 {
			return 0
		}
		a, _ := v.gap(g[1], g[2])
		if b, _ := v.gap(g[2], g[3]); a != b {
			return 0
		}
	}
	var b strings.Builder
	cut := 0
	for n, x := range g {
		b.WriteString(v.text(x.from, x.to))
		if b.Len() > 15 {
			break
		}
		if phoneDigits(b.String()) && v.onePhone(g[:n+1]) {
			cut = n + 1
			break
		}
	}
	// Twelve digits, the phone not grouped as phones are: an identity card, left to the next finder.
	if cut > 0 && cut < len(g) && len(v.digitsOf(g, cut)) == 10 && len(v.digitsOf(g, len(g))) == 12 && !v.phoneGroups(g[:cut]) {
		return 0
	}
	return cut
}

// phoneDigits tells whether digits are a Vietnamese number: ten for mobiles, eleven for land lines,
// with 0, 84 or 0084 in front.
func phoneDigits(d string) bool {
	switch {
	case strings.HasPrefix(d, "0084"):
		d = strings.TrimPrefix(d[4:], "0")
	case strings.HasPrefix(d, "84") && len(d) >= 11:
		d = strings.TrimPrefix(d[2:], "0") // +84 (0) 912…
	case strings.HasPrefix(d, "0"):
		d = d[1:]
	default:
		return false
	}
	if d == "" {
		return false
	}
	switch d[0] {
	case '3', '5', '7', '8', '9':
		return len(d) == 9
	case '2':
		return len(d) == 10 || len(d) == 9
	case '4', '6':
		return len(d) == 9 // land lines before 2017
	}
	return false
}

// onePhone tells whether the groups are written as one number: when all are short, the signs between must be alike, so
// that "07-09 11-12 20 hộ" is no telephone.
func (v view) onePhone(g []group) bool {
	for _, x := range g {
		if x.len() > 2 {
			return true
		}
	}
	first, _ := v.gap(g[0], g[1])
	for i := 2; i < len(g); i++ {
		if s, _ := v.gap(g[i-1], g[i]); s != first {
			return false
		}
	}
	return true
}

// phoneGroups tells whether the digits are grouped as people group telephone numbers.
func (v view) phoneGroups(g []group) bool {
	if len(g) == 1 {
		return true
	}
	var b strings.Builder
	for _, x := range g {
		b.WriteByte(byte('0' + min(x.len(), 9)))
	}
	switch b.String() {
	case "433", "334", "4222", "46", "37", "55", "22222", "424", "442", "4321":
		return true
	}
	return false
}

// phoneStart takes the plus sign and an opening bracket in front along.
func (v view) phoneStart(i int) int {
	for v.rune(i-1) == '+' || v.rune(i-1) == '(' && v.rune(i-2) == '+' {
		i--
	}
	return i
}
