package text

import (
	"strings"
	"unicode"
)

// digit returns the value of a decimal digit of any script or width, of a circled one to nine and of superscripts, or
// -1.
func digit(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return int(r - '0')
	case r < 0xb2:
		return -1
	case r == '²' || r == '³':
		return int(r-'²') + 2
	case r == '¹':
		return 1
	case r == '⁰' || r >= '⁴' && r <= '⁹':
		return int(r - '⁰')
	case r >= '₀' && r <= '₉':
		return int(r - '₀')
	case r >= '①' && r <= '⑨':
		return int(r-'①') + 1
	case r < 0x660 || !unicode.Is(unicode.Nd, r):
		return -1
	}
	for _, t := range unicode.Nd.R16 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return int(r-rune(t.Lo)) % 10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if rune(t.Lo) <= r && r <= rune(t.Hi) {
			return int(r-rune(t.Lo)) % 10
		}
	}
	return -1
}

// plainDigits writes full-width digits and signs as ASCII and drops the enclosing keycap.
func plainDigits(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 0xff01 && r <= 0xff5e:
			return r - 0xfee0
		case r == 0x20e3:
			return -1
		}
		return r
	}, s)
}
