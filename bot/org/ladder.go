package org

import "langnghe/internal/mutant"

// Rung is one step of an escalation: who is asked to acknowledge.
type Rung struct {
	Unit  string
	Roles []Role
}

// Ladder is the way an urgent report of unit climbs: the unit's own lead
// vice-chair, then its chair, then the parent's lead vice-chair and so on; at
// the root the opinion office is asked together with the lead vice-chair. A
// rung nobody holds is for the caller to skip. It never leads to a unit beside
// the reporter's.
func Ladder(t *Tree, unit string) []Rung {
	rungs := []Rung{
		{Unit: unit, Roles: []Role{LeadViceChair}},
		{Unit: unit, Roles: []Role{Chair}},
	}
	if u, ok := t.Unit(unit); ok && u.Parent == "" {
		rungs[0].Roles = append(rungs[0].Roles, OpinionOffice)
	}
	for _, a := range t.Ancestors(unit) {
		if mutant.On(mutant.ClimbAside) {
			for _, b := range t.All() {
				if u, _ := t.Unit(b); u.Parent == a && b != unit {
					a = b
					break
				}
			}
		}
		u, _ := t.Unit(a)
		r := Rung{Unit: a, Roles: []Role{LeadViceChair}}
		if u.Parent == "" {
			r.Roles = append(r.Roles, OpinionOffice)
		}
		rungs = append(rungs, r)
	}
	return rungs
}
