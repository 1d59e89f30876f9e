package main

import (
	"context"
	"net/http"
	"path"
	"strconv"
	"strings"

	"langnghe/sample"
	"langnghe/telegram/telegramsim"
	"langnghe/web"
	"langnghe/zalo/zalosim"
)

// What a phone of the demo can attach. On Zalo a card is always somebody's.
var (
	zaloOffers = []web.Offer{
		{Kind: "photo", Title: "Một ảnh", Caption: true}, {Kind: "album", Title: "Ba ảnh một lúc", Caption: true},
		{Kind: "voice", Title: "Tin thoại"}, {Kind: "file", Title: "Tệp PDF"}, {Kind: "place", Title: "Vị trí trên bản đồ"},
		{Kind: "card", Title: "Danh thiếp người khác"}, {Kind: "sticker", Title: "Nhãn dán"},
	}
	telegramOffers = []web.Offer{
		{Kind: "photo", Title: "Một ảnh", Caption: true}, {Kind: "album", Title: "Ba ảnh một lúc", Caption: true},
		{Kind: "voice", Title: "Tin thoại"}, {Kind: "file", Title: "Tệp PDF", Caption: true}, {Kind: "place", Title: "Vị trí trên bản đồ"},
		{Kind: "mycard", Title: "Số điện thoại của mình"}, {Kind: "card", Title: "Danh thiếp người khác"}, {Kind: "sticker", Title: "Nhãn dán"},
	}
)

// shoot takes the next n photos.
func (c *demoCity) shoot(n int) []sample.File {
	photos := sample.Photos()
	c.mu.Lock()
	defer c.mu.Unlock()
	var out []sample.File
	for range n {
		out = append(out, photos[c.shots%len(photos)])
		c.shots++
	}
	return out
}

// Where the sample's place is, and whose card is shared; both made up.
const (
	placeLat, placeLon = "21.0347200", "105.8144300"
	placeName          = "Ngõ 12 phố Đội Cấn"
	cardName           = "Anh Nam (điện lực)"
	cardPhone          = "84900000077"
)

// ownPhone is the made-up number of a person.
func ownPhone(r resident) string { return "+8490" + strconv.FormatInt(1_000_000+r.tgID%9_000_000, 10) }

// Attach lets the owner of a phone send what the platform offers.
func (c *demoCity) Attach(_ context.Context, platform, id, kind, caption string) error {
	r, ok := c.find(id)
	if !ok {
		return errNoChat
	}
	if platform == "zalo" {
		return c.attachZalo(r, kind, caption)
	}
	return refused(c.attachTelegram(r, kind, caption))
}

func (c *demoCity) attachZalo(r resident, kind, caption string) error {
	of := func(kind string, f sample.File) zalosim.Media {
		return zalosim.Media{Kind: kind, Name: f.Name, Bytes: f.Data}
	}
	var m zalosim.Media
	switch kind {
	case "photo":
		m = of("image", c.shoot(1)[0])
		m.Text = caption
	case "album":
		var all []zalosim.Media
		for _, f := range c.shoot(3) {
			all = append(all, of("image", f))
		}
		_, err := c.zalo.SendAlbum(r.zaloID, caption, false, all...)
		return err
	case "voice":
		m = of("audio", sample.VoiceAAC())
	case "file":
		m = of("file", sample.Letter())
	case "place":
		m = zalosim.Media{Kind: "location", Text: placeName, Latitude: placeLat, Longitude: placeLon}
	case "card":
		m = zalosim.Media{Kind: "business_card", Name: cardName, URL: "https://zalo.me/" + cardPhone}
	default:
		m = zalosim.Media{Kind: "sticker", Name: "23456", URL: "https://s.example/23456.png"}
	}
	c.zalo.SendMedia(r.zaloID, m)
	return nil
}

func (c *demoCity) attachTelegram(r resident, kind, caption string) (err error) {
	m := telegramsim.Media{Kind: kind}
	switch kind {
	case "photo":
		m.Bytes, m.Caption = c.shoot(1)[0].Data, caption
	case "album":
		var all []telegramsim.Media
		for i, f := range c.shoot(3) {
			it := telegramsim.Media{Kind: "photo", Bytes: f.Data}
			if i == 0 {
				it.Caption = caption
			}
			all = append(all, it)
		}
		_, err = c.telegram.SendAlbum(r.tgID, all...)
		return err
	case "voice":
		m.Bytes = sample.Voice().Data
	case "file":
		f := sample.Letter()
		m = telegramsim.Media{Kind: "document", Name: f.Name, Type: f.Type, Bytes: f.Data, Caption: caption}
	case "place":
		m.Kind = "location"
		m.Lat, _ = strconv.ParseFloat(placeLat, 64)
		m.Lon, _ = strconv.ParseFloat(placeLon, 64)
	case "mycard", "card":
		phone := "+" + cardPhone
		if kind == "mycard" {
			phone = ownPhone(r)
		}
		_, err = c.telegram.SendContact(r.tgID, phone, kind == "mycard")
		return err
	}
	_, err = c.telegram.SendMedia(r.tgID, m)
	return err
}

// File gives the bytes of an attachment: Telegram's by the file's id, Zalo's by
// the end of its address.
func (c *demoCity) File(platform, _, id string) (web.File, error) {
	data := c.telegram.File(id)
	if platform == "zalo" {
		data = c.zalo.File(id)
	}
	if data == nil {
		return web.File{}, web.ErrUnknown
	}
	return web.File{Name: id, Type: sniffed(data), Data: data}, nil
}

// sniffed is a media type read from the first bytes.
func sniffed(data []byte) string {
	switch t := http.DetectContentType(data); {
	case t == "application/ogg":
		return "audio/ogg"
	case len(data) > 1 && data[0] == 0xff && data[1]&0xf6 == 0xf0:
		return "audio/aac"
	default:
		return t
	}
}

// zaloFile describes what is attached to a bubble on Zalo.
func (c *demoCity) zaloFile(b zalosim.Bubble) web.Attachment {
	a := web.Attachment{Kind: mediaKind(b.Media), Name: b.Name}
	a.Size, _ = strconv.ParseInt(b.Size, 10, 64)
	if data := c.zalo.File(b.URL); data != nil {
		a.ID, a.Stored, a.Size = path.Base(b.URL), true, int64(len(data))
	}
	switch a.Kind {
	case "place":
		a.Name, a.Note = "Vị trí", placeText(placeLat, placeLon)
	case "contact":
		a.Note = strings.TrimPrefix(b.URL, "https://")
	case "photo":
		a.Name = ""
	}
	return a
}

// telegramFile describes what is attached to a bubble on Telegram.
func (c *demoCity) telegramFile(b telegramsim.Bubble) web.Attachment {
	a := web.Attachment{Kind: mediaKind(b.Kind), ID: b.File, Name: b.Name, Size: b.Size}
	a.Stored = a.ID != "" && a.Kind != "sticker" && a.Kind != "place" && c.telegram.File(b.File) != nil
	switch a.Kind {
	case "place":
		a.Name, a.Note = "Vị trí", placeText(strconv.FormatFloat(b.Lat, 'f', 6, 64), strconv.FormatFloat(b.Lon, 'f', 6, 64))
	case "contact":
		a.Note = b.Phone
	}
	return a
}

func placeText(lat, lon string) string {
	return strings.TrimRight(lat, "0") + ", " + strings.TrimRight(lon, "0")
}

func mediaKind(k string) string {
	switch k {
	case "image", "gif", "photo":
		return "photo"
	case "sticker", "voice", "contact", "video", "link":
		return k
	case "business_card":
		return "contact"
	case "location":
		return "place"
	case "audio":
		return "voice"
	}
	return "file"
}
