package media

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
	"golang.org/x/image/webp"
)

const (
	maxPixels = 40_000_000 // of any picture: phones have cameras of that size
	maxHeavy  = 16_000_000 // where decoding takes many bytes for each pixel
	maxScans  = 200        // of a progressive JPEG, each a walk over the whole picture
	longSide  = 2048       // of what is kept
	maxKept   = 1_000_000  // bytes of what is kept: Zalo takes pictures up to 1 MB
)

// cleanPhoto decodes a picture and encodes it anew, upright, of moderate size.
func cleanPhoto(f format, b []byte) (_ []byte, why Refusal) {
	defer func() {
		if recover() != nil { // a decoder that trips over its input refuses it
			why = NotPicture
		}
	}()
	refusal := func(err error) Refusal {
		if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || f == jpegFile && !bytes.Contains(b, []byte{0xff, 0xd9}) {
			return Truncated
		}
		return NotPicture
	}
	c, err := decodeConfig(f, b)
	if err != nil {
		return nil, refusal(err)
	}
	if why := affordable(f, c, b); why != "" {
		return nil, why
	}
	m, err := decode(f, b)
	if err != nil {
		return nil, refusal(err)
	}
	turn := upright
	if f == jpegFile {
		turn = orientation(b)
	}
	return encode(turned(onWhite(scaled(m, longSide)), turn))
}

// affordable looks at what decoding would take, before any of it is done.
func affordable(f format, c image.Config, b []byte) Refusal {
	limit := maxPixels
	camera := c.ColorModel == color.YCbCrModel || c.ColorModel == color.GrayModel // others are turned into colours of four bytes
	if f != jpegFile || !camera || bytes.Contains(b, []byte{0xff, 0xc2}) {        // progressive keeps all its coefficients
		limit = maxHeavy
	}
	switch {
	case c.Width <= 0 || c.Height <= 0:
		return NotPicture
	case c.Width > limit/c.Height:
		return TooBig
	case f == jpegFile && bytes.Count(b, []byte{0xff, 0xda}) > maxScans:
		return NotPicture
	}
	return ""
}

func decodeConfig(f format, b []byte) (image.Config, error) {
	r := bytes.NewReader(b)
	switch f {
	case pngFile:
		return png.DecodeConfig(r)
	case webpFile:
		return webp.DecodeConfig(r)
	}
	return jpeg.DecodeConfig(r)
}

func decode(f format, b []byte) (image.Image, error) {
	r := bytes.NewReader(b)
	switch f {
	case pngFile:
		return png.Decode(r)
	case webpFile:
		return webp.Decode(r)
	}
	return jpeg.Decode(r)
}

// scaled gives a picture whose long side is at most limit.
func scaled(m image.Image, limit int) image.Image {
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	long := max(w, h)
	if long <= limit {
		return m
	}
	to := image.NewRGBA(image.Rect(0, 0, max(w*limit/long, 1), max(h*limit/long, 1)))
	draw.BiLinear.Scale(to, to.Bounds(), m, m.Bounds(), draw.Src, nil)
	return to
}

// onWhite gives an opaque picture from the corner: a JPEG knows no transparency.
func onWhite(m image.Image) *image.RGBA {
	to := image.NewRGBA(image.Rect(0, 0, m.Bounds().Dx(), m.Bounds().Dy()))
	draw.Draw(to, to.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(to, to.Bounds(), m, m.Bounds().Min, draw.Over)
	return to
}

// encode lowers the quality, then the size, until the result is small enough.
func encode(m image.Image) ([]byte, Refusal) {
	for {
		for _, q := range []int{85, 75, 60} {
			var w bytes.Buffer
			if err := jpeg.Encode(&w, m, &jpeg.Options{Quality: q}); err != nil {
				return nil, NotPicture
			}
			if w.Len() <= maxKept {
				return w.Bytes(), ""
			}
		}
		m = scaled(m, max(m.Bounds().Dx(), m.Bounds().Dy())*3/4)
	}
}
