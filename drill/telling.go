package drill

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// matter names things nobody is called by: five of them tell any story from any
// other. None is a word of courtesy.
var matter = strings.Fields("sỏi rêu gạch ngói tre nứa cát bùn xỉ sành đất gỗ kẽm đồng thép nhôm lá rơm trấu sậy")

// marker stands before the five words, in each story and nowhere else.
const marker = "cống đầy "

// Both as they are looked for.
var (
	plainMatter = strings.Fields(plain(strings.Join(matter, " ")))
	plainMarker = plain(marker)
)

// stories is how many different ones a person tells.
const stories = 64

// mark is the five words of the n-th story of the i-th person.
func mark(i, n int) string {
	m := len(matter)
	k := i*stories + n%stories
	return matter[k/(m*m*m*m)%m] + " " + matter[k/(m*m*m)%m] + " " + matter[k/(m*m)%m] + " " + matter[k/m%m] + " " + matter[k%m]
}

// told is whose story words are, and which of his; ok is false when they are
// none.
func told(words []string) (i, n int, ok bool) {
	if len(words) < 5 {
		return 0, 0, false
	}
	k := 0
	for _, w := range words[:5] {
		at := slices.Index(plainMatter, w)
		if at < 0 {
			return 0, 0, false
		}
		k = k*len(matter) + at
	}
	return k / stories, k % stories, true
}

// marksIn finds the stories a text tells of, by their marks.
func marksIn(text string) (found [][2]int) {
	rest := plain(text)
	for {
		_, after, ok := strings.Cut(rest, plainMarker)
		if !ok {
			return found
		}
		words := strings.FieldsFunc(after[:min(len(after), 60)], func(r rune) bool { return !unicode.IsLetter(r) })
		if i, n, ok := told(words); ok {
			found = append(found, [2]int{i, n})
		}
		rest = after
	}
}

// private is personal data of a citizen that somebody puts into a story: it
// must never be seen again anywhere.
type private struct {
	words string // as it stands in the story
	trace string // what to look for
}

// privateOf is the k-th kind of such data of the i-th person's n-th story.
func privateOf(i, n, k int) private {
	x := hash(7, fmt.Sprintf("private %d %d", i, n), k)
	switch k % 4 {
	case 0:
		tel := fmt.Sprintf("09%08d", x%100_000_000)
		return private{"gọi số " + tel, tel}
	case 1:
		tel := fmt.Sprintf("03%08d", x%100_000_000)
		return private{"số điện thoại " + tel[:4] + "." + tel[4:7] + "." + tel[7:], tel}
	case 2:
		cccd := fmt.Sprintf("0012%08d", x%100_000_000)
		return private{"căn cước " + cccd, cccd}
	}
	mail := fmt.Sprintf("nguoi%d@thu.example", x%1_000_000)
	return private{"thư " + mail, mail}
}

// storyOf is what the i-th person tells the n-th time, and the personal data in
// it, if any.
func storyOf(i, n int, c *chance, slips bool) (string, []private) {
	s := "đoạn " + marker + mark(i, n) + " tắc đã mấy hôm nay, nước không thoát được"
	if !slips {
		return s, nil
	}
	p := privateOf(i, n, c.below(4))
	return s + ", ai cần hỏi thêm thì " + p.words, []private{p}
}

// typed is how somebody writes words of his own.
func (p *person) wording(s string) string {
	switch {
	case p.is(plainText):
		return unaccented(s)
	case p.is(apart):
		return norm.NFD.String(s)
	}
	return s
}

// typed is how somebody types a command.
func (p *person) typed(s string) string {
	if p.is(telex) {
		if t, ok := map[string]string{
			"khẩn": "khaanr", "việc khẩn": "vieecj khaanr", "báo cáo": "baos caos", "gửi báo cáo": "guwir baos caos", "gửi": "guwir",
			"bỏ qua": "bor qua", "không": "khoong", "không có gì": "khoong cos gif", "giúp": "giups",
		}[s]; ok {
			return t
		}
	}
	return p.wording(s)
}

// plain is a text without accents, in small letters.
func plain(s string) string { return strings.ToLower(unaccented(s)) }

// unaccented takes the accents away, as on a keyboard without them.
func unaccented(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return strings.Map(bare, norm.NFD.String(s))
		}
	}
	return s
}

// bare is a letter without its accent, taken apart; -1 for the accent itself.
func bare(r rune) rune {
	switch {
	case r < 0x80:
		return r
	case r == 'đ':
		return 'd'
	case r == 'Đ':
		return 'D'
	case unicode.Is(unicode.Mn, r):
		return -1
	}
	return r
}
