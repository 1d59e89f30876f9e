package zalo

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"langnghe/bot/chat"
)

// What is asked about groups.
const (
	pathGroupGet     = "/v3.0/oa/group/getgroup"
	pathGroupList    = "/v3.0/oa/group/getgroupsofoa" // /listgroup is refused with 404
	pathGroupMembers = "/v3.0/oa/group/listmember"
	pathGroupAsking  = "/v3.0/oa/group/listpendinginvite"
	pathGroupAssets  = "/v3.0/oa/quota/group"
)

// The bounds of reading lists.
const (
	groupPage  = 50
	groupPages = 40 // of one list: 2000 rows, twice the largest group
	groupReads = 30 // groups whose description is asked for one by one, at one search
)

// wireGroup is what the API tells of a group; lists may leave some of it out.
type wireGroup struct {
	ID      loose   `json:"group_id"`
	Name    string  `json:"name"`
	Link    string  `json:"group_link"`
	About   *string `json:"group_description"`
	Status  string  `json:"status"`
	Members loose   `json:"total_member"`
	Most    loose   `json:"max_member"`
}

func (w wireGroup) state() chat.GroupState {
	g := chat.GroupState{
		Address: chat.Address{Channel: Name, ID: string(w.ID)}, Name: w.Name, Link: w.Link, Off: strings.EqualFold(w.Status, "disabled"),
	}
	if w.About != nil {
		g.About = *w.About
	}
	if n, ok := w.Members.integer(); ok {
		g.Members = int(n)
	}
	if n, ok := w.Most.integer(); ok {
		g.Most = int(n)
	}
	return g
}

// show asks for one group. Of one that is gone the state says so.
func (c *Channel) show(ctx context.Context, now time.Time, group chat.Address) (chat.GroupState, *chat.SendError) {
	var w struct {
		Info  wireGroup `json:"group_info"`
		Asset struct {
			Through loose `json:"valid_through"`
			Auto    any   `json:"auto_renew"`
		} `json:"asset_info"`
		Setting struct {
			Link any `json:"enable_link_join"`
		} `json:"group_setting"`
	}
	e := c.ask(ctx, now, c.cfg.APIURL+pathGroupGet+"?group_id="+url.QueryEscape(group.ID), &w)
	if e != nil && e.Reason == "not_member" {
		return chat.GroupState{Address: group, Gone: true}, nil
	}
	if e != nil {
		return chat.GroupState{}, groupOnly(e)
	}
	g := w.Info.state()
	g.Address = group
	if !said(w.Asset.Auto, true) {
		g.Until = throughDay(string(w.Asset.Through))
	}
	if said(w.Setting.Link, false) {
		g.Link = ""
	}
	return g, nil
}

// groupOnly keeps a refusal of the group API from stopping what has nothing to
// do with groups.
func groupOnly(e *chat.SendError) *chat.SendError {
	code, _ := strconv.Atoi(e.Code) // 0 for what is no code of Zalo's
	switch {
	case e.Reaction == chat.Stop && slices.Contains(groupAlone, code):
		e.Reaction = chat.Invalid
	case e.Reaction == chat.Wait && code != -32:
		e.Scope = chat.ScopeChat
	case e.Reaction == chat.Closed:
		e.Reaction = chat.Invalid
	}
	return e
}

// look is all that is known of a group: itself, who is in it, who asks to join.
func (c *Channel) look(ctx context.Context, now time.Time, group chat.Address) (chat.GroupState, *chat.SendError) {
	g, e := c.show(ctx, now, group)
	if e != nil || g.Gone {
		return g, e
	}
	if g.In, _, e = c.people(ctx, now, pathGroupMembers, group.ID); e != nil {
		return chat.GroupState{}, e
	}
	if _, g.Asked, e = c.people(ctx, now, pathGroupAsking, group.ID); e != nil {
		return chat.GroupState{}, e
	}
	return g, nil
}

// people reads one of the lists of people of a group, the OA apart.
func (c *Channel) people(ctx context.Context, now time.Time, path, group string) (in []chat.Address, asking []chat.Asking, e *chat.SendError) {
	type row struct {
		User loose  `json:"user_id"`
		Name string `json:"name"`
	}
	for page := range groupPages {
		var w struct {
			Total   loose `json:"total"`
			Members []row `json:"members"`
		}
		u := c.cfg.APIURL + path + "?group_id=" + url.QueryEscape(group) + pageOf(page)
		if e := c.ask(ctx, now, u, &w); e != nil {
			return nil, nil, groupOnly(e)
		}
		for _, m := range w.Members {
			if m.User != "" {
				a := chat.Address{Channel: Name, ID: string(m.User)}
				in, asking = append(in, a), append(asking, chat.Asking{Address: a, Name: m.Name})
			}
		}
		if lastPage(page, len(w.Members), w.Total) {
			break
		}
	}
	return in, asking, nil
}

func pageOf(page int) string {
	return "&offset=" + strconv.Itoa(page*groupPage) + "&count=" + strconv.Itoa(groupPage)
}

// lastPage reports whether a page of rows was the last of its list.
func lastPage(page, rows int, total loose) bool {
	n, ok := total.integer()
	return rows == 0 || ok && int64(page*groupPage+rows) >= n || !ok && rows < groupPage
}

// Groups lists the OA's groups, as far as lists tell of them.
func (c *Channel) Groups(ctx context.Context, now time.Time) ([]chat.GroupState, error) {
	rows, e := c.groups(ctx, now)
	if e != nil {
		return nil, e
	}
	list := make([]chat.GroupState, len(rows))
	for i, w := range rows {
		list[i] = w.state()
	}
	return list, nil
}

func (c *Channel) groups(ctx context.Context, now time.Time) (all []wireGroup, e *chat.SendError) {
	for page := range groupPages {
		var w struct {
			Total  loose       `json:"total"`
			Groups []wireGroup `json:"groups"`
		}
		u := c.cfg.APIURL + pathGroupList + "?" + strings.TrimPrefix(pageOf(page), "&")
		if e := c.ask(ctx, now, u, &w); e != nil {
			return nil, groupOnly(e)
		}
		all = append(all, w.Groups...)
		if lastPage(page, len(w.Groups), w.Total) {
			break
		}
	}
	return all, nil
}

// Find implements [chat.Keeper]. Whether the list of groups has their
// descriptions is told nowhere; where it has not, some are asked for.
func (c *Channel) Find(ctx context.Context, now time.Time, about string) (chat.GroupState, bool, error) {
	rows, e := c.groups(ctx, now)
	if e != nil {
		return chat.GroupState{}, false, e
	}
	reads := 0
	for _, w := range rows {
		if w.ID == "" {
			continue
		}
		g := w.state()
		if w.About == nil {
			if reads++; reads > groupReads {
				e := &chat.SendError{Reaction: chat.Invalid, Reason: "too_many_groups", Err: errors.New("the list of groups has no descriptions, and is too long to ask one by one")}
				return chat.GroupState{}, false, e
			}
			if g, e = c.show(ctx, now, g.Address); e != nil {
				return chat.GroupState{}, false, e
			}
		}
		if strings.Contains(g.About, about) {
			if g, e = c.look(ctx, now, g.Address); e != nil {
				return chat.GroupState{}, false, e
			}
			return g, !g.Gone, nil
		}
	}
	return chat.GroupState{}, false, nil
}

// wireAsset is a right to one group.
type wireAsset struct {
	ID      loose  `json:"asset_id"`
	Through loose  `json:"valid_through"`
	Status  string `json:"status"`
}

// freeAsset finds the smallest free asset whose group holds so many people and
// the OA; of several that end later.
func (c *Channel) freeAsset(ctx context.Context, now time.Time, people int) (string, *chat.SendError) {
	products := slices.Clone(c.cfg.GroupProducts)
	slices.SortFunc(products, func(a, b string) int { return groupSize(a) - groupSize(b) })
	for _, p := range products {
		if groupSize(p) < people+1 {
			continue
		}
		var assets []wireAsset
		ask := map[string]string{"quota_owner": "OA", "product_type": p, "quota_type": "sub_quota"}
		code, message, e := c.order(ctx, now, pathGroupAssets, ask, &assets)
		if e != nil {
			return "", e
		}
		if code == -201 {
			continue // a kind this OA cannot buy
		}
		if code != 0 {
			return "", c.groupRefusal(code, message, now)
		}
		best, until := "", time.Time{}
		for _, a := range assets {
			end := throughDay(string(a.Through))
			if a.ID == "" || a.Status != "available" || !end.IsZero() && !now.Before(end) {
				continue
			}
			if best == "" || end.After(until) {
				best, until = string(a.ID), end
			}
		}
		if best != "" {
			return best, nil
		}
	}
	return "", &chat.SendError{Reaction: chat.Invalid, Reason: "no_asset", Err: errors.New("no free group asset that is large enough")}
}

// throughDay is the first moment without what is valid through s; zero when s
// says nothing. How the API writes it is told nowhere, so every usual form will do.
func throughDay(s string) time.Time {
	if at := loose(s).when(); !at.IsZero() {
		return at
	}
	for _, f := range []string{"02/01/2006", "2006-01-02"} {
		if day, err := time.ParseInLocation(f, s, hanoi); err == nil {
			return day.AddDate(0, 0, 1)
		}
	}
	for _, f := range []string{time.RFC3339, "15:04:05 02/01/2006", "15:04 02/01/2006", "2006-01-02 15:04:05"} {
		if at, err := time.ParseInLocation(f, s, hanoi); err == nil {
			return at
		}
	}
	return time.Time{}
}

// said reports whether v, which may come as a boolean, a number or a string, is
// what is wanted; what is missing is neither.
func said(v any, want bool) bool {
	switch v := v.(type) {
	case bool:
		return v == want
	case string:
		b, err := strconv.ParseBool(v)
		return err == nil && b == want
	case float64:
		return (v != 0) == want
	}
	return false
}
