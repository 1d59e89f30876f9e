package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"langnghe/bot/org"
	"langnghe/telegram/telegramsim"
	"langnghe/web"
	"langnghe/zalo/zalosim"
)

// The demo's city as the page sees it; see [web.City].

const demoAbout = "Trợ lý nhận phản ánh của cộng tác viên dư luận xã hội"

func (c *demoCity) Platforms() []web.Platform {
	menu := []web.MenuItem{{Title: "Báo cáo", Send: "báo cáo"}, {Title: "Khẩn", Send: "khẩn"}, {Title: "Menu", Send: "menu"}}
	return []web.Platform{
		{Name: "zalo", Title: "Zalo", Bot: "Lắng Nghe – Mặt trận", About: demoAbout, Menu: menu},
		{Name: "telegram", Title: "Telegram", Bot: "Lắng Nghe – Mặt trận", About: demoAbout, Menu: menu},
	}
}

// leadDemo is whom the page's suggestions speak of: first of her section, and
// reached on Telegram, so that both phones have something to do.
const leadDemo = "p-ba-dinh-pct"

// cast is who can be played, in the order shown.
func (c *demoCity) cast() []resident {
	var out []resident
	if r, ok := c.find(leadDemo); ok {
		out = append(out, r)
	}
	for _, r := range c.people {
		if c.section(r) != "" && r.person.ID != leadDemo {
			out = append(out, r)
		}
	}
	return out
}

// sectionAdmin heads those who keep a unit's roster; the page's suggestions do
// not speak of them.
const sectionAdmin = "Quản trị đơn vị"

func (c *demoCity) section(r resident) string {
	if len(r.posts) == 0 {
		return web.SectionStrangers
	}
	p := r.posts[0]
	switch {
	case p.Unit == "hn":
		return web.SectionCity
	case p.Role == org.LeadViceChair && (p.Unit == "hn-ba-dinh-p" || p.Unit == "hn-cum-ba-dinh" || p.Unit == "hn-soc-son-x"):
		return web.SectionViceChairs
	case p.Role == org.Chair && p.Unit == "hn-ba-dinh-p":
		return web.SectionViceChairs
	case p.Role == org.UnitAdmin && p.Unit == "hn-ba-dinh-p":
		return sectionAdmin
	case p.Role == org.Collaborator && (p.Unit == "hn-ba-dinh-p" || p.Unit == "hn-soc-son-x"):
		return web.SectionCollaborators
	}
	return ""
}

func (c *demoCity) Chats(platform string) []web.Chat {
	var chats []web.Chat
	for _, section := range []string{
		web.SectionCollaborators, web.SectionViceChairs, sectionAdmin, web.SectionCity, web.SectionStrangers,
	} {
		for _, r := range c.cast() {
			if c.section(r) == section {
				chats = append(chats, c.person(platform, r))
			}
		}
	}
	for _, g := range c.groups {
		id := g.zaloID
		if platform == "telegram" {
			id = strconv.FormatInt(g.tgID, 10)
		}
		ch := web.Chat{ID: "g:" + id, Title: g.title, Subtitle: "Nhóm", Section: web.SectionGroups, Group: true, ReadOnly: true, Started: true}
		ch.Unread = c.unread(platform, ch.ID)
		chats = append(chats, ch)
	}
	return chats
}

func (c *demoCity) person(platform string, r resident) web.Chat {
	var where []string
	for _, p := range r.posts {
		where = append(where, p.Role.Title()+" "+c.node.bot.Tree.Name(p.Unit))
	}
	ch := web.Chat{ID: r.person.ID, Title: r.person.Name, Subtitle: strings.Join(where, "; "), Section: c.section(r)}
	if ch.Subtitle == "" {
		ch.Subtitle = "Người dân, chưa có mã mời"
	}
	if platform == "zalo" {
		for _, u := range c.zalo.Users() {
			if u.ID != r.zaloID {
				continue
			}
			ch.Started = u.Follower || !u.LastInteraction.IsZero()
			if ch.Started && c.now().Sub(u.LastInteraction) > 7*24*time.Hour {
				ch.Note = "Quá 7 ngày chưa nhắn: Zalo không cho trợ lý nhắn trước"
			}
		}
	} else {
		st := c.telegram.User(r.tgID)
		ch.Started, ch.Blocked = st.Started, st.Blocked
		if b := c.telegram.Chat(r.tgID); len(b) > 0 {
			for i := len(b) - 1; i >= 0 && i > len(b)-4; i-- {
				if b[i].Toast != "" {
					ch.Toast = &web.Toast{ID: strconv.Itoa(b[i].ID), Text: b[i].Toast}
					break
				}
			}
		}
	}
	ch.Unread = c.unread(platform, ch.ID)
	return ch
}

func (c *demoCity) unread(platform, id string) int {
	n := 0
	for _, b := range c.Bubbles(platform, id) {
		if !b.Mine && !b.Service {
			n++
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return max(n-c.seen[platform+" "+id], 0)
}

func (c *demoCity) find(id string) (resident, bool) {
	for _, r := range c.people {
		if r.person.ID == id {
			return r, true
		}
	}
	return resident{}, false
}

func (c *demoCity) Bubbles(platform, id string) []web.Bubble {
	group, isGroup := strings.CutPrefix(id, "g:")
	r, ok := c.find(id)
	if !isGroup && !ok {
		return nil
	}
	if platform == "zalo" {
		list := c.zalo.Group(group)
		if !isGroup {
			list = c.zalo.Chat(r.zaloID)
		}
		return c.zaloBubbles(list, isGroup)
	}
	num := r.tgID
	if isGroup {
		num, _ = strconv.ParseInt(group, 10, 64)
	}
	return c.telegramBubbles(num, isGroup)
}

func (c *demoCity) zaloBubbles(list []zalosim.Bubble, group bool) []web.Bubble {
	var out []web.Bubble
	for i, b := range list {
		w := web.Bubble{ID: b.ID, Mine: !b.FromOA && !group, At: b.At, Text: b.Text}
		if group {
			w.Author = b.From
			if b.FromOA {
				w.Author = c.Platforms()[0].Bot
			}
		}
		for _, btn := range b.Buttons {
			w.Buttons = append(w.Buttons, []web.Button{{Text: btn.Title, Live: true}})
		}
		if b.Media != "" {
			w.File = &web.Attachment{Kind: mediaKind(b.Media)}
		}
		if w.ID == "" {
			w.ID = fmt.Sprint("z", i)
		}
		out = append(out, w)
	}
	return out
}

func mediaKind(k string) string {
	switch k {
	case "image", "gif", "photo":
		return "photo"
	case "sticker", "voice":
		return k
	case "audio":
		return "voice"
	}
	return "file"
}

func (c *demoCity) telegramBubbles(id int64, group bool) []web.Bubble {
	var out []web.Bubble
	for _, b := range c.telegram.Chat(id) {
		if b.Deleted {
			continue
		}
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
		if b.Kind != "text" && b.Kind != "service" && b.Kind != "" {
			w.File = &web.Attachment{Kind: mediaKind(b.Kind)}
		}
		out = append(out, w)
	}
	return out
}

func (c *demoCity) File(string, string, string) (web.File, error) { return web.File{}, web.ErrUnknown }

func (c *demoCity) Clock() web.Clock {
	return web.Clock{Now: c.now().In(c.node.cfg.Zone), Adjustable: true}
}

func (c *demoCity) Status() []web.Fact {
	s := c.node.store.Sizes()
	return []web.Fact{
		{Key: "Chờ xử lý", Value: strconv.Itoa(s.Waiting)},
		{Key: "Chờ gửi", Value: strconv.Itoa(s.Queued + s.Sending)},
		{Key: "Chờ người nhận nhắn", Value: strconv.Itoa(s.Parked)},
		{Key: "Giữ riêng", Value: strconv.Itoa(s.Quarantined)},
	}
}

func (c *demoCity) Send(_ context.Context, platform, id, text string) error {
	r, ok := c.find(id)
	if !ok {
		return errNoChat
	}
	if platform == "zalo" {
		c.zalo.SendText(r.zaloID, text)
		return nil
	}
	_, err := c.telegram.SendText(r.tgID, text)
	return refused(err)
}

// refused shows the page a platform's own refusal.
func refused(err error) error {
	if err == nil {
		return nil
	}
	return web.RefusedError("Nền tảng không nhận: người này đã chặn trợ lý hoặc tin quá dài.")
}

func (c *demoCity) Press(_ context.Context, platform, id, bubble string, button int) error {
	r, ok := c.find(id)
	if !ok {
		return errNoChat
	}
	if platform == "zalo" {
		if _, err := c.zalo.Press(r.zaloID, bubble, button); err != nil {
			return web.ErrUnknown
		}
		return nil
	}
	num, err := strconv.Atoi(bubble)
	if err != nil {
		return web.ErrUnknown
	}
	if err := c.telegram.Press(r.tgID, num, button); err != nil {
		return web.ErrUnknown
	}
	return nil
}

func (c *demoCity) Act(_ context.Context, platform, id string, act web.Act) error {
	if act == web.ActRead {
		n := 0
		for _, b := range c.Bubbles(platform, id) {
			if !b.Mine && !b.Service {
				n++
			}
		}
		c.mu.Lock()
		c.seen[platform+" "+id] = n
		c.mu.Unlock()
		c.changed()
		return nil
	}
	r, ok := c.find(id)
	if !ok {
		return errNoChat
	}
	if platform == "zalo" {
		switch act {
		case web.ActStart, web.ActUnblock:
			c.zalo.Follow(r.zaloID)
		case web.ActBlock:
			c.zalo.Unfollow(r.zaloID)
		case web.ActSticker:
			c.zalo.SendMedia(r.zaloID, zalosim.Media{Kind: "sticker", Name: "23456", URL: "https://s.example/23456.png"})
		case web.ActPhoto:
			c.zalo.SendMedia(r.zaloID, zalosim.Media{Kind: "image", URL: "https://photo.example/o.jpg"})
		}
		return nil
	}
	return refused(c.telegramAct(r.tgID, act))
}

func (c *demoCity) Subscribe(changed func()) (cancel func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next++
	id := c.next
	c.watchers[id] = changed
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.watchers, id)
	}
}

func (c *demoCity) telegramAct(user int64, act web.Act) error {
	var err error
	switch act {
	case web.ActStart:
		_, err = c.telegram.Start(user, "")
	case web.ActBlock:
		err = c.telegram.Block(user)
	case web.ActUnblock:
		err = c.telegram.Unblock(user)
	case web.ActSticker:
		_, err = c.telegram.SendMedia(user, telegramsim.Media{Kind: "sticker"})
	case web.ActPhoto:
		_, err = c.telegram.SendMedia(user, telegramsim.Media{Kind: "photo"})
	}
	return err
}
