package text

import "strings"

// Answer is how a message answers a yes-or-no question.
type Answer int

// The answers of YesNo.
const (
	Unclear Answer = iota // ask again
	Yes
	No
	Unsure // "chưa biết", "để xem": keep the question open
	Polite // a bare "dạ": yes for harmless questions, to be confirmed for sending or deleting
)

// String returns the English name of the answer, for logs.
func (a Answer) String() string {
	return [...]string{"unclear", "yes", "no", "unsure", "polite"}[a]
}

// answers holds the phrases of each answer. Abbreviations are expanded before they are looked up.
var answers = mustVocabulary(map[string][]string{
	"yes": {"có", "vâng", "vâng vâng", "dạ vâng", "dạ có", "vâng có", "ừ", "ừm", "ờ", "u", "uh", "uhm", "um", "uk", "ok",
		"oke", "oki", "okie", "okê", "ô kê", "okay", "okela", "ok ok", "đồng ý", "em đồng ý", "tôi đồng ý", "nhất trí",
		"tôi nhất trí", "hoàn toàn đồng ý", "hoàn toàn nhất trí", "đồng tình", "tán thành", "đúng", "đúng rồi",
		"đúng vậy", "đúng thế", "chính xác", "chuẩn", "chuẩn rồi", "phải", "phải rồi", "được", "được rồi", "được chứ",
		"có chứ", "có có", "rồi", "gửi", "gửi luôn", "đồng ý gửi", "tất nhiên", "dĩ nhiên", "đương nhiên", "chắc chắn", "y", "yes",
		"không sao", "không sao đâu", "không sao cả", "không vấn đề", "không vấn đề gì", "👍", "✅", "✔", "☑", "👌", "🆗",
		"/-strong", "/-ok"},
	"no": {"không", "n", "no", "không có", "không đâu", "không cần", "không phải", "không đúng", "không được",
		"không đồng ý", "không nhất trí", "không gửi", "không gửi nữa", "không có gì", "không có gì thêm", "không thêm",
		"không thêm gì", "không còn", "không còn gì", "không còn gì nữa", "không có gì nữa", "không bổ sung",
		"không bổ sung gì", "không có ý kiến", "không có ý kiến gì", "không có ý kiến gì thêm", "không nữa", "thôi",
		"thôi không", "dừng", "dừng lại", "đừng", "đừng gửi", "chưa", "chưa có", "chưa được", "chưa đồng ý", "chưa đúng",
		"chưa phải", "chưa gửi", "bỏ", "hết", "hết rồi", "thế thôi", "vậy thôi", "khoan", "khoan đã", "sai", "sai rồi",
		"❌", "👎", "✖", "🚫", "/-weak"},
	"unsure": {"chưa biết", "chưa rõ", "chưa chắc", "không rõ", "không biết", "không chắc", "để xem", "để xem đã",
		"lát nữa", "tí nữa", "từ từ", "từ từ đã", "để nghĩ đã", "để suy nghĩ", "để sau", "tùy", "sao cũng được"},
	"polite": {"dạ", "dạ dạ", "dạ thưa"},
})

// abbreviations are the usual short forms of chat, expanded word by word when an answer is read.
var abbreviations = map[string]string{
	"ko": "không", "k": "không", "kg": "không", "kh": "không", "khg": "không", "kô": "không", "hok": "không",
	"hong": "không", "hông": "không", "hổng": "không", "hem": "không", "dc": "được", "đc": "được",
	"đk": "được", "r": "rồi", "j": "gì",
}

// callers are words by which the other side is addressed; they may follow an answer ("không cháu", "có em ạ").
var callers = set("em", "cháu", "chau", "bác", "bac", "cô", "chú", "chu", "anh", "chị", "chi", "bạn", "ban", "ông", "ong",
	"bà", "ba", "con")

// empties are remarks that may stand beside an answer and change nothing.
var empties = set("cảm ơn", "cám ơn", "cam on", "dạ", "da", "thanks", "xin cảm ơn", "xin cam on")

// YesNo reads a message as the answer to a yes-or-no question. Accents decide when typed; without them "dung" is
// Unclear, being both "đúng" (right) and "dừng" (stop). "1" is Yes and "2" is No, but "0" means "go back" everywhere and
// is never No. "không sao" and "không vấn đề gì" mean that it is fine. "không có gì thêm" is No. A question, a number
// such as "50k", or anything not known is Unclear. When a menu is in view, ask Menu first.
func YesNo(s string) Answer {
	if strings.ContainsAny(s, "?？") {
		return Unclear
	}
	if a := answer(s); a != Unclear {
		return a
	}
	first, rest, _ := strings.Cut(commandKey(s), " ") // "ừ đúng rồi"; two denials may cancel each other
	if a, _ := lookAnswer(first); a == Yes && answer(rest) == Yes {
		return Yes
	}
	return joined(s)
}

// joined reads several short clauses, which must agree.
func joined(s string) Answer {
	clauses := strings.FieldsFunc(Key(s), func(r rune) bool { return strings.ContainsRune(",.;!", r) })
	if len(clauses) < 2 {
		return Unclear
	}
	all := Unclear
	for _, c := range clauses {
		c = strings.TrimSpace(c)
		if k := commandKey(c); k == "" || empties[k] || callers[k] || empties[withoutCaller(k)] || k == "thưa" {
			continue
		}
		a := answer(c)
		if a == Unclear || all != Unclear && a != all {
			return Unclear
		}
		all = a
	}
	return all
}

// answer reads one clause.
func answer(s string) Answer {
	key := commandKey(plainEmoji(s))
	if key == "" || len(key) > 80 {
		return Unclear
	}
	if n, ok := Menu(s); ok && strings.IndexFunc(key, func(r rune) bool { return r >= '0' && r <= '9' }) >= 0 {
		switch n {
		case "1":
			return Yes
		case "2":
			return No
		}
		return Unclear
	}
	for {
		if a, known := lookAnswer(key); known {
			return a
		}
		shorter := withoutCaller(key)
		if shorter == key {
			shorter = withoutDa(key)
		}
		if shorter == key {
			return Unclear
		}
		key = shorter
	}
}

// lookAnswer finds a key as it stands, with its abbreviations written out. known is also true for a tie.
func lookAnswer(key string) (a Answer, known bool) {
	words := strings.Fields(key)
	for i, w := range words {
		if full, ok := abbreviations[w]; ok {
			words[i] = full
		}
	}
	m := answers.Match(strings.Join(words, " "))
	if m.How == HowNear {
		return Unclear, false
	}
	switch m.ID {
	case "yes":
		return Yes, true
	case "no":
		return No, true
	case "unsure":
		return Unsure, true
	case "polite":
		return Polite, true
	}
	return Unclear, len(m.Ambiguous) > 0
}

// thanksWords may end an answer.
var thanksWords = set(" cảm ơn", " cám ơn", " cam on")

// withoutCaller drops thanks or a form of address from the end, when a word stays.
func withoutCaller(key string) string {
	for thanks := range thanksWords {
		if rest, ok := strings.CutSuffix(key, thanks); ok {
			return commandKey(rest)
		}
	}
	i := strings.LastIndexByte(key, ' ')
	if i > 0 && callers[key[i+1:]] {
		return commandKey(key[:i])
	}
	return key
}

// withoutDa drops a polite "dạ" from the beginning, when a word stays.
func withoutDa(key string) string {
	for _, da := range [...]string{"dạ ", "da ", "dạ, ", "da, ", "thưa ", "em ", "tôi "} {
		if rest, ok := strings.CutPrefix(key, da); ok {
			return commandKey(rest)
		}
	}
	return key
}

// plainEmoji removes skin tones, so that every thumb is the same thumb.
func plainEmoji(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x1f3fb && r <= 0x1f3ff {
			return -1
		}
		return r
	}, s)
}

// mustVocabulary builds a vocabulary of our own; a fault in it is a programming error.
func mustVocabulary(phrases map[string][]string) *Vocabulary {
	v, err := NewVocabulary(phrases)
	if err != nil {
		panic(err)
	}
	return v
}
