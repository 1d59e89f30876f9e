package flows

import (
	"strconv"
	"strings"

	"langnghe/bot/text"
)

// mediaPhoto is the kind of [Event.Media] that a question for photos takes.
const mediaPhoto = "photo"

// MaxPhotos is how many photos one answer holds.
const MaxPhotos = 10

// TakesPhotos reports whether photos sent now are kept: the question in view
// asks for them, or the one just answered did and more come after it.
func (s *Set) TakesPhotos(st State, env Env) bool {
	f, ok := s.flows[st.Flow]
	if !ok || st.Over {
		return false
	}
	r := &run{set: s, flow: f, st: st, env: env}
	r.walk()
	_, takes := r.photosPath()
	return takes
}

// photosPath is the answer that photos sent now belong to.
func (r *run) photosPath() (string, bool) {
	if r.st.Mode != "" {
		return "", false
	}
	if r.at == atAsk && r.q.typ == typePhotos {
		return r.path, true
	}
	if n := len(r.seen); n > 0 && r.seen[n-1].q.typ == typePhotos && !r.seen[n-1].a.Skipped {
		return r.seen[n-1].path, true
	}
	return "", false
}

// media takes photos where they are asked for; of anything else it says that
// it cannot be kept.
func (r *run) media(ev Event) {
	if path, ok := r.photosPath(); ok && ev.Media == mediaPhoto && len(ev.Files) > 0 {
		r.photos(path, ev)
		return
	}
	id := "engine.media_other"
	switch ev.Media {
	case mediaPhoto, "image", "photos", "album", "video":
		id = "engine.media_photo"
	case "voice", "audio":
		id = "engine.media_voice"
	}
	r.show(r.msg(id))
}

// photos keeps photos as an answer, together with those it has already and with
// the words below them.
func (r *run) photos(path string, ev Event) {
	a, had := r.st.Answers[path]
	room := MaxPhotos - len(a.Files)
	took := ev.Files[:min(len(ev.Files), room)]
	a.Files = append(a.Files[:len(a.Files):len(a.Files)], took...)
	a.Value = strconv.Itoa(len(a.Files))
	_, words, _ := strings.Cut(a.Shown, ": ")
	if more := strings.TrimSpace(ev.Text); more != "" {
		words = strings.TrimSpace(words + " " + more)
	}
	a.Shown = r.msg("engine.photos", "so", a.Value)
	if words != "" {
		words, _ = text.Mask(words)
		a.Shown += ": " + clip(words, readBack)
	}
	if left := len(ev.Files) - len(took) + ev.More; left > 0 {
		r.say(r.msg("engine.photos_more", "so", strconv.Itoa(left), "max", strconv.Itoa(MaxPhotos)), nil)
	}
	if !had {
		r.answered(a)
		return
	}
	r.put(path, a)
	r.walk()
	r.show(r.msg("engine.photos_added", "so", a.Value))
}
