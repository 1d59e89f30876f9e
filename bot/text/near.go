package text

import "unicode/utf8"

// oneSlip tells whether a and b differ by exactly one slip of the finger: a letter too many, missing or wrong, or two
// neighbours swapped. Digits never count as slips: "mẫu 1" is not a mistyped "mẫu 2".
func oneSlip(a []rune, b string) bool {
	if d := utf8.RuneCountInString(b) - len(a); d < -1 || d > 1 {
		return false
	}
	return slip(a, []rune(b))
}

func slip(a, b []rune) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	for _, r := range [...][]rune{a, b} {
		for _, c := range r {
			if c >= '0' && c <= '9' {
				return false
			}
		}
	}
	switch {
	case len(a)+len(b) == 1, len(a) == 1 && len(b) == 1:
		return true
	}
	return len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}
