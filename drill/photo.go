package drill

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"slices"

	"langnghe/telegram/telegramsim"
	"langnghe/zalo/zalosim"
)

// A photo says who took it, of which of his deeds: its blocks of light and dark
// are the bits of both and of a sum, so it is known again wherever it is shown.
// Cameras write where they were into it; that is nobody's to read.
const (
	blocksWide = 8
	blocksHigh = 6
	block      = 8 // pixels
	whereabout = "GPS 21.0285 N 105.8048 E"
)

// photo is a picture somebody took.
type photo struct {
	author, deed, n int
}

func (x photo) bits() uint64 {
	v := uint64(x.author&0xffff)<<16 | uint64(x.deed&0xff)<<8 | uint64(x.n&0xff)
	return v<<16 | mix(v)&0xffff
}

// jpeg is the picture as a phone sends it.
func (x photo) jpeg() []byte {
	img := image.NewGray(image.Rect(0, 0, blocksWide*block, blocksHigh*block))
	bits := x.bits()
	for i := range blocksWide * blocksHigh {
		shade := color.Gray{Y: uint8(0x30 + 0xa0*(bits>>i&1))}
		for k := range block * block {
			img.SetGray(i%blocksWide*block+k%block, i/blocksWide*block+k/block, shade)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	exif := "Exif\x00\x00" + whereabout
	head := append([]byte{0xff, 0xd8, 0xff, 0xe1, 0, byte(2 + len(exif))}, exif...)
	return append(head, b.Bytes()[2:]...)
}

// photoIn reads who took a picture; ok is false when it is none of the drill's.
func photoIn(b []byte) (x photo, ok bool) {
	img, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil || img.Bounds().Dx() != blocksWide*block || img.Bounds().Dy() != blocksHigh*block {
		return photo{}, false
	}
	var bits uint64
	for i := range blocksWide * blocksHigh {
		y, _, _, _ := img.At(i%blocksWide*block+block/2, i/blocksWide*block+block/2).RGBA()
		if y > 0x8000 {
			bits |= 1 << i
		}
	}
	v := int(bits >> 16)
	x = photo{v >> 16, v >> 8 & 0xff, v & 0xff}
	return x, x.bits() == bits
}

// show sends so many photos at once, with words under the first; it gives how
// many the platform took.
func (p *phone) show(e *deed, most int, words string) (sent int) {
	p.w.score.Messages++
	p.w.score.Photos += most
	p.touch()
	strayed := p.strays()
	defer func() { p.owner.missed(strayed()) }()
	var pictures [][]byte
	for i := range most {
		pictures = append(pictures, photo{p.owner.index, e.n, e.photos + i}.jpeg())
	}
	if p.platform == "zalo" {
		var media []zalosim.Media
		for _, b := range pictures {
			media = append(media, zalosim.Media{Kind: "image", Bytes: b})
		}
		if most == 1 {
			media[0].Text = words
			p.w.zalo.SendMedia(p.zaloID, media[0])
		} else if _, err := p.w.zalo.SendAlbum(p.zaloID, words, e.n%2 == 0, media...); err != nil {
			return 0
		}
		return most
	}
	var media []telegramsim.Media
	for _, b := range pictures {
		media = append(media, telegramsim.Media{Kind: "photo", Bytes: b})
	}
	media[0].Caption = words
	if most == 1 {
		if _, err := p.w.telegram.SendMedia(p.tgID, media[0]); err != nil {
			return 0
		}
		sent = 1
	} else if ids, err := p.w.telegram.SendAlbum(p.tgID, media...); len(ids) < most {
		p.w.must(err)
		sent = len(ids)
	} else {
		sent = most
	}
	return sent
}

// pictures looks at a photo that a phone shows: only its author and those who
// act in his unit see it, with the report it was shown for, and not where it was
// taken.
func (j *judges) pictures(reader *person, b bubble) {
	if !b.photo {
		return
	}
	x, ok := photoIn(b.file)
	if !ok || x.author >= len(j.w.city.people) {
		j.holds(invPhotos, false, "%s sees a photo that nobody took", reader.id)
		return
	}
	author := j.w.city.people[x.author]
	j.holds(invPhotos, author == reader || slices.Contains(j.w.city.heads[author.unit], reader), "%s sees a photo of %s", reader.id, author.id)
	j.holds(invPrivate, !bytes.Contains(b.file, []byte(whereabout)), "%s sees where a photo was taken", reader.id)
	if c := code(captionCode, b.text); c != "" {
		if r, ok := j.seen[c]; ok {
			j.holds(invPhotos, r.person == author, "%s sees a photo of %s with %s, which is of %s", reader.id, author.id, c, r.person.id)
		}
		for _, e := range author.deeds {
			if e.code == c {
				j.holds(invPhotos, e.n&0xff == x.deed, "%s sees a photo of another matter with %s", reader.id, c)
			}
		}
	}
}
