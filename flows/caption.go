package flows

import "strings"

// Words are what was written in an answer, and what stands before them where it
// is read: all of a text is words; photos and the like have theirs behind their
// number ("3 ảnh: chụp sáng nay").
func Words(value, shown string, files []string) (before, words string) {
	if len(files) == 0 {
		return "", value
	}
	count, words, _ := strings.Cut(shown, captioned)
	return count + captioned, words
}

// captioned stands between the number of photos and the words below them.
const captioned = ": "

// bounds is how long the words of an answer to q may be.
func (q *question) bounds() (least, most int) {
	if q.media() { // its own bounds count photos
		return 1, maxText
	}
	return q.min, q.max
}

// worded is a with other words.
func (a Answer) worded(words string, parts []Part) Answer {
	if len(a.Files) == 0 {
		return Answer{Value: words, Shown: words, Parts: parts}
	}
	before, _ := Words(a.Value, a.Shown, a.Files)
	a.Shown, a.Parts = before+words, parts
	return a
}
