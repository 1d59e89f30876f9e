package telegram

import (
	"strconv"

	"github.com/go-telegram/bot/models"

	"langnghe/bot/chat"
)

// media names what is attached. An album comes as one message per item.
func media(m *message) []chat.Media {
	switch {
	case len(m.Photo) > 0:
		p := largest(m.Photo)
		return []chat.Media{{Kind: "photo", Ref: p.FileID, Size: int64(p.FileSize)}}
	case m.Voice != nil:
		return one("voice", m.Voice)
	case m.Video != nil:
		return one("video", m.Video)
	case m.VideoNote != nil:
		return one("video", m.VideoNote)
	case m.Animation != nil: // also carries document, for old clients
		return one("video", m.Animation)
	case m.Document != nil:
		return one("file", m.Document)
	case m.Audio != nil:
		return one("file", m.Audio)
	case m.Sticker != nil:
		return one("sticker", m.Sticker)
	case m.Location != nil:
		return []chat.Media{{Kind: "location", Ref: coordinates(m.Location)}}
	case m.Contact != nil:
		return []chat.Media{contact(m)}
	case m.Dice != nil || m.Poll != nil || m.Story != nil || m.Checklist != nil || m.PaidMedia != nil:
		return []chat.Media{{Kind: "file"}}
	}
	return nil
}

func one(kind string, f *file) []chat.Media {
	return []chat.Media{{Kind: kind, Ref: f.ID, Name: f.Name, Size: f.Size}}
}

func largest(sizes []models.PhotoSize) models.PhotoSize {
	best := sizes[0]
	for _, s := range sizes[1:] {
		if s.Width*s.Height > best.Width*best.Height {
			best = s
		}
	}
	return best
}

func coordinates(l *models.Location) string {
	return strconv.FormatFloat(l.Latitude, 'f', 6, 64) + "," + strconv.FormatFloat(l.Longitude, 'f', 6, 64)
}

// contact keeps the number only of a person who shares his own; anyone can
// forward somebody else's card, and a third person's number is none of ours.
func contact(m *message) chat.Media {
	card := chat.Media{Kind: "contact"}
	if m.From != nil && m.SenderChat == nil && m.Contact.UserID != 0 && m.Contact.UserID == m.From.ID {
		card.Ref = m.Contact.PhoneNumber
	}
	return card
}
