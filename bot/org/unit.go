package org

import "time"

// Unit is one committee's area. Valid from ValidFrom up to, not including,
// ValidTo; a zero time means no bound.
type Unit struct {
	ID         string
	Type       string // "thanh_pho", "cum", "phuong", "xa", "to_dan_pho", …
	Name       string // with its type as people say it: "Phường Ba Đình"
	Parent     string // "" for the root
	Codes      []Code
	ValidFrom  time.Time
	ValidTo    time.Time
	MergedInto string
	Contact    string // whom its people call for help; "" means as the unit above
}

// Code is a unit's number in an official scheme while it was in force. Codes
// are re-used for other areas, so a code without its dates names nothing.
type Code struct {
	Scheme    string
	Code      string
	ValidFrom time.Time
	ValidTo   time.Time
}

// Tree is a checked set of units. It is immutable and safe for concurrent use.
type Tree struct {
	units    map[string]Unit
	children map[string][]string // sorted by the order of the file
	order    []string
}

// NewTree builds a tree from units in the order given. The units must have
// been checked (unique ids, known parents, no ring): [Load] does.
func NewTree(units []Unit) *Tree {
	t := &Tree{units: make(map[string]Unit, len(units)), children: map[string][]string{}}
	for _, u := range units {
		t.units[u.ID] = u
		t.order = append(t.order, u.ID)
		t.children[u.Parent] = append(t.children[u.Parent], u.ID)
	}
	return t
}

// Unit returns the unit called id.
func (t *Tree) Unit(id string) (Unit, bool) {
	u, ok := t.units[id]
	return u, ok
}

// Name returns the unit's name, or id itself when it is unknown.
func (t *Tree) Name(id string) string {
	if u, ok := t.units[id]; ok {
		return u.Name
	}
	return id
}

// FullName is the name with its parents up to, not including, the root:
// "Tổ dân phố số 5, Phường Ba Đình, Cụm Ba Đình".
func (t *Tree) FullName(id string) string {
	name := t.Name(id)
	for _, p := range t.Ancestors(id) {
		if u := t.units[p]; u.Parent != "" {
			name += ", " + u.Name
		}
	}
	return name
}

// All lists the ids of all units in the order of the file.
func (t *Tree) All() []string { return append([]string(nil), t.order...) }

// Children lists the units directly below id in the order of the file;
// Children("") lists the roots.
func (t *Tree) Children(id string) []string { return append([]string(nil), t.children[id]...) }

// Ancestors lists the units above id, nearest first.
func (t *Tree) Ancestors(id string) []string {
	var up []string
	for u, ok := t.units[id]; ok && u.Parent != "" && len(up) <= len(t.units); u, ok = t.units[u.Parent] {
		up = append(up, u.Parent)
	}
	return up
}

// Covers reports whether unit is top or lies below it.
func (t *Tree) Covers(top, unit string) bool {
	if _, ok := t.units[top]; !ok {
		return false
	}
	if top == unit {
		return true
	}
	for _, a := range t.Ancestors(unit) {
		if a == top {
			return true
		}
	}
	return false
}

// Subtree lists top and all units below it, top first, in the order of the file.
func (t *Tree) Subtree(top string) []string {
	var all []string
	if _, ok := t.units[top]; !ok {
		return nil
	}
	var walk func(id string)
	walk = func(id string) {
		all = append(all, id)
		for _, c := range t.children[id] {
			walk(c)
		}
	}
	walk(top)
	return all
}

// OfTypes lists the ids of the units of one of the types, in the order of the file.
func (t *Tree) OfTypes(types ...string) []string {
	var ids []string
	for _, id := range t.order {
		for _, ty := range types {
			if t.units[id].Type == ty {
				ids = append(ids, id)
				break
			}
		}
	}
	return ids
}

// Contact is whom people of the unit call for help: its own contact, else that
// of the nearest unit above that has one, else "".
func (t *Tree) Contact(unit string) string {
	for _, id := range append([]string{unit}, t.Ancestors(unit)...) {
		if c := t.units[id].Contact; c != "" {
			return c
		}
	}
	return ""
}

// Committee is the unit whose committee is in charge of unit: the unit itself,
// or for a hamlet, which has none, the unit above.
func (t *Tree) Committee(unit string) string {
	u, ok := t.units[unit]
	for ok && hamlet(u.Type) && u.Parent != "" {
		u, ok = t.units[u.Parent]
	}
	if !ok {
		return unit
	}
	return u.ID
}

// Around lists unit and the hamlets its committee is in charge of; nothing for
// a hamlet, whose people are its committee's.
func (t *Tree) Around(unit string) []string {
	u, ok := t.units[unit]
	if !ok || hamlet(u.Type) && u.Parent != "" {
		return nil
	}
	all := []string{unit}
	var walk func(id string)
	walk = func(id string) {
		for _, c := range t.children[id] {
			if hamlet(t.units[c].Type) {
				all = append(all, c)
				walk(c)
			}
		}
	}
	walk(unit)
	return all
}
