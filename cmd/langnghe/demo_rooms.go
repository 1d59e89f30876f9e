package main

import (
	"fmt"
	"slices"
	"strconv"

	"langnghe/web"
	"langnghe/zalo/zalosim"
)

// The demo's groups: who is in them, how the bot stands there, and what one can
// do about either.

// roomID is how the page calls a group on a platform.
func (g square) roomID(platform string) string {
	if platform == "zalo" {
		return "g:" + g.zaloID
	}
	return "g:" + strconv.FormatInt(g.tgID, 10)
}

// square finds a group by what the page calls it.
func (c *demoCity) square(platform, id string) (square, bool) {
	i := slices.IndexFunc(c.groups, func(g square) bool { return g.roomID(platform) == id })
	if i < 0 {
		return square{}, false
	}
	return c.groups[i], true
}

// room is a group as a chat.
func (c *demoCity) room(platform string, g square) web.Chat {
	ch := web.Chat{ID: g.roomID(platform), Title: g.title, Section: web.SectionGroups, Group: true, ReadOnly: true, Started: true}
	if platform == "zalo" {
		ch.Room = c.zaloRoom(g)
	} else {
		ch.Room = c.telegramRoom(g)
	}
	ch.Subtitle = fmt.Sprintf("%d thành viên", len(ch.Room.Members))
	ch.Unread = c.unread(platform, ch.ID)
	return ch
}

// zaloRoom is a group that the OA made: who is in it, who asked to come in by its
// link, and whether what pays for it ran out.
func (c *demoCity) zaloRoom(g square) *web.Room {
	now, ok := c.zaloGroup(g)
	if !ok {
		return &web.Room{Bot: "nhóm đã bị xóa", Out: true}
	}
	out := &web.Room{Bot: "OA là chủ nhóm"}
	if now.Expired {
		out.Bot, out.Out = "gói nhóm đã hết hạn, OA không nhắn được", true
	} else {
		out.Deeds = []web.Deed{{Act: web.ActAssetEnds, Title: "Cho gói nhóm hết hạn"}}
	}
	for _, id := range now.Members {
		m := web.Member{ID: id, Name: c.zaloName(id)}
		if r, ok := c.onZaloAs(id); ok {
			m.ID, m.Deeds = r.person.ID, []web.Deed{{Act: web.ActLeave, Title: "Rời nhóm"}}
		}
		out.Members = append(out.Members, m)
	}
	for _, r := range c.people {
		m := web.Member{ID: r.person.ID, Name: r.person.Name}
		switch {
		case slices.Contains(now.Members, r.zaloID):
			continue
		case slices.Contains(now.Asked, r.zaloID):
			m.Note, m.Deeds = "đang chờ duyệt", []web.Deed{{Act: web.ActAccept, Title: "Duyệt"}, {Act: web.ActReject, Title: "Từ chối"}}
		case !r.of(g.unit):
			continue
		case now.Expired:
			m.Note = "không ở trong nhóm"
		default:
			m.Note, m.Deeds = "không ở trong nhóm", []web.Deed{{Act: web.ActJoin, Title: "Xin vào nhóm"}}
		}
		out.Waiting = append(out.Waiting, m)
	}
	return out
}

// zaloGroup is what the platform has of a group.
func (c *demoCity) zaloGroup(g square) (zalosim.GroupInfo, bool) {
	all := c.zalo.Groups()
	i := slices.IndexFunc(all, func(x zalosim.GroupInfo) bool { return x.ID == g.zaloID })
	if i < 0 {
		return zalosim.GroupInfo{}, false
	}
	return all[i], true
}

// telegramRoom is a group the bot was taken into.
func (c *demoCity) telegramRoom(g square) *web.Room {
	m := c.telegram.Membership(g.tgID)
	out := &web.Room{}
	add := func(a web.Act, title string) { out.Deeds = append(out.Deeds, web.Deed{Act: a, Title: title}) }
	switch m.Bot {
	case "administrator":
		out.Bot = "trợ lý là quản trị viên"
		add(web.ActBotLower, "Thôi cho trợ lý làm quản trị viên")
		add(web.ActBotMute, "Không cho trợ lý nhắn")
		add(web.ActBotKick, "Mời trợ lý ra khỏi nhóm")
	case "member":
		out.Bot = "trợ lý là thành viên"
		add(web.ActBotRaise, "Cho trợ lý làm quản trị viên")
		add(web.ActBotMute, "Không cho trợ lý nhắn")
		add(web.ActBotKick, "Mời trợ lý ra khỏi nhóm")
	case "restricted":
		out.Bot, out.Out = "trợ lý không được nhắn", true
		add(web.ActBotSpeak, "Cho trợ lý nhắn lại")
		add(web.ActBotKick, "Mời trợ lý ra khỏi nhóm")
	default:
		out.Bot, out.Out = "trợ lý không còn trong nhóm", true
		add(web.ActBotAdd, "Thêm lại trợ lý")
	}
	for _, r := range c.people {
		if !r.of(g.unit) {
			continue
		}
		who := web.Member{ID: r.person.ID, Name: r.person.Name}
		if slices.Contains(m.Members, r.tgID) {
			who.Deeds = []web.Deed{{Act: web.ActLeave, Title: "Rời nhóm"}}
			out.Members = append(out.Members, who)
		} else {
			who.Note, who.Deeds = "không ở trong nhóm", []web.Deed{{Act: web.ActJoin, Title: "Vào nhóm"}}
			out.Waiting = append(out.Waiting, who)
		}
	}
	return out
}

// of says whether somebody has a post in the unit.
func (r resident) of(unit string) bool {
	for _, p := range r.posts {
		if p.Unit == unit {
			return true
		}
	}
	return false
}

// actIn does something about a group, by the hand of one of its members.
func (c *demoCity) actIn(platform string, g square, act web.Act, who string) error {
	if platform == "zalo" {
		return c.actOnZalo(g, act, who)
	}
	members := c.telegram.Membership(g.tgID).Members
	if act == web.ActJoin || act == web.ActLeave {
		r, ok := c.find(who)
		switch {
		case !ok || !r.of(g.unit):
			return web.ErrUnknown
		case act == web.ActJoin:
			return inRoom(c.telegram.Join(g.tgID, r.tgID))
		case len(members) == 1:
			return web.RefusedError("Nhóm cần còn ít nhất một người.")
		}
		return inRoom(c.telegram.Leave(g.tgID, r.tgID))
	}
	if len(members) == 0 {
		return web.ErrUnknown
	}
	by := members[0]
	switch act {
	case web.ActBotAdd:
		return inRoom(c.telegram.AddBot(g.tgID, by))
	case web.ActBotKick:
		return inRoom(c.telegram.RemoveBot(g.tgID, by))
	case web.ActBotMute, web.ActBotSpeak:
		return inRoom(c.telegram.Mute(g.tgID, by, act == web.ActBotMute))
	case web.ActBotRaise:
		return inRoom(c.telegram.Promote(g.tgID, by))
	case web.ActBotLower:
		return inRoom(c.telegram.Demote(g.tgID, by))
	}
	return web.ErrUnknown
}

// actOnZalo does something about a group of the OA's, by the hand of who it is
// about, or of an administrator.
func (c *demoCity) actOnZalo(g square, act web.Act, who string) error {
	if act == web.ActAssetEnds {
		c.zalo.ExpireGroup(g.zaloID)
		return nil
	}
	r, ok := c.find(who)
	now, there := c.zaloGroup(g)
	var done bool
	switch {
	case !ok || !there:
		return web.ErrUnknown
	case act == web.ActLeave:
		if done = slices.Contains(now.Members, r.zaloID); done {
			c.zalo.LeaveGroup(g.zaloID, r.zaloID)
		}
	case act == web.ActJoin && r.of(g.unit):
		done = c.zalo.AskToJoin(g.zaloID, r.zaloID)
	case act == web.ActAccept, act == web.ActReject:
		done = c.zalo.Answer(g.zaloID, r.zaloID, act == web.ActAccept)
	default:
		return web.RefusedError("Trên Zalo việc này làm ở trang quản trị OA.")
	}
	if !done {
		return errRoomChanged
	}
	return nil
}

const errRoomChanged = web.RefusedError("Nhóm đã thay đổi, xin xem lại rồi bấm.")

func inRoom(err error) error {
	if err != nil {
		return errRoomChanged
	}
	return nil
}
