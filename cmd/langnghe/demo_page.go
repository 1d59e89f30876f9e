package main

import (
	"strconv"
	"strings"

	"langnghe/bot/org"
	"langnghe/web"
)

// The demo's city as the page sees it; see [web.City].

const demoAbout = "Trợ lý nhận phản ánh của cộng tác viên dư luận xã hội"

func (c *demoCity) Platforms() []web.Platform {
	menu := []web.MenuItem{{Title: "Báo cáo", Send: "báo cáo"}, {Title: "Khẩn", Send: "khẩn"}, {Title: "Menu", Send: "menu"}}
	return []web.Platform{
		{Name: "zalo", Title: "Zalo", Bot: "Lắng Nghe – Mặt trận", About: demoAbout, Menu: menu, Offers: zaloOffers, Reactions: zaloIcons},
		{Name: "telegram", Title: "Telegram", Bot: "Lắng Nghe – Mặt trận", About: demoAbout, Menu: menu, Offers: telegramOffers, Reactions: telegramIcons},
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
		chats = append(chats, c.room(platform, g))
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
		c.onZalo(r, &ch)
	} else {
		if k := c.telegram.Keyboard(r.tgID); k != nil {
			for _, row := range k.Rows {
				var keys []string
				for _, key := range row {
					keys = append(keys, key.Text)
				}
				ch.Keys = append(ch.Keys, keys)
			}
		}
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
	n := c.count(platform, id)
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
