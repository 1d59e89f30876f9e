package fakecity

import (
	"context"
	"slices"
	"time"

	"langnghe/web"
)

func (c *City) failing() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Send implements [web.City].
func (c *City) Send(_ context.Context, platform, chat, text string) error {
	if err := c.failing(); err != nil {
		return err
	}
	c.Put(platform, chat, web.Bubble{Mine: true, Text: text})
	c.Put(platform, chat, web.Bubble{Text: "Trợ lý đã nhận: " + text + "\nGửi đi ạ?",
		Buttons: [][]web.Button{{{Text: "Gửi", Live: true}, {Text: "Sửa lại", Live: true}}, {{Text: "0. Quay lại", Live: true}}}})
	return nil
}

// Press implements [web.City].
func (c *City) Press(_ context.Context, platform, chat, bubble string, button int) error {
	if err := c.failing(); err != nil {
		return err
	}
	c.mu.Lock()
	label := ""
	for i, b := range c.bubbles[platform+chat] {
		if keys := slices.Concat(b.Buttons...); b.ID == bubble && button >= 0 && button < len(keys) && keys[button].Live {
			label = keys[button].Text
			c.bubbles[platform+chat][i].Buttons = [][]web.Button{{{Text: label}}}
		}
	}
	if label != "" {
		c.edit(platform, chat, func(x *web.Chat) { x.Toast = &web.Toast{ID: bubble, Text: "Đã ghi nhận: " + label} })
	}
	c.mu.Unlock()
	if label == "" {
		return web.ErrUnknown
	}
	if platform == "zalo" {
		c.Put(platform, chat, web.Bubble{Mine: true, Text: label})
	}
	c.Put(platform, chat, web.Bubble{Text: "Cảm ơn bác. Trợ lý đã ghi “" + label + "”."})
	return nil
}

// Act implements [web.City].
func (c *City) Act(_ context.Context, platform, chat string, act web.Act) error {
	if err := c.failing(); err != nil {
		return err
	}
	c.mu.Lock()
	c.edit(platform, chat, func(x *web.Chat) {
		switch act {
		case web.ActStart:
			x.Started = true
		case web.ActBlock, web.ActUnblock:
			x.Blocked = act == web.ActBlock
		case web.ActRead:
			x.Unread = 0
		}
	})
	c.mu.Unlock()
	switch act {
	case web.ActStart:
		c.Put(platform, chat, web.Bubble{Text: "Chào bác ạ. Bác nhắn mã mời để bắt đầu."})
	case web.ActSticker, web.ActPhoto:
		kind := map[web.Act]string{web.ActSticker: "sticker", web.ActPhoto: "photo"}[act]
		c.Put(platform, chat, web.Bubble{Mine: true, File: &web.Attachment{Kind: kind, Name: "Ảnh mẫu"}})
	}
	c.changed()
	return nil
}

// Advance implements [web.City].
func (c *City) Advance(_ context.Context, d time.Duration) error {
	if err := c.failing(); err != nil {
		return err
	}
	c.mu.Lock()
	c.now = c.now.Add(d)
	c.mu.Unlock()
	c.changed()
	return nil
}
