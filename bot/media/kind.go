package media

// Kind is what something is, as far as it matters how it is kept.
type Kind string

// The kinds.
const (
	Photo Kind = "photo"
	Voice Kind = "voice"
	File  Kind = "file"
)

// Kinds lists them.
func Kinds() []Kind { return []Kind{Photo, Voice, File} }

// Limit is how many bytes of something sent as k are worth fetching.
func (k Kind) Limit() int {
	switch k {
	case Photo:
		return 20 << 20
	case Voice:
		return 10 << 20
	}
	return 20 << 20 // it may turn out to be a photo
}

// A Refusal is why something is not kept: a stable key, for which the
// application has words. "" means that it is kept.
type Refusal string

// The reasons.
const (
	Empty      Refusal = "empty"          // no bytes at all
	TooBig     Refusal = "too_big"        // in bytes, or a picture in pixels
	NotPicture Refusal = "not_a_picture"  // sent as a photo, but does not decode as one
	Truncated  Refusal = "truncated"      // its end is missing: send it again
	NotTaken   Refusal = "kind_not_taken" // a video, an archive, a document of another kind
	Heic       Refusal = "heic"           // a photo as iPhones keep it: send it as a photo, not as a file
)

// Refusals lists them.
func Refusals() []Refusal { return []Refusal{Empty, TooBig, NotPicture, Truncated, NotTaken, Heic} }

// Cleaned is something fit to be kept.
type Cleaned struct {
	Kind  Kind
	Ext   string // of a file name, without the dot: "jpg"
	Bytes []byte
}

// Clean finds out what b is and makes it fit to be kept, or says why it is not
// kept. sent is what the platform called it, which
// bounds what it may turn out to be: something sent as a file may well be a
// photo, something sent as a photo must be one. b is not changed.
func Clean(sent Kind, b []byte) (Cleaned, Refusal) {
	switch {
	case len(b) == 0:
		return Cleaned{}, Empty
	case len(b) > sent.Limit():
		return Cleaned{}, TooBig
	}
	f := sniff(b)
	switch {
	case f == heic:
		return Cleaned{}, Heic
	case f == unknown && sent == Photo:
		return Cleaned{}, NotPicture
	case f == unknown || sent != File && sent != f.kind():
		return Cleaned{}, NotTaken
	case len(b) > f.kind().Limit():
		return Cleaned{}, TooBig
	}
	out, why := f.clean(b)
	if why != "" {
		return Cleaned{}, why
	}
	return Cleaned{Kind: f.kind(), Ext: f.ext(), Bytes: out}, ""
}
