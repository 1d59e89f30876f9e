package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"testing"
)

// corners is a picture with a colour of its own in each quarter: red, green
// above, blue, white below.
func corners(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 0, 0, 255}
			switch {
			case y >= h/2 && x >= w/2:
				c = color.RGBA{255, 255, 255, 255}
			case y >= h/2:
				c = color.RGBA{0, 0, 255, 255}
			case x >= w/2:
				c = color.RGBA{0, 255, 0, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	return m
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var w bytes.Buffer
	if err := jpeg.Encode(&w, m, nil); err != nil {
		t.Fatal(err)
	}
	return w.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var w bytes.Buffer
	if err := png.Encode(&w, m); err != nil {
		t.Fatal(err)
	}
	return w.Bytes()
}

const secret = "GPS 21.0285N 105.8542E"

// exif is an APP1 segment with an orientation and a secret.
func exif(order binary.AppendByteOrder, mark string, orientation uint16) []byte {
	t := []byte(mark)
	t = order.AppendUint16(t, 42)
	t = order.AppendUint32(t, 8)
	t = order.AppendUint16(t, 2)
	entry := func(tag uint16, v uint16) {
		t = order.AppendUint16(t, tag)
		t = order.AppendUint16(t, 3)
		t = order.AppendUint32(t, 1)
		t = order.AppendUint16(t, v)
		t = order.AppendUint16(t, 0)
	}
	entry(0x0100, 640)
	entry(0x0112, orientation)
	t = append(t, secret...)
	body := append([]byte("Exif\x00\x00"), t...)
	return append([]byte{0xff, 0xe1, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body...)
}

func segment(marker byte, body string) []byte {
	return append([]byte{0xff, marker, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body...)
}

// with puts segments behind the start of a JPEG.
func with(b []byte, segments ...[]byte) []byte {
	out := append([]byte(nil), b[:2]...)
	for _, s := range segments {
		out = append(out, s...)
	}
	return append(out, b[2:]...)
}

func mustClean(t *testing.T, sent Kind, b []byte) Cleaned {
	t.Helper()
	before := bytes.Clone(b)
	c, why := Clean(sent, b)
	if why != "" {
		t.Fatalf("refused: %s", why)
	}
	if !bytes.Equal(b, before) {
		t.Error("Clean changed what it was given")
	}
	return c
}

func picture(t *testing.T, b []byte) image.Image {
	t.Helper()
	m, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestNothingButThePicture puts a secret wherever a picture can hold one.
func TestNothingButThePicture(t *testing.T) {
	m := corners(64, 48)
	chunk := func(name string) []byte {
		body := append([]byte(name), "Comment\x00"+secret...)
		b := binary.BigEndian.AppendUint32(nil, uint32(len(body)-4))
		return binary.BigEndian.AppendUint32(append(b, body...), crc32.ChecksumIEEE(body))
	}
	p := asPNG(t, m)
	const headPNG = 8 + 25
	for name, b := range map[string][]byte{
		"exif":     with(asJPEG(t, m), exif(binary.BigEndian, "MM", 1)),
		"xmp":      with(asJPEG(t, m), segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00"+secret)),
		"comment":  with(asJPEG(t, m), segment(0xfe, secret)),
		"trailing": append(asJPEG(t, m), secret...),
		"png text": append(append(append([]byte(nil), p[:headPNG]...), chunk("tEXt")...), p[headPNG:]...),
		"png exif": append(append(append([]byte(nil), p[:headPNG]...), chunk("eXIf")...), p[headPNG:]...),
		"png tail": append(asPNG(t, m), secret...),
	} {
		t.Run(name, func(t *testing.T) {
			if !bytes.Contains(b, []byte(secret)) {
				t.Fatal("there is no secret to find")
			}
			for _, sent := range []Kind{Photo, File} {
				c := mustClean(t, sent, b)
				if c.Kind != Photo || c.Ext != "jpg" || picture(t, c.Bytes).Bounds() != m.Bounds() {
					t.Errorf("became %s, %s", c.Kind, c.Ext)
				}
				for _, s := range []string{secret, "Exif", "ns.adobe", "Comment"} {
					if bytes.Contains(c.Bytes, []byte(s)) {
						t.Errorf("%q survives", s)
					}
				}
			}
		})
	}
}

// TestOrientation turns a picture whose quarters tell which way is up.
func TestOrientation(t *testing.T) {
	for i, want := range []string{"rgbw", "grwb", "wbgr", "bwrg", "rbgw", "brwg", "wgbr", "gwrb"} {
		for _, e := range [][]byte{exif(binary.BigEndian, "MM", uint16(i+1)), exif(binary.LittleEndian, "II", uint16(i+1))} {
			m := picture(t, mustClean(t, Photo, with(asJPEG(t, corners(96, 64)), segment(0xe0, "JFIF\x00"), e)).Bytes)
			w, h := m.Bounds().Dx(), m.Bounds().Dy()
			if lying := i >= 4; lying != (w == 64 && h == 96) {
				t.Errorf("orientation %d: %d x %d", i+1, w, h)
			}
			got := ""
			for _, at := range [][2]int{{w / 4, h / 4}, {3 * w / 4, h / 4}, {w / 4, 3 * h / 4}, {3 * w / 4, 3 * h / 4}} {
				r, g, b, _ := m.At(at[0], at[1]).RGBA()
				switch {
				case r > 0x8000 && g > 0x8000:
					got += "w"
				case r > 0x8000:
					got += "r"
				case g > 0x8000:
					got += "g"
				case b > 0x8000:
					got += "b"
				}
			}
			if got != want {
				t.Errorf("orientation %d: the quarters are %s, want %s", i+1, got, want)
			}
		}
	}
}

func TestPhotoSize(t *testing.T) {
	m := picture(t, mustClean(t, Photo, asJPEG(t, corners(3000, 1500))).Bytes)
	if m.Bounds() != image.Rect(0, 0, 2048, 1024) {
		t.Errorf("3000 x 1500 became %v", m.Bounds())
	}
	noise := image.NewRGBA(image.Rect(0, 0, 2048, 1536))
	r := rand.New(rand.NewPCG(1, 2))
	for i := range noise.Pix {
		noise.Pix[i] = byte(r.Uint32())
	}
	c := mustClean(t, Photo, asPNG(t, noise))
	if b := picture(t, c.Bytes).Bounds(); len(c.Bytes) > maxKept || b.Dx() < 400 {
		t.Errorf("what packs badly became %d bytes, %v", len(c.Bytes), b)
	}
	clearPNG := mustClean(t, Photo, asPNG(t, image.NewNRGBA(image.Rect(0, 0, 9, 9))))
	if r, _, _, _ := picture(t, clearPNG.Bytes).At(4, 4).RGBA(); r < 0xf000 {
		t.Error("what is transparent does not become white")
	}
}

// bomb is the head of a PNG that claims a size.
func bomb(w, h uint32) []byte {
	body := binary.BigEndian.AppendUint32([]byte("IHDR"), w)
	body = append(binary.BigEndian.AppendUint32(body, h), 8, 6, 0, 0, 0)
	b := append([]byte("\x89PNG\r\n\x1a\n"), 0, 0, 0, 13)
	return binary.BigEndian.AppendUint32(append(b, body...), crc32.ChecksumIEEE(body))
}

// head is the beginning of a JPEG that claims a size and colours.
func head(frame byte, w, h uint16, colours string) []byte {
	body := binary.BigEndian.AppendUint16([]byte{8}, h)
	body = append(binary.BigEndian.AppendUint16(body, w), byte(len(colours)))
	for _, c := range []byte(colours) {
		body = append(body, c, 0x11, 0)
	}
	b := append([]byte{0xff, 0xd8}, segment(frame, string(body))...)
	return append(b, segment(0xda, "\x01"+colours[:1]+"\x00\x00\x3f\x00")...)
}

func TestPhotoRefused(t *testing.T) {
	good := asJPEG(t, corners(640, 480))
	scan := segment(0xda, "\x01\x01\x00\x00\x3f\x00")
	for _, c := range []struct {
		name string
		sent Kind
		b    []byte
		want Refusal
	}{
		{"nothing", Photo, nil, Empty},
		{"too many bytes", Photo, append(good, make([]byte, Photo.Limit())...), TooBig},
		{"a bomb", Photo, bomb(30000, 30000), TooBig},
		{"a bomb as wide as can be", Photo, bomb(1<<31-1, 1<<31-1), NotPicture},
		{"cut off", Photo, good[:len(good)/2], Truncated},
		{"only a head", Photo, good[:20], Truncated},
		{"more than phones take", Photo, head(0xc0, 8000, 5001, "\x01\x02\x03"), TooBig},
		{"as much as phones take", Photo, head(0xc0, 8000, 5000, "\x01\x02\x03"), Truncated},
		{"too much where all is kept at once", Photo, head(0xc2, 4000, 4001, "\x01\x02\x03"), TooBig},
		{"too much of ink", Photo, head(0xc0, 4000, 4001, "\x01\x02\x03\x04"), TooBig},
		{"too much of light", Photo, head(0xc0, 4000, 4001, "RGB"), TooBig},
		{"words", Photo, []byte("hôm nay trời đẹp"), NotPicture},
		{"a PDF as a photo", Photo, []byte("%PDF-1.7\n%%EOF"), NotTaken},
		{"damaged", Photo, append(good[:2:2], make([]byte, 4000)...), NotPicture},
		{"a hundred thousand scans", Photo, append(append([]byte(nil), good[:len(good)-2]...), bytes.Repeat(scan, maxScans)...), NotPicture},
		{"an iPhone's own", File, []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), Heic},
		{"an iPhone's own, as a photo", Photo, []byte("\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00"), Heic},
		{"GIF", File, []byte("GIF89a\x01\x00\x01\x00"), NotTaken},
		{"a web page", File, []byte("<html><script>"), NotTaken},
		{"a Word document", File, []byte("PK\x03\x04\x14\x00"), NotTaken},
	} {
		if _, why := Clean(c.sent, c.b); why != c.want {
			t.Errorf("%s: %q, want %q", c.name, why, c.want)
		}
	}
}
