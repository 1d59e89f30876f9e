package text

import (
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The five tone marks, in the column order of toneRows. flat is the tone that is not written.
const (
	flat = iota
	grave
	acute
	hook
	tilde
	dot
)

// toneRows lists each Vietnamese vowel with its six tones.
var toneRows = [12][6]rune{
	{'a', 'à', 'á', 'ả', 'ã', 'ạ'}, {'ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ'}, {'â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ'},
	{'e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ'}, {'ê', 'ề', 'ế', 'ể', 'ễ', 'ệ'},
	{'i', 'ì', 'í', 'ỉ', 'ĩ', 'ị'},
	{'o', 'ò', 'ó', 'ỏ', 'õ', 'ọ'}, {'ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ'}, {'ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ'},
	{'u', 'ù', 'ú', 'ủ', 'ũ', 'ụ'}, {'ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự'},
	{'y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ'},
}

// vowelBase gives the unaccented letter of each row of toneRows.
const vowelBase = "aaaeeiooouuy"

// letter is what is known of one precomposed letter.
type letter struct {
	base byte  // lower-case letter without any mark, 0 when this is not a letter of the table
	row  uint8 // 1 + row of toneRows for a vowel, 0 for a consonant
	tone uint8
}

const (
	latinEnd  = 0x1b1  // one past ư
	extStart  = 0x1ea0 // Ạ, the first of the block with the toned letters
	extEnd    = 0x1efa
	tableSize = latinEnd + extEnd - extStart
)

// letters maps every precomposed Vietnamese letter, upper and lower case, and ASCII letters. Never written after start.
var letters = buildLetters()

func buildLetters() (t [tableSize]letter) {
	for c := 'a'; c <= 'z'; c++ {
		t[c] = letter{base: byte(c)}
		t[unicode.ToUpper(c)] = letter{base: byte(c)}
	}
	t['đ'], t['Đ'] = letter{base: 'd'}, letter{base: 'd'}
	for i, row := range toneRows {
		for tone, r := range row {
			l := letter{base: vowelBase[i], row: uint8(i + 1), tone: uint8(tone)}
			t[slot(r)], t[slot(unicode.ToUpper(r))] = l, l
		}
	}
	return t
}

// slot returns the place of r in letters, or -1.
func slot(r rune) int {
	switch {
	case r < latinEnd:
		return int(r)
	case r >= extStart && r < extEnd:
		return int(r) - extStart + latinEnd
	}
	return -1
}

// lookup returns the table entry of r; its base is 0 when r is not in the table.
func lookup(r rune) letter {
	if i := slot(r); i >= 0 {
		return letters[i]
	}
	return letter{}
}

// marked tells whether r is a Vietnamese letter written with a mark of any kind.
func marked(r rune) bool { return r >= 0x80 && lookup(r).base != 0 }

// hasMark tells whether any letter of a composed text carries a Vietnamese mark.
func hasMark(s string) bool {
	for _, r := range s {
		if marked(r) {
			return true
		}
	}
	return false
}

// isVowel tells whether r is a vowel letter, with or without marks.
func isVowel(r rune) bool { return lookup(r).row != 0 }

// withTone returns vowel r carrying the given tone instead of its own.
func withTone(r rune, tone uint8) rune {
	if l := lookup(r); l.row != 0 {
		return toneRows[l.row-1][tone]
	}
	return r
}

// foldOther appends the fold of a rune outside the table: decomposed, marks dropped, lower case.
func foldOther(dst []rune, r rune) []rune {
	switch {
	case r >= 0xff01 && r <= 0xff5e: // full-width ASCII
		r -= 0xfee0
		if b := lookup(r).base; b != 0 {
			r = rune(b)
		}
		return append(dst, r)
	case unicode.Is(unicode.M, r):
		return dst
	case r < 0xc0 || r == unicode.ReplacementChar:
		return append(dst, r)
	}
	var buf [16]byte
	d := norm.NFD.AppendString(buf[:0], string(r))
	for _, c := range string(d) {
		if unicode.Is(unicode.M, c) {
			continue
		}
		if b := lookup(c).base; b != 0 {
			c = rune(b)
		}
		dst = append(dst, unicode.ToLower(c))
	}
	return dst
}
