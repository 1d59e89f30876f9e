package org

import (
	"langnghe/bot/chat"
	"langnghe/internal/yamlpos"
)

// Load reads and checks an org file. Problems are all there are, sorted, in
// Vietnamese and each with its place; with any the file is nil.
func Load(file string, data []byte) (*File, []yamlpos.Problem) {
	root, bad := yamlpos.ParseUpTo(file, data, maxFile)
	if bad != nil {
		return nil, bad
	}
	l := &loader{file: &File{}, units: map[string]*seen{}, people: map[string]*seen{}, posts: map[string]*seen{}}
	root.Only("units", "people", "groups")
	l.readUnits(root.Need("units"))
	l.checkUnits()
	l.readPeople(list(root.Get("people")))
	l.readGroups(list(root.Get("groups")))
	if bad := root.Problems(); len(bad) > 0 {
		return nil, bad
	}
	l.file.Tree = NewTree(l.file.Units)
	l.missingLeads()
	l.file.Notices = yamlpos.Sort(l.file.Notices)
	return l.file, nil
}

// loader is one reading of a file.
type loader struct {
	file      *File
	unitNodes []*yamlpos.Node // of file.Units, same index
	units     map[string]*seen
	people    map[string]*seen
	posts     map[string]*seen
	unitIDs   []string
	hints     int
}

// seen is where an id was first used.
type seen struct {
	node  *yamlpos.Node
	index int
}

// list is the items of a list that may be left out or empty.
func list(n *yamlpos.Node) []*yamlpos.Node {
	if n.Kind() == yamlpos.Null {
		return nil
	}
	return n.List()
}

func (l *loader) notice(n *yamlpos.Node, format string, args ...any) {
	l.file.Notices = append(l.file.Notices, n.At(format, args...))
}

func (l *loader) readUnits(units *yamlpos.Node) {
	for _, n := range units.List() {
		n.Only("id", "type", "name", "parent", "valid_from", "valid_to", "merged_into", "contact", "codes")
		var u Unit
		u.ID = l.id(n.Need("id"), l.units, len(l.file.Units))
		u.Type = l.unitType(n.Need("type"))
		u.Name = words(n.Need("name"), maxName)
		u.Parent = optional(n.Get("parent"), maxText)
		u.Contact = optional(n.Get("contact"), maxName)
		u.MergedInto = optional(n.Get("merged_into"), maxText)
		u.ValidFrom, u.ValidTo = dates(n)
		for _, c := range list(n.Get("codes")) {
			c.Only("scheme", "code", "valid_from", "valid_to")
			code := Code{Scheme: words(c.Need("scheme"), maxText), Code: codeText(c.Need("code"))}
			code.ValidFrom, code.ValidTo = dates(c)
			u.Codes = append(u.Codes, code)
		}
		l.file.Units = append(l.file.Units, u)
		l.unitNodes = append(l.unitNodes, n)
		if u.ID != "" {
			l.unitIDs = append(l.unitIDs, u.ID)
		}
	}
	if units.Kind() == yamlpos.List && len(l.file.Units) == 0 {
		units.Problem("chưa có đơn vị nào; hãy ghi ít nhất đơn vị gốc, ví dụ - {id: hn, type: thanh_pho, name: \"Thành phố Hà Nội\"}")
	}
}

func (l *loader) readPeople(people []*yamlpos.Node) {
	for _, n := range people {
		n.Only("id", "name", "xung_ho", "posts")
		p := FilePerson{
			ID:      l.id(n.Need("id"), l.people, len(l.file.People)),
			Name:    personName(n.Need("name")),
			Address: optional(n.Get("xung_ho"), 20),
		}
		here := map[string]*yamlpos.Node{}
		for _, x := range list(n.Get("posts")) {
			if post, ok := l.readPost(x, p.ID, here); ok {
				p.Posts = append(p.Posts, post)
			}
		}
		if n.Kind() == yamlpos.Map && len(list(n.Get("posts"))) == 0 {
			l.notice(n, "người này chưa giữ vị trí nào (posts) nên chưa làm được gì")
		}
		l.file.People = append(l.file.People, p)
	}
}

// readPost reads one seat; ok is false when it is wrong.
func (l *loader) readPost(n *yamlpos.Node, person string, here map[string]*yamlpos.Node) (p Post, ok bool) {
	n.Only("id", "unit", "role", "organisation")
	unit := l.known(n.Need("unit"))
	var roles []string
	for _, r := range Roles() {
		roles = append(roles, string(r))
	}
	role, roleOK := n.Need("role").Word(roles...)
	p = Post{Unit: unit, Role: Role(role), Person: person, Organisation: optional(n.Get("organisation"), maxText)}
	explicit := n.Has("id")
	if explicit {
		p.ID = l.id(n.Get("id"), l.posts, 0)
	}
	if unit == "" || !roleOK || person == "" || explicit && p.ID == "" {
		return p, false
	}
	seat := unit + "." + role
	if first := here[seat]; first != nil && !explicit {
		line, _ := first.Pos()
		n.Problem("người này đã có vị trí %s ở đơn vị %s (dòng %d); hãy bỏ một", role, unit, line)
		return p, false
	}
	here[seat] = n
	if !explicit {
		p.ID = person + "." + seat
	}
	return p, true
}

func (l *loader) readGroups(groups []*yamlpos.Node) {
	first := map[chat.Address]*yamlpos.Node{}
	for _, n := range groups {
		n.Only("unit", "address", "title")
		g := Group{Unit: l.known(n.Need("unit")), Title: optional(n.Get("title"), maxName)}
		if s, ok := n.Need("address").Text(); ok {
			a, err := chat.ParseAddress(s)
			switch {
			case err != nil || !channelName.MatchString(a.Channel) || !channelID.MatchString(a.ID):
				n.Get("address").Problem("địa chỉ %q không đúng; hãy viết kênh:số, ví dụ \"telegram:-1001234567890\"", short(s))
			case first[a] != nil:
				line, _ := first[a].Pos()
				n.Get("address").Problem("nhóm này đã ghi ở dòng %d; một nhóm chỉ thuộc một đơn vị", line)
			default:
				first[a] = n
				g.Address = a
			}
		}
		l.file.Groups = append(l.file.Groups, g)
	}
}
