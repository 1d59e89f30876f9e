package telegramsim

import (
	"errors"
	"fmt"
	"strconv"
)

// Media is something a person attaches.
type Media struct {
	Kind    string // photo, voice, video, video_note, animation, document, audio, sticker, location, poll, dice
	Caption string
	Name    string // of a document
	Type    string // media type of a document; "" for any
	Size    int64
	Album   string  // the same for all items of one album
	Bytes   []byte  // what it holds; nil for Size bytes of nothing
	Lat     float64 // of a location; both 0 for somewhere in Hanoi
	Lon     float64
}

// SendMedia lets the person send an attachment; it returns the message's id.
func (s *Sim) SendMedia(user int64, a Media) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[user]
	r, err := s.speak(u)
	if err != nil {
		return 0, err
	}
	switch a.Kind {
	case "photo", "voice", "video", "video_note", "animation", "document", "audio", "sticker", "location", "poll", "dice":
	default:
		return 0, errors.New("telegramsim: unknown kind of attachment " + a.Kind)
	}
	if units(a.Caption) > maxCaption {
		return 0, fmt.Errorf("telegramsim: the app takes captions of at most %d characters", maxCaption)
	}
	id := "file-" + strconv.FormatInt(user, 10) + "-" + strconv.Itoa(len(r.messages)+1)
	if a.Bytes != nil {
		a.Size = int64(len(a.Bytes))
	}
	s.store(id, a.Kind, a.Bytes, a.Size)
	b := Bubble{
		AuthorID: u.id, Author: u.name, Kind: a.Kind, Text: a.Caption, Album: a.Album,
		File: id, Name: a.Name, Type: a.Type, Size: a.Size,
	}
	if a.Kind == "location" {
		b.Lat, b.Lon = a.Lat, a.Lon
		if b.Lat == 0 && b.Lon == 0 {
			b.Lat, b.Lon = 21.028511, 105.804817
		}
	}
	shown := s.put(r, b)
	s.enqueue("message", s.message(r, shown), laneMessage(r.id), messageLife)
	return shown.ID, nil
}

// SendAlbum lets the person send several items as one album: an update for
// each, with nothing that says how many there are. It returns the messages' ids.
func (s *Sim) SendAlbum(user int64, items ...Media) ([]int, error) {
	if len(items) < 2 || len(items) > 10 {
		return nil, errors.New("telegramsim: an album has 2 to 10 items")
	}
	s.mu.Lock()
	s.albums++
	album := strconv.FormatInt(13_000_000_000_000_000+s.albums, 10)
	s.mu.Unlock()
	var ids []int
	for _, it := range items {
		it.Album = album
		id, err := s.SendMedia(user, it)
		if err != nil {
			return ids, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// SendContact lets the person share a card: his own, or somebody else's.
func (s *Sim) SendContact(user int64, phone string, own bool) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[user]
	r, err := s.speak(u)
	if err != nil {
		return 0, err
	}
	b := Bubble{AuthorID: u.id, Author: u.name, Kind: "contact", Name: "Danh thiếp", Phone: phone}
	if own {
		b.Name, b.Owner = u.name, u.id
	}
	shown := s.put(r, b)
	s.enqueue("message", s.message(r, shown), laneMessage(r.id), messageLife)
	return shown.ID, nil
}

// attached is what a message carries besides text, as the API shows it.
func (b *Bubble) attached() obj {
	id := b.File
	file := obj{"file_id": id, "file_unique_id": "u" + id, "file_size": b.Size}
	m := obj{}
	switch b.Kind {
	case "text", "service", "":
		return nil
	case "photo":
		m[b.Kind] = []obj{
			{"file_id": id + "-s", "file_unique_id": "us" + id, "width": 90, "height": 67, "file_size": 1200},
			{"file_id": id, "file_unique_id": "u" + id, "width": 1280, "height": 960, "file_size": b.Size},
			{"file_id": id + "-m", "file_unique_id": "um" + id, "width": 320, "height": 240, "file_size": 20000},
		}
	case "voice", "video", "video_note", "audio":
		file["duration"] = 7
		m[b.Kind] = file
	case "document":
		file["file_name"], file["mime_type"] = b.Name, "application/octet-stream"
		if b.Type != "" {
			file["mime_type"] = b.Type
		}
		m[b.Kind] = file
	case "animation": // also as a document, for old clients
		m[b.Kind], m["document"] = file, file
	case "sticker":
		file["emoji"] = "👍"
		m[b.Kind] = file
	case "location":
		m[b.Kind] = obj{"latitude": b.Lat, "longitude": b.Lon}
	case "poll":
		m[b.Kind] = obj{"id": id, "question": "?", "options": []obj{}}
	case "dice":
		m[b.Kind] = obj{"emoji": "🎲", "value": 3}
	case "contact":
		card := obj{"phone_number": b.Phone, "first_name": b.Name}
		if b.Owner != 0 {
			card["user_id"] = b.Owner
		}
		m[b.Kind] = card
	}
	if b.Text != "" {
		m["caption"] = b.Text
	}
	if b.Album != "" {
		m["media_group_id"] = b.Album
	}
	return m
}
