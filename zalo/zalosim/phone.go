package zalosim

import (
	"slices"
	"time"
)

// Bubble is one message on a screen.
type Bubble struct {
	ID      string
	FromOA  bool
	Staff   bool   // from the OA, written by an officer's hand
	From    string // the person who wrote it; "" from the OA
	At      time.Time
	Text    string
	Buttons []Button
	Media   string   // kind of what was attached
	URL     string   // where it lies
	Seen    bool     // of what the OA sent: the chat was opened since
	Place   string   // of a location: {"latitude":"…","longitude":"…"}
	Name    string   // of a file
	Size    string   // of a file, as Zalo writes it
	Album   string   // the same for what was sent at once
	Quota   string   // what a message of the OA was charged to
	Icons   []string // reactions, in order
	// Template is the approved text it is of; Form a request for the person's
	// data, with a button that shares it.
	Template string
	Form     bool
}

// Button is a button under a bubble.
type Button struct {
	Title, Type, Payload string
}

// Media is something to send that is not text. Kind is Zalo's: image, gif,
// audio, video, sticker, location, file, link, business_card.
type Media struct {
	Kind      string
	Text      string // caption or place name
	URL       string
	Name      string // of a file
	Size      string // of a file, bytes in digits as Zalo writes it
	Latitude  string
	Longitude string
	Bytes     []byte // what it holds: the platform hosts it, and URL and Size are its; nil for nothing behind the URL
}

// bubble is how it looks on the screen.
func (m Media) bubble() Bubble {
	b := Bubble{Text: m.Text, Media: m.Kind, URL: m.URL, Name: m.Name, Size: m.Size}
	if m.Kind == "location" {
		b.Place = string(layout{}.write(object{{"latitude", m.Latitude}, {"longitude", m.Longitude}}))
	}
	return b
}

// fields is the message object of an event.
func (m Media) fields() object {
	p, typ := object{{"thumbnail", m.URL}, {"url", m.URL}}, m.Kind
	switch m.Kind {
	case "audio":
		p = object{{"url", m.URL}}
	case "sticker":
		p = object{{"id", m.Name}, {"url", m.URL}}
	case "location":
		p = object{{"coordinates", object{{"latitude", m.Latitude}, {"longitude", m.Longitude}}}}
	case "file":
		p = object{{"url", m.URL}, {"name", m.Name}, {"size", m.Size}, {"checksum", "0f343b0931126a20f133d67c2b018a3b"}, {"type", "pdf"}}
	case "link", "video":
		p = append(p, field{"description", m.Name})
	case "business_card":
		typ = "link"
		p = append(p, field{"description", `{"phone":"84900000001","qrCodeUrl":"https://qr.example/x"}`})
	}
	f := object{{"attachments", list{object{{"type", typ}, {"payload", p}}}}}
	if m.Text != "" {
		f = append(f, field{"text", m.Text})
	}
	return f
}

// Person describes somebody with a Zalo account.
type Person struct {
	ID, Name        string
	Follower        bool
	LastInteraction time.Time // zero for never
	Left            bool      // unfollowed, and has not come back
}

// Users lists the people in the order they were added.
func (s *Sim) Users() []Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := make([]Person, 0, len(s.order))
	for _, id := range s.order {
		u := s.users[id]
		out = append(out, Person{u.id, u.name, u.follower, u.last, u.left})
	}
	return out
}

// Chat is what a person's phone shows.
func (s *Sim) Chat(user string) []Bubble {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.users[user]; u != nil {
		return slices.Clone(u.chat)
	}
	return nil
}

// ForgetChats clears the screens, for a long run.
func (s *Sim) ForgetChats() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.users {
		u.chat = nil
	}
	for _, g := range s.groups {
		g.chat = nil
	}
}

// bubble shows an accepted message.
func (s *Sim) bubble(m outgoing, now time.Time) Bubble {
	b := Bubble{ID: s.id("message"), FromOA: true, At: now, Text: m.Message.Text}
	if a := m.Message.Attachment; a != nil {
		b.Buttons = a.Payload.buttons()
		if b.Form = a.Payload.TemplateType == formTemplate; b.Form {
			b.Text = a.Payload.Elements[0].Title + "\n" + a.Payload.Elements[0].Subtitle
		}
	}
	return b
}

// echo tells the webhook what the API has sent.
func (s *Sim) echo(event, to string, b Bubble, inGroup bool) {
	if !s.cfg.Echo {
		return
	}
	fields := object{
		{"sender", object{{"id", s.cfg.OAID}}},
		{"recipient", object{{"id", to}}},
		{"message", object{{"msg_id", b.ID}, {"text", b.Text}}},
	}
	if inGroup {
		fields = append(fields, field{"oa_id", s.cfg.OAID})
	}
	s.enqueue(event, fields)
}
