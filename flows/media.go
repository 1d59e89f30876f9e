package flows

import (
	"slices"
	"strconv"
	"strings"

	"langnghe/bot/text"
	"langnghe/internal/yamlpos"
)

// attachedID is the field for what was sent and belongs to no question.
const attachedID = "kem_theo"

// maxMedia bounds what is gathered at a time.
const maxMedia = 30

// kindOf is the kind of media a type of question asks for.
var kindOf = map[string]string{typePhotos: Photo, typeVoice: Voice, typeFile: Attached}

// mediaMost is how many of each a question takes when it does not say.
var mediaMost = map[string]int{typePhotos: 5, typeVoice: 3, typeFile: 3}

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
	if err != nil || most < 1 || most > 10 {
		v.Problem("cần một số từ 1 đến 10: nhận nhiều nhất chừng ấy")
		return
	}
	q.max = most
}

// takes tells whether the flow asks anywhere for this kind: if so it may come
// at any time, for people send a photo when they have it, not when asked.
func (r *run) takes(kind string) bool {
	return r.env.Media && slices.ContainsFunc(r.flow.asks, func(q *question) bool { return kindOf[q.typ] == kind })
}

// media handles what is no text. What the flow takes is gathered in silence,
// since the photos of an album come one by one; [run.arrived] speaks of it.
func (r *run) media(list []Media) {
	var other string
	had := len(r.st.Media)
	media := slices.Clip(r.st.Media)
	for _, m := range list {
		switch {
		case m.ID == "" || strings.Contains(m.ID, ",") || !r.takes(m.Kind):
			other = m.Kind
		case len(media) < maxMedia && !r.holdsMedia(m.ID):
			media = append(media, m)
		}
	}
	if len(media) > had {
		r.st.Media = media
		r.wait(timerQuiet, AlbumWait)
	}
	if other == "" {
		if len(media) == had {
			r.show("") // told twice, or more than anybody can use
		}
		return
	}
	if r.st.Mode == "" && r.at == atAsk && r.q.media() {
		r.show(r.msg("engine.media_wrong", "can", r.msg("engine."+r.q.typ)))
		return
	}
	id := "engine.media_other"
	switch other {
	case "photo", "image", "photos", "album":
		id = "engine.media_photo"
	case "voice", "audio":
		id = "engine.media_voice"
	}
	r.show(r.msg(id))
}

// holdsMedia tells whether something is here already: a host may tell of it twice.
func (r *run) holdsMedia(id string) bool {
	return slices.ContainsFunc(r.st.Media, func(m Media) bool { return m.ID == id })
}

// arrived speaks of what came since, once nothing further comes; false when
// there is nothing to say.
func (r *run) arrived() bool {
	if len(r.st.Media) <= r.st.Told {
		return false
	}
	fresh := r.st.Media[max(r.st.Told, 0):]
	r.st.Told = len(r.st.Media)
	switch {
	case r.st.Mode == "" && r.at == atAsk && r.q.media() && slices.ContainsFunc(fresh, r.fits):
		if n := r.gathered(); n >= r.q.max {
			if n == r.q.max {
				r.say(r.msg("engine.media_got", "gi", r.mediaWords(r.mine())), nil)
			}
			r.gather()
		} else {
			r.show("")
		}
	case r.st.Mode == "" && r.at == atAsk && r.q.typ == typeText && len(r.st.Pieces) > 0:
		r.say(r.msg("engine.media_got", "gi", r.mediaWords(fresh)), nil)
		r.complete(join(r.st.Pieces))
	default:
		r.show(r.msg("engine.media_got", "gi", r.mediaWords(fresh)))
	}
	return true
}

// fits tells whether m is an answer to the question in view.
func (r *run) fits(m Media) bool { return r.at == atAsk && r.q.media() && kindOf[r.q.typ] == m.Kind }

// mine is what is here for the question in view.
func (r *run) mine() []Media {
	return slices.DeleteFunc(slices.Clone(r.st.Media), func(m Media) bool { return !r.fits(m) })
}

func (r *run) gathered() int { return len(r.mine()) }

// loose is what is here for no question in view.
func (r *run) loose() []Media {
	return slices.DeleteFunc(slices.Clone(r.st.Media), r.fits)
}

// gather makes what is here the answer to the question in view. What is more
// than asked for is left out, and said so.
func (r *run) gather() {
	mine := r.mine()
	if len(mine) > r.q.max {
		mine = mine[:r.q.max]
		r.say(r.msg("engine.media_many", "gi", r.mediaWords(mine)), nil)
	}
	r.st.Media = r.loose()
	r.st.Told = len(r.st.Media)
	r.answered(Answer{Value: mediaIDs(mine), Shown: r.mediaWords(mine)})
}

// gatheredWords is the words of a question for which something is here.
func (r *run) gatheredWords() string {
	return r.msg("engine.media_gathered", "muc", r.label(&given{q: r.q}), "gi", r.mediaWords(r.mine()))
}

// wroteNoMedia reads words in place of a photo.
func (r *run) wroteNoMedia(s string) bool {
	switch text.YesNo(s) {
	case text.No:
		return r.act(doSkip)
	case text.Yes, text.Polite:
		if r.gathered() > 0 {
			return r.act(doYes)
		}
		r.show("")
		return true
	}
	return false
}

// attach puts what is not part of an answer into the fields: with the question
// in view while it is open, else by itself. Nothing sent is lost.
func (r *run) attach(fields *[]Field, final bool, add func(*given)) {
	rest := r.st.Media
	if !final && r.gathered() > 0 {
		mine := r.mine()
		mine = mine[:min(len(mine), r.q.max)]
		add(&given{q: r.q, round: r.round, path: r.path, a: Answer{Value: mediaIDs(mine), Shown: r.mediaWords(mine)}})
		rest = r.loose()
	}
	if len(rest) > 0 {
		*fields = append(*fields, Field{ID: attachedID, Label: r.msg("engine.media_label"), Value: mediaIDs(rest), Shown: r.mediaWords(rest)})
	}
}

func mediaIDs(list []Media) string {
	ids := make([]string, len(list))
	for i, m := range list {
		ids[i] = m.ID
	}
	return strings.Join(ids, ",")
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
