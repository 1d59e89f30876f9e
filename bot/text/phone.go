package text

import "strings"

// Mobile reads a whole message as one Vietnamese mobile number, as it may be
// written: 0912 345 678, +84 912.345.678, 84912345678. It gives 84 and the nine
// digits behind the zero; ok is false for anything else, a landline too.
func Mobile(s string) (number string, ok bool) {
	s = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" .-()\u00a0", r) {
			return -1
		}
		return r
	}, plainDigits(strings.TrimSpace(s)))
	for _, prefix := range []string{"+84", "0084", "84", "0"} {
		rest, cut := strings.CutPrefix(s, prefix)
		if cut && len(rest) == 10 && rest[0] == '0' && prefix != "0" { // +84 0912…
			rest = rest[1:]
		}
		if cut && len(rest) == 9 && strings.IndexByte("35789", rest[0]) >= 0 && strings.Trim(rest, "0123456789") == "" {
			return "84" + rest, true
		}
	}
	return "", false
}

// ShowMobile writes a number of [Mobile] as people do, and HideMobile so that its
// owner knows it again and nobody else learns it: 0912•••678.
func ShowMobile(number string) string { return "0" + strings.TrimPrefix(number, "84") }

// HideMobile is the shape of a number: see ShowMobile.
func HideMobile(number string) string {
	s := ShowMobile(number)
	if len(s) != 10 {
		return Masked
	}
	return s[:4] + "•••" + s[7:]
}
