package main

import (
	"langnghe/web"
)

// onZalo says how a person stands to the OA, and how the OA may write to him.
func (c *demoCity) onZalo(r resident, ch *web.Chat) {
	for _, u := range c.zalo.Users() {
		if u.ID != r.zaloID {
			continue
		}
		ch.Started = u.Follower || !u.LastInteraction.IsZero()
		ch.Blocked = ch.Started && u.Left
	}
	if !ch.Started || ch.Blocked {
		return
	}
	ch.Window = c.window(r.zaloID)
}

// window words it, with what the latest message of the OA cost.
func (c *demoCity) window(id string) *web.Window {
	w := c.zalo.Window(id)
	until := w.Until.In(c.node.cfg.Zone).Format("15:04, 02/01")
	out := &web.Window{}
	switch w.Quota {
	case "":
		return &web.Window{State: "closed", Text: "Quá 7 ngày chưa nhắn: Zalo không cho trợ lý nhắn trước"}
	case "sub_quota":
		out.State, out.Text = "paid", "Mất phí đến "+until
	default:
		out.State, out.Text = "free", "Miễn phí đến "+until
	}
	all := c.zalo.Chat(id)
	for i := len(all) - 1; i >= 0; i-- {
		if q := quotaWords[all[i].Quota]; q != "" {
			out.Text += " · tin cuối: " + q
			break
		}
	}
	return out
}

// quotaWords says what a message was charged to.
var quotaWords = map[string]string{
	"reply": "miễn phí", "welcome_msg": "tin chào", "sub_quota": "trừ hạn mức gói", "purchase_quota": "trừ hạn mức mua thêm",
}
