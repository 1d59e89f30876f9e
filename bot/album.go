package bot

import (
	"strings"
	"time"

	"langnghe/bot/chat"
	"langnghe/flows"
)

// Album is photos a person sent as one, which arrive one by one, without a
// count and without an end: a silence ends it. It is one answer.
type Album struct {
	ID      string    // as the platform calls it
	Since   time.Time // its first item
	Files   []string  `json:",omitempty"` // photos, by the names their platform gave them
	Kept    int       `json:",omitempty"` // photos ever, of this album
	More    int       `json:",omitempty"` // what is not kept
	Kind    string    // of the first item
	Text    string    `json:",omitempty"` // the caption, masked
	Hidden  bool      `json:",omitempty"` // something in it is
	Message string    `json:",omitempty"` // the caption's message
	Told    bool      `json:",omitempty"` // it was taken for complete
	Deaf    bool      `json:",omitempty"` // nothing more of it is kept, which was said once
}

const (
	albumQuiet = 2 * time.Second  // after the last item it is complete
	albumLong  = 10 * time.Second // after the first, whatever may follow
)

// media is something that is no text. Items of an album are gathered first.
func (t *turn) media() {
	in := t.in
	if in.Album == "" {
		t.aloneMedia()
		return
	}
	a := Album{ID: in.Album, Since: t.now}
	if s := t.session.Album; s != nil && s.ID == in.Album {
		a = *s
	}
	if a.Deaf {
		t.fx.count("album_late")
		if strings.TrimSpace(in.Text) != "" {
			t.typed(in.Text)
		}
		return
	}
	if a.Told { // more of it comes after all
		a.Told, a.Since, a.Files, a.Text, a.Hidden, a.More = false, t.now, nil, "", false, 0
	}
	t.session.Album = &a
	if strings.TrimSpace(in.Text) != "" {
		masked, hidden, ok := t.read(in.Text)
		if !ok { // he was told or asked about his words; nothing of the rest is taken
			a.Told, a.Deaf, a.Files, a.Text = true, true, nil, ""
			t.ch.Cancel = append(t.ch.Cancel, t.timerKey("album"))
			return
		}
		a.Text, a.Hidden, a.Message = strings.TrimSpace(a.Text+" "+masked), a.Hidden || hidden, in.MessageID
	}
	photos, kind := t.photos()
	if a.Kind == "" || len(photos) > 0 {
		a.Kind = kind
	}
	room := max(0, flows.MaxPhotos-a.Kept)
	took := photos[:min(len(photos), room)]
	a.Files = append(a.Files[:len(a.Files):len(a.Files)], took...)
	a.Kept += len(took)
	a.More += max(1, len(photos)) - len(took)
	if a.Kept+a.More >= flows.MaxPhotos {
		t.endAlbum("")
		return
	}
	due := t.now.Add(albumQuiet)
	if last := a.Since.Add(albumLong); due.After(last) {
		due = last
	}
	t.setTimer(t.timerKey("album"), due, t.session.Chat.String())
}

// endAlbum takes what was gathered for complete, unless what comes now is
// another item of it.
func (t *turn) endAlbum(unless string) {
	if t.session.Album == nil || t.session.Album.Told || unless != "" && t.session.Album.ID == unless {
		return
	}
	a := *t.session.Album
	t.session.Album = &Album{ID: a.ID, Since: a.Since, Kept: a.Kept, Told: true}
	t.ch.Cancel = append(t.ch.Cancel, t.timerKey("album"))
	now := t.in
	t.in = chat.Inbound{Channel: t.session.Chat.Channel, Kind: chat.KindMedia, From: t.session.Chat, Chat: t.session.Chat, MessageID: a.Message}
	taken := t.attached(flows.Event{Media: a.Kind, Files: a.Files, More: a.More, Text: a.Text, Masked: a.Hidden})
	t.in = now
	t.session.Album.Deaf = !taken || a.Kept+a.More >= flows.MaxPhotos
}

// sameAlbum reports whether what came is another item of the album in hand, and
// notes the album: who cannot send photos is told once.
func (t *turn) sameAlbum() bool {
	s := t.session.Album
	if t.in.Album == "" || s != nil && s.ID == t.in.Album {
		return t.in.Album != ""
	}
	t.session.Album = &Album{ID: t.in.Album, Since: t.now, Told: true, Deaf: true}
	return false
}

// aloneMedia is something that came by itself.
func (t *turn) aloneMedia() {
	if len(t.in.Media) == 1 {
		switch m := t.in.Media[0]; m.Kind {
		case "contact":
			t.contactCard(m)
			return
		case "location":
			t.mapPoint(m)
			return
		}
	}
	photos, kind := t.photos()
	ev := flows.Event{Media: kind, Files: photos, More: max(0, len(t.in.Media)-max(1, len(photos)))}
	if strings.TrimSpace(t.in.Text) != "" {
		masked, hidden, ok := t.read(t.in.Text)
		if !ok {
			return
		}
		ev.Text, ev.Masked = masked, hidden
	}
	t.attached(ev)
}

// photos are the photos that came, by names that say which platform's they are,
// and the kind of what came.
func (t *turn) photos() (files []string, kind string) {
	kind = "file"
	for i, m := range t.in.Media {
		if m.Kind == "photo" && m.Ref != "" {
			files = append(files, t.in.Channel+":"+m.Ref)
		}
		if i == 0 {
			kind = m.Kind
		}
	}
	if len(files) > 0 {
		kind = "photo"
	}
	return files, kind
}

// attached does with photos and what else is no text what can be done: an
// answer where photos are asked for, else the words below them are what was
// said. It reports whether photos were kept.
func (t *turn) attached(ev flows.Event) (taken bool) {
	if t.takesPhotos() && len(ev.Files) > 0 {
		t.step(ev)
		return true
	}
	switch {
	case ev.Text != "":
		t.say(t.text("bot.media_caption"))
		t.hear(ev.Text, ev.Masked)
	case len(t.session.Frames) > 0:
		t.step(flows.Event{Media: ev.Media})
	default:
		t.say(t.text("bot.media"))
		t.menu()
	}
	return false
}

func (t *turn) takesPhotos() bool {
	n := len(t.session.Frames)
	if n == 0 {
		return false
	}
	f := t.session.Frames[n-1]
	set, err := t.b.set(t.tx, f.State.Version)
	return err == nil && set.TakesPhotos(f.State, t.env())
}
