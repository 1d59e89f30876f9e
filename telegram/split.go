package telegram

import (
	"strings"
	"unicode"
	"unicode/utf16"
)

// partUnits is how long one message may be: below the platform's 4096 with
// room to spare, so that no way of counting disagrees.
const partUnits = 3500

// split cuts text into parts of at most limit UTF-16 units, at the last
// paragraph, else line, else word border that leaves a part at least half
// full, else between two characters.
func split(text string, limit int) []string {
	var parts []string
	text = strings.TrimSpace(text)
	for {
		head := text[:cut(text, limit)]
		if len(head) == len(text) {
			break
		}
		at := len(head)
		for _, border := range []string{"\n\n", "\n", " "} {
			if i := strings.LastIndex(head, border); i > len(head)/2 {
				at = i
				break
			}
		}
		if part := strings.TrimSpace(text[:at]); part != "" {
			parts = append(parts, part)
		}
		text = strings.TrimSpace(text[at:])
	}
	if text != "" {
		parts = append(parts, text)
	}
	return parts
}

// cut is the greatest byte offset within limit units that does not part a
// letter from its accents or an emoji from its modifiers.
func cut(text string, limit int) int {
	best, used, joined := 0, 0, false
	for i, r := range text {
		if i > 0 && !joined && !clings(r) {
			best = i
		}
		joined = r == '\u200d'
		if used += max(1, utf16.RuneLen(r)); used > limit {
			if best == 0 { // one endless cluster: cut it all the same
				return max(i, 1)
			}
			return best
		}
	}
	return len(text)
}

// clings reports whether r belongs to the character before it.
func clings(r rune) bool {
	return unicode.In(r, unicode.Mn, unicode.Me) || r == '\u200d' ||
		r >= 0x1F3FB && r <= 0x1F3FF // skin tones
}
