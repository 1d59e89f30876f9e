package text

import "strings"

// Marker tells whether a text seems to speak of a classified paper.
type Marker int

// The answers of Secret.
const (
	NoMarker    Marker = iota
	SureMarker         // stop: do not store, point to the offline channel
	MaybeMarker        // ask the person what is meant
)

// String returns the English name of the marker, for logs.
func (m Marker) String() string { return [...]string{"none", "sure", "maybe"}[m] }

// Words before "mật" that make a marker or a harmless term, and harmless words behind it. A two-word entry is looked up
// before a one-word entry.
var (
	secretBefore = set("tài liệu", "tuyệt", "tối", "độ", "dấu", "văn bản", "công văn", "hồ sơ", "báo cáo", "kế hoạch",
		"chỉ thị", "thông tin", "nghị quyết", "quyết định", "loại", "hạng", "mức", "cấp")
	harmlessBefore = set("bảo", "thân", "trăng", "túi", "ống", "sỏi", "dịch", "đường", "nước", "rỉ", "gỉ", "men", "gan",
		"lấy", "ong", "hút", "nếm", "rót", "chai", "lít", "vắt", "quay", "chuyên", "cẩn", "gan")
	harmlessAfter = set("độ", "khẩu", "ong", "thiết", "mía", "ngọt", "gấu", "mã", "ngữ", "hoa", "tông", "nhân", "đường",
		"cá", "bò", "lợn")
	// After "bí mật": the state's secrets, and private ones.
	stateSecret   = set("nhà nước", "quốc gia", "quân sự", "quốc phòng")
	privateSecret = set("gia đình", "đời tư", "riêng tư", "cá nhân", "kinh doanh", "danh tính", "thông tin", "thư tín",
		"cho tôi", "tên tôi", "giúp tôi", "nghề nghiệp")
	// The same without accents, where "mat" may also be mất, mặt, mắt or mát.
	plainSure  = set("tai lieu", "tuyet", "van ban", "cong van", "dong dau", "dau do")
	plainMaybe = set("toi", "dau", "ho so", "cap do", "muc do", "thong tin", "bao cao")
)

// Secret looks for the wording of classified papers, which must not be sent in a chat: "tài liệu mật", "độ mật", "tuyệt
// mật", "tối mật", "dấu mật", "văn bản mật", "bí mật nhà nước" and the like are sure. "mật" in another doubtful use is a
// maybe. Harmless words hold it too: mật độ, mật khẩu, mật ong, bảo mật, thân mật, bí mật gia đình. Without accents only
// whole phrases count, "mat" alone being far too common; those that may mean something else ("toi mat") are a maybe.
func Secret(s string) Marker {
	w := secretWords(s)
	worst := NoMarker
	for i, x := range w {
		m := NoMarker
		switch x.key {
		case "mật":
			m = secretAt(w, i)
		case "mat":
			m = plainSecretAt(w, i)
		}
		if m == SureMarker {
			return m
		}
		worst = max(worst, m)
	}
	return worst
}

// secretWord is a word with what joins it to the next.
type secretWord struct {
	key  string
	open bool // only blanks and quotes follow before the next word
}

func secretWords(s string) []secretWord {
	key := Key(s)
	if !strings.Contains(key, "mật") && !strings.Contains(key, "mat") {
		return nil
	}
	var out []secretWord
	for _, f := range strings.Fields(key) {
		word := strings.Trim(f, `.,;:!?()[]"'-/*`)
		if i := strings.LastIndexAny(word, "/-,.("); i >= 0 && i+1 < len(word) {
			out = append(out, secretWord{word[:i], false})
			word = word[i+1:]
		}
		if word == "" {
			continue
		}
		last := f[len(f)-1]
		out = append(out, secretWord{word, !strings.ContainsRune(".,;:!?)", rune(last))})
	}
	return out
}

// around returns the one and the two words before i, and the one and the two behind it.
func around(w []secretWord, i int) (before1, before2, after1, after2 string) {
	if i > 0 && (w[i-1].open || w[i-1].key == "độ" || w[i-1].key == "dấu") {
		before1 = w[i-1].key
		if i > 1 && w[i-2].open {
			before2 = w[i-2].key + " " + before1
		}
	}
	if i+1 < len(w) && w[i].open {
		after1 = w[i+1].key
		if i+2 < len(w) && w[i+1].open {
			after2 = after1 + " " + w[i+2].key
		}
	}
	return before1, before2, after1, after2
}

func secretAt(w []secretWord, i int) Marker {
	b1, b2, a1, a2 := around(w, i)
	switch {
	case harmlessAfter[a1] || harmlessBefore[b1]:
		return NoMarker
	case b1 == "bí" || b1 == "bi":
		switch {
		case stateSecret[a2]:
			return SureMarker
		case privateSecret[a2] || strings.HasPrefix(b2, "giữ ") || strings.HasPrefix(b2, "giu "):
			return NoMarker
		}
		return MaybeMarker
	case secretBefore[b1] || secretBefore[b2], plainSure[b1] || plainSure[b2], plainMaybe[b2]:
		return SureMarker
	}
	for _, x := range w {
		if x.key == "ong" { // bees: it is honey
			return NoMarker
		}
	}
	return MaybeMarker
}

// plainSecretAt judges "mat" without accents by the words before it, which may have accents.
func plainSecretAt(w []secretWord, i int) Marker {
	b1, b2, a1, a2 := around(w, i)
	fold1, fold2 := foldWord(b1), foldWord(b2)
	switch {
	case harmlessAfter[a1], a1 == "do" || a1 == "khau" || a1 == "het" || a1 == "roi" || a1 == "mat" || a1 == "duong",
		fold2 == "mat toi" || fold2 == "tat mat":
		return NoMarker
	case fold1 == "bi" && (foldWord(a2) == "nha nuoc" || foldWord(a2) == "quoc gia" || foldWord(a2) == "quan su"):
		return SureMarker
	case hasMark(b1) && (secretBefore[b1] || secretBefore[b2]) && b1 != "độ" && b1 != "tối":
		return SureMarker
	case hasMark(b1) && b1 != "tối" && b1 != "độ":
		return NoMarker
	case plainSure[fold1] || plainSure[fold2]:
		return SureMarker
	case plainMaybe[fold1] || plainMaybe[fold2]:
		return MaybeMarker
	}
	return NoMarker
}
