package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"langnghe/telegram/telegramsim"
	"langnghe/web"
	"langnghe/zalo/zalosim"
)

// How reactions are called and how they look.
var (
	zaloIcons = []web.Reaction{
		{Code: "/-strong", Show: "👍"}, {Code: "/-heart", Show: "❤️"}, {Code: ":>", Show: "😄"}, {Code: ":o", Show: "😮"}, {Code: ":-((", Show: "😢"},
	}
	telegramIcons = []web.Reaction{
		{Code: "👍", Show: "👍"}, {Code: "❤", Show: "❤️"}, {Code: "🙏", Show: "🙏"}, {Code: "😁", Show: "😁"}, {Code: "😢", Show: "😢"},
	}
)

// Bubbles is what a phone shows.
func (c *demoCity) Bubbles(platform, id string) []web.Bubble {
	if g, ok := c.square(platform, id); ok {
		if platform == "zalo" {
			return c.zaloBubbles(c.zalo.Group(g.zaloID), true)
		}
		return c.telegramBubbles(g.tgID, true)
	}
	r, ok := c.find(id)
	switch {
	case !ok:
		return nil
	case platform == "zalo":
		return c.zaloBubbles(c.zalo.Chat(r.zaloID), false)
	}
	return c.telegramBubbles(r.tgID, false)
}

func (c *demoCity) zaloBubbles(list []zalosim.Bubble, group bool) []web.Bubble {
	var out []web.Bubble
	form := lastForm(list)
	for i, b := range list {
		if n := len(out); i > 0 && b.Album != "" && b.Album == list[i-1].Album {
			out[n-1].Files = append(out[n-1].Files, c.zaloFile(b))
			continue
		}
		w := web.Bubble{ID: b.ID, Mine: !b.FromOA && !group, At: b.At, Text: b.Text, CanReact: !group && b.FromOA}
		if group {
			w.Author = c.zaloName(b.From)
			if b.FromOA {
				w.Author = c.Platforms()[0].Bot
			}
		}
		for _, btn := range b.Buttons {
			w.Buttons = append(w.Buttons, []web.Button{{Text: btn.Title, Live: true}})
		}
		if b.Form {
			w.Buttons = append(w.Buttons, []web.Button{{Text: shareNumber, Live: b.ID == form}})
		}
		for _, icon := range b.Icons {
			w.Reaction = looks(zaloIcons, icon)
		}
		if b.Media != "" {
			w.Files = []web.Attachment{c.zaloFile(b)}
		}
		if w.ID == "" {
			w.ID = fmt.Sprint("z", i)
		}
		out = append(out, w)
	}
	return out
}

func (c *demoCity) telegramBubbles(id int64, group bool) []web.Bubble {
	var out []web.Bubble
	album := ""
	for _, b := range c.telegram.Chat(id) {
		if b.Deleted {
			continue
		}
		if n := len(out); b.Album != "" && b.Album == album {
			first := &out[n-1]
			first.Files = append(first.Files, c.telegramFile(b))
			if first.Text == "" && b.Text != "" { // the words are under another item
				first.ID, first.Text = strconv.Itoa(b.ID), b.Text
			}
			first.Edited = first.Edited || b.Edited
			continue
		}
		album = b.Album
		out = append(out, c.telegramBubble(b, group))
	}
	return out
}

func (c *demoCity) telegramBubble(b telegramsim.Bubble, group bool) web.Bubble {
	w := web.Bubble{
		ID: strconv.Itoa(b.ID), Mine: !b.FromBot && !group, At: b.At, Text: b.Text,
		Edited: b.Edited, Service: b.Kind == "service",
	}
	if group {
		w.Author = b.Author
		if b.FromBot {
			w.Author = c.Platforms()[1].Bot
		}
	}
	for _, row := range b.Rows {
		var buttons []web.Button
		for _, btn := range row {
			if btn.Live {
				buttons = append(buttons, web.Button{Text: btn.Text, Live: true})
			}
		}
		if len(buttons) > 0 {
			w.Buttons = append(w.Buttons, buttons)
		}
	}
	var thumbs []string
	for _, t := range b.Thumbs {
		thumbs = append(thumbs, looks(telegramIcons, t.Emoji))
	}
	w.Reaction = strings.Join(thumbs, " ")
	w.CanReact = b.FromBot && !group && !w.Service
	if b.Kind != "text" && b.Kind != "service" && b.Kind != "" {
		w.Files = []web.Attachment{c.telegramFile(b)}
	}
	w.CanEdit = w.Mine && (b.Kind == "text" || b.Text != "")
	return w
}

// looks is how a reaction looks.
func looks(icons []web.Reaction, code string) string {
	if i := slices.IndexFunc(icons, func(x web.Reaction) bool { return x.Code == code }); i >= 0 {
		return icons[i].Show
	}
	return code
}

// shareNumber is the button of Zalo's card that asks for a number.
const shareNumber = "Chia sẻ số điện thoại"

// lastForm is the card that can be answered, "" when there is none.
func lastForm(list []zalosim.Bubble) (id string) {
	for _, b := range list {
		if b.Form {
			id = b.ID
		}
	}
	return id
}

func (c *demoCity) zaloName(id string) string {
	r, _ := c.onZaloAs(id)
	return r.person.Name
}

// onZaloAs is who has an account on Zalo.
func (c *demoCity) onZaloAs(id string) (resident, bool) {
	for _, r := range c.people {
		if r.zaloID == id {
			return r, true
		}
	}
	return resident{}, false
}
