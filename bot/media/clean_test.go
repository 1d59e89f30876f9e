package media

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"slices"
	"testing"
)

// oggPage is one page of one packet, or of the part of one that goes on.
func oggPage(n uint32, body []byte, goesOn bool) []byte {
	var lacing []byte
	for left := len(body); ; left -= 255 {
		if left < 255 {
			if !goesOn {
				lacing = append(lacing, byte(left))
			}
			break
		}
		lacing = append(lacing, 255)
	}
	p := append([]byte("OggS"), make([]byte, 22)...)
	binary.LittleEndian.PutUint32(p[18:], n)
	p = append(append(append(p, byte(len(lacing))), lacing...), body...)
	binary.LittleEndian.PutUint32(p[22:], oggSum(p))
	return p
}

func tags(vendor string) []byte {
	b := binary.LittleEndian.AppendUint32([]byte("OpusTags"), uint32(len(vendor)))
	return append(append(b, vendor...), 0, 0, 0, 0)
}

func voiceNote(comments ...[]byte) []byte {
	b := oggPage(0, append([]byte("OpusHead"), 1, 1, 0, 0, 0x80, 0xbb, 0, 0, 0, 0, 0), false)
	for i, c := range comments {
		b = append(b, oggPage(uint32(i+1), c, i+1 < len(comments))...)
	}
	return append(b, oggPage(9, bytes.Repeat([]byte("sound"), 100), false)...)
}

func mp4Box(kind string, body ...[]byte) []byte {
	all := bytes.Join(body, nil)
	return append(append(binary.BigEndian.AppendUint32(nil, uint32(len(all)+8)), kind...), all...)
}

func mp4(handler string, more ...[]byte) []byte {
	hdlr := mp4Box("hdlr", make([]byte, 8), []byte(handler), make([]byte, 12))
	track := mp4Box("trak", mp4Box("mdia", hdlr), mp4Box("udta", []byte(secret)))
	b := append(mp4Box("ftyp", []byte("M4A \x00\x00\x00\x00")), mp4Box("moov", append(more, track)...)...)
	return append(b, mp4Box("mdat", bytes.Repeat([]byte("sound"), 100))...)
}

func mp3Frames() []byte {
	return append([]byte{0xff, 0xfb, 0x90, 0x00}, bytes.Repeat([]byte("sound"), 100)...)
}

func id3(body string) []byte {
	return append([]byte{'I', 'D', '3', 4, 0, 0, 0, 0, byte(len(body) >> 7), byte(len(body) & 0x7f)}, body...)
}

// TestVoice: what is known is told by its bytes, tags go, the sound stays.
func TestVoice(t *testing.T) {
	long := append(tags(secret), bytes.Repeat([]byte(secret), 30)...)
	long = long[:510]
	for name, c := range map[string]struct {
		b   []byte
		ext string
	}{
		"opus":               {voiceNote(tags(secret)), "ogg"},
		"opus, long tags":    {voiceNote(long, []byte(secret)), "ogg"},
		"amr":                {[]byte("#!AMR\nsoundsound"), "amr"},
		"aac":                {append([]byte{0xff, 0xf1, 0x50, 0x80}, "soundsound"...), "aac"},
		"m4a":                {mp4("soun", mp4Box("udta", []byte(secret)), mp4Box("meta", []byte(secret))), "m4a"},
		"m4a, free space":    {append(mp4("soun"), mp4Box("free", []byte(secret))...), "m4a"},
		"mp3":                {mp3Frames(), "mp3"},
		"mp3, tag before":    {append(id3(secret), mp3Frames()...), "mp3"},
		"mp3, tag at bottom": {append(mp3Frames(), append([]byte("TAG"+secret), make([]byte, 125-len(secret))...)...), "mp3"},
	} {
		for _, sent := range []Kind{Voice, File} {
			out := mustClean(t, sent, c.b)
			if out.Kind != Voice || out.Ext != c.ext {
				t.Errorf("%s: became %s, %s", name, out.Kind, out.Ext)
			}
			if bytes.Contains(out.Bytes, []byte(secret)) {
				t.Errorf("%s: a tag survives", name)
			}
			if !bytes.Contains(out.Bytes, []byte("soundsound")) {
				t.Errorf("%s: the sound is gone", name)
			}
			if again := mustClean(t, Voice, out.Bytes); !bytes.Equal(again.Bytes, out.Bytes) {
				t.Errorf("%s: cleaned twice it is something else", name)
			}
		}
	}
	for at, b := 0, mustClean(t, Voice, voiceNote(long, []byte(secret))).Bytes; at < len(b); {
		p := bytes.Clone(b[at:][:page(b[at:])])
		sum := binary.LittleEndian.Uint32(p[22:])
		clear(p[22:26])
		if sum != oggSum(p) {
			t.Errorf("the page at %d has a wrong checksum", at)
		}
		at += len(p)
	}
}

func TestRefused(t *testing.T) {
	ogg := voiceNote(tags("x"))
	for name, c := range map[string]struct {
		sent Kind
		b    []byte
		want Refusal
	}{
		"a video":             {File, mp4("vide"), NotTaken},
		"a video as voice":    {Voice, mp4("soun", mp4Box("trak", mp4Box("mdia", mp4Box("hdlr", make([]byte, 8), []byte("vide"))))), NotTaken},
		"voice as a photo":    {Photo, ogg, NotTaken},
		"a photo as voice":    {Voice, asJPEG(t, corners(8, 8)), NotTaken},
		"opus cut off":        {Voice, ogg[:len(ogg)-7], Truncated},
		"opus without sound":  {Voice, ogg[:50], Truncated},
		"m4a cut off":         {Voice, mp4("soun")[:200], Truncated},
		"mp3, only a tag":     {Voice, id3(secret), Truncated},
		"a tag and no mp3":    {Voice, append(id3(secret), "words and words"...), NotTaken},
		"too long":            {Voice, append(mp3Frames(), make([]byte, Voice.Limit())...), TooBig},
		"too long, as a file": {File, append(mp3Frames(), make([]byte, Voice.Limit())...), TooBig},
		"PDF cut off":         {File, []byte("%PDF-1.7\n1 0 obj"), Truncated},
		"nothing":             {Voice, []byte{}, Empty},
	} {
		if _, why := Clean(c.sent, c.b); why != c.want {
			t.Errorf("%s: %q, want %q", name, why, c.want)
		}
	}
	if c := mustClean(t, File, []byte("%PDF-1.7\nwords\n%%EOF\n")); c.Kind != File || c.Ext != "pdf" {
		t.Errorf("a PDF became %s, %s", c.Kind, c.Ext)
	}
}

// FuzzClean: whatever comes, the answer is a refusal with a known reason or
// something that is clean, small and stays what it is when cleaned again.
func FuzzClean(f *testing.F) {
	small := asJPEG(f, corners(16, 12))
	for _, b := range [][]byte{
		small, asPNG(f, corners(5, 4)), bomb(30000, 3), voiceNote(tags("x")), mp4("soun"), mp3Frames(), id3("x"),
		[]byte("%PDF-1.4 %%EOF"), []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00"),
	} {
		for i := range Kinds() {
			f.Add(uint8(i), b)
		}
	}
	f.Fuzz(func(t *testing.T, sent uint8, b []byte) {
		c, why := Clean(Kinds()[int(sent)%len(Kinds())], b)
		if why != "" {
			if !slices.Contains(Refusals(), why) || c.Bytes != nil {
				t.Fatalf("no reason: %q", why)
			}
			return
		}
		if c.Kind == Photo {
			cfg, err := jpeg.DecodeConfig(bytes.NewReader(c.Bytes))
			if err != nil || cfg.Width > longSide || cfg.Height > longSide || len(c.Bytes) > maxKept {
				t.Fatalf("a photo of %d x %d in %d bytes, %v", cfg.Width, cfg.Height, len(c.Bytes), err)
			}
		} else if len(c.Bytes) > len(b) {
			t.Fatalf("%d bytes became %d", len(b), len(c.Bytes))
		}
		again, why := Clean(c.Kind, c.Bytes)
		if why != "" || again.Kind != c.Kind || again.Ext != c.Ext {
			t.Fatalf("what was cleaned is refused: %q, %s", why, again.Kind)
		}
	})
}

// FuzzOrientation: any bytes whatever give a way to turn a picture.
func FuzzOrientation(f *testing.F) {
	f.Add(with([]byte{0xff, 0xd8}, exif(binary.BigEndian, "MM", 6)))
	f.Add(with([]byte{0xff, 0xd8}, exif(binary.LittleEndian, "II", 3)))
	f.Fuzz(func(t *testing.T, b []byte) {
		if o := orientation(b); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
		if o := tiffOrientation(b); turned(image.NewRGBA(image.Rect(0, 0, 3, 2)), o).Bounds().Empty() {
			t.Errorf("orientation %d", o)
		}
	})
}
