package telegramsim

import (
	"errors"
	"strconv"
)

// Media is something a person attaches.
type Media struct {
	Kind    string // photo, voice, video, video_note, animation, document, audio, sticker, location, poll, dice
	Caption string
	Name    string // of a document
	Size    int64
	Album   string // the same for all items of one album
	Bytes   []byte // what it holds; nil for Size bytes of nothing
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
	id := "file-" + strconv.FormatInt(user, 10) + "-" + strconv.Itoa(len(r.messages)+1)
	if a.Bytes != nil {
		a.Size = int64(len(a.Bytes))
	}
	s.store(id, a.Kind, a.Bytes, a.Size)
	file := obj{"file_id": id, "file_unique_id": "u" + id, "file_size": a.Size}
	var content any = file
	extra := obj{}
	switch a.Kind {
	case "photo":
		content = []obj{
			{"file_id": id + "-s", "file_unique_id": "us" + id, "width": 90, "height": 67, "file_size": 1200},
			{"file_id": id, "file_unique_id": "u" + id, "width": 1280, "height": 960, "file_size": a.Size},
			{"file_id": id + "-m", "file_unique_id": "um" + id, "width": 320, "height": 240, "file_size": 20000},
		}
	case "voice", "video", "video_note", "audio":
		file["duration"] = 7
	case "document":
		file["file_name"], file["mime_type"] = a.Name, "application/octet-stream"
	case "animation":
		extra["document"] = file
	case "sticker":
		file["emoji"] = "👍"
	case "location":
		content = obj{"latitude": 21.028511, "longitude": 105.804817}
	case "poll":
		content = obj{"id": id, "question": "?", "options": []obj{}}
	case "dice":
		content = obj{"emoji": "🎲", "value": 3}
	default:
		return 0, errors.New("telegramsim: unknown kind of attachment " + a.Kind)
	}
	b := s.put(r, Bubble{AuthorID: u.id, Author: u.name, Kind: a.Kind, Text: a.Caption, Album: a.Album, File: id, Name: a.Name})
	m := s.message(r, b)
	m[a.Kind] = content
	for k, v := range extra {
		m[k] = v
	}
	if a.Caption != "" {
		m["caption"] = a.Caption
	}
	if a.Album != "" {
		m["media_group_id"] = a.Album
	}
	s.enqueue("message", m, laneMessage(r.id), messageLife)
	return b.ID, nil
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
	card := obj{"phone_number": phone, "first_name": "Danh thiếp"}
	if own {
		card["first_name"], card["user_id"] = u.name, u.id
	}
	b := s.put(r, Bubble{AuthorID: u.id, Author: u.name, Kind: "contact"})
	m := s.message(r, b)
	m["contact"] = card
	s.enqueue("message", m, laneMessage(r.id), messageLife)
	return b.ID, nil
}
