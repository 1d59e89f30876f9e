package yamlpos

import "strings"

// Nearest finds the word of valid that the writer most likely meant by word:
// the one with the fewest letters to change, at most a third of its length
// (two for short words). ok is false when nothing comes near.
func Nearest(word string, valid []string) (near string, ok bool) {
	w := []rune(strings.ToLower(word))
	if len(w) == 0 || len(w) > 64 {
		return "", false
	}
	best := 2*max(2, len(w)/3) + 2
	for _, v := range valid {
		r := []rune(strings.ToLower(v))
		d := distance(w, r)
		if len(r) <= 2 && d > 1 || d >= max(len(w), len(r)) {
			continue
		}
		// A letter in the wrong case counts less than a wrong letter.
		if d *= 2; distance([]rune(word), []rune(v)) > d/2 {
			d++
		}
		if d < best {
			near, best, ok = v, d, true
		}
	}
	return near, ok
}

// distance is the edit distance in which a swap of neighbours counts once.
func distance(a, b []rune) int {
	before, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(b)]
}

// Hint is the end of a message about an unknown word: the nearest valid one,
// or all of them when none comes near.
func Hint(word string, valid []string) string {
	if near, ok := Nearest(word, valid); ok {
		return `; có phải ý là "` + near + `"?`
	}
	if len(valid) == 0 {
		return ""
	}
	if len(valid) > 12 {
		return "; hãy dùng một trong: " + strings.Join(valid[:12], ", ") + "…"
	}
	return "; hãy dùng một trong: " + strings.Join(valid, ", ")
}
