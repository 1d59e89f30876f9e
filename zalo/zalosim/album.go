package zalosim

import (
	"errors"
	"strconv"
)

// SendAlbum sends several pictures at once. Whether Zalo tells of them in one
// event with several attachments or in several events is not documented: apart
// chooses. It returns the messages' ids.
func (s *Sim) SendAlbum(id, caption string, apart bool, pictures ...Media) (messageIDs []string, err error) {
	if len(pictures) < 2 {
		return nil, errors.New("zalosim: an album has several pictures")
	}
	s.change(id, func(u *user) {
		s.seq++
		album := "album-" + strconv.Itoa(s.seq)
		var shown []Bubble
		all := list{}
		for i, p := range pictures {
			p.Kind, p.Text = "image", ""
			p = s.host(p)
			if i == 0 {
				p.Text = caption
			}
			b := p.bubble()
			b.Album = album
			if apart {
				messageIDs = append(messageIDs, s.wrote(u, "user_send_image", b, p.fields(), true))
				continue
			}
			shown = append(shown, b)
			all = append(all, p.fields()[0].val.(list)...)
		}
		if apart {
			return
		}
		fields := object{{"attachments", all}}
		if caption != "" {
			fields = append(fields, field{"text", caption})
		}
		id := s.wrote(u, "user_send_image", Bubble{}, fields, false)
		messageIDs = []string{id}
		for _, b := range shown { // one message, shown as several pictures
			b.ID, b.From, b.At = id, u.id, s.cfg.Now()
			u.chat = append(u.chat, b)
		}
	})
	return messageIDs, nil
}
