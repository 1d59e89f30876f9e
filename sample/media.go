package sample

import _ "embed" // the files below

// File is something a person may attach, as his phone makes it.
type File struct {
	Name string // as the phone names it
	Type string // media type
	Data []byte
}

var (
	//go:embed media/ngap.jpg
	flood []byte
	//go:embed media/o-ga.jpg
	pothole []byte
	//go:embed media/rac.jpg
	rubbish []byte
	//go:embed media/thoai.ogg
	voiceOpus []byte
	//go:embed media/thoai.aac
	voiceAAC []byte
	//go:embed media/don.pdf
	letter []byte
)

// Photos are drawings of a street, as a camera would store them: each tells in
// its EXIF the maker and the place.
func Photos() []File {
	return []File{{"ngap.jpg", "image/jpeg", flood}, {"o-ga.jpg", "image/jpeg", pothole}, {"rac.jpg", "image/jpeg", rubbish}}
}

// Voice is one sentence read by a machine, as Telegram makes a voice note
// (Opus in Ogg).
func Voice() File { return File{"thoai.ogg", "audio/ogg", voiceOpus} }

// VoiceAAC is the same sentence as Zalo makes a voice note.
func VoiceAAC() File { return File{"thoai.aac", "audio/aac", voiceAAC} }

// Letter is a page of a made-up request.
func Letter() File { return File{"don.pdf", "application/pdf", letter} }
