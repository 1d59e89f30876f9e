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
	Items   []Media   `json:",omitempty"` // without an id: not to be kept
	Kept    int       `json:",omitempty"` // with one ever, of this album
	More    int       `json:",omitempty"` // without
	Text    string    `json:",omitempty"` // the caption, masked
	Hidden  bool      `json:",omitempty"` // something in it is
	Message string    `json:",omitempty"` // the caption's message, when it is of one alone
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
		a.Told, a.Since, a.Items, a.Text, a.Hidden, a.More = false, t.now, nil, "", false, 0
	}
	t.session.Album = &a
	if strings.TrimSpace(in.Text) != "" {
		masked, hidden, ok := t.read(in.Text)
		if !ok { // he was told or asked about his words; nothing of the rest is taken
			a.Told, a.Deaf, a.Items, a.Text = true, true, nil, ""
			t.ch.Cancel = append(t.ch.Cancel, t.timerKey("album"))
			return
		}
		if a.Message = in.MessageID; a.Text != "" {
			a.Message = "" // a change of one may not put out the other
		}
		a.Text, a.Hidden = strings.TrimSpace(a.Text+" "+masked), a.Hidden || hidden
	}
	for _, m := range t.attachments() {
		if m.ID == "" || a.Kept == flows.MaxMedia {
			a.More++
			m.ID = ""
		} else {
			a.Kept++
		}
		a.Items = append(a.Items[:len(a.Items):len(a.Items)], m)
	}
	if a.Kept+a.More >= flows.MaxMedia {
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
	taken := t.attached(a.Items, a.Text, a.Hidden)
	t.in = now
	t.session.Album.Deaf = !taken || a.Kept+a.More >= flows.MaxMedia
}

// editAlbum changes the words under an album that is still coming. It reports
// whether the message in hand has them.
func (t *turn) editAlbum(clean string) bool {
	a := t.session.Album
	if a == nil || a.Told || a.Message == "" || a.Message != t.in.MessageID {
		return false
	}
	now := *a
	words, hidden := masked(clean, false)
	now.Text, now.Hidden = words, hidden
	t.session.Album = &now
	return true
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
	var caption string
	var hidden bool
	if strings.TrimSpace(t.in.Text) != "" {
		var ok bool
		if caption, hidden, ok = t.read(t.in.Text); !ok {
			return
		}
	}
	t.attached(t.attachments(), caption, hidden)
}

// attached does with what is no text what can be done: it goes into the
// conversation in view where that takes it, else the words below it are what
// was said. It reports whether anything was kept.
func (t *turn) attached(list []Media, caption string, hidden bool) (taken bool) {
	ev := flows.Event{Text: caption, Masked: hidden, Ref: t.ref()}
	for _, m := range list {
		ev.Media = append(ev.Media, flows.Media{ID: m.ID, Kind: string(m.Kind)})
	}
	if t.want(list, ev) {
		t.step(ev)
		return true
	}
	switch {
	case caption != "":
		t.say(t.text("bot.media_caption"))
		t.hear(caption, hidden)
	case len(t.session.Frames) > 0:
		t.step(flows.Event{Media: ev.Media})
	default:
		if t.b.Media && t.b.fetches(t.in.Chat.Channel) {
			t.say(t.text("bot.media_first"))
		} else {
			t.say(t.text("bot.media"))
		}
		t.menu()
	}
	return false
}
