package flows

import (
	"slices"
	"strconv"
	"strings"

	"langnghe/internal/yamlpos"
)

// attachedID is the field for what was sent and belongs to no question.
const attachedID = "kem_theo"

// MaxMedia is the most one answer holds.
const MaxMedia = 10

// maxLoose bounds what is kept beside answers.
const maxLoose = 30

// kindOf is the kind of media a type of question asks for.
var kindOf = map[string]string{typePhotos: Photo, typeVoice: Voice, typeFile: Attached}

// mediaMost is how many of each a question takes when it does not say.
var mediaMost = map[string]int{typePhotos: MaxMedia, typeVoice: 3, typeFile: 3}

// media tells whether q asks for photos, voice notes or files.
func (q *question) media() bool { return q != nil && kindOf[q.typ] != "" }

// count reads count:, the most a question for media takes. There is no least:
// whoever has only one photo must not be held up by it.
func (p *parsing) count(n *yamlpos.Node, q *question) {
	v := n.Get("count")
	if !q.media() {
		if v != nil {
			v.Problem("count chỉ dùng cho type: photos, voice hoặc file")
		}
		return
	}
	q.max = mediaMost[q.typ]
	if v == nil {
		return
	}
	s, _ := v.Text()
	most, err := strconv.Atoi(s)
	if err != nil || most < 1 || most > MaxMedia {
		v.Problem("cần một số từ 1 đến 10: nhận nhiều nhất chừng ấy")
		return
	}
	q.max = most
}

// Takes is what of list is kept if it is sent now.
func (s *Set) Takes(st State, env Env, list []Media) []Media {
	f, ok := s.flows[st.Flow]
	if !ok || st.Over {
		return nil
	}
	r := &run{set: s, flow: f, st: st, env: env}
	r.walk()
	got := r.sort(list)
	return append(got.answer, got.loose...)
}

// sorted is what becomes of what was sent at once.
type sorted struct {
	q      *question // the question it answers: the one in view, or the one just answered; nil for none
	path   string
	answer []Media // belongs to it
	loose  []Media // is kept until the flow asks for it, or goes along
	left   int     // how many are not kept
}

// sort decides what becomes of what was sent. What the flow asks for anywhere
// may come at any time, for people send a photo when they have it.
func (r *run) sort(list []Media) (got sorted) {
	room := 0
	if r.st.Mode == "" && r.env.Media {
		if r.at == atAsk && r.q.media() {
			got.q, got.path = r.q, r.path
		} else if n := len(r.seen); n > 0 && r.seen[n-1].q.media() && !r.seen[n-1].a.Skipped {
			got.q, got.path = r.seen[n-1].q, r.seen[n-1].path
		}
		if got.q != nil && !slices.ContainsFunc(list, func(m Media) bool { return m.ID != "" && m.Kind == kindOf[got.q.typ] }) {
			got.q, got.path = nil, ""
		}
		if got.q != nil {
			room = got.q.max - len(r.st.Answers[got.path].Files)
		}
	}
	for _, m := range list {
		switch {
		case m.ID == "" || !r.takes(m.Kind):
			got.left++
		case got.q != nil && kindOf[got.q.typ] == m.Kind:
			if len(got.answer) < room {
				got.answer = append(got.answer, m)
			} else {
				got.left++
			}
		case len(r.st.Media)+len(got.loose) < maxLoose:
			got.loose = append(got.loose, m)
		default:
			got.left++
		}
	}
	return got
}

// takes tells whether the flow asks anywhere for this kind, or takes it anyhow.
func (r *run) takes(kind string) bool {
	return r.env.Media && slices.Contains(r.flow.Takes, kind) || r.env.Media && slices.ContainsFunc(r.flow.asks, func(q *question) bool { return kindOf[q.typ] == kind })
}

// media handles what is no text, and the words below it.
func (r *run) media(ev Event) {
	got := r.sort(ev.Media)
	if len(got.answer)+len(got.loose) == 0 {
		r.notTaken(got, ev.Media[0].Kind)
		return
	}
	spoken := r.spoken(got, ev.Text)
	if !spoken {
		r.st.Media = append(slices.Clip(r.st.Media), got.loose...)
	}
	if got.left > 0 {
		r.say(r.msg("engine.media_more", "so", strconv.Itoa(got.left)), nil)
	}
	switch {
	case spoken: // its words are written down by who hears it
		said := r.mediaWords(got.loose)
		r.answered(Answer{Value: said, Shown: said, Files: mediaIDs(got.loose)})
		return
	case len(got.answer) > 0:
		r.answerMedia(got, ev.Text)
		return
	}
	kept := r.msg("engine.media_got", "gi", r.mediaWords(got.loose))
	if strings.TrimSpace(ev.Text) == "" {
		r.show(kept)
		return
	}
	r.say(kept, nil)
	r.wrote(ev.Text, ev.Masked)
}

// spoken tells whether what came answers a question for free text: a voice note
// alone, in place of words, where a place is not asked for, which somebody must
// read at once.
func (r *run) spoken(got sorted, caption string) bool {
	return r.st.Mode == "" && r.at == atAsk && r.q.typ == typeText && !r.q.where && len(r.st.Pieces) == 0 &&
		len(got.answer) == 0 && strings.TrimSpace(caption) == "" &&
		!slices.ContainsFunc(got.loose, func(m Media) bool { return m.Kind != Voice })
}

// notTaken says that nothing of what was sent is kept.
func (r *run) notTaken(got sorted, kind string) {
	switch {
	case got.q != nil:
		r.show(r.msg("engine.media_more", "so", strconv.Itoa(got.left)))
		return
	case r.st.Mode == "" && r.at == atAsk && r.q.media():
		r.show(r.msg("engine.media_wrong", "can", r.msg("engine."+r.q.typ)))
		return
	}
	id := "engine.media_other"
	switch kind {
	case "photo", "image", "photos", "album", "video":
		id = "engine.media_photo"
	case "voice", "audio":
		id = "engine.media_voice"
	}
	r.show(r.msg(id))
}

// answerMedia keeps what was sent as an answer, together with what it has
// already and with the words below, which follow their message when it is changed.
func (r *run) answerMedia(got sorted, caption string) {
	had, answered := r.st.Answers[got.path]
	_, words := Words(had.Value, had.Shown, had.Files)
	parts := had.Parts
	if caption = strings.TrimSpace(caption); caption != "" {
		var pieces, refs []string
		if words != "" {
			pieces, refs = apart(words, parts)
		}
		words, parts = joined(append(pieces, caption), addRef(refs, len(pieces), r.ref))
		if m, kinds := got.q.mask(words); len(kinds) > 0 && m != words {
			words, parts = m, reshaped(parts, m)
		}
	}
	a := r.mediaAnswer(got.q, append(slices.Clip(had.Files), mediaIDs(got.answer)...))
	count := a.Shown
	if words != "" {
		a.Shown, a.Parts = count+captioned+words, parts
	}
	if !answered {
		r.answered(a)
		return
	}
	r.put(got.path, a)
	r.walk()
	r.show(r.msg("engine.media_added", "gi", count))
}

// useLoose answers a question for media with what was sent before it was asked.
func (r *run) useLoose() {
	for r.at == atAsk && r.q.media() && r.st.Edit == "" && len(r.st.Answers) < maxGiven {
		if _, back := r.st.Was[r.path]; back {
			return
		}
		var mine, rest []Media
		for _, m := range r.st.Media {
			if m.Kind == kindOf[r.q.typ] && len(mine) < r.q.max {
				mine = append(mine, m)
			} else {
				rest = append(rest, m)
			}
		}
		if len(mine) == 0 {
			return
		}
		r.st.Media = rest
		r.put(r.path, r.mediaAnswer(r.q, mediaIDs(mine)))
		r.walk()
	}
}

func (r *run) mediaAnswer(q *question, ids []string) Answer {
	n := strconv.Itoa(len(ids))
	return Answer{Value: n, Shown: n + " " + r.msg("engine."+q.typ), Files: ids}
}

// loose is the field for what belongs to no question: nothing sent is lost.
func (r *run) loose() []Field {
	list := r.st.Media
	if len(list) == 0 {
		return nil
	}
	return []Field{{
		ID: attachedID, Label: r.msg("engine.media_label"), Value: strconv.Itoa(len(list)), Shown: r.mediaWords(list), Files: mediaIDs(list),
	}}
}

func mediaIDs(list []Media) []string {
	ids := make([]string, len(list))
	for i, m := range list {
		ids[i] = m.ID
	}
	return ids
}

// mediaWords counts: "2 ảnh, 1 tin thoại".
func (r *run) mediaWords(list []Media) string {
	var words []string
	for _, t := range []string{typePhotos, typeVoice, typeFile} {
		n := 0
		for _, m := range list {
			if m.Kind == kindOf[t] {
				n++
			}
		}
		if n > 0 {
			words = append(words, strconv.Itoa(n)+" "+r.msg("engine."+t))
		}
	}
	return strings.Join(words, ", ")
}
