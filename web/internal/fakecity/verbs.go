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
	c.Put(platform, chat, web.Bubble{Mine: true, Text: text, CanEdit: platform == "telegram"})
	c.Put(platform, chat, web.Bubble{Text: "Trợ lý đã nhận: " + text + "\nGửi đi ạ?",
		Buttons: [][]web.Button{{{Text: "Gửi", Live: true}, {Text: "Sửa lại", Live: true}}, {{Text: "0. Quay lại", Live: true}}}, CanReact: true})
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
func (c *City) Act(_ context.Context, platform, chat string, act web.Act, who string) error {
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
		case web.ActLeave:
			x.Room.Members = slices.DeleteFunc(slices.Clone(x.Room.Members), func(m web.Member) bool { return m.ID == who })
		case web.ActBotKick:
			x.Room = &web.Room{Bot: "đã bị mời ra khỏi nhóm", Out: true, Members: x.Room.Members}
		}
	})
	c.mu.Unlock()
	if act == web.ActStart {
		c.Put(platform, chat, web.Bubble{Text: "Chào bác ạ. Bác nhắn mã mời để bắt đầu."})
	}
	c.changed()
	return nil
}

// Attach implements [web.City].
func (c *City) Attach(_ context.Context, platform, chat, kind, caption string) error {
	if err := c.failing(); err != nil {
		return err
	}
	if kind == "album" {
		photo := web.Attachment{Kind: "photo", Name: "Ảnh mẫu"}
		c.Put(platform, chat, web.Bubble{Mine: true, Text: caption, Files: []web.Attachment{photo, photo, photo}})
		return nil
	}
	c.Put(platform, chat, web.Bubble{Mine: true, Text: caption, Files: []web.Attachment{{Kind: kind, Name: "Mẫu"}}})
	return nil
}

// Edit implements [web.City].
func (c *City) Edit(_ context.Context, platform, chat, bubble, text string) error {
	return c.touch(platform, chat, bubble, func(b *web.Bubble) bool {
		if !b.CanEdit {
			return false
		}
		b.Text, b.Edited = text, true
		return true
	})
}

// React implements [web.City].
func (c *City) React(_ context.Context, platform, chat, bubble, code string) error {
	return c.touch(platform, chat, bubble, func(b *web.Bubble) bool {
		b.Reaction = code
		return b.CanReact
	})
}

func (c *City) touch(platform, chat, bubble string, change func(*web.Bubble) bool) error {
	if err := c.failing(); err != nil {
		return err
	}
	c.mu.Lock()
	done := false
	for i := range c.bubbles[platform+chat] {
		if b := &c.bubbles[platform+chat][i]; b.ID == bubble {
			done = change(b)
		}
	}
	c.mu.Unlock()
	c.changed()
	if !done {
		return web.ErrUnknown
	}
	return nil
}

// Key implements [web.City].
func (c *City) Key(ctx context.Context, platform, chat string, key int) error {
	for _, x := range c.Chats(platform) {
		if keys := slices.Concat(x.Keys...); x.ID == chat && key >= 0 && key < len(keys) {
			return c.Send(ctx, platform, chat, keys[key])
		}
	}
	return web.ErrUnknown
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
