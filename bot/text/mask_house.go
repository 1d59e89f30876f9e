package text

import "slices"

// houses finds the number after "số nhà", "nhà số" or "sn"; a list of numbers is hidden one by one.
func (v view) houses(found []span) []span {
	for i := 0; i < len(v.c); i++ {
		if !v.isDigit(i) || v.isWord(i-1) && !v.glued(i) || !v.announcesHouse(i) {
			continue
		}
		for {
			end := v.houseEnd(i)
			found = append(found, v.span(i, end, HouseNumber))
			next := v.nextHouse(end)
			i = end
			if next == 0 {
				break
			}
			i = next
		}
	}
	return found
}

// glued tells whether the letters right before the digits are "sn".
func (v view) glued(i int) bool {
	w := v.wordsBefore(i, 1, "")
	return len(w) == 1 && w[0] == "sn" && v.rune(i-1) != ' '
}

// announcesHouse tells whether the words before cell i say that a house number follows. "tổng số nhà 50" does not.
func (v view) announcesHouse(i int) bool {
	w := v.wordsBefore(i, 4, ":.")
	if len(w) > 1 && w[0] == "là" {
		w = w[1:]
	}
	if len(w) == 0 {
		return false
	}
	if w[0] == "sn" || len(w) > 1 && w[0] == "n" && w[1] == "s" {
		return true
	}
	if len(w) < 2 {
		return false
	}
	if len(w) > 2 && slices.Contains([]string{"tổng", "tong"}, w[2]) {
		return false
	}
	a, b := foldWord(w[1]), foldWord(w[0])
	return okAccent(w[:2]) && (a == "so" && b == "nha" || a == "nha" && b == "so")
}

// okAccent tells whether each word is số or nhà, or lacks accents.
func okAccent(w []string) bool {
	for _, x := range w {
		if x != "số" && x != "nhà" && hasMark(x) {
			return false
		}
	}
	return true
}

// houseEnd reads 12, 12A, 12/5, 12B/5-7.
func (v view) houseEnd(i int) int {
	for {
		for v.isDigit(i) {
			i++
		}
		if latin(v.rune(i)) && !v.isWord(i+1) {
			i++
		}
		if (v.rune(i) == '/' || v.rune(i) == '-') && v.isDigit(i+1) {
			i++
			continue
		}
		return i
	}
}

// nextHouse returns where the next number of a list begins ("12, 14 và 16"), or 0. What follows it must not be a word
// that counts ("12, 3 người").
func (v view) nextHouse(i int) int {
	for v.rune(i) == ' ' {
		i++
	}
	switch {
	case v.rune(i) == ',' || v.rune(i) == '-' || v.rune(i) == '&':
		i++
	case v.rune(i) == 'v' && (v.rune(i+1) == 'à' || v.rune(i+1) == 'a') && v.rune(i+2) == ' ':
		i += 2
	default:
		return 0
	}
	for v.rune(i) == ' ' {
		i++
	}
	if !v.isDigit(i) {
		return 0
	}
	end := v.houseEnd(i)
	after := v.wordAfter(end)
	if after == "" || placeWords[after] || after == "và" || after == "va" || after == "ở" || after == "o" || after == "bị" {
		return i
	}
	return 0
}
