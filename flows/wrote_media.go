package flows

import (
	"cmp"
	"slices"
	"strings"

	"langnghe/bot/text"
)

// wroteNoMedia reads words in place of a photo.
func (r *run) wroteNoMedia(s string) bool {
	if saysNoMedia(s) && r.q.optional {
		return r.act(doSkip)
	}
	switch text.YesNo(s) {
	case text.No:
		return r.act(doSkip)
	case text.Yes, text.Polite:
		r.show("")
		return true
	}
	return false
}

// Words of "không có ảnh", "tôi không biết chụp đâu ạ", without accents.
var (
	noneWords  = strings.Fields("khong ko k kg kh khg hk hong chua chang")
	mediaWords = strings.Fields("anh hinh chup quay gui ghi am tep file")
	besides    = strings.Fields(`toi bac ong ba co chu chau em minh con tui a ah da vang thua nhe nha dau nao gi ca het
		duoc biet the lam may dien thoai kip tam cai giay thu cu roi de cho o day luc nay bay gio`)
)

// saysNoMedia reports whether words say nothing but that there is no photo.
func saysNoMedia(s string) bool {
	none, named := false, false
	words := strings.FieldsFunc(text.FoldKeep(s), func(c rune) bool { return c < 0x80 && between(byte(c)) })
	for _, w := range words {
		switch {
		case slices.Contains(noneWords, w):
			none = true
		case slices.Contains(mediaWords, w):
			named = true
		case !slices.Contains(besides, w):
			return false
		}
	}
	return none && named && !strings.ContainsAny(s, "?？")
}

// toldMore keeps a story that goes on where photos are asked for: it belongs to
// what was told before, for people write in pieces; where there is no room, to
// the next question for words.
func (r *run) toldMore(s string) bool {
	words := strings.Fields(text.FoldKeep(s))
	if len(words) < storyWords || length(strings.Join(words, "")) < storyLetters {
		return false
	}
	for _, g := range slices.Backward(r.seen) {
		if g.q.typ != typeText || g.q.where || g.q.name || g.a.Skipped || len(g.a.Files) > 0 || g.q.rep != r.q.rep || g.round != r.round {
			continue
		}
		pieces, refs := apart(g.a.Value, g.a.Parts)
		all, parts := joined(append(pieces, s), addRef(refs, len(pieces), r.ref))
		if m, kinds := g.q.mask(all); len(kinds) > 0 && m != all {
			all, parts = m, reshaped(parts, m)
		}
		if most := cmp.Or(g.q.max, maxText); length(all) > most {
			break
		}
		r.put(g.path, Answer{Value: all, Shown: all, Parts: parts})
		r.st.Tries = 0
		r.show(r.msg("engine.told_more", "muc", r.label(&g)))
		return true
	}
	kept := r.keepStory(s, nil)
	if kept != "" {
		r.show(kept)
	}
	return kept != ""
}
