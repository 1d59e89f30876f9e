package text

import (
	"slices"
	"strings"
)

// Kind names a kind of personal data that Mask hides.
type Kind string

// The kinds of personal data.
const (
	Phone       Kind = "phone"
	NationalID  Kind = "national_id"
	Plate       Kind = "plate"
	Account     Kind = "account"
	Email       Kind = "email"
	HouseNumber Kind = "house_number"
	PersonName  Kind = "person_name"
)

// Masked is what stands in the text where something was hidden.
const Masked = "[đã che]"

// Mask replaces personal data in a text by Masked and returns the kinds it found, each once, sorted. Hidden are
// telephone numbers, identity card numbers (9 or 12 digits) and passports, vehicle plates, bank accounts, e-mail
// addresses, the number of a house (its street stays) and a name after a form of address (which stays). Digits are found
// in any width or script, in decomposed text, with invisible characters, blanks, dots, dashes or line ends between them.
// Sums of money, amounts, years, dates, times, streets, lanes, hamlets, numbers of decisions and emergency numbers
// stay; a number of nine digits or more that may be anything is hidden. The rest of the text is returned byte for byte.
// Masking a masked text changes nothing.
func Mask(s string) (masked string, kinds []Kind) { return mask(s, true) }

// MaskPlace is Mask for an answer to the question where something happens: the
// number of a house stays, since help must find it.
func MaskPlace(s string) (masked string, kinds []Kind) { return mask(s, false) }

func mask(s string, houses bool) (masked string, kinds []Kind) {
	for {
		spans := findPersonal(newView(s), houses)
		if len(spans) == 0 {
			slices.Sort(kinds)
			return s, slices.Compact(kinds)
		}
		var b strings.Builder
		at := 0
		for _, sp := range spans {
			b.WriteString(s[at:sp.from])
			b.WriteString(Masked)
			at = sp.to
			kinds = append(kinds, sp.kind)
		}
		b.WriteString(s[at:])
		s = b.String()
	}
}

// span is a piece of the text to hide, as byte offsets.
type span struct {
	from, to int
	kind     Kind
}

// findPersonal returns what to hide, in order and without overlap; where two finders meet, the earlier and longer wins.
func findPersonal(v view, houses bool) []span {
	found := v.names(nil)
	if v.digits > 0 {
		if houses {
			found = v.houses(found)
		}
		found = v.plates(found)
		found = v.numbers(found)
	}
	if v.at {
		found = v.emails(found)
	}
	if len(found) < 2 {
		return found
	}
	slices.SortStableFunc(found, func(a, b span) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return b.to - a.to
	})
	out := found[:1]
	for _, sp := range found[1:] {
		last := &out[len(out)-1]
		if sp.from >= last.to {
			out = append(out, sp)
		} else if sp.to > last.to {
			last.to = sp.to
		}
	}
	return out
}
