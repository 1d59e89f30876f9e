package zalo

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"langnghe/bot/chat"
)

// What is done to groups (GMF) of the OA.
const (
	pathGroupCreate = "/v3.0/oa/group/creategroupwithoa"
	pathGroupInvite = "/v3.0/oa/group/invite"
	pathGroupAccept = "/v3.0/oa/group/acceptpendinginvite"
	pathGroupReject = "/v3.0/oa/group/rejectpendinginvite"
	pathGroupRemove = "/v3.0/oa/group/removemembers"
	pathGroupInfo   = "/v3.0/oa/group/updateinfo"
	pathGroupAsset  = "/v3.0/oa/group/updateasset"
	pathGroupDelete = "/v3.0/oa/group/delete"
)

// maxMembers is how many people one call may name.
const maxMembers = 99

// groupOrder is the body of the calls about groups.
type groupOrder struct {
	Group   string   `json:"group_id,omitempty"`
	Name    string   `json:"group_name,omitempty"`
	About   string   `json:"group_description,omitempty"`
	Asset   string   `json:"asset_id,omitempty"`
	Members []string `json:"member_user_ids,omitempty"`
}

// Keep implements [chat.Keeper]. All deeds but creating and changing the asset
// may be repeated without harm.
func (c *Channel) Keep(ctx context.Context, now time.Time, group chat.Address, d chat.Deed) (chat.GroupState, error) {
	g, e := c.deed(ctx, now, group, d)
	if e != nil {
		return chat.GroupState{}, e
	}
	return g, nil
}

func (c *Channel) deed(ctx context.Context, now time.Time, group chat.Address, d chat.Deed) (chat.GroupState, *chat.SendError) {
	g := chat.GroupState{Address: group}
	ids, e := userIDs(d.People)
	switch {
	case e != nil:
	case d.Do == chat.DeedCreate:
		return c.createGroup(ctx, now, d, ids)
	case d.Do == chat.DeedLook:
		return c.look(ctx, now, group)
	case d.Do == chat.DeedInvite:
		left, refused := c.invite(ctx, now, group, ids)
		if e = refused; e == nil && len(left) > 0 { // for want of room, perhaps
			g, e = c.show(ctx, now, group)
		}
		g.Left = left
	case d.Do == chat.DeedAccept:
		_, e = c.each(ctx, now, pathGroupAccept, group.ID, ids) // who has gone meanwhile needs no answer
	case d.Do == chat.DeedReject:
		_, e = c.each(ctx, now, pathGroupReject, group.ID, ids)
	case d.Do == chat.DeedRemove:
		e = c.remove(ctx, now, group, ids)
	case d.Do == chat.DeedRename:
		e = c.change(ctx, now, pathGroupInfo, groupOrder{Group: group.ID, Name: d.Name, About: d.About})
	case d.Do == chat.DeedAsset:
		return c.renew(ctx, now, group, d)
	case d.Do == chat.DeedDelete:
		e = c.change(ctx, now, pathGroupDelete, groupOrder{Group: group.ID})
		if e != nil && e.Reason == "not_member" {
			e = nil // done before
		}
		g.Gone = true
	default:
		e = &chat.SendError{Reaction: chat.Invalid, Reason: "deed"}
	}
	return g, e
}

// userIDs are the ids of people, each once; nil for none.
func userIDs(people []chat.Address) ([]string, *chat.SendError) {
	var ids []string
	for _, a := range people {
		if a.Channel != Name || a.ID == "" {
			return nil, &chat.SendError{Reaction: chat.Invalid, Reason: "address"}
		}
		if !slices.Contains(ids, a.ID) {
			ids = append(ids, a.ID)
		}
	}
	return ids, nil
}

// createGroup makes a group of a few people, an administrator of the OA among
// them; the others are invited once it is there.
func (c *Channel) createGroup(ctx context.Context, now time.Time, d chat.Deed, ids []string) (chat.GroupState, *chat.SendError) {
	if len(ids) == 0 || len(ids) > maxMembers {
		return chat.GroupState{}, noAdmin()
	}
	asset := d.Asset
	if asset == "" {
		var e *chat.SendError
		if asset, e = c.freeAsset(ctx, now, max(d.Room, len(ids))); e != nil {
			e.Maybe = false // only asked
			return chat.GroupState{}, e
		}
	}
	var made struct {
		ID   loose  `json:"group_id"`
		Link string `json:"group_link"`
	}
	code, message, e := c.order(ctx, now, pathGroupCreate, groupOrder{Name: d.Name, About: d.About, Asset: asset, Members: ids}, &made)
	switch {
	case e != nil:
		return chat.GroupState{}, e
	case code != -210 && ofPeople(code) && (code != -201 || strings.Contains(message, "member")):
		return chat.GroupState{}, noAdmin() // they are all it names
	case code != 0:
		return chat.GroupState{}, takenMeanwhile(d, c.groupRefusal(code, message, now))
	case made.ID == "":
		return chat.GroupState{}, &chat.SendError{Reaction: chat.Retry, Reason: "platform", Maybe: true, Err: errors.New("a group without an id")}
	}
	return chat.GroupState{
		Address: chat.Address{Channel: Name, ID: string(made.ID)}, Name: d.Name, About: d.About, Link: made.Link, Members: len(ids) + 1,
	}, nil
}

// takenMeanwhile is a refusal of an asset that we chose as free: another group was
// faster, and there may be one more.
func takenMeanwhile(d chat.Deed, e *chat.SendError) *chat.SendError {
	if d.Asset == "" && (e.Code == "-238" || e.Code == "-241") {
		e.Reaction = chat.Retry
	}
	return e
}

func noAdmin() *chat.SendError {
	return &chat.SendError{
		Reaction: chat.Invalid, Reason: "no_admin",
		Err: errors.New("no administrator of the OA whom it can invite is among the group's first members"),
	}
}

// invite invites people, and tells who could not be: neither followers, nor
// with an interaction within seven days, or unwilling. Who is in already is not
// among them, whatever the platform says to inviting him twice.
func (c *Channel) invite(ctx context.Context, now time.Time, group chat.Address, ids []string) (left []chat.Address, e *chat.SendError) {
	_, out, e := c.refused(ctx, now, pathGroupInvite, group, ids)
	return out, e
}

// remove takes people out. That somebody has gone already is as good.
func (c *Channel) remove(ctx context.Context, now time.Time, group chat.Address, ids []string) *chat.SendError {
	in, _, e := c.refused(ctx, now, pathGroupRemove, group, ids)
	if e == nil && len(in) > 0 {
		e = &chat.SendError{Reaction: chat.Invalid, Reason: "not_removed", Err: errors.New("somebody could not be taken out of a group")}
	}
	return e
}

// refused does something with people of a group and tells, of those the platform
// refused, who is in it now and who is not.
func (c *Channel) refused(ctx context.Context, now time.Time, path string, group chat.Address, ids []string) (in, out []chat.Address, e *chat.SendError) {
	refused, e := c.each(ctx, now, path, group.ID, ids)
	if e != nil || len(refused) == 0 {
		return nil, nil, e
	}
	members, _, e := c.people(ctx, now, pathGroupMembers, group.ID)
	if e != nil {
		return nil, nil, e
	}
	for _, id := range refused {
		if a := (chat.Address{Channel: Name, ID: id}); slices.Contains(members, a) {
			in = append(in, a)
		} else {
			out = append(out, a)
		}
	}
	return in, out, nil
}

// each does something with people of a group, and returns whom the platform
// refused. It refuses a call whole for the sake of one, without saying whom, so
// a refused call is made again by halves.
func (c *Channel) each(ctx context.Context, now time.Time, path, group string, ids []string) (refused []string, e *chat.SendError) {
	if len(ids) == 0 {
		return nil, nil
	}
	if len(ids) <= maxMembers {
		code, message, e := c.order(ctx, now, path, groupOrder{Group: group, Members: ids}, nil)
		switch {
		case e != nil || code == 0:
			return nil, e
		case !ofPeople(code):
			return nil, c.groupRefusal(code, message, now)
		case len(ids) == 1:
			return ids, nil
		}
	}
	half := (len(ids) + 1) / 2
	refused, e = c.each(ctx, now, path, group, ids[:half])
	if e != nil {
		return nil, e
	}
	more, e := c.each(ctx, now, path, group, ids[half:])
	return append(refused, more...), e
}

// ofPeople reports whether a code refuses somebody rather than the call.
func ofPeople(code int) bool {
	return slices.Contains([]int{-201, -210, -213, -217, -218, -227, -230, -232, -244}, code)
}

// change makes a call that has nothing to answer.
func (c *Channel) change(ctx context.Context, now time.Time, path string, o groupOrder) *chat.SendError {
	code, message, e := c.order(ctx, now, path, o, nil)
	if e == nil && code != 0 {
		e = c.groupRefusal(code, message, now)
	}
	return e
}

// renew lets a group live on another asset, and looks how it stands then.
func (c *Channel) renew(ctx context.Context, now time.Time, group chat.Address, d chat.Deed) (chat.GroupState, *chat.SendError) {
	asset := d.Asset
	if asset == "" {
		var e *chat.SendError
		if asset, e = c.freeAsset(ctx, now, d.Room); e != nil {
			e.Maybe = false
			return chat.GroupState{}, e
		}
	}
	if e := c.change(ctx, now, pathGroupAsset, groupOrder{Group: group.ID, Asset: asset}); e != nil {
		return chat.GroupState{}, takenMeanwhile(d, e)
	}
	g, e := c.look(ctx, now, group)
	if e != nil {
		e.Maybe, e.Reaction = true, chat.Retry // it is done; how it stands is asked again
	}
	return g, e
}

// groupAlone are refusals that, given to a call about groups, say nothing of
// messages: groups have a permission, and a package, of their own.
var groupAlone = []int{-209, -212, -223, -224, -235, -240, -248}

// groupRefusal is the refusal of a call about groups.
func (c *Channel) groupRefusal(code int, message string, now time.Time) *chat.SendError {
	return groupOnly(c.refusal(code, message, now))
}

// groupSize is how many members a kind of group may have, 0 for no kind.
func groupSize(product string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(product, "gmf"))
	if err != nil || n < 2 || !strings.HasPrefix(product, "gmf") {
		return 0
	}
	return n
}
