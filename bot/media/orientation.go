package media

import (
	"encoding/binary"
	"image"
)

// upright is the orientation of a picture that needs no turning. The values
// are those of the EXIF tag, 1 to 8.
const upright = 1

// orientation reads how a JPEG is to be turned: the one tag of its EXIF data
// that is about the picture. Anything out of place means upright.
func orientation(b []byte) int {
	for at := 2; at+4 <= len(b) && b[at] == 0xff; {
		marker := b[at+1]
		if marker == 0xff { // a fill byte
			at++
			continue
		}
		size := int(binary.BigEndian.Uint16(b[at+2:]))
		if marker == 0xda || size < 2 || at+2+size > len(b) {
			break
		}
		if body := b[at+4 : at+2+size]; marker == 0xe1 && len(body) > 6 && string(body[:6]) == "Exif\x00\x00" {
			return tiffOrientation(body[6:])
		}
		at += 2 + size
	}
	return upright
}

// tiffOrientation looks through the first directory of a TIFF header.
func tiffOrientation(t []byte) int {
	var order binary.ByteOrder
	switch {
	case len(t) < 8:
		return upright
	case string(t[:4]) == "II*\x00":
		order = binary.LittleEndian
	case string(t[:4]) == "MM\x00*":
		order = binary.BigEndian
	default:
		return upright
	}
	start := uint64(order.Uint32(t[4:]))
	if start+2 > uint64(len(t)) {
		return upright
	}
	dir := t[start:]
	n := int(order.Uint16(dir))
	for dir = dir[2:]; n > 0 && len(dir) >= 12; n, dir = n-1, dir[12:] {
		const tag, short = 0x0112, 3
		if order.Uint16(dir) == tag && order.Uint16(dir[2:]) == short {
			if v := int(order.Uint16(dir[8:])); v >= 1 && v <= 8 {
				return v
			}
			return upright
		}
	}
	return upright
}

// turned gives the picture as it was meant to be seen.
func turned(m *image.RGBA, orientation int) *image.RGBA {
	if orientation == upright {
		return m
	}
	w, h := m.Bounds().Dx(), m.Bounds().Dy()
	tw, th := w, h
	if orientation >= 5 {
		tw, th = h, w
	}
	to := image.NewRGBA(image.Rect(0, 0, tw, th))
	for y := range th {
		for x := range tw {
			fx, fy := x, y
			switch orientation {
			case 2: // mirrored
				fx = w - 1 - x
			case 3: // upside down
				fx, fy = w-1-x, h-1-y
			case 4: // upside down, mirrored
				fy = h - 1 - y
			case 5: // lying, mirrored
				fx, fy = y, x
			case 6: // lying on its left side
				fx, fy = y, h-1-x
			case 7:
				fx, fy = w-1-y, h-1-x
			case 8: // on its right side
				fx, fy = w-1-y, x
			}
			copy(to.Pix[to.PixOffset(x, y):][:4], m.Pix[m.PixOffset(fx, fy):][:4])
		}
	}
	return to
}
