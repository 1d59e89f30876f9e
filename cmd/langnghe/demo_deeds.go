package main

import (
	"context"
	"strconv"
	"strings"

	"langnghe/web"
	"langnghe/zalo/zalosim"
)

// What people do on the demo's phones; each ends at a simulated platform.

// Send writes as the owner of the phone.
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

// Press presses a button under a message.
func (c *demoCity) Press(_ context.Context, platform, id, bubble string, button int) error {
	r, ok := c.find(id)
	if !ok {
		return errNoChat
	}
	if platform == "zalo" {
		return c.pressOnZalo(r, bubble, button)
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

// pressOnZalo presses a button there; that of a card which asks for a number
// shares the owner's.
func (c *demoCity) pressOnZalo(r resident, bubble string, button int) error {
	var err error
	if form := lastForm(c.zalo.Chat(r.zaloID)); form == bubble && form != "" && button == 0 {
		err = c.zalo.Submit(r.zaloID, zalosim.Info{Name: r.person.Name, Phone: strings.TrimPrefix(ownPhone(r), "+")})
	} else {
		_, err = c.zalo.Press(r.zaloID, bubble, button)
	}
	if err != nil {
		return web.ErrUnknown
	}
	return nil
}

// Edit changes the words of a message of one's own. On Zalo there is no such thing.
func (c *demoCity) Edit(_ context.Context, platform, id, bubble, text string) error {
	r, ok := c.find(id)
	if !ok {
		return errNoChat
	}
	if platform == "zalo" {
		return web.RefusedError("Zalo không cho sửa tin đã gửi.")
	}
	num, err := strconv.Atoi(bubble)
	if err != nil {
		return web.ErrUnknown
	}
	if err = c.telegram.EditText(r.tgID, num, text); err != nil {
		err = c.telegram.EditCaption(r.tgID, num, text)
	}
	if err != nil {
		return web.RefusedError("Tin này không sửa được nữa.")
	}
	return nil
}

// React puts a reaction under a message of the bot, "" takes it away.
func (c *demoCity) React(_ context.Context, platform, id, bubble, code string) error {
	r, ok := c.find(id)
	if !ok {
		return errNoChat
	}
	if platform == "zalo" {
		if code == "" {
			code = "/-remove"
		}
		if err := c.zalo.React(r.zaloID, bubble, code); err != nil {
			return web.ErrUnknown
		}
		c.changed()
		return nil
	}
	num, err := strconv.Atoi(bubble)
	if err != nil {
		return web.ErrUnknown
	}
	if err := c.telegram.React(r.tgID, num, code); err != nil {
		return web.ErrUnknown
	}
	return nil
}

// Key presses a key in place of the letters.
func (c *demoCity) Key(_ context.Context, platform, id string, key int) error {
	r, ok := c.find(id)
	if !ok || platform != "telegram" {
		return errNoChat
	}
	if _, err := c.telegram.PressKey(r.tgID, key, ownPhone(r)); err != nil {
		return web.ErrUnknown
	}
	return nil
}

// Act does what is neither writing nor pressing.
func (c *demoCity) Act(_ context.Context, platform, id string, act web.Act, who string) error {
	if act == web.ActRead {
		n := c.count(platform, id)
		c.mu.Lock()
		c.seen[platform+" "+id] = n
		c.mu.Unlock()
		c.changed()
		return nil
	}
	if g, ok := c.square(platform, id); ok {
		defer c.changed()
		return c.actIn(platform, g, act, who)
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
		default:
			return web.ErrUnknown
		}
		return nil
	}
	switch act {
	case web.ActStart:
		_, err := c.telegram.Start(r.tgID, "")
		return refused(err)
	case web.ActBlock:
		return refused(c.telegram.Block(r.tgID))
	case web.ActUnblock:
		return refused(c.telegram.Unblock(r.tgID))
	}
	return web.ErrUnknown
}

// count is how many bubbles of a chat others wrote.
func (c *demoCity) count(platform, id string) int {
	n := 0
	for _, b := range c.Bubbles(platform, id) {
		if !b.Mine && !b.Service {
			n++
		}
	}
	return n
}
