package org

import (
	"time"

	"langnghe/internal/yamlpos"
)

// checkUnits checks what units say of one another. It runs before there is a
// tree, which must not have a ring.
func (l *loader) checkUnits() {
	root := -1
	codes := map[[2]string][]int{}
	for i, u := range l.file.Units {
		n := l.unitNodes[i]
		if n.Kind() != yamlpos.Map {
			continue
		}
		switch {
		case u.Parent == "" && u.ID != "" && root >= 0:
			line, _ := l.unitNodes[root].Pos()
			n.Problem("đơn vị %q chưa ghi đơn vị cấp trên (parent); chỉ một đơn vị được là gốc, đã có ở dòng %d", u.ID, line)
		case u.Parent == "" && u.ID != "":
			root = i
		case u.Parent != "" && u.Parent == u.ID:
			n.Get("parent").Problem("đơn vị %q không thể là cấp trên của chính nó", u.ID)
		case u.Parent != "" && l.units[u.Parent] == nil:
			l.unknown(n.Get("parent"), u.Parent)
		}
		if u.MergedInto != "" {
			switch {
			case u.MergedInto == u.ID:
				n.Get("merged_into").Problem("đơn vị %q không thể nhập vào chính nó", u.ID)
			case l.units[u.MergedInto] == nil:
				l.unknown(n.Get("merged_into"), u.MergedInto)
			case u.ValidTo.IsZero():
				n.Get("merged_into").Problem("đã nhập vào đơn vị khác thì phải ghi ngày hết hiệu lực (valid_to)")
			}
		}
		for j, c := range u.Codes {
			l.checkCode(i, j, codes)
			key := [2]string{c.Scheme, c.Code}
			codes[key] = append(codes[key], i)
		}
	}
	l.checkRings()
}

// checkCode reports a code that another unit has at the same time. Codes are
// used again after a reform, so the dates decide.
func (l *loader) checkCode(unit, code int, taken map[[2]string][]int) {
	u := l.file.Units[unit]
	c := u.Codes[code]
	if c.Code == "" || c.Scheme == "" {
		return
	}
	for _, k := range taken[[2]string{c.Scheme, c.Code}] {
		other := l.file.Units[k]
		for j, d := range other.Codes {
			if k == unit && j >= code || d.Scheme != c.Scheme || d.Code != c.Code {
				continue
			}
			if overlap(codeFrom(u, c), codeTo(u, c), codeFrom(other, d), codeTo(other, d)) {
				line, _ := l.unitNodes[k].Pos()
				list(l.unitNodes[unit].Get("codes"))[code].Problem("mã số %s %q đã là của đơn vị %q (dòng %d) trong cùng thời gian; hãy sửa mã, hoặc ghi valid_from, valid_to", c.Scheme, c.Code, other.ID, line)
				return
			}
		}
	}
}

// A code without dates of its own is the unit's as long as there is the unit.
func codeFrom(u Unit, c Code) time.Time {
	if c.ValidFrom.IsZero() {
		return u.ValidFrom
	}
	return c.ValidFrom
}

func codeTo(u Unit, c Code) time.Time {
	if c.ValidTo.IsZero() {
		return u.ValidTo
	}
	return c.ValidTo
}

// overlap compares two spans whose zero times mean no bound.
func overlap(from1, to1, from2, to2 time.Time) bool {
	return (to1.IsZero() || from2.Before(to1)) && (to2.IsZero() || from1.Before(to2))
}

// checkRings reports each ring of parents once, at its first unit in the file.
func (l *loader) checkRings() {
	const walking, done = 1, 2
	state := make([]int, len(l.file.Units))
	for start := range l.file.Units {
		var path []int
		for i := start; state[i] == 0; {
			state[i] = walking
			path = append(path, i)
			u := l.file.Units[i]
			up := l.units[u.Parent]
			if u.ID == "" || up == nil || u.Parent == u.ID {
				break
			}
			if i = up.index; state[i] == walking {
				l.ring(i)
			}
		}
		for _, i := range path {
			state[i] = done
		}
	}
}

func (l *loader) ring(start int) {
	first, names := start, ""
	for i, n := start, 0; ; n++ {
		u := l.file.Units[i]
		first = min(first, i)
		if n < 6 {
			names += u.ID + " → "
		} else if n == 6 {
			names += "… → "
		}
		if i = l.units[u.Parent].index; i == start {
			break
		}
	}
	l.unitNodes[first].Get("parent").Problem("các đơn vị là cấp trên của nhau thành vòng: %s%s; hãy sửa parent của một đơn vị", names, l.file.Units[start].ID)
}

// missingLeads gives a notice for each unit that has people who report but no
// vice-chair in charge: nobody there would read them.
func (l *loader) missingLeads() {
	lead, files := map[string]bool{}, map[string]bool{}
	for _, p := range l.file.People {
		for _, post := range p.Posts {
			lead[post.Unit] = lead[post.Unit] || post.Role == LeadViceChair
			files[post.Unit] = files[post.Unit] || post.Role.Reports()
		}
	}
	for i, u := range l.file.Units {
		if !files[u.ID] || lead[u.ID] || hamlet(u.Type) && lead[u.Parent] {
			continue
		}
		l.notice(l.unitNodes[i], "%s có cộng tác viên nhưng chưa có phó chủ tịch phụ trách (lead_vice_chair); báo cáo sẽ không có người tiếp nhận", u.Name)
	}
}
