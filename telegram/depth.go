package telegram

// maxDepth is how deep an update may nest; real ones stay below ten (a reply
// to a message with a keyboard).
const maxDepth = 64

// deeper reports whether JSON text nests deeper than limit. It looks only at
// brackets outside strings: whether the text is valid is the decoder's matter.
func deeper(body []byte, limit int) bool {
	depth, quoted, escaped := 0, false, false
	for _, b := range body {
		switch {
		case escaped:
			escaped = false
		case quoted:
			switch b {
			case '\\':
				escaped = true
			case '"':
				quoted = false
			}
		case b == '"':
			quoted = true
		case b == '{' || b == '[':
			if depth++; depth > limit {
				return true
			}
		case b == '}' || b == ']':
			depth--
		}
	}
	return false
}
