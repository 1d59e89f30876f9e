package media

import (
	"bytes"
	"encoding/binary"
)

// cleanMP3 cuts off the tags before and behind the sound.
func cleanMP3(b []byte) ([]byte, Refusal) {
	for len(b) >= 10 && string(b[:3]) == "ID3" {
		size := 10 + (int(b[6]&0x7f)<<21 | int(b[7]&0x7f)<<14 | int(b[8]&0x7f)<<7 | int(b[9]&0x7f))
		if b[5]&0x10 != 0 { // a footer repeats the header
			size += 10
		}
		if size >= len(b) {
			return nil, Truncated
		}
		b = b[size:]
	}
	if n := len(b) - 128; n >= 0 && string(b[n:n+3]) == "TAG" {
		b = b[:n]
	}
	if sniff(b) != mp3 { // behind the tag is no sound
		return nil, NotTaken
	}
	return bytes.Clone(b), ""
}

// cleanOgg empties the comments, which lie in the second packet, and leaves
// everything else where it is.
func cleanOgg(b []byte) ([]byte, Refusal) {
	const head = 27
	out := bytes.Clone(b)
	first := page(out)
	if first == 0 {
		return nil, Truncated
	}
	rest := out[first:]
	if n := page(rest); n == 0 || !bytes.HasPrefix(rest[head+int(rest[26]):n], []byte("OpusTags")) {
		return nil, Truncated
	}
	// No vendor and no comments; a decoder passes over the zeros behind them.
	for keep, more := len("OpusTags"), true; len(rest) > 0; keep = 0 {
		n := page(rest)
		if n == 0 {
			return nil, Truncated
		}
		if more {
			lacing := rest[head : head+int(rest[26])]
			clear(rest[min(head+len(lacing)+keep, n):n])
			clear(rest[22:26])
			binary.LittleEndian.PutUint32(rest[22:], oggSum(rest[:n]))
			more = lacing[len(lacing)-1] == 255 // long comments go on in the next page
		}
		rest = rest[n:]
	}
	return out, ""
}

// page is how many bytes the Ogg page at the beginning of b has, 0 when it is
// not there whole.
func page(b []byte) int {
	const head = 27
	if len(b) < head || string(b[:4]) != "OggS" || len(b) < head+int(b[26]) || b[26] == 0 {
		return 0
	}
	n := head + int(b[26])
	for _, s := range b[head:n] {
		n += int(s)
	}
	if n > len(b) {
		return 0
	}
	return n
}

// oggSum is the checksum of an Ogg page whose own checksum is zero.
func oggSum(b []byte) (sum uint32) {
	for _, c := range b {
		sum ^= uint32(c) << 24
		for range 8 {
			if sum&0x80000000 != 0 {
				sum = sum<<1 ^ 0x04c11db7
			} else {
				sum <<= 1
			}
		}
	}
	return sum
}

// cleanPDF looks whether the end is there.
func cleanPDF(b []byte) ([]byte, Refusal) {
	if !bytes.Contains(b[max(0, len(b)-2048):], []byte("%%EOF")) {
		return nil, Truncated
	}
	return bytes.Clone(b), ""
}
