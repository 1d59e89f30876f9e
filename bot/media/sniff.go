package media

import (
	"bytes"
	"slices"
)

// format is what bytes are, found from the bytes alone: a name or a declared
// type is whatever the sender wrote.
type format int

const (
	unknown format = iota
	jpegFile
	pngFile
	webpFile
	heic
	oggOpus
	amr
	aac // bare frames (ADTS)
	m4a // in an MP4 container, which holds no pictures
	mp3
	pdf
)

func (f format) kind() Kind {
	switch f {
	case jpegFile, pngFile, webpFile:
		return Photo
	case oggOpus, amr, aac, m4a, mp3:
		return Voice
	}
	return File
}

// ext is that of what is kept: every photo becomes a JPEG.
func (f format) ext() string {
	switch f {
	case oggOpus:
		return "ogg"
	case amr:
		return "amr"
	case aac:
		return "aac"
	case m4a:
		return "m4a"
	case mp3:
		return "mp3"
	case pdf:
		return "pdf"
	}
	return "jpg"
}

func (f format) clean(b []byte) ([]byte, Refusal) {
	switch f {
	case jpegFile, pngFile, webpFile:
		return cleanPhoto(f, b)
	case oggOpus:
		return cleanOgg(b)
	case m4a:
		return cleanMP4(b)
	case mp3:
		return cleanMP3(b)
	case pdf:
		return cleanPDF(b)
	}
	return bytes.Clone(b), ""
}

// still are the brands of containers of pictures that are not decoded here.
var still = []string{"heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1", "avif", "avis"}

func sniff(b []byte) format {
	has := func(at int, s string) bool { return len(b) >= at+len(s) && string(b[at:at+len(s)]) == s }
	switch {
	case has(0, "\xff\xd8\xff"):
		return jpegFile
	case has(0, "\x89PNG\r\n\x1a\n"):
		return pngFile
	case has(0, "RIFF") && has(8, "WEBP"):
		return webpFile
	case has(4, "ftyp") && len(b) >= 12:
		if slices.Contains(still, string(b[8:12])) {
			return heic
		}
		if sound, sight := tracks(b); sound && !sight {
			return m4a
		}
	case has(0, "OggS") && has(28, "OpusHead"):
		return oggOpus
	case has(0, "#!AMR\n"), has(0, "#!AMR-WB\n"):
		return amr
	case has(0, "ID3"):
		return mp3
	case len(b) >= 4 && b[0] == 0xff && b[1]&0xf6 == 0xf0:
		return aac
	case len(b) >= 4 && b[0] == 0xff && b[1]&0xe6 == 0xe2 && b[2]>>4 != 0 && b[2]>>4 != 15:
		return mp3 // layer III with a bit rate that exists
	case has(0, "%PDF-"):
		return pdf
	}
	return unknown
}
