package sample_test

import (
	"bytes"
	"testing"

	"langnghe/bot/media"
	"langnghe/sample"
)

// TestMediaIsTaken: the program takes what the samples are, and a photo tells
// its place before it is cleaned and not after.
func TestMediaIsTaken(t *testing.T) {
	for _, p := range sample.Photos() {
		if !bytes.Contains(p.Data, []byte("Exif\x00\x00")) || !bytes.Contains(p.Data, []byte{0x25, 0x88}) {
			t.Errorf("%s tells no place", p.Name)
		}
		c, no := media.Clean(media.Photo, p.Data)
		if no != "" || bytes.Contains(c.Bytes, []byte("Exif\x00\x00")) {
			t.Errorf("%s: %q", p.Name, no)
		}
	}
	for kind, f := range map[media.Kind]sample.File{media.Voice: sample.Voice(), media.File: sample.Letter()} {
		if _, no := media.Clean(kind, f.Data); no != "" {
			t.Errorf("%s: %q", f.Name, no)
		}
	}
	if _, no := media.Clean(media.Voice, sample.VoiceAAC().Data); no != "" {
		t.Errorf("AAC: %q", no)
	}
}
