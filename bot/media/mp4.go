package media

import (
	"bytes"
	"encoding/binary"
)

// maxDepth bounds how deep boxes are looked into.
const maxDepth = 8

// boxes visits the boxes of an MP4 container that lie whole in b; visit gets a
// box with its head and says whether to look into it. whole is false when
// something of b is no box or lacks its end.
func boxes(b []byte, depth int, visit func(kind string, box, body []byte) bool) (whole bool) {
	whole = true
	for len(b) > 0 {
		if len(b) < 8 {
			return false
		}
		size, head := uint64(binary.BigEndian.Uint32(b)), uint64(8)
		switch size {
		case 0:
			size = uint64(len(b))
		case 1:
			if len(b) < 16 {
				return false
			}
			size, head = binary.BigEndian.Uint64(b[8:]), 16
		}
		if size < head || size > uint64(len(b)) {
			return false
		}
		box := b[:size]
		if visit(string(b[4:8]), box, box[head:]) && depth < maxDepth {
			whole = boxes(box[head:], depth+1, visit) && whole
		}
		b = b[size:]
	}
	return whole
}

// tracks tells whether an MP4 container holds sound, and whether pictures.
func tracks(b []byte) (sound, sight bool) {
	boxes(b, 0, func(kind string, _, body []byte) bool {
		if kind == "hdlr" && len(body) >= 12 {
			switch string(body[8:12]) {
			case "soun":
				sound = true
			case "vide", "pict":
				sight = true
			}
		}
		return kind == "moov" || kind == "trak" || kind == "mdia"
	})
	return sound, sight
}

// cleanMP4 empties the boxes that tell of title, place and device, and makes
// them free space, so that nothing else moves.
func cleanMP4(b []byte) ([]byte, Refusal) {
	out := bytes.Clone(b)
	whole := boxes(out, 0, func(kind string, box, body []byte) bool {
		switch kind {
		case "udta", "meta", "uuid", "free", "skip", "wide":
			copy(box[4:8], "free")
			clear(body)
		case "moov", "trak", "mdia":
			return true
		}
		return false
	})
	if !whole {
		return nil, Truncated
	}
	return out, ""
}
