package web

import (
	"net/http"
	"time"
)

const maxBubbles = 300 // of a long chat the newest are shown

// The snapshot the page draws. Times are words already: the page's own time
// zone and clock must not matter.
type (
	stateView struct {
		Time       string      `json:"time"`
		Date       string      `json:"date"`
		Adjustable bool        `json:"adjustable"`
		Status     []factView  `json:"status"`
		Phones     []phoneView `json:"phones"`
	}
	factView struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	}
	phoneView struct {
		Platform string       `json:"platform"`
		Open     string       `json:"open"` // the chat whose bubbles follow
		Chats    []chatView   `json:"chats"`
		Bubbles  []bubbleView `json:"bubbles"`
		Older    int          `json:"older"` // bubbles left out at the top
	}
	chatView struct {
		ID       string     `json:"id"`
		Title    string     `json:"title"`
		Subtitle string     `json:"subtitle"`
		Section  string     `json:"section"`
		Group    bool       `json:"group"`
		ReadOnly bool       `json:"readOnly"`
		Started  bool       `json:"started"`
		Blocked  bool       `json:"blocked"`
		Unread   int        `json:"unread"`
		Typing   bool       `json:"typing"`
		Toast    *toastView `json:"toast,omitempty"`

		Window *windowView `json:"window,omitempty"`
		Keys   [][]string  `json:"keys,omitempty"`
		Room   *roomView   `json:"room,omitempty"`
	}
	windowView struct {
		State string `json:"state"`
		Text  string `json:"text"`
	}
	roomView struct {
		Bot     string       `json:"bot"`
		Out     bool         `json:"out"`
		Deeds   []deedView   `json:"deeds"`
		Members []memberView `json:"members"`
		Waiting []memberView `json:"waiting"`
	}
	memberView struct {
		ID    string     `json:"id"`
		Name  string     `json:"name"`
		Note  string     `json:"note"`
		Deeds []deedView `json:"deeds"`
	}
	deedView struct {
		Act   Act    `json:"act"`
		Title string `json:"title"`
	}
	toastView struct {
		ID   string `json:"id"`
		Text string `json:"text"`
	}
	bubbleView struct {
		ID      string           `json:"id"`
		Mine    bool             `json:"mine"`
		Author  string           `json:"author"`
		Time    string           `json:"time"`
		Day     string           `json:"day"`
		Text    string           `json:"text"`
		Buttons [][]buttonView   `json:"buttons,omitempty"`
		Edited  bool             `json:"edited"`
		Service bool             `json:"service"`
		Files   []attachmentView `json:"files,omitempty"`

		CanEdit  bool   `json:"canEdit,omitempty"`
		CanReact bool   `json:"canReact,omitempty"`
		Reaction string `json:"reaction,omitempty"`
	}
	buttonView struct {
		Text string `json:"text"`
		Live bool   `json:"live"`
	}
	attachmentView struct {
		Kind   string `json:"kind"`
		ID     string `json:"id"`
		Name   string `json:"name"`
		Note   string `json:"note"`
		Size   int64  `json:"size"`
		Stored bool   `json:"stored"`
	}
)

// state answers /state?zalo=CHAT&telegram=CHAT; a phone not named shows its first chat.
func (p *phones) state(w http.ResponseWriter, r *http.Request) {
	clock := p.city.Clock()
	v := stateView{Time: clock.Now.Format("15:04"), Date: longDay(clock.Now), Adjustable: clock.Adjustable, Status: []factView{}, Phones: []phoneView{}}
	for _, f := range p.city.Status() {
		v.Status = append(v.Status, factView(f))
	}
	for _, pl := range p.city.Platforms() {
		ph := phoneView{Platform: pl.Name, Open: r.FormValue(pl.Name), Chats: []chatView{}, Bubbles: []bubbleView{}}
		if ph.Open != "" && !p.find(w, pl.Name, ph.Open) {
			return
		}
		for _, c := range p.city.Chats(pl.Name) {
			ph.Chats = append(ph.Chats, viewChat(c))
		}
		if ph.Open == "" && len(ph.Chats) > 0 {
			ph.Open = ph.Chats[0].ID
		}
		if ph.Open != "" {
			all := p.city.Bubbles(pl.Name, ph.Open)
			ph.Older = max(0, len(all)-maxBubbles)
			for _, b := range all[ph.Older:] {
				ph.Bubbles = append(ph.Bubbles, viewBubble(b, clock.Now))
			}
		}
		v.Phones = append(v.Phones, ph)
	}
	w.Header().Set("Cache-Control", "no-store")
	write(w, http.StatusOK, v)
}

func viewChat(c Chat) chatView {
	return chatView{ID: c.ID, Title: c.Title, Subtitle: c.Subtitle, Section: c.Section, Group: c.Group, ReadOnly: c.ReadOnly,
		Started: c.Started, Blocked: c.Blocked, Unread: c.Unread, Typing: c.Typing, Toast: (*toastView)(c.Toast),
		Window: (*windowView)(c.Window), Keys: c.Keys, Room: viewRoom(c.Room)}
}

func viewRoom(r *Room) *roomView {
	if r == nil {
		return nil
	}
	return &roomView{Bot: r.Bot, Out: r.Out, Deeds: viewDeeds(r.Deeds), Members: viewMembers(r.Members), Waiting: viewMembers(r.Waiting)}
}

func viewMembers(all []Member) []memberView {
	out := make([]memberView, len(all))
	for i, m := range all {
		out[i] = memberView{ID: m.ID, Name: m.Name, Note: m.Note, Deeds: viewDeeds(m.Deeds)}
	}
	return out
}

func viewDeeds(all []Deed) []deedView {
	out := make([]deedView, len(all))
	for i, d := range all {
		out[i] = deedView(d)
	}
	return out
}

func viewBubble(b Bubble, now time.Time) bubbleView {
	at := b.At.In(now.Location())
	v := bubbleView{ID: b.ID, Mine: b.Mine, Author: b.Author, Time: at.Format("15:04"), Day: shortDay(at, now), Text: b.Text,
		Edited: b.Edited, Service: b.Service, CanEdit: b.CanEdit, CanReact: b.CanReact, Reaction: b.Reaction}
	for _, f := range b.Files {
		v.Files = append(v.Files, attachmentView(f))
	}
	for _, row := range b.Buttons {
		r := make([]buttonView, len(row))
		for i, x := range row {
			r[i] = buttonView(x)
		}
		v.Buttons = append(v.Buttons, r)
	}
	return v
}

var weekdays = [...]string{"Chủ nhật", "Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy"}

func longDay(t time.Time) string {
	return weekdays[t.Weekday()] + ", " + t.Format("02/01/2006")
}

// shortDay is the heading over a day's bubbles.
func shortDay(t, now time.Time) string {
	switch t.Format(time.DateOnly) {
	case now.Format(time.DateOnly):
		return "Hôm nay"
	case now.AddDate(0, 0, -1).Format(time.DateOnly):
		return "Hôm qua"
	}
	return longDay(t)
}
