package fakecity

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"langnghe/web"
)

// City answers every text with an echo and a question. Left receives one value
// each time a subscriber has gone.
type City struct {
	Left chan struct{}

	mu      sync.Mutex
	now     time.Time
	frozen  bool
	chats   map[string][]web.Chat // by platform
	bubbles map[string][]web.Bubble
	files   map[string]web.File
	readers map[int]func()
	next    int
	err     error
}

// New is an empty city with the given chats on both platforms.
func New(now time.Time, chats ...web.Chat) *City {
	return &City{
		Left: make(chan struct{}, 16), now: now,
		chats:   map[string][]web.Chat{"zalo": slices.Clone(chats), "telegram": slices.Clone(chats)},
		bubbles: map[string][]web.Bubble{}, files: map[string]web.File{}, readers: map[int]func(){},
	}
}

// Freeze makes the clock one that cannot be moved.
func (c *City) Freeze() { c.frozen = true }

// Fail makes every verb from now on return err.
func (c *City) Fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = err
}

// Put shows a bubble as if it had been sent, and returns its id.
func (c *City) Put(platform, chat string, b web.Bubble) string {
	c.mu.Lock()
	c.next++
	b.ID = fmt.Sprintf("m%d", c.next)
	if b.At.IsZero() {
		b.At = c.now
	}
	c.bubbles[platform+chat] = append(c.bubbles[platform+chat], b)
	if !b.Mine {
		c.edit(platform, chat, func(x *web.Chat) { x.Unread++ })
	}
	c.mu.Unlock()
	c.changed()
	return b.ID
}

// PutFile gives an attachment its bytes.
func (c *City) PutFile(platform, chat, id string, f web.File) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.files[platform+chat+id] = f
}

// First moves a chat to the front, where the page opens it.
func (c *City) First(platform, chat string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	slices.SortStableFunc(c.chats[platform], func(a, b web.Chat) int {
		switch chat {
		case a.ID:
			return -1
		case b.ID:
			return 1
		}
		return 0
	})
}

func (c *City) edit(platform, chat string, f func(*web.Chat)) {
	for i := range c.chats[platform] {
		if c.chats[platform][i].ID == chat {
			f(&c.chats[platform][i])
		}
	}
}

func (c *City) changed() {
	c.mu.Lock()
	var all []func()
	for _, f := range c.readers {
		all = append(all, f)
	}
	c.mu.Unlock()
	for _, f := range all {
		f()
	}
}

// Subscribe implements [web.City].
func (c *City) Subscribe(changed func()) func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.next++
	id := c.next
	c.readers[id] = changed
	return func() {
		c.mu.Lock()
		delete(c.readers, id)
		c.mu.Unlock()
		c.Left <- struct{}{}
	}
}

// Platforms implements [web.City].
func (c *City) Platforms() []web.Platform {
	about := "Trợ lý nhận ý kiến của bà con do cộng tác viên dư luận xã hội gửi về Mặt trận.\n\nNguy hiểm đến tính mạng: gọi 113, 114, 115 trước."
	offers := []web.Offer{
		{Kind: "photo", Title: "Một ảnh", Caption: true}, {Kind: "album", Title: "Ba ảnh một lúc", Caption: true},
		{Kind: "voice", Title: "Tin thoại"}, {Kind: "file", Title: "Tệp PDF"}, {Kind: "place", Title: "Vị trí"}, {Kind: "sticker", Title: "Nhãn dán"},
	}
	thumbs := []web.Reaction{{Code: "👍", Show: "👍"}, {Code: "❤", Show: "❤️"}}
	icons := []web.Reaction{{Code: "/-strong", Show: "👍"}, {Code: "/-heart", Show: "❤️"}}
	return []web.Platform{
		{Name: "zalo", Offers: offers, Reactions: icons, Title: "Zalo", Bot: "Lắng Nghe – Mặt trận", About: about,
			Menu: []web.MenuItem{{Title: "Báo cáo", Send: "bao cao"}, {Title: "Việc khẩn", Send: "khan"}, {Title: "Giúp", Send: "giup"}}},
		{Name: "telegram", Offers: offers, Reactions: thumbs, Title: "Telegram", Bot: "Lắng Nghe – Mặt trận", About: about,
			Menu: []web.MenuItem{{Title: "Báo cáo định kỳ", Send: "/baocao"}, {Title: "Báo việc khẩn", Send: "/khan"}, {Title: "Trợ giúp", Send: "/giup"}}},
	}
}

// Chats implements [web.City].
func (c *City) Chats(platform string) []web.Chat {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.chats[platform])
}

// Bubbles implements [web.City].
func (c *City) Bubbles(platform, chat string) []web.Bubble {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.bubbles[platform+chat])
}

// File implements [web.City].
func (c *City) File(platform, chat, id string) (web.File, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f, ok := c.files[platform+chat+id]
	if !ok {
		return f, web.ErrUnknown
	}
	return f, nil
}

// Clock implements [web.City].
func (c *City) Clock() web.Clock {
	c.mu.Lock()
	defer c.mu.Unlock()
	return web.Clock{Now: c.now, Adjustable: !c.frozen}
}

// Status implements [web.City].
func (c *City) Status() []web.Fact {
	c.mu.Lock()
	defer c.mu.Unlock()
	return []web.Fact{{Key: "Máy chủ", Value: "127.0.0.1:8080"}, {Key: "Báo cáo", Value: "12"}, {Key: "Hàng đợi gửi", Value: "0"}}
}
